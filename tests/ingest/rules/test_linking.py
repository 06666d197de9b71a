"""Short names and long ones: which are looked at together, and that thousands of names cost no more than their number."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.catalogue import catalogue
from ingest.rules.candidates import Candidate, surface_key
from ingest.rules.linking import bare_name, compared, linked
from ingest.rules.nearby import Nearby, Surface
from ingest.rules.signs import Signs

WORDS = ("the", "Borealis", "BRI", "Foundation", "Marta", "Quist", "institut", "de", "Rivage", "IR", "Inc", "d'Ivoire", "QM", "X2")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
SYLLABLES = ("Bal", "Cor", "Den", "Fir", "Gal", "Hem", "Jun", "Kor", "Lum", "Mar", "Nol", "Pel", "Quo", "Ras", "Sil", "Tov", "Vex", "Zim")


def groups_of(names: list[str], text: str = "") -> list[set[str]]:
    found = linked([Candidate(0, n, n, name, sure=True) for n, name in enumerate(names)], [Signs() for _ in names], [text])
    return [set(group.surfaces) for group in found]


def surface(name: str) -> Surface:
    return name, compared(name)


@settings(deadline=None, max_examples=40)
@given(st.lists(NAMES, min_size=2, max_size=8, unique=True))
def test_what_is_linked_out_of_two_names_is_looked_at_among_many(names: list[str]) -> None:
    nearby = Nearby([[surface(name)] for name in names], [])
    for short, longer in permutations(names, 2):
        alike = surface_key(bare_name(short)) == surface_key(bare_name(longer))
        if not alike and len(groups_of([longer, short])) == 1:
            near, far = (nearby.of([surface(name)]) for name in (short, longer))
            assert names.index(longer) in near or names.index(short) in far


def test_an_acronym_needs_its_letters_or_its_brackets() -> None:
    text = "Dunmore Safety Board (DSI2) opened. WXK (Wiktor Ostrava) sold it to its rival Danish Sugar (DS)."
    assert groups_of(["Dunmore Safety Board", "DSI2"], text) == [{"Dunmore Safety Board", "DSI2"}]
    assert groups_of(["Wiktor Ostrava", "WXK"], text) == [{"Wiktor Ostrava", "WXK"}]
    assert groups_of(["Danish Sugar", "DS"], "") == [{"Danish Sugar", "DS"}]
    assert groups_of(["Dunmore Safety Board", "DSI2"], "DSI2 and the Dunmore Safety Board") == [{"Dunmore Safety Board"}, {"DSI2"}]
    assert groups_of(["Safety Board", "SI2"], "Dunmore Safety Board (SI2)") == [{"Safety Board"}, {"SI2"}]


def test_of_four_thousand_names_each_is_held_against_few() -> None:
    names = [f"{a}{b.lower()} {c}{d.lower()}" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES[:4] for d in SYLLABLES[:4]]
    surfaces = [[surface(name)] for name in names]
    nearby = Nearby(surfaces, [])
    assert len(names) > 4000
    assert sum(len(nearby.of(own)) for own in surfaces) < 100 * len(names)


def test_the_end_of_one_longer_name_of_its_type_is_that_name() -> None:
    assert groups_of(["Tarentaise Industrie", "Industrie"]) == [{"Tarentaise Industrie", "Industrie"}]
    assert groups_of(["Ask Borealis", "Borealis", "Borealis"]) == [{"Ask Borealis"}, {"Borealis"}]
    assert groups_of(["Marta Industrie", "Rivage Industrie", "Industrie"]) == [{"Marta Industrie"}, {"Rivage Industrie"}, {"Industrie"}]
    assert groups_of(["Heroes of Borealis", "Borealis"]) == [{"Heroes of Borealis"}, {"Borealis"}]


def test_a_name_with_its_article_is_that_name() -> None:
    assert groups_of(["Borealis Foundation", "the Foundation"]) == [{"Borealis Foundation", "the Foundation"}]


def test_initials_leave_out_whose_office_it_is() -> None:
    assert groups_of(["US Harbour Safety Board", "HSB"]) == [{"US Harbour Safety Board", "HSB"}]
    assert groups_of(["Grand Harbour Safety Board", "HSB"]) == [{"Grand Harbour Safety Board"}, {"HSB"}]


PRODUCT, BODY, PERSON = (0.02, 0.0, 0.0, 0.0, 0.98), (0.02, 0.98, 0.0, 0.0, 0.0), (0.02, 0.0, 0.0, 0.98, 0.0)


def groups_with(*names: tuple[str, tuple[float, ...]]) -> list[set[str]]:
    found = [Candidate(0, n, n, name, sure=True, shares=shares) for n, (name, shares) in enumerate(names)]
    return [set(group.surfaces) for group in linked(found, [Signs() for _ in found], [""])]


def test_a_foundation_is_not_the_program_that_it_is_for() -> None:
    assert groups_with(("Fondation Rivage", BODY), ("Rivage", PRODUCT)) == [{"Fondation Rivage"}, {"Rivage"}]
    assert groups_with(("Fondation Rivage", BODY), ("Rivage", BODY)) == [{"Fondation Rivage", "Rivage"}]


def test_what_is_named_after_a_product_later_is_another() -> None:
    assert groups_with(("Rivage", PRODUCT), ("Rivage", PRODUCT), ("Rivage Kit", PRODUCT)) == [{"Rivage"}, {"Rivage Kit"}]
    assert groups_with(("Rivage Kit", PRODUCT), ("Rivage", PRODUCT), ("Rivage", PRODUCT)) == [{"Rivage Kit", "Rivage"}]


def test_a_known_surname_is_that_of_the_article_s_own_person() -> None:
    known = next(entry for entry in catalogue().by_name("Altman") if entry.type == "Person")
    own = [Candidate(0, 0, 1, "Edmund Altman", sure=True, shares=PERSON), Candidate(0, 3, 3, "Altman", sure=True, known=known)]
    assert [set(group.surfaces) for group in linked(own, [Signs(), Signs()], [""])] == [{"Edmund Altman", "Altman"}]
    (alone,) = linked(own[1:], [Signs()], [""])
    assert alone.id == known.id


def test_two_names_that_a_sentence_sets_against_each_other_are_two() -> None:
    names = ["Puma Borealis", "Puma"]
    assert groups_of(names, "Puma Borealis lost its case against Puma.") == [{"Puma Borealis"}, {"Puma"}]
    assert groups_of(names, "Puma Borealis lost. Its case was that of Puma.") == [{"Puma Borealis", "Puma"}]
    assert groups_of(names, "Puma Borealis (Puma) lost its case.") == [{"Puma Borealis", "Puma"}]
    assert groups_of(["Fundación Borealis", "la Fundación"], "Fundación Borealis: la Fundación crece.") == [
        {"Fundación Borealis", "la Fundación"}
    ]
