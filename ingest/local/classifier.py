"""A text classifier of Hugging Face as a function from sentences to labels; transformers and torch are loaded with it, and not before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from ingest.errors import ModelUnusable

__all__ = ["Classify", "classifier", "version_of"]

_BATCH = 16


class Classify(Protocol):
    """The likeliest label of each text, and how likely it is."""

    def __call__(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """One pair a text."""


def classifier(name: str) -> Classify:
    """The classifier in this folder, or of this name on the hub; raises ModelUnusable.

    Code and pickles that come with a model are not run: the weights must be safetensors.
    """
    try:
        transformers: Any = import_module("transformers")  # slow, and an extra
        import_module("torch")
    except ImportError as error:
        raise ModelUnusable(
            "a model of one's own needs transformers and torch: pip install 'ai-industry-graph[models]' brings them"
        ) from error
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(name, trust_remote_code=False)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(name, trust_remote_code=False, use_safetensors=True)
    except (OSError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelUnusable(
            f"{name} cannot be loaded ({reason}): name a folder or a hub model with a sequence classifier in safetensors"
        ) from error
    pipe: Any = transformers.pipeline("text-classification", model=model, tokenizer=tokenizer, truncation=True)

    def classify(texts: Sequence[str]) -> list[tuple[str, float]]:
        return [(str(row["label"]), float(row["score"])) for row in pipe(list(texts), batch_size=_BATCH)]

    return classify


def version_of(folder: Path) -> str:
    """Eight hex digits of what is in a model's folder: other weights or labels are another version of the reader."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.suffix in {".json", ".safetensors", ".txt", ".model"}):
        with path.open("rb") as file:
            found.update(f"{path.name}:{hashlib.file_digest(file, 'sha256').hexdigest()}".encode())
    return found.hexdigest()[:8]
