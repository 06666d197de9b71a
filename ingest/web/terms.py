"""What is asked of the web, and what is known of it; no client is loaded for that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Known", "Politeness", "Validators", "Visited", "is_address"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version that was fetched last."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """Ask for a newer one only."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How much is asked of a host: seconds between two requests, seconds and bytes an answer may take, how often it is tried.

    ``private`` has the hosts (``host:port``) that may be fetched from though their addresses are not public.
    """

    interval: float = 1.0
    seconds: float = 60.0
    most: int = 20 * 1024**2
    attempts: int = 3
    longest_wait: float = 60.0
    private: frozenset[str] = frozenset()


class Known(Protocol):
    """What was fetched before."""

    def validators(self, address: str) -> Validators | None:
        """What its server said when it was fetched last, once all of it is stored."""

    def keep(self, address: str, validators: Validators) -> None:
        """Remember what its server says, once all that it led to is stored."""

    def is_done(self, address: str, *, named: bool = False) -> bool:
        """Whether the article behind this address was read, or cannot be had; one that the user names is asked for all the same."""

    def leads_to_known(self, address: str, target: str) -> bool:
        """Whether ``target``, where this address is redirected to, was asked for before; then the address is known as well."""

    def through(self, name: str) -> None:
        """All that is at this path or address was gone through."""


@dataclass(slots=True)
class Visited:
    """Knows what was fetched in this run."""

    pages: set[str] = field(default_factory=set)
    kept: dict[str, Validators] = field(default_factory=dict)

    def validators(self, address: str) -> Validators | None:
        """As it was kept."""
        return self.kept.get(address)

    def keep(self, address: str, validators: Validators) -> None:
        """Remember it."""
        self.kept[address] = validators

    def is_done(self, address: str, *, named: bool = False) -> bool:  # noqa: ARG002 - nothing failed before this run
        """Whether it was asked about before."""
        done = address in self.pages
        self.pages.add(address)
        return done

    def leads_to_known(self, address: str, target: str) -> bool:
        """Whether the target was asked about before."""
        return target != address and target in self.pages

    def through(self, name: str) -> None:
        """It knows of no failures."""


def is_address(given: object) -> bool:
    """Whether this names something on the web."""
    return str(given).lower().startswith(("http://", "https://"))
