"""What a status of failure means: to ask again, to ask otherwise, to leave the article, or to leave them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

from ingest.llm.errors import Again, Barred, ModelError, ModelRefused
from ingest.llm.wait import seconds_of

__all__ = ["Unsupported", "failure"]

_TRANSIENT = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529))
_PARAMETERS = frozenset((400, 422))
_SPENT = frozenset(("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "access_terminated"))
_REFUSALS = {
    HTTPStatus.UNAUTHORIZED: "does not accept the key (401): set AIGRAPH_LLM_KEY or AIGRAPH_LLM_KEY_FILE to one that it knows",
    HTTPStatus.FORBIDDEN: "does not let this key use the model (403): {told}",
    HTTPStatus.NOT_FOUND: "does not have this model, or is not the address of the API (404): {told}",
}
_BARRED = "does not let this article through (403)"
_OF_THE_TEXT = re.compile(r"\b(?:content|moderation|flagged|filter\w*|polic\w+|safety|unsafe|harm\w*|violat\w+|inappropriate)\b")
_OF_THE_KEY = re.compile(
    r"\b(?:key|token|credential\w*|model|permission\w*|scope\w*|account|organi[sz]ation|project|subscription|plan|region|country|territory|"
    r"ip address|billing|credit\w*|quota)\b"
)


class Unsupported(Exception):  # noqa: N818 - it says what happened; caught where the request is put otherwise
    """A 400: something in the request that the endpoint or the model does not take; ``reason`` is longer than what is shown of it."""

    def __init__(self, told: str, reason: str) -> None:
        super().__init__(told)
        self.reason = reason


def failure(url: str, status: int, told: str, *, code: object, reason: str, headers: Mapping[str, str]) -> Exception:
    """The exception for a response with this status; ``told`` is the server's own word in a short line, ``reason`` the same at length."""
    if status in _PARAMETERS:
        return Unsupported(told, reason)
    if code in _SPENT or status == HTTPStatus.PAYMENT_REQUIRED:
        return ModelRefused(f"{url} asks to be paid first ({status}): {told}")
    if status in _TRANSIENT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Again(f"{url} fails ({status}): {told}", after=seconds_of(headers))
    if status in _REFUSALS:
        barred = status == HTTPStatus.FORBIDDEN and _is_of_the_text(reason.casefold())
        return Barred(f"{url} {_BARRED}: {told}") if barred else ModelRefused(f"{url} {_REFUSALS[HTTPStatus(status)].format(told=told)}")
    if status < HTTPStatus.BAD_REQUEST:
        return ModelRefused(f"{url} sends us elsewhere ({status}), where the text is not to go: name the address itself")
    return ModelError(f"{url} turns the request down ({status}): {told}")


def _is_of_the_text(reason: str) -> bool:
    """Whether a 403 may be of this one text, as filters of content and firewalls send it, and not of the key, the model or the place."""
    return _OF_THE_TEXT.search(reason) is not None or _OF_THE_KEY.search(reason) is None
