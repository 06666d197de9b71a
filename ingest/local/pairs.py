"""What a model is shown, and what becomes of its answers: sentences, two names in one, and the claim that a label makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.local.labels import Label, Labels
from ingest.prose import Block
from ingest.rules.mentions import Mention
from ingest.sentences import sentences_of
from ontology.records import Article, ArticleRef, Claim, End, Evidence

__all__ = ["Pair", "Sentence", "claims_of", "split"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Block ``number`` of an article from ``start`` to ``end``."""

    number: int
    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.block.text[self.start : self.end]


def split(blocks: Sequence[Block], lang: str) -> Iterator[Sentence]:
    """The sentences of these blocks."""
    for number, block in enumerate(blocks):
        yield from (Sentence(number, block, start, end) for start, end in sentences_of(block.text, lang))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of a sentence, in the order in which a model is asked about them."""

    sentence: Sentence
    first: Mention
    second: Mention

    def marked(self, marks: tuple[str, str, str, str]) -> str:
        """The sentence with marks around both names."""
        places = [(self.first, marks[:2]), (self.second, marks[2:])]
        words, text, at = self.sentence.block.text, "", self.sentence.start
        for mention, (opens, closes) in sorted(places, key=lambda place: place[0].start):
            text += f"{words[at : mention.start]}{opens} {mention.text} {closes}"
            at = mention.end
        return text + words[at : self.sentence.end]


def claims_of(article: Article, said: Iterable[tuple[Pair, str, float]], labels: Labels, extractor: str) -> Iterator[Claim]:
    """What the labels make of the pairs; ``said`` has the model's label and probability of each."""
    for pair, name, probability in said:
        label = labels.by_name.get(name)
        if label is not None and probability >= labels.least and pair.first.entity != pair.second.entity:
            yield _claim(article, pair, label, probability, extractor)


def _claim(article: Article, pair: Pair, label: Label, probability: float, extractor: str) -> Claim:
    head, tail = (pair.second, pair.first) if label.swap else (pair.first, pair.second)
    sentence = pair.sentence
    return Claim(
        article=ArticleRef.to(article),
        relation=label.relation,
        subject=End(head.entity, head.name, head.type, head.text),
        object=End(tail.entity, tail.name, tail.type, tail.text),
        certainty=label.certainty,
        phase=label.phase,
        evidence=Evidence.cut(article.text, *sentence.block.span(sentence.start, sentence.end)),
        confidence=round(min(probability, 1.0), 2),
        extractor=extractor,
    )
