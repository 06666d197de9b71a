"""What a model says becomes a claim only where the article bears it out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.llm.qualifying import _CHECKS, Words, qualifiers_of
from ingest.rules import rules_extractor
from ontology.records import QUALIFIERS, Article, Claim, Draft, Json
from tests.ingest.llm.samples import ARTICLE, answer, entity, read, reasons, relation, statements

ENTITIES = [
    entity("Quillon Systems", "Quillon", "The Utah company", "its"),
    entity("Sundermark"),
    entity("Petrel", kind="Product"),
    entity("Orrery Labs"),
    entity("Ines Vauclair", kind="Person"),
    entity("Nvidia", "Nvidia Corp."),
]


def reading_of(*said: Json, article: Article = ARTICLE, entities: Sequence[Json] | None = None) -> list[str]:
    found = read(answer(entities or ENTITIES, list(said)), article)
    return [" ".join(row) for row in statements(found)] + reasons(found)


def claim_of(said: Json, article: Article = ARTICLE, entities: Sequence[Json] | None = None) -> Claim:
    found = read(answer(entities or ENTITIES, [said]), article)
    assert len(found.claims) == 1, reasons(found)
    return found.claims[0]


def test_evidence_is_cut_and_the_mentions_stand_in_it() -> None:
    claim = claim_of(relation("Quillon Systems", "acquires", "Sundermark", 1, certainty="reported", phase="ended"))
    assert claim.evidence.quote == "Quillon Systems has dropped its planned takeover of Sundermark, the maker of the Petrel model."
    assert ARTICLE.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
    assert claim.subject.mention in claim.evidence.quote
    assert (claim.certainty, claim.phase, claim.extractor.partition("@")[0]) == ("reported", "ended", "llm:tiny")


def test_known_firms_get_the_ids_of_the_offline_reader() -> None:
    article = Article("Microsoft Corp. acquires Morvan Photonique. Sam Altman is the chief executive of OpenAI.", "a.txt", lang="en")
    said = [relation("Microsoft", "acquires", "Morvan Photonique", 1), relation("Sam Altman", "works-for", "OpenAI", 2)]
    entities = [entity("Microsoft"), entity("Morvan Photonique"), entity("Sam Altman", kind="Person"), entity("OpenAI")]
    model = {(c.subject.id, c.relation, c.object.id) for c in read(answer(entities, said), article).claims}
    offline = {(c.subject.id, c.relation, c.object.id) for c in rules_extractor()(article).claims}
    assert model == offline == {("microsoft", "acquires", "morvan-photonique"), ("sam-altman", "works-for", "openai")}


def test_a_phrase_stands_for_what_is_named_near_by() -> None:
    claim = claim_of(relation("Quillon Systems", "invests-in", "Orrery Labs", 2, phase="planned"))
    assert claim.subject.mention == "The Utah company"
    assert claim.evidence.quote.startswith("The Utah company")
    assert claim.confidence < claim_of(relation("Nvidia", "supplies", "Quillon Systems", 3)).confidence


def test_a_phrase_alone_is_no_name() -> None:
    entities = [entity("Orr Group", "The Utah company"), entity("Orrery Labs")]
    assert reading_of(relation("Orr Group", "invests-in", "Orrery Labs", 2), entities=entities) == [
        "the article does not have the name 'Orr Group'"
    ]


def test_several_sentences_make_the_shortest_run_that_has_both_ends() -> None:
    far = Article("Alpha makes chips. " + "It rained. " * 20 + "Beta buys from Alpha.", "a.txt", lang="en")
    entities = [entity("Alpha"), entity("Beta")]
    claim = claim_of(relation("Alpha", "supplies", "Beta", 1, 22), far, entities)
    assert claim.evidence.quote == "Beta buys from Alpha."
    phrase = Article("Alpha makes chips. " + "It rained. " * 20 + "Its chips go to Beta.", "a.txt", lang="en")
    claim = claim_of(relation("Alpha", "supplies", "Beta", 1, 22), phrase, entities)
    assert (claim.evidence.quote, claim.subject.mention) == ("Its chips go to Beta.", "Alpha")
    near = Article("Alpha makes chips. Beta buys them.", "a.txt", lang="en")
    assert claim_of(relation("Alpha", "supplies", "Beta", 1, 2), near, entities).evidence.quote == near.text
    assert claim_of(relation("Alpha", "supplies", "Beta", 2), near, entities).evidence.quote == near.text


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (relation("Quillon Systems", "acquires", "Sundermark", 99), "sentence 99 is none of those that the model was shown"),
        (relation("Quillon Systems", "acquires", "Sundermark", 0), "sentence 0 is none of those that the model was shown"),
        (relation("Quillon Systems", "acquires", "Sundermark", -1), "sentence -1 is none of those that the model was shown"),
        (relation("Google", "acquires", "Sundermark", 1), "'Google' is none of the entities of the answer"),
        (relation("Nvidia", "acquires", "Sundermark", 1), "the cited sentences do not have Nvidia"),
        (relation("Quillon Systems", "buys", "Sundermark", 1), "relation 'buys' is not one of"),
        (relation("Petrel", "invests-in", "Sundermark", 1), "invests-in does not go from Product to Company"),
        (relation("Quillon Systems", "acquires", "Quillon Systems", 1), "joins 'quillon-systems' with itself"),
        (relation("Quillon Systems", "acquires", "Sundermark", 1, certainty="sure"), "certainty is 'sure'"),
        (relation("Quillon Systems", "acquires", "Sundermark", 1, phase="soon"), "phase is 'soon'"),
    ],
)
def test_what_the_article_does_not_bear_out_is_a_rejection(said: Json, reason: str) -> None:
    found = reading_of(said)
    assert len(found) == 1
    assert reason in found[0]


def test_invented_names_are_no_entities() -> None:
    found = read(answer([entity("Globex"), *ENTITIES], [relation("Globex", "acquires", "Sundermark", 1)]))
    assert statements(found) == []
    assert reasons(found) == ["the article does not have the name 'Globex'"]
    assert isinstance(found.rejections[0].claim, Draft)
    assert "Globex" in found.rejections[0].claim.said


def test_a_mention_does_not_make_one_firm_of_two() -> None:
    entities = [entity("Sundermark", "Nvidia", "Orrery Labs"), entity("Quillon Systems", "Quillon")]
    assert "Sundermark supplies" not in " ".join(reading_of(relation("Sundermark", "supplies", "Quillon Systems", 3), entities=entities))


def test_a_namesake_of_another_type_has_an_id_of_its_own() -> None:
    article = Article("Alpha trains Mistral. Mistral sues Alpha.", "a.txt", lang="en")
    entities = [entity("Alpha"), entity("Mistral", key="m", kind="Product"), entity("Mistral", key="c")]
    found = read(answer(entities, [relation("Alpha", "develops", "m", 1), relation("c", "disputes-with", "Alpha", 2)]), article)
    ids = {(c.relation, c.object.id if c.relation == "develops" else c.subject.id) for c in found.claims}
    assert len({id_ for _, id_ in ids}) == 2


def test_the_same_statement_twice_is_one_claim_and_the_surer() -> None:
    said = relation("Nvidia", "supplies", "Quillon Systems", 3)
    assert claim_of_all(said, said | {"sure": False}) == claim_of_all(said)


def claim_of_all(*said: Json) -> tuple[Claim, ...]:
    return read(answer(ENTITIES, list(said))).claims


# ---------------------------------------------------------------- qualifiers


def test_the_checks_know_all_qualifiers() -> None:
    assert set(_CHECKS) == set(QUALIFIERS)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("for $2.5 billion in cash", "2500000000"),
        ("pour 2,5 milliards d'euros", "2500000000"),
        ("300 millions d’euros", "300000000"),
        ("1 500 000 euros", "1500000"),
        ("$1,500,000", "1,500,000"),
        ("1.500.000 Euro", "1500000"),
        ("un milliard de dollars", "1000000000"),
        ("half a billion dollars", "500000000"),
        ("$40m", "40000000"),
        ("12,5 Millionen Euro", "12500000.0"),
        ("2 billion", "2000000000"),
        ("US$100bn", "100000000000"),
    ],
)
def test_amounts_stand_in_the_sentence(text: str, amount: str) -> None:
    held, dropped = qualifiers_of("invests-in", {"amount": amount}, Words(text, text))
    assert list(held) == ["amount"]
    assert dropped == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("for $2.5 billion in cash", {"USD"}),
        ("US$100bn", {"USD"}),
        ("5 M$ et 3 MdUS$", {"USD"}),
        ("C$5 million", {"CAD"}),
        ("5 millions de dollars canadiens", {"CAD"}),
        ("A$5 million", {"AUD"}),
        ("HK$5 million", {"HKD"}),
        ("NT$5 million", {"TWD"}),
        ("R$ 5 milhões", {"BRL"}),
        ("3 Mds€", {"EUR"}),
        ("12,5 Millionen Euro", {"EUR"}),
        ("£5m", {"GBP"}),
        ("40 Mio. Fr.", {"CHF"}),
        ("5 billion yen", {"JPY"}),
        ("¥5 billion", {"JPY", "CNY"}),
        ("5 millones de dólares", {"USD"}),
        ("XAF 5 million", {"XAF"}),
        ("5 million", set()),
        ("5 million users of Euronext", set()),
    ],
)
def test_a_currency_stands_in_the_sentence_by_sign_code_or_word(text: str, codes: set[str]) -> None:
    asked = ("USD", "EUR", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "HKD", "TWD", "BRL", "XAF")
    words = Words(f"{text}, 5 million", "")
    found = {code for code in asked if "currency" in qualifiers_of("invests-in", {"amount": "5000000", "currency": code}, words)[0]}
    assert found == codes


@pytest.mark.parametrize("amount", ["3000000000", "25", "2500000001", "0", "-2500000000", "two", "1e9", "NaN", "9" * 40])
def test_other_amounts_do_not(amount: str) -> None:
    held, dropped = qualifiers_of("invests-in", {"amount": amount, "currency": "USD"}, Words("for $2.5 billion", ""))
    assert held == {}
    assert len(dropped) == 1


def test_a_qualifier_that_is_not_there_is_dropped_and_told_and_the_claim_stands() -> None:
    said = relation("Quillon Systems", "invests-in", "Orrery Labs", 2)
    found = read(answer(ENTITIES, [said | {"qualifiers": {"amount": "50000000", "currency": "USD", "event": "Series B"}}]))
    assert [claim.qualifiers for claim in found.claims] == [{}]
    assert sorted(reason.partition(":")[2] for reason in reasons(found)) == [" the claim stands without it"] * 2


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("role", "chief scientist", "chief scientist"),
        ("role", "Chief Scientists", "chief scientist"),
        ("role", "chieftain scientist", None),
        ("role", "defendant", None),
        ("role", "plaintiff", None),
        ("role", "chairman", None),
        ("role", "scientist of the chief", "chief scientist"),
        ("event", "Series B", "Series B"),
        ("event", "Stargate", None),
        ("valid_from", "2024", "2024"),
        ("valid_from", "2031-05", None),
        ("valid_from", "soon", None),
        ("said_by", "Ines Vauclair", "Ines Vauclair"),
        ("said_by", "the pope", None),
    ],
)
def test_words_and_dates_are_looked_for(name: str, value: str, held: str | None) -> None:
    relation_ = "works-for" if name == "role" else "partners-with"
    words = Words("The chief scientist joined in 2024, a defendant too, in a Series B round.", "Ines Vauclair said so.", "2025-01-01")
    found = qualifiers_of(relation_, {name: value}, words)[0].get(name)
    assert found == held


def test_only_a_dispute_has_sides() -> None:
    words = Words("Quillon sues Sundermark.", "")
    assert qualifiers_of("disputes-with", {"role": "Plaintiff"}, words)[0] == {"role": "plaintiff"}
    assert qualifiers_of("works-for", {"role": "Plaintiff"}, words)[0] == {}


def test_what_is_kept_are_the_texts_own_words() -> None:
    words = Words("Marl sells H100 and A100 chips, and wafers.", "")
    assert qualifiers_of("supplies", {"product": "H100 chip"}, words)[0] == {"product": "H100 and A100 chips"}
    assert qualifiers_of("supplies", {"product": "wafer chips in bulk"}, words)[0] == {}


# ---------------------------------------------------------------- names and phrases


@pytest.mark.parametrize(
    "name",
    [
        "it",
        "It",
        "They",
        "startup",
        "Startup",
        "the company",
        "The Company",
        "Wednesday",
        "May",
        "le groupe",
        "PDG",
        "chips",
        "die Firma",
        "2024",
    ],
)
def test_what_names_nobody_is_no_name(name: str) -> None:
    article = Article(f"{name} buys Sundermark. On Wednesday {name} paid.", "a.txt", lang="en")
    found = read(answer([entity(name), entity("Sundermark")], [relation(name, "acquires", "Sundermark", 1)]), article)
    assert statements(found) == []
    assert reasons(found) == [f"the article does not have the name '{name}'"]


@pytest.mark.parametrize("name", ["xAI", "a16z", "logz.io", "Theresa May", "Industry Ventures", "Parole", "阿里巴巴"])
def test_odd_names_are_names(name: str) -> None:
    article = Article(f"Later {name} bought Sundermark.", "a.txt", lang="en")
    assert len(read(answer([entity(name), entity("Sundermark")], [relation(name, "acquires", "Sundermark", 1)]), article).claims) == 1


@pytest.mark.parametrize(
    ("phrase", "lang", "stands"),
    [
        ("It", "en", True),
        ("The Utah company", "en", True),
        ("The maker of chips", "en", True),
        ("Le fabricant de Pau", "fr", True),
        ("Der Münchner Konzern", "de", True),
        ("Sie", "de", True),
        ("La compañía", "es", True),
        ("Su filial", "es", True),
        ("L'azienda", "it", True),
        ("Rain", "en", False),
        ("Petrel Works", "en", False),
        ("Yesterday", "en", False),
        ("The weather", "en", False),
    ],
)
def test_only_pronouns_and_definite_phrases_stand_for_a_name(phrase: str, lang: str, stands: bool) -> None:  # noqa: FBT001 - a case
    article = Article(f"Marl sells lamps.\n\n{'Oh. ' * 5}\n\n{phrase} buys Sundermark.", "a.txt", lang=lang)
    said = relation("Marl", "acquires", "Sundermark", 7)
    found = read(answer([entity("Marl", phrase), entity("Sundermark")], [said]), article)
    assert [claim.subject.mention for claim in found.claims] == [phrase] * stands


def test_reasons_quote_a_model_briefly_and_in_plain_letters() -> None:
    long = "\u202eGlobex\x1b[31m " * 12
    for said in ([relation(long, "acquires", "Sundermark", 1)], [relation("Quillon Systems", long, "Sundermark", 1)]):
        for reason in reasons(read(answer([entity(long), *ENTITIES], said))):
            assert len(reason) < 400
            assert reason.isprintable()


def test_dates_without_a_year_are_counted_from_the_articles_own() -> None:
    words = Words("It was founded last spring.", "", "2025-01-01")
    assert qualifiers_of("founded", {"valid_from": "2024-04"}, words)[0] == {"valid_from": "2024-04"}
    assert qualifiers_of("founded", {"valid_from": "2019"}, words)[0] == {}
