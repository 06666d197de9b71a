"""GEXF: valid, and opened by networkx with every parallel edge."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import networkx as nx
import pytest
from lxml import etree

from graph.analysis import with_figures
from graph.export import write_gexf
from graph.export.gexf import gexf
from graph.networks import Network, network_of
from ontology.edges import edges_of, ends_of
from ontology.entities import entities_of
from ontology.records import Claim
from tests.graph.samples import HOSTILE, article, corpus, reading

SCHEMA = Path(__file__).with_name("gexf.rng")


def claims() -> list[Claim]:
    more = reading(article("A deal."), ("Nvidia", "invests-in", "Tesla"), (HOSTILE, "supplies", "Tesla", {"product": HOSTILE}))
    return [claim for read in (*corpus(), more) for claim in read.claims]


def sample() -> Network:
    said = claims()
    return network_of(entities_of(ends_of(said)), edges_of(said))


@pytest.mark.parametrize("of", [sample(), with_figures(sample()), network_of([], [])], ids=["plain", "figures", "empty"])
def test_it_is_valid(of: Network) -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    document = etree.fromstring(gexf(of).encode())
    assert schema.validate(document), schema.error_log
    document.set("version", "9")
    assert not schema.validate(document)


def test_networkx_reads_the_same_back(tmp_path: Path) -> None:
    of, path = sample(), tmp_path / "graph.gexf"
    write_gexf(of, path)
    back = cast("Network", nx.read_gexf(path))
    assert set(back) == set(of)
    found = {(start, end, data["id"]): data for start, end, data in back.edges(data=True)}
    assert set(found) == set(of.edges(keys=True))
    assert back.nodes["jensen-huang"]["label"] == "Jensen Huang"
    assert back.nodes["jensen-huang"]["type"] == "Person"
    supplies = next(data for key, data in found.items() if key[:2] == ("nvidia", "tesla") and data["relation"] == "supplies")
    assert (supplies["label"], supplies["support"], supplies["contradicted"], supplies["confidence"]) == ("supplies", 2, True, 0.875)
    assert HOSTILE.replace("\x07", "\ufffd") in {data["name"] for _, data in back.nodes(data=True)}


def test_the_same_graph_is_the_same_file_on_any_day() -> None:
    assert "lastmodifieddate" not in gexf(sample())
    assert gexf(sample()) == gexf(sample())
