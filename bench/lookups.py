"""The doors' look-ups beside a bare driver: ``python -m bench.lookups HOME [TIMES]``, a home whose graph is large.

Five questions, each asked of so many entities or edges, the hubs among them, by turns through ``graph.lookup`` and by one query of a bare
driver with the same answer; the shortest path is also compared with a query that takes any path of the least length, and one edge a hop,
where the look-up takes the best-founded path with all its edges. Prints p50 and p95 in milliseconds, the ratios of both, and how Neo4j
finds what each of our queries starts from (EXPLAIN).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import neo4j

from graph import lookup
from graph.embedded import Connection, attach
from graph.names import any_edge
from graph.store import Store
from ontology.records import Json

REFERENCE = "a{.id, .source, .title, .publisher, .published, .lang} AS a"
NEIGHBOURS = f"""
MATCH (e:Entity {{id: $id}})-[r:{any_edge()}]-(other:Entity) WITH e, r, other ORDER BY r.rank
WITH e, collect({{r: r, other: other}}) AS links UNWIND links[..50] AS one
RETURN size(links) AS total, properties(e) AS e, properties(one.r) AS r, properties(one.other) AS other
"""
EVIDENCE = f"""
MATCH (c:Claim {{edge: $id}})-[:STATED_IN]->(a:Article) RETURN properties(c) AS c, {REFERENCE} ORDER BY a.published DESC, c.id
"""
TWO_HOPS = f"""
MATCH (e:Entity {{id: $id}})
CALL (e) {{
  MATCH (e)-[r:{any_edge()}]-(n:Entity) WITH n, min(r.rank) AS rank ORDER BY rank LIMIT 149 RETURN collect(n) AS near
}}
CALL (e, near) {{
  UNWIND near AS n MATCH (n)-[r:{any_edge()}]-(m:Entity) WHERE m <> e AND NOT m IN near
  WITH m, min(r.rank) AS rank, size(near) AS size ORDER BY rank WITH collect(m) AS far, size RETURN far[..149 - size] AS far
}}
WITH [e] + near + coalesce(far, []) AS inside
UNWIND inside AS a OPTIONAL MATCH (a)-[r:{any_edge()}]-(b:Entity)
WITH a, inside,
  collect(CASE WHEN b IN inside AND startNode(r) = a THEN properties(r) END) AS edges,
  sum(CASE WHEN b IN inside THEN 0 ELSE 1 END) AS out
RETURN properties(a) AS a, edges, out
"""
SHORTEST = f"""
MATCH (a:Entity {{id: $start}}), (b:Entity {{id: $end}}) MATCH p = allShortestPaths((a)-[:{any_edge()}*..4]-(b))
WITH nodes(p) AS walk, min([r IN relationships(p) | r.rank]) AS ranks ORDER BY ranks LIMIT 1
CALL (walk) {{
  UNWIND range(0, size(walk) - 2) AS hop WITH hop, walk[hop] AS one, walk[hop + 1] AS other
  MATCH (one)-[r:{any_edge()}]-(other) WITH hop, r ORDER BY r.rank
  WITH hop, collect(properties(r)) AS edges ORDER BY hop RETURN collect(edges) AS hops
}}
RETURN [n IN walk | properties(n)] AS nodes, hops
"""
ANY_SHORTEST = f"""
MATCH (a:Entity {{id: $start}}), (b:Entity {{id: $end}}) MATCH p = shortestPath((a)-[:{any_edge()}*..4]-(b))
RETURN [n IN nodes(p) | properties(n)] AS nodes, [r IN relationships(p) | properties(r)] AS edges
"""
TOP = f"""
MATCH (e:Entity) WITH count(e) AS total
MATCH (e:Entity) WITH total, e, COUNT {{ (e)<-[:SUBJECT]-() }} + COUNT {{ (e)<-[:OBJECT]-() }} AS claims ORDER BY claims DESC, e.id LIMIT 20
RETURN total, properties(e) AS e, claims, COUNT {{ (e)-[:{any_edge()}]-() }} AS edges,
  COUNT {{ MATCH (e)<-[:SUBJECT|OBJECT]-()-[:STATED_IN]->(a) RETURN DISTINCT a }} AS articles
"""
STARTS = ("Seek", "Scan", "Index")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, through the doors' look-up and in one query."""

    name: str
    ours: Callable[[Store, Mapping[str, str]], object]
    cypher: str
    of: Sequence[Mapping[str, str]]


class Told(Store):
    """A store that remembers its queries."""

    queries: dict[str, Json]

    def ask(self, cypher: str, **parameters: Any) -> list[Json]:  # noqa: ANN401 - what Bolt carries
        """Its answer."""
        self.queries[cypher] = parameters
        return super().ask(cypher, **parameters)


def questions(store: Store, times: int) -> list[Question]:
    """They, of entities half of which are the largest."""
    dice = random.Random(3)  # noqa: S311 - no secrets
    by_claims = [row["id"] for row in store.ask("MATCH (e:Entity) RETURN e.id AS id ORDER BY COUNT { (e)<-[:SUBJECT|OBJECT]-() } DESC, id")]
    hubs = by_claims[: times // 2]
    ids = [*hubs, *dice.sample(by_claims, times - len(hubs))]
    edges = list(store.stream(f"MATCH ()-[r:{any_edge()}]->() RETURN r.id AS id, r.support AS support ORDER BY support DESC, id"))
    most = [row["id"] for row in edges[: times // 2]]
    some = [*most, *(row["id"] for row in dice.sample(edges, times - len(most)))]
    asked = [{"id": id_} for id_ in ids]
    pairs = [{"start": one, "end": other} for one, other in zip(ids, dice.sample(ids, len(ids)), strict=True) if one != other]
    return [
        Question("neighbours", lambda store, of: lookup.entity_edges(store, of["id"]), NEIGHBOURS, asked),
        Question("evidence", lambda store, of: lookup.edge_claims(store, of["id"]), EVIDENCE, [{"id": id_} for id_ in some]),
        Question("two hops", lambda store, of: lookup.subgraph(store, [of["id"]], hops=2), TWO_HOPS, asked),
        Question("shortest path", lambda store, of: lookup.paths(store, of["start"], of["end"], k=1), SHORTEST, pairs),
        Question("any shortest", lambda store, of: lookup.paths(store, of["start"], of["end"], k=1), ANY_SHORTEST, pairs),
        Question("top 20", lambda store, _: lookup.search(store, limit=20), TOP, [{}] * min(times, 20)),
    ]


def milliseconds(work: Callable[[], object]) -> float:
    """By the clock."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measured(question: Question, store: Store, driver: neo4j.Driver) -> str:
    """A line: the look-up and the bare query by turns, after a first round that warms both."""

    def bare(of: Mapping[str, str]) -> object:
        with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
            return session.run(question.cypher, dict(of)).data()

    for of in question.of:
        question.ours(store, of), bare(of)
    taken = [(milliseconds(lambda of=of: question.ours(store, of)), milliseconds(lambda of=of: bare(of))) for of in question.of]  # type: ignore[misc]  # a lambda with a default
    ours, theirs = (quantiles(side, n=20) for side in zip(*taken, strict=True))
    p50, p95, q50, q95 = ours[9], ours[18], theirs[9], theirs[18]
    return f"{question.name:14} {p50:8.1f} {p95:8.1f} {q50:8.1f} {q95:8.1f} {p50 / q50:7.2f} {p95 / q95:7.2f}"


def starts(question: Question, store: Told, driver: neo4j.Driver) -> str:
    """How each query of the look-up finds what it starts from."""
    store.queries = {}
    question.ours(store, question.of[0])
    found = set[str]()
    with driver.session() as session:
        for cypher, parameters in store.queries.items():
            plan = session.run(f"EXPLAIN {cypher}", parameters).consume().plan
            found |= set(_operators(plan or {}))
    return f"{question.name:14} {', '.join(sorted(found))}"


def _operators(plan: Mapping[str, Any]) -> list[str]:
    name, details = str(plan.get("operatorType", "")).partition("@")[0], str(plan.get("args", {}).get("Details", ""))
    here = [f"{name} ({details})"] if any(word in name for word in STARTS) else []
    return here + [one for child in plan.get("children", ()) for one in _operators(child)]


def main() -> None:
    """Ask and print."""
    home, times = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100  # noqa: PLR2004 - the second argument
    login: Connection
    with attach(home, progress=False) as login, Told(login) as store:
        store.queries = {}
        store.prepare()
        with neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password), notifications_min_severity="OFF") as driver:
            asked = questions(store, times)
            print(f"{'':14} {'p50':>8} {'p95':>8} {'bare p50':>8} {'bare p95':>8} {'p50 ×':>7} {'p95 ×':>7}")
            for question in asked:
                print(measured(question, store, driver), flush=True)
            for question in asked:
                print(starts(question, store, driver), flush=True)


if __name__ == "__main__":
    main()
