"""The vocabulary that ships, ``pieces.tsv``: a piece and its score a line; the number of the line is the piece's id."""

from __future__ import annotations

from collections.abc import Callable

from tokenizers import Tokenizer

__all__ = ["scored", "tokens_in"]


def scored(pieces: str) -> list[tuple[str, float]]:
    """The pieces with their scores, out of the text of ``pieces.tsv``."""
    return [(piece, float(score)) for piece, _, score in (line.partition("\t") for line in pieces.rstrip("\n").split("\n"))]


def tokens_in(tokenizer: Tokenizer) -> Callable[[str], list[int]]:
    """As ``ingest.rules.encoder.Encoder.tokens_of``."""

    def tokens_of(text: str) -> list[int]:
        words = " ".join(text.split())
        return list(tokenizer.encode(words, add_special_tokens=False).ids) if words else []

    return tokens_of
