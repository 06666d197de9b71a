"""Who signs an article, in one line, from what markup says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ontology.shown import visible

__all__ = ["AUTHORS", "author"]

AUTHORS = ("author", "authors", "auteur", "auteurs", "autor", "autores", "autoren", "byline", "creator", "dc_creator")
"""How a field that holds it is usually called."""

_LONGEST = 300
_MOST = 50


def author(value: object) -> str | None:
    """The name, as it is given; several (texts, or mappings with a ``name``) are joined by commas."""
    some = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else [value]
    names = dict.fromkeys(name for one in some[:_MOST] if (name := _name(one)))
    return ", ".join(names)[:_LONGEST].rstrip(" ,") or None


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("name")
    return " ".join(visible(value).split()) if isinstance(value, str) else ""
