"""The front matter that many articles start with: YAML between ``---`` lines, or TOML between ``+++`` lines.

It is somebody else's: what cannot be read is skipped line by line, and never stops an article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import yaml

from ingest.dates import published_on
from ingest.language import language_code
from ingest.signed import AUTHORS, author
from ontology.addresses import web_address

__all__ = [
    "ADDRESSES",
    "CANONICALS",
    "DATES",
    "LANGUAGES",
    "PUBLISHERS",
    "TITLES",
    "FrontMatter",
    "body_start",
    "front_matter",
    "outlet",
    "words",
]

_LONGEST = 60_000
_FRONT = re.compile(
    r"\ufeff?(?:[ \t]*\r?\n)*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<head>.*?)(?<=\n)(?P=fence)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_KEY = re.compile(r"^([A-Za-z_][\w-]{0,40})[ \t]*[:=](?:[ \t]+(.*)|[ \t]*)$", re.MULTILINE)
TITLES = ("title", "titre", "titel", "headline")
DATES = ("published", "date", "pubdate", "publishdate", "published_time", "date_published", "datepublished", "created", "date_creation")
PUBLISHERS = ("publisher", "site", "site_name", "sitename", "website", "publication", "journal", "newspaper", "source")
LANGUAGES = ("lang", "language", "langue", "locale")
CANONICALS = ("canonical", "canonical_url")
ADDRESSES = ("url", "link", *CANONICALS)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a front matter says of its article; ``body`` is where the article's text starts."""

    body: int = 0
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    lang: str | None = None
    author: str | None = None
    canonical: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)


def front_matter(text: str) -> FrontMatter:
    """The front matter of a text; one without any field when the text has none."""
    match = _match(text)
    if match is None:
        return FrontMatter()
    values = _values(match["head"], match["fence"])
    return FrontMatter(
        body=match.end(),
        title=_first(TITLES, values, words),
        publisher=_first(PUBLISHERS, values, outlet) or _first(ADDRESSES, values, outlet),
        published=_first(DATES, values, published_on),
        lang=_first(LANGUAGES, values, language_code),
        author=_first(AUTHORS, values, author),
        canonical=_first((*CANONICALS, "permalink", "url"), values, web_address),
        values=values,
    )


def body_start(text: str) -> int:
    """Where the text behind the front matter starts; 0 without one."""
    match = _match(text)
    return match.end() if match else 0


def _match(text: str) -> re.Match[str] | None:
    """A front matter has keys: two rules with prose between them are none."""
    match = _FRONT.match(text[:_LONGEST])
    if match is None:
        return None
    head = match["head"]
    keyed = next((line for line in head.splitlines() if line.strip() and not line.lstrip().startswith("#")), None)
    return match if keyed is None or _KEY.match(keyed) or re.match(r"\[+[\w.]+\]+$", keyed) else None


def _values(head: str, fence: str) -> dict[str, Any]:
    read = tomllib.loads if fence == "+++" else yaml.safe_load
    try:
        values = read(head)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError):
        values = None
    if not isinstance(values, dict):
        values = {key: value.strip().strip("'\"") for key, value in _KEY.findall(head)}
    nested = [value for key, value in values.items() if key in {"extra", "params"} and isinstance(value, dict)]
    flat = {str(key).lower().replace("-", "_"): value for part in (*nested, values) for key, value in part.items()}
    return {key: value for key, value in flat.items() if value not in (None, "")}


def _first(keys: tuple[str, ...], values: Mapping[str, Any], read: Any) -> str | None:  # noqa: ANN401 - readers of any value
    return next((found for key in keys if key in values and (found := read(values[key]))), None)


def words(value: object) -> str | None:
    """A name or a title in one line."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    found = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return found or None


def outlet(value: object) -> str | None:
    """The name of an outlet; of an address its host."""
    found = words(value)
    if found is None or not re.match(r"[a-z]+://|www\.", found):
        return found
    try:
        host = urlsplit(found if "://" in found else f"//{found}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
