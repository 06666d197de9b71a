"""Relations as both languages word them."""

from __future__ import annotations

import pytest

from ingest.rules.frames import instances
from ingest.rules.grammar import grammar
from ontology.vocabulary import ontology
from tests.ingest.rules.marked import said, sentence

Statement = tuple[str, str, str]

FRENCH: dict[str, set[Statement]] = {
    # verbs, and enumerations that distribute
    "[Nvidia|C] fournit des puces à [Tesla|C], [Meta|C] et [Xpeng|C].": {("Nvidia", "supplies", n) for n in ("Tesla", "Meta", "Xpeng")},
    "[Microsoft|C] a investi 10 milliards de dollars dans [OpenAI|C].": {("Microsoft", "invests-in", "OpenAI")},
    "[xAI|C] a levé 6 milliards de dollars auprès d’[Andreessen Horowitz|C].": {("Andreessen Horowitz", "invests-in", "xAI")},
    "[Nvidia|C] n’a pas racheté [Arm|C].": {("Nvidia", "acquires", "Arm")},
    "[Nvidia|C] prévoit d’investir dans [Wayve|C].": {("Nvidia", "invests-in", "Wayve")},
    "[OpenAI|C] aurait racheté la start-up [Cursor|C] en juin, selon des sources.": {("OpenAI", "acquires", "Cursor")},
    "[Apple|C] s’est offert [Turi|C] pour 200 millions de dollars.": {("Apple", "acquires", "Turi")},
    "[Elon Musk|P] accuse [OpenAI|C] d’avoir trahi sa mission.": {("Elon Musk", "disputes-with", "OpenAI")},
    "La [CNIL|G] a infligé une amende à [Google|C].": {("CNIL", "regulates", "Google")},
    "[Bercy|G] veut interdire [DeepSeek|C].": {("Bercy", "regulates", "DeepSeek")},
    "[Siri|M] utilise [ChatGPT|M].": {("Siri", "uses", "ChatGPT")},
    # passives, participles, relatives
    "[Arm|C] a été rachetée par [SoftBank|C] en 2016.": {("SoftBank", "acquires", "Arm")},
    "[Mellanox|C], rachetée par [Nvidia|C], emploie 3 000 personnes.": {("Nvidia", "acquires", "Mellanox")},
    "Les puces d’[Apple|C] sont gravées par [TSMC|C].": {("TSMC", "supplies", "Apple")},
    "[Mistral|C] a été fondée par [Arthur Mensch|P] et [Guillaume Lample|P].": {
        ("Arthur Mensch", "founded", "Mistral"),
        ("Guillaume Lample", "founded", "Mistral"),
    },
    "[Nvidia|C], qui a racheté [Mellanox|C], grandit.": {("Nvidia", "acquires", "Mellanox")},
    "Le modèle [Gemini|M] a été développé par [Google|C].": {("Google", "develops", "Gemini")},
    # nouns
    "L'acquisition de [Mellanox|C] par [Nvidia|C] a coûté 7 milliards de dollars.": {("Nvidia", "acquires", "Mellanox")},
    "Un partenariat a été signé entre [Google|C] et [Meta|C].": {("Google", "partners-with", "Meta")},
    "[Google|C] et [Meta|C] ont noué un partenariat.": {("Google", "partners-with", "Meta")},
    "La [Commission européenne|G] a ouvert une enquête visant [Nvidia|C].": {("Commission européenne", "disputes-with", "Nvidia")},
    # possessives, appositions, posts
    "[Nvidia|C] dévoile une puce ; [sa=~Nvidia|C] filiale [Mellanox|C] aussi.": {("Mellanox", "subsidiary-of", "Nvidia")},
    "[Nvidia|C] a battu [son=~Nvidia|C] rival [AMD|C].": {("AMD", "competes-with", "Nvidia")},
    "[Criteo|C], client d’[OVHcloud|C], proteste.": {("OVHcloud", "supplies", "Criteo")},
    "[Arm|C] est une filiale de [SoftBank|C].": {("Arm", "subsidiary-of", "SoftBank")},
    "[Arthur Mensch|P], cofondateur et PDG de [Mistral AI|C], s'exprime.": {
        ("Arthur Mensch", "founded", "Mistral AI"),
        ("Arthur Mensch", "works-for", "Mistral AI"),
    },
    "Le PDG de [Nvidia|C], [Jensen Huang|P], était à Paris.": {("Jensen Huang", "works-for", "Nvidia")},
    "[Jensen Huang|P], à la tête d’[Nvidia|C], était à Paris.": {("Jensen Huang", "works-for", "Nvidia")},
}

ENGLISH: dict[str, set[Statement]] = {
    "[TSMC|C] supplies [Apple|C], [AMD|C] and [Qualcomm|C] with chips.": {("TSMC", "supplies", n) for n in ("Apple", "AMD", "Qualcomm")},
    "[Microsoft|C] has invested $10 billion in [OpenAI|C].": {("Microsoft", "invests-in", "OpenAI")},
    "[Nvidia|C] sells chips to [Tesla|C].": {("Nvidia", "supplies", "Tesla")},
    "[Nvidia|C] plans to invest in [Wayve|C].": {("Nvidia", "invests-in", "Wayve")},
    "The [FTC|G] sued [Meta|C].": {("FTC", "disputes-with", "Meta")},
    "[Perplexity|C] runs on [AWS|M].": {("Perplexity", "uses", "AWS")},
    "[Elon Musk|P] founded [xAI|C] in 2023.": {("Elon Musk", "founded", "xAI")},
    "[Arm|C] was acquired by [SoftBank|C] in 2016.": {("SoftBank", "acquires", "Arm")},
    "[Mellanox|C], bought by [Nvidia|C] in 2020, makes switches.": {("Nvidia", "acquires", "Mellanox")},
    "[Mellanox|C], which [Nvidia|C] acquired in 2020, is growing.": {("Nvidia", "acquires", "Mellanox")},
    "[Nvidia|C], which acquired [Mellanox|C], is growing.": {("Nvidia", "acquires", "Mellanox")},
    "[Apple|C]'s chips are made by [TSMC|C].": {("TSMC", "supplies", "Apple")},
    "The acquisition of [Mellanox|C] by [Nvidia|C] closed in 2020.": {("Nvidia", "acquires", "Mellanox")},
    "[Nvidia|C]'s acquisition of [Mellanox|C] closed in 2020.": {("Nvidia", "acquires", "Mellanox")},
    "[Nvidia|C]’s plan to buy [Arm|C] collapsed.": {("Nvidia", "acquires", "Arm")},
    "A partnership between [Google|C] and [Meta|C] was signed.": {("Google", "partners-with", "Meta")},
    "[Nvidia|C] and [its=~Nvidia|C] rival [AMD|C] met in Paris.": {("AMD", "competes-with", "Nvidia")},
    "[DeepMind|C], a subsidiary of [Google|C], published [AlphaFold|M].": {
        ("DeepMind", "subsidiary-of", "Google"),
        ("DeepMind", "develops", "AlphaFold"),
    },
    "[Lucid|C], a customer of [Nvidia|C], protested.": {("Nvidia", "supplies", "Lucid")},
    "[Sam Altman|P], co-founder and CEO of [OpenAI|C], spoke.": {
        ("Sam Altman", "founded", "OpenAI"),
        ("Sam Altman", "works-for", "OpenAI"),
    },
    "[Nvidia|C] CEO [Jensen Huang|P] spoke in Paris.": {("Jensen Huang", "works-for", "Nvidia")},
    "[Jane Doe|P] ([Nvidia|C]) spoke.": {("Jane Doe", "works-for", "Nvidia")},
}


@pytest.mark.parametrize("marked", FRENCH)
def test_french_wordings_are_understood(marked: str) -> None:
    assert said(marked, "fr") >= FRENCH[marked]


@pytest.mark.parametrize("marked", ENGLISH)
def test_english_wordings_are_understood(marked: str) -> None:
    assert said(marked, "en") >= ENGLISH[marked]


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("fr", "[Apple|C] offre un abonnement à [Turi|C]."),  # offers itself nothing
        ("fr", "[Nvidia|C], [Tesla|C] et [Meta|C] étaient à Paris."),
        ("fr", "[Nvidia|C] et [Tesla|C] vendent des voitures."),
        ("en", "[Nvidia|C] and [Tesla|C] were in Paris."),
        ("en", "[Nvidia|C] raised [its=~Nvidia|C] prices."),
        ("fr", "[ChatGPT|M] a racheté [Arm|C]."),  # a product buys nothing
    ],
)
def test_nothing_is_found_where_nothing_is_said(lang: str, marked: str) -> None:
    assert said(marked, lang) == set()


def test_an_instance_tells_its_frame_trigger_and_slots() -> None:
    one = sentence("[Nvidia|C] fournit [Tesla|C] en puces.", "fr")
    found = [f for f in instances(one, grammar("fr")) if f.relation == "supplies"]
    for instance in found:
        assert (instance.trigger.text, instance.head.name, instance.head_slot) == ("fournit", "Nvidia", "subj")


@pytest.mark.parametrize(("lang", "marked"), [("fr", text) for text in FRENCH] + [("en", text) for text in ENGLISH])
def test_all_that_is_found_fits_the_ontology(lang: str, marked: str) -> None:
    for found in instances(sentence(marked, lang), grammar(lang)):
        assert (found.head.type, found.tail.type) in ontology().relations[found.relation].pairs
        assert found.head.entity != found.tail.entity
