"""How a request may be put: endpoints differ in what they take, and what one refused once is not tried there again."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.llm.asking import Request
from ingest.llm.room import Room
from ontology.records import Json

__all__ = ["Form", "Forms"]

_ANSWERS = ("json_schema", "json_object", "plain")
_ABOUT_FORM = ("response_format", "response format", "json", "schema", "structured")
_LIMITS = ("max_completion_tokens", "max_tokens", "none")


@dataclass(frozen=True, slots=True)
class Form:
    """How the answer's form is asked for, by which name its length is limited, and whether a temperature is set."""

    answer: str = "json_schema"
    limit: str = "max_completion_tokens"
    temperature: bool = True

    def arguments(self, request: Request, answer_tokens: int) -> Json:
        """What is sent besides the model, for an answer of at most so many tokens."""
        given: dict[str, Any] = {"messages": [dict(message) for message in request.messages]}
        if self.temperature:
            given["temperature"] = 0
        if self.limit != _LIMITS[-1]:
            given[self.limit] = answer_tokens
        if self.answer == "json_schema":
            given["response_format"] = {"type": "json_schema", "json_schema": {"name": "reading", "strict": True, "schema": request.schema}}
        elif self.answer == "json_object":
            given["response_format"] = {"type": "json_object"}
        return given

    @property
    def limited(self) -> bool:
        """Whether the endpoint takes a limit of an answer's tokens."""
        return self.limit != _LIMITS[-1]


@dataclass(slots=True)
class Forms:
    """The form that an endpoint takes, as far as is known, and how long its answers may be; shared by calls that are made at once."""

    current: Form = field(default_factory=Form)
    room: Room = field(default_factory=Room)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def best(self) -> Form:
        """The form to try next."""
        return self.current

    def without(self, refused: Form, reason: str) -> bool:
        """Give up what the refusal speaks of; false when nothing is left to give up."""
        with self._lock:
            if self.current != refused:  # another call learned it first
                return True
            plainer = _plainer(refused, reason.casefold())
            if plainer is None:
                return False
            self.current = plainer
            return True


def _plainer(form: Form, reason: str) -> Form | None:
    """One thing less than this form has: what the reason names."""
    if form.temperature and "temperature" in reason:
        return replace(form, temperature=False)
    if form.limited and form.limit in reason:
        return replace(form, limit=_after(_LIMITS, form.limit))
    if form.answer != _ANSWERS[-1] and any(word in reason for word in _ABOUT_FORM):
        return replace(form, answer=_after(_ANSWERS, form.answer))
    return None


def _after(steps: tuple[str, ...], step: str) -> str:
    return steps[steps.index(step) + 1]
