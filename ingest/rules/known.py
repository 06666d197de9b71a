"""Names that the catalogue knows, set against the capitalised runs around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from ingest.catalogue import Catalogue, Entry
from ingest.rules.candidates import Candidate, surface_key
from ingest.rules.lexicon import Lexicon
from ingest.rules.surety import Evidence
from ingest.rules.tokens import Token, Tokens
from ingest.rules.windows import TYPES
from ingest.rules.words import in_dictionary, name_words

__all__ = ["apart", "with_known"]

_COMPANY, _PERSON, _PRODUCT = (TYPES.index(kind) for kind in ("Company", "Person", "Product"))
_BODIES = tuple(TYPES.index(kind) for kind in ("ResearchOrg", "Government"))


def with_known(
    runs: Sequence[Candidate], blocks: Sequence[Tokens], catalogue: Catalogue, lex: Lexicon, model: Language | None
) -> list[Candidate]:
    """The candidates with those of the catalogue: alone, in place of a run, or as a part of it."""
    evidence = Evidence.of(blocks, lex)
    alone = {surface_key(c.text) for c in runs if not blocks[c.block].titled}
    matcher = _Known(catalogue, lex, model, evidence, alone)
    by_block: list[list[Candidate]] = [[] for _ in blocks]
    for run in runs:
        by_block[run.block].append(run)
    return [c for n, block in enumerate(blocks) for c in matcher.block(n, block, by_block[n])]


def _is_idle(token: Token) -> bool:
    """Whether the word makes no other name of the one before it."""
    words, word = name_words(), token.lower.rstrip(".")
    return word in words.generic or word in words.legal_suffixes or word in words.demonyms


def _is_other(run: Candidate, spans: Sequence[tuple[int, int, Entry]]) -> bool:
    """Whether the tagger sees another name: "Lydia Marchetti", "Fundación Arista", "LibreOffice Writer"."""
    if not run.shares or all(start == run.first and end == run.last + 1 for start, end, _ in spans):
        return False
    kind, types = max(range(len(TYPES)), key=run.shares.__getitem__), {entry.type for _, _, entry in spans}
    if kind == _PERSON:
        return "Person" not in types
    if kind in _BODIES:
        return len(spans) == 1 and TYPES[kind] not in types and spans[0][0] > run.first
    return kind == _PRODUCT and len(spans) > 1 and spans[0][2].type == "Product"


@dataclass(slots=True)
class _Known:
    catalogue: Catalogue
    lex: Lexicon
    model: Language | None
    evidence: Evidence
    alone: set[str]

    def block(self, number: int, block: Tokens, runs: Sequence[Candidate]) -> list[Candidate]:
        """The candidates of one block, in order."""
        spans = [span for span in self.catalogue.match([t.text for t in block.items], lang=self.lex.lang) if self._meant(block, *span)]
        found: list[Candidate] = []
        taken: set[int] = set()
        for run in runs:
            inner = [s for s in spans if s[0] <= run.last and s[1] > run.first]
            found.extend(self._merged(number, block, run, inner) if inner else [run])
            taken |= {s[0] for s in inner}
        found.extend(_of(number, block, *span) for span in spans if span[0] not in taken)
        return apart(found)

    def _merged(self, number: int, block: Tokens, run: Candidate, spans: Sequence[tuple[int, int, Entry]]) -> Iterator[Candidate]:
        first, last = run.first, run.last
        if run.head or _is_other(run, spans) or (len(spans) == 1 and self._whole(block, run, *spans[0])):
            yield run
            return
        for start, end, entry in spans:
            if entry.type == "Person" and start == first + 1 and not in_dictionary(block.items[first].lower, self.model):
                start = first  # noqa: PLW2901 - "Illya Sutskever" is one name, whatever his first name
            if first < start and self._kept(block, first, before := self._unjoined(block, first, start - 1)):
                yield Candidate(number, first, before, block.cut(first, before), sure=True)
            yield _of(number, block, start, end, entry)
            first = end
        if first <= last and self._kept(block, first, last):
            yield Candidate(number, first, last, block.cut(first, last), sure=True)

    def _whole(self, block: Tokens, run: Candidate, start: int, end: int, entry: Entry) -> bool:
        """Whether the run is another name, which the known one only begins or ends: "Claude Dupont", "Google Quantum AI"."""
        before, after = block.items[run.first : start], block.items[end : run.last + 1]
        if entry.type == "Person" or not (before or after):
            return False
        if (before and after) or self._is_arm(run, after, entry):
            return True
        alone = surface_key(block.cut(run.first, start - 1) if before else block.cut(end, run.last)) in self.alone
        return self._begun(after, entry, alone=alone) if after else self._ended(before, end - start, entry, alone=alone)

    @staticmethod
    def _is_arm(run: Candidate, after: Sequence[Token], entry: Entry) -> bool:
        """Whether the tagger sees one firm where a known firm's name goes on: "Intel Foundry" is a party of its own."""
        if entry.type != "Company" or not after or not run.shares or any(map(_is_idle, after)):
            return False
        return run.shares[_COMPANY] == max(run.shares)

    def _begun(self, after: Sequence[Token], entry: Entry, *, alone: bool) -> bool:
        if alone or (after[0].lower in name_words().first_names and entry.type == "Company" and not entry.common):
            return False
        return not all(_is_idle(t) or not t.text[0].isalnum() for t in after)

    def _ended(self, before: Sequence[Token], length: int, entry: Entry, *, alone: bool) -> bool:
        words = name_words()
        if length == 1 and all(t.lower in words.first_names for t in before):
            return True
        if alone or (self.lex.lang == "fr" and not entry.common):
            return False
        return not all(t.lower in words.generic or not t.text[0].isalnum() for t in before)

    def _unjoined(self, block: Tokens, first: int, last: int) -> int:
        while last >= first and not block.items[last].capital and not block.items[last].text[0].isdigit():
            last -= 1
        return last

    def _kept(self, block: Tokens, first: int, last: int) -> bool:
        items = block.items[first : last + 1]
        if not items or not items[0].text[0].isalnum() or items[0].text.isdigit():
            return False
        if block.cut(first, last).casefold() in name_words().generic | name_words().demonyms | name_words().phrases:
            return False
        return (
            not all(in_dictionary(t.lower, self.model) and not t.coined for t in items) or surface_key(block.cut(first, last)) in self.alone
        )

    def _meant(self, block: Tokens, start: int, end: int, entry: Entry) -> bool:
        """Whether the words are this name here, not a place or a common word."""
        items = block.items
        text = block.cut(start, end - 1)
        if entry.is_place(text):
            return self._acts(items, start, end)
        if not entry.is_common(text):
            return True
        token = items[start]
        if block.titled or token.opens:
            if self.evidence.high[token.lower] and end - start == 1:
                return True
            return not all(in_dictionary(t.lower, self.model) for t in items[start:end]) or self._bare(items, start, end)
        if not token.capital or self.model is None or self.lex.lang == "fr":
            return token.capital or self._introduced(items, start)
        return token.pos == "PROPN" or not in_dictionary(token.lower, self.model)

    def _bare(self, items: Sequence[Token], start: int, end: int) -> bool:
        """Whether a common word that opens a sentence is a name: it stands without article before a verb."""
        token = items[start]
        if self.evidence.low[token.lower]:
            return False
        acts = end < len(items) and (items[end].pos in {"VERB", "AUX"} or items[end].text in {"'s", "’s"})
        return acts and token.pos in ({"NOUN", "PROPN", "X"} if self.lex.lang == "fr" else {"PROPN"})

    @staticmethod
    def _introduced(items: Sequence[Token], start: int) -> bool:
        return start > 0 and items[start].coined

    def _acts(self, items: Sequence[Token], start: int, end: int) -> bool:
        """Whether a place's name stands where one who acts does: before a verb, or after "par", "by", "contre"."""
        at = start - 1
        while at >= 0 and items[at].lower in self.lex.listed("articles"):
            at -= 1
        before = (
            items[at].lower
            if at >= 0 and not (items[start].opens or items[at + 1].opens) and items[at].pos not in {"SCONJ", "CCONJ", "ADV"}
            else ""
        )
        if before in self.lex.listed("agents"):
            return True
        if (
            before in self.lex.prepositions
            or before in {"'s", "’s"}
            or items[start - 1 if start else 0].lower in {"du", "au", "aux", "des", "d'", "d’"}
        ):
            return False
        following = next((t for t in items[end : end + 3] if t.pos not in {"ADV", "PRON"} and t.lower not in {"n'", "n’", "ne"}), None)
        return (
            following is not None
            and following.pos in {"VERB", "AUX"}
            and (before == "" or before in self.lex.conjunctions or not before.isalpha())
        )


def _of(number: int, block: Tokens, start: int, end: int, entry: Entry) -> Candidate:
    return Candidate(number, start, end - 1, block.cut(start, end - 1), sure=True, known=entry)


def apart(found: Sequence[Candidate]) -> list[Candidate]:
    """In order, none over another: of two, the known and the longer stays."""
    kept: list[Candidate] = []
    for c in sorted(found, key=lambda c: (c.first, c.known is None, c.first - c.last)):
        if kept and c.first <= kept[-1].last:
            if c.known is not None and kept[-1].known is None:
                kept[-1] = c
            continue
        kept.append(c)
    return kept
