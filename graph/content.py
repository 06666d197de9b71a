"""The hash of the store's content: the same for the same articles, read in any order, in any batches, on any machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

from graph.names import any_edge
from ontology.records import Json

__all__ = ["content_hash"]

_QUERIES = {
    "articles": "MATCH (n:Article) RETURN n{.id, .versions, .group} AS n",
    "claims": "MATCH (n:Claim) RETURN properties(n) AS n",
    "entities": "MATCH (n:Entity) RETURN properties(n) AS n",
    "edges": "MATCH (:Entity)-[n:{types}]->() RETURN properties(n) AS n",
}


def content_hash(stream: Callable[[str], Iterator[Json]]) -> str:
    """SHA-256 over articles (id, versions and group of copies), claims, entities and edges, each kind in order of id.

    A tombstone is no content, nor is the number of the revision.
    """
    whole = hashlib.sha256()
    for kind, query in _QUERIES.items():
        rows = stream(query.replace("{types}", any_edge()))
        digests = sorted((row["n"]["id"], _digest(row["n"])) for row in rows)
        whole.update(f"{kind} {len(digests)}\n".encode())
        for _, digest in digests:
            whole.update(digest)
    return whole.hexdigest()


def _digest(properties: Json) -> bytes:
    there = {name: value for name, value in properties.items() if value is not None}
    canonical = json.dumps(there, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()
