"""Records to the properties of nodes and edges, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph.names import folded
from ontology.copies import print_of
from ontology.edges import Edge, edge_id, edge_key
from ontology.records import QUALIFIERS, Article, ArticleRef, Claim, End, Entity, Evidence, Json

__all__ = [
    "REFERENCE",
    "SAID_OF_ARTICLE",
    "article_properties",
    "chosen",
    "claim_from",
    "claim_properties",
    "edge_from_properties",
    "edge_properties",
    "entity_from",
    "entity_properties",
    "fullest",
    "rank_of",
    "read_otherwise",
    "reader_of",
    "text_properties",
    "version_of",
    "version_ref",
]

REFERENCE = "a{.id, .source, .title, .publisher, .published, .lang, .group} AS a"
"""What a query returns of the article ``a`` of a claim ``c``."""

_WHERE_SAID = ("author", "canonical")
"""What versions and nodes have where it is said: a graph in which no article says it is as it was before there was room for it."""

SAID_OF_ARTICLE = ".id, .source, .title, .publisher, .published, .lang, .author, .canonical, .group"
"""What a query returns of an article by itself, ``a{…}``."""

_METADATA = ("source", "title", "publisher", "published", "lang")
_NINES = str.maketrans("0123456789", "9876543210")
_PLAIN = ("id", "relation", "certainty", "phase", *QUALIFIERS, "confidence", "extractor")


def version_of(article: Article | ArticleRef) -> str:
    """Where the article came from, with all that was said of it there, as canonical JSON."""
    version = {name: getattr(article, name) for name in _METADATA}
    version |= {name: value for name in _WHERE_SAID if (value := getattr(article, name))}
    return json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fullest(versions: Iterable[str]) -> frozenset[str]:
    """These versions without those of which another says all and more: what a source said before its author and address were read."""
    some = frozenset(versions)
    if len(some) == 1:
        return some
    by_source: dict[str, list[tuple[str, Json]]] = {}
    for version in some:
        said = json.loads(version)
        by_source.setdefault(said["source"], []).append((version, said))
    return frozenset(
        version for same in by_source.values() for version, said in same if not any(said.items() < more.items() for _, more in same)
    )


def version_ref(id_: str, version: str) -> ArticleRef:
    """One version read back."""
    return ArticleRef(id_, **json.loads(version))


def chosen(id_: str, versions: Iterable[str]) -> ArticleRef:
    """The version that is shown of an article: the earliest published, then the first source; the order of reading does not matter."""
    refs = sorted((version, version_ref(id_, version)) for version in versions)
    return min((ref for _, ref in refs), key=lambda ref: (ref.published or "9999", ref.source))


def article_properties(id_: str, versions: Iterable[str]) -> Json:
    """All but the text, and the group, which the other articles make."""
    ref, kept = chosen(id_, versions), sorted(versions)
    sources = sorted({version_ref(id_, version).source for version in kept})
    return {"id": id_, "versions": kept, "sources": sources} | {name: getattr(ref, name) for name in (*_METADATA, *_WHERE_SAID)}


def text_properties(text: str) -> Json:
    """The text, and what tells of which others it is a copy."""
    return {"text": text, "print": print_of(text)}


def reader_of(extractor: str) -> str:
    """An extractor's name without its version: ``rules@1`` → ``rules``."""
    return extractor.partition("@")[0]


def claim_properties(claim: Claim, *, sources: Iterable[str], otherwise: Mapping[str, Claim] | None = None) -> Json:
    """A claim flat, with the ids of its ends, article and edge; ``sources`` are those of the article that it was read from.

    ``otherwise`` has, by source, what was read there in its place, with another confidence or names: no more than that is kept of it.
    """
    plain = {name: getattr(claim, name) for name in _PLAIN}
    evidence = {"quote": claim.evidence.quote, "start": claim.evidence.start, "end": claim.evidence.end}
    return (
        plain
        | evidence
        | _end("subject", claim.subject)
        | _end("object", claim.object)
        | {
            "article": claim.article.id,
            "edge": edge_id(edge_key(claim)),
            "sources": sorted(sources),
        }
        | ({"otherwise": sorted(_said(source, read) for source, read in otherwise.items())} if otherwise else {})
    )


def _said(source: str, claim: Claim) -> str:
    """What two readings of one claim may differ in."""
    names = [[end.name, end.mention] for end in (claim.subject, claim.object)]
    return json.dumps([source, claim.confidence, *names], ensure_ascii=False, separators=(",", ":"))


def read_otherwise(claim: Claim, said: Iterable[str]) -> Iterator[tuple[str, Claim]]:
    """The sources that gave the claim otherwise, each with its reading."""
    for source, confidence, *names in map(json.loads, said):
        ends = zip((claim.subject, claim.object), names, strict=True)
        subject, object_ = (replace(end, name=name, mention=mention) for end, (name, mention) in ends)
        yield source, replace(claim, confidence=confidence, subject=subject, object=object_)


def _end(name: str, end: End) -> Json:
    return {name: end.id, f"{name}_name": end.name, f"{name}_type": end.type, f"{name}_mention": end.mention}


def claim_from(found: Mapping[str, Any], article: Mapping[str, Any]) -> Claim:
    """The claim of a node's properties and its article's."""
    subject, object_ = (
        End(found[end], found[f"{end}_name"], found[f"{end}_type"], found[f"{end}_mention"]) for end in ("subject", "object")
    )
    plain: Json = {name: found.get(name) for name in _PLAIN if name != "id"}
    metadata: Json = {name: article.get(name) for name in _METADATA}
    return Claim(
        article=ArticleRef(article["id"], **metadata, group=article.get("group")),
        subject=subject,
        object=object_,
        evidence=Evidence(found["quote"], found["start"], found["end"]),
        **plain,
    )


def entity_properties(entity: Entity) -> Json:
    """``search`` has the name and then the aliases as a search compares them, a line each."""
    names = [entity.name, *entity.aliases]
    search = "\n".join(dict.fromkeys(map(folded, names)))
    return {"id": entity.id, "name": entity.name, "type": entity.type, "aliases": list(entity.aliases), "search": search}


def entity_from(found: Mapping[str, Any]) -> Entity:
    """The entity of a node's properties."""
    return Entity(found["id"], found["name"], found["type"], tuple(found["aliases"]))


def edge_properties(edge: Edge) -> Json:
    """All of the edge's fields, and ``rank``, by which edges are put in order."""
    return edge.to_json() | {"rank": rank_of(edge)}


def edge_from_properties(found: Mapping[str, Any]) -> Edge:
    """The edge of a relationship's properties."""
    values = {name: found.get(name) for name in Edge.__slots__}
    return Edge(**values | {"claims": tuple(found["claims"])})


def rank_of(edge: Edge) -> str:
    """A text that puts the best-founded edge first: more sources, more claims, surer, later; the id settles the rest."""
    recency = (edge.last_seen or "").translate(_NINES).ljust(10, "9") if edge.last_seen else "~" * 10
    return f"{99999 - edge.sources:05}{99999 - edge.support:05}{10000 - round(edge.confidence * 10000):05}{recency[:10]}{edge.id}"
