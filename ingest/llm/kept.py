"""Answers on disk: each is written whole as soon as it arrives, and no question is asked twice that was answered."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.llm.asking import Ask, Reply, Request, Usage
from ingest.llm.errors import ModelRefused

__all__ = ["Kept"]


@dataclass(frozen=True, slots=True)
class Kept:
    """An asker with a memory: ``folder/ab/abcd….json`` by the request's key (model and messages).

    A file holds the answer's words and what they took, neither the key of the endpoint nor the prompt. An answer that is not ``usable``
    is asked for again at the next reading.
    """

    ask: Ask
    folder: Path
    usable: Callable[[Request, str], bool] = lambda _request, _text: True

    def __call__(self, request: Request) -> Reply:
        """The answer that is kept, which takes nothing; or a new one, which is kept."""
        found = self.find(request)
        if found is not None:
            return Reply(found.text)
        path = self._path(request)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)  # before anything is paid for
        except OSError as error:
            raise ModelRefused(
                f"{self.folder}: answers cannot be kept there ({error.strerror}); no call is made that would be lost"
            ) from error
        reply = self.ask(request)
        with suppress(OSError):  # a disk that is full by now: the answer counts all the same
            self._write(path, reply)
        return reply

    def find(self, request: Request) -> Reply | None:
        """The usable answer that is kept, or None."""
        try:
            data = json.loads(self._path(request).read_text(encoding="utf-8"))
            reply = Reply(str(data["answer"]), Usage(1, int(data["read"]), int(data["written"])))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return reply if self.usable(request, reply.text) else None

    def _path(self, request: Request) -> Path:
        return self.folder / request.key[:2] / f"{request.key}.json"

    @staticmethod
    def _write(path: Path, reply: Reply) -> None:
        """Whole or not at all, also when the machine stops in the middle."""
        text = reply.text.encode("utf-8", "replace").decode("utf-8")
        content = {"answer": text, "read": reply.usage.read, "written": reply.usage.written}
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
