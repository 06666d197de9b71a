"""The reader by a classifier: names as the offline reader finds them, each two of a sentence marked, and the model's label of the pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from ingest.catalogue import catalogue
from ingest.language import language_of
from ingest.local.classifier import Classify, classifier, version_of
from ingest.local.labels import FILE, Label, Labels, read_labels
from ingest.prose import Block, blocks
from ingest.rules.grammar import LANGUAGES
from ingest.rules.mentions import Mention
from ingest.rules.names import mentions
from ingest.rules.reader import language_model
from ingest.sentences import sentences_of
from ontology.check import rejection_of
from ontology.edges import edge_key
from ontology.records import Article, ArticleRef, Claim, End, Evidence, Reading
from ontology.vocabulary import ontology

__all__ = ["ClassifierReader", "local_reader"]

_MOST_NAMES = 12
"""Names of a sentence; a longer list is no statement."""


@dataclass(frozen=True, slots=True)
class _Pair:
    block: Block
    start: int
    end: int
    first: Mention
    second: Mention

    def marked(self, marks: tuple[str, str, str, str]) -> str:
        """The sentence with marks around both names."""
        places = [(self.first, marks[:2]), (self.second, marks[2:])]
        text, at = "", self.start
        for mention, (opens, closes) in sorted(places, key=lambda place: place[0].start):
            text += f"{self.block.text[at : mention.start]}{opens} {mention.text} {closes}"
            at = mention.end
        return text + self.block.text[at : self.end]


@dataclass(slots=True)
class ClassifierReader:
    """Reads with a classifier that is loaded when the first article is read. Its probabilities are taken as they are."""

    name: str
    labels: Labels
    load: Callable[[], Classify]
    _classify: Classify | None = field(default=None, repr=False)

    def __call__(self, article: Article) -> Reading:
        """One claim for each edge and sentence, the surest; raises ModelUnusable when the model cannot be loaded."""
        pairs = list(self._pairs(article))
        if pairs and self._classify is None:
            self._classify = self.load()
        found = self._classify([pair.marked(self.labels.marks) for pair in pairs]) if self._classify and pairs else []
        best: dict[tuple[object, ...], Claim] = {}
        for pair, (name, probability) in zip(pairs, found, strict=True):
            label = self.labels.by_name.get(name)
            if label is None or probability < self.labels.least:
                continue
            claim = self._claim(article, pair, label, probability)
            key = (*edge_key(claim), claim.evidence)
            if key not in best or claim.confidence > best[key].confidence:
                best[key] = claim
        checked = [(claim, rejection_of(claim, article)) for claim in sorted(best.values(), key=lambda c: (-c.confidence, c.id))]
        return Reading(article, tuple(c for c, rejection in checked if rejection is None), tuple(r for _, r in checked if r is not None))

    def _pairs(self, article: Article) -> Iterator[_Pair]:
        lang = article.lang or language_of(article.text)
        model = language_model(lang) if lang in LANGUAGES else None
        text_blocks = blocks(article.text)
        named = mentions(text_blocks, lang, catalogue=catalogue(), model=model, title=article.title)
        for block, found in zip(text_blocks, named, strict=True):
            for start, end in sentences_of(block.text, lang):
                inside = [m for m in found if start <= m.start and m.end <= end]
                if len(inside) <= _MOST_NAMES:
                    yield from (_Pair(block, start, end, a, b) for a, b in permutations(inside, 2) if self._may(a, b))

    def _may(self, first: Mention, second: Mention) -> bool:
        """Whether any label can hold between the two."""
        ends = (first.type, second.type)
        wanted = ((label.relation, ends[::-1] if label.swap else ends) for label in self.labels.by_name.values())
        return first.entity != second.entity and any(pair in ontology().relations[name].pairs for name, pair in wanted)

    def _claim(self, article: Article, pair: _Pair, label: Label, probability: float) -> Claim:
        head, tail = (pair.second, pair.first) if label.swap else (pair.first, pair.second)
        return Claim(
            article=ArticleRef.to(article),
            relation=label.relation,
            subject=End(head.entity, head.name, head.type, head.text),
            object=End(tail.entity, tail.name, tail.type, tail.text),
            certainty=label.certainty,
            phase=label.phase,
            evidence=Evidence.cut(article.text, *pair.block.span(pair.start, pair.end)),
            confidence=round(probability, 2),
            extractor=self.name,
        )


def local_reader(name: str, *, labels: Path | None = None) -> ClassifierReader:
    """The reader with the model in this folder, or of this name on the hub; then ``labels`` names the file that tells its labels."""
    folder = Path(name)
    read = read_labels(labels or folder / FILE)
    plain = (folder.resolve().name if folder.is_dir() else name).replace("@", "-")
    version = version_of(folder) if folder.is_dir() else "hub"
    return ClassifierReader(f"local:{plain}@{version}", read, lambda: classifier(name))
