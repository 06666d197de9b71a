"""Which model is asked, where, and how much it may take."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from ingest.llm.cost import Price, listed_name, price_of

__all__ = ["ModelSettings", "Provider", "is_loopback", "providers"]

_FILE = Path(__file__).parent.parent / "data" / "llm" / "endpoints.yaml"
_PRICES = _FILE.with_name("prices.yaml")
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


def is_loopback(url: str) -> bool:
    """Whether the address is of this machine."""
    return urlsplit(url).hostname in _LOOPBACK


@dataclass(frozen=True, slots=True)
class Provider:
    """A known endpoint by its short name: its address, and the variable in which its users keep their key (empty for local servers)."""

    name: str
    url: str
    key: str


@cache
def providers() -> dict[str, Provider]:
    """The known endpoints of ``data/llm/endpoints.yaml``."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: Provider(name, row["url"], row.get("key", "")) for name, row in data.items()}


@cache
def _dates() -> dict[str, str]:
    data = yaml.safe_load(_PRICES.read_text(encoding="utf-8"))
    return {name: str(month) for name, month in data["dates"].items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Everything about a model; ``answers`` is the folder of its answers, ``timeout`` in seconds, ``max_cost`` in US dollars."""

    model: str
    url: str
    answers: Path
    key: str = field(default="", repr=False)
    own_price: Price | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    answer_tokens: int = 16_000
    timeout: float = 300.0
    jobs: int = 4
    second_pass: bool = False

    @property
    def price(self) -> Price | None:
        """The user's own price, nothing for a model on this machine, or the list price; None when it is not known."""
        return self.own_price or (Price(0.0, 0.0) if self.is_local else price_of(self.model))

    @property
    def price_date(self) -> str | None:
        """The month of the list price, ``2025-08``; None when the price is none from the list."""
        name = listed_name(self.model)
        return None if self.own_price is not None or self.is_local or name is None else _dates()[name]

    @property
    def is_local(self) -> bool:
        """Whether the text stays on this machine."""
        return is_loopback(self.url)
