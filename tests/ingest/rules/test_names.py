from __future__ import annotations

import pytest

from ingest.catalogue import Catalogue, catalogue
from ingest.prose import blocks
from ingest.rules.names import mentions
from ingest.rules.tagger import tagger
from tests.ingest.rules.named import entities, model, names, read

FRENCH = (
    "Morvan Photonique a levé 40 millions d'euros auprès de la Banque de France et du fonds Quercy Capital.",
    "La start-up de Dijon travaille avec Aciéries Berthelot. Son PDG, Paul Morvan, veut vendre ORIX-9 à Nvidia.",
    "Berthelot a aussi signé avec l'Université de Lyon et engagé Thomas de la Tour, qui vit à Paris depuis mardi.",
)
ENGLISH = (
    "Bank of America runs Gemini 2.5 Pro on the RTX 4090, and tested Claude 3.5 Sonnet and Llama 3.1 405B in California.",
    "Halden Robotics, a maker of warehouse robots, hired Marta Quist. Quist said Halden will buy GPUs in March.",
)


def test_unknown_names_are_found_and_typed_by_what_stands_beside_them() -> None:
    found = names("fr", *FRENCH)
    assert found["Morvan Photonique"] == "Company"
    assert found["Aciéries Berthelot"] == "Company"
    assert found["ORIX-9"] == "Product"
    assert found["Paul Morvan"] == "Person"
    assert found["Université de Lyon"] == "ResearchOrg"
    assert found["Thomas de la Tour"] == "Person"


def test_places_days_and_acronyms_of_common_nouns_are_no_names() -> None:
    assert not {"Paris", "Dijon", "PDG", "La", "Son"} & names("fr", *FRENCH).keys()
    assert not {"California", "March", "GPUs"} & names("en", *ENGLISH).keys()


def test_versions_and_connectors_belong_to_the_name() -> None:
    assert {"Bank of America", "Gemini 2.5 Pro", "RTX 4090", "Claude 3.5 Sonnet", "Llama 3.1 405B"} <= names("en", *ENGLISH).keys()


def test_a_short_name_is_the_longer_one_named_before() -> None:
    assert entities("fr", *FRENCH)["Berthelot"] == entities("fr", *FRENCH)["Aciéries Berthelot"]
    found = entities("en", *ENGLISH)
    assert found["Quist"] == found["Marta Quist"]
    assert found["Halden"] == found["Halden Robotics"]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Aleph Borealis GmbH is hiring. Aleph Borealis sells chips.", "Aleph Borealis GmbH", "Aleph Borealis"),
        ("Dunmore Safety Institute (DSI2) opened. The DSI2 hired ten people.", "Dunmore Safety Institute", "DSI2"),
        ("NVIDIA grew. Nvidia's chips sold out.", "NVIDIA", "Nvidia"),
        ("The Copper Valley Foundation was founded. The Foundation has members.", "Copper Valley Foundation", "Foundation"),
        ("Tomasz Wilk, the chief engineer of Brightloom, resigned. Mr. Wilk leaves in May.", "Tomasz Wilk", "Wilk"),
    ],
)
def test_two_spellings_are_one_entity(text: str, one: str, other: str) -> None:
    found = entities("en", text)
    assert found[one] == found[other]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("The H100 is slower than the H200.", "H100", "H200"),
        ("GPT-4 is older than GPT-4.5.", "GPT-4", "GPT-4.5"),
        ("Google's DeepMind released it.", "Google", "DeepMind"),
        ("They tested the ZX-70 model and the ZX-71 model.", "ZX-70", "ZX-71"),
    ],
)
def test_two_models_or_firms_are_never_merged(text: str, one: str, other: str) -> None:
    found = entities("en", text)
    assert found[one] != found[other]


def test_a_name_that_means_firm_and_model_is_resolved_by_the_sentence() -> None:
    found = read("fr", "Mistral a levé des fonds. L'équipe utilise le modèle Mistral pour traduire.")
    assert [(m.entity, m.type) for m in found if m.text == "Mistral"] == [("mistral-ai", "Company"), ("mistral", "Product")]


def test_a_common_word_that_opens_a_sentence_is_no_name() -> None:
    found = names("fr", "Hier, Nvidia a grimpé. Cependant, Apple baisse. Aujourd'hui la bourse ferme. Orange recrute.")
    assert found.keys() == {"Nvidia", "Apple", "Orange"}
    found = names("en", "Target prices rose. Gap years are common. Yesterday the arm of the robot broke. However, Arm sued Qualcomm.")
    assert found.keys() == {"Arm", "Qualcomm"}
    for lang, text in (
        ("en", "Orange juice futures fell."),
        ("en", "Stripe patterns are back."),
        ("fr", "Champagne et caviar étaient servis."),
    ):
        assert not names(lang, text), text


def test_a_title_in_capitals_is_read_by_the_names_of_the_text() -> None:
    found = names("en", "# Halden Robotics Unveils Bold New Growth Plan For Warehouses", "Halden Robotics, a startup, hired ten engineers.")
    assert found.keys() == {"Halden Robotics"}


def test_a_scandal_is_no_entity_and_a_firm_that_sounds_like_one_is() -> None:
    assert names("en", "BumpGate cost Nvidia a customer. Apple never forgave BumpGate.").keys() == {"Nvidia", "Apple"}
    assert names("en", "Seagate supplies hard disks to Dell.").keys() == {"Seagate", "Dell"}


def test_a_state_is_an_actor_only_where_it_acts() -> None:
    assert names("fr", "La Chine interdit Micron.") == {"Chine": "Government", "Micron": "Company"}
    assert names("fr", "Il vit en Chine depuis dix ans.") == {}


def test_a_person_with_the_first_name_of_a_model_is_a_person() -> None:
    assert names("fr", "Selon Claude Dupont, directeur de Solvantis, la baisse va durer.")["Claude Dupont"] == "Person"


def test_a_job_between_firm_and_person_parts_them() -> None:
    assert names("en", "Apple CEO Tim Cook met Sam Altman.").keys() == {"Apple", "Tim Cook", "Sam Altman"}


def test_the_id_of_an_unknown_company_is_its_slug_and_of_others_has_the_type() -> None:
    found = entities("fr", *FRENCH)
    assert found["Morvan Photonique"] == "morvan-photonique"
    assert found["ORIX-9"] == "orix-9-product"


def test_ids_do_not_depend_on_what_was_read_before() -> None:
    first = read("fr", *FRENCH)
    read("en", *ENGLISH)
    assert read("fr", *FRENCH) == first


@pytest.mark.parametrize("lang", ["fr", "en", "de", "es", "xx"])
def test_mentions_cut_their_block_and_never_overlap(lang: str) -> None:
    text = "« L’IA d'OpenAI » : 30 % 😀 pour Hällris RF, e.g. A.P. Moller & Co., Inc. — R&D\n\n- U.S. Steel’s GPT-4o mini\n\n…\n\nM. X."
    parts = blocks(text)
    found = mentions(parts, lang, catalogue=catalogue(), model=model(lang), tagger=tagger())
    assert len(found) == len(parts)
    for block, ms in zip(parts, found, strict=True):
        ends = 0
        for m in ms:
            assert block.text[m.start : m.end] == m.text
            assert m.start >= ends
            ends = m.end


def test_without_a_catalogue_names_are_still_found() -> None:
    found = mentions(blocks("\n\n".join(FRENCH)), "fr", catalogue=Catalogue.of([]), model=model("fr"), tagger=tagger())
    assert {"Morvan Photonique", "Aciéries Berthelot", "ORIX-9"} <= {m.text for block in found for m in block}


def test_german_nouns_are_no_names_and_german_firms_are() -> None:
    found = names("de", "Der Chiphersteller Wieland liefert seine Sensoren an BMW. Die Zahlen der Firma sind gut, sagt Holger Brandt.")
    assert {"Wieland", "BMW", "Holger Brandt"} <= found.keys()
    assert not {"Sensoren", "Zahlen", "Firma"} & found.keys()


def test_an_article_without_blocks_has_no_mentions() -> None:
    assert mentions((), "fr", catalogue=catalogue(), model=model("fr"), tagger=tagger()) == ()


def test_the_letter_of_a_possessive_is_no_name() -> None:
    text = "Two years ago Larkfield Robotics lost its largest customer, Driscoll's, to Tevel of Israel."
    assert "s" not in names("en", text)
    assert {"Larkfield Robotics", "Tevel"} <= set(names("en", text))
