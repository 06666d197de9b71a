"""Turtle: every claim whole, with its evidence and article, as the shapes of ``ontology/aigraph.ttl`` want it; and the truthy triples.

A truthy triple (``:nvidia aig:supplies :tesla``) stands for an edge that at least one claim holds: what is only denied has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from graph.export.files import write_whole
from graph.names import any_edge
from graph.properties import REFERENCE, claim_from, edge_from_properties, entity_from, version_ref
from graph.store import Store
from ontology.edges import Edge
from ontology.records import Claim, Entity, Json
from ontology.vocabulary import AIG, ontology

__all__ = ["DATA", "PREFIXES", "article_turtle", "claim_turtle", "edge_turtle", "entity_turtle", "turtle", "write_turtle"]

DATA = "https://w3id.org/ai-industry-graph/"
"""Below it the things of the graph: ``entity/nvidia``, ``claim/c_…``, ``article/a_…``."""

PREFIXES = f"""\
@prefix aig: <{AIG}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in (*map(chr, range(0x20)), "\x7f", "\\", '"')}
_ENTITIES = "MATCH (e:Entity) RETURN properties(e) AS n ORDER BY e.id"
_ARTICLES = "MATCH (a:Article) RETURN a{.id, .versions, .source, .title, .publisher, .published, .lang} AS n ORDER BY a.id"
_EDGES = "MATCH (:Entity)-[r:{types}]->() RETURN properties(r) AS n ORDER BY r.id"
_CLAIMS = f"MATCH (c:Claim)-[:STATED_IN]->(a:Article) RETURN properties(c) AS c, {REFERENCE} ORDER BY c.id"


def write_turtle(store: Store, path: Path) -> None:
    """Write the whole graph."""
    write_whole(path, turtle(store))


def turtle(store: Store) -> Iterator[str]:
    """The whole graph, a few lines at a time: entities, truthy triples, articles, claims, each in order of id."""
    yield PREFIXES
    yield from (entity_turtle(entity_from(row["n"])) for row in store.stream(_ENTITIES))
    yield from (edge_turtle(edge_from_properties(row["n"])) for row in store.stream(_EDGES.format(types=any_edge())))
    yield from (article_turtle(row["n"]) for row in store.stream(_ARTICLES))
    yield from (claim_turtle(claim_from(row["c"], row["a"])) for row in store.stream(_CLAIMS))


def entity_turtle(entity: Entity) -> str:
    """An entity with its type, name and aliases."""
    facts = [f"a aig:{_term(entity.type)}", f"dcterms:identifier {_text(entity.id)}", f"skos:prefLabel {_text(entity.name)}"]
    return _subject(_iri("entity", entity.id), facts + [f"skos:altLabel {_text(alias)}" for alias in entity.aliases])


def edge_turtle(edge: Edge) -> str:
    """The truthy triple of an edge, both ways when the relation is symmetric; nothing for what is only denied."""
    if edge.support == 0:
        return ""
    subject, object_ = _iri("entity", edge.subject), _iri("entity", edge.object)
    forth, back = f"{subject} aig:{_term(edge.relation)} {object_} .\n", f"{object_} aig:{_term(edge.relation)} {subject} .\n"
    return forth + back if ontology().relations[edge.relation].symmetric else forth


def article_turtle(article: Json) -> str:
    """An article, its text left out; every source it was read from, the rest as it is shown."""
    sources = sorted({version_ref(article["id"], version).source for version in article["versions"]})
    facts = ["a aig:Article", f"dcterms:identifier {_text(article['id'])}", *(f"dcterms:source {_text(source)}" for source in sources)]
    named = {"title": "title", "publisher": "publisher", "published": "date", "lang": "language"}
    facts += [f"dcterms:{term} {_text(article[name])}" for name, term in named.items() if article.get(name)]
    return _subject(_iri("article", article["id"]), facts)


def claim_turtle(claim: Claim) -> str:
    """A claim as a reified statement, with its evidence and where it comes from."""
    evidence = claim.evidence
    facts = [
        "a aig:Claim , rdf:Statement",
        f"dcterms:identifier {_text(claim.id)}",
        f"rdf:subject {_iri('entity', claim.subject.id)}",
        f"rdf:predicate aig:{_term(claim.relation)}",
        f"rdf:object {_iri('entity', claim.object.id)}",
        f"aig:certainty aig:{_term(claim.certainty)}",
        f"aig:phase aig:{_term(claim.phase)}",
        f"aig:evidence [ a aig:Evidence ; oa:start {evidence.start} ; oa:end {evidence.end} ; oa:exact {_text(evidence.quote)} ]",
        f"prov:wasDerivedFrom {_iri('article', claim.article.id)}",
        f'aig:confidence "{float(claim.confidence)!r}"^^xsd:double',
        f"aig:extractor {_text(claim.extractor)}",
        *(f"aig:{name} {_qualifier(name, value)}" for name, value in claim.qualifiers.items()),
    ]
    return _subject(_iri("claim", claim.id), facts)


def _qualifier(name: str, value: object) -> str:
    numeric = ontology().qualifiers[name].numeric
    return f'"{Decimal(str(value)):f}"^^xsd:decimal' if numeric else _text(str(value))


def _subject(iri: str, facts: Iterable[str]) -> str:
    return f"{iri} " + " ;\n    ".join(facts) + " .\n\n"


def _iri(kind: str, id_: str) -> str:
    return f"<{DATA}{kind}/{quote(id_, safe='')}>"


def _term(name: str) -> str:
    """A name of the ontology's; anything else would be a fault of the program, and is loud."""
    terms = ontology()
    if not any(name in names for names in (terms.entity_types, terms.relations, terms.certainties, terms.phases)):
        raise KeyError(name)
    return name


def _text(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
