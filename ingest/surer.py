"""Only what a reader is sure enough of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.extract import Extractor, names_of
from ontology.records import Article, Reading

__all__ = ["Surer", "surer"]


@dataclass(frozen=True, slots=True)
class Surer:
    """A reader without its claims of a confidence below ``least``; rejections stay."""

    reader: Extractor
    least: float

    @property
    def name(self) -> str:
        """The reader's own."""
        return self.reader.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the claims bear."""
        return names_of(self.reader)

    def __call__(self, article: Article) -> Reading:
        """What the reader is sure enough of."""
        reading = self.reader(article)
        return replace(reading, claims=tuple(claim for claim in reading.claims if claim.confidence >= self.least))


def surer(reader: Extractor, least: float | None) -> Extractor:
    """The reader with this floor; itself where there is none."""
    return reader if least is None else Surer(reader, least)
