"""Names and phrases against marks: ``python -m bench.mentions ../shared/data``.

Reads the articles whose marks the tagger did not learn from (``training.mentions.is_kept``) and prints by language how many of the names
are found, in their very place and with their type, how many of those found are names, and how many phrases and pronouns are given to
whom they stand for.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from ingest.rules.mentions import NAME
from training.encoder.documents import Document, article_document, learnable
from training.mentions import is_kept, places
from training.tagger.documents import marked

__all__ = ["counted", "main", "row"]

Place = tuple[int, int, int]
HEAD = f"{'':4} articles  names found  are names  typed  phrases seen  given right  of the given, right"


def main() -> None:
    """Print a line for each language, and one for all."""
    data = Path(sys.argv[1])
    known = places()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for gold, path, lang in learnable(data):
        if is_kept(gold["id"]) and gold["id"] in known:
            truth = marked(article_document(gold, path, lang, tags=False), gold, known[gold["id"]])
            found = counted(truth, article_document(gold, path, lang))
            for part in (lang, "all"):
                counts[part] += found
    print(HEAD)
    for part, count in sorted(counts.items()):
        print(row(part, count))


def counted(truth: Document, read: Document) -> Counter[str]:
    """How many mentions of either kind there are, were found, and are right."""
    names, phrases = _by_place(truth, names=True), _by_place(truth, names=False)
    own, given = _by_place(read, names=True), _by_place(read, names=False)
    return Counter(
        articles=1,
        names=len(names),
        own=len(own),
        named=len(names.keys() & own.keys()),
        typed=sum({t for _, t in of} == {t for _, t in own[place]} for place, of in names.items() if place in own),
        phrases=len(phrases),
        given=len(given),
        seen=len(phrases.keys() & given.keys()),
        right=sum({e for e, _ in given[place]} <= {e for e, _ in of} for place, of in phrases.items() if place in given),
    )


def row(part: str, count: Mapping[str, int]) -> str:
    """A line of the table."""
    shares = (("named", "names"), ("named", "own"), ("typed", "named"), ("seen", "phrases"), ("right", "phrases"), ("right", "given"))
    figures = (count[part] / max(1, count[whole]) for part, whole in shares)
    return f"{part:4} {count['articles']:8}  " + "        ".join(f"{figure:.3f}" for figure in figures)


def _by_place(document: Document, *, names: bool) -> dict[Place, set[tuple[str, str]]]:
    found: dict[Place, set[tuple[str, str]]] = defaultdict(set)
    for piece in document.pieces:
        for mention in piece.mentions:
            if (mention.kind == NAME) == names:
                found[piece.block, mention.start, mention.end].add((mention.entity, mention.type))
    return found


if __name__ == "__main__":
    main()
