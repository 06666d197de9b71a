"""The forms of answers: which one is given, and that each is read back by those who read such things."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import networkx as nx
import pytest
from rdflib import Graph

from api.app import create_app
from api.errors import NotAcceptable
from api.forms.asked import FORMS, form_asked
from graph.store import Store
from tests.api.doors import Client
from tests.graph.samples import article, corpus, emptied, reading

LISTS = ("/entities", "/edges", "/changes", "/claims", "/articles", "/entities/nvidia/edges")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
        ("text/csv", "csv"),
        ("text/csv;q=0.3, text/turtle;q=0.7", "turtle"),
        ("text/*", "csv"),
        ("application/json;q=0, */*", "csv"),
        ("APPLICATION/LD+JSON", "jsonld"),
        ("text/csv;q=x, application/x-ndjson", "ndjson"),
    ],
)
def test_the_header_chooses_the_form(accept: str, form: str) -> None:
    assert form_asked(None, accept, FORMS) == form


@pytest.mark.parametrize("accept", ["image/png", "text/html", "application/json;q=0", "text/csv;q=nan"])
def test_what_is_not_given_is_refused(accept: str) -> None:
    with pytest.raises(NotAcceptable, match=r"there is json \(application/json\)"):
        form_asked(None, accept, FORMS)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own parser of JSON-LD
@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_the_same_in_every_form(client: Client, path: str) -> None:
    items = client.json(path, limit=5)["items"]
    wanted = [item["id"] for item in items]
    rows = list(csv.DictReader(io.StringIO(client.get(f"/api/v1{path}", limit=5, format="csv").text)))
    assert [row["id"] for row in rows] == wanted
    assert None not in rows[0]
    lines = client.get(f"/api/v1{path}", limit=5, format="ndjson").text.splitlines()
    assert [json.loads(line) for line in lines] == items
    turtle = Graph().parse(data=client.send("GET", f"/api/v1{path}?limit=5", headers={"accept": "text/turtle"}).text, format="turtle")
    ld = Graph().parse(data=client.get(f"/api/v1{path}", limit=5, format="jsonld").text, format="json-ld")
    assert len(turtle) == len(ld) > 0


def test_edges_are_drawn_as_graphml(client: Client) -> None:
    for path, more in (("/edges", {}), ("/graph", {"ids": "nvidia"}), ("/paths", {"from": "tesla", "to": "amd"})):
        response = client.get(f"/api/v1{path}", format="graphml", **more)
        assert response.headers["content-type"] == "application/graphml+xml"
        drawn = nx.parse_graphml(response.text)
        assert "nvidia" in drawn
        assert drawn.number_of_edges() > 0


def test_a_list_streams_whole(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/claims", stream="csv", limit=1).text)))
    assert len(rows) == client.json("/stats")["claims"]
    assert client.get("/api/v1/edges", stream="ndjson").text.count("\n") == client.json("/stats")["edges"]


def test_a_cell_is_no_formula(prepared: Store) -> None:
    hostile = [replace(article(f"Nvidia supplies Tesla ({n})."), title=title) for n, title in enumerate(("=1+1", "+x", "-y", "@z", "\ta"))]
    emptied(prepared).add([reading(one, ("Nvidia", "supplies", "Tesla", {})) for one in hostile])
    rows = csv.DictReader(io.StringIO(Client(create_app(prepared)).get("/api/v1/articles", format="csv").text))
    assert sorted(row["title"] for row in rows) == ["'\ta", "'+x", "'-y", "'=1+1", "'@z"]
    emptied(prepared).add(corpus())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # as above
def test_an_article_says_who_signs_it_and_where_it_is_at_home(prepared: Store) -> None:
    signed = replace(article("Nvidia supplies Tesla."), author="=Ada Lin\u202e, Bo Chen", canonical="https://daily.example/a")
    emptied(prepared).add([reading(signed, ("Nvidia", "supplies", "Tesla"))])
    client = Client(create_app(prepared))
    [item] = client.json("/articles")["items"]
    assert (item["author"], item["canonical"]) == (signed.author, signed.canonical)
    assert (item["versions"][0]["author"], item["versions"][0]["canonical"]) == (signed.author, signed.canonical)
    [row] = csv.DictReader(io.StringIO(client.get("/api/v1/articles", format="csv").text))
    assert (row["author"], row["canonical"]) == ("'=Ada Lin\u202e, Bo Chen", "https://daily.example/a")
    assert "author" not in client.json("/claims")["items"][0]["article"]
    ld = Graph().parse(data=client.get("/api/v1/articles", format="jsonld").text, format="json-ld")
    assert signed.canonical in {str(value) for value in ld.objects()}
    emptied(prepared).add(corpus())


@pytest.mark.parametrize("path", [*LISTS, "/entities/nvidia", "/schema", "/stats", "/graph?ids=nvidia"])
def test_what_the_asker_has_is_not_sent_again(client: Client, path: str) -> None:
    first = client.send("GET", f"/api/v1{path}")
    tag = first.headers["etag"]
    assert first.headers["vary"] == "Accept, Accept-Language"
    for has in (tag, f'"other", W/{tag}', "*"):
        again = client.send("GET", f"/api/v1{path}", headers={"if-none-match": has})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.send("GET", f"/api/v1{path}", headers={"if-none-match": '"other"'}).status_code == 200


def test_another_form_has_another_tag(client: Client) -> None:
    assert client.get("/api/v1/edges").headers["etag"] != client.get("/api/v1/edges", format="csv").headers["etag"]
    assert client.get("/api/v1/edges").headers["etag"] != client.get("/api/v1/edges", limit=2).headers["etag"]


@pytest.mark.parametrize(
    "path", ["/api/v1/edges", "/api/v1/entities/nvidia", "/api/v1/stats", "/healthz", "/metrics", "/api/v1/openapi.json"]
)
def test_head_is_get_without_the_body(client: Client, path: str) -> None:
    head, get = client.send("HEAD", path), client.send("GET", path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers.get("etag") == get.headers.get("etag")
    assert client.send("HEAD", "/api/v1/entities/nobody").status_code == 404
    assert client.send("HEAD", "/api/v1/cypher").status_code == 405
