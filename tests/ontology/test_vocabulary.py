from __future__ import annotations

import re
from pathlib import Path

import pytest

from ontology.errors import OntologyError
from ontology.records import QUALIFIERS
from ontology.vocabulary import TURTLE, ontology, read_ontology

RELATIONS = {
    "invests-in", "acquires", "supplies", "partners-with", "competes-with", "disputes-with",
    "develops", "uses", "subsidiary-of", "founded", "works-for", "regulates",
}  # fmt: skip


def test_there_are_twelve_relations_and_five_types() -> None:
    assert set(ontology().relations) == RELATIONS
    assert list(ontology().entity_types) == ["Company", "ResearchOrg", "Government", "Person", "Product"]
    assert list(ontology().certainties) == ["asserted", "reported", "denied"]
    assert list(ontology().phases) == ["planned", "current", "ended"]


def test_the_qualifiers_of_a_claim_are_the_ontologys() -> None:
    assert tuple(ontology().qualifiers) == QUALIFIERS
    anywhere = {q.name for q in ontology().qualifiers.values() if q.any_relation}
    assert anywhere == {"valid_from", "valid_to", "said_by"}
    assert all(anywhere <= relation.qualifiers <= set(QUALIFIERS) for relation in ontology().relations.values())


def test_every_term_is_worded_in_english_and_french() -> None:
    terms = ontology()
    for kind in (terms.entity_types, terms.relations, terms.families, terms.qualifiers, terms.certainties, terms.phases):
        for term in kind.values():
            assert set(term.label) == {"en", "fr"}, term
            assert all(term.label.values())
    for relation in terms.relations.values():
        assert set(relation.inverse) == {"en", "fr"}
        assert set(relation.definition) == {"en", "fr"}


def test_families_are_drawn_in_at_most_eight_distinct_colours() -> None:
    colours = [family.colour.lower() for family in ontology().families.values()]
    assert len(colours) == len(set(colours)) <= 8
    types = [type_.colour.lower() for type_ in ontology().entity_types.values()]
    assert len(types) == len(set(types))
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours + types)


def test_each_relation_has_a_family_and_types_that_exist() -> None:
    terms = ontology()
    for relation in terms.relations.values():
        assert relation.family in terms.families
        assert relation.pairs
        assert relation.heads | relation.tails <= set(terms.entity_types)


def test_symmetric_relations_go_both_ways_and_read_alike() -> None:
    symmetric = {r.name for r in ontology().relations.values() if r.symmetric}
    assert symmetric == {"partners-with", "competes-with", "disputes-with"}
    for name in symmetric:
        relation = ontology().relations[name]
        assert relation.pairs == {(tail, head) for head, tail in relation.pairs}
        assert relation.label == relation.inverse


def test_edge_types_are_plain_names_and_lead_back() -> None:
    for relation in ontology().relations.values():
        assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", relation.edge_type)
        assert ontology().relation_of_edge(relation.edge_type) == relation
    assert ontology().relation_of_edge("LIKES") is None


def test_an_ontology_that_lacks_something_is_refused_by_name(tmp_path: Path) -> None:
    text = TURTLE.read_text(encoding="utf-8")
    path = tmp_path / "broken.ttl"
    path.write_text(text.replace('skos:notation "supplies" ;', ""), encoding="utf-8")
    with pytest.raises(OntologyError, match="supplies has no notation"):
        read_ontology(path)
    path.write_text("@prefix aig: <https://w3id.org/ai-industry-graph#> .", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl defines no relation"):
        read_ontology(path)
