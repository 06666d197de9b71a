"""Made-up claims for the other benches: ``python -m bench.claims CLAIMS ENTITIES [SEED] > claims.jsonl``.

Articles with text, in which each quote stands; invented entities, of which a few are named again and again, as in news;
statements that come back, some of them denied. The same numbers give the same lines; they are made one article at a time.
"""

from __future__ import annotations

import random
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from bench.invention import name_of
from graph.export import json_lines
from graph.held import Held, HeldClaim
from graph.kept import Kept
from graph.properties import version_of
from ontology.records import Article, ArticleRef, Claim, End, Evidence, Json, slug
from ontology.vocabulary import ontology

__all__ = ["kept"]

A_CLAIM = 5
"""So many claims an article, on average."""
TYPES = {"Company": 60, "Product": 18, "Person": 12, "ResearchOrg": 7, "Government": 3}
CERTAINTIES = {"asserted": 80, "reported": 15, "denied": 5}
PHASES = {"current": 75, "planned": 17, "ended": 8}
AGAIN = 0.25
"""The share of statements that were made before."""
OUTLETS = 60
ENDINGS = {"Company": " Systems", "Product": "-1", "Person": " Ondara", "ResearchOrg": " Institute", "Government": " Ministry"}
CERTAINLY = {
    "asserted": "{s} {r} {o}{more}, filing no. {n} says.",
    "reported": "People familiar with file {n} say that {s} {r} {o}{more}.",
    "denied": "In statement {n}, it was denied that {s} {r} {o}{more}.",
}
FILLER = (
    "The weather at the fair was mild, and the queues at the stands were long.",
    "Shares were little changed in late trading.",
    "Analysts had expected no less after a quiet summer.",
    "Neither side would say how long the talks had lasted.",
)

Statement = tuple[int, str, int]


@dataclass(slots=True)
class _Chance:
    """What is drawn: entities, statements, statuses."""

    entities: int
    dice: random.Random
    turn: Iterator[int] = field(default_factory=count)
    recent: deque[Statement] = field(default_factory=lambda: deque(maxlen=20_000))

    def entity(self) -> int:
        """By turns any, so that all are named, and one of those that come again and again: the nth n times less than the first."""
        if self.dice.random() < 0.5:  # noqa: PLR2004 - one half
            return next(self.turn) % self.entities
        return int(self.entities ** self.dice.random()) - 1

    def statement(self) -> Statement:
        """A new one that the ontology allows, or one of the last."""
        if self.recent and self.dice.random() < AGAIN:
            return self.dice.choice(self.recent)
        while True:
            head, tail = self.entity(), self.entity()
            allowed = _allowed(_type(head), _type(tail))
            if head != tail and allowed:
                made = head, self.dice.choice(allowed), tail
                self.recent.append(made)
                return made

    def one_of(self, weights: dict[str, int]) -> str:
        return self.dice.choices(tuple(weights), tuple(weights.values()))[0]


def kept(claims: int, entities: int, *, seed: int = 7) -> Iterator[Kept]:
    """Articles with so many claims in all."""
    chance = _Chance(entities, random.Random(seed))  # noqa: S311 - no secrets
    made = 0
    for number in count():
        here = min(chance.dice.randint(1, 2 * A_CLAIM - 1), claims - made)
        if here < 1:
            return
        made += here
        yield _article(number, here, chance)


def _article(number: int, claims: int, chance: _Chance) -> Kept:
    dice = chance.dice
    outlet, date = (
        f"The {name_of(dice.randrange(OUTLETS))} Post",
        f"20{dice.randint(19, 25)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
    )
    said, text = [], f"Deals of the week, no. {number}.\n\n"
    for which in range(claims):
        if dice.random() < 0.5:  # noqa: PLR2004 - one half
            text += dice.choice(FILLER) + " "
        sentence, fields = _sentence(10 * number + which, chance)
        said.append((len(text), sentence, fields))
        text += sentence + (" " if which % 3 else "\n\n")
    article = Article(text, f"made/{number // 1000}/{number}.txt", f"Deals of the week, no. {number}", outlet, date, "en")
    found = (_claim(article, start, sentence, fields) for start, sentence, fields in said)
    bare = {claim.id: HeldClaim(claim, frozenset({article.source})) for claim in found}
    return Kept(Held(article.id, frozenset({version_of(article)}), bare), article.text)


def _sentence(number: int, chance: _Chance) -> tuple[str, Json]:
    head, relation, tail = chance.statement()
    certainty = chance.one_of(CERTAINTIES)
    fields: Json = {"relation": relation, "subject": _end(head, chance.dice), "object": _end(tail, chance.dice), "certainty": certainty}
    fields |= {"phase": chance.one_of(PHASES), "confidence": round(chance.dice.uniform(0.3, 0.99), 3), "extractor": "rules@3"}
    allowed, more = ontology().relations[relation].qualifiers, ""
    if "amount" in allowed and chance.dice.random() < 0.3:  # noqa: PLR2004 - three of ten
        million = chance.dice.randint(1, 5000)
        fields |= {"amount": million * 1e6, "currency": "USD"}
        more = f" for ${million} million"
    elif "product" in allowed and chance.dice.random() < 0.3:  # noqa: PLR2004 - the same
        fields["product"] = chance.dice.choice(("chips", "compute", "models", "power"))
        more = f" in {fields['product']}"
    words = {"s": fields["subject"].mention, "r": ontology().relations[relation].label["en"], "o": fields["object"].mention}
    return CERTAINLY[certainty].format(**words, more=more, n=number), fields


def _claim(article: Article, start: int, sentence: str, fields: Json) -> Claim:
    return Claim(article=ArticleRef(article.id, ""), evidence=Evidence.cut(article.text, start, start + len(sentence)), **fields)


@cache
def _allowed(head: str, tail: str) -> tuple[str, ...]:
    return tuple(relation.name for relation in ontology().relations.values() if (head, tail) in relation.pairs)


@cache
def _type(entity: int) -> str:
    """Of each hundred entities as many of each type as ``TYPES`` says, mixed."""
    place = entity * 37 % 100
    for type_, share in TYPES.items():
        place -= share
        if place < 0:
            return type_
    raise AssertionError(TYPES)


def _end(entity: int, dice: random.Random) -> End:
    bare = name_of(entity)
    name = bare + ENDINGS[_type(entity)]
    return End(slug(name), name, _type(entity), bare if dice.random() < 0.3 else name)  # noqa: PLR2004 - three of ten


def main() -> None:
    """Print the lines."""
    claims, entities, *seed = map(int, sys.argv[1:])
    sys.stdout.writelines(json_lines(kept(claims, entities, seed=seed[0] if seed else 7)))


if __name__ == "__main__":
    main()
