"""Which language model reads, where, and within what bounds: from options, then the environment, then a file.

==============================  =====================================================================================
``AIGRAPH_LLM_MODEL``           name of the model, as its endpoint knows it
``AIGRAPH_LLM_ENDPOINT``        a short name (openai, anthropic, google, mistral, openrouter, ollama, vllm, llamacpp), or the address of
                                any OpenAI-compatible API, ``https://host/v1``
``AIGRAPH_LLM_KEY``             the key, or
``AIGRAPH_LLM_KEY_FILE``        the file that holds it; without either, the provider's own variable (``OPENAI_API_KEY``…) is used,
                                for that provider's address only
``AIGRAPH_LLM_CONFIG``          the file of settings (default: ``llm.toml`` in ``AIGRAPH_HOME``, if it is there)
==============================  =====================================================================================

The file is TOML: ``model``, ``endpoint``, ``key_file``, ``max_tokens``, ``max_cost``, ``answer_tokens``, ``timeout``, ``jobs``,
``second_pass``, and prices of one's own, in US dollars for a million tokens: ``[prices."my-model"]`` with ``read`` and ``written``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.errors import BadParameter, BadSetting
from ingest.llm.cost import Price
from ingest.llm.settings import ModelSettings, Provider, providers

__all__ = ["ModelOptions", "model_settings"]

_NUMBERS: Mapping[str, tuple[type, float, float]] = {
    "max_tokens": (int, 1, 1e12),
    "max_cost": (float, 0, 1e6),
    "answer_tokens": (int, 100, 1e6),
    "timeout": (float, 1, 3600),
    "jobs": (int, 1, 64),
}
_FIELDS = frozenset(("model", "endpoint", "key_file", "second_pass", "prices", *_NUMBERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """What the command line says of a model; None is for what it leaves open."""

    model: str | None = None
    endpoint: str | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    jobs: int | None = None
    second_pass: bool | None = None
    llm_config: Path | None = None


def model_settings(options: ModelOptions, *, home: Path, environment: Mapping[str, str] | None = None) -> ModelSettings:
    """The settings; raises BadSetting or BadParameter that names what is missing or wrong. An empty variable counts as none."""
    values = {name: value for name, value in (os.environ if environment is None else environment).items() if value}
    given = _file(options.llm_config or _path(values.get("AIGRAPH_LLM_CONFIG")), home / "llm.toml")
    model = options.model or values.get("AIGRAPH_LLM_MODEL") or given.get("model")
    endpoint = options.endpoint or values.get("AIGRAPH_LLM_ENDPOINT") or given.get("endpoint")
    if not model:
        raise BadParameter("--reader llm asks a model, and none is named: name it with --model or AIGRAPH_LLM_MODEL")
    if not endpoint:
        known = ", ".join(providers())
        raise BadParameter(
            f"--reader llm sends text to an endpoint, and none is named: --endpoint or AIGRAPH_LLM_ENDPOINT with {known} or an address"
        )
    url, provider = _address(endpoint)
    numbers = {name: given[name] for name in _NUMBERS if name in given}
    numbers |= {name: value for name in ("max_tokens", "max_cost", "jobs") if (value := getattr(options, name)) is not None}
    settings = ModelSettings(
        model=model,
        url=url,
        key=_key(values, given, url, provider),
        answers=home / "answers",
        own_price=_price(given, model),
        second_pass=bool(given.get("second_pass", False)) if options.second_pass is None else options.second_pass,
        **numbers,
    )
    if settings.max_cost is not None and settings.price is None:
        raise BadParameter(
            f"--max-cost needs the price of {model}, which is not known: give it in llm.toml, or cap tokens with --max-tokens"
        )
    return settings


def _path(text: str | None) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _file(named: Path | None, usual: Path) -> dict[str, Any]:
    path = named or usual
    if named is None and not usual.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise BadSetting(f"{path} cannot be read as TOML ({reason})") from error
    if unknown := data.keys() - _FIELDS:
        hint = "; a key stands in a file of its own, named by key_file" if unknown & {"key", "api_key", "token"} else ""
        raise BadSetting(f"{path} has {', '.join(sorted(unknown))}: known are {', '.join(sorted(_FIELDS))}{hint}")
    return {name: _checked(path, name, value) for name, value in data.items()}


def _checked(path: Path, name: str, value: object) -> object:
    if name in _NUMBERS:
        kind, least, most = _NUMBERS[name]
        fits = (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
            and (kind is float or isinstance(value, int))
        )
        wanted = f"a number between {least:g} and {most:g}"
    elif name == "second_pass":
        fits, wanted = isinstance(value, bool), "true or false"
    elif name == "prices":
        fits = isinstance(value, dict) and all(isinstance(row, dict) and _is_price(row) for row in value.values())
        wanted = 'tables as [prices."my-model"] with read and written, in dollars for a million tokens'
    else:
        fits, wanted = isinstance(value, str) and bool(value), "text"
    if not fits:
        raise BadSetting(f"{path} has {name} = {value!r}: expected {wanted}")
    return value


def _is_price(row: Mapping[str, object]) -> bool:
    numbers = [row.get("read"), row.get("written")]
    return len(row) == len(numbers) and all(isinstance(n, int | float) and not isinstance(n, bool) and n >= 0 for n in numbers)


def _price(given: Mapping[str, Any], model: str) -> Price | None:
    row = given.get("prices", {}).get(model)
    return Price(float(row["read"]), float(row["written"])) if row else None


def _address(endpoint: str) -> tuple[str, Provider | None]:
    """The address, and the provider when it is a known one's."""
    if endpoint in providers():
        return providers()[endpoint].url, providers()[endpoint]
    parts = urlsplit(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadParameter(f"endpoint {endpoint!r} is none of {', '.join(providers())}, nor an address as https://host/v1")
    if "@" in parts.netloc:
        raise BadParameter("the endpoint's address holds a login: name the server alone, and the key in AIGRAPH_LLM_KEY")
    return endpoint.rstrip("/"), next((one for one in providers().values() if urlsplit(one.url).netloc == parts.netloc), None)


def _key(values: Mapping[str, str], given: Mapping[str, Any], url: str, provider: Provider | None) -> str:
    """The key for this address; a provider's own variable is read for the provider's own address only."""
    if "AIGRAPH_LLM_KEY" in values and "AIGRAPH_LLM_KEY_FILE" in values:
        raise BadSetting("AIGRAPH_LLM_KEY and AIGRAPH_LLM_KEY_FILE are both set: keep one of them")
    path = values.get("AIGRAPH_LLM_KEY_FILE") or (given.get("key_file") if "AIGRAPH_LLM_KEY" not in values else None)
    key = _read(path) if path else values.get("AIGRAPH_LLM_KEY", "")
    if not key and provider is not None and provider.key:
        key = values.get(provider.key, "")
        if not key:
            raise BadSetting(f"there is no key for {url}: set AIGRAPH_LLM_KEY, AIGRAPH_LLM_KEY_FILE or {provider.key}")
    parts = urlsplit(url)
    if key and parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise BadSetting(f"{url} would get the key unencrypted: use https, or unset the key if the server wants none")
    if not key.isprintable() or not key.isascii():
        raise BadSetting("the key for the model has characters that no key has: check AIGRAPH_LLM_KEY or its file")
    return key


def _read(path: str) -> str:
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise BadSetting(f"the key's file {path!r} cannot be read ({reason}): name a file that holds it") from error
