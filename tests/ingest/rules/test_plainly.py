"""The plainest sentence of each relation, in four languages, both voices, with names known and unknown; and what no plain sentence says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.rules import rules_extractor
from ingest.rules.mentions import Mention
from ingest.rules.plainly import plainly_said
from ingest.rules.windows import Piece
from ontology.records import Article, Claim
from ontology.vocabulary import ontology

FOLDER = Path(__file__).parent / "plainest"
SENTENCES: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "sentences.yaml").read_text(encoding="utf-8"))
FLOORS: dict[str, dict[str, int]] = yaml.safe_load((FOLDER / "floors.yaml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "fr", "de", "es")
READ = rules_extractor()


def says(claim: Claim, relation: str, head: str, tail: str) -> bool:
    ends = (claim.subject.name, claim.object.name)
    order = ends == (head, tail) or (ontology().relations[relation].symmetric and ends == (tail, head))
    return order and (claim.relation, claim.certainty, claim.phase) == (relation, "asserted", "current")


def holds(text: str, lang: str, relation: str, names: tuple[str, str]) -> bool:
    return any(says(claim, relation, *names) for claim in READ(Article(text, "plain.txt", lang=lang)).claims)


@pytest.mark.parametrize("relation", ontology().relations)
def test_the_plainest_sentences_give_their_edge(relation: str) -> None:
    rows = SENTENCES[relation]
    kept = {
        lang: sum(holds(form.format(a=head, b=tail), lang, relation, (head, tail)) for head, tail in rows["names"] for form in rows[lang])
        for lang in LANGUAGES
    }
    assert not {lang: count for lang, count in kept.items() if count < FLOORS[relation][lang]}, f"fewer than {FLOORS[relation]}: {kept}"


def test_no_floor_is_above_the_sentences() -> None:
    for relation, rows in SENTENCES.items():
        assert all(FLOORS[relation][lang] <= len(rows["names"]) * len(rows[lang]) for lang in LANGUAGES)


def piece(text: str, *names: tuple[str, str]) -> Piece:
    found = tuple(sorted(Mention(at, at + len(name), name, name, name, kind) for name, kind in names if (at := text.find(name)) >= 0))
    return Piece(0, 0, len(text), text, found)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Orvane liefert keine Chips an Brandholt."),
        ("de", "Orvane hat Brandholt angeblich übernommen."),
        ("de", "Orvane will Brandholt übernehmen."),
        ("de", "Orvane hat Brandholt übernommen, sagen Insider."),
        ("de", "Orvane soll an Brandholt liefern."),
        ("de", "Orvane liefert nichts an Brandholt."),
        ("de", "Orvane verkauft keinerlei Chips an Brandholt."),
        ("de", "Orvane hat Brandholt keineswegs übernommen."),
        ("de", "Orvane übernimmt Brandholt im nächsten Jahr."),
        ("de", "Orvane übernimmt Brandholt laut Insidern."),
        ("de", "Orvane ist ein ehemaliger Partner von Brandholt."),
        ("de", "Orvane verkauft seine Anteile an Brandholt."),
        ("de", "Orvane kauft 20 Prozent von Brandholt."),
        ("es", "Orvane no invierte en Brandholt."),
        ("es", "Orvane vende apenas chips a Brandholt."),
        ("es", "Orvane es antiguo proveedor de Brandholt."),
        ("es", "Orvane compra el 20% de Brandholt."),
        ("es", "Orvane vendió una filial a Brandholt."),
        ("es", "Orvane habría comprado Brandholt."),
        ("es", "Orvane invierte poco y nada en Brandholt."),
        ("fr", "Orvane n'a pas racheté Brandholt."),
        ("fr", "Orvane aurait racheté Brandholt."),
        ("fr", "Orvane a racheté la filiale de Brandholt."),
        ("fr", "Orvane a vendu son usine à Brandholt."),
        ("fr", "Orvane fournit selon la presse des puces à Brandholt."),
        ("fr", "Orvane est un ancien fournisseur de Brandholt."),
        ("en", "Orvane has not acquired Brandholt."),
        ("en", "Orvane will acquire Brandholt."),
        ("en", "Orvane acquired 20% of Brandholt."),
        ("en", "Orvane sold its chip business to Brandholt."),
        ("en", "Orvane was reportedly acquired by Brandholt."),
        ("en", "Orvane is a former customer of Brandholt."),
    ],
)
def test_a_denial_a_rumour_or_more_than_the_pattern_is_not_plain(lang: str, text: str) -> None:
    assert plainly_said([piece(text, ("Orvane", "Company"), ("Brandholt", "Company"))], lang) == {}


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("de", "Der Orvane liefert seit Mai Sensoren an Brandholt.", ("supplies", "forth")),
        ("de", "Brandholt wurde im Mai von Orvane übernommen.", ("acquires", "back")),
        ("de", "Orvane und Brandholt sind Partner!", ("partners-with", "sym")),
        ("en", "Brandholt was acquired by the Orvane.", ("acquires", "back")),
        ("en", "Brandholt was supplied with sensors by Orvane.", ("supplies", "back")),
        ("fr", "Orvane fournit depuis mai des capteurs à Brandholt.", ("supplies", "forth")),
        ("fr", "Orvane et Brandholt sont partenaires.", ("partners-with", "sym")),
        ("es", "Brandholt fue comprada por Orvane en mayo.", ("acquires", "back")),
        ("es", "Orvane suministra sensores a Brandholt.", ("supplies", "forth")),
    ],
)
def test_a_plain_sentence_tells_relation_and_way(lang: str, text: str, said: tuple[str, str]) -> None:
    assert plainly_said([piece(text, ("Orvane", "Company"), ("Brandholt", "Company"))], lang) == {0: said}


def test_a_relation_that_the_two_types_cannot_have_is_not_told() -> None:
    assert plainly_said([piece("Orvane gründete Brandholt.", ("Orvane", "Product"), ("Brandholt", "Person"))], "de") == {}


def test_a_third_name_makes_a_sentence_less_than_plain() -> None:
    text = "Orvane liefert Halvor an Brandholt."
    assert plainly_said([piece(text, *((name, "Company") for name in ("Orvane", "Halvor", "Brandholt")))], "de") == {}


ENDS = {
    "develops": ("Company", "Product"),
    "uses": ("Company", "Product"),
    "founded": ("Person", "Company"),
    "works-for": ("Person", "Company"),
    "regulates": ("Government", "Company"),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("relation", ontology().relations)
def test_the_plainest_sentences_have_a_pattern(relation: str, lang: str) -> None:
    (head, tail), (of_head, of_tail) = SENTENCES[relation]["names"][1], ENDS.get(relation, ("Company", "Company"))
    for form in SENTENCES[relation][lang]:
        text = form.format(a=head, b=tail)
        way = "sym" if ontology().relations[relation].symmetric else "forth" if text.find(head) < text.find(tail) else "back"
        assert plainly_said([piece(text, (head, of_head), (tail, of_tail))], lang) == {0: (relation, way)}, text
