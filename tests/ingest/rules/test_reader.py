"""The offline reader, from an article to its claims."""

from __future__ import annotations

import pytest

from ingest.rules.reader import NAME_AND_VERSION, RulesExtractor, language_model
from ontology.check import rejection_of
from ontology.records import Article, Claim, Reading

READ = RulesExtractor()

FRENCH = """# Un rachat

« [Nvidia](https://nvidia.example) a **racheté** Mellanox pour 6,9 milliards de dollars », rappelle Jensen Huang, le PDG de Nvidia.\r
Le groupe a aussi investi 2 milliards de dollars dans Wayve. Microsoft n’a pas investi dans Wayve.\r
\r
- Selon Bloomberg, Apple aurait racheté Perplexity.
- TSMC fournit des puces à Apple, à Qualcomm et à AMD 😀.
"""
ENGLISH = """Nvidia acquired Mellanox for $6.9 billion. Jensen Huang, the chief executive of Nvidia, said so in Zürich.

OpenAI plans to buy chips from AMD. It has invested $5 million in Wayve. Elon Musk sued OpenAI.
"""


def article(text: str, lang: str | None = "fr") -> Article:
    return Article(text, "a.md", lang=lang)


def claims(text: str, lang: str | None = "fr") -> tuple[Claim, ...]:
    return READ(article(text, lang)).claims


def statements(reading: Reading) -> set[tuple[str, str, str]]:
    return {(claim.subject.name, claim.relation, claim.object.name) for claim in reading.claims}


def found(text: str, lang: str, head: str, relation: str, tail: str) -> Claim:
    return next(c for c in claims(text, lang) if (c.subject.name, c.relation, c.object.name) == (head, relation, tail))


def test_french_and_english_articles_are_read() -> None:
    french, english = READ(article(FRENCH)), READ(article(ENGLISH, "en"))
    assert {("Nvidia", "acquires", "Mellanox"), ("Jensen Huang", "works-for", "Nvidia"), ("Apple", "acquires", "Perplexity")} <= statements(
        french
    )
    assert {("Nvidia", "acquires", "Mellanox"), ("Jensen Huang", "works-for", "Nvidia")} <= statements(english)


@pytest.mark.parametrize(("text", "lang"), [(FRENCH, "fr"), (ENGLISH, "en")])
def test_every_claim_passes_the_check_and_says_who_made_it(text: str, lang: str) -> None:
    one = article(text, lang)
    reading = READ(one)
    assert reading.claims
    for claim in reading.claims:
        assert rejection_of(claim, one) is None
        assert (claim.extractor, claim.article.id) == (NAME_AND_VERSION, one.id)
        assert READ.least - 0.005 <= claim.confidence <= 1.0
    assert [c.confidence for c in reading.claims] == sorted((c.confidence for c in reading.claims), reverse=True)


def test_evidence_is_cut_from_the_text_with_its_markup() -> None:
    purchase = found(FRENCH, "fr", "Nvidia", "acquires", "Mellanox")
    evidence = purchase.evidence
    assert FRENCH[evidence.start : evidence.end] == evidence.quote
    assert evidence.quote.startswith("« [Nvidia](https://nvidia.example) a **racheté** Mellanox pour")
    assert evidence.quote.endswith("le PDG de Nvidia.")


def test_evidence_of_one_item_stays_in_it() -> None:
    assert found(FRENCH, "fr", "Apple", "acquires", "Perplexity").evidence.quote == "Selon Bloomberg, Apple aurait racheté Perplexity."


def test_the_sentence_that_names_a_pronouns_entity_belongs_to_the_evidence() -> None:
    text = "Nvidia domine le marché des puces. Elle a investi 2 milliards de dollars dans Wayve. Rien d'autre."
    claim = found(text, "fr", "Nvidia", "invests-in", "Wayve")
    assert claim.subject.mention.lower() == "elle"
    assert claim.evidence.quote == "Nvidia domine le marché des puces. Elle a investi 2 milliards de dollars dans Wayve."


def test_amount_and_status_are_told() -> None:
    stake = found("Microsoft a investi 13 milliards de dollars dans OpenAI.", "fr", "Microsoft", "invests-in", "OpenAI")
    assert (stake.amount, stake.currency, stake.certainty, stake.phase) == (13e9, "USD", "asserted", "current")


@pytest.mark.parametrize(
    ("lang", "text", "certainty"),
    [
        ("fr", "Microsoft n’a jamais investi dans Wayve.", "denied"),
        ("fr", "Selon des sources proches du dossier, Microsoft aurait investi dans Wayve.", "reported"),
        ("en", "Microsoft did not invest in Wayve.", "denied"),
    ],
)
def test_denials_and_rumours_are_told_from_facts(lang: str, text: str, certainty: str) -> None:
    assert found(text, lang, "Microsoft", "invests-in", "Wayve").certainty == certainty


def test_reading_twice_gives_the_same() -> None:
    for text, lang in ((FRENCH, "fr"), (ENGLISH, "en")):
        assert READ(article(text, lang)).claims == RulesExtractor()(article(text, lang)).claims


def test_a_statement_is_claimed_once_for_its_evidence() -> None:
    some = claims(FRENCH)
    assert len({c.id for c in some}) == len(some)
    assert len({(c.relation, c.subject.id, c.object.id, c.evidence) for c in some}) == len(some)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\r\n ",
        "\ufeff",
        "😀",
        "Nvidia",
        "Nvidia\n\nTesla\n\nMeta",
        "Nvidia, Tesla et Meta.",
        "\x00\x01\x02 \x0c\x1b[0m\u202e\u200b\u2028",
        "[](()",
        "| a | b |\n|---|---|\n",
        "---\n---\n",
        "> " * 500,
        "\u0301\u0301\u0301",
        "." * 3000,
    ],
)
def test_articles_that_say_nothing_give_nothing(text: str) -> None:
    assert READ(article(text)) == Reading(article(text), ())


def test_control_characters_between_words_do_no_harm() -> None:
    text = "Microsoft\x00 a investi\u200b 13 milliards\u00a0de dollars dans OpenAI\x1b.\x0c Fin\u2028."
    for claim in claims(text):
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


def test_a_no_break_space_after_an_initial_stops_nothing() -> None:
    assert statements(READ(article("Vu par A.\u00a0Martin. Microsoft a investi 13 milliards de dollars dans OpenAI.")))


def test_a_sentence_without_end_is_passed_over() -> None:
    endless = "Nvidia a investi dans Wayve " + "et puis encore " * 340
    text = f"{endless}.\n\nMicrosoft a investi 13 milliards de dollars dans OpenAI."
    assert len(endless) > 5000
    assert statements(READ(article(text))) == {("Microsoft", "invests-in", "OpenAI")}


def test_a_long_article_is_read_to_its_end() -> None:
    filler = "Le marché des puces reste tendu et les prix montent encore cette année. " * 30 + "\n\n"
    text = filler * 24 + "Microsoft a investi 13 milliards de dollars dans OpenAI."
    assert len(text) > 50_000
    claim = found(text, "fr", "Microsoft", "invests-in", "OpenAI")
    assert claim.evidence.end == len(text)


def test_german_and_spanish_are_read_too() -> None:
    german = "Der Chef von Siemens, Roland Busch, kündigte in München Entlassungen an."
    assert ("Roland Busch", "works-for", "Siemens") in statements(READ(article(german, "de")))
    assert ("Nvidia", "acquires", "Mellanox") in statements(READ(article("Nvidia compró Mellanox por 6.900 millones de dólares.", "es")))


def test_german_spanish_and_two_sentences_get_qualifiers() -> None:
    german = found("Nvidia kaufte Mellanox für 6,9 Mrd. Dollar.", "de", "Nvidia", "acquires", "Mellanox")
    spanish = found("Nvidia compró Mellanox por 6.900 millones de dólares.", "es", "Nvidia", "acquires", "Mellanox")
    assert (german.amount, german.currency) == (spanish.amount, spanish.currency) == (6.9e9, "USD")
    two = "OpenAI a présenté son nouveau modèle mardi. Microsoft en est le premier actionnaire, avec 13 milliards de dollars."
    apart = found(two, "fr", "Microsoft", "invests-in", "OpenAI")
    assert (apart.evidence.quote, apart.amount, apart.currency) == (two, 13e9, "USD")


def test_relative_dates_count_from_the_articles_own() -> None:
    one = Article("Nvidia a racheté Mellanox l'an dernier.", "a.md", lang="fr", published="2025-02-10")
    assert next(claim.valid_from for claim in READ(one).claims if claim.relation == "acquires") == "2024"


def test_a_language_that_was_not_taught_gives_no_claims() -> None:
    assert claims("Nvidia acquired Mellanox.", "xx") == ()


def test_the_language_is_found_when_the_article_does_not_say_it() -> None:
    for text, lang in ((FRENCH, "fr"), (ENGLISH, "en")):
        assert statements(READ(article(text, None))) == statements(READ(article(text, lang)))


def test_only_what_is_likely_enough_is_claimed() -> None:
    assert RulesExtractor(least=1.1)(article(FRENCH)).claims == ()
    assert len(RulesExtractor(least=0.9)(article(FRENCH)).claims) < len(RulesExtractor(least=0.2)(article(FRENCH)).claims)


@pytest.mark.parametrize("text", ["Nvidia a racheté Arm.", "Arm a été racheté par Nvidia."])
def test_what_is_said_has_a_head_and_a_tail(text: str) -> None:
    best = max(claims(text), key=lambda claim: claim.confidence)
    assert (best.relation, best.subject.name, best.object.name) == ("acquires", "Nvidia", "Arm")


@pytest.mark.parametrize(
    ("text", "lang", "head", "relation", "tail"),
    [
        ("Morvan Photonique a levé 30 millions d'euros. La start-up grenobloise a été rachetée hier par Nvidia.", "fr",
         "Nvidia", "acquires", "Morvan Photonique"),
        ("OpenAI a présenté son nouveau modèle mardi. Microsoft en est le premier actionnaire.", "fr", "Microsoft", "invests-in", "OpenAI"),
    ],
    ids=["by a phrase", "without any"],
)  # fmt: skip
def test_an_end_named_in_the_sentence_before_is_found_with_both_as_evidence(
    text: str, lang: str, head: str, relation: str, tail: str
) -> None:
    assert found(text, lang, head, relation, tail).evidence.quote == text


def test_sentences_far_apart_are_no_evidence() -> None:
    text = "OpenAI a présenté son nouveau modèle mardi.\n\n{}\n\nMicrosoft en est le principal actionnaire."
    assert ("Microsoft", "invests-in", "OpenAI") in statements(READ(article(text.replace("{}\n\n", ""))))
    image = "![](https://example.org/" + "x" * 500 + ".png)"
    assert ("Microsoft", "invests-in", "OpenAI") not in statements(READ(article(text.format(image))))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_words_of_an_article_are_forgotten_with_it(lang: str) -> None:
    words = ("Qorvexa", "Zumbrelto", "Trovalin")
    assert claims(f"{words[0]} acquired {words[1]}. {words[2]} rachète Nvidia.", lang)
    assert [word for word in words if word in language_model(lang).vocab.strings] == []


def test_models_are_loaded_once() -> None:
    assert language_model("fr") is language_model("fr")
    assert language_model("en").lang == "en"
