"""CSV for spreadsheets: entities, edges and claims, a file each, in order of id.

A cell that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-`` or ``@``) is preceded by an apostrophe, so that it is
shown and does nothing.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.export.files import write_whole
from graph.names import any_edge
from graph.properties import edge_from_properties, entity_from
from graph.store import Store
from ontology.edges import Edge, edge_id, edge_key
from ontology.records import QUALIFIERS, Claim, Entity

__all__ = ["CLAIM", "EDGE", "SHEETS", "claim_row", "edge_row", "neutral", "write_sheets"]

SHEETS = ("entities.csv", "edges.csv", "claims.csv")
_ENTITIES = "MATCH (e:Entity) RETURN properties(e) AS n ORDER BY e.id"
_EDGES = "MATCH (a:Entity)-[r:{types}]->(b) RETURN properties(r) AS n, a.name AS subject, b.name AS object ORDER BY r.id"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ENTITY = ("id", "name", "type", "aliases")
_FIELDS = tuple(name for name in Edge.__slots__ if name != "claims")
EDGE = (*_FIELDS[:1], "subject_name", "object_name", *_FIELDS[1:])
_SAID = ("id", "edge", "subject", "subject_name", "relation", "object", "object_name", "certainty", "phase", "confidence", *QUALIFIERS)
CLAIM = (*_SAID, "quote", "start", "end", "article", "title", "publisher", "published", "lang", "source", "extractor")


def write_sheets(store: Store, folder: Path) -> None:
    """Write the three files into the folder, which is made when it is not there; each appears whole or not at all."""
    folder.mkdir(exist_ok=True)
    edges = ((edge_from_properties(row["n"]), row["subject"], row["object"]) for row in store.stream(_EDGES.format(types=any_edge())))
    sheets: dict[str, tuple[tuple[str, ...], Iterable[list[object]]]] = {
        "entities.csv": (_ENTITY, (_entity(entity_from(row["n"])) for row in store.stream(_ENTITIES))),
        "edges.csv": (EDGE, (edge_row(*found) for found in edges)),
        "claims.csv": (CLAIM, map(claim_row, store.claims())),
    }
    for name, (heading, rows) in sheets.items():
        write_whole(folder / name, _lines(heading, rows))


def neutral(cell: object) -> object:
    """The cell, so that no spreadsheet computes it; numbers are left as they are."""
    if not isinstance(cell, str):
        return cell
    first = unicodedata.normalize("NFKC", cell.lstrip(" \n")[:1])  # a full-width ＝ begins a formula too
    return f"'{cell}" if cell.startswith(_FORMULA) or first.startswith(_FORMULA) else cell


def _lines(heading: Iterable[str], rows: Iterable[list[object]]) -> Iterator[str]:
    """The rows as RFC 4180 has them, after the mark by which Excel knows UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(heading)
    for row in rows:
        yield _taken(out)
        writer.writerow([neutral(cell) for cell in row])
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _entity(entity: Entity) -> list[object]:
    return [entity.id, entity.name, entity.type, "; ".join(entity.aliases)]


def edge_row(edge: Edge, subject: str, object_: str) -> list[object]:
    """What the columns of ``EDGE`` name, of an edge and the names of its ends."""
    id_, *values = (getattr(edge, name) for name in _FIELDS)
    return [id_, subject, object_, *values]


def claim_row(claim: Claim) -> list[object]:
    """What the columns of ``CLAIM`` name."""
    article, evidence = claim.article, claim.evidence
    ends = [claim.subject.id, claim.subject.name, claim.relation, claim.object.id, claim.object.name]
    statuses = [claim.certainty, claim.phase, claim.confidence, *(getattr(claim, name) for name in QUALIFIERS)]
    where = [article.id, article.title, article.publisher, article.published, article.lang, article.source]
    return [claim.id, edge_id(edge_key(claim)), *ends, *statuses, evidence.quote, evidence.start, evidence.end, *where, claim.extractor]
