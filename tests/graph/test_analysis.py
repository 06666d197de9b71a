"""What is computed on the whole graph: known answers on small graphs, and the same ones whatever the order of the edges."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import networkx as nx
import pytest

from graph.analysis import MEANINGS, centrality, chains, changes, communities, community_of, exposure, with_figures
from graph.networks import Network, most_connected, network_of
from ontology.edges import edges_of, ends_of
from ontology.entities import entities_of
from ontology.records import Claim
from ontology.vocabulary import ontology
from tests.graph.samples import article, corpus, reading


def claims_of(*statements: tuple[object, ...]) -> list[Claim]:
    return [claim for n, said in enumerate(statements) for claim in reading(article(f"Statement {n}."), said).claims]


def network_from(claims: list[Claim]) -> Network:
    return network_of(entities_of(ends_of(claims)), edges_of(claims))


def shuffled(of: Network, seed: int) -> Network:
    """The same network, nodes and edges put in by chance."""
    nodes, edges = list(of.nodes(data=True)), list(of.edges(keys=True, data=True))
    random.Random(seed).shuffle(nodes)  # noqa: S311 - no secret
    random.Random(seed).shuffle(edges)  # noqa: S311 - the same
    other: Network = nx.MultiDiGraph()
    other.add_nodes_from(nodes)
    for start, end, key, data in edges:
        other.add_edge(start, end, key=key, **data)
    return other


CHAIN = claims_of(
    ("TSMC", "supplies", "Nvidia", {"confidence": 0.9}),
    ("Nvidia", "supplies", "Microsoft", {"confidence": 0.8}),
    ("Nvidia", "develops", "Product:H100", {"confidence": 0.9}),
    ("Meta", "uses", "Product:H100", {"confidence": 0.5}),
    ("Microsoft", "invests-in", "OpenAI", {"confidence": 0.9}),
    ("Nvidia", "invests-in", "OpenAI", {"confidence": 0.2}),
    ("CoreWeave", "supplies", "OpenAI", {"confidence": 0.9}),
    ("Nvidia", "supplies", "CoreWeave", {"confidence": 0.9}),
    ("Intel", "competes-with", "Nvidia"),
    ("Nvidia", "supplies", "Sony", {"certainty": "denied"}),
    ("Nvidia", "supplies", "Tesla", {"phase": "ended"}),
)


def test_who_depends_on_nvidia_directly_and_through_whom() -> None:
    found = exposure(network_from(CHAIN), "nvidia")
    assert [(chain.entities[1:], chain.score) for chain in found] == [
        (("coreweave",), 0.9),
        (("h100",), 0.9),
        (("microsoft",), 0.8),
        (("openai",), 0.2),
        (("h100", "meta"), 0.45),
    ]
    assert [chain.hops for chain in exposure(network_from(CHAIN), "tsmc", max_hops=1)] == [1]
    assert {chain.dependent for chain in exposure(network_from(CHAIN), "tsmc")} >= {"nvidia", "openai", "meta"}
    assert exposure(network_from(CHAIN), "meta") == []
    assert exposure(network_from(CHAIN), "nobody") == []


def test_each_hop_of_a_chain_is_an_edge_between_its_entities() -> None:
    of = network_from(CHAIN)
    ends = {key: {start, end} for start, end, key in of.edges(keys=True)}
    for chain in exposure(of, "tsmc"):
        assert [ends[edge] for edge in chain.edges] == [set(pair) for pair in pairwise(chain.entities)]


def test_of_equal_chains_the_surest_comes_first() -> None:
    found = chains(network_from(CHAIN), "nvidia", "openai")
    assert [(chain.entities[1:-1], chain.score) for chain in found] == [((), 0.2), (("coreweave",), 0.81), (("microsoft",), 0.72)]
    assert [chain.entities for chain in chains(network_from(CHAIN), "nvidia", "openai", k=2)] == [c.entities for c in found[:2]]
    assert chains(network_from(CHAIN), "openai", "nvidia") == []
    assert chains(network_from(CHAIN), "nvidia", "nvidia") == []


def test_the_ontology_says_who_depends_on_whom() -> None:
    said = {relation.name: relation.dependent for relation in ontology().relations.values() if relation.dependent}
    assert said == {"supplies": "tail", "invests-in": "tail", "develops": "tail", "uses": "head", "subsidiary-of": "head"}
    assert not any(relation.symmetric for relation in ontology().relations.values() if relation.dependent)


def rings() -> Network:
    """Three rings of eight, joined by one edge each."""
    said: list[tuple[object, ...]] = []
    for ring in "ABC":
        said += [(f"{ring}{n}", "supplies", f"{ring}{(n + step) % 8}") for n in range(8) for step in (1, 2)]
    said += [("A0", "partners-with", "B0", {"confidence": 0.1}), ("B1", "partners-with", "C1", {"confidence": 0.1})]
    return network_from(claims_of(*said))


def test_communities_are_the_rings() -> None:
    found = communities(rings())
    assert [{id_[0] for id_ in one.entities} for one in found] == [{"a"}, {"b"}, {"c"}]
    assert [(one.number, len(one.entities)) for one in found] == [(1, 8), (2, 8), (3, 8)]
    assert found[0].modularity > 0.6
    assert community_of(rings())["b3"] == 2
    assert communities(network_from([])) == []


def everything(of: Network) -> object:
    groups = [one.entities for one in communities(of)]
    return exposure(of, "nvidia"), chains(of, "nvidia", "openai"), groups, sorted(centrality(of).items())


@pytest.mark.parametrize("of", [network_from(CHAIN), rings()], ids=["chain", "rings"])
def test_the_order_of_edges_does_not_matter(of: Network) -> None:
    answers = [everything(shuffled(of, seed)) for seed in range(5)]
    assert all(answer == everything(of) for answer in answers)


def test_nor_does_the_seed_of_the_process() -> None:
    code = "from tests.graph.test_analysis import *; print(everything(rings()), everything(network_from(CHAIN)))"
    printed = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}, text=True).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert len(printed.pop()) > 1000


def test_changes_are_what_was_published_since() -> None:
    claims = [claim for read in corpus() for claim in read.claims]
    found = changes([claims], "2025-01-31")
    assert sorted(change.edge.relation for change in found) == ["partners-with", "supplies", "uses"]
    supplies = next(change for change in found if change.edge.relation == "supplies")
    assert (supplies.new, dict(supplies.before), len(supplies.claims)) == (False, {"contradicted": False}, 2)
    assert all(change.claims for change in found)
    assert changes([claims], "2025") == []
    assert {change.edge.relation for change in changes([claims], "2020")} >= {"founded", "invests-in"}
    assert not any(change.edge.relation == "regulates" for change in changes([claims], "2020"))  # undated


def test_figures_go_along_in_exports() -> None:
    of = with_figures(rings())
    assert {data["community"] for _, data in of.nodes(data=True)} == {1, 2, 3}
    assert all(0 < data["pagerank"] < 1 and data["degree"] >= 4 for _, data in of.nodes(data=True))
    assert "pagerank" not in rings().nodes["a0"]


def test_the_most_connected_are_those_with_the_most_edges() -> None:
    part = most_connected(network_from(CHAIN), 3)
    assert set(part) == {"nvidia", "openai", "coreweave"}
    assert part.number_of_edges() == 3


def test_every_figure_has_a_meaning_and_a_source() -> None:
    assert {"exposure", "chains", "communities", "changes", *centrality(rings())["a0"]} == set(MEANINGS)
    assert all(meaning.meaning.endswith(".") and any(c.isdigit() for c in meaning.source) for meaning in MEANINGS.values())
