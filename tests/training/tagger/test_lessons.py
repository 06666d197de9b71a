"""Windows with a label for each token, and what phrases stand for."""

from __future__ import annotations

from random import Random

from ingest.rules.tagger import LATER, LONGEST, SpokenOf
from ingest.rules.windows import TYPES
from training.encoder.documents import Document, passage_document
from training.tagger.lessons import IGNORED, Link, lessons

ROW = {
    "sentences": ["Brivelac meets Ida Roch.", "The group and its rival Ondamire quarrel.", "Both firms wait."],
    "entities": [["Brivelac", "Company"], ["Ida Roch", "Person"], ["Ondamire", "Company"]],
    "phrases": [["The group", 1, "Brivelac"], ["Both firms", 2, "Brivelac"], ["Both firms", 2, "Ondamire"]],
    "relations": [],
}
COMPANY, ONE = TYPES.index("Company"), TYPES.index("Person")
FIRM, PERSON, PHRASE_OF_FIRM = 1, 1 + 2 * TYPES.index("Person"), 1 + 2 * len(TYPES)


def tokens_at(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """A word is a token."""
    offsets, at = [], 0
    for word in text.replace(".", " .").split():
        at = text.index(word, at)
        offsets.append((at, at + len(word)))
        at += len(word)
    return list(range(len(offsets))), offsets


def test_names_and_phrases_are_labelled_by_type_the_first_token_apart() -> None:
    (lesson,) = lessons(passage_document(ROW, "en-1:0"), tokens_at)
    assert lesson.phrases
    assert lesson.labels[:5] == [FIRM, 0, PERSON, PERSON + 1, 0]
    assert lesson.labels[5:13] == [PHRASE_OF_FIRM, PHRASE_OF_FIRM + 1, 0, 0, 0, FIRM, 0, 0]
    assert lesson.labels[13:] == [PHRASE_OF_FIRM, PHRASE_OF_FIRM + 1, 0, 0]


def test_a_phrase_is_linked_to_all_that_it_stands_for_among_those_spoken_of_before() -> None:
    (lesson,) = lessons(passage_document(ROW, "en-1:0"), tokens_at)
    assert lesson.links == (
        Link((5, 6), (SpokenOf((10,), 10, COMPANY, LATER), SpokenOf((2,), 3, ONE, 1), SpokenOf((0,), 0, COMPANY, 1)), (2,)),
        Link((13, 14), (SpokenOf((10,), 10, COMPANY, 1), SpokenOf((0, 5), 6, COMPANY, 1), SpokenOf((2,), 3, ONE, 2)), (0, 1)),
    )


def test_some_phrases_before_a_phrase_are_not_known_or_taken_for_another() -> None:
    document, rng = passage_document(ROW, "en-1:0"), Random(0)  # noqa: S311 - no secret
    known = set()
    for _ in range(200):
        (lesson,) = lessons(document, tokens_at, rng)
        of_group = [n for n, one in enumerate(lesson.links[1].spoken_of) if 5 in one.rows]
        known.add((len(of_group), 0 in lesson.links[1].spoken_of[of_group[0]].rows if of_group else None))
    assert known == {(0, None), (1, True), (1, False)}


def test_of_an_article_phrases_are_not_annotated() -> None:
    document = passage_document(ROW, "en-1:0")
    (lesson,) = lessons(Document("en-1", document.pieces, ()), tokens_at)
    assert not lesson.phrases
    assert lesson.links == ()


def test_nothing_is_learned_from_a_name_that_nobody_knows() -> None:
    row = {**ROW, "phrases": []}
    document = passage_document(row, "en-1:0")
    pieces = tuple(
        type(p)(p.block, p.start, p.end, p.text, tuple(type(m)(m.start, m.end, m.text, "?x", m.name, m.type) for m in p.mentions))
        for p in document.pieces
    )
    (lesson,) = lessons(Document("en-1:0", pieces, (), phrases=True), tokens_at)
    assert lesson.labels[:4] == [IGNORED, 0, IGNORED, IGNORED]


def test_sentences_that_are_only_context_have_no_labels() -> None:
    long = "Brivelac " + "waits " * (LONGEST - 60)
    row = {"sentences": ["Brivelac and Ondamire meet.", long], "entities": [["Brivelac", "Company"]], "relations": []}
    found = list(lessons(passage_document({**row, "sentences": [long, "Brivelac meets.", long]}, "en-1:0"), tokens_at))
    assert [len(one.ids) for one in found] == [len(one.labels) for one in found]
    assert sum(label == FIRM for one in found for label in one.labels) == 3
    assert IGNORED in found[-1].labels
