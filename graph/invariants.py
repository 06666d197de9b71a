"""What must hold of each article, edge and entity as the store has it; pure. Each function yields one line a fault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from graph.properties import (
    article_properties,
    claim_from,
    claim_properties,
    edge_properties,
    entity_properties,
    read_otherwise,
    text_properties,
)
from ontology.check import reasons_against
from ontology.edges import Key, edge_from, edge_id, edge_key, key_of
from ontology.entities import entities_of
from ontology.records import Article, Claim, End, Json
from ontology.vocabulary import ontology

__all__ = ["article_faults", "edge_faults", "entity_faults", "group_faults"]

_LONGEST = 200


def article_faults(held: Json, claims: Iterable[Json]) -> Iterator[str]:
    """An article's properties, and its claims, each ``{c, articles, subject, object}``: properties, how many articles, and the ends."""
    id_, what = held.get("id"), f"article {held.get('id')}"
    versions = held.get("versions") or []
    if not versions:
        yield f"{what}: nothing says where it was read"
    else:
        due = article_properties(str(id_), versions)
        yield from _compared(what, held, due | _from_text(held), because="from its versions and text")
    article = Article(held.get("text") or "", held.get("source") or "")
    if article.id != id_:
        yield f"{what}: its text is not the one from which the id was made"
    once = set()
    for row in claims:
        if row["c"].get("id") in once:
            yield f"claim {row['c'].get('id')}: it is there twice"
        once.add(row["c"].get("id"))
        yield from _claim_faults(row, held, article if article.id == id_ else None)


def _from_text(held: Json) -> Json:
    """Its text, its print, and the group, which all articles together make."""
    return text_properties(held.get("text") or "") | {"text": held.get("text")} | {name: held[name] for name in ("group",) if name in held}


def group_faults(held: Mapping[str, str], due: Mapping[str, str]) -> Iterator[str]:
    """The groups that articles have, and those that the prints of all make."""
    for id_ in sorted(held.keys() | due.keys()):
        if held.get(id_) != due.get(id_):
            yield f"article {id_}: group is {held.get(id_)}, from the prints of all articles {due.get(id_)}"


def _claim_faults(row: Json, held: Json, article: Article | None) -> Iterator[str]:
    found = row["c"]
    what = f"claim {found.get('id')}"
    try:
        claim = claim_from(found, held)
        otherwise = dict(read_otherwise(claim, found.get("otherwise") or ()))
        due = claim_properties(claim, sources=found.get("sources") or [], otherwise=otherwise)
        reasons = list(reasons_against(claim, article))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        yield f"{what}: it cannot be read: {type(error).__name__} {error}"
        return
    if claim.id != found["id"]:
        yield f"{what}: it does not fit its content, whose id is {claim.id}"
    yield from (f"{what}: {reason}" for reason in reasons)
    yield from _compared(what, found, due | {"id": found["id"]}, because="from its content")
    strange = sorted(set(found.get("sources") or [""]) - set(held.get("sources") or []))
    if strange:
        yield f"{what}: {strange[0]!r} is no source of its article"
    if otherwise.keys() - set(found.get("sources") or []):
        yield f"{what}: it was read otherwise from {min(otherwise)!r}, which is none of its sources"
    if row["articles"] != 1:
        yield f"{what}: it is stated in {row['articles']} articles, not in one"
    yield from (f"{what}: {fault}" for fault in _end_faults(claim, row))


def _end_faults(claim: Claim, row: Json) -> Iterator[str]:
    """That it hangs on the entities that it names, and that its relation may hold between their types, whatever the claim calls them."""
    ends = {"SUBJECT": (claim.subject.id, row["subject"]), "OBJECT": (claim.object.id, row["object"])}
    for role, (id_, entities) in ends.items():
        if [entity["id"] for entity in entities] != [id_]:
            yield f"{role} leads to {[entity['id'] for entity in entities]}, not to ['{id_}']"
            return
    head, tail = (entities[0]["type"] for _, entities in ends.values())
    relation = ontology().relations.get(claim.relation)
    if relation and (head, tail) != (claim.subject.type, claim.object.type) and (head, tail) not in relation.pairs:
        yield f"{relation.name} does not go from {head} to {tail}, which are what most claims say of its ends"


def edge_faults(row: Json, *, seen: Collection[str]) -> Iterator[str]:
    """An edge: ``{type, subject, object, r, claims}``, its claims each ``{c, a}``; ``seen`` are the ids of others of its subject."""
    held, what = row["r"], f"edge {row['r'].get('id')}"
    if held.get("id") in seen:
        yield f"{what}: it is there twice"
    key = _key_of(row)
    if key is None or edge_id(key) != held.get("id"):
        yield f"{what}: its id is not that of {row['subject']} -{row['type']}-> {row['object']}"
        return
    claims = _claims_of(row, key)
    if claims:
        yield from _compared(what, held, edge_properties(edge_from(key, claims)), because="from its claims")
    else:
        yield f"{what}: no claim holds it up"


def _claims_of(row: Json, key: Key) -> tuple[Claim, ...]:
    """The edge's claims, those that cannot be read left out: they are faults of their articles."""
    found = []
    for each in row["claims"]:
        try:
            claim = claim_from(each["c"], each["a"])
            if edge_key(claim) == key:
                found.append(claim)
        except (KeyError, TypeError):
            continue
    return tuple(sorted(found, key=lambda claim: claim.id))


def _key_of(row: Json) -> Key | None:
    relation = next((r.name for r in ontology().relations.values() if r.edge_type == row["type"]), None)
    return key_of(row["subject"], relation, row["object"]) if relation and row["object"] else None


def entity_faults(row: Json) -> Iterator[str]:
    """An entity: ``{e, labels, edges, subject, object}``; the last two what claims call it, each ``{end, times}``."""
    held, what = row["e"], f"entity {row['e'].get('id')}"
    try:
        ends = [end for called in (*row["subject"], *row["object"]) for end in repeat(End(held["id"], **called["end"]), called["times"])]
        due = entities_of(ends)
    except (KeyError, TypeError) as error:
        yield f"{what}: it cannot be read: {type(error).__name__} {error}"
        return
    if not due:
        yield f"{what}: no claim holds it up"
        return
    if not row["edges"]:
        yield f"{what}: no edge joins it"
    yield from _compared(what, held, entity_properties(due[0]), because="from its claims")
    if sorted(row["labels"]) != sorted(("Entity", due[0].type)):
        yield f"{what}: its labels are {', '.join(sorted(row['labels']))}, from its claims Entity, {due[0].type}"


def _compared(what: str, held: Mapping[str, Any], due: Mapping[str, Any], *, because: str) -> Iterator[str]:
    for name, right in due.items():
        if not _same(held.get(name), right):
            yield f"{what}: {name} is {_short(held.get(name))}, {because} {_short(right)}"
    yield from (f"{what}: {name} is {_short(held[name])}, a property that it may not have" for name in sorted(held.keys() - due.keys()))


def _same(one: object, other: object) -> bool:
    """Numbers as Cypher compares them; a list and a tuple are one."""
    if isinstance(one, Sequence) and isinstance(other, Sequence) and not isinstance(one, str):
        return list(one) == list(other)
    return one == other


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
