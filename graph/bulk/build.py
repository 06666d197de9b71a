"""Articles with their claims → the CSV files of the whole graph, computed as the store computes it, while memory stays flat."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from graph.bulk.buckets import Buckets
from graph.bulk.tables import BETWEEN, Tables
from graph.errors import BadClaim, StoreFull
from graph.export.files import is_full
from graph.grouping import Grouping
from graph.held import HeldClaim
from graph.kept import Kept
from graph.properties import article_properties, chosen, claim_from, claim_properties, edge_properties, entity_properties, text_properties
from graph.schema import VERSION
from ontology.edges import edges_of
from ontology.entities import entities_of
from ontology.records import QUALIFIERS, ArticleRef, End, Json
from ontology.vocabulary import ontology

__all__ = ["ARGUMENTS", "NO_ALIASES", "Built", "build", "write_csv"]

ARGUMENTS = "arguments"
"""The file with the arguments of ``neo4j-admin database import full``."""

AFTER = "after.cypher"
"""The file with the statement to run once after an import."""

NO_ALIASES = "MATCH (e:Entity) WHERE e.aliases IS NULL CALL (e) { SET e.aliases = [] } IN TRANSACTIONS OF 10000 ROWS"
"""CSV has no empty array; constraints and indexes are made by whichever command of ours comes first."""

_BUFFER = 4_194_304
_TEXT, _TEXTS, _WHOLE = "string", "string[]", "long"
_ARTICLE = {
    "id": "ID(Article)",
    **dict.fromkeys(("versions", "sources"), _TEXTS),
    **dict.fromkeys(("source", "title", "publisher", "published", "lang", "author", "canonical", "text", "print", "group"), _TEXT),
}
_ENDS = tuple(f"{end}{part}" for end in ("subject", "object") for part in ("", "_name", "_type", "_mention"))
_CLAIM = {
    "id": "ID(Claim)",
    **dict.fromkeys(("relation", "certainty", "phase", *QUALIFIERS, "confidence", "extractor", "quote"), _TEXT),
    **dict.fromkeys(("start", "end"), _WHOLE),
    **dict.fromkeys((*_ENDS, "article", "edge"), _TEXT),
    **dict.fromkeys(("sources", "otherwise"), _TEXTS),
}
_ENTITY = {"id": "ID(Entity)", "name": _TEXT, "type": _TEXT, "aliases": _TEXTS, "search": _TEXT, ":LABEL": ""}
_EDGE = {
    **dict.fromkeys((":START_ID(Entity)", ":END_ID(Entity)", ":TYPE"), ""),
    **dict.fromkeys(("id", "subject", "relation", "object", "certainty", "phase"), _TEXT),
    **dict.fromkeys(("support", "against", "sources"), _WHOLE),
    "contradicted": "boolean",
    "confidence": "double",
    **dict.fromkeys(("first_seen", "last_seen", "amount", "currency", "product", "role", "event"), _TEXT),
    "claims": _TEXTS,
    "rank": _TEXT,
}
_LINKS = {
    "SUBJECT": ("subject", ":END_ID(Entity)"),
    "OBJECT": ("object", ":END_ID(Entity)"),
    "STATED_IN": ("article", ":END_ID(Article)"),
}
"""The relationships of a claim: the property that names the other node, and the header of its column."""


@dataclass(frozen=True, slots=True)
class Built:
    """How much was written."""

    articles: int = 0
    claims: int = 0
    entities: int = 0
    edges: int = 0


def write_csv(kept: Iterable[Kept], folder: Path) -> Built:
    """Write the files into a folder, new or empty, which has all of them or none.

    Raises:
        BadClaim: an article comes twice, or a value holds what CSV cannot.
        StoreFull: there is no room.

    """
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
        whole = Path(name) / "csv"
        whole.mkdir()
        built = build(kept, whole)
        whole.replace(folder)
    return built


def build(kept: Iterable[Kept], folder: Path) -> Built:
    """The same into a folder that is there and empty."""
    work = folder / "work"
    try:
        work.mkdir()
        by_edge, by_entity, by_article = (Buckets(work / name) for name in ("edges", "entities", "articles"))
        with Tables(folder) as tables, Grouping(work / "copies") as grouping:
            for one in kept:
                row = article_properties(one.held.id, one.held.versions) | text_properties(one.text)
                by_article.add(one.held.id, row)
                grouping.add(one.held.id, row["print"])
                article = chosen(one.held.id, one.held.versions)
                for claim in one.held.claims.values():
                    _write_claim(claim, article, tables, by_edge, by_entity)
            groups = grouping.groups()
            _write_articles(by_article, groups, tables)
            _write_edges(by_edge, groups, tables)
            _write_entities(by_entity, tables)
            tables.add("revision", {"id": "ID(Revision)", "number": _WHOLE, "schema": _WHOLE}, ("graph", 1, VERSION))
        _write_arguments(tables)
    except OSError as error:
        if is_full(error):
            raise StoreFull(f"{folder}: no room left on the disk for the CSV files") from error
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    (folder / AFTER).write_text(f"{NO_ALIASES};\n", encoding="utf-8")
    return Built(*(tables.count(kind) for kind in ("articles", "claims", "entities", "edges")))


def _write_claim(held: HeldClaim, article: ArticleRef, tables: Tables, by_edge: Buckets, by_entity: Buckets) -> None:
    row = claim_properties(held.claim, sources=held.sources, otherwise=held.otherwise)
    tables.add("claims", _CLAIM, [row.get(name) for name in _CLAIM], numbers=("amount", "confidence"))
    for link, (column, other) in _LINKS.items():
        tables.add(link, {":START_ID(Claim)": "", other: ""}, (row["id"], row[column]))
    by_edge.add(row["edge"], [row | {"quote": ""}, {name: getattr(article, name) for name in article.__slots__}])
    for end in (held.claim.subject, held.claim.object):
        by_entity.add(end.id, [end.id, end.name, end.type, end.mention])


def _write_articles(by_article: Buckets, groups: Mapping[str, str], tables: Tables) -> None:
    for some in by_article.each():
        seen = set[str]()
        for row in cast("Iterable[Json]", some):
            if row["id"] in seen:
                raise BadClaim(
                    f"article {row['id']} comes twice: one import in bulk takes each article once, 'aigraph import' puts both together"
                )
            seen.add(row["id"])
            row["group"] = groups.get(row["id"])
            tables.add("articles", _ARTICLE, [row[name] for name in _ARTICLE])


def _write_edges(by_edge: Buckets, groups: Mapping[str, str], tables: Tables) -> None:
    for some in by_edge.each():
        rows = cast("Iterable[tuple[Json, Json]]", some)
        for edge in edges_of(claim_from(row, article | {"group": groups.get(article["id"])}) for row, article in rows):
            row = edge_properties(edge)
            ends = {
                ":START_ID(Entity)": edge.subject,
                ":END_ID(Entity)": edge.object,
                ":TYPE": ontology().relations[edge.relation].edge_type,
            }
            tables.add("edges", _EDGE, [(row | ends)[name] for name in _EDGE], numbers=("amount",))


def _write_entities(by_entity: Buckets, tables: Tables) -> None:
    for some in by_entity.each():
        for entity in entities_of(End(*end) for end in cast("Iterable[list[str]]", some)):
            row = entity_properties(entity) | {":LABEL": ["Entity", entity.type]}
            tables.add("entities", _ENTITY, [row[name] for name in _ENTITY])


def _write_arguments(tables: Tables) -> None:
    """Each on a line, as ``@FILE`` takes them; the files are named as seen from the folder itself."""
    nodes = {"articles": "Article=", "claims": "Claim=", "entities": "", "revision": "Revision="}
    links = {link: f"{link}=" for link in _LINKS} | {"edges": ""}
    lines = ["--multiline-fields=true", f"--array-delimiter=U+{ord(BETWEEN):04X}", f"--read-buffer-size={max(_BUFFER, 8 * tables.longest)}"]
    for name in sorted(tables.rows):
        kind = name.partition("-")[0]
        lines.append(f"--nodes={nodes[kind]}{name}.csv" if kind in nodes else f"--relationships={links[kind]}{name}.csv")
    (tables.folder / ARGUMENTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
