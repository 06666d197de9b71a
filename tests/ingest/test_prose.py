from __future__ import annotations

import html
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.prose import Block, blocks

MARKUP = [
    *(
        "# ",
        "## ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "| ",
        " | ",
        "|---|---|\n",
        "---\n",
        "===\n",
        "```\n",
        "~~~~\n",
        "[^1]",
        "[a](b)",
        "[x](http://a.b/c_(d))",
    ),
    *(
        "![alt](i.png)",
        "**",
        "*",
        "_",
        "`",
        "<b>",
        "</b>",
        "<!-- c -->",
        "&amp;",
        "&nbsp;",
        "&eacute;",
        "&shy;",
        "\\*",
        "https://a.b/c",
        "[[n|m]]",
    ),
    *("{{< x >}}", "{% y %}", "---\ntitle: z\n---\n", "[r]: http://a.b\n", "[1]", "<sup>2</sup>", "• ", "— ", "    ", "\t"),
]
SIGNS = [
    "é",
    "e\u0301",
    "ß",
    "ﬁ",
    "İ",
    "日本",
    "🤖",
    "👩‍💻",
    "🇫🇷",
    "\u200b",
    "\ufeff",
    "\xa0",
    "\u202f",
    "\u2028",
    "\x0c",
    "\x85",
    "\0",
    "\xad",
    "«\xa0",
    "\xa0»",
    "’",
]
WORDS = [
    "Ardoise",
    "fournit",
    "Brume",
    "et",
    "la",
    "a signé.",
    "Le groupe",
    "Lire aussi :",
    "Menu | Eco | Tech",
    "©",
    "Par Ada Lin",
    "3,5 %",
]
BREAKS = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " ", " ", " "]
TEXTS = st.lists(st.sampled_from([*MARKUP, *SIGNS, *WORDS, *BREAKS, *BREAKS]), max_size=40).map("".join) | st.text(max_size=80)


def stands_for(block: Block, place: int, text: str) -> bool:
    """Whether a block's character is that of the article at its place."""
    shown, at = block.text[place], block.offsets[place]
    if at in block.ends:
        return html.unescape(text[at : block.ends[at]]) == shown or (shown == " " and html.unescape(text[at : block.ends[at]]).isspace())
    return text[at] == shown or (shown == " " and (text[at].isspace() or (block.kind == "row" and text[at] == "|")))


@given(TEXTS)
@settings(max_examples=600, deadline=None)
@example("\ufeff# Titre\r\n\r\nE\u0301te\u0301 🤖 : **Ardoise** fournit\r\n[Brume](https://a.b/c_(d)) &amp; Kelvin.\r\n")
@example("|a|b|\n|---|---|\n|é|🤖|")
@example("a\n> b\n>\n> c\n***\n")
def test_every_character_of_a_block_stands_at_its_place_in_the_article(text: str) -> None:
    for block in blocks(text):
        assert block.text
        assert block.text == block.text.strip()
        assert len(block.offsets) == len(block.text)
        assert len(block.text.splitlines()) == 1
        assert all(stands_for(block, place, text) for place in range(len(block.text)))


@given(TEXTS, st.data())
@settings(max_examples=300, deadline=None)
def test_a_span_is_cut_from_the_article_in_order(text: str, data: st.DataObject) -> None:
    found = blocks(text)
    order = [at for block in found for at in block.offsets]
    assert order == sorted(order)
    for block in found:
        start = data.draw(st.integers(0, len(block.text) - 1))
        end = data.draw(st.integers(start + 1, len(block.text)))
        first, last = block.span(start, end)
        assert 0 <= first < last <= len(text)
        assert block.offsets[start] == first
        assert all(first <= at < last for at in block.offsets[start:end])


@given(st.lists(st.sampled_from(["Ardoise", "fournit", "Brume", "été", "🤖", "co\u0302té"]), min_size=8, max_size=30))
def test_a_plain_sentence_comes_through_as_it_is(words: list[str]) -> None:
    sentence = " ".join(words) + "."
    (block,) = blocks(f"\n{sentence}\n")
    assert block.text == sentence
    assert block.span(0, len(sentence)) == (1, 1 + len(sentence))


def test_a_span_holds_the_markup_within_it() -> None:
    text = "Le groupe **Ardoise** fournit [Brume](https://a.b/c) depuis mars 2021."
    (block,) = blocks(text)
    start = block.text.index("Ardoise")
    assert text[slice(*block.span(start, start + len("Ardoise fournit Brume")))] == "Ardoise** fournit [Brume"
    assert text[slice(*block.span(0, len(block.text)))] == text


def test_a_span_ends_behind_an_entity() -> None:
    text = "Le chiffre d&eacute;passe les attentes de tout le monde chez AT&amp;T"
    (block,) = blocks(text)
    assert block.text == "Le chiffre dépasse les attentes de tout le monde chez AT&T"
    start = block.text.index("dé")
    assert text[slice(*block.span(start, start + 2))] == "d&eacute;"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 2), (1, 99), (3, 2)])
def test_a_span_of_nothing_is_refused(start: int, end: int) -> None:
    with pytest.raises(IndexError, match="is no stretch of a block of 9 characters"):
        Block("paragraph", "Ada codes", tuple(range(9))).span(start, end)


SEEN = [
    ("Du **gras**, de l'*italique*, du `code`, un mot_compose et 5 * 3.", "Du gras, de l'italique, du code, un mot_compose et 5 * 3."),
    ("Le [groupe Ardoise](https://fr.x.org/wiki/Go_(jeu)) a signé.", "Le groupe Ardoise a signé."),
    ("Le [[Ardoise (groupe)|groupe]] et [[Brume]] ont signé.", "Le groupe et Brume ont signé."),
    ("Ardoise a signé[^1] avec Brume[12], dit-on[[3]](https://a.b).", "Ardoise a signé avec Brume, dit-on."),
    ("Ardoise <b>fournit</b> Brume<sup>2</sup>.<br/>", "Ardoise fournit Brume."),
    ("Voir ![logo](a.png)Brume, sur https://a.b/c?d=e, dès demain.", "Voir Brume, sur , dès demain."),
    ("Fin\\_2024 : 64\\. Puis AT&amp;T et Kelvin&nbsp;!", "Fin_2024 : 64. Puis AT&T et Kelvin !"),
    ("Un prix de 10\u202f000\xa0€ «\xa0net\xa0».", "Un prix de 10 000 € « net »."),
    ("[![badge](a.svg)](https://a.b) Ardoise publie ses comptes.", "Ardoise publie ses comptes."),
    ('Le rapport [{{< ref "x" >}}] dit vrai.', "Le rapport dit vrai."),
]


@pytest.mark.parametrize(("text", "expected"), SEEN, ids=[text[:30] for text, _ in SEEN])
def test_markup_is_not_seen(text: str, expected: str) -> None:
    assert [block.text for block in blocks(text)] == [expected]


def test_blocks_have_kinds() -> None:
    text = (
        "# Ardoise\n\nLe groupe Ardoise a signé avec Brume,\nune jeune pousse de Lyon.\n\n- Kelvin achète des puces.\n"
        "1. Voltar vend des serveurs.\n\n| Société | Ventes |\n|---|--:|\n|Brume|30|\n\nBilan\n=====\n\n> Une citation de la patronne.\n"
    )
    assert [(block.kind, block.text) for block in blocks(text)] == [
        ("heading", "Ardoise"),
        ("paragraph", "Le groupe Ardoise a signé avec Brume, une jeune pousse de Lyon."),
        ("item", "Kelvin achète des puces."),
        ("item", "Voltar vend des serveurs."),
        ("row", "Société | Ventes"),
        ("row", "Brume | 30"),
        ("heading", "Bilan"),
        ("paragraph", "Une citation de la patronne."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```python\nimport ardoise\nardoise.signe(brume)\n```",
        "~~~\nArdoise = Brume\n~~~",
        "---\ntitle: Ardoise\ntags: [a, b]\n---\n",
        "<!-- Ardoise a signé\navec Brume -->",
        "<script>\nvar ardoise = 1;\n</script>",
        "![Ardoise et Brume](photo.jpg)",
        "https://ardoise.example/brume",
        "[brume]: https://ardoise.example/brume",
        "[^1]: Ada Lin, Les puces, https://ardoise.example, 2021.",
        "    sudo ardoise --brume=1\n    cd $HOME",
        "* * *",
        " \n\t\n",
        "",
    ],
)
def test_what_is_no_prose_gives_no_block(text: str) -> None:
    assert blocks(text) == ()


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    assert [block.text for block in blocks("```\nArdoise a signé avec Brume hier soir.\n")][-1].endswith(
        "Ardoise a signé avec Brume hier soir."
    )


def test_lines_that_stand_for_themselves_are_not_run_together() -> None:
    text = "CHOLET\nArdoise : deux repreneurs pour Brume\nPar Ada Lin\nLe tribunal a tranché. Brume passe à Kelvin.\nVoltar s'incline."
    assert [block.text for block in blocks(text)] == [
        "CHOLET",
        "Ardoise : deux repreneurs pour Brume",
        "Le tribunal a tranché. Brume passe à Kelvin. Voltar s'incline.",
    ]


def test_an_article_is_read_within_milliseconds() -> None:
    text = "Le groupe **Ardoise** a signé avec [Brume](https://a.b/c) un contrat de trois ans. Kelvin proteste.\n\n" * 70
    blocks(text)
    start = time.perf_counter()
    for _ in range(5):
        blocks(text)
    assert (time.perf_counter() - start) / 5 < 0.1


@pytest.mark.parametrize(
    "part", ["[", "![", "](", "<!--", "<a ", "**", "`", "```\n", "| ", "{{", "&", "[[", "- ", "> ", "a b\n", "_", "<svg>", "http://"]
)
def test_hostile_markup_takes_no_long_time(part: str) -> None:
    start = time.perf_counter()
    blocks(part * (60_000 // len(part)))
    assert time.perf_counter() - start < 8
