"""The JSON of what is computed on the whole graph; REST and the command line share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from api.forms.kinds import EDGE, Table
from api.shapes import edge_json, end_json
from graph.analysis import MEANINGS, Chain, Change, Community
from graph.lookup.links import entities_by_id
from graph.networks import Network
from graph.store import Store
from ontology.records import Entity, Json

__all__ = [
    "CENTRALITIES",
    "CENTRALITY",
    "CHAINS",
    "CHANGES",
    "COMMUNITIES",
    "centrality_json",
    "chains_json",
    "changes_json",
    "communities_json",
    "through",
]

CENTRALITIES = ("degree", "pagerank", "betweenness")
_END = ("id", "name", "type")


def chains_json(of: Network, found: Sequence[Chain], *, figure: str, limit: int) -> Json:
    """Chains with the names of their entities and the relations of their edges."""
    return _explained(figure) | {"items": [_chain(of, chain) for chain in found[:limit]], "total": len(found)}


def centrality_json(of: Network, figures: Mapping[str, Mapping[str, float]], *, by: str, limit: int) -> Json:
    """The entities that stand highest by one figure, with all of them."""
    ranked = sorted(figures, key=lambda id_: (-figures[id_][by], id_))
    items = [_end(of, id_) | {name: round(value, 6) for name, value in figures[id_].items()} for id_ in ranked[:limit]]
    return _explained(*figures[ranked[0]] if ranked else (by,)) | {"by": by, "items": items, "total": len(ranked)}


def communities_json(of: Network, found: Sequence[Community], *, members: int, limit: int) -> Json:
    """Communities, each with its best connected members."""
    items = [
        {"number": one.number, "size": len(one.entities), "members": [_end(of, id_) for id_ in one.entities[:members]]}
        for one in found[:limit]
    ]
    modularity = found[0].modularity if found else None
    return _explained("communities") | {"modularity": modularity, "items": items, "total": len(found)}


def changes_json(store: Store, found: Sequence[Change], *, limit: int) -> Json:
    """Edges that are new, or otherwise than they were."""
    shown = found[:limit]
    ends = entities_by_id(store, {end for change in shown for end in (change.edge.subject, change.edge.object)})
    items = [_change(change, ends) for change in shown if {change.edge.subject, change.edge.object} <= ends.keys()]
    return _explained("changes") | {"items": items, "total": len(found)}


def _change(change: Change, ends: Mapping[str, Entity]) -> Json:
    return {"edge": edge_json(change.edge, ends), "new": change.new, "before": dict(change.before), "claims": list(change.claims)}


def _explained(*figures: str) -> Json:
    return {"meaning": {name: asdict(MEANINGS[name]) for name in figures}}


def _end(of: Network, id_: str) -> Json:
    data = of.nodes[id_]
    return end_json(Entity(id_, data["name"], data["type"]))


def _chain(of: Network, chain: Chain) -> Json:
    hops = [_hop(of, edge, pair) for edge, pair in zip(chain.edges, zip(chain.entities, chain.entities[1:], strict=False), strict=True)]
    return {"entity": _end(of, chain.dependent), "hops": chain.hops, "score": chain.score, "chain": hops}


def _hop(of: Network, edge: str, pair: tuple[str, str]) -> Json:
    on, who = pair
    data = of.get_edge_data(on, who, key=edge) or of.get_edge_data(who, on, key=edge)
    return {"edge": edge, "relation": data["relation"], "on": _end(of, on), "who": _end(of, who), "confidence": data["confidence"]}


def through(item: Json) -> str:
    """``Nvidia ← Tesla (supplies) ← …``: from what is depended on to who depends."""
    first = item["chain"][0]["on"]["name"]
    return " ".join([first, *(f"← {hop['who']['name']} ({hop['relation']})" for hop in item["chain"])])


def _chain_row(item: Json) -> Json:
    return item | {"through": through(item), "edges": [hop["edge"] for hop in item["chain"]]}


def _community_row(item: Json) -> Json:
    return item | {"members": [member["name"] for member in item["members"]], "ids": [member["id"] for member in item["members"]]}


def _change_row(item: Json) -> Json:
    edge: Json = item["edge"]
    return edge | {"new": item["new"], "before": item["before"], "since": item["claims"]}


CHAINS = Table(columns=(*(f"entity.{name}" for name in _END), "hops", "score", "through", "edges"), row=_chain_row)
CENTRALITY = Table(columns=(*_END, *CENTRALITIES))
COMMUNITIES = Table(columns=("number", "size", "members", "ids"), row=_community_row)
CHANGES = Table(
    columns=("new", *(f"before.{name}" for name in ("certainty", "phase", "contradicted")), *EDGE.columns, "since"), row=_change_row
)
