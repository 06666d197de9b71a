"""The mentions of an article: which of its words stand for which entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.language import Language

from ingest.catalogue import Catalogue, Entry
from ingest.prose import Block
from ingest.rules.anaphora import resolved
from ingest.rules.candidates import Candidate, candidates
from ingest.rules.kinds import scores
from ingest.rules.known import with_known
from ingest.rules.lexicon import Lexicon, lexicon
from ingest.rules.linking import Group, entity_id, linked
from ingest.rules.mentions import Mention
from ingest.rules.naming import is_affair
from ingest.rules.phrases import anaphors
from ingest.rules.reach import reaching
from ingest.rules.signs import Signs, signs
from ingest.rules.spoken import spoken
from ingest.rules.tagged import cut_at, with_shares, with_tags
from ingest.rules.tagger import Tagged, Tagger
from ingest.rules.tokens import Tokens, analysed
from ingest.rules.words import name_words

__all__ = ["mentions"]

_SURER = 9.0


def mentions(
    blocks: Sequence[Block], lang: str, *, catalogue: Catalogue, model: Language | None, tagger: Tagger | None, title: str | None = None
) -> tuple[tuple[Mention, ...], ...]:
    """One tuple a block: its mentions, sorted, none over another.

    The id of an entity is the catalogue's, or for a company the slug of its fullest name in the article, for other types that slug with
    the type ("dylan-patel-person"), so that a product never shares the id of its namesake. ``model`` is None for languages without one;
    without ``tagger`` only rules, catalogue and model find names.
    """
    lex = lexicon(lang)
    texts = [b.text for b in blocks]
    read = analysed(texts, [b.kind for b in blocks], lang, model)
    seen = tagger.read(texts, lang) if tagger is not None else None
    found = _found(read, lex, catalogue, model, seen)
    lists: list[list[Mention]] = [[] for _ in blocks]
    for group in _groups(found, read, lex, catalogue):
        entity = _entity(group)
        for n in group.members:
            c = found[n]
            lists[c.block].append(_mention(read[c.block], c, entity))
    named = [sorted(one) for one in lists]
    if seen is not None:
        named = [sorted([*one, *more]) for one, more in zip(named, spoken(texts, named, seen, lex), strict=True)]
    meant = [anaphors(block, one, lex, catalogue, possessives=seen is None) for block, one in zip(read, named, strict=True)]
    return tuple(tuple(sorted(one)) for one in resolved(read, named, meant, lex, title))


def _found(blocks: Sequence[Tokens], lex: Lexicon, catalogue: Catalogue, model: Language | None, seen: Tagged | None) -> list[Candidate]:
    """The candidates of runs, tagger and catalogue, without places and scandals."""
    if seen is not None:
        for block, tags in zip(blocks, seen.tags, strict=True):
            cut_at(block, tags)
    runs = candidates(blocks, lex, model)
    runs = with_known(with_tags(runs, blocks, seen, lex, model) if seen is not None else runs, blocks, catalogue, lex, model)
    if seen is not None:
        runs = reaching(runs, blocks, lex)
        with_shares(runs, blocks, seen)
    return [c for c in runs if c.known is not None or not (c.text.casefold() in name_words().places or is_affair(c.text))]


def _groups(found: Sequence[Candidate], blocks: Sequence[Tokens], lex: Lexicon, catalogue: Catalogue) -> list[Group]:
    """The entities, each with its candidates."""
    ballots = signs(found, blocks, lex)
    alike = _by_text(found, ballots)
    for c, ballot in zip(found, ballots, strict=True):
        c.known = _meant(c, ballot, alike[c.text], catalogue)
    return linked(found, ballots, [block.text for block in blocks])


def _by_text(found: Sequence[Candidate], ballots: Sequence[Signs]) -> dict[str, list[Signs]]:
    alike: dict[str, list[Signs]] = defaultdict(list)
    for c, ballot in zip(found, ballots, strict=True):
        alike[c.text].append(ballot)
    return alike


def _meant(c: Candidate, ballot: Signs, alike: Sequence[Signs], catalogue: Catalogue) -> Entry | None:
    """Of the namesakes that a catalogue has ("Mistral", firm and model), the one that this sentence and the article speak for."""
    if c.known is None or len(entries := catalogue.by_name(c.text)) < 2 or len({e.type for e in entries}) < 2:  # noqa: PLR2004 - two of them
        return c.known
    named = next((e for e in entries if ballot[f"l:{e.type[:3].lower()}"]), None)
    if named is not None:  # "le modèle Mistral"
        return named
    here, everywhere = scores(ballot, 1), scores(sum(alike, Signs()), len(alike))
    first, other = entries[0], max(entries[1:], key=lambda e: here[e.type])
    return other if here[other.type] * everywhere[other.type] > _SURER * here[first.type] * everywhere[first.type] else first


def _entity(group: Group) -> tuple[str, str, str]:
    """Id, name and type."""
    kind = group.decided()
    name = group.name or group.full
    return group.id or entity_id(name, kind), name, kind


def _mention(block: Tokens, c: Candidate, entity: tuple[str, str, str]) -> Mention:
    start, end = block.items[c.first].start, block.items[c.last].end
    return Mention(start, end, block.text[start:end], *entity)
