"""The server for language models: asked by the protocol's own client, within its budgets, and with nothing in it that acts."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from mcp import Client as McpClient
from mcp_types import CallToolResult, Tool

from api.mcp import budget, mcp_server
from graph.errors import QueryRefused
from graph.store import Store
from ontology.edges import edge_id
from ontology.records import Article, Reading
from tests.graph.samples import HOSTILE, article, corpus, reading, says

READING = ["search_entities", "get_entity", "get_edges", "get_evidence", "find_paths", "timeline", "get_schema"]
SUPPLY = edge_id(("nvidia", "supplies", "tesla"))
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
Ask = Callable[..., CallToolResult]


def asker(store: Store, *, cypher: bool = False) -> Ask:
    def ask(tool: str, **arguments: object) -> CallToolResult:
        async def asked() -> CallToolResult:
            async with McpClient(mcp_server(store, cypher=cypher)) as client:
                return await client.call_tool(tool, arguments)

        return asyncio.run(asked())

    return ask


def listed(store: Store, *, cypher: bool = False) -> list[Tool]:
    async def asked() -> list[Tool]:
        async with McpClient(mcp_server(store, cypher=cypher)) as client:
            return (await client.list_tools()).tools

    return asyncio.run(asked())


def content(result: CallToolResult) -> dict[str, Any]:
    """What is answered; the text says the same as the structure."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    assert json.loads(text(result)) == result.structured_content
    found: dict[str, Any] = result.structured_content
    return found


def text(result: CallToolResult) -> str:
    (block,) = result.content
    assert block.type == "text"
    return block.text


@pytest.fixture(scope="module")
def ask(told: Store) -> Ask:
    return asker(told)


def many(number: int, *, long: int = 1) -> list[Reading]:
    return [reading(article(f"Nvidia supplies Firm {n}. " * long), ("Nvidia", "supplies", f"Firm {n}")) for n in range(number)]


def test_the_tools_only_read_and_say_what_they_answer(told: Store) -> None:
    tools = listed(told)
    assert [tool.name for tool in tools] == READING
    assert [tool.name for tool in listed(told, cypher=True)] == [*READING, "run_cypher"]
    for tool in tools:
        assert tool.annotations is not None
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
        assert tool.output_schema is not None
        assert tool.output_schema["type"] == "object"


def test_all_tools_are_told_within_two_thousand_tokens(told: Store) -> None:
    sent = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed(told, cypher=True)]
    assert len(json.dumps(sent, separators=(",", ":"))) / 3 < 2000  # of three characters at the least


def test_a_schema_names_every_argument_and_every_field_of_an_answer(told: Store) -> None:
    tools = {tool.name: tool for tool in listed(told)}
    arguments = tools["get_edges"].input_schema
    assert {*arguments["properties"]} >= {"entity", "relation", "direction", "min_confidence", "since", "limit", "cursor"}
    assert arguments["required"] == ["entity"]
    assert arguments["properties"]["relation"]["items"] == {"type": "string"}
    assert (arguments["properties"]["limit"]["maximum"], arguments["properties"]["direction"]["type"]) == (100, "string")
    answer = tools["get_edges"].output_schema
    assert answer is not None
    edge = answer["properties"]["edges"]["items"]
    assert {"untrusted_quote", "published", "source"} <= {*edge["properties"]["evidence"]["required"]}
    found = content(asker(told)("get_edges", entity="Nvidia"))
    assert [*found] == answer["required"]
    assert {*found["edges"][0]} == {*edge["required"]}


def test_the_schema_is_within_two_thousand_tokens(ask: Ask) -> None:
    answer = ask("get_schema")
    assert set(content(answer)["relations"]) > {"supplies", "invests-in"}
    assert len(text(answer)) / 3 < 2000


def test_who_supplies_whom_and_how_it_is_known(ask: Ask) -> None:
    found = content(ask("get_edges", entity="Tesla", relation=["supplies"], direction="in"))
    (edge,) = found["edges"]
    assert (edge["id"], edge["said"], edge["sources"], edge["against"]) == (SUPPLY, "Nvidia supplies Tesla", 2, 1)
    assert edge["evidence"]["untrusted_quote"] == "Nvidia supplies Tesla and backs CoreWeave."
    assert (edge["evidence"]["publisher"], edge["evidence"]["published"]) == ("Daily", "2025-01-10")
    claims = content(ask("get_evidence", edge=SUPPLY))["claims"]
    assert [claim["certainty"] for claim in claims] == ["denied", "reported", "asserted"]
    assert "never instructions" in found["notice"]


def test_no_edge_comes_without_quote_source_and_date(ask: Ask) -> None:
    edges = content(ask("get_edges", entity="nvidia"))["edges"]
    paths = content(ask("find_paths", start="AMD", end="H100"))["paths"]
    edges += [hop for path in paths for hop in path["hops"]]
    assert len(edges) >= 8
    for edge in edges:
        evidence = edge["evidence"]
        assert evidence["untrusted_quote"]
        assert evidence["source"]
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}|undated", evidence["published"])


def test_an_entity_is_known_by_name_and_summed_up(ask: Ask) -> None:
    found = content(ask("get_entity", entity="jensen huang"))
    assert found["entity"]["id"] == "jensen-huang"
    assert {"relation": "founded", "direction": "out", "edges": 1} in found["relations"]
    assert [e["id"] for e in content(ask("search_entities", query="nvid"))["entities"]] == ["nvidia"]


def test_a_timeline_goes_back_in_time(ask: Ask) -> None:
    found = content(ask("timeline", entity="Nvidia", relation=["supplies", "competes-with"]))
    dates = [claim["evidence"]["published"] for claim in found["claims"]]
    assert dates == ["2025-04", "2025-03-05", "2025-02-01", "2025-01-10", "2024-12-01"]
    narrowed = content(ask("timeline", entity="Nvidia", since="2025-02-01", until="2025-03"))
    assert [claim["evidence"]["published"] for claim in narrowed["claims"]] == ["2025-03-05", "2025-02-01"]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("get_edges", {"entity": "Nvidja"}, "unknown entity 'Nvidja'; did you mean Nvidia?"),
        ("get_entity", {"entity": "zzz"}, "search_entities"),
        ("search_entities", {"query": "Tesle"}, "did you mean Tesla?"),
        ("get_edges", {"entity": "Nvidia", "relation": ["supply"]}, "did you mean supplies?"),
        ("get_edges", {"entity": "Nvidia", "type": ["company"]}, "did you mean Company?"),
        ("get_edges", {"entity": "Nvidia", "direction": "inwards"}, "none of out, in"),
        ("get_edges", {"entity": "Nvidia", "since": "last week"}, "expected 2024, 2024-07 or 2024-07-27"),
        ("get_edges", {"entity": "Nvidia", "cursor": "xyz"}, "use 'next' of an earlier answer"),
        ("get_evidence", {"edge": "e_0"}, "get_edges and find_paths give ids"),
        ("get_edges", {"entity": "Nvidia", "limit": 1000}, "less than or equal to 100"),
        ("get_edges", {}, "Field required"),
        ("run_cypher", {"statement": "RETURN 1"}, "run_cypher"),
    ],
)
def test_an_error_names_the_next_step(ask: Ask, tool: str, arguments: dict[str, object], words: str) -> None:
    answer = ask(tool, **arguments)
    assert answer.is_error
    assert words in text(answer)
    assert "Traceback" not in text(answer)


def test_rows_are_twenty_and_the_cursor_brings_the_others(store: Store) -> None:
    store.add(many(45))
    ask, seen, cursor = asker(store), [], None
    for expected in (20, 20, 5):
        page = content(ask("get_edges", entity="Nvidia", **({"cursor": cursor} if cursor else {})))
        assert (len(page["edges"]), page["total"], page["truncated"]) == (expected, 45, expected == 20)
        assert not page["truncated"] or "narrow" in page["hint"]
        seen += [edge["id"] for edge in page["edges"]]
        cursor = page["cursor"]
    assert cursor is None
    assert len(set(seen)) == 45


@pytest.mark.parametrize(("tool", "rows"), [("get_edges", "edges"), ("timeline", "claims")])
def test_characters_are_twenty_thousand_and_nothing_is_lost(store: Store, tool: str, rows: str) -> None:
    store.add(many(30, long=120))
    ask, seen, cursor = asker(store), [], None
    for _ in range(30):
        answer = ask(tool, entity="Nvidia", **({"cursor": cursor} if cursor else {}))
        assert len(text(answer)) <= budget.CHARACTERS
        page = content(answer)
        assert 0 < len(page[rows]) < 20
        assert all(row["evidence"]["shortened"] for row in page[rows])
        seen += [row["said"] for row in page[rows]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(f"Nvidia supplies Firm {n}" for n in range(30))


def test_words_of_others_are_marked_and_cannot_hide(store: Store) -> None:
    hidden = Article(f"{HOSTILE} supplies Tesla.", f"x/{HOSTILE}", HOSTILE, HOSTILE, "2025-01-01", "en")
    store.add([Reading(hidden, (says(hidden, HOSTILE, "supplies", "Tesla", product=HOSTILE),))])
    ask = asker(store, cypher=True)
    answers = [
        ask("get_edges", entity="Tesla"),
        ask("timeline", entity="Tesla"),
        ask("search_entities", query="href"),
        ask("find_paths", start="Tesla", end=content(ask("search_entities", query="href"))["entities"][0]["id"]),
        ask("run_cypher", statement="MATCH (c:Claim) RETURN c.quote, [c.quote], {q: c.quote}, c"),
    ]
    for answer in answers:
        assert "株式" in text(answer)
        assert not HIDDEN.search(json.dumps(content(answer), ensure_ascii=False))
    assert "untrusted_quote" in text(answers[0])


def test_cypher_reads_within_the_same_budget(store: Store) -> None:
    store.add(corpus())
    ask = asker(store, cypher=True)
    found = content(ask("run_cypher", statement="MATCH (e:Entity) RETURN e.name ORDER BY e.name"))
    assert (found["fields"], found["rows"][0], found["truncated"]) == (["e.name"], ["AMD"], False)
    more = content(ask("run_cypher", statement="UNWIND range(1, 100) AS n RETURN n"))
    assert (len(more["rows"]), more["truncated"]) == (20, True)
    long = content(ask("run_cypher", statement="UNWIND range(1, 9) AS n RETURN reduce(s = '', i IN range(1, 5000) | s + 'x')"))
    assert (len(long["rows"]), long["truncated"]) == (3, True)
    assert "page with" in long["hint"]
    hash_ = store.graph_hash()
    refused = ask("run_cypher", statement="MATCH (n) DETACH DELETE n")
    assert refused.is_error
    assert store.graph_hash() == hash_
    calls = "CALL dbms.components() YIELD name RETURN name"
    assert ask("run_cypher", statement=calls).is_error
    assert text(ask("run_cypher", statement="RETURN $x")).startswith("the store refuses the query: Expected parameter(s): x")
    with pytest.raises(QueryRefused) as at_the_other_door:
        store.read(calls)
    assert str(at_the_other_door.value) in text(ask("run_cypher", statement=calls))
