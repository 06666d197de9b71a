"""The graph as a library gives it: records, pandas frames, networkx, pyvis."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graph import lookup
from graph.analysis import Analyst
from graph.export.files import write_whole
from graph.export.page import html_page
from graph.export.sheets import CLAIM, EDGE, claim_row, edge_row
from graph.lookup.filters import EVERYTHING, EdgeFilter
from graph.names import any_edge, folded
from graph.networks import Network, most_connected, network
from graph.properties import edge_from_properties, entity_from
from graph.reports import Rows
from graph.store import Store
from ontology.edges import Edge, edge_id, edge_key
from ontology.records import Claim, Entity

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Drawing", "Graph"]

_ENTITIES = "MATCH (e:Entity) RETURN properties(e) AS e ORDER BY e.id"
_EDGES = "MATCH (a:Entity)-[r:{types}]->(b) RETURN properties(r) AS r, a.name AS subject, b.name AS object ORDER BY r.id"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page that draws a part of the graph with pyvis' vis-network, loads nothing, and runs no script but its own."""

    page: str = field(repr=False)
    height: int = 640

    def write(self, path: str | Path) -> None:
        """Write the page to a file."""
        write_whole(Path(path), [self.page])

    def _repr_html_(self) -> str:
        """As a notebook shows it: in a frame that cannot reach the notebook."""
        source = html.escape(self.page, quote=True)
        return f'<iframe sandbox="allow-scripts" srcdoc="{source}" width="100%" height="{self.height}" style="border:0"></iframe>'


class Graph:
    """The graph of one store; ``analyst`` computes on the whole of it. To be closed, or used in a ``with`` statement."""

    def __init__(self, store: Store, *, close: Callable[[], object] = lambda: None) -> None:
        self.store = store
        self.analyst = Analyst(store)
        self.close = close

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Graph at {self.store.address}>"

    def entities(self) -> Iterator[Entity]:
        """Every entity, in order of id."""
        return (entity_from(row["e"]) for row in self.store.stream(_ENTITIES))

    def edges(self) -> Iterator[Edge]:
        """Every edge, in order of id."""
        return (edge_from_properties(row["r"]) for row in self.store.stream(_EDGES.format(types=any_edge())))

    def claims(self) -> Iterator[Claim]:
        """Every claim, in order of id."""
        return self.store.claims()

    def find(self, name: str) -> list[Entity]:
        """The entities that this is the id, the name or an alias of; accents and case are ignored."""
        by_id = lookup.entity(self.store, name)
        if by_id is not None:
            return [by_id.entity]
        found = [one.entity for one in lookup.search(self.store, name).items]
        return [entity for entity in found if folded(name) in map(folded, (entity.name, *entity.aliases))]

    def claims_of(self, edge: Edge | str) -> list[Claim]:
        """The claims behind an edge, or behind the one with this id, the latest published first."""
        claims = lookup.claims_of_edges(self.store, [edge if isinstance(edge, str) else edge.id])
        return sorted(sorted(claims, key=lambda claim: claim.id), key=lambda claim: claim.article.published or "", reverse=True)

    def cypher(self, statement: str, parameters: Mapping[str, object] | None = None, *, limit: int = 10_000, timeout: float = 30.0) -> Rows:
        """Answer a query that only reads."""
        return self.store.read(statement, parameters, limit=limit, timeout=timeout)

    def entity_frame(self) -> pd.DataFrame:
        """A row an entity, by id: name, type, aliases (a tuple)."""
        rows = ((entity.id, entity.name, entity.type, entity.aliases) for entity in self.entities())
        return _frame(("id", "name", "type", "aliases"), rows)

    def edge_frame(self) -> pd.DataFrame:
        """A row an edge, by id, with the names of its ends."""
        rows = self.store.stream(_EDGES.format(types=any_edge()))
        return _frame(EDGE, (edge_row(edge_from_properties(row["r"]), row["subject"], row["object"]) for row in rows))

    def claim_frame(self) -> pd.DataFrame:
        """A row a claim, by id, with its edge, quote and article."""
        return _frame(CLAIM, map(claim_row, self.claims()))

    def cypher_frame(self, statement: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The answer to a query that only reads, a column a field."""
        found = self.cypher(statement, parameters)
        return _table(found.fields, found.values)

    def to_networkx(self, filters: EdgeFilter = EVERYTHING) -> Network:
        """A MultiDiGraph: nodes are ids with name, type, aliases; the keys of edges are their ids, their attributes the edges' fields."""
        return network(self.store, filters=filters)

    def to_pyvis(self, of: Network | None = None, *, most: int | None = None, title: str = "", lang: str = "en") -> Drawing:
        """A drawing of the graph, or of the part given, or of the ``most`` connected entities of it; raises TooLargeToDraw above 1,000."""
        drawn = self.to_networkx() if of is None else of
        drawn = drawn if most is None else most_connected(drawn, most)
        edges = {key for *_, key in drawn.edges(keys=True)}
        claims = (claim for claim in self.claims() if edge_id(edge_key(claim)) in edges)
        return Drawing(html_page(drawn, claims, title=title, lang=lang))


def _frame(columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> pd.DataFrame:
    return _table(columns, rows).set_index("id")


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> pd.DataFrame:
    try:
        import pandas  # noqa: PLC0415, ICN001 - not everybody wants it
    except ImportError as error:
        raise ImportError("frames need pandas, which is not installed: pip install 'ai-industry-graph[notebook]'") from error
    return pandas.DataFrame([tuple(row) for row in rows], columns=list(columns))
