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

The file is TOML: ``model``, ``endpoint``, ``key_file`` (from the folder of this file), ``max_tokens``, ``max_cost``, ``answer_tokens``,
``timeout``, ``jobs``, ``second_pass``, and prices of one's own, in US dollars for a million tokens: ``[prices."my-model"]`` with ``read``
and ``written``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.addresses import checked_address
from api.errors import BadParameter, BadSetting
from ingest.llm.cost import Price
from ingest.llm.settings import ModelSettings, Provider, is_loopback, providers

__all__ = ["ModelOptions", "model_settings"]

_NUMBERS: Mapping[str, tuple[type, float, float]] = {
    "max_tokens": (int, 1, 1e12),
    "max_cost": (float, 0, 1e6),
    "answer_tokens": (int, 100, 1e6),
    "timeout": (float, 1, 3600),
    "jobs": (int, 1, 64),
}
_HIGHEST = 1e6
"""Dollars for a million tokens that are a price."""
_FIELDS = frozenset(("model", "endpoint", "key_file", "second_pass", "prices", *_NUMBERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """What the command line says of a model; None is for what it leaves open. ``labels`` is for models of the user's own only."""

    model: str | None = None
    endpoint: str | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    jobs: int | None = None
    second_pass: bool | None = None
    llm_config: Path | None = None
    labels: Path | None = None


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
    if not model.isprintable() or model != model.strip():
        raise BadParameter(f"the model is called {model[:100]!r}: expected a name in one line, with nothing around it")
    url, provider = checked_address(endpoint)
    numbers = {name: given[name] for name in _NUMBERS if name in given}
    numbers |= _numbers(options)
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


def _numbers(options: ModelOptions) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in ("max_tokens", "max_cost", "jobs"):
        value, (_, least, most) = getattr(options, name), _NUMBERS[name]
        if value is None:
            continue
        if not least <= value <= most:  # nan is neither
            raise BadParameter(f"--{name.replace('_', '-')} is {value}: expected a number between {least:g} and {most:g}")
        found[name] = value
    return found


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
    found = {name: _checked(path, name, value) for name, value in data.items()}
    if "key_file" in found:
        found["key_file"] = str(path.parent / Path(found["key_file"]).expanduser())
    return found


def _checked(path: Path, name: str, value: Any) -> Any:  # noqa: ANN401 - what TOML can hold
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
        wanted = 'tables as [prices."my-model"] with read and written, in dollars for a million tokens, from 0 up'
    else:
        fits, wanted = isinstance(value, str) and bool(value), "text"
    if not fits:
        raise BadSetting(f"{path} has {name} = {value!r}: expected {wanted}")
    return value


def _is_price(row: Mapping[str, object]) -> bool:
    numbers = [row.get("read"), row.get("written")]
    return len(row) == len(numbers) and all(isinstance(n, int | float) and not isinstance(n, bool) and 0 <= n <= _HIGHEST for n in numbers)


def _price(given: Mapping[str, Any], model: str) -> Price | None:
    row = given.get("prices", {}).get(model)
    return Price(float(row["read"]), float(row["written"])) if row else None


def _key(values: Mapping[str, str], given: Mapping[str, Any], url: str, provider: Provider | None) -> str:
    """The key for this address; a provider's own variable is read for the provider's own address only."""
    if "AIGRAPH_LLM_KEY" in values and "AIGRAPH_LLM_KEY_FILE" in values:
        raise BadSetting("AIGRAPH_LLM_KEY and AIGRAPH_LLM_KEY_FILE are both set: keep one of them")
    key = ""
    path = values.get("AIGRAPH_LLM_KEY_FILE") or (given.get("key_file") if "AIGRAPH_LLM_KEY" not in values else None)
    if path:
        key = _whole(_held(path), f"the key's file {path!r}")
    elif "AIGRAPH_LLM_KEY" in values:
        key = _whole(values["AIGRAPH_LLM_KEY"], "AIGRAPH_LLM_KEY")
    elif provider is not None and provider.key:
        if provider.key not in values:
            raise BadSetting(f"there is no key for {url}: set AIGRAPH_LLM_KEY, AIGRAPH_LLM_KEY_FILE or {provider.key}")
        key = _whole(values[provider.key], provider.key)
    if key and url.startswith("http:") and not is_loopback(url):
        raise BadSetting(f"{url} would get the key unencrypted: use https, or unset the key if the server wants none")
    return key


def _held(path: str) -> str:
    try:
        return Path(path).expanduser().read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise BadSetting(f"the key's file {path!r} cannot be read ({reason}): name a file that holds it") from error


def _whole(text: str, where: str) -> str:
    """The key without the white space around it; never shown in a message."""
    key = text.strip()
    if not key:
        raise BadSetting(f"{where} holds no key: it is empty")
    if len(key.split()) > 1:
        raise BadSetting(f"{where} holds white space between other characters: a key is one word, and nothing else stands there")
    if not key.isprintable() or not key.isascii():
        raise BadSetting(f"{where} holds characters that no key has: a key is one word of letters, digits and signs")
    return key
