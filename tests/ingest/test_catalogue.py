from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from ingest.catalogue import Catalogue, CatalogueError, Entry, catalogue
from ingest.entries import read_entries
from ingest.spelling import Spelling, is_version_word, key_of
from ontology.errors import AigraphError
from ontology.records import slug
from ontology.vocabulary import ontology


def ids(text: str, lang: str | None = None) -> list[str]:
    return [entry.id for _, _, entry in catalogue().match(text.split(), lang=lang)]


def written(folder: Path, text: str) -> Catalogue:
    (folder / "companies.yaml").write_text(text, encoding="utf-8")
    return Catalogue.of(read_entries(folder))


# what it holds


def test_it_has_entries_of_every_type() -> None:
    types = {entry.type for entry in catalogue().entries.values()}
    assert types == set(ontology().entity_types)
    assert len(catalogue().entries) >= 600


def test_it_is_read_once_and_cannot_be_changed() -> None:
    assert catalogue() is catalogue()
    with pytest.raises(TypeError):
        catalogue().entries["x"] = next(iter(catalogue().entries.values()))  # type: ignore[index]  # that it is refused is the test


def test_every_id_is_a_slug() -> None:
    assert [entry.id for entry in catalogue().entries.values() if slug(entry.id) != entry.id] == []


def test_a_name_is_of_one_entity_of_a_type_however_it_is_spelt() -> None:
    owners: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for entry in catalogue().entries.values():
        for name in entry.names:
            if not entry.is_common(name):
                owners[entry.type, key_of(name)].add(entry.id)
    assert {key: found for key, found in owners.items() if len(found) > 1} == {}


def test_every_entity_is_found_by_each_of_its_names() -> None:
    lost = [(e.id, name) for e in catalogue().entries.values() if e.bare for name in e.names if e not in catalogue().by_name(name)]
    assert lost == []


def test_no_name_needs_a_legal_form_beside_it() -> None:
    assert catalogue().by_name("Synopsys, Inc.") == catalogue().by_name("Synopsys")


# by name


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("NVIDIA", "nvidia"),
        ("openai", "openai"),
        ("Société Générale", "societe-generale"),
        ("SOCIETE GENERALE", "societe-generale"),
        ("Black-Forest-Labs GmbH", "black-forest-labs"),
        ("Taiwan Semiconductor Manufacturing Co., Ltd.", "tsmc"),
        ("Yann Le Cun", "yann-lecun"),
        ("Pékin", "china"),
        ("gouvernement français", "france"),
        ("US government", "united-states"),
        ("Bundesregierung", "germany"),
        ("Canal+", "canal"),
    ],
)
def test_one_entity_is_found_by_many_names(name: str, id_: str) -> None:
    assert [entry.id for entry in catalogue().by_name(name)] == [id_]


@pytest.mark.parametrize("word", ["apple", "orange", "meta", "le monde", "humain", "rom", "Canal", "arm", "ai", "", "-"])
def test_words_are_not_names(word: str) -> None:
    assert catalogue().by_name(word) == ()


def test_a_name_of_several_entities_gives_them_in_the_order_of_types() -> None:
    assert [(entry.id, entry.type) for entry in catalogue().by_name("Mistral")] == [("mistral-ai", "Company"), ("mistral", "Product")]
    assert [entry.id for entry in catalogue().by_name("Perplexity")] == ["perplexity", "perplexity-product"]


def test_common_names_and_places_say_so() -> None:
    [orange] = catalogue().by_name("Orange")
    assert orange.is_common("Orange")
    assert not orange.is_common("France Télécom")
    [china] = catalogue().by_name("Beijing")
    assert china.is_place("Beijing")
    assert not china.is_place("Chinese government")
    [states] = catalogue().by_name("U.S.")
    assert states.is_place("U.S")


# versions


@pytest.mark.parametrize(
    ("text", "id_", "name"),
    [
        ("GPT-4", "gpt-4", "GPT-4"),
        ("GPT4", "gpt-4", "GPT-4"),
        ("gpt-4o-mini", "gpt-4o-mini", "GPT-4o-mini"),
        ("GPT - 4.5", "gpt-4-5", "GPT-4.5"),
        ("Llama 3.1 405B", "llama-3-1-405b", "Llama 3.1 405B"),
        ("Claude 3.5 Sonnet", "claude-3-5-sonnet", "Claude 3.5 Sonnet"),
        ("Gemini 2.5 Pro", "gemini-2-5-pro", "Gemini 2.5 Pro"),
        ("DeepSeek-R1", "deepseek-r1", "DeepSeek R1"),
        ("RTX 4090", "rtx-4090", "RTX 4090"),
        ("Mixtral 8x7B", "mixtral-8x7b", "Mixtral 8x7B"),
        ("HBM3E", "hbm3e", "HBM3E"),
    ],
)
def test_a_version_is_an_entity_of_its_own(text: str, id_: str, name: str) -> None:
    [(start, end, entry)] = catalogue().match(text.split())
    assert (start, end) == (0, len(text.split()))
    assert (entry.id, entry.name, entry.type) == (id_, name, "Product")
    assert entry.member_of in catalogue().entries
    assert catalogue().by_name(text)[0] == entry


def test_a_version_that_has_its_own_entry_is_that_one() -> None:
    [(_, _, entry)] = catalogue().match(["DGX", "Spark"])
    assert entry is catalogue().entries["dgx-spark"]


def test_an_h100_is_not_an_h200() -> None:
    assert ids("la H100 et la H200 , pas la H150") == ["h100", "h200"]


@pytest.mark.parametrize("text", ["Claude 50 %", "Claude 3 millions", "Claude en 2025", "Claude 2025", "Claude ( 3 )"])
def test_figures_are_no_versions(text: str) -> None:
    assert ids(text) == ["claude"]


def test_what_tells_a_version() -> None:
    words = ["4", "4o", "3.5", "405B", "8x7B", "V3", "Pro", "pro", "2024", "v", ""]
    assert [word for word in words if is_version_word(word, frozenset({"Pro"}))] == ["4", "4o", "3.5", "405B", "8x7B", "V3", "Pro"]


# in a row of tokens


def test_the_longest_name_is_taken_from_left_to_right() -> None:
    tokens = ["Google", "DeepMind", "et", "Google", "Cloud", "rivalisent", "avec", "Microsoft", "Azure"]
    found = [(start, end, entry.id) for start, end, entry in catalogue().match(tokens)]
    assert found == [(0, 2, "google-deepmind"), (3, 5, "google-cloud"), (7, 9, "azure")]


def test_tokens_of_any_make_give_the_same_names() -> None:
    assert ids("Jean - Noël Barrot") == ids("Jean-Noël Barrot") == ["jean-noel-barrot"]


def test_a_legal_form_belongs_to_the_name() -> None:
    assert catalogue().match(["Nvidia", "Corp.", "et", "SAP", "SE"])[0][:2] == (0, 2)
    assert catalogue().match(["TSMC", "Co.", ",", "Ltd.", ","])[0][:2] == (0, 4)
    assert catalogue().match(["Nvidia", ",", "Inc"])[0][:2] == (0, 3)
    assert catalogue().match(["Nvidia", ",", "Intel"])[0][:2] == (0, 1)


@pytest.mark.parametrize("text", ["Meta ( Llama )", "Meta , Llama", "Meta . Llama"])
def test_a_name_does_not_run_over_the_end_of_a_sentence_or_bracket(text: str) -> None:
    assert ids(text) == ["meta", "llama"]


@pytest.mark.parametrize("text", ["TPUs", "Nvidia's", "Nvidia’s"])
def test_a_plural_or_genitive_is_the_name(text: str) -> None:
    assert len(ids(text)) == 1


def test_a_genitive_is_known_in_german() -> None:
    assert ids("Nvidias neuer Chip", "de") == ["nvidia"]
    assert ids("Nvidias neuer Chip", "fr") == []


def test_letters_and_digits_of_one_word_stay_in_one_token() -> None:
    assert ids("le prix de 3 M") == []


@pytest.mark.parametrize("tokens", [[], [""], ["…"], ["\u0301"], ["𝟙"], ["Nvidia", ""]])
def test_odd_tokens_do_no_harm(tokens: list[str]) -> None:
    assert [start for start, _, _ in catalogue().match(tokens)] == [0][: "Nvidia" in tokens]


# phrases


@pytest.mark.parametrize(
    ("phrase", "lang", "id_"),
    [
        ("géant de Santa Clara", "fr", "nvidia"),
        ("firme de Cupertino", "fr", "apple"),
        ("géant d'Armonk", "fr", "ibm"),
        ("Redmond giant", "en", "microsoft"),
        ("Redmond-based company", "en", "microsoft"),
        ("Konzern aus Walldorf", "de", "sap"),
        ("gigante de Mountain View", "es", "google"),
        ("Marque à la pomme", "fr", "apple"),
    ],
)
def test_a_phrase_gives_whom_it_can_mean(phrase: str, lang: str, id_: str) -> None:
    assert id_ in [entry.id for entry in catalogue().by_phrase(phrase, lang)]


def test_a_phrase_is_no_name_and_is_of_its_language() -> None:
    assert catalogue().by_name("géant de Santa Clara") == ()
    assert catalogue().by_phrase("géant de Santa Clara", "en") == ()
    assert catalogue().by_phrase("géant de Santa Clara", "it") == ()


def test_phrases_are_found_in_tokens() -> None:
    tokens = ["Le", "géant", "d'", "Armonk", "et", "la", "marque", "à", "la", "pomme"]
    found = [(start, end, [entry.id for entry in entries]) for start, end, entries in catalogue().match_phrases(tokens, "fr")]
    assert found == [(1, 4, ["ibm"]), (6, 10, ["apple"])]


# spellings


def test_capitals_count_where_the_name_has_them() -> None:
    assert Spelling("Le Monde").fits(("LE", "MONDE"))
    assert not Spelling("Le Monde").fits(("le", "monde"))
    assert Spelling("Meta", exact=True).fits(("Meta",))
    assert not Spelling("Meta", exact=True).fits(("META",))
    assert Spelling("Sony").fits(("SONY",))
    assert not Spelling("Sony").fits(("sony",))
    assert Spelling("ministère chinois du Commerce").fits(("Ministère", "chinois", "du", "Commerce"))


# bad data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("type: Firm\nentries: {A1: A}", "has the type 'Firm'; it takes one of Company"),
        ("- A", "has the type \\['A'\\]"),
        ("", "has the type None"),
        ("type: [", "is no YAML"),
        ("type: Company\nentrys: {A1: A}", "has entrys; known are"),
        ("type: Company\nentries: {Acme: {maker: X}}", "'Acme' has maker; known are"),
        ("type: Company\nentries: {Acme: [A]}", "'Acme' is \\['A'\\]; an entry is nothing, its aliases, or a mapping"),
        ("type: Company\nentries: {Acme: {aliases: [A]}}", "has the list"),
        ("type: Company\nentries: {Acme: {phrases: giant}}", "'Acme' has phrases 'giant'; it takes a mapping"),
        ("type: Company\nentries: [Acme]", "has entries \\['Acme'\\]; it takes a mapping"),
        ("type: Company\ncountries: {FR: Acme}", "has FR 'Acme'; it takes a mapping"),
        ("type: Company\nentries: {Acme: {common: Akme}}", "has 'Akme' as a common name, which is not among its names"),
        ("type: Company\nentries: {Acme: {family: yes}}", "has family 'yes'; it takes true or false"),
        ("type: Company\nentries: {Acme: {also: Company}}", "is also 'Company'; it takes another of"),
        ("type: Company\nentries: {Acme: '?'}", "has a name with neither letter nor digit"),
        ("type: Company\nentries:\n  Acme: A\n  Acme: B", "'Acme' stands twice"),
        ("type: Company\nentries: {Acme: A, ACME: B}", "'acme' is the id of 'Acme' and of 'ACME'"),
        ("type: Company\nentries: {Acme: Akme, Bolt: Akme}", "'Akme' is a name of 'Acme' and of 'Bolt', both Company"),
    ],
)
def test_bad_data_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message) as error:
        written(tmp_path, text)
    assert "\n" not in str(error.value)
    assert isinstance(error.value, AigraphError)


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"has no \*\.yaml file"):
        Catalogue.of(read_entries(tmp_path))


def test_a_file_says_all_that_an_entry_has(tmp_path: Path) -> None:
    text = """
type: Company
seats: {fr: "géant de {}"}
countries:
  "NO":
    Acme: {aliases: Akme | AK, common: "true", seat: Oslo, also: Product, id: acme-co}
entries:
  Plain: Simple
"""
    found = written(tmp_path, text).entries
    assert found["acme-co"] == Entry(
        "acme-co",
        "Acme",
        "Company",
        ("Akme", "AK"),
        {"fr": ("géant de Oslo", "géant d'Oslo")},
        frozenset({"Acme", "Akme", "AK"}),
        country="NO",
    )
    assert found["acme-co-product"] == Entry("acme-co-product", "Acme", "Product", common=frozenset({"Acme"}), country="NO")
    assert found["plain"] == Entry("plain", "Plain", "Company", ("Simple",))
