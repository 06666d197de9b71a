"""The mentions of an article: which of its words stand for which entity."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language

from ingest.catalogue import Catalogue, Entry
from ingest.prose import Block
from ingest.rules.anaphora import resolved
from ingest.rules.candidates import Candidate, candidates
from ingest.rules.kinds import Signs, scores, signs
from ingest.rules.known import with_known
from ingest.rules.lexicon import lexicon
from ingest.rules.linking import Group, entity_id, linked
from ingest.rules.mentions import Mention
from ingest.rules.phrases import anaphors
from ingest.rules.tokens import Tokens, analysed
from ingest.rules.words import name_words

__all__ = ["mentions"]

_SURER = 3.0


def mentions(
    blocks: Sequence[Block], lang: str, *, catalogue: Catalogue, model: Language | None, title: str | None = None
) -> tuple[tuple[Mention, ...], ...]:
    """One tuple a block: its mentions, sorted, none over another.

    The id of an entity is the catalogue's, or for a company the slug of its fullest name in the article, for other types that slug with
    the type ("dylan-patel-person"), so that a product never shares the id of its namesake. ``model`` is None for languages without one.
    """
    lex = lexicon(lang)
    read = analysed([b.text for b in blocks], [b.kind for b in blocks], lang, model)
    runs = with_known(candidates(read, lex, model), read, catalogue, lex, model)
    found = [c for c in runs if c.known is not None or c.text.casefold() not in name_words().places]
    ballots = signs(found, read, lex)
    for c, ballot in zip(found, ballots, strict=True):
        c.known = _meant(c, ballot, catalogue)
    groups = linked(found, ballots, [b.text for b in blocks])
    lists: list[list[Mention]] = [[] for _ in blocks]
    for group in groups:
        for n in group.members:
            c = found[n]
            lists[c.block].append(_mention(read[c.block], c, group))
    named = [sorted(one) for one in lists]
    meant = [anaphors(block, one, lex, catalogue) for block, one in zip(read, named, strict=True)]
    return tuple(tuple(sorted(one)) for one in resolved(read, named, meant, lex, title))


def _meant(c: Candidate, ballot: Signs, catalogue: Catalogue) -> Entry | None:
    """Of the namesakes that a catalogue has ("Mistral", firm and model), the one that this sentence speaks for."""
    if c.known is None or len(entries := catalogue.by_name(c.text)) < 2 or len({e.type for e in entries}) < 2:  # noqa: PLR2004
        return c.known
    shares = scores(ballot, 1)
    first, other = entries[0], max(entries[1:], key=lambda e: shares[e.type])
    return other if shares[other.type] > _SURER * shares[first.type] else first


def _mention(block: Tokens, c: Candidate, group: Group) -> Mention:
    start, end = block.items[c.first].start, block.items[c.last].end
    kind = group.decided()
    name = group.name or group.full
    return Mention(start, end, block.text[start:end], group.id or entity_id(name, kind), name, kind)
