"""The annotator's names in the pieces of an article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.rules.mentions import PHRASE, Mention
from ingest.rules.windows import Piece
from training.encoder.documents import Document
from training.examples import is_set_aside
from training.mentions import Place, Places, digest, is_kept
from training.tagger.documents import UNKNOWN, articles, marked

TEXT = "Brivelac et Ondamire SA. Le groupe vend Calypso à Korvex, dit Mistral."


def entity(key: str, type_: str, *names: str) -> dict[str, Any]:
    return {"key": key, "type": type_, "names": list(names)}


def mention(words: str, entity: str, type_: str = "Company", kind: str = "name") -> Mention:
    at = TEXT.index(words)
    return Mention(10 + at, 10 + at + len(words), words, entity, words, type_, kind)


def place(words: str, of: str) -> Place:
    return Place(3, 10 + TEXT.index(words), 10 + TEXT.index(words) + len(words), of)


def read(*found: Mention, marks: Places | None = None) -> dict[str, tuple[str, str]]:
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
    made = marked(document, gold, marks)
    assert made.phrases == (marks is not None)
    (piece,) = made.pieces
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


def test_marks_add_phrases_and_names_and_drop_what_nobody_marked() -> None:
    marks = Places("", (place("Le groupe", "brivelac"),), (place("Mistral", "mistral-model"),), (place("Korvex", "Company"),))
    assert read(mention("dit", "?dit"), marks=marks) == {
        "Brivelac": ("brivelac", "Company"),
        "Ondamire SA": ("ondamire", "Company"),
        "Le groupe": ("brivelac", "Company"),
        "Calypso": ("calypso", "Product"),
        "Korvex": ("Company-korvex", "Company"),
        "Mistral": ("mistral-model", "Product"),
    }


def test_marks_of_another_block_or_piece_are_left_out() -> None:
    elsewhere = Place(4, 10, 18, "brivelac"), Place(3, 0, 8, "brivelac")
    assert "Le groupe" not in read(marks=Places("", elsewhere, (), ()))


def test_marks_count_for_the_very_text_they_were_made_in(tmp_path: Path) -> None:
    name = next(f"a{n}" for n in range(100) if not is_set_aside(f"a{n}") and is_kept(f"a{n}"))
    text = "Brivelac avance. Le groupe recrute.\n"
    (tmp_path / "gold").mkdir()
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    gold = {"id": name, "entities": [entity("brivelac", "Company", "Brivelac")], "relations": []}
    (tmp_path / "gold" / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": name, "file": "one.txt", "lang": "fr"}) + "\n", encoding="utf-8")
    marks = tmp_path / "mentions.jsonl"
    for of, kinds in ((text.strip(), ["name", "phrase"]), ("Brivelac recule.", ["name"])):
        row = {"id": name, "text": digest(of), "phrases": [[0, 17, 26, "brivelac"]], "names": [], "unlisted": []}
        marks.write_text(json.dumps(row) + "\n", encoding="utf-8")
        (document,) = articles(tmp_path, marks, kept=True)
        assert [m.kind for piece in document.pieces for m in piece.mentions] == kinds
        assert [m.kind for piece in articles(tmp_path, marks)[0].pieces for m in piece.mentions] == ["name"]
        marks = tmp_path / "others.jsonl"
