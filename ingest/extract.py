"""The step between a text and the store: a callable from an article to what it says."""

from __future__ import annotations

from typing import Protocol

from ontology.records import Article, Reading

__all__ = ["Extractor", "names_of"]


class Extractor(Protocol):
    """Reads one article; only claims that passed the check are in ``claims``, the others are rejections."""

    @property
    def name(self) -> str:
        """Which reader it is, and its version: ``rules@1``."""

    def __call__(self, article: Article) -> Reading:
        """What the article says."""


def names_of(extractor: Extractor) -> tuple[str, ...]:
    """The names that its claims bear: its own, or those of the readers that it is made of (``names``)."""
    names: tuple[str, ...] = getattr(extractor, "names", (extractor.name,))
    return names
