"""What the offline readers do alike: an article in a language of theirs is read, and each statement about it becomes a claim."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from ingest.extract import reading_of
from ingest.language import language_of
from ingest.rules.ongoing import going_on
from ingest.rules.parse import forgetting
from ingest.rules.read import Read, Statement
from ingest.rules.threads import on_one_core
from ontology.records import Article, Claim, Reading

__all__ = ["LOWEST", "read_offline"]

LOWEST = 0.05
"""No claim is made below this probability, whatever is asked for: that would be every relation of every two names."""


def read_offline(
    article: Article,
    extractor: str,
    languages: Collection[str],
    names: Callable[[Article, str], Read],
    said: Callable[[Read], Iterable[Statement]],
) -> Reading:
    """The claims of the article, the surest first; each passed the ontology's check, the others are rejections.

    ``names`` finds the mentions of an article in a language, ``said`` what is stated of them.
    """
    lang = article.lang or language_of(article.text)
    with forgetting(lang), on_one_core():
        return reading_of(article, _claims(names(article, lang), extractor, said) if lang in languages else ())


def _claims(read: Read, extractor: str, said: Callable[[Read], Iterable[Statement]]) -> Iterator[Claim]:
    for statement in going_on(said(read), read.pieces):
        if (claim := read.claim(statement, extractor)) is not None:
            yield claim
