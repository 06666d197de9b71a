"""A text classifier of Hugging Face as a function from sentences to labels; transformers and torch are loaded with it, and not before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from ingest.errors import ModelUnusable
from ingest.local.hub import checked_weights

__all__ = ["Classify", "classifier"]

_BATCH = 16


class Classify(Protocol):
    """The likeliest label of each text, and how likely it is."""

    def __call__(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """One pair a text."""


def classifier(folder: Path, wanted: Iterable[str] = ()) -> Classify:
    """The classifier in this folder, which has the ``wanted`` labels; raises ModelUnusable.

    Code and pickles that come with a model are not run: the weights must be safetensors.
    """
    checked_weights(folder, str(folder))
    try:
        transformers: Any = import_module("transformers")  # slow, and an extra
        import_module("torch")
    except ImportError as error:
        raise ModelUnusable(
            "a model of one's own needs transformers and torch: pip install 'ai-industry-graph[models]' brings them"
        ) from error
    options: dict[str, Any] = {"trust_remote_code": False, "local_files_only": True}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **options)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(folder, use_safetensors=True, **options)
    except Exception as error:  # whatever transformers stumbles over in files that anybody may have written
        reason = " ".join(str(error).split())[:200]
        raise ModelUnusable(
            f"{folder} cannot be loaded ({reason}): name a folder or a hub model with a sequence classifier in safetensors"
        ) from error
    own = list(map(str, model.config.id2label.values()))
    if unknown := [name for name in wanted if name not in own]:
        raise ModelUnusable(f"{folder} has no label {unknown[0]!r} as its aigraph.json says: it has {', '.join(own)[:200]}")
    pipe: Any = transformers.pipeline("text-classification", model=model, tokenizer=tokenizer, truncation=True)

    def classify(texts: Sequence[str]) -> list[tuple[str, float]]:
        return [(str(row["label"]), float(row["score"])) for row in pipe(list(texts), batch_size=_BATCH)]

    return classify
