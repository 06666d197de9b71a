"""The tagger's names against capitalised runs, with tags given."""

from __future__ import annotations

from ingest.rules.candidates import Candidate
from ingest.rules.lexicon import lexicon
from ingest.rules.parse import language_model
from ingest.rules.tagged import cut_at, with_shares, with_tags
from ingest.rules.tagger import Tag, Tagged, TokensSeen, tagger
from ingest.rules.tokens import Tokens, analysed

FIRM = (0.9, 0.05, 0.0, 0.0, 0.05)
ENGLISH = lexicon("en")


def seen(tags: list[Tag], share: float = 0.0) -> Tagged:
    """An article of one block with these tags, and this chance of a name everywhere."""
    tokens = TokensSeen([0], [1000], [(0, 0)], [share])
    return Tagged([tags], [tokens], [], tagger())


def tokens(text: str, lang: str = "en") -> Tokens:
    (found,) = analysed([text], ["paragraph"], lang, None)
    return found


def tag(text: str, words: str, *, phrase: bool = False, sure: float = 0.9) -> Tag:
    return Tag(text.index(words), text.index(words) + len(words), phrase, FIRM, sure)


def run(block: Tokens, first: int, last: int) -> Candidate:
    return Candidate(0, first, last, block.cut(first, last), sure=True)


def texts(found: list[Candidate]) -> list[str]:
    return [c.text for c in found]


def test_a_token_is_parted_where_a_name_ends() -> None:
    text = "Der Wolfratz-Chef geht."
    block = tokens(text, "de")
    cut_at(block, [tag(text, "Wolfratz")])
    assert [t.text for t in block.items] == ["Der", "Wolfratz", "-", "Chef", "geht", "."]
    assert [t.glued for t in block.items] == [False, False, True, True, False, True]
    assert all(text[t.start : t.end] == t.text and t.lower == t.text.casefold() for t in block.items)


def test_phrases_and_whole_tokens_part_nothing() -> None:
    text = "The Wolfratz-owned group grows."
    block = tokens(text)
    before = [t.text for t in block.items]
    cut_at(block, [tag(text, "Wolfra", phrase=True), tag(text, "group")])
    assert [t.text for t in block.items] == before


def test_a_tag_takes_the_place_of_a_run_that_lies_over_it() -> None:
    text = "Thornwick Capital Partners of Leeds bought Pelmar."
    block = tokens(text)
    runs = [run(block, 0, 2), run(block, 4, 4)]
    found = with_tags(runs, [block], seen([tag(text, "Thornwick Capital Partners of Leeds"), tag(text, "Pelmar")]), ENGLISH)
    assert texts(found) == ["Thornwick Capital Partners of Leeds", "Pelmar"]


def test_a_run_that_the_tagger_rules_out_is_dropped_and_one_that_it_does_not_is_kept() -> None:
    text = "Thornwick waits."
    block = tokens(text)
    assert texts(with_tags([run(block, 0, 0)], [block], seen([], 0.02), ENGLISH)) == []
    assert texts(with_tags([run(block, 0, 0)], [block], seen([], 0.3), ENGLISH)) == ["Thornwick"]


def test_unsure_tags_and_phrases_are_no_names_and_marks_at_their_ends_are_left_out() -> None:
    text = "“Thornwick” and the group"
    block = tokens(text)
    tags = [Tag(0, 11, phrase=False, shares=FIRM, sure=0.9), tag(text, "the group", phrase=True), tag(text, "and", sure=0.4)]
    assert texts(with_tags([], [block], seen(tags), ENGLISH)) == ["Thornwick"]


def test_a_candidate_gets_the_opinion_of_the_tag_that_it_shares_most_with() -> None:
    text = "Thornwick Capital met Pelmar and Leeds"
    block = tokens(text)
    found = [run(block, 0, 1), run(block, 3, 3), run(block, 5, 5)]
    with_shares(found, [block], seen([tag(text, "Thornwick Capital"), tag(text, "met Pelmar and")]))
    assert [c.shares for c in found] == [FIRM, (), ()]


def test_words_for_a_kind_of_thing_are_a_name_only_where_that_is_very_sure() -> None:
    text = "The VMS sells JSON."
    block = tokens(text)
    tags = [tag(text, "VMS", sure=0.97), tag(text, "JSON", sure=0.9)]
    assert texts(with_tags([], [block], seen(tags), ENGLISH)) == ["VMS"]


def test_a_common_word_that_opens_a_sentence_is_a_name_only_where_that_is_sure() -> None:
    model, text = language_model("en"), "Stripe patterns are back. Stripe grew."
    (block,) = analysed([text], ["paragraph"], "en", model)
    assert texts(with_tags([], [block], seen([tag(text, "Stripe")], 0.6), ENGLISH, model)) == []
    assert texts(with_tags([], [block], seen([tag(text, "Stripe")], 0.9), ENGLISH, model)) == ["Stripe"]
    assert texts(with_tags([], [block], seen([tag(text, "Stripe")], 0.6), ENGLISH)) == ["Stripe"]
