"""Whether the graph is as it should be: it fits the ontology, each quote is its article's, and edges and entities follow from claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from graph import lookup
from graph.export import turtle
from graph.networks import Network, network, network_of
from graph.store import Store
from graph.validate import validate
from ontology.check import reasons_against
from ontology.edges import edges_of, ends_of
from ontology.entities import entities_of
from ontology.records import Article, Claim

__all__ = ["problems_of"]


def problems_of(store: Store) -> Iterator[str]:
    """What is wrong, one line a problem; nothing when all is well."""
    claims = list(store.claims())
    yield from _shapes(store)
    yield from _claims(store, claims)
    due = network_of(entities_of(ends_of(claims)), edges_of(claims))
    yield from _differences(network(store), due)


def _shapes(store: Store) -> Iterator[str]:
    """Against the SHACL shapes of the ontology."""
    for problem in validate("".join(turtle(store))).problems:
        found = f", found {problem.value}" if problem.value else ""
        yield f"{problem.focus}: {problem.path or 'shape'}: {problem.message}{found}"


def _claims(store: Store, claims: list[Claim]) -> Iterator[str]:
    """Against the check of the ontology, evidence and text compared."""
    ordered = sorted(claims, key=lambda claim: claim.article.id)
    for id_, group in groupby(ordered, key=lambda claim: claim.article.id):
        found = lookup.article(store, id_, with_text=True)
        article = Article(found.text or "", found.article.source) if found else None
        if article is None or article.id != id_:
            yield f"article {id_}: its text is not the one from which the id was made"
            continue
        for claim in group:
            yield from (f"claim {claim.id}: {reason}" for reason in reasons_against(claim, article))


def _differences(held: Network, due: Network) -> Iterator[str]:
    yield from _compared("entity", _nodes(held), _nodes(due))
    yield from _compared("edge", _edges(held), _edges(due))


def _nodes(of: Network) -> dict[str, dict[str, object]]:
    return {id_: dict(data) for id_, data in of.nodes(data=True)}


def _edges(of: Network) -> dict[str, dict[str, object]]:
    return {key: {"subject": start, "object": end, **data} for start, end, key, data in of.edges(keys=True, data=True)}


def _compared(kind: str, held: Mapping[str, Mapping[str, object]], due: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for id_ in sorted(held.keys() | due.keys()):
        if id_ not in due:
            yield f"{kind} {id_}: no claim holds it up"
        elif id_ not in held:
            yield f"{kind} {id_}: its claims are there, it is not"
        else:
            for name, right in due[id_].items():
                if held[id_].get(name) != right:
                    yield f"{kind} {id_}: {name} is {held[id_].get(name)!r}, from its claims {right!r}"
