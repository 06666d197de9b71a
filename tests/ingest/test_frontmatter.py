from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.frontmatter import FrontMatter, body_start, front_matter

BODY = "Le groupe Ardoise a signé avec Brume.\n"


def test_yaml_between_hyphens_is_read() -> None:
    front = front_matter(f"---\ntitle: 'Ardoise : le pari'\ndate: 2024-07-27\nsource: Le Fil\nlang: fr-FR\ntags: [a, b]\n---\n{BODY}")
    assert (front.title, front.published, front.publisher, front.lang) == ("Ardoise : le pari", "2024-07-27", "Le Fil", "fr")
    assert front.values["tags"] == ["a", "b"]


def test_toml_between_pluses_is_read() -> None:
    text = f'\n+++\ntitle= "Ardoise"\ndate = 2024-12-20T01:01:01Z\n[extra]\npublisher = "Le Fil"\n+++\n\n{BODY}'
    front = front_matter(text)
    assert (front.title, front.published, front.publisher, text[front.body :].strip()) == ("Ardoise", "2024-12-20", "Le Fil", BODY.strip())


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_body_starts_behind_it(end: str, mark: str) -> None:
    head = mark + end.join(["---", "title: Ardoise", "---", ""])
    assert body_start(head + BODY) == len(head)


@pytest.mark.parametrize(
    "head",
    [
        "title: Ardoise: le pari\nlang: fr",
        "lang: fr\n\ttitle: Ardoise: le pari",
        "title: 'Ardoise: le pari'\nx: [1,\nlang: fr",
        "lang: fr\ntitle: Ardoise: le pari\n- &",
    ],
)
def test_broken_yaml_is_read_line_by_line(head: str) -> None:
    front = front_matter(f"---\n{head}\n---\n{BODY}")
    assert front.lang == "fr"
    assert front.body
    assert front.title in {"Ardoise: le pari", None}


@pytest.mark.parametrize(
    "text",
    [BODY, f"---\n{BODY}\n---\n{BODY}", f"---\ntitle: x\n{BODY}", "", "---", "---\n", f"text\n---\ntitle: x\n---\n{BODY}", "+++ a\n+++\n"],
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    assert front_matter(text) == FrontMatter()
    assert body_start(text) == 0


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("publisher: Le Fil\nsource: Autre", "Le Fil"),
        ("source: https://www.lefil.example/a/b", "lefil.example"),
        ("url: https://lefil.example:80/a", "lefil.example"),
        ("site: {name: Le Fil}", "Le Fil"),
        ("source: [a, b]", None),
        ("url: http://[", None),
        ("publisher:", None),
    ],
)
def test_a_publisher_is_a_name_or_a_host(head: str, publisher: str | None) -> None:
    assert front_matter(f"---\n{head}\n---\n{BODY}").publisher == publisher


def test_values_of_other_types_are_not_taken() -> None:
    front = front_matter(f"---\ntitle: [a]\ndate: [2024]\nlang: true\npublisher: 12\n---\n{BODY}")
    assert (front.title, front.published, front.lang, front.publisher) == (None, None, None, "12")


@given(st.text(max_size=120), st.sampled_from(["---", "+++"]))
def test_nothing_in_a_front_matter_stops_an_article(head: str, fence: str) -> None:
    text = f"{fence}\n{head}\n{fence}\n{BODY}"
    assert text[front_matter(text).body :].endswith(BODY)


@pytest.mark.parametrize(
    "head", ["a: !!python/object:os.system {}", "a: &x [*x]", "a: 99999-99-99", "? [a]\n: b", "a: 2024-13-45", "1: x\ntitle: y"]
)
def test_hostile_yaml_is_harmless(head: str) -> None:
    assert front_matter(f"---\ntitle: t\n{head}\n---\n{BODY}").published is None
