"""Tiny models with weights of no value, made on the spot: a classifier, and GLiNERs for names and for relations too."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["gliner_named", "tiny_classifier", "tiny_gliner"]

_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[FLERT]", "<<ENT>>", "<<SEP>>", "<<REL>>"]
_WORDS = [*_SPECIAL, "[", "]", "/", "e1", "e2", "has", "acquired", "founded", "by", "was", ".", "company", "person", "buys"]
_SIZES = {"vocab_size": len(_WORDS), "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}


def tiny_classifier(folder: Path) -> None:
    """A classifier that says "bought" of everything, with its labels."""
    torch: Any = import_module("torch")
    transformers: Any = import_module("transformers")
    _tokenizer(folder).save_pretrained(folder)
    torch.manual_seed(1)
    model = transformers.BertForSequenceClassification(
        transformers.BertConfig(**_SIZES, id2label={0: "bought", 1: "none"}, label2id={"bought": 0, "none": 1})
    )
    with torch.no_grad():
        model.classifier.bias.copy_(torch.tensor([5.0, -5.0]))
    model.save_pretrained(folder)
    (folder / "aigraph.json").write_text(json.dumps({"labels": {"bought": {"relation": "acquires"}}}), encoding="utf-8")


def tiny_gliner(folder: Path, *, ties: bool) -> None:
    """A GLiNER that finds something everywhere if it is asked for little; with ``ties``, relations between all of it."""
    torch: Any = import_module("torch")
    config: Any = import_module("gliner.config")
    model: Any = import_module("gliner.model")
    options: dict[str, Any] = {
        "model_name": "tiny",
        "encoder_config": {"model_type": "bert", **_SIZES},
        "hidden_size": 8,
        "max_width": 2,
        "dropout": 0.0,
        "max_len": 64,
        "has_rnn": False,
        "class_token_index": _SPECIAL.index("<<ENT>>"),
    }
    torch.manual_seed(1)
    if ties:
        options |= {"relations_layer": "none", "rel_token_index": _SPECIAL.index("<<REL>>")}
        made = model.UniEncoderSpanRelexGLiNER(config.UniEncoderSpanRelexConfig(**options), tokenizer=_tokenizer(folder))
    else:
        made = model.UniEncoderSpanGLiNER(config.UniEncoderSpanConfig(**options), tokenizer=_tokenizer(folder))
    made.save_pretrained(folder, safe_serialization=True)


def gliner_named(**told: object) -> str:
    """A labels file that asks a GLiNER for everything, however unlikely."""
    asked = {
        "types": {"company": "Company", "person": "Person"},
        "least_name": 0.0,
        "least": 0.0,
        "labels": {"buys": {"relation": "acquires"}},
    }
    return json.dumps(asked | told)


def _tokenizer(folder: Path) -> Any:  # noqa: ANN401 - of the extra
    transformers: Any = import_module("transformers")
    path = folder / "vocab.txt"
    path.write_text("\n".join(_WORDS), encoding="utf-8")
    return transformers.BertTokenizerFast(vocab=str(path), vocab_file=str(path))
