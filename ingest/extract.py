"""The step between a text and the store: a callable from an article to what it says."""

from __future__ import annotations

from typing import Protocol

from ontology.records import Article, Reading

__all__ = ["Extractor"]


class Extractor(Protocol):
    """Reads one article; only claims that passed the check are in ``claims``, the others are rejections."""

    @property
    def name(self) -> str:
        """Which reader it is, and its version: ``rules@1``."""

    def __call__(self, article: Article) -> Reading:
        """What the article says."""
