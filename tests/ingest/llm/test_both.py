"""Two readers of one article: two claims, one edge that is surer; and a second look at what is doubtful."""

from __future__ import annotations

from graph.store import Store
from ingest.extract import names_of
from ingest.llm.asking import Request
from ingest.llm.both import BothReaders, OneAtATime
from ingest.llm.errors import ModelUnreachable
from ingest.llm.reader import ModelReader
from ingest.llm.schema import verdict_schema
from ingest.pipeline import ingest
from ontology.edges import edges_of
from ontology.records import Article
from tests.ingest.llm.samples import Scripted, answer, entity, relation, statements
from tests.ingest.readers import PlainReader

ARTICLE = Article("Alpha supplies Beta. Alpha also sells to Gamma.", "a.txt", lang="en")
ENTITIES = [entity("Alpha"), entity("Beta"), entity("Gamma")]
SAID = answer(ENTITIES, [relation("Alpha", "supplies", "Beta", 1), relation("Alpha", "supplies", "Gamma", 2, sure=False)])


def both(text: str = SAID) -> BothReaders:
    return BothReaders(ModelReader(Scripted(text), "tiny"), OneAtATime(PlainReader()))


def test_what_both_say_stays_two_claims_and_makes_the_edge_surer() -> None:
    reading = both()(ARTICLE)
    assert len(reading.claims) == 3
    beta, gamma = (next(e for e in edges_of(reading.claims) if e.object == name) for name in ("beta", "gamma"))
    assert beta.support == 2
    single = max(claim.confidence for claim in reading.claims if claim.object.id == "beta")
    assert single < beta.confidence < 1.0
    assert gamma.confidence == next(claim.confidence for claim in reading.claims if claim.object.id == "gamma")
    assert beta.sources == 1


def test_two_versions_of_one_reader_do_not_agree_with_each_other() -> None:
    first = PlainReader()(ARTICLE).claims
    assert edges_of(first)[0].confidence == edges_of([*first, *PlainReader("plain@2")(ARTICLE).claims])[0].confidence


def test_a_new_prompt_replaces_the_old_ones_claims_and_leaves_the_other_readers(store: Store) -> None:
    reader = both()
    assert names_of(reader) == ("plain@1", reader.model.name)
    ingest(store, [ARTICLE], extractor=reader)
    again = ingest(store, [ARTICLE], extractor=both(answer(ENTITIES, [])))
    assert (again.new, again.known, again.replaced) == (0, 1, 2)
    assert [claim.extractor for claim in store.claims()] == ["plain@1"]


def test_only_what_is_doubtful_is_asked_about_again() -> None:
    def says(request: Request) -> str:
        return '{"stated": false}' if request.schema == verdict_schema() else SAID

    model = Scripted(says)
    reading = ModelReader(model, "tiny", second_pass=True)(ARTICLE)
    assert statements(reading) == [("Alpha", "supplies", "Beta")]
    assert [rejection.reasons for rejection in reading.rejections] == [
        ("asked again about this claim alone, the model does not find it stated",)
    ]
    first, second = model.asked
    asked = second.messages[-1]["content"]
    assert "Alpha also sells to Gamma." in asked
    assert "Alpha supplies Beta." not in asked
    assert 'Statement: "Alpha" (Company) supplies "Gamma" (Company); certainty: asserted; phase: current.' in asked
    assert first.key != second.key


def test_a_second_look_may_bear_it_out() -> None:
    model = Scripted(lambda request: '{"stated": true}' if request.schema == verdict_schema() else SAID)
    assert len(ModelReader(model, "tiny", second_pass=True)(ARTICLE).claims) == 2


def test_a_second_look_that_says_nothing_leaves_the_claim_as_it_was() -> None:
    model = Scripted(lambda request: "Perhaps." if request.schema == verdict_schema() else SAID)
    found = ModelReader(model, "tiny", second_pass=True)(ARTICLE)
    assert statements(found) == statements(ModelReader(Scripted(SAID), "tiny")(ARTICLE))
    assert len(found.claims) == 2
    assert [rejection.reasons for rejection in found.rejections] == [
        ("asked again about this claim alone, the model says neither yes nor no: the claim stands as it was",)
    ]
    assert '"Gamma"' in str(found.rejections[0].claim)


def test_an_article_without_the_models_answer_is_not_read_by_half(store: Store) -> None:
    ingest(store, [ARTICLE], extractor=both())

    def nothing(_: Request) -> str:
        raise ModelUnreachable("nobody is there")

    report = ingest(store, [ARTICLE], extractor=BothReaders(ModelReader(Scripted(nothing), "tiny"), OneAtATime(PlainReader())))
    assert [item.reason for item in report.unread] == ["nobody is there"]
    assert len(list(store.claims())) == 3
