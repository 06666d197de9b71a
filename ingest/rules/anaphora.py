"""Definite phrases and pronouns: what in the sentences before they stand for, where that is clear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.rules.lexicon import Lexicon
from ingest.rules.mentions import PHRASE, PRONOUN, Mention
from ingest.rules.phrases import Anaphor
from ingest.rules.tokens import Token, Tokens
from ingest.rules.words import first_name_gender

__all__ = ["resolved"]

_FAR = {PHRASE: 4, PRONOUN: 1}
_DISTANCE = (0.9, 1.2, 0.7, 0.4, 0.2)
_SUBJECT, _TOPIC, _GENDER = 0.7, 0.5, 0.3
_MARGIN = {PHRASE: 0.05, PRONOUN: 0.35}
_ENOUGH = 0.7
_SURE = 0.5
"""How likely the one chosen is the right one, more or less."""


@dataclass(slots=True)
class _Seen:
    """Where an entity was named last, and how."""

    mention: Mention
    sentence: int
    subject: bool
    gender: str = ""


@dataclass(slots=True)
class _Discourse:
    """What the article has named so far."""

    seen: dict[str, _Seen] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    topic: str = ""
    totals: Counter[str] = field(default_factory=Counter)

    def note(self, mention: Mention, sentence: int, *, subject: bool, gender: str = "") -> None:
        """The entity is named here."""
        before = self.seen.get(mention.entity)
        kept = before is not None and before.sentence == sentence and before.subject
        known = gender or (before.gender if before is not None else "")
        self.seen[mention.entity] = _Seen(mention, sentence, subject or kept, known)
        self.counts[mention.entity] += 1

    def best(self, anaphor: Anaphor, sentence: int) -> Mention | None:
        """The one that the anaphor stands for, if none comes close to it."""
        weighed = sorted(((self._weight(seen, anaphor, sentence), entity) for entity, seen in self.seen.items()), reverse=True)
        weighed = [pair for pair in weighed if pair[0] > 0]
        if not weighed or weighed[0][0] < _ENOUGH or (len(weighed) > 1 and weighed[0][0] - weighed[1][0] < _MARGIN[anaphor.kind]):
            return None
        return self.seen[weighed[0][1]].mention

    def _weight(self, seen: _Seen, anaphor: Anaphor, sentence: int) -> float:
        entity, away = seen.mention.entity, sentence - seen.sentence
        if seen.mention.type not in anaphor.types or (anaphor.entities and entity not in anaphor.entities):
            return 0.0
        if anaphor.entities:
            return 2.0 - 0.01 * away
        if anaphor.gender and seen.gender and anaphor.gender != seen.gender:
            return 0.0
        fits = bool(anaphor.gender) and anaphor.gender == seen.gender
        topic = entity == self.topic
        if away > 1 and seen.mention.type == "Product" and anaphor.kind == PHRASE:
            return 0.0
        if away > _FAR[anaphor.kind] and not (topic and anaphor.kind == PHRASE):
            return 0.0
        weight = _DISTANCE[min(away, len(_DISTANCE) - 1)] + _SUBJECT * seen.subject + _TOPIC * topic + _GENDER * fits
        if anaphor.possessive and away == 0:
            weight += 0.3
        return weight + anaphor.leaning.get(seen.mention.type, 0.0)


def resolved(
    blocks: Sequence[Tokens], names: Sequence[Sequence[Mention]], anaphors: Sequence[Sequence[Anaphor]], lex: Lexicon, title: str | None
) -> list[list[Mention]]:
    """The mentions of each block with those that its anaphors make."""
    talk = _Discourse(totals=Counter(m.entity for block in names for m in block))
    talk.topic = _topic(names, title)
    found: list[list[Mention]] = []
    base = 0
    for block, named, meant in zip(blocks, names, anaphors, strict=True):
        found.append(list(_read(block, [*named, *meant], talk, base, lex)))
        base += (block.items[-1].sentence if block.items else 0) + 1
    return found


def _topic(names: Sequence[Sequence[Mention]], title: str | None) -> str:
    """The company or other body that the article is about: in its title or first blocks, and named most."""
    bodies = Counter(m.entity for block in names for m in block if m.type != "Person")
    first = next((m.entity for block in names for m in block if m.type != "Person"), "")
    for block in names[:3]:
        for m in block:
            bodies[m.entity] += m.type != "Person"
    if title:
        folded = title.casefold()
        for m in {m for block in names for m in block if m.text.casefold() in folded}:
            bodies[m.entity] += 3 * (m.type != "Person")
    if first:
        bodies[first] += 1
    ranked = bodies.most_common(2)
    return ranked[0][0] if ranked and ranked[0][1] > 2 and (len(ranked) == 1 or ranked[0][1] >= ranked[1][1] + 2) else ""  # noqa: PLR2004 - named twice more than the next


def _read(block: Tokens, mentions: Sequence[Mention | Anaphor], talk: _Discourse, base: int, lex: Lexicon) -> Iterator[Mention]:
    at = {t.start: n for n, t in enumerate(block.items)}
    for item in sorted(mentions, key=lambda item: item.start):
        index = at.get(item.start, 0)
        sentence = base + block.items[index].sentence
        if isinstance(item, Mention):
            talk.note(item, sentence, subject=_is_subject(block.items, index, lex), gender=_gender(block.items, index, item, lex))
            yield item
        elif (antecedent := talk.best(item, sentence)) is not None:
            mention = Mention(item.start, item.end, item.text, antecedent.entity, antecedent.name, antecedent.type, item.kind, _SURE)
            if not item.possessive:
                subject = item.kind == PRONOUN or _is_subject(block.items, index, lex)
                talk.note(mention, sentence, subject=subject, gender=item.gender)
            yield mention
        elif item.fallback is not None:
            yield item.fallback


def _is_subject(items: Sequence[Token], index: int, lex: Lexicon) -> bool:
    """Whether no verb of its sentence stands before it, and no preposition beside it."""
    at = index - 1
    while at >= 0 and items[at].sentence == items[index].sentence:
        if items[at].pos in {"VERB", "AUX"} and not items[at].text[0].isupper():
            return False
        at -= 1
    before = items[index - 1] if index and items[index - 1].sentence == items[index].sentence else None
    return before is None or before.lower not in lex.prepositions or before.lower in lex.conjunctions


def _gender(items: Sequence[Token], index: int, mention: Mention, lex: Lexicon) -> str:
    """F or m, by the first name of a person or the noun beside a name."""
    if mention.type == "Person":
        return first_name_gender(mention.name)
    if lex.lang != "fr" or not index:
        return ""
    before = [t.lower for t in items[max(0, index - 3) : index]]
    if any(word in lex.listed("feminine") for word in before):
        return "f"
    return "m" if any(word in words for word in before for words in lex.anaphors.values()) else ""
