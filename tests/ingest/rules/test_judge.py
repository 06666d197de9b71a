"""The judge: sums of weights, and what it says of clear sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.rules.cues import cues
from ingest.rules.judge import BACK, FORTH, MODEL, SYMMETRIC, Judge, Weights, judge, ways_of
from ingest.rules.mentions import Mention
from ontology.vocabulary import ontology
from tests.ingest.rules.marked import pair, sentence

TABLE = Weights(
    {"a": 0, "b": 1},
    ("acquires:forth", "acquires:back", "competes-with:sym", "develops:forth"),
    np.array([[2, 0, 0, 0], [0, 1, 0, 9]], dtype=np.float32),
    np.array([-1, 0, 0, 0], dtype=np.float32),
)


def company(name: str) -> Mention:
    return Mention(0, len(name), name, name.lower(), name, "Company")


def product(name: str) -> Mention:
    return Mention(0, len(name), name, name.lower(), name, "Product")


def likely(first: Mention, second: Mention, features: set[str]) -> dict[tuple[str, str], float]:
    return {(relation, way): p for relation, way, p in Judge(TABLE, TABLE, TABLE).relations_of(first, second, features)}


def test_a_score_is_the_bias_and_the_weights_of_known_features() -> None:
    assert TABLE.scores({"a", "b", "unheard of"}).tolist() == [1, 1, 0, 9]
    assert TABLE.scores(set()).tolist() == [-1, 0, 0, 0]


def test_only_what_the_ontology_allows_is_judged() -> None:
    assert set(likely(company("A"), company("B"), {"a"})) == {("acquires", FORTH), ("acquires", BACK), ("competes-with", SYMMETRIC)}
    assert ("acquires", BACK) not in likely(company("A"), product("B"), {"a"})
    assert likely(Mention(0, 1, "A", "a", "A", "Person"), Mention(2, 3, "B", "b", "B", "Person"), {"a"}) == {}


def test_a_score_becomes_a_probability() -> None:
    assert likely(company("A"), company("B"), {"a"})["acquires", FORTH] == pytest.approx(1 / (1 + np.exp(-1)))
    assert likely(company("A"), company("B"), set())["acquires", BACK] == 0.5


def test_ways_are_those_of_the_ontology() -> None:
    assert ("works-for", FORTH) in ways_of("Person", "Company")
    assert ("works-for", BACK) in ways_of("Company", "Person")
    assert ("works-for", FORTH) not in ways_of("Company", "Person")
    assert {way for relation, way in ways_of("Company", "Company") if ontology().relations[relation].symmetric} == {SYMMETRIC}
    assert ways_of("Product", "Person") == {(r, BACK) for r, way in ways_of("Person", "Product")}


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    arrays = {
        "x_features": np.array("a\nb"),
        "x_classes": np.array("\n".join(TABLE.classes)),
        "x_weights": TABLE.weights.astype(np.float16),
        "x_bias": TABLE.bias,
    }
    np.savez_compressed(tmp_path / "t.npz", allow_pickle=False, **arrays)
    with np.load(tmp_path / "t.npz", allow_pickle=False) as data:
        read = Weights.read(data, "x")
    assert (dict(read.rows), read.classes) == (dict(TABLE.rows), TABLE.classes)
    assert read.scores({"b"}).tolist() == TABLE.scores({"b"}).tolist()


def test_the_shipped_judge_fits_the_ontology() -> None:
    terms = ontology()
    names = {name.partition(":")[0] for name in judge().relations.classes}
    assert names == set(terms.relations)
    assert set(judge().certainties.classes) == set(terms.certainties)
    assert set(judge().phases.classes) == set(terms.phases)
    assert len(judge().relations.rows) == judge().relations.weights.shape[0]
    assert MODEL.stat().st_size < 4_000_000


STATUSES = [
    ("fr", "[Nvidia|C] a racheté [Arm|C] en 2020.", "acquires", "asserted", "current"),
    ("fr", "[Nvidia|C] aurait racheté [Arm|C], selon des sources proches du dossier.", "acquires", "reported", None),
    ("fr", "[Nvidia|C] dément avoir racheté [Arm|C].", "acquires", "denied", "current"),
    ("fr", "[Nvidia|C] n’a pas investi dans [Arm|C].", "invests-in", "denied", "current"),
    ("fr", "[Nvidia|C] n'a jamais investi dans [Arm|C].", "invests-in", "denied", "current"),
    ("fr", "[Nvidia|C] prévoit d'investir dans [Arm|C].", "invests-in", "asserted", "planned"),
    ("fr", "[Nvidia|C] va racheter [Arm|C].", "acquires", "asserted", "planned"),
    ("fr", "[Nvidia|C] n'est plus actionnaire de [Arm|C].", "invests-in", "asserted", "ended"),
    ("fr", "[Nvidia|P], ancien directeur de [Arm|C], proteste.", "works-for", "asserted", "ended"),
    ("fr", "[Nvidia|P], ex-patron de [Arm|C], proteste.", "works-for", "asserted", "ended"),
    ("fr", "[Nvidia|P], directeur général de [Arm|C], proteste.", "works-for", "asserted", "current"),
    ("en", "[Nvidia|C] has acquired [Arm|C] for $2 billion.", "acquires", "asserted", "current"),
    ("en", "[Nvidia|C] is said to be in talks to buy [Arm|C], people familiar with it said.", "acquires", "reported", "planned"),
    ("en", "[Nvidia|C] has denied buying [Arm|C].", "acquires", "denied", "current"),
    ("en", "[Nvidia|C] did not invest in [Arm|C].", "invests-in", "denied", "current"),
    ("en", "[Nvidia|C] plans to invest in [Arm|C].", "invests-in", "asserted", "planned"),
    ("en", "[Nvidia|C] will buy [Arm|C] next year.", "acquires", "asserted", "planned"),
    ("en", "[Nvidia|P], a former director of [Arm|C], protested.", "works-for", "asserted", "ended"),
    ("en", "[Nvidia|P] no longer works for [Arm|C].", "works-for", "asserted", "ended"),
    ("en", "[Nvidia|P], the chief executive of [Arm|C], protested.", "works-for", "asserted", "current"),
]


@pytest.mark.parametrize(("lang", "marked", "relation", "certainty", "phase"), STATUSES)
def test_certainty_and_phase_of_clear_sentences(lang: str, marked: str, relation: str, certainty: str, phase: str | None) -> None:
    one = sentence(marked, lang)
    seen = cues(pair(one, "Nvidia", "Arm"), one, lang, relation)
    assert judge().certainty_of(seen) == certainty
    assert phase in (None, judge().phase_of(seen))
