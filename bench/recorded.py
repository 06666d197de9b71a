"""Prompts and answers in a folder: ``<article>-<12 digits of the key>.json`` is what would be sent, ``….answer.txt`` what a model said."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from ingest.llm.asking import Reply, Request, Usage, content_key
from ingest.llm.errors import ModelError

MODEL = "recorded"


@dataclass
class Folder:
    """An asker that answers from a folder; what it has no answer for it writes down, as JSON and as text to be read."""

    path: Path
    article: str = "prompt"
    asked: list[Path] = field(default_factory=list)
    unanswered: list[Path] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        """The recorded answer; raises ModelError when there is none."""
        self.path.mkdir(parents=True, exist_ok=True)
        stem = f"{self.article}-{request.key[:12]}"
        prompt, answer = self.path / f"{stem}.json", self.path / f"{stem}.answer.txt"
        content = {"key": request.key, "model": request.model, "messages": list(request.messages), "schema": request.schema}
        prompt.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        (self.path / f"{stem}.prompt.txt").write_text(rendered(request), encoding="utf-8")
        self.asked.append(prompt)
        if not answer.is_file():
            self.unanswered.append(answer)
            raise ModelError(f"{answer} is not there yet")
        text = answer.read_text(encoding="utf-8")
        return Reply(text, Usage(1, request.characters // 4, len(text) // 4))


def rendered(request: Request) -> str:
    """The messages one after another, as a person or a model reads them."""
    parts = [f"=== {message['role']} ===\n{message['content']}" for message in request.messages]
    return "\n\n".join([*parts, f"=== form of the answer (JSON schema) ===\n{json.dumps(request.schema)}\n"])


def answers(folder: Path) -> dict[str, str]:
    """The recorded answers by content key."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        answer = path.with_name(path.name.removesuffix(".json") + ".answer.txt")
        if answer.is_file():
            content = json.loads(path.read_text(encoding="utf-8"))
            found[content_key(content["model"], content["messages"])] = answer.read_text(encoding="utf-8")
    return found


def name_of(source: str) -> str:
    """A file's name for an article."""
    return re.sub(r"[^\w.-]+", "_", Path(source).stem)[:60]
