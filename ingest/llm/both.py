"""The offline reader and a model, one after the other: what both say of an edge stays two claims."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from ingest.extract import Extractor
from ingest.llm.reader import rests_on_barred
from ingest.llm.text import Text
from ontology.records import Article, Reading, Rejection

__all__ = ["BothReaders", "OneAtATime"]


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """A reader for several threads: the offline reader's parsers are not made to be used by two at once.

    Two readers with the same parsers share ``alone``.
    """

    reader: Extractor
    alone: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def name(self) -> str:
        """The reader's own."""
        return self.reader.name

    def __call__(self, article: Article) -> Reading:
        """What the reader finds, when its turn comes."""
        with self.alone:
            return self.reader(article)


@dataclass(frozen=True, slots=True)
class BothReaders:
    """Reads an article with the model, then offline. When the model gives no answer the article counts as not read, to be tried again.

    What the offline reader draws from a sentence that speaks to a model is refused here too.
    """

    model: Extractor
    offline: Extractor

    @property
    def name(self) -> str:
        """Both names."""
        return "+".join(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the claims bear."""
        return self.offline.name, self.model.name

    def __call__(self, article: Article) -> Reading:
        """The claims of both."""
        by_model = self.model(article)
        offline = self.offline(article)
        text = Text.of(article)
        kept = tuple(claim for claim in offline.claims if not rests_on_barred(claim, text))
        barred = tuple(Rejection(c, ("it rests on a sentence that speaks to the model",)) for c in offline.claims if c not in kept)
        return Reading(article, (*kept, *by_model.claims), (*offline.rejections, *barred, *by_model.rejections))
