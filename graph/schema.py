"""The constraints and indexes of the store's Neo4j, version by version, and what brings an older graph forward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from neo4j import Session

from graph.copies import print_articles
from graph.names import quoted
from ontology.vocabulary import ontology

__all__ = ["VERSION", "Version", "versions"]

_UNIQUE = ("Entity", "Article", "Claim", "Retraction", "Revision")
_FULL_TEXT = "CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR {of} OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a version of the program added: indexes (and constraints) by name, each with the statement that makes it.

    ``change`` is Cypher that brings what an older version wrote into this one's form, in one transaction with the number. ``work`` does
    what Cypher cannot, in transactions of its own before that one, and bears being done again.
    """

    number: int
    indexes: Mapping[str, str] = field(default_factory=dict)
    change: str | None = None
    work: Callable[[Session], object] | None = None


@cache
def versions() -> tuple[Version, ...]:
    """All versions, oldest first. One that was released is never altered: what is new is a version more."""
    return (
        Version(number=1, indexes=_first()),
        Version(number=2, indexes=_second()),
        Version(number=3, indexes=_third()),
        Version(number=4, indexes=_fourth(), work=print_articles),
        Version(number=5),  # articles may have an author and a canonical address, which a program of the fourth cannot read
    )


VERSION = 5
"""The newest, in which this program reads and writes; a graph without a number is of the first."""


def _first() -> dict[str, str]:
    unique = {
        f"{label.lower()}_id": f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in _UNIQUE
    }
    return unique | {
        "claim_edge": _node_index("claim_edge", "Claim", "edge"),
        "article_published": _node_index("article_published", "Article", "published"),
        "article_publisher": _node_index("article_publisher", "Article", "publisher"),
        # words of any script as ``folded`` makes them: the only analyzer that keeps beginnings of Chinese or Japanese names
        "entity_search": _FULL_TEXT.format(name="entity_search", of="(e:Entity) ON EACH [e.search]", analyzer="whitespace"),
    }


def _second() -> dict[str, str]:
    """Names as users write them in Cypher, and the sources of articles."""
    found = {
        "entity_names": _FULL_TEXT.format(name="entity_names", of="(e:Entity) ON EACH [e.name, e.aliases]", analyzer="standard-folding"),
        # not 'keyword', which would fit: a source of more than 32 kB would end the whole database
        "article_sources": _FULL_TEXT.format(name="article_sources", of="(a:Article) ON EACH [a.sources]", analyzer="whitespace"),
    }
    for label in ("Entity", *ontology().entity_types):
        found[f"{label.lower()}_name"] = _node_index(f"{label.lower()}_name", label, "name")
    return found


def _third() -> dict[str, str]:
    """Edges in their two orders: the best-founded first, the latest first."""
    types = [relation.edge_type for relation in ontology().relations.values()]
    return {
        name: f"CREATE INDEX {quoted(name)} IF NOT EXISTS FOR ()-[r:{quoted(type_)}]-() ON (r.{key})"
        for type_ in types
        for key in ("rank", "last_seen")
        for name in [f"{type_.lower()}_{key}"]
    }


def _fourth() -> dict[str, str]:
    """Copies of an article, and its group of them."""
    return {
        "article_prints": _FULL_TEXT.format(name="article_prints", of="(a:Article) ON EACH [a.print]", analyzer="whitespace"),
        "article_group": _node_index("article_group", "Article", "group"),
    }


def _node_index(name: str, label: str, key: str) -> str:
    return f"CREATE INDEX {quoted(name)} IF NOT EXISTS FOR (n:{quoted(label)}) ON (n.{key})"
