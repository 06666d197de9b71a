"""What a reader sees as a file, the dates behind it, and the articles about an entity."""

from __future__ import annotations

import csv
import io
from typing import Any

import networkx as nx
import rdflib
from httpx import Response

from graph import lookup
from graph.store import Store
from ontology.edges import edge_id
from tests.api.doors import Client

SUPPLIES = edge_id(("nvidia", "supplies", "tesla"))
BACKS = edge_id(("nvidia", "invests-in", "coreweave"))


def exported(client: Client, form: str, **more: Any) -> Response:  # noqa: ANN401 - any JSON
    seen = {"format": form, "entities": ["nvidia", "tesla", "coreweave"], "edges": [SUPPLIES, BACKS]} | more
    return client.send("POST", "/api/v1/graph/export", json=seen)


def test_only_what_is_named_is_written(client: Client) -> None:
    table = [*csv.DictReader(io.StringIO(exported(client, "csv").text))]
    assert [row["id"] for row in table] == [SUPPLIES, BACKS]
    drawn = nx.parse_graphml(exported(client, "graphml", edges=[BACKS]).text, force_multigraph=True)
    assert sorted(drawn) == ["coreweave", "nvidia", "tesla"]
    assert [*drawn.edges()] == [("nvidia", "coreweave")]
    turtle = exported(client, "turtle", entities=["nvidia", "tesla"])
    assert turtle.headers["content-disposition"] == "attachment"
    assert "coreweave" not in turtle.text
    assert len(rdflib.Graph().parse(data=turtle.text, format="turtle"))


def test_a_page_has_the_quotes_of_its_edges_and_loads_nothing(client: Client) -> None:
    page = exported(client, "html", positions={"nvidia": [1.5, 2], "tesla": [30, 4]}, lang="fr", title="Puces")
    assert page.headers["content-type"].startswith("text/html")
    assert "<title>Puces</title>" in page.text
    assert page.text.count("<tr id=") == 4
    assert '"x": 1.5' in page.text


def test_a_file_is_of_what_was_known_then(client: Client) -> None:
    table = [*csv.DictReader(io.StringIO(exported(client, "csv", as_of="2025-01").text))]
    assert [(row["support"], row["contradicted"]) for row in table] == [("1", "false"), ("1", "false")]
    page = exported(client, "html", as_of="2025-01", edges=[SUPPLIES])
    assert page.text.count("<tr id=") == 1


def test_bad_exports_are_refused(client: Client) -> None:
    cases: list[dict[str, Any]] = [{"entities": []}, {"form": "pdf"}, {"as_of": "yesterday"}]
    cases += [{"positions": {"nvidia": place}} for place in ([1e9, 0], [0, True])]
    for wrong in cases:
        assert exported(client, **{"form": "csv"} | wrong).status_code in (400, 422), wrong


def test_what_stands_grows_in_one_request(client: Client) -> None:
    told = client.json("/graph/expanded", ids="tesla,amd", around="nvidia", relation="invests-in")
    assert {entity["id"] for entity in told["entities"]} == {"nvidia", "tesla", "amd", "coreweave"}
    assert {edge["relation"] for edge in told["edges"]} == {"supplies", "competes-with", "invests-in"}
    assert told["dates"] == client.json("/graph/dates", ids="nvidia,tesla,amd,coreweave")["items"]
    assert told["left_out"]["nvidia"] == 4
    far = client.json("/graph/expanded", ids="nvidia,tesla", around="tesla", hops=2)  # by way of one that is there already
    assert {entity["id"] for entity in far["entities"]} > {"nvidia", "tesla", "amd", "coreweave"}
    few = client.json("/graph/expanded", ids="nvidia", around="nvidia", limit=2)
    assert few["capped"]
    assert len(few["entities"]) == 3
    alone = client.json("/graph/expanded", ids="tesla", around="amd", hops=0, as_of="2025-02")
    assert [entity["id"] for entity in alone["entities"]] == ["amd", "tesla"]
    assert client.json("/graph/expanded", ids="tesla", around="nobody")["missing"] == ["nobody"]


def test_the_dates_of_claims_between_entities(client: Client, told: Store) -> None:
    items = client.json("/graph/dates", ids="nvidia,tesla")["items"]
    claims = lookup.edge_claims(told, SUPPLIES).items
    assert {item["edge"] for item in items} == {SUPPLIES}
    assert sorted(item["published"] for item in items) == sorted(found.claim.article.published or "" for found in claims)
    assert [item["denied"] for item in items] == [False, False, True]
    assert len(client.json("/graph/dates", ids="nvidia,tesla", as_of="2025-02")["items"]) == 2
    about = client.json("/entities/h100/dates")["items"]
    assert len(about) == client.json("/entities/h100")["claims"]


def test_the_articles_about_an_entity_the_latest_first(client: Client) -> None:
    page = client.json("/entities/nvidia/articles", limit=2)
    dates = [item["published"] for item in page["items"]]
    following = client.json("/entities/nvidia/articles", limit=50, cursor=page["next"])
    dates += [item["published"] for item in following["items"]]
    assert len(dates) == page["total"] == client.json("/entities/nvidia")["articles"]
    known = [date for date in dates if date]
    assert dates == [*sorted(known, reverse=True), None]
    assert client.json("/entities/nvidia/articles", as_of="2025-01")["total"] == 3


def test_people_get_a_page_where_there_is_nothing_and_programs_a_problem(client: Client) -> None:
    people = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.send("GET", "/nowhere/at/all", headers=people)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert client.send("GET", "/nowhere").headers["content-type"] == "application/problem+json"
    assert client.send("GET", "/api/v1/nowhere", headers=people).headers["content-type"] == "application/problem+json"
    assert client.send("POST", "/nowhere", headers=people).headers["content-type"] == "application/problem+json"
