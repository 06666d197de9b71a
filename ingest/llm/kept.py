"""Answers on disk: each is written whole as soon as it arrives, and no question is asked twice that was answered."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.llm.asking import Ask, Reply, Request, Usage
from ingest.llm.errors import ModelRefused, ModelUnreachable

__all__ = ["Kept"]


@dataclass(slots=True)
class Kept:
    """An asker with a memory: ``folder/ab/abcd….json`` by the request's key (model and messages).

    A file holds the answer's words and what they took, neither the key of the endpoint nor the prompt. An answer that is not ``usable``
    counts for this run, and is asked for again at the next. Each call is made in a thread of its own, so that whoever waits for it may be
    interrupted, and the answer is kept all the same; who asks what is being asked waits for that call.
    """

    ask: Ask
    folder: Path
    usable: Callable[[Request, str], bool] = lambda _request, _text: True
    _calls: dict[str, Future[Reply]] = field(default_factory=dict, repr=False)
    _unkept: dict[str, Reply] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __call__(self, request: Request) -> Reply:
        """The answer that is kept, which takes nothing; or a new one, which is kept. Raises ModelError."""
        found = self.find(request) or self._unkept.get(request.key)
        if found is not None:
            return Reply(found.text, cut=found.cut)
        with self._lock:
            call = self._calls.get(request.key)
            new = call is None
            if call is None:
                call = self._calls[request.key] = Future()
        if new:
            threading.Thread(target=self._make, args=(request, call), name="model call", daemon=True).start()
        reply = call.result()
        return reply if new else Reply(reply.text, cut=reply.cut)

    def find(self, request: Request) -> Reply | None:
        """The usable answer that is kept, or None."""
        try:
            data = json.loads(self._path(request).read_text(encoding="utf-8"))
            reply = Reply(str(data["answer"]), Usage(1, int(data["read"]), int(data["written"])), int(data.get("cut", 0)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return reply if self.usable(request, reply.text) else None

    @property
    def under_way(self) -> int:
        """How many calls have no answer yet."""
        return len(self._calls)

    def settle(self, seconds: float) -> None:
        """Wait for the calls under way, so that their answers are kept, but no longer; whoever still waits then is told."""
        until = time.monotonic() + seconds
        try:
            for call in self._waited_for():
                with suppress(Exception):  # of whoever asked
                    call.result(max(0.0, until - time.monotonic()))
        finally:
            for call in self._waited_for():
                with suppress(Exception):  # it has its answer by now
                    call.set_exception(ModelUnreachable("reading was ended before its answer came"))

    def _waited_for(self) -> list[Future[Reply]]:
        with self._lock:
            return list(self._calls.values())

    def _make(self, request: Request, call: Future[Reply]) -> None:
        reply: Reply | None = None
        failure: BaseException | None = None
        try:
            reply = self._answered(request)
        except BaseException as error:  # noqa: BLE001 - told to those who wait for it
            failure = error
        with self._lock:
            self._calls.pop(request.key, None)
        with suppress(Exception):  # nobody waits any more
            if reply is not None:
                call.set_result(reply)
            else:
                call.set_exception(failure)

    def _answered(self, request: Request) -> Reply:
        """The answer, which another call may have brought since it was looked for; kept before anybody is told."""
        found = self.find(request) or self._unkept.get(request.key)
        if found is not None:
            return Reply(found.text, cut=found.cut)
        path = self._path(request)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)  # before anything is paid for
        except OSError as error:
            raise ModelRefused(
                f"{self.folder}: answers cannot be kept there ({error.strerror}); no call is made that would be lost"
            ) from error
        reply = self.ask(request)
        reply = replace(reply, text=reply.text.encode("utf-8", "replace").decode("utf-8"))
        try:
            self._write(path, reply)
            kept = self.usable(request, reply.text)
        except OSError:  # a disk that is full by now: the answer counts all the same
            kept = False
        if not kept:
            self._unkept[request.key] = reply
        return reply

    def _path(self, request: Request) -> Path:
        return self.folder / request.key[:2] / f"{request.key}.json"

    @staticmethod
    def _write(path: Path, reply: Reply) -> None:
        """Whole or not at all, also when the machine stops in the middle."""
        content: dict[str, str | int] = {"answer": reply.text, "read": reply.usage.read, "written": reply.usage.written}
        if reply.cut:
            content["cut"] = reply.cut
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
