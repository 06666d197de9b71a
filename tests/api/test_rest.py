"""REST: what each path answers, in the form that the explorer reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.app import create_app
from graph import lookup
from graph.store import Store
from ontology.edges import edge_id
from ontology.records import QUALIFIERS
from ontology.vocabulary import ontology
from tests.api.doors import Client
from tests.graph.samples import HOSTILE, article, corpus, emptied, reading

SUPPLY = edge_id(("nvidia", "supplies", "tesla"))


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def walked(client: Client, url: str, **parameters: object) -> list[dict[str, Any]]:
    """All items of a list, by following the links."""
    items, response = [], client.get(url, limit=2, **parameters)
    while True:
        page = response.json()
        items += page["items"]
        if page["next"] is None:
            assert "link" not in response.headers
            assert len(items) == page["total"]
            return items
        link = response.headers["link"]
        assert link.endswith('>; rel="next"')
        response = client.get(link.partition(">")[0].removeprefix("<"))


def test_entities_are_found_by_name(client: Client) -> None:
    page = client.json("/entities", q="nvid")
    assert page == {
        "items": [client.json("/entities/nvidia") | {"matched": "Nvidia"}],
        "next": None,
        "total": 1,
    }
    assert client.json("/suggest", q="nv")["items"] == page["items"]
    assert client.json("/suggest")["items"] == []


def test_entities_of_several_types_are_asked_for_by_repeating(client: Client) -> None:
    items = client.json("/entities", type=["Person", "Government"])["items"]
    assert sorted(ids(items)) == ["jensen-huang", "washington"]


def test_lists_are_paged_by_links_and_keep_their_order(client: Client, told: Store) -> None:
    assert ids(walked(client, "/api/v1/entities")) == [found.entity.id for found in lookup.search(told).items]
    assert ids(walked(client, "/api/v1/articles")) == [found.article.id for found in lookup.articles(told).items]
    edges = walked(client, "/api/v1/entities/nvidia/edges", relation=["supplies", "competes-with", "develops"])
    assert [edge["relation"] for edge in edges] == ["competes-with", "supplies", "develops"]


def test_an_entity_is_found_by_id(client: Client) -> None:
    assert client.json("/entities/jensen-huang") == {
        "id": "jensen-huang",
        "name": "Jensen Huang",
        "type": "Person",
        "aliases": [],
        "edges": 2,
        "claims": 2,
        "articles": 1,
    }


def test_an_edge_has_its_ends_with_names_and_its_relation_in_words(client: Client, told: Store) -> None:
    edge, found = client.json(f"/edges/{SUPPLY}"), lookup.edge(told, SUPPLY)
    assert found is not None
    assert edge == found.edge.to_json() | {
        "subject": {"id": "nvidia", "name": "Nvidia", "type": "Company"},
        "object": {"id": "tesla", "name": "Tesla", "type": "Company"},
        "label": dict(ontology().relations["supplies"].label),
        "family": ontology().relations["supplies"].family,
    }
    assert edge["contradicted"] is True


@pytest.mark.parametrize(
    ("filters", "objects"),
    [
        ({"relation": "supplies"}, {"tesla"}),
        ({"relation": ["supplies", "invests-in"]}, {"tesla", "coreweave"}),
        ({"direction": "in"}, {"jensen-huang", "washington", "amd"}),
        ({"type": "Product"}, {"h100"}),
        ({"min_sources": 2}, {"tesla", "amd"}),
        ({"min_confidence": 0.9}, {"amd"}),
        ({"publisher": "Weekly"}, {"tesla", "amd"}),
        ({"from": "2025-03"}, {"tesla", "amd"}),
        ({"to": "2024"}, {"amd"}),
        ({"as_of": "2024-12-31"}, {"amd"}),
        ({"certainty": "denied"}, set()),
        ({"phase": ["current", "ended"], "relation": "develops"}, {"h100"}),
    ],
)
def test_filters_narrow_edges_counts_and_graph_alike(client: Client, filters: dict[str, Any], objects: set[str]) -> None:
    def others(edges: list[dict[str, Any]]) -> set[str]:
        return {end["id"] for edge in edges for end in (edge["subject"], edge["object"])} - {"nvidia"}

    assert others(client.json("/entities/nvidia/edges", **filters)["items"]) == objects
    near = client.json("/graph", ids="nvidia", hops=1, **filters)
    assert {entity["id"] for entity in near["entities"]} == objects | {"nvidia"}
    counts = client.json("/entities/nvidia/neighbors/summary", **filters)["items"]
    assert sum(count["neighbours"] for count in counts) >= len(objects)
    assert bool(counts) == bool(objects)


def test_an_edge_as_it_stood(client: Client) -> None:
    then = client.json(f"/edges/{SUPPLY}", as_of="2025-01-31")
    assert (then["support"], then["contradicted"]) == (1, False)
    assert len(client.json(f"/edges/{SUPPLY}/claims", as_of="2025-01-31")["items"]) == 1
    assert "nobody had stated" in client.get(f"/api/v1/edges/{SUPPLY}", as_of="2024").json()["detail"]


def test_the_claims_behind_an_edge_have_quotes_that_are_the_articles_own(client: Client) -> None:
    claims = client.json(f"/edges/{SUPPLY}/claims")["items"]
    assert [claim["certainty"] for claim in claims] == ["denied", "reported", "asserted"]
    denial, *holding = claims
    assert sorted(denial["contradicted_by"]) == sorted(ids(holding))
    for claim in claims:
        assert claim["edge"] == SUPPLY
        assert claim.keys() >= {*QUALIFIERS, "evidence", "confidence", "extractor", "subject", "object", "article"}
        text = client.json(f"/articles/{claim['article']['id']}")["text"]
        evidence = claim["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert client.json(f"/claims/{claim['id']}") == claim


def test_all_edges_are_listed_best_founded_first_and_what_is_new_latest_first(client: Client, told: Store) -> None:
    edges = walked(client, "/api/v1/edges")
    assert len(edges) == client.json("/stats")["edges"]
    assert [edge["sources"] for edge in edges] == sorted((edge["sources"] for edge in edges), reverse=True)
    news = walked(client, "/api/v1/changes", since="2025-03")
    dates = [edge["last_seen"] for edge in news]
    assert dates == sorted(dates, reverse=True)
    assert dates
    assert set(ids(news)) == {edge["id"] for edge in edges if (edge["last_seen"] or "") >= "2025-03"}
    then = walked(client, "/api/v1/edges", as_of="2025-01-31")
    assert 0 < len(then) < len(edges)
    assert ids(walked(client, "/api/v1/changes", as_of="2025-01-31", since="2025")) == [
        found.edge.id for found in lookup.changes(told, since="2025", filters=lookup.EdgeFilter(as_of="2025-01-31")).items
    ]


def test_all_claims_are_listed_and_filtered(client: Client) -> None:
    claims = walked(client, "/api/v1/claims")
    assert ids(claims) == sorted(ids(claims))
    assert len(claims) == client.json("/stats")["claims"]
    for name, value in {"certainty": "denied", "relation": "supplies", "phase": "planned", "publisher": "Weekly", "type": "Person"}.items():
        some = walked(client, "/api/v1/claims", **{name: value})
        assert len(some) < len(claims)
        assert {claim["id"] for claim in some} == {claim["id"] for claim in claims if held(claim, name, value)}


def held(claim: dict[str, Any], name: str, value: str) -> bool:
    if name == "type":
        return value in (claim["subject"]["type"], claim["object"]["type"])
    return bool((claim["article"] if name == "publisher" else claim)[name] == value)


def test_claims_of_an_edge_and_of_an_article_take_the_same_filters(client: Client) -> None:
    [denial] = client.json(f"/edges/{SUPPLY}/claims", certainty="denied")["items"]
    assert len(denial["contradicted_by"]) == 2
    assert client.json(f"/articles/{denial['article']['id']}/claims", certainty="denied")["total"] == 1
    assert client.json(f"/articles/{denial['article']['id']}/claims", relation="acquires")["items"] == []


def test_an_entity_is_also_found_by_a_name_that_is_its_alone(client: Client) -> None:
    response = client.send("GET", "/api/v1/entities/Jensen HUANG/edges?limit=1&direction=out")
    assert response.status_code == 308
    assert response.headers["location"] == "/api/v1/entities/jensen-huang/edges?limit=1&direction=out"
    assert client.get("/api/v1/entities/JENSEN-HUANG").headers["location"] == "/api/v1/entities/jensen-huang"


def test_articles_are_listed_and_shown_with_what_they_say(client: Client) -> None:
    items = client.json("/articles", publisher=["Tribune", "Echo"], **{"from": "2025"})["items"]
    assert [item["publisher"] for item in items] == ["Tribune", "Echo"]
    assert "text" not in items[0]
    whole = client.json(f"/articles/{items[0]['id']}")
    said = {"id", "source", "title", "publisher", "published", "lang", "author", "canonical"}
    assert whole.keys() == said | {"claims", "group", "versions", "copies", "text"}
    assert [version.keys() for version in whole["versions"]] == [said]
    assert (whole["author"], whole["canonical"]) == (None, None)
    assert (whole["group"], whole["copies"]) == (None, [])
    claims = client.json(f"/articles/{items[0]['id']}/claims")
    assert claims["items"][0]["group"] is None
    assert claims["total"] == whole["claims"] == 2


def test_paths_name_every_edge_of_every_hop(client: Client) -> None:
    [path, *_] = client.json("/paths", **{"from": "tesla", "to": "amd"})["paths"]
    assert ids(path["entities"]) == ["tesla", "nvidia", "amd"]
    assert [(hop["start"], hop["end"]) for hop in path["hops"]] == [("tesla", "nvidia"), ("nvidia", "amd")]
    assert [id_ for hop in path["hops"] for id_ in hop["edges"]] == ids(path["edges"])
    assert path["edges"][0]["subject"]["name"] == "Nvidia"
    assert client.json("/paths", **{"from": "tesla", "to": "amd", "max_hops": 1})["paths"] == []
    assert client.json("/paths", **{"from": "tesla", "to": "amd", "relation": "supplies"})["paths"] == []


def test_a_graph_says_what_it_left_out(client: Client) -> None:
    alone = client.json("/graph", ids="nvidia,nobody,tesla", hops=0)
    assert ids(alone["entities"]) == ["nvidia", "tesla"]
    assert ids(alone["edges"]) == [SUPPLY]
    assert (alone["left_out"], alone["missing"], alone["capped"]) == ({"nvidia": 6}, ["nobody"], False)
    few = client.json("/graph", ids="nvidia", limit=3)
    assert (len(few["entities"]), few["capped"]) == (3, True)


def test_cypher_answers_values_and_a_graph(client: Client) -> None:
    asked = {"statement": "MATCH (a {name: $name})-[r:SUPPLIES]->(b) RETURN a, r, b.name AS who", "parameters": {"name": "Nvidia"}}
    answer = client.send("POST", "/api/v1/cypher", json=asked).json()
    assert answer["fields"] == ["a", "r", "who"]
    assert answer["values"][0][2] == "Tesla"
    assert answer["values"][0][1]["properties"]["id"] == SUPPLY
    assert len(answer["graph"]["nodes"]) == 2
    assert len(answer["graph"]["edges"]) == 1
    assert answer["truncated"] is False
    assert answer["elapsed_ms"] > 0


def test_cypher_stops_at_the_limit_and_says_so(client: Client) -> None:
    answer = client.send("POST", "/api/v1/cypher", json={"statement": "UNWIND range(1, 50) AS n RETURN n", "limit": 3}).json()
    assert (answer["values"], answer["truncated"]) == ([[1], [2], [3]], True)


def test_the_schema_is_the_ontology(client: Client) -> None:
    schema, terms = client.json("/schema"), ontology()
    assert [relation["name"] for relation in schema["relations"]] == list(terms.relations)
    assert [type_["name"] for type_ in schema["entity_types"]] == list(terms.entity_types)
    for relation in schema["relations"]:
        assert relation.keys() >= {"edge_type", "label", "inverse", "definition", "symmetric", "family", "colour", "pairs", "qualifiers"}
        assert relation["label"].keys() == {"en", "fr"}
        assert {tuple(pair) for pair in relation["pairs"]} == terms.relations[relation["name"]].pairs
    assert [family["name"] for family in schema["families"]] == list(terms.families)
    assert [status["name"] for status in schema["certainties"]] == list(terms.certainties)
    assert [status["name"] for status in schema["phases"]] == list(terms.phases)


def test_stats_count_and_name_the_graph(client: Client, told: Store) -> None:
    stats = client.json("/stats")
    assert (stats["articles"], stats["claims"], stats["contradicted"]) == (8, 13, 1)
    assert stats["graph_hash"] == told.graph_hash()


def test_health_and_readiness(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "sources": []}


def test_openapi_names_every_operation_once_and_its_problems(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) >= 19
    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            if path.startswith("/api/"):
                assert {"400", "404", "410", "422", "500", "503"} <= operation["responses"].keys()
                assert list(operation["responses"]["400"]["content"]) == ["application/problem+json"]


def test_what_was_retracted_is_gone_and_says_why(prepared: Store) -> None:
    emptied(prepared).add(corpus())
    client, told = Client(create_app(prepared)), corpus()[7]
    assert prepared.retract(told.article.source, reason="the Tribune withdrew it")
    uses = edge_id(("inria", "uses", "h100"))
    article_id, claim_id = told.article.id, told.claims[0].id
    for url in (f"/articles/{article_id}", f"/claims/{claim_id}", f"/edges/{uses}", f"/edges/{uses}/claims", "/entities/inria"):
        response = client.get(f"/api/v1{url}")
        assert response.status_code == 410
        assert response.json()["detail"].endswith("is gone: the Tribune withdrew it")
    emptied(prepared).add(corpus())


def test_hostile_text_comes_through_unchanged(prepared: Store) -> None:
    hostile = replace(article(f"Nvidia {HOSTILE} supplies Tesla."), title=HOSTILE, publisher=HOSTILE)
    emptied(prepared).add([reading(hostile, ("Nvidia", "supplies", "Tesla", {"product": HOSTILE}))])
    client = Client(create_app(prepared))
    [claim] = client.json(f"/edges/{SUPPLY}/claims")["items"]
    assert claim["product"] == claim["article"]["publisher"] == HOSTILE
    assert client.json("/articles", publisher=HOSTILE)["total"] == 1
    assert client.json("/entities", q=HOSTILE)["items"] == []
    assert client.get(f"/api/v1/entities/{HOSTILE[:20].replace('/', '')}").status_code == 404
    emptied(prepared).add(corpus())
