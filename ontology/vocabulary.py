"""The ontology as values: read once from ``aigraph.ttl``, asked by everything else.

There is no second list of types, relations, statuses or colours in the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.errors import OntologyError

AIG = Namespace("https://w3id.org/ai-industry-graph#")
TURTLE = Path(__file__).with_name("aigraph.ttl")

Texts = Mapping[str, str]
"""A wording per language code: ``{"en": "supplies", "fr": "fournit"}``."""


@dataclass(frozen=True, slots=True)
class EntityType:
    """One of the five kinds of entity."""

    name: str
    label: Texts
    definition: Texts
    note: Texts
    colour: str
    rank: int


@dataclass(frozen=True, slots=True)
class Family:
    """A group of relations that are drawn in one colour."""

    name: str
    label: Texts
    colour: str


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What a claim may add to its relation; ``pattern`` is a regular expression or None."""

    name: str
    label: Texts
    definition: Texts
    pattern: str | None
    any_relation: bool
    numeric: bool
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """A value of certainty or of phase."""

    name: str
    label: Texts
    definition: Texts


@dataclass(frozen=True, slots=True)
class Relation:
    """One of the twelve relations; ``pairs`` are the (head type, tail type) that it may join, ``dependent`` is the end that depends."""

    name: str
    label: Texts
    inverse: Texts
    definition: Texts
    note: Texts
    symmetric: bool
    pairs: frozenset[tuple[str, str]]
    qualifiers: frozenset[str]
    family: str
    dependent: str | None = None

    @property
    def edge_type(self) -> str:
        """The type of its edges in the store: ``invests-in`` → ``INVESTS_IN``."""
        return self.name.replace("-", "_").upper()

    @property
    def heads(self) -> frozenset[str]:
        """The types that its head may have."""
        return frozenset(head for head, _ in self.pairs)

    @property
    def tails(self) -> frozenset[str]:
        """The types that its tail may have."""
        return frozenset(tail for _, tail in self.pairs)


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that may be said, by name; each mapping keeps the file's order."""

    version: str
    entity_types: Mapping[str, EntityType]
    families: Mapping[str, Family]
    relations: Mapping[str, Relation]
    qualifiers: Mapping[str, Qualifier]
    certainties: Mapping[str, Status]
    phases: Mapping[str, Status]

    def relation_of_edge(self, edge_type: str) -> Relation | None:
        """The relation whose edges bear this type in the store, or None."""
        return next((r for r in self.relations.values() if r.edge_type == edge_type), None)


@cache
def ontology() -> Ontology:
    """The ontology that ships with the program, read on first use."""
    return read_ontology(TURTLE)


def read_ontology(path: Path) -> Ontology:
    """Read an ontology from a Turtle file; raises OntologyError if a relation lacks what a relation must have."""
    graph = Graph().parse(path, format="turtle")
    read = _Reader(graph)
    relations = {r.name: r for r in map(read.relation, _relations(graph))}
    if not relations:
        raise OntologyError(f"{path.name} defines no relation: expected sub-properties of aig:relation")
    return Ontology(
        version=str(graph.value(URIRef(str(AIG).rstrip("#")), OWL.versionInfo)),
        entity_types={t.name: t for t in map(read.entity_type, read.ranked(graph.subjects(RDFS.subClassOf, AIG.Entity)))},
        families={f.name: f for f in map(read.family, sorted(graph.subjects(SKOS.inScheme, AIG.families), key=str))},
        relations=relations,
        qualifiers={q.name: q for q in map(read.qualifier, read.ranked(graph.subjects(RDF.type, AIG.Qualifier)))},
        certainties={s.name: s for s in map(read.status, read.ranked(graph.subjects(SKOS.inScheme, AIG.certainties)))},
        phases={s.name: s for s in map(read.status, read.ranked(graph.subjects(SKOS.inScheme, AIG.phases)))},
    )


def _relations(graph: Graph) -> list[Node]:
    return sorted(graph.subjects(RDFS.subPropertyOf, AIG.relation), key=str)


def _local(node: Node) -> str:
    return str(node).removeprefix(str(AIG))


class _Reader:
    """Turns the ontology's nodes into values."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def texts(self, node: Node, predicate: URIRef) -> Texts:
        found = {getattr(o, "language", None) or "en": str(o) for o in self._graph.objects(node, predicate)}
        return dict(sorted(found.items()))

    def one(self, node: Node, predicate: URIRef) -> Node:
        value = self._graph.value(node, predicate)
        if value is None:
            raise OntologyError(f"{_local(node)} has no {predicate.rsplit('#', 1)[-1]}: each term of its kind needs one")
        return value

    def ranked(self, nodes: Iterator[Node]) -> list[Node]:
        return sorted(nodes, key=lambda node: int(str(self.one(node, AIG.rank))))

    def classes(self, node: Node) -> list[str]:
        union = self._graph.value(node, OWL.unionOf)
        return [_local(node)] if union is None else [_local(member) for member in Collection(self._graph, union)]

    def entity_type(self, node: Node) -> EntityType:
        return EntityType(
            name=_local(node),
            label=self.texts(node, SKOS.prefLabel),
            definition=self.texts(node, SKOS.definition),
            note=self.texts(node, SKOS.scopeNote),
            colour=str(self.one(node, AIG.colour)),
            rank=int(str(self.one(node, AIG.rank))),
        )

    def family(self, node: Node) -> Family:
        return Family(name=_local(node), label=self.texts(node, SKOS.prefLabel), colour=str(self.one(node, AIG.colour)))

    def status(self, node: Node) -> Status:
        return Status(
            name=str(self.one(node, SKOS.notation)),
            label=self.texts(node, SKOS.prefLabel),
            definition=self.texts(node, SKOS.definition),
        )

    def qualifier(self, node: Node) -> Qualifier:
        pattern = self._graph.value(node, SH.pattern)
        return Qualifier(
            name=str(self.one(node, SKOS.notation)),
            label=self.texts(node, SKOS.prefLabel),
            definition=self.texts(node, SKOS.definition),
            pattern=None if pattern is None else str(pattern),
            any_relation=bool(self._graph.value(node, AIG.anyRelation)),
            numeric=str(self.one(node, RDFS.range)).endswith("#decimal"),
            needs=tuple(sorted(_local(n) for n in self._graph.objects(node, AIG.needs))),
        )

    def pairs(self, node: Node) -> frozenset[tuple[str, str]]:
        only = {(_local(self.one(b, AIG.head)), _local(self.one(b, AIG.tail))) for b in self._graph.objects(node, AIG.onlyBetween)}
        heads, tails = self.classes(self.one(node, RDFS.domain)), self.classes(self.one(node, RDFS.range))
        return frozenset(only or {(head, tail) for head in heads for tail in tails})

    def relation(self, node: Node) -> Relation:
        symmetric = (node, RDF.type, OWL.SymmetricProperty) in self._graph
        pairs = self.pairs(node)
        anywhere = {_local(q) for q in self._graph.subjects(AIG.anyRelation)}
        return Relation(
            name=str(self.one(node, SKOS.notation)),
            label=self.texts(node, SKOS.prefLabel),
            inverse=self.texts(node, AIG.inverseLabel),
            definition=self.texts(node, SKOS.definition),
            note=self.texts(node, SKOS.scopeNote),
            symmetric=symmetric,
            pairs=pairs | {(tail, head) for head, tail in pairs} if symmetric else pairs,
            qualifiers=frozenset(anywhere | {_local(q) for q in self._graph.objects(node, AIG.qualifier)}),
            family=_local(self.one(node, AIG.family)),
            dependent=None if (end := self._graph.value(node, AIG.dependent)) is None else _local(end),
        )
