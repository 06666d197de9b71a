"""The readers by a model of the user's own: a classifier of two marked names, or a GLiNER that finds names and relations at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from pathlib import Path

from ingest.catalogue import catalogue
from ingest.errors import ModelUnusable
from ingest.extract import Extractor, reading_of
from ingest.language import language_of
from ingest.local.classifier import Classify, classifier
from ingest.local.gliner import Find, Found, gliner, is_gliner
from ingest.local.hub import located, plain_name, version_of
from ingest.local.labels import FILE, Labels, read_labels
from ingest.local.naming import Named, mentions_of
from ingest.local.pairs import Pair, Sentence, claims_of, split
from ingest.prose import Block, blocks
from ingest.rules.mentions import Mention
from ingest.rules.reader import named_in
from ingest.surer import surer
from ontology.records import Article, Reading
from ontology.vocabulary import ontology

__all__ = ["ClassifierReader", "GlinerReader", "local_reader"]

_InSentence = tuple[Sentence, list[Named], list[tuple[Named, Named, str, float]]]
"""A sentence with its names, and with the relations between them: label and probability."""
_Names = Callable[[Article, str, Sequence[Block]], Sequence[Sequence[Mention]]]
"""How names are found: the mentions of each block of an article in this language."""
_MOST_NAMES = 12
"""Names of a sentence; a longer list is no statement."""


@dataclass(slots=True)
class ClassifierReader:
    """Reads with a classifier that is loaded when the first article is read. Its probabilities are taken as they are."""

    name: str
    labels: Labels
    load: Callable[[], Classify]
    names: _Names = named_in
    _classify: Classify | None = field(default=None, repr=False)

    def __call__(self, article: Article) -> Reading:
        """One claim for each edge and sentence, the surest; raises ModelUnusable when the model cannot be loaded."""
        pairs = list(self._pairs(article))
        if pairs and self._classify is None:
            self._classify = self.load()
        found = self._classify([pair.marked(self.labels.marks) for pair in pairs]) if self._classify and pairs else []
        said = [(pair, name, probability) for pair, (name, probability) in zip(pairs, found, strict=True)]
        return reading_of(article, claims_of(article, said, self.labels, self.name))

    def _pairs(self, article: Article) -> Iterator[Pair]:
        lang = article.lang or language_of(article.text)
        text_blocks = blocks(article.text)
        named = self.names(article, lang, text_blocks)
        for one in split(text_blocks, lang):
            inside = [m for m in named[one.number] if one.start <= m.start and m.end <= one.end]
            if len(inside) <= _MOST_NAMES:
                yield from (Pair(one, a, b) for a, b in permutations(inside, 2) if self._may(a, b))

    def _may(self, first: Mention, second: Mention) -> bool:
        """Whether any label can hold between the two."""
        ends = (first.type, second.type)
        wanted = ((label.relation, ends[::-1] if label.swap else ends) for label in self.labels.by_name.values())
        return first.entity != second.entity and any(pair in ontology().relations[name].pairs for name, pair in wanted)


@dataclass(slots=True)
class GlinerReader:
    """A GLiNER as reader: of names and relations, or of names for another reader; it is loaded when the first article is read."""

    name: str
    labels: Labels
    load: Callable[[], Find]
    _find: Find | None = field(default=None, repr=False)

    def __call__(self, article: Article) -> Reading:
        """One claim for each edge and sentence, the surest; raises ModelUnusable when the model cannot be loaded."""
        text_blocks = blocks(article.text)
        found = self._found(text_blocks, article.lang or language_of(article.text))
        named = self._mentions(text_blocks, found)
        said = [
            (Pair(sentence, named[sentence.number][first], named[sentence.number][second]), label, probability)
            for sentence, _, ties in found
            for first, second, label, probability in ties
        ]
        return reading_of(article, claims_of(article, said, self.labels, self.name))

    def names(self, article: Article, lang: str, text_blocks: Sequence[Block]) -> Sequence[Sequence[Mention]]:  # noqa: ARG002 - as others
        """The mentions of each block."""
        return [sorted(one.values()) for one in self._mentions(text_blocks, self._found(text_blocks, lang))]

    def _found(self, text_blocks: Sequence[Block], lang: str) -> list[_InSentence]:
        sentences = list(split(text_blocks, lang))
        if sentences and self._find is None:
            self._find = self.load()
        found = self._find([sentence.text for sentence in sentences]) if self._find and sentences else []
        return [self._placed(sentence, one) for sentence, one in zip(sentences, found, strict=True)]

    def _placed(self, sentence: Sentence, found: Found) -> _InSentence:
        """What a sentence has, by places in its block and with types of the ontology."""
        names = {one: Named(sentence.start + one.start, sentence.start + one.end, self.labels.types[one.label]) for one in found.names}
        return sentence, list(names.values()), [(names[tie.first], names[tie.second], tie.label, tie.probability) for tie in found.ties]

    @staticmethod
    def _mentions(text_blocks: Sequence[Block], found: Sequence[_InSentence]) -> Sequence[Mapping[Named, Mention]]:
        named: list[list[Named]] = [[] for _ in text_blocks]
        for sentence, names, _ in found:
            named[sentence.number] += names
        return mentions_of([block.text for block in text_blocks], named, catalogue())


def local_reader(
    name: str, *, labels: Path | None = None, tell: Callable[[str], None] = lambda _: None, least: float | None = None
) -> Extractor:
    """The reader with the model in this folder, or of this name on the hub; raises ModelUnusable.

    ``labels`` names the file that tells its labels, unless it is the model's own ``aigraph.json``. ``tell`` is told before
    the hub is asked. Claims below ``least`` are not made; without it the floor of the labels' file holds.
    """
    folder = located(name, tell=tell)
    file = labels or folder / FILE
    if labels is None and not file.is_file():
        raise ModelUnusable(f"{file} is missing, which tells what the model's labels mean: write it, or name another file with --labels")
    read, parts = read_labels(file), [folder] if file.parent == folder else [folder, file]
    if least is not None:
        read = replace(read, least=min(read.least, least))
    if is_gliner(folder):
        return surer(_gliner_reader(name, folder, read, parts), least)
    names: _Names = named_in
    if read.names:
        beside = file.parent / read.names
        finder = beside if beside.is_dir() else located(read.names, tell=tell)
        names = _names_by(finder, read)
        parts.append(finder)
    return surer(ClassifierReader(_reader_name(name, folder, parts), read, lambda: classifier(folder, read.by_name), names), least)


def _gliner_reader(name: str, folder: Path, read: Labels, parts: Sequence[Path]) -> GlinerReader:
    if not read.types:
        raise ModelUnusable(f"{name} is a GLiNER, and its labels file has no types: say what to ask it for, as in {{'company': 'Company'}}")
    if read.names:
        raise ModelUnusable(f"{name} is a GLiNER and finds the names itself: leave names out of its labels file, or name a classifier")
    return GlinerReader(_reader_name(name, folder, parts), read, lambda: gliner(folder, read, ties=True))


def _names_by(folder: Path, read: Labels) -> _Names:
    if not is_gliner(folder):
        raise ModelUnusable(f"{folder}, which is to find the names, is no GLiNER: it has no gliner_config.json")
    return GlinerReader("names", read, lambda: gliner(folder, read, ties=False)).names


def _reader_name(name: str, folder: Path, parts: Sequence[Path]) -> str:
    return f"local:{plain_name(name, folder)}@{version_of(*parts)}"
