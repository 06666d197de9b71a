"""Which article each gold belongs to, and the words that its quotes are looked for in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import GoldError
from ingest.evaluation.gold import Gold
from ingest.sources import read_article
from ontology.records import Article

__all__ = ["Annotated", "annotated"]

_PLAIN = (".txt", ".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its gold; ``text`` is what the gold speaks of: a text file as it stands, of other forms what the program reads."""

    gold: Gold
    article: Article
    text: str

    @property
    def lang(self) -> str:
        """The article's language, ``und`` when nobody knows."""
        return self.article.lang or "und"


def annotated(golds: Iterable[Gold], folder: Path) -> tuple[Annotated, ...]:
    """Each gold with its article, the file whose name its id starts; raises GoldError and SourceError."""
    if not folder.is_dir():
        raise GoldError(f"{folder} is no folder: give the folder that holds the articles, each file named by the id of its gold")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    return tuple(_annotated(gold, folder, names) for gold in golds)


def _annotated(gold: Gold, folder: Path, names: Sequence[str]) -> Annotated:
    named = [name for name in names if name.startswith(gold.id)]
    if not named:
        raise GoldError(f"{gold.path}: there is no article in {folder} whose name starts with {gold.id!r}: add it, or correct the id")
    whole = [name for name in named if not name[len(gold.id) : len(gold.id) + 1].isalnum()]  # of fr-1 and fr-10 the right one
    path = folder / (whole or named)[0]
    article = read_article(path)
    found = Annotated(gold, article, _words(path, article))
    for truth in gold.relations.values():
        if not isinstance(truth.evidence, str) and truth.evidence[1] > len(found.text):
            raise GoldError(f"{gold.path}: evidence ends at {truth.evidence[1]}, and {path} at {len(found.text)}: it should end before")
    return found


def _words(path: Path, article: Article) -> str:
    if path.suffix.lower() not in _PLAIN:
        return article.text
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # the program reads some other encodings too
        return article.text
