"""A small extractor for tests of what stands around extractors: it reads sentences of three words, ``Nvidia supplies Tesla.``"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
