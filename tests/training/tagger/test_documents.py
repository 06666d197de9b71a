"""The annotator's names in the pieces of an article."""

from __future__ import annotations

from typing import Any

from ingest.rules.mentions import PHRASE, Mention
from ingest.rules.windows import Piece
from training.encoder.documents import Document
from training.tagger.documents import UNKNOWN, marked

TEXT = "Brivelac et Ondamire SA. Le groupe vend Calypso à Korvex, dit Mistral."


def entity(key: str, type_: str, *names: str) -> dict[str, Any]:
    return {"key": key, "type": type_, "names": list(names)}


def mention(words: str, entity: str, type_: str = "Company", kind: str = "name") -> Mention:
    at = TEXT.index(words)
    return Mention(10 + at, 10 + at + len(words), words, entity, words, type_, kind)


def read(*found: Mention) -> dict[str, tuple[str, str]]:
    gold = {
        "entities": [
            entity("brivelac", "Company", "Brivelac", "B"),
            entity("ondamire", "Company", "Ondamire", "Ondamire SA"),
            entity("calypso", "Product", "Calypso"),
            entity("mistral", "Company", "Mistral"),
            entity("mistral-model", "Product", "Mistral"),
        ]
    }
    document = Document("fr-1", (Piece(3, 10, 10 + len(TEXT), TEXT, found),), ())
    (piece,) = marked(document, gold).pieces
    for one in piece.mentions:
        assert TEXT[one.start - 10 : one.end - 10] == one.text
    return {one.text: (one.entity, one.type) for one in piece.mentions}


def test_every_name_of_the_annotator_is_marked_the_longest_first() -> None:
    assert read() == {
        "Brivelac": ("brivelac", "Company"),
        "Ondamire SA": ("ondamire", "Company"),
        "Calypso": ("calypso", "Product"),
        "Mistral": (UNKNOWN, "Company"),
    }


def test_the_programs_names_stay_where_the_annotator_has_none_and_get_the_annotators_type() -> None:
    found = read(mention("Korvex", "?korvex"), mention("Ondamire", "ondamire"), mention("Calypso à", "calypso"))
    assert found["Korvex"] == ("?korvex", "Company")
    assert "Ondamire" not in found
    assert "Calypso à" not in found


def test_phrases_are_left_out() -> None:
    assert "Le groupe" not in read(mention("Le groupe", "brivelac", kind=PHRASE))
