"""Whether an exported graph fits the ontology: its Turtle file holds the SHACL shapes, pySHACL judges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import RDF, SH, Graph

from ontology.errors import RecordError
from ontology.vocabulary import TURTLE

__all__ = ["Problem", "Report", "validate", "validate_file"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not fit: what (an IRI), in which property, the value found, and what is wrong."""

    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the shapes say of a graph."""

    problems: tuple[Problem, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def validate_file(path: Path) -> Report:
    """Judge a Turtle file; raises RecordError when it is none."""
    return validate(path.read_text(encoding="utf-8"), name=str(path))


def validate(turtle: str, *, name: str = "the graph") -> Report:
    """Judge a graph in Turtle; raises RecordError when it is none."""
    try:
        data = Graph().parse(data=turtle, format="turtle")
    except Exception as error:  # rdflib raises many kinds for one fault
        raise RecordError(f"{name} is no Turtle: {' '.join(str(error).split())[:300]}") from error
    shapes = Graph().parse(TURTLE, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=shapes, inference="none", advanced=False)
    return Report(tuple(sorted(_problems(report))))


def _problems(report: Graph) -> list[Problem]:
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        values = [report.value(result, term) for term in (SH.focusNode, SH.resultPath, SH.value, SH.resultMessage)]
        found.append(Problem(*("" if value is None else str(value) for value in values)))
    return found
