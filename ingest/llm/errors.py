"""What can go wrong between a reader and its model; each message is one sentence that can stand behind an article's name.

ModelError               no answer for this article
├── ModelUnreachable     no connection, a time-out, a server that fails however often it is asked
├── ModelRefused         the server does not want us: key, model, quota, a request that it cannot take; the next article fares no better
├── BadAnswer            an answer that cannot be used
└── CapReached           the cap of tokens or money does not allow the call

Beside the tree, and never seen by a reader: Again and Barred tell of one call, and become a ModelError where calls are repeated.
"""

# ruff: noqa: N818 - each name says what happened

from __future__ import annotations

from ontology.errors import AigraphError

__all__ = ["Again", "BadAnswer", "Barred", "CapReached", "ModelError", "ModelRefused", "ModelUnreachable"]


class ModelError(AigraphError):
    """The model gave no answer for an article."""


class ModelUnreachable(ModelError):
    """The endpoint does not answer, or only with failures."""


class ModelRefused(ModelError):
    """The endpoint turns every request down: the key, the model's name or the quota is at fault."""


class BadAnswer(ModelError):
    """The answer is nothing that can be read."""


class CapReached(ModelError):
    """One more call could take more tokens or money than allowed."""


class Again(Exception):
    """A call that may do better when it is made again.

    ``after`` is how long the server asks to wait, in seconds; ``paid`` says that it may have read the request, and may count it.
    """

    def __init__(self, reason: str, *, after: float | None = None, paid: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        self.paid = paid


class Barred(Exception):
    """A call that the server does not let through, for what stands in it or for who sends it: another article may fare better."""
