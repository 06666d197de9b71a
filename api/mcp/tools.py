"""The tools: each asks one question of the store, and says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import wraps
from typing import Annotated, Any, ParamSpec

from mcp_types import CallToolResult
from pydantic import Field

from api.cli.names import entity_called
from api.errors import BadParameter, NotFound
from api.mcp import answers, shapes
from api.mcp.budget import ROWS, failed, fitting, paged, plain, said, within
from api.mcp.schema import schema
from api.problems import outside
from api.values import checked_date
from graph import lookup
from graph.lookup import EdgeFilter, Page
from graph.store import Store
from ontology.errors import AigraphError
from ontology.records import Claim
from ontology.shown import visible
from ontology.vocabulary import ontology

__all__ = ["Tools"]

P = ParamSpec("P")
Who = Annotated[str, Field(max_length=300, description="Name, alias or id.")]
Cursor = Annotated[str | None, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=100)]
Relations = Annotated[list[str], Field(description="As in get_schema.")]
Types = Annotated[list[str], Field(description="Of the entity.")]
OtherTypes = Annotated[list[str], Field(description="Of the other end.")]
Direction = Annotated[str | None, Field(description="out: the entity is the subject; in: the object.")]
Statuses = Annotated[list[str], Field(description="asserted, reported, denied.")]
Phases = Annotated[list[str], Field(description="planned, current, ended.")]
Share = Annotated[float | None, Field(ge=0, le=1)]
Since = Annotated[str | None, Field(description="From 2024, 2024-07 or 2024-07-27.")]
Until = Annotated[str | None, Field(description="Until then.")]

_NARROW = "narrow with relation, direction, type, certainty, phase, min_confidence, since or until, or go on with cursor"


def answering(tool: Callable[P, CallToolResult]) -> Callable[P, CallToolResult]:
    """The tool, whose errors are answers that name the next step."""

    @wraps(tool)
    def answered(*args: P.args, **kwargs: P.kwargs) -> CallToolResult:
        try:
            return tool(*args, **kwargs)
        except NotFound as error:
            return failed(f"{visible(str(error))} Next: search_entities finds names.")
        except AigraphError as error:
            return failed(visible(outside(error)))

    return answered


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools on a store."""

    store: Store

    @answering
    def search_entities(
        self,
        query: Annotated[str, Field(max_length=200)],
        type: Types = [],
        limit: Limit = ROWS,
        cursor: Cursor = None,
    ) -> Annotated[CallToolResult, answers.Entities]:
        """Entities one of whose names has these words; begin here."""
        types = _named("type", type, ontology().entity_types)
        rows, page = paged(
            lambda after, most: lookup.search(self.store, query, type=types, cursor=after, limit=most),
            lambda page: [shapes.found_entity(found) for found in page.items],
            cursor=cursor,
            limit=limit,
        )
        if not rows:
            entity_called(self.store, query)  # says what it may be instead
        hint = "use more words, or type; or go on with cursor" if page.next else "next: get_entity, get_edges or timeline, by id"
        return said(answers.Entities(entities=rows, total=page.total, truncated=page.next is not None, cursor=page.next, hint=hint))

    @answering
    def get_entity(self, entity: Who) -> Annotated[CallToolResult, answers.Profile]:
        """One entity: type, aliases, and how many edges it has of each relation."""
        found = entity_called(self.store, entity)
        counts = lookup.neighbour_counts(self.store, found.entity.id)
        relations = [answers.Neighbours(relation=c.relation, direction=c.direction, edges=c.edges) for c in counts]
        return said(
            answers.Profile(entity=shapes.found_entity(found), relations=relations, hint="next: get_edges with relation and direction")
        )

    @answering
    def get_edges(
        self,
        entity: Who,
        *,
        relation: Relations = [],
        direction: Direction = None,
        type: OtherTypes = [],
        certainty: Statuses = [],
        phase: Phases = [],
        min_confidence: Share = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = ROWS,
        cursor: Cursor = None,
    ) -> Annotated[CallToolResult, answers.Edges]:
        """Edges of an entity, each with a quote, its source and date. Who supplies X: relation ["supplies"], direction "in"."""
        terms = ontology()
        filters = EdgeFilter(
            relation=_named("relation", relation, terms.relations),
            direction=next(iter(_named("direction", [direction] if direction else [], ("out", "in"))), None),
            type=_named("type", type, terms.entity_types),
            certainty=_named("certainty", certainty, terms.certainties),
            phase=_named("phase", phase, terms.phases),
            min_confidence=min_confidence,
            since=checked_date("since", since),
            until=checked_date("until", until),
        )
        found = entity_called(self.store, entity).entity
        rows, page = paged(
            lambda after, most: lookup.entity_edges(self.store, found.id, filters=filters, cursor=after, limit=most),
            lambda page: shapes.edges(self.store, page.items),
            cursor=cursor,
            limit=limit,
        )
        hint = _NARROW if page.next else "get_evidence with an edge's id gives every claim behind it, those against it too"
        hint = hint if rows else f"no edge of {visible(found.name)} fits: loosen the filters; get_entity counts what there is"
        return said(answers.Edges(edges=rows, total=page.total, truncated=page.next is not None, cursor=page.next, hint=hint))

    @answering
    def get_evidence(
        self, edge: Annotated[str, Field(max_length=100, description="Id of an edge.")], limit: Limit = ROWS, cursor: Cursor = None
    ) -> Annotated[CallToolResult, answers.Evidence]:
        """Every claim behind an edge: the words, article, outlet, date, certainty, phase; the latest first."""
        found = lookup.edge(self.store, edge)
        if found is None:
            raise BadParameter(f"there is no edge {edge!r}: get_edges and find_paths give ids of edges, as e_ and twenty digits")
        rows, page = paged(
            lambda after, most: lookup.edge_claims(self.store, edge, cursor=after, limit=most),
            lambda page: [shapes.claim(one.claim) for one in page.items],
            cursor=cursor,
            limit=limit,
        )
        sentence = shapes.edges(self.store, [found])[0].said
        hint = "go on with cursor" if page.next else None
        return said(
            answers.Evidence(
                edge=edge, said=sentence, claims=rows, total=page.total, truncated=page.next is not None, cursor=page.next, hint=hint
            )
        )

    @answering
    def find_paths(
        self,
        start: Who,
        end: Who,
        *,
        relation: Relations = [],
        k: Annotated[int, Field(ge=1, le=20)] = 3,
        max_hops: Annotated[int, Field(ge=1, le=6)] = 4,
    ) -> Annotated[CallToolResult, answers.Paths]:
        """The shortest paths between two entities, each hop with a quote, its source and date."""
        filters = EdgeFilter(relation=_named("relation", relation, ontology().relations))
        first, last = entity_called(self.store, start).entity, entity_called(self.store, end).entity
        found = lookup.paths(self.store, first.id, last.id, k=k, max_hops=max_hops, filters=filters)
        rows = [self._path(one) for one in found]
        kept = rows[: within(rows)]
        hint = None if rows else f"no path of at most {max_hops} hops: raise max_hops (6 at most), or leave relation out"
        hint = hint if len(kept) == len(rows) else "ask for fewer with k, or for shorter ones with max_hops"
        return said(answers.Paths(paths=kept, truncated=len(kept) < len(rows), cursor=None, hint=hint))

    def _path(self, found: lookup.FoundPath) -> answers.Path:
        ends, edges = {e.id: e for e in found.entities}, {e.id: e for e in found.edges}
        best = [edges[hop.edges[0]] for hop in found.hops]
        hops = [lookup.FoundEdge(edge=edge, subject=ends[edge.subject], object=ends[edge.object]) for edge in best]
        return answers.Path(entities=[shapes.entity(e) for e in found.entities], hops=shapes.edges(self.store, hops))

    @answering
    def timeline(
        self,
        entity: Who,
        *,
        relation: Relations = [],
        since: Since = None,
        until: Until = None,
        limit: Limit = ROWS,
        cursor: Cursor = None,
    ) -> Annotated[CallToolResult, answers.Timeline]:
        """What was said about an entity, claim by claim with quote, source and date, the latest first."""
        filters = EdgeFilter(
            relation=_named("relation", relation, ontology().relations),
            since=checked_date("since", since),
            until=checked_date("until", until),
        )
        found = entity_called(self.store, entity).entity

        def ask(after: str | None, most: int) -> Page[Claim]:
            return lookup.entity_claims(self.store, found.id, filters=filters, cursor=after, limit=most)

        rows, page = paged(ask, lambda page: [shapes.change(claim) for claim in page.items], cursor=cursor, limit=limit)
        hint = "narrow with relation, since or until, or go on with cursor" if page.next else None
        return said(
            answers.Timeline(
                entity=shapes.entity(found), claims=rows, total=page.total, truncated=page.next is not None, cursor=page.next, hint=hint
            )
        )

    @answering
    def get_schema(self) -> Annotated[CallToolResult, answers.Schema]:
        """What may be said: types, relations with their ends, qualifiers, statuses, and how that stands in Neo4j."""
        return said(schema())

    @answering
    def run_cypher(
        self,
        statement: Annotated[str, Field(max_length=20_000, description="Cypher that only reads.")],
        parameters: dict[str, Any] = {},
        limit: Limit = ROWS,
    ) -> Annotated[CallToolResult, answers.Rows]:
        """Ask in Cypher what no other tool does; get_schema first."""
        found = self.store.read(statement, parameters, limit=limit, timeout=5.0)
        rows = [[plain(value) for value in row] for row in found.values]
        kept = fitting(rows)
        truncated = found.truncated or len(kept) < len(rows)
        hint = "return fewer or shorter values, or page with ORDER BY, SKIP and LIMIT" if truncated else None
        return said(answers.Rows(fields=[visible(field) for field in found.fields], rows=kept, truncated=truncated, hint=hint, cursor=None))


def _named(what: str, values: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The values, each of which must be one of the names; raises BadParameter with the nearest."""
    known, given = list(names), tuple(values)
    for value in given:
        if value not in known:
            near = get_close_matches(value.lower(), [name.lower() for name in known], n=1, cutoff=0.4)
            meant = next((f"; did you mean {name}?" for name in known if [name.lower()] == near), "")
            raise BadParameter(f"{what} {value[:60]!r} is none of {', '.join(known)}{meant}")
    return given
