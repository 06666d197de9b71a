"""One call to an OpenAI-compatible endpoint through the official SDK, with every failure told apart."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ingest.llm.asking import Reply, Request, Usage
from ingest.llm.errors import BadAnswer, ModelError, ModelRefused
from ingest.llm.forms import Forms
from ingest.llm.settings import is_loopback
from ingest.llm.wait import seconds_of

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

__all__ = ["Again", "Endpoint"]

_MOST_BYTES = 4_000_000
_NOT_SENT = ("ConnectError", "ConnectTimeout", "UnsupportedProtocol", "ProxyError")
"""Errors of the HTTP client after which nothing was sent."""
_TRANSIENT = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529))
_PARAMETERS = frozenset((400, 422))
_REFUSALS = {
    HTTPStatus.UNAUTHORIZED: "does not accept the key (401): set AIGRAPH_LLM_KEY or AIGRAPH_LLM_KEY_FILE to one that it knows",
    HTTPStatus.FORBIDDEN: "does not let this key use the model (403): {told}",
    HTTPStatus.NOT_FOUND: "does not have this model, or is not the address of the API (404): {told}",
}
_SPENT = frozenset(("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "access_terminated"))


class Again(Exception):  # noqa: N818 - it says what to do; caught where calls are repeated
    """A call that may do better when it is made again; ``after`` is how long the server asks to wait, in seconds."""

    def __init__(self, reason: str, *, after: float | None = None, paid: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        self.paid = paid


@dataclass(slots=True)
class Endpoint:
    """Calls ``url``; the key is sent there and nowhere else: no redirect is followed, and no proxy is used for this machine.

    ``timeout`` is in seconds, for each call as a whole; ``answer_tokens`` is the most that an answer may have.
    """

    url: str
    key: str = field(default="", repr=False)
    timeout: float = 300.0
    answer_tokens: int = 16_000
    forms: Forms = field(default_factory=Forms)
    _client: OpenAI | None = field(default=None, repr=False)
    _busy: int = field(default=0, repr=False)
    _idle: threading.Condition = field(default_factory=threading.Condition, repr=False)

    def __call__(self, request: Request) -> Reply:
        """The answer; raises Again for what may pass, ModelError for what does not."""
        while True:
            form = self.forms.best()
            try:
                return self._reply(request, self._sent({"model": request.model, **form.arguments(request, self.answer_tokens)}))
            except _UnsupportedError as refusal:
                if not self.forms.without(form, str(refusal)):
                    raise ModelError(f"{self.url} turns the request down (400): {refusal}") from refusal

    def close(self) -> None:
        """Close the connections once no call is under way: an answer that is being written is paid for."""
        with self._idle:
            self._idle.wait_for(lambda: not self._busy, timeout=self.timeout)
            if self._client is not None:
                self._client.close()
                self._client = None

    def _sent(self, arguments: Mapping[str, Any]) -> bytes:
        with self._idle:
            client = self._client = self._client or self._made()
            self._busy += 1
        try:
            return self._called(client, arguments)
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _called(self, client: OpenAI, arguments: Mapping[str, Any]) -> bytes:
        import openai  # noqa: PLC0415 - most commands ask no model

        deadline = time.monotonic() + self.timeout
        call: Any = client.chat.completions.with_streaming_response.create
        try:
            with call(**arguments) as response:
                return self._read(response, deadline)
        except openai.APITimeoutError as error:
            raise Again(f"{self.url} did not answer within {self.timeout:g} seconds", paid=True) from error
        except openai.APIConnectionError as error:
            sent = type(error.__cause__).__name__ not in _NOT_SENT
            happened = "dropped the connection" if sent else "cannot be reached"
            raise Again(f"{self.url} {happened} ({_root(error)})", paid=sent) from error
        except openai.APIStatusError as error:
            raise self._failure(error) from error
        except openai.OpenAIError as error:
            raise ModelError(f"{self.url}: {self._told(str(error))}") from error

    def _made(self) -> OpenAI:
        from openai import DefaultHttpxClient, Omit, OpenAI  # noqa: PLC0415

        headers: Any = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
        return OpenAI(
            base_url=self.url,
            api_key=self.key or "none",
            max_retries=0,
            timeout=self.timeout,
            default_headers=headers,
            http_client=DefaultHttpxClient(follow_redirects=False, timeout=self.timeout, trust_env=not is_loopback(self.url)),
        )

    def _read(self, response: Any, deadline: float) -> bytes:  # noqa: ANN401 - of the SDK
        body = bytearray()
        for chunk in self._chunks(response):
            body += chunk
            if len(body) > _MOST_BYTES:
                raise BadAnswer(f"the answer of {self.url} is longer than {_MOST_BYTES} bytes")
            if time.monotonic() > deadline:
                raise Again(f"{self.url} did not end its answer within {self.timeout:g} seconds", paid=True)
        return bytes(body)

    def _chunks(self, response: Any) -> Iterator[bytes]:  # noqa: ANN401 - of the SDK
        try:
            yield from response.iter_bytes()
        except Exception as error:  # whatever breaks while the answer arrives; the HTTP client's own errors pass the SDK bare
            raise Again(f"{self.url} broke off its answer ({_root(error)})", paid=True) from error

    def _failure(self, error: APIStatusError) -> Exception:
        """What a status of failure means: to ask again, to ask otherwise, to leave the article, or to leave it all."""
        status, told = error.status_code, self._told(error.message)
        if status in _PARAMETERS:
            return _UnsupportedError(told)
        if getattr(error, "code", None) in _SPENT or status == HTTPStatus.PAYMENT_REQUIRED:
            return ModelRefused(f"{self.url} asks to be paid first ({status}): {told}")
        if status in _TRANSIENT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Again(f"{self.url} fails ({status}): {told}", after=seconds_of(error.response.headers))
        if status in _REFUSALS:
            return ModelRefused(f"{self.url} {_REFUSALS[HTTPStatus(status)].format(told=told)}")
        if status < HTTPStatus.BAD_REQUEST:
            return ModelRefused(f"{self.url} sends us elsewhere ({status}), where the text is not to go: name the address itself")
        return ModelError(f"{self.url} turns the request down ({status}): {told}")

    def _told(self, message: str) -> str:
        """The server's words in one short line, without the key should it stand in them."""
        line = " ".join((message.replace(self.key, "…") if self.key else message)[:2000].split())
        return line if len(line) <= 200 else line[:199] + "…"  # noqa: PLR2004

    def _reply(self, request: Request, body: bytes) -> Reply:
        try:
            data = json.loads(body)
            choice = data["choices"][0]
            message = choice["message"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            start = self._told(body.decode("utf-8", "replace"))[:60]
            raise BadAnswer(f"{self.url} answers, but not as an OpenAI-compatible API does; its answer starts {start!r}") from error
        text = _content(message)
        if not text and isinstance(message, dict) and message.get("refusal"):
            raise BadAnswer("the model declines to read it")
        return Reply(text, _usage(data.get("usage"), request, text))


class _UnsupportedError(Exception):
    """A 400: something in the request that the endpoint or the model does not take."""


def _content(message: Any) -> str:  # noqa: ANN401 - what JSON can hold
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list):
        content = "".join(str(part["text"]) for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""


def _usage(told: Any, request: Request, text: str) -> Usage:  # noqa: ANN401 - what JSON can hold
    """What the endpoint counts, or three characters a token when it does not count."""
    counts: list[Any] = [told.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(told, dict) else []
    if len(counts) == 2 and all(isinstance(n, int) and 0 <= n < 10**9 for n in counts):  # noqa: PLR2004
        return Usage(1, int(counts[0]), int(counts[1]))
    return Usage(1, request.characters // 3, len(text) // 3)


def _root(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    words = " ".join(str(error).split())[:100]
    return words or type(error).__name__
