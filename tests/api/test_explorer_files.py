"""The explorer's files, without a browser."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.routes.pages import FOLDER
from graph.cypher import only_reading
from tests.api.doors import Client

WORDS: dict[str, dict[str, str]] = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
SOURCES = sorted([*FOLDER.rglob("*.js"), *FOLDER.rglob("*.css"), *FOLDER.rglob("*.html")])
FAMILIES = ("count_", "export_", "filter_", "key_", "time_", "end_", "problem_", "example_", "about_")
"""Beginnings of keys that the code completes."""


def script(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    assert list(WORDS["en"]) == list(WORDS["fr"])
    gaps = {lang: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in words.items()} for lang, words in WORDS.items()}
    assert gaps["en"] == gaps["fr"]


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    code = "\n".join(script(path) for path in FOLDER.rglob("*.js"))
    asked = set(re.findall(r"\bt\(\s*\"(\w+)\"", code))
    assert asked <= WORDS["en"].keys()
    unused = {key for key in WORDS["en"] if not key.startswith(FAMILIES) and f'"{key.removesuffix("_one")}"' not in code}
    assert {key for key in unused if not re.search(rf"\b{key}: ", code)} == set()


def test_every_check_has_a_test_with_its_number_and_a_line_that_names_the_file() -> None:
    page = script(Path(__file__).parents[2] / "docs" / "explorer.md")
    for number in range(1, 19):
        files = {path.name for path in Path(__file__).parent.glob("test_explorer_*.py") if f"check_{number:02}" in script(path)}
        files |= {"test_explorer.py"} if f"check_{number:02}" in script(Path(__file__).with_name("test_explorer.py")) else set()
        [line] = [line for line in page.splitlines() if re.match(rf"\| [\d, ]*\b{number:02}\b", line)]
        assert files, number
        assert files == set(re.findall(r"test_\w+\.py", line)), number


EXAMPLES = re.findall(r'example_\w+: ("(?:[^"\\]|\\.)*")', script(FOLDER / "screens" / "cypher.js"))


def test_every_example_of_cypher_is_found() -> None:
    assert len(EXAMPLES) == sum(key.startswith("example_") for key in WORDS["en"])


@pytest.mark.parametrize("example", [json.loads(text) for text in EXAMPLES], ids=lambda text: text[:50])
def test_an_example_passes_the_door(example: str) -> None:
    assert only_reading(example) == example


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_a_file_names_nothing_outside_and_runs_no_text(path: Path) -> None:
    text = script(path)
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w{2,}", text.replace("http://www.w3.org/2000/svg", "")) == []
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc", text) == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.suffix == ".js"], ids=lambda path: path.name)
def test_modules_stay_small(path: Path) -> None:
    assert len(script(path).splitlines()) < 250


def test_the_page_has_no_script_or_style_of_its_own(client: Client) -> None:
    class Inline(HTMLParser):
        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = [name for name, _ in attrs]
            if tag == "style" or "style" in names or (tag == "script" and "src" not in names) or any(n.startswith("on") for n in names):
                self.found.append(tag)

    parser = Inline()
    parser.found = []
    parser.feed(client.get("/g?ids=nvidia").text)
    assert parser.found == []


@pytest.mark.parametrize("path", [*SOURCES, FOLDER / "words.json"], ids=lambda path: path.name)
def test_every_file_is_served(client: Client, path: Path) -> None:
    answer = client.get(f"/static/{path.relative_to(FOLDER).as_posix()}")
    assert answer.status_code == 200
    assert answer.text == script(path)
