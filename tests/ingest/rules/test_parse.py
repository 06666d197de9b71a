"""Sentences as the frames see them: names are placeholders, and every offset is the text's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.rules.grammar import LANGUAGES, grammar
from ingest.rules.mentions import Mention
from ingest.rules.parse import parsed, sentence_spans
from ingest.rules.reader import language_model
from tests.ingest.rules.marked import sentence, sentences, unmarked

TEXTS = st.text(st.sampled_from("aéÉ’' .!?\n«»\"()MDr15…:;-—  \u0301😀漢\t\r\x00\u200b"), max_size=60)


def cut(text: str, lang: str, mentions: tuple[Mention, ...] = ()) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, grammar(lang), mentions)]


# where sentences end


@pytest.mark.parametrize(
    ("lang", "sentences_"),
    [
        ("fr", ["M. Dupont dirige Acme Inc. depuis 2019.", "Il part."]),
        ("fr", ["Le Dr. Roux parle de J. Huang.", "Il vaut 1.5 Md€."]),
        ("fr", ["Elle a dit : « Non. Jamais. »", "Puis elle part."]),
        ("fr", ["Meta, Apple, etc. Google suit."]),
        ("en", ["Acme Inc. bought it.", "Mr. Smith left Bolt Corp. on Monday."]),
        ("en", ["The U.S. Department of Justice sued.", "It lost."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(lang: str, sentences_: list[str]) -> None:
    assert cut(" ".join(sentences_), lang) == sentences_


def test_no_sentence_ends_inside_a_name() -> None:
    text, mentions = unmarked("Il utilise [Bonjour ! Madame. IA|M] chaque jour. Elle part.")
    assert cut(text, "fr", mentions) == ["Il utilise Bonjour ! Madame. IA chaque jour.", "Elle part."]


def test_a_no_break_space_after_an_initial_does_no_harm() -> None:
    assert cut("« L’accord avec A.\u00a0Martin » tient.\u202fVrai\u00a0!", "fr")[0].startswith("« L’accord")


@pytest.mark.parametrize("text", ["", " \n\t", "...", "\u00a0", "é", "😀"])
def test_odd_blocks_do_no_harm(text: str) -> None:
    assert cut(text, "fr") == ([text] if text.strip() else [])


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, lang=st.sampled_from(LANGUAGES))
def test_sentences_cover_everything_but_white_space_in_order(text: str, lang: str) -> None:
    spans = sentence_spans(text, grammar(lang))
    gaps = zip([0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)], strict=True)
    assert all(not text[start:end].strip() for start, end in gaps)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)


# names as placeholders


@pytest.mark.parametrize(
    ("lang", "marked", "shown"),
    [
        ("fr", "[Mistral AI|C] défie [GPT-4.5|M]", "Microsoft défie Windows"),
        ("fr", "[L’Oréal|C] 😀 s’allie à [Élysée Café|C]", "Microsoft 😀 s'allie à Microsoft"),
        ("fr", "La puce d’[OpenAI|C].", "La puce d'Microsoft."),
        ("fr", "L’ex-[Google|C] dirige une start-up auprès d’[Arm|C].", "L'ancien Microsoft dirige une startup chez Microsoft."),
        ("fr", "[Le groupe=Arm|C] et [son=~Arm|C] co-fondateur", "Le groupe et son cofondateur"),
        ("en", "[Nvidia|C]’s chief executive officer, [Jensen Huang|P]", "Microsoft's CEO, Obama"),
    ],
)
def test_the_parser_sees_placeholders_and_knows_whose_they_are(lang: str, marked: str, shown: str) -> None:
    one = sentence(marked, lang)
    assert one.doc.text == shown
    assert one.text == unmarked(marked)[0]
    assert list(one.heads.values()) == list(one.mentions) == list(unmarked(marked)[1])


def test_a_token_gives_the_mention_that_it_stands_for() -> None:
    one = sentence("À [Łódź|C], 1 start-up sur 2 copie [Éole 🦊 Énergie|C] !", "fr")
    names = {token.text: mention.text for token in one.doc if (mention := one.mention_at(token)) is not None}
    assert sorted(one.heads.values()) == list(one.mentions)
    assert list(names.values())[-1] == "Éole 🦊 Énergie"
    assert [one.text[m.start - one.start : m.end - one.start] for m in one.mentions] == ["Łódź", "Éole 🦊 Énergie"]


def test_a_sentence_knows_where_the_one_before_starts() -> None:
    first, second = sentences("[Arm|C] grandit.  [Nvidia|C] rachète [Arm|C].", "fr")
    assert (first.start, first.previous) == (0, None)
    assert (second.start, second.previous) == (14, 0)
    assert second.text == "Nvidia rachète Arm."


def test_sentences_that_name_nothing_are_not_parsed() -> None:
    assert [one.text for one in sentences("Rien ici. [Arm|C] grandit. Fin.", "fr")] == ["Arm grandit."]


def test_a_sentence_of_no_end_is_left_out() -> None:
    assert [one.text for one in sentences("[Arm|C] grandit" + " et grandit" * 500 + ". [Arm|C] chute.", "fr")] == ["Arm chute."]


def test_blocks_keep_their_places() -> None:
    texts = [unmarked(marked) for marked in ("[Arm|C] grandit.", "", "Rien.", "[Meta|C] chute. [Arm|C] suit.")]
    found = parsed(texts, model=language_model("fr"), grammar=grammar("fr"))
    assert [[one.text for one in block] for block in found] == [["Arm grandit."], [], [], ["Meta chute.", "Arm suit."]]


# enumerations


@pytest.mark.parametrize(
    ("lang", "marked", "groups"),
    [
        ("fr", "[Meta|C], [Apple|C] et [Arm|C] protestent.", [{"Meta", "Apple", "Arm"}]),
        ("fr", "Il vend à [Meta|C], à [Apple|C] ainsi qu’à [Arm|C].", [{"Meta", "Apple"}]),
        ("fr", "[Meta|C] et [Apple|C] rachètent [Arm|C] ou [Wayve|C].", [{"Meta", "Apple"}, {"Arm", "Wayve"}]),
        ("fr", "[Meta|C] rachète [Arm|C].", []),
        ("fr", "[Meta|C] et [Jeff Bezos|P] investissent.", []),
        ("en", "[Meta|C], [Apple|C], and [Arm|C] protested.", [{"Meta", "Apple", "Arm"}]),
        ("en", "Both [Meta|C] and [the group=Apple|C] protested.", []),
    ],
)
def test_names_of_one_type_with_nothing_but_joints_between_are_listed_together(lang: str, marked: str, groups: list[set[str]]) -> None:
    one = sentence(marked, lang)
    found = {frozenset(m.text for m in members) for members in one.groups.values()}
    assert found == {frozenset(group) for group in groups}
    assert all(mention in members for mention, members in one.groups.items())
