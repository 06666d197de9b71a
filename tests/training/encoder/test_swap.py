"""Other names for some entities: the text changes, what is said does not."""

from __future__ import annotations

from random import Random

from ingest.rules.mentions import Mention
from ingest.rules.windows import Piece
from training.encoder.documents import Document, Said
from training.encoder.swap import names_of, swapped

SAID = (Said("altair", "acquires", "boreal", "asserted", "current", 1.0, frozenset({0})),)
NAMES = {"Company": ["Un Nom Bien Plus Long", "X"]}


def rng(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def mention(text: str, words: str, entity: str, kind: str = "name", shift: int = 0) -> Mention:
    start = text.index(words) + shift
    return Mention(start, start + len(words), words, entity, words, "Company", kind)


def document() -> Document:
    first, second = "Altair a racheté Boreal.", "Le groupe Altair exulte."
    pieces = (
        Piece(4, 30, 30 + len(first), first, (mention(first, "Altair", "altair", shift=30), mention(first, "Boreal", "boreal", shift=30))),
        Piece(5, 0, len(second), second, (mention(second, "Le groupe", "altair", "phrase"), mention(second, "Altair", "altair"))),
    )
    return Document("one", pieces, SAID)


def test_an_entity_has_one_new_name_everywhere_and_phrases_stay() -> None:
    given = document()
    found = next(d for seed in range(20) if (d := swapped(given, NAMES, rng(seed), share=1.0)) is not given)
    words = {m.text for piece in found.pieces for m in piece.mentions if m.kind == "name" and m.entity == "altair"}
    assert len(words) == 1
    assert words <= set(NAMES["Company"])
    assert [m.text for m in found.pieces[1].mentions] == ["Le groupe", *words]
    assert found.pieces[0].text.endswith(".")
    assert " a racheté " in found.pieces[0].text
    assert found.said == SAID


def test_every_mention_still_stands_where_it_says() -> None:
    for seed in range(20):
        for piece in swapped(document(), NAMES, rng(seed)).pieces:
            for one in piece.mentions:
                assert piece.text[one.start - piece.start : one.end - piece.start] == one.text
            assert piece.end - piece.start == len(piece.text)


def test_some_documents_are_left_as_they_are() -> None:
    given = document()
    same = sum(swapped(given, NAMES, rng(seed), share=1.0) is given for seed in range(200))
    assert 40 < same < 100


def test_the_same_seed_gives_the_same_names() -> None:
    assert swapped(document(), NAMES, rng(3)) == swapped(document(), NAMES, rng(3))


def test_a_type_without_names_keeps_its_own() -> None:
    given = document()
    assert all(swapped(given, {}, rng(seed), share=1.0) is given for seed in range(10))


def test_names_are_those_of_known_entities_by_type() -> None:
    text = "Altair voit Cobalt."
    piece = Piece(0, 0, len(text), text, (mention(text, "Altair", "altair"), mention(text, "Cobalt", "?cobalt")))
    assert names_of([document(), Document("two", (piece,), ())]) == {"Company": ["Altair", "Boreal"]}
