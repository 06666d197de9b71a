"""What ``aigraph analyse`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.cli.names import entity_called
from api.cli.output import print_json, print_table, say
from api.errors import NotFound
from api.figures import CENTRALITIES, centrality_json, chains_json, changes_json, communities_json, through
from api.settings import Settings
from api.stores import open_store
from api.values import checked_date, checked_names
from graph.analysis import Analyst
from graph.store import Store
from ontology.records import Json

__all__ = ["asked", "centrality", "chains", "changes", "communities", "exposure"]

_MEMBERS = 12


@contextmanager
def asked() -> Iterator[tuple[Store, Analyst]]:
    """The store of the settings, and who computes on it."""
    with open_store(Settings.read()) as store:
        yield store, Analyst(store)


def exposure(store: Store, analyst: Analyst, who: str, *, max_hops: int, limit: int, as_json: bool) -> None:
    """Print who depends on an entity."""
    entity = entity_called(store, who).entity
    found = chains_json(analyst.network, analyst.exposure(entity.id, max_hops=max_hops), figure="exposure", limit=limit)
    if as_json:
        print_json(found)
        return
    _explain(found)
    rows = [(item["entity"]["name"], str(item["hops"]), f"{item['score']:.2f}", through(item)) for item in found["items"]]
    print_table(("entity", "hops", "score", "by"), rows)
    _more(found)


def chains(store: Store, analyst: Analyst, on: str, who: str, *, k: int, max_hops: int, as_json: bool) -> None:
    """Print how one entity depends on another."""
    first, last = entity_called(store, on).entity, entity_called(store, who).entity
    found = chains_json(analyst.network, analyst.chains(first.id, last.id, k=k, max_hops=max_hops), figure="chains", limit=k)
    if as_json:
        print_json(found)
        return
    if not found["items"]:
        words = f"nothing of at most {max_hops} hops says that {last.name} depends on {first.name}"
        raise NotFound(f"{words}: see 'aigraph path', which follows every edge")
    _explain(found)
    print_table(("hops", "score", "by"), [(str(item["hops"]), f"{item['score']:.2f}", through(item)) for item in found["items"]])


def centrality(analyst: Analyst, *, by: str, limit: int, as_json: bool) -> None:
    """Print the most central entities."""
    checked_names("--by", [by], CENTRALITIES)
    found = centrality_json(analyst.network, analyst.centrality(), by=by, limit=limit)
    if as_json:
        print_json(found)
        return
    _explain(found)
    print_table(
        ("entity", "type", *CENTRALITIES), [(i["name"], i["type"], *(f"{i[name]:g}" for name in CENTRALITIES)) for i in found["items"]]
    )
    _more(found)


def communities(analyst: Analyst, *, limit: int, as_json: bool) -> None:
    """Print the communities."""
    found = communities_json(analyst.network, analyst.communities(), members=_MEMBERS, limit=limit)
    if as_json:
        print_json(found)
        return
    _explain(found)
    rows = [(str(i["number"]), str(i["size"]), ", ".join(member["name"] for member in i["members"])) for i in found["items"]]
    print_table(("number", "size", "members"), rows)
    _more(found)


def changes(store: Store, analyst: Analyst, since: str, *, limit: int, as_json: bool) -> None:
    """Print what changed after a date."""
    found = changes_json(store, analyst.changes(checked_date("DATE", since) or since), limit=limit)
    if as_json:
        print_json(found)
        return
    _explain(found)
    print_table(("edge", "change", "last seen", "id"), [_changed(item) for item in found["items"]])
    _more(found)


def _changed(item: Json) -> tuple[str, str, str, str]:
    edge = item["edge"]
    said = f"{edge['subject']['name']} {edge['label']['en']} {edge['object']['name']}"
    was = ", ".join(f"{name}: {before} → {edge[name]}" for name, before in item["before"].items())
    return said, "new" if item["new"] else was, edge["last_seen"] or "", edge["id"]


def _explain(found: Json) -> None:
    for name, meaning in found["meaning"].items():
        say(f"{name}: {meaning['meaning']} ({meaning['source']})")
    say()


def _more(found: Json) -> None:
    if len(found["items"]) < found["total"]:
        say(f"{len(found['items'])} of {found['total']} are shown: ask for more with --limit")
