"""The forms of RDF hold the same, read back by rdflib and by Oxigraph alike, and fit the ontology's shapes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, XSD

from graph.export import write_rdf
from graph.export.rdf import RDF_FORMS, rdf
from graph.export.turtle import DATA
from graph.store import Store
from graph.validate import validate
from ontology.vocabulary import AIG
from tests.graph.samples import article, corpus, reading
from tests.graph.store.test_export import hostile

pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")  # rdflib's own use of it
RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}
OXIGRAPH = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}


@pytest.fixture
def filled(store: Store) -> Store:
    store.add([*corpus(), hostile(), reading(article("Dated by a year.", published="2024"), ("AMD", "supplies", "Tesla"))])
    return store


def by_rdflib(text: str, form: str) -> Graph:
    """All graphs of it as one."""
    data, whole = Dataset(), Graph()
    data.parse(data=text, format=RDFLIB[form])
    for subject, predicate, object_, _ in data.quads():
        whole.add((subject, predicate, object_))
    return whole


def by_oxigraph(text: str, form: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), OXIGRAPH[form]))


def test_every_form_is_tested() -> None:
    assert set(RDF_FORMS) == set(RDFLIB) == set(OXIGRAPH)


@pytest.mark.parametrize("truthy", [False, True])
def test_each_form_comes_back_the_same_from_two_libraries(filled: Store, *, truthy: bool) -> None:
    texts = {form: "".join(rdf(filled, form, truthy=truthy)) for form in RDF_FORMS}
    sizes = {form: (len(by_rdflib(text, form)), len(by_oxigraph(text, form))) for form, text in texts.items()}
    assert len(set(sizes.values())) == 1, sizes
    whole = by_rdflib(texts["turtle"], "turtle")
    assert all(set(by_rdflib(text, form)) == set(whole) for form, text in texts.items())
    claims = sum(1 for _ in filled.claims())
    kinds = Counter(str(quad.object) for quad in by_oxigraph(texts["nquads"], "nquads") if quad.predicate.value == str(RDF.type))
    assert kinds[f"<{AIG}Claim>"] == kinds[f"<{AIG}Evidence>"] == (0 if truthy else claims)
    assert kinds[f"<{AIG}Article>"] == (0 if truthy else 10)
    assert not any(isinstance(node, BNode) for triple in whole for node in triple)


def test_what_an_article_says_is_a_graph_with_its_name(filled: Store) -> None:
    quads = by_oxigraph("".join(rdf(filled, "trig")), "trig")
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert graphs == {f"{DATA}article/{claim.article.id}" for claim in filled.claims()}
    plain = [quad for quad in quads if quad.graph_name == ox.DefaultGraph()]
    supplies = ox.NamedNode(str(AIG.supplies))
    assert sum(1 for quad in plain if quad.predicate == supplies) == 3  # one of them of the hostile article
    assert not any(quad.object == ox.NamedNode(str(AIG.Claim)) for quad in plain)


def test_dates_have_the_type_of_their_form(filled: Store) -> None:
    dates = set(by_rdflib("".join(rdf(filled, "turtle")), "turtle").objects(None, DCTERMS.date))
    assert {Literal("2024", datatype=XSD.gYear), Literal("2025-04", datatype=XSD.gYearMonth)} < dates
    assert Literal("2025-01-10", datatype=XSD.date) in dates


@pytest.mark.parametrize("form", RDF_FORMS)
def test_each_form_fits_the_shapes(filled: Store, form: str, tmp_path: Path) -> None:
    path = tmp_path / form
    write_rdf(filled, path, form)
    whole = by_rdflib(path.read_text(encoding="utf-8"), form)
    assert validate(whole.serialize(format="turtle")).problems == ()
    assert (URIRef(f"{DATA}entity/nvidia"), AIG.supplies, URIRef(f"{DATA}entity/tesla")) in whole
