"""One call to an OpenAI-compatible endpoint through the official SDK, with every failure told apart."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.llm.asking import Reply, Request, Usage
from ingest.llm.errors import Again, BadAnswer, ModelError, ModelRefused
from ingest.llm.failures import Unsupported, failure
from ingest.llm.forms import Form, Forms
from ingest.llm.room import Room, is_about_room
from ingest.llm.secret import without_key

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["Endpoint"]

_MOST_TRIES = 16
"""Ways to put one request; none of them but the last is paid for."""
_MOST_TOLD = 2000


@dataclass(slots=True)
class Endpoint:
    """Calls ``url``; the key is sent there and nowhere else: no redirect is followed, and no proxy is used for this machine.

    ``timeout`` is in seconds, for each call as a whole; ``answer_tokens`` is the most that an answer may have, and less where the endpoint
    does not take so much. A ``capped`` one does not ask for answers whose length it cannot limit.
    """

    url: str
    key: str = field(default="", repr=False)
    timeout: float = 300.0
    answer_tokens: int = 16_000
    capped: bool = False
    forms: Forms = field(default_factory=Forms)
    _client: OpenAI | None = field(default=None, repr=False)
    _busy: int = field(default=0, repr=False)
    _idle: threading.Condition = field(default_factory=threading.Condition, repr=False)

    def __call__(self, request: Request) -> Reply:
        """The answer; raises Again for what may pass, Barred for what another article may be spared, ModelError for what does not pass."""
        room = self.forms.room
        for _ in range(_MOST_TRIES):
            form = self.forms.best()
            limit = room.limit(request, self.answer_tokens)
            try:
                body = self._sent(request, form, limit)
            except Unsupported as refusal:
                room = self._otherwise(refusal, form, room, request, limit)
            else:
                self.forms.room = room
                return self._reply(request, body, limit if form.limited else 0)
        raise ModelError(f"{self.url} turns the request down however it is put")

    def close(self) -> None:
        """Close the connections once no call is under way: an answer that is being written is paid for."""
        with self._idle:
            self._idle.wait_for(lambda: not self._busy, timeout=self.timeout)
            if self._client is not None:
                self._client.close()
                self._client = None

    def _otherwise(self, refusal: Unsupported, form: Form, room: Room, request: Request, limit: int) -> Room:
        """How long the answer may be when the request is put once more; raises ModelError when there is no other way."""
        smaller = None
        if form.limited and is_about_room(refusal.reason):
            smaller = room.smaller(refusal.reason, request, limit)
        elif self.forms.without(form, str(refusal)):
            smaller = room
        if smaller is None:
            raise ModelError(f"{self.url} turns the request down (400): {refusal}") from refusal
        return smaller

    def _sent(self, request: Request, form: Form, limit: int) -> bytes:
        if self.capped and not form.limited:
            raise ModelRefused(
                f"{self.url} takes no limit for the tokens of an answer, so that --max-tokens and --max-cost could be overstepped: "
                "leave them out, or ask another endpoint"
            )
        with self._idle:
            client = self._client = self._client or self._made()
            self._busy += 1
        try:
            return self._called(client, {"model": request.model, **form.arguments(request, limit)})
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _called(self, client: OpenAI, arguments: Mapping[str, Any]) -> bytes:
        import openai  # noqa: PLC0415 - most commands ask no model

        call: Any = client.chat.completions.with_raw_response.create
        try:
            content: bytes = call(**arguments).http_response.content
        except openai.APIStatusError as error:
            told, reason = self._told(error.message), self._clean(error.message)[:_MOST_TOLD]
            raise failure(
                self.url, error.status_code, told, code=getattr(error, "code", None), reason=reason, headers=error.response.headers
            ) from None
        except (Again, ModelError) as error:
            raise _in_words(error, self._clean(str(error))) from None
        except openai.OpenAIError as error:
            raise ModelError(f"{self.url}: {self._told(str(error))}") from None
        return content

    def _made(self) -> OpenAI:
        from openai import DefaultHttpxClient, Omit, OpenAI  # noqa: PLC0415 - the same

        from ingest.llm.wire import Wire  # noqa: PLC0415 - the same

        headers: Any = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
        return OpenAI(
            base_url=self.url,
            api_key=self.key or "none",
            max_retries=0,
            timeout=self.timeout,
            default_headers=headers,
            http_client=DefaultHttpxClient(follow_redirects=False, timeout=self.timeout, transport=Wire(self.url, self.timeout)),
        )

    def _clean(self, text: str) -> str:
        return without_key(text, self.key, least=1)

    def _told(self, message: str) -> str:
        """The server's words in one short line, without the key should it stand in them."""
        line = " ".join(self._clean(message)[:_MOST_TOLD].split())
        return line if len(line) <= 200 else line[:199] + "…"  # noqa: PLR2004 - a line

    def _reply(self, request: Request, body: bytes, limit: int) -> Reply:
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
        cut = limit if isinstance(choice, dict) and choice.get("finish_reason") == "length" else 0
        return Reply(without_key(text, self.key), _usage(data.get("usage"), request, text), cut)


def _in_words(error: Again | ModelError, words: str) -> Exception:
    """The same error in these words."""
    return Again(words, after=error.after, paid=error.paid) if isinstance(error, Again) else type(error)(words)


def _content(message: Any) -> str:  # noqa: ANN401 - what JSON can hold
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list):
        content = "".join(str(part["text"]) for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""


def _usage(told: Any, request: Request, text: str) -> Usage:  # noqa: ANN401 - what JSON can hold
    """What the endpoint counts, or three characters a token when it does not count."""
    counts: list[Any] = [told.get(name) for name in ("prompt_tokens", "completion_tokens")] if isinstance(told, dict) else []
    if len(counts) == 2 and all(isinstance(n, int) and 0 <= n < 10**9 for n in counts):  # noqa: PLR2004 - a line
        return Usage(1, int(counts[0]), int(counts[1]))
    return Usage(1, request.characters // 3, len(text) // 3)
