"""Small extractors for tests of what stands around extractors: they read sentences of three words, ``Nvidia supplies Tesla.``"""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from ontology.check import rejection_of
from ontology.errors import AigraphError
from ontology.records import Article, ArticleRef, Claim, End, Evidence, Reading, slug

_SENTENCE = re.compile(r"(\w+) (supplies|acquires|regulates) (\w+)\.")


@dataclass(frozen=True)
class PlainReader:
    """Claims are those that pass the check; ``Boom.`` breaks it, ``Refuse.`` makes it give up as it should."""

    name: str = "plain@1"

    def __call__(self, article: Article) -> Reading:
        if "Boom." in article.text:
            raise ValueError("a\nbug")
        if "Refuse." in article.text:
            raise AigraphError(f"{article.source} is in Klingon: expected French or English")
        claims = [self._claim(article, found) for found in _SENTENCE.finditer(article.text)]
        refused = [rejection for claim in claims if (rejection := rejection_of(claim, article))]
        wrong = {rejection.claim.id for rejection in refused}
        return Reading(article, tuple(claim for claim in claims if claim.id not in wrong), tuple(refused))

    def _claim(self, article: Article, found: re.Match[str]) -> Claim:
        subject, relation, object_ = found.groups()
        return Claim(
            article=ArticleRef.to(article),
            relation=relation,
            subject=End(slug(subject), subject, "Company", subject),
            object=End(slug(object_), object_, "Company", object_),
            certainty="asserted",
            phase="current",
            evidence=Evidence.cut(article.text, *found.span()),
            confidence=0.75,
            extractor=self.name,
        )


@dataclass(frozen=True)
class MortalReader:
    """Its process is killed over ``Die.``, over ``Die once.`` only where ``folder`` has no trace of that; ``Sleep.`` takes it an hour.

    It leaves the number of its process in the folder.
    """

    folder: Path
    name: str = "plain@1"

    def __call__(self, article: Article) -> Reading:
        (self.folder / f"{os.getpid()}.pid").touch()
        if "Die." in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        trace = self.folder / "died"
        if "Die once." in article.text and not trace.exists():
            trace.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "Sleep." in article.text:
            time.sleep(3600)
        return PlainReader()(article)

    def processes(self) -> set[int]:
        """The numbers of all processes that it read in."""
        return {int(path.stem) for path in self.folder.glob("*.pid")}
