"""What is asked of a model and what comes back; an asker is a callable from the one to the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ontology.records import Json

__all__ = ["Ask", "Reply", "Request", "Usage", "content_key"]


@dataclass(frozen=True, slots=True)
class Request:
    """One call: the messages, and the form that the answer is to have."""

    model: str
    messages: tuple[Mapping[str, str], ...]
    schema: Json = field(hash=False)

    @property
    def key(self) -> str:
        """From the model and the messages alone: the same question is the same at every endpoint."""
        return content_key(self.model, self.messages)

    @property
    def characters(self) -> int:
        """How long all messages are together."""
        return sum(len(message["content"]) for message in self.messages)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written; ``calls`` is 0 for an answer that was kept."""

    calls: int = 0
    read: int = 0
    written: int = 0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.read + self.written

    def __add__(self, other: Usage) -> Usage:
        """Both together."""
        return Usage(self.calls + other.calls, self.read + other.read, self.written + other.written)


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's words, and what they took; ``cut`` is the limit of tokens at which they were cut off, 0 when they were not."""

    text: str
    usage: Usage = Usage()
    cut: int = 0


class Ask(Protocol):
    """Asks a model; raises ModelError when no answer is to be had."""

    def __call__(self, request: Request) -> Reply:
        """The answer."""


def content_key(model: str, messages: Sequence[Mapping[str, str]]) -> str:
    """The SHA-256 of model, roles and contents as canonical JSON."""
    told = [model, [[message["role"], message["content"]] for message in messages]]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")).hexdigest()
