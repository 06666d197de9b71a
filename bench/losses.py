"""Where edges are lost, and what the false ones are: ``python -m bench.losses FOLDER [all]``.

``FOLDER`` has ``gold/`` and ``articles/``; of ``../shared/data`` the part that was set aside is read, with ``all`` every article. Prints
how many required edges are missed and how many false ones are drawn, each by the first of these that holds:

- missed: an end is not found; it is found, but with another type; their pair is drawn with another relation, or turned round; the two are
  never weighed together; it is likely enough, and refused by a check; it is weighed, and too low, by how low.
- false: the same turned round; the gold has another relation of the two; an end that the gold does not know; the gold has this relation of
  one of the two, with another end; nothing of the kind.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.evaluation import Annotated, annotated, read_gold
from ingest.evaluation.gold import Edge, Gold, edge
from ingest.evaluation.said import Party, said
from ingest.language import language_of
from ingest.rules import rules_extractor
from ingest.rules.makers import outdone
from ingest.rules.mentions import Mention
from ingest.rules.read import Read
from ingest.rules.reader import LEAST, READ, statements
from ingest.rules.tagger import tagger
from ontology.vocabulary import ontology
from training.examples import is_set_aside

__all__ = ["Seen", "false", "main", "missed", "seen"]

BANDS = (0.2, 0.05)


@dataclass(slots=True)
class Seen:
    """What the reader saw of an article: the types of each end that it found, how likely it holds each edge that it weighed, its claims."""

    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    weighed: dict[Edge, float] = field(default_factory=dict)
    drawn: set[Edge] = field(default_factory=set)


def seen(one: Annotated) -> Seen:
    """Read the article, and leave nothing out for being unlikely."""
    read, found = Read(one.article, _lang(one), tagger()), Seen()
    for block in read.named:
        for mention in block:
            found.types[_key(one.gold, mention)].add(mention.type)
    for likely in outdone(statements(read, 0.0), 0.0):
        about = edge(likely.relation, _key(one.gold, likely.head), _key(one.gold, likely.tail))
        found.weighed[about] = max(likely.probability, found.weighed.get(about, 0.0))
    for claim in map(said, (claim.to_json() for claim in rules_extractor()(one.article).claims)):
        found.drawn.add(edge(claim.relation, one.gold.key(claim.subject), one.gold.key(claim.object)))
    return found


def missed(about: Edge, types: Mapping[str, str], found: Seen) -> str:
    """Why a required edge was not drawn; ``types`` are those of the gold's entities."""
    ends = about[1]
    if any(end not in found.types for end in ends):
        return "an end is not found"
    if any(types.get(end) not in found.types[end] for end in ends):
        return "an end has another type"
    if any(frozenset(other[1]) == frozenset(ends) for other in found.drawn):
        return "drawn with another relation, or turned round"
    if about not in found.weighed:
        return "never weighed together"
    weighed = found.weighed[about]
    if weighed >= LEAST:
        return "refused by a check"
    least = next((band for band in BANDS if weighed >= band), None)
    return f"weighed from {least} on" if least else f"weighed below {BANDS[-1]}"


def false(about: Edge, gold: Gold) -> str:
    """What is wrong with an edge that the gold does not have."""
    relation, (head, tail) = about
    if (relation, (tail, head)) in gold.relations:
        return "the same turned round"
    if any({head, tail} == set(ends) for _, ends in gold.relations):
        return "another relation of the two"
    if any(end.startswith("?") for end in (head, tail)):
        return "an end that the gold does not know"
    theirs = {ends for name, ends in gold.relations if name == relation}
    firsts, seconds = {first for first, _ in theirs}, {second for _, second in theirs}
    if ontology().relations[relation].symmetric:
        firsts = seconds = firsts | seconds
    if head in firsts or tail in seconds:
        return "another end"
    return "nothing of the kind"


def _key(gold: Gold, mention: Mention) -> str:
    return gold.key(Party((mention.name, mention.text, mention.entity), mention.type))


def _lang(one: Annotated) -> str:
    return one.article.lang or language_of(one.article.text)


def _types(gold: Gold) -> dict[str, str]:
    """The type of each of the gold's entities."""
    return {key: known[1] for known, key in gold.keys.items() if isinstance(known, tuple) and known[1]}


def main() -> None:
    """Read, sort, count."""
    folder, whole = Path(sys.argv[1]), sys.argv[2:] == ["all"]
    lost, wrong, articles, right = Counter[str](), Counter[str](), 0, 0
    for one in annotated(read_gold(folder / "gold"), folder / "articles"):
        if _lang(one) not in READ or not (whole or is_set_aside(one.gold.id)):
            continue
        found, types = seen(one), _types(one.gold)
        required = {about for about, truth in one.gold.relations.items() if truth.required}
        articles += 1
        right += len(required & found.drawn)
        lost.update(missed(about, types, found) for about in required - found.drawn)
        wrong.update(false(about, one.gold) for about in found.drawn - set(one.gold.relations))
    print(f"{articles} articles, {right} required edges drawn")
    for title, counts in (("missed", lost), ("false", wrong)):
        print(f"{title}: {counts.total()}")
        for reason, count in counts.most_common():
            print(f"  {count:4}  {count / counts.total():.2f}  {reason}")


if __name__ == "__main__":
    main()
