"""What can be said of the graph as a whole, and of the server."""

from __future__ import annotations

from fastapi import APIRouter

from api.filters import StoreDep
from api.shapes import schema_json, stats_json
from graph import lookup
from ontology.records import Json
from ontology.vocabulary import ontology

__all__ = ["health", "router"]

router = APIRouter(tags=["about"])
health = APIRouter(tags=["health"])


@router.get("/schema")
def schema() -> Json:
    """The ontology in use: types, relations, qualifiers, statuses, each with its wording in English and French."""
    return schema_json(ontology())


@router.get("/stats")
def stats(store: StoreDep) -> Json:
    """How much there is of each kind, and the hash of the graph."""
    return stats_json(lookup.stats(store))


@health.get("/healthz")
def healthz() -> Json:
    """The server is alive."""
    return {"status": "alive"}


@health.get("/readyz")
def readyz(store: StoreDep) -> Json:
    """The store answers."""
    store.ping()
    return {"status": "ready"}
