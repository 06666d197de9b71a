"""What a claim stands on: the sentences that it cites, cut to the shortest run that states it, with both of its ends in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.llm.lines import Line
from ingest.llm.parties import Party
from ingest.llm.text import Text, form_in

__all__ = ["Ground", "Grounds", "Ungrounded"]

_MOST_LINES = 6
_MOST_CHARACTERS = 1500
_MOST_BETWEEN = 60
"""Characters of the article between two blocks of one run: a blank line and some markup, no furniture."""
_NEAR = 12
"""So many sentences before, and two after, a name resolves a phrase or a pronoun; in the title or the first sentences, always."""
_AFTER, _TOP, _STEP_BACK = 2, 3, 2


class Ungrounded(Exception):  # noqa: N818 - it says what is the matter; caught where claims are made
    """The cited sentences do not carry the claim; the message says why."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A run of sentences of the article, the words in it that stand for head and tail, and whether both are names there."""

    lines: tuple[Line, ...]
    head: str
    tail: str
    by_name: bool

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where the sentences of a text carry claims; ``shown`` are the numbers of those that the model saw."""

    text: Text
    shown: frozenset[int]

    def ground(self, numbers: Iterable[int], head: Party, tail: Party) -> Ground:
        """Where these sentences name both ends; raises Ungrounded."""
        cited = sorted(set(numbers))
        if self.text.barred.intersection(cited):
            raise Ungrounded("it rests on a sentence that speaks to the model")
        if strange := [n for n in cited if n not in self.shown]:
            raise Ungrounded(f"sentence {strange[0]} is none of those that the model was shown")
        for run in self._runs(cited):
            if (found := self._ends(run, head, tail)) is not None:
                return found
        lacking = [end.name for end in (head, tail) if not any(self._mention(self.text.line(n), end) for n in cited)]
        raise Ungrounded(f"the cited sentences do not have {' and '.join(dict.fromkeys(lacking)) or 'both ends together'}")

    def _runs(self, cited: Sequence[int]) -> list[tuple[Line, ...]]:
        """The runs between cited sentences, the most of them first, then the shorter; then one with the sentences right before."""
        pairs = [(a, b) for at, a in enumerate(cited) for b in cited[at:]]
        spans = sorted(pairs, key=lambda span: (-sum(span[0] <= n <= span[1] for n in cited), span[1] - span[0], -span[0]))
        first = [(cited[0] - back, cited[-1]) for back in range(1, _STEP_BACK + 1) if cited[0] - back >= 1] if cited else []
        return [run for start, end in [*spans, *first] if self._holds(run := self.text.lines[start - 1 : end])]

    def _holds(self, run: Sequence[Line]) -> bool:
        """Whether the run is of bearable length, all of one place in the article, and free of barred sentences."""
        if len(run) > _MOST_LINES or run[-1].end - run[0].start > _MOST_CHARACTERS:
            return False
        gaps = [after.start - before.end for before, after in pairwise(run) if after.block != before.block]
        return all(gap <= _MOST_BETWEEN for gap in gaps) and self.text.barred.isdisjoint(line.number for line in run)

    def _ends(self, run: Sequence[Line], head: Party, tail: Party) -> Ground | None:
        found = [self._best(run, end) for end in (head, tail)]
        if not all(mention for mention, _ in found):
            return None
        return Ground(tuple(run), found[0][0], found[1][0], by_name=all(named for _, named in found))

    def _best(self, run: Sequence[Line], end: Party) -> tuple[str, bool]:
        """The mention of the end in the run and whether it is a name; a phrase counts when the name is near. Empty when there is none."""
        for line in reversed(run):
            if form := form_in(end.names, line.text):
                return form, True
        phrase = next((form for line in reversed(run) if (form := form_in(end.phrases, line.text))), "")
        return (phrase, False) if phrase and self._near(run, end) else ("", False)

    def _mention(self, line: Line, end: Party) -> str:
        return form_in((*end.names, *end.phrases), line.text)

    def _near(self, run: Sequence[Line], end: Party) -> bool:
        lines, barred = self.text.lines, self.text.barred
        around = lines[max(0, run[0].number - 1 - _NEAR) : run[-1].number + _AFTER]
        texts = [self.text.article.title or "", *(line.text for line in (*lines[:_TOP], *around) if line.number not in barred)]
        return any(form_in(end.names, text) for text in texts)
