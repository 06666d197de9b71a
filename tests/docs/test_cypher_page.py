"""What is generated under docs/ is as it would be generated now, and Neo4j Browser can read what is made for it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

from docs.cypher.browser import COLUMNS, FOLDER, saved_csv, saved_zip, style, text_on
from docs.cypher.graph import readings
from docs.cypher.model import picture
from docs.cypher.questions import saved
from docs.cypher.written import DOCS, stale
from ontology.check import rejection_of
from ontology.vocabulary import ontology


def rules() -> dict[str, dict[str, str]]:
    """The style as Neo4j Browser reads it: no comments, quotes dropped, a property is two parts around one colon."""
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{((?:\"[^\"]*\"|[^{}\"])*)\}", style()):
        pairs = [line.split(":") for line in body.replace('"', "").split(";") if line.strip()]
        assert [pair for pair in pairs if len(pair) != 2] == []
        found[re.sub(r"\s", "", selector)] = {name.strip(): value.strip() for name, value in pairs}
    return found


def test_what_is_generated_is_up_to_date() -> None:
    assert stale() == [], "run: python -m docs.cypher.written"


def test_the_page_leads_only_to_files_that_are_there() -> None:
    links = re.findall(r"\]\(([^)#]+)", (DOCS / "cypher.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_the_picture_has_every_type_and_relation() -> None:
    drawn = picture()
    assert [name for name in ontology().entity_types if f">{name}</text>" not in drawn] == []
    assert [r.name for r in ontology().relations.values() if f">{r.edge_type}</text>" not in drawn] == []


def test_the_graph_is_sound() -> None:
    assert [rejection for read in readings() for claim in read.claims if (rejection := rejection_of(claim, read.article))] == []
    assert {claim.relation for read in readings() for claim in read.claims} == set(ontology().relations)


@pytest.mark.parametrize("name", ontology().entity_types)
def test_the_style_has_the_colour_and_the_name_of_a_type(name: str) -> None:
    assert (rules()[f"node.{name}"]["color"], rules()[f"node.{name}"]["caption"]) == (ontology().entity_types[name].colour, "{name}")


@pytest.mark.parametrize("name", ontology().relations)
def test_the_style_has_the_colour_and_the_words_of_a_relation(name: str) -> None:
    relation = ontology().relations[name]
    rule = rules()[f"relationship.{relation.edge_type}"]
    assert (rule["color"], rule["caption"]) == (ontology().families[relation.family].colour, relation.label["en"])


def test_the_style_begins_with_the_defaults_and_has_no_comment() -> None:
    assert [selector for selector in rules() if "." not in selector] == ["node", "relationship"]
    assert next(iter(rules())) == "node"
    assert not re.search(r"/\*|//", style())


@pytest.mark.parametrize(
    ("colour", "text"), [("#ffffff", "#000000"), ("#000000", "#FFFFFF"), ("#E69F00", "#000000"), ("#1f6fb2", "#FFFFFF")]
)
def test_text_is_readable_on_its_colour(colour: str, text: str) -> None:
    assert text_on(colour) == text


def test_the_saved_queries_are_a_folder_in_the_form_of_the_current_browser() -> None:
    head, folder, *rows = csv.reader(io.StringIO(saved_csv()))
    assert tuple(head) == COLUMNS
    assert folder == [FOLDER, "", "", "0", "", "true"]
    assert [(row[0], row[2]) for row in rows] == [(query.name, query.cypher) for query in saved()]
    assert {(row[4], row[5]) for row in rows} == {("0", "false")}
    assert [row[3] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]


def test_the_saved_queries_are_scripts_with_names_for_the_older_browser() -> None:
    with zipfile.ZipFile(io.BytesIO(saved_zip())) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {(Path(name).parent.name, Path(name).suffix) for name in files} == {(FOLDER, ".cypher")}
    assert [text.splitlines()[0] for text in files.values()] == [f"// {query.name}" for query in saved()]
