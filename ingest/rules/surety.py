"""Whether a capital makes a name or comes from the word's place: what the article, the model and its dictionary say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.language import Language

from ingest.rules.lexicon import Lexicon
from ingest.rules.tokens import Token, Tokens
from ingest.rules.words import in_dictionary, name_words

__all__ = ["Evidence", "Surety"]

_NO_NOUNS = frozenset(("DET", "ADP", "PRON", "CCONJ", "SCONJ", "ADV", "AUX", "VERB", "NUM"))
_ACRONYM = 3


@dataclass(slots=True)
class Evidence:
    """How often the article writes each word in lower case, with a capital where none is due, and after an article or the like."""

    low: Counter[str] = field(default_factory=Counter)
    high: Counter[str] = field(default_factory=Counter)
    determined: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, blocks: Sequence[Tokens], lexicon: Lexicon) -> Evidence:
        """Counted over the blocks that are not written in capitals throughout."""
        found = cls()
        determiners = lexicon.listed("articles")
        for block in blocks:
            before = ""
            for token in block.items:
                if token.text.islower():
                    found.low[token.lower] += 1
                elif not block.titled and not token.opens and token.capital:
                    found.high[token.lower] += 1
                    found.determined[token.lower] += before in determiners
                before = token.lower
        return found


@dataclass(frozen=True, slots=True)
class Surety:
    """Judges the tokens of one article."""

    lexicon: Lexicon
    model: Language | None
    evidence: Evidence

    def starts(self, token: Token) -> bool:
        """Whether a name may start with this token."""
        return token.capital and not (token.opens and token.lower in self.lexicon.listed("function") and not token.coined)

    def common(self, token: Token) -> bool:
        """Whether the dictionary has the word, or all words between its hyphens."""
        if in_dictionary(token.lower, self.model):
            return True
        parts = token.lower.split("-")
        known = self.lexicon.listed("function")
        return len(parts) > 1 and all(w.isalpha() and (len(w) < _ACRONYM or w in known or in_dictionary(w, self.model)) for w in parts)

    def just_a_word(self, token: Token) -> bool:
        """Whether the first word of a sentence owes its capital to its place."""
        if token.coined or token.lower in self.lexicon.heads or self.evidence.high[token.lower]:
            return False
        low = bool(self.evidence.low[token.lower])
        if token.pos in _NO_NOUNS:
            return low or self.common(token)
        return low or self.lexicon.is_noun(token.lower) or (self.common(token) and token.pos not in {"PROPN", "NOUN"})

    def sure(self, items: Sequence[Token], first: int, last: int) -> bool:
        """Whether these tokens are a name without further evidence."""
        run = items[first : last + 1]
        if any(self._coined(t) for t in run) or self._headed(run):
            return True
        if self.lexicon.lang == "de":
            return all(self._german_name(t) for t in run if t.capital) and self._introduced(items, first)
        common = all(self.common(t) or not t.capital for t in run)
        if not run[0].opens:
            return not common or self.model is None or self.lexicon.lang == "fr" or run[0].pos == "PROPN"
        if any(self.evidence.high[t.lower] for t in run if t.capital and t.opens):
            return True
        if not common:
            return last > first or (self.model is not None and not self.evidence.low[run[0].lower])
        return last + 1 < len(items) and self._acts(run[0], items[last + 1])

    def _acts(self, first: Token, after: Token) -> bool:
        """Whether a common word that opens a sentence is a name: in French, a bare noun before a verb is."""
        if self.lexicon.lang != "fr" or self.evidence.low[first.lower] or first.lower in self.lexicon.listed("function"):
            return False
        return (after.pos in {"VERB", "AUX"} or after.text in {"'s", "’s"}) and first.pos in {"NOUN", "PROPN", "X"}

    def _coined(self, token: Token) -> bool:
        return token.coined and not (token.text.isupper() and len(token.text) > _ACRONYM and self.common(token))

    @staticmethod
    def _headed(run: Sequence[Token]) -> bool:
        """Whether a first name opens it, or a word like "University" ends it."""
        words, last = name_words(), run[-1].lower
        known = run[0].lower in words.first_names or last in words.legal_suffixes or any(last in group for group in words.suffixes.values())
        return len(run) > 1 and known

    def _german_name(self, token: Token) -> bool:
        """Whether a German noun looks like a name: never after an article, and with no ending of common nouns."""
        ending = token.lower.endswith(tuple(self.lexicon.listed("noun_endings")))
        return not ending and not self.evidence.determined[token.lower] and token.lower not in self.lexicon.listed("function")

    def _introduced(self, items: Sequence[Token], first: int) -> bool:
        """Whether a noun in front tells what the name is ("Chiphersteller Wieland"), or the article has it more than once."""
        before = items[first - 1] if first else None
        beside = before is not None and (self.lexicon.is_noun(before.lower) or before.lower in self.lexicon.listed("agents"))
        return beside or self.evidence.high[items[first].lower] > 1
