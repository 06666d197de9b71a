"""What a claim stands on: the sentences that it cites, cut to the shortest run that states it, with both of its ends in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.llm.anaphors import stands_in
from ingest.llm.lines import Line
from ingest.llm.parties import Party
from ingest.llm.text import Text, form_in, told

__all__ = ["Ground", "Grounds", "Ungrounded"]

_MOST_LINES = 6
_MOST_CHARACTERS = 1500
_MOST_BETWEEN = 60
"""Characters of the article between two blocks of one run: a blank line and some markup, no furniture."""
_NEAR = 12
"""So many sentences before, and two after, a name resolves a phrase or a pronoun; in the title or the first sentences, always."""
_AFTER, _TOP, _STEP_BACK = 2, 3, 2
_BEFORE = 3
"""So many sentences before, a name is still understood where the model does not tell by which word the sentence means it."""


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
class _Sought:
    """The two ends of a claim, and the sentences that the model cites for it."""

    head: Party
    tail: Party
    cited: tuple[Line, ...]

    @property
    def ends(self) -> tuple[Party, Party]:
        """Both."""
        return self.head, self.tail


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
        sought = _Sought(head, tail, tuple(self.text.line(n) for n in cited))
        runs = self._runs(cited)
        grounds = (found for look in (self._ends, self._implied) for run in runs if (found := look(run, sought)) is not None)
        if (ground := next(grounds, None)) is not None:
            return ground
        if doubted := [n for n in cited if n in self.text.doubted]:
            raise Ungrounded(f"it rests on sentence {doubted[0]}, which speaks of the text itself or to its reader")
        lacking = [told(end.name) for end in (head, tail) if not any(self._mention(self.text.line(n), end) for n in cited)]
        raise Ungrounded(f"the cited sentences do not have {' and '.join(dict.fromkeys(lacking)) or 'both ends together'}")

    def _runs(self, cited: Sequence[int]) -> list[tuple[Line, ...]]:
        """The runs between cited sentences, the most of them first, then the shorter; then with those right before in the paragraph."""
        pairs = [(a, b) for at, a in enumerate(cited) for b in cited[at:]]
        spans = sorted(pairs, key=lambda span: (-sum(span[0] <= n <= span[1] for n in cited), span[1] - span[0], -span[0]))
        first = [(cited[0] - back, cited[-1]) for back in range(1, _STEP_BACK + 1) if self._goes_on(cited[0], back)]
        return [run for start, end in [*spans, *first] if self._holds(run := self.text.lines[start - 1 : end])]

    def _goes_on(self, number: int, back: int) -> bool:
        """Whether the sentence so many before this one is of the same paragraph."""
        return number > back and self.text.line(number - back).block == self.text.line(number).block

    def _holds(self, run: Sequence[Line]) -> bool:
        """Whether the run is of bearable length, all of one place in the article, and free of barred sentences."""
        if len(run) > _MOST_LINES or run[-1].end - run[0].start > _MOST_CHARACTERS:
            return False
        gaps = [after.start - before.end for before, after in pairwise(run) if after.block != before.block]
        closed = self.text.barred | self.text.doubted
        return all(gap <= _MOST_BETWEEN for gap in gaps) and closed.isdisjoint(line.number for line in run)

    def _ends(self, run: Sequence[Line], sought: _Sought) -> Ground | None:
        found = [self._best(run, end) for end in sought.ends]
        if not all(mention for mention, _ in found):
            return None
        return Ground(tuple(run), found[0][0], found[1][0], by_name=all(named for _, named in found))

    def _implied(self, run: Sequence[Line], sought: _Sought) -> Ground | None:
        """Where only one end is named and the other is to be understood."""
        found = [self._best(run, end) for end in sought.ends]
        if sum(by_name for _, by_name in found) != 1:
            return None
        mentions = [mention or self._understood(run, end, sought.cited) for end, (mention, _) in zip(sought.ends, found, strict=True)]
        return Ground(tuple(run), mentions[0], mentions[1], by_name=False) if all(mentions) else None

    def _understood(self, run: Sequence[Line], end: Party, cited: Sequence[Line]) -> str:
        """The name of an end that the run lacks: another cited sentence has it, or the title, or, for a pronoun, one right before."""
        before = self.text.lines[max(0, run[0].number - 1 - _BEFORE) : run[0].number - 1]
        closed = self.text.barred | self.text.doubted
        near = [line for line in reversed(before) if line.number not in closed]
        stand_in = any(stands_in(line.text) for line in run)
        named = (line.text for line in cited if line.number not in closed)
        texts = [*named, self.text.title, *(line.text for line in near if stand_in)]
        return next((form for text in texts if (form := form_in(end.names, text))), "")

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
        lines, closed = self.text.lines, self.text.barred | self.text.doubted
        around = lines[max(0, run[0].number - 1 - _NEAR) : run[-1].number + _AFTER]
        texts = [self.text.title, *(line.text for line in (*lines[:_TOP], *around) if line.number not in closed)]
        return any(form_in(end.names, text) for text in texts)
