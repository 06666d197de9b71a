"""Documents become windows with targets, in batches."""

from __future__ import annotations

from random import Random

from training.encoder.documents import Document, passage_document
from training.encoder.lessons import Lesson, Plan, batched, lessons, thinned

ALL = Plan(sentences=1.0, silent=1.0)
NAMES = {"Company": ["Delphi"]}


def rng(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def document(name: str, *sentences: str) -> Document:
    entities = [["Altair", "Company"], ["Boreal", "Company"], ["Cobalt", "Company"]]
    relations = [["Altair", "acquires", "Boreal", "asserted", "current", [0]]] if "racheté" in sentences[0] else []
    return passage_document({"sentences": sentences, "entities": entities, "relations": relations}, name)


SAID, SILENT = document("a:0", "Altair a racheté Boreal."), document("a:1", "Altair voit Boreal.")


def tokens_of(text: str) -> list[int]:
    return [7] * len(text.split())


def taken(plan: Plan, *documents: Document, seed: int = 0) -> list[Lesson]:
    return list(lessons(documents, tokens_of, NAMES, plan, rng(seed)))


def test_a_plan_takes_a_share_of_the_silent_windows_and_of_the_single_sentences() -> None:
    assert len(taken(ALL, SAID, SILENT)) == 2
    assert [bool(one.targets.statuses) for one in taken(Plan(1.0, -1.0), SAID, SILENT)] == [True]
    assert taken(Plan(-1.0, 1.0), SAID, SILENT) == []
    assert len(taken(Plan(-1.0, 1.0), document("article", "Altair a racheté Boreal."))) == 1


def test_a_window_of_many_pairs_keeps_what_is_said() -> None:
    (lesson,) = taken(ALL, document("a:2", "Altair a racheté Boreal.", "Cobalt et Boreal suivent Altair, Cobalt, Boreal et Altair."))
    assert len(lesson.window.couples) > 8
    for seed in range(10):
        found = thinned(lesson, rng(seed), most=3)
        assert 3 <= len(found.window.couples) <= 5
        assert len(found.window.couples) == len(found.targets.truth) == len(found.targets.weights)
        assert len(found.targets.statuses) == len(lesson.targets.statuses) == found.targets.truth.sum()
        assert all(found.targets.truth[one.row].any() for one in found.targets.statuses)
    assert thinned(lesson, rng(0), most=100) is lesson


def test_no_batch_is_larger_than_it_may_be_and_nothing_is_lost() -> None:
    some = taken(ALL, *(document(f"a:{n}", "Altair a racheté Boreal" + " hier" * n + ".") for n in range(30)))
    made = batched(some, lambda one: len(one.window.ids), rng(1), most=60)
    assert sorted(map(id, (one for batch in made for one in batch))) == sorted(map(id, some))
    assert all(len(batch) == 1 or len(batch) * max(len(one.window.ids) for one in batch) <= 60 for batch in made)
    assert max(map(len, made)) > 2
    assert [len(batch) for batch in batched(some, lambda one: len(one.window.ids), rng(1), most=60)] == [len(batch) for batch in made]
