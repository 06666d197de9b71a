"""Turtle and TriG: every claim whole, with evidence and article, as the shapes of ``ontology/aigraph.ttl`` want it; and truthy triples.

A truthy triple (``:nvidia aig:supplies :tesla``) stands for an edge that at least one claim holds: what is only denied has none.
In TriG, entities, truthy triples and articles are the default graph, and the claims of each article a graph that bears the article's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from urllib.parse import quote

from graph.names import any_edge
from graph.properties import REFERENCE, SAID_OF_ARTICLE, claim_from, edge_from_properties, entity_from, version_ref
from graph.store import Store
from ontology.edges import Edge
from ontology.records import Claim, Entity, Json
from ontology.vocabulary import AIG, ontology

__all__ = ["DATA", "PREFIXES", "article_turtle", "claim_turtle", "edge_turtle", "entity_turtle", "trig", "turtle"]

DATA = "https://w3id.org/ai-industry-graph/"
"""Below it the things of the graph: ``entity/nvidia``, ``claim/c_…``, ``article/a_…``."""

PREFIXES = f"""\
@prefix aig: <{AIG}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in (*map(chr, range(0x20)), "\x7f", "\\", '"')}
_ENTITIES = "MATCH (e:Entity) RETURN properties(e) AS n ORDER BY e.id"
_ARTICLES = f"MATCH (a:Article) RETURN a{{{SAID_OF_ARTICLE}, .versions}} AS n ORDER BY a.id"
_EDGES = "MATCH (:Entity)-[r:{types}]->() RETURN properties(r) AS n ORDER BY r.id"
_CLAIMS = f"MATCH (c:Claim)-[:STATED_IN]->(a:Article) RETURN properties(c) AS c, {REFERENCE} ORDER BY "
_DATES = {"date": r"\d{4}-\d\d-\d\d", "gYearMonth": r"\d{4}-\d\d", "gYear": r"\d{4}"}


def turtle(store: Store, *, truthy: bool = False) -> Iterator[str]:
    """The whole graph, a few lines at a time: entities, truthy triples, articles, claims, each in order of id.

    With ``truthy``, entities and truthy triples alone.
    """
    yield from _said_in_short(store)
    if not truthy:
        yield from (article_turtle(row["n"]) for row in store.stream(_ARTICLES))
        yield from map(claim_turtle, _claims(store, "c.id"))


def trig(store: Store, *, truthy: bool = False) -> Iterator[str]:
    """The same as TriG: what an article says is a graph of its own, in order of the article's id."""
    yield from _said_in_short(store)
    if truthy:
        return
    yield from (article_turtle(row["n"]) for row in store.stream(_ARTICLES))
    for article, claims in groupby(_claims(store, "a.id, c.id"), key=lambda claim: claim.article.id):
        yield f"GRAPH {_iri('article', article)} {{\n"
        yield from map(claim_turtle, claims)
        yield "}\n\n"


def _said_in_short(store: Store) -> Iterator[str]:
    yield PREFIXES
    yield from (entity_turtle(entity_from(row["n"])) for row in store.stream(_ENTITIES))
    yield from (edge_turtle(edge_from_properties(row["n"])) for row in store.stream(_EDGES.format(types=any_edge())))


def _claims(store: Store, order: str) -> Iterator[Claim]:
    return (claim_from(row["c"], row["a"]) for row in store.stream(_CLAIMS + order))


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
    named = {"title": "title", "author": "creator", "publisher": "publisher", "lang": "language"}
    facts += [f"dcterms:{term} {_text(article[name])}" for name, term in named.items() if article.get(name)]
    facts += [f"dcterms:date {_date(article['published'])}"] if article.get("published") else []
    facts += [f"schema:url {_text(article['canonical'])}^^xsd:anyURI"] if article.get("canonical") else []
    return _subject(_iri("article", article["id"]), facts)


def claim_turtle(claim: Claim) -> str:
    """A claim as a reified statement, with its evidence and where it comes from."""
    evidence, place = claim.evidence, _iri("evidence", claim.id)
    facts = [
        "a aig:Claim , rdf:Statement",
        f"dcterms:identifier {_text(claim.id)}",
        f"rdf:subject {_iri('entity', claim.subject.id)}",
        f"rdf:predicate aig:{_term(claim.relation)}",
        f"rdf:object {_iri('entity', claim.object.id)}",
        f"aig:certainty aig:{_term(claim.certainty)}",
        f"aig:phase aig:{_term(claim.phase)}",
        f"aig:evidence {place}",
        f"prov:wasDerivedFrom {_iri('article', claim.article.id)}",
        f'aig:confidence "{float(claim.confidence)!r}"^^xsd:double',
        f"aig:extractor {_text(claim.extractor)}",
        *(f"aig:{name} {_qualifier(name, value)}" for name, value in claim.qualifiers.items()),
    ]
    words = ["a aig:Evidence", f"oa:start {evidence.start}", f"oa:end {evidence.end}", f"oa:exact {_text(evidence.quote)}"]
    return _subject(_iri("claim", claim.id), facts) + _subject(place, words)


def _qualifier(name: str, value: object) -> str:
    numeric = ontology().qualifiers[name].numeric
    return f'"{Decimal(str(value)):f}"^^xsd:decimal' if numeric else _text(str(value))


def _date(published: str) -> str:
    """An EDTF date by the type that its form has; one with a mark of doubt is text."""
    type_ = next((name for name, form in _DATES.items() if re.fullmatch(form, published)), None)
    return f"{_text(published)}^^xsd:{type_}" if type_ else _text(published)


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
