"""The library: the same graph as records, frames, a network and a drawing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from graph import open_graph
from graph.embedded import Connection
from graph.errors import StoreError, TooLargeToDraw
from graph.library import Drawing, Graph
from graph.lookup import EdgeFilter
from graph.store import Login, Store
from tests.graph.samples import HOSTILE, article, corpus, reading


@pytest.fixture
def graph(store: Store) -> Graph:
    store.add([*corpus(), reading(article("Hostile."), (HOSTILE, "supplies", "Tesla"))])
    return Graph(store)


def test_the_graph_is_opened_by_address_or_by_the_settings(
    login: Login, graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIGRAPH_HOME", str(tmp_path))
    with open_graph(address=login.uri, user=login.user, password=login.password) as opened:
        assert list(opened.claims()) == list(graph.claims())
    for name, value in (("STORE", login.uri), ("USER", login.user), ("PASSWORD", login.password)):
        monkeypatch.setenv(f"AIGRAPH_{name}", value)
    opened = open_graph()
    assert [entity.id for entity in opened.entities()] == [entity.id for entity in graph.entities()]
    opened.close()
    with pytest.raises(StoreError):
        open_graph(address="bolt://127.0.0.1:9", password="x")  # noqa: S106 - nobody listens there


def test_a_home_goes_before_the_environment(program_home: Path, embedded_login: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGRAPH_STORE", "bolt://127.0.0.1:9")
    with open_graph(program_home) as opened:
        assert repr(opened) == f"<Graph at {embedded_login.uri}>"
        opened.store.ping()


def test_entities_are_found_by_any_of_their_names(graph: Graph) -> None:
    assert [entity.id for entity in graph.find("nvidia")] == [entity.id for entity in graph.find("NVIDIA")] == ["nvidia"]
    assert graph.find("Nobody") == []


def test_records_and_frames_say_the_same(graph: Graph) -> None:
    entities, edges, claims = graph.entity_frame(), graph.edge_frame(), graph.claim_frame()
    assert list(entities.index) == [entity.id for entity in graph.entities()]
    assert list(edges.index) == [edge.id for edge in graph.edges()]
    assert list(claims.index) == [claim.id for claim in graph.claims()]
    edge = next(edge for edge in graph.edges() if edge.relation == "supplies" and edge.subject == "nvidia")
    row = edges.loc[edge.id]
    assert (row["subject_name"], row["object_name"], row["confidence"], row["sources"]) == ("Nvidia", "Tesla", edge.confidence, 2)
    assert sorted(claims[claims["edge"] == edge.id]["published"]) == ["2025-01-10", "2025-02-01", "2025-03-05"]
    assert [claim.article.published for claim in graph.claims_of(edge)] == ["2025-03-05", "2025-02-01", "2025-01-10"]
    assert HOSTILE in set(entities["name"])


def test_frames_need_pandas_and_say_so(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'ai-industry-graph\[notebook\]'"):
        graph.edge_frame()


def test_cypher_is_answered_as_a_frame(graph: Graph) -> None:
    frame = graph.cypher_frame("MATCH (e:Entity {id: $id}) RETURN e.name AS name, e.type AS type", {"id": "nvidia"})
    assert frame.to_dict("records") == [{"name": "Nvidia", "type": "Company"}]


def test_the_network_is_whole_or_filtered(graph: Graph) -> None:
    assert graph.to_networkx().number_of_edges() == len(list(graph.edges()))
    few = graph.to_networkx(EdgeFilter(relation=("competes-with",)))
    assert set(few) == {"amd", "nvidia"}


def test_a_drawing_is_the_hardened_page(graph: Graph, tmp_path: Path) -> None:
    drawing = graph.to_pyvis()
    assert isinstance(drawing, Drawing)
    frame = drawing._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-scripts" srcdoc="&lt;!doctype html&gt;')
    assert frame.count("<") == 2  # the frame's own tags
    drawing.write(tmp_path / "graph.html")
    assert (tmp_path / "graph.html").read_text(encoding="utf-8") == drawing.page
    few = graph.to_pyvis(most=2)
    assert len(few.page) < len(drawing.page)


def test_a_drawing_of_too_many_says_what_to_do(store: Store) -> None:
    crowd = [reading(article(f"Words {n}."), *((f"Firm {n} {m}", "supplies", "Tesla") for m in range(101))) for n in range(10)]
    store.add(crowd)
    with pytest.raises(TooLargeToDraw, match=r"1011 entities, a page can draw 1000.*--most 300"):
        Graph(store).to_pyvis()
    assert "Tesla" in Graph(store).to_pyvis(most=20).page
