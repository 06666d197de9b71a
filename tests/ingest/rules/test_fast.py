"""The fast reader: without the encoder, under a name of its own; and what is skipped before the parse changes no claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.rules import fast_extractor
from ingest.rules.fast import LEAST, NAME_AND_VERSION
from ingest.rules.grammar import grammar
from ingest.rules.judge import may_relate
from ingest.rules.mentions import Mention
from ingest.rules.parse import language_model, parsed
from ingest.rules.read import Read, Seen
from ingest.sources import read_article
from ontology.check import rejection_of
from ontology.records import Article, Reading
from tests.ingest.rules.marked import unmarked

SAMPLES = sorted(path for path in (Path(__file__).parents[3] / "samples" / "articles").iterdir() if path.name.startswith(("en-0", "fr-0")))
READ = fast_extractor()


def statements(reading: Reading) -> set[tuple[str, str, str]]:
    return {(claim.subject.name, claim.relation, claim.object.name) for claim in reading.claims}


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("Nvidia a racheté Mellanox pour 6,9 milliards de dollars.", "fr", ("Nvidia", "acquires", "Mellanox")),
        ("Mellanox a été racheté par Nvidia.", "fr", ("Nvidia", "acquires", "Mellanox")),
        ("Nvidia acquired Mellanox for $6.9 billion.", "en", ("Nvidia", "acquires", "Mellanox")),
        ("Jensen Huang, the chief executive of Nvidia, was in Zürich.", "en", ("Jensen Huang", "works-for", "Nvidia")),
    ],
)
def test_french_and_english_are_read(text: str, lang: str, said: tuple[str, str, str]) -> None:
    assert said in statements(READ(Article(text, "a.txt", lang=lang)))


def test_every_claim_passes_the_check_and_says_who_made_it() -> None:
    article = read_article(SAMPLES[0])
    reading = READ(article)
    assert reading.claims
    for claim in reading.claims:
        assert rejection_of(claim, article) is None
        assert claim.extractor == NAME_AND_VERSION
        assert claim.confidence >= LEAST - 0.005
    assert reading == READ(article)


@pytest.mark.parametrize(
    ("lang", "text"), [("de", "Nvidia kaufte Mellanox."), ("es", "Nvidia compró Mellanox."), ("xx", "Nvidia Mellanox.")]
)
def test_of_languages_without_a_parser_it_claims_nothing(lang: str, text: str) -> None:
    assert READ(Article(text, "a.txt", lang=lang)).claims == ()


def test_amounts_denials_and_phrases_are_told() -> None:
    text = "Nvidia domine le marché. Le groupe n’a jamais investi 2 milliards de dollars dans Wayve."
    claim = next(c for c in READ(Article(text, "a.txt", lang="fr")).claims if c.relation == "invests-in")
    assert (claim.subject.name, claim.object.name, claim.certainty) == ("Nvidia", "Wayve", "denied")
    assert (claim.amount, claim.currency, claim.evidence.quote) == (2e9, "USD", text)


def test_only_what_is_likely_enough_is_claimed() -> None:
    article = read_article(SAMPLES[0])
    every = fast_extractor(0.0)(article).claims
    assert fast_extractor(0.6)(article).claims == tuple(claim for claim in every if claim.confidence >= 0.6)
    assert len(every) > len(READ(article).claims)


# what is skipped


@pytest.mark.parametrize(
    ("marked", "may"),
    [
        ("[Nvidia|C] rose.", False),
        ("[Nvidia|C] and [Nvidia|C] rose.", False),
        ("[Nvidia|C] bought [Arm|C].", True),
        ("[France|G] fined [Google|C].", True),
    ],
)
def test_a_sentence_may_relate_two_entities_that_a_relation_is_for(marked: str, may: bool) -> None:  # noqa: FBT001 - a table
    text, mentions = unmarked(marked)
    assert may_relate(text, mentions) is may


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_judge_says_the_same_of_all_pairs_when_nothing_is_skipped(path: Path) -> None:
    article = read_article(path)
    read = Read(article, str(article.lang), None)

    def told(judged: list[tuple[int, Seen]]) -> list[tuple[int, Mention, Mention, object]]:
        return [(block, seen.pair.first, seen.pair.second, seen.probabilities) for block, seen in judged]

    assert told(list(read.judged())) == told(list(read.judged(lambda _text, mentions: bool(mentions))))
    texts = [(block.text, found) for block, found in zip(read.blocks, read.named, strict=True)]
    model, words = language_model(read.lang), grammar(read.lang)
    every = parsed(texts, model=model, grammar=words)
    some = parsed(texts, model=model, grammar=words, worth=may_relate)
    assert sum(map(len, some)) < sum(map(len, every))
