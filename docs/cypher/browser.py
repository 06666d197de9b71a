"""Files for Neo4j Browser: the project's colours and captions, and the saved queries in the two forms that it imports.

Its older generation (the one in Neo4j 5) takes a ``.grass`` style and a ``.zip`` of ``FOLDER/NAME.cypher``; the current one (Query in Neo4j
Desktop 2 and Aura) takes a ``.csv``. The style has no comments, for the Browser's parser would read them as part of a selector.
"""
# ruff: noqa: INP001 - scripts of the documentation, in no package

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from docs.cypher.questions import saved
from ontology.vocabulary import ontology

__all__ = ["COLUMNS", "FOLDER", "saved_csv", "saved_zip", "style", "text_on"]

FOLDER = "AI industry graph"
COLUMNS = ("name", "description", "query", "id", "parentId", "isFolder")
_RECORD = {"Article": ("#565c66", "50px", "{title}"), "Claim": ("#c9c5ba", "25px", "{certainty}, {phase}")}
"""What is no entity stays in the greys of the explorer."""
_DIAMETERS = {"Company": "65px", "ResearchOrg": "65px", "Government": "65px"}
_WHEN = (1980, 1, 1, 0, 0, 0)  # so that the same queries give the same bytes
_DARKER = 0.8


def style() -> str:
    """A graph style sheet: a colour by entity type, a colour by family of relations, and captions that people read."""
    return "\n".join(f"{selector} {{\n{_lines(properties)}}}" for selector, properties in _rules()) + "\n"


def _rules() -> Iterator[tuple[str, dict[str, str]]]:
    yield "node", _node("#6b717b", "50px", "{name}") | {"border-width": "2px", "font-size": "10px"}
    for name, entity_type in ontology().entity_types.items():
        yield f"node.{name}", _node(entity_type.colour, _DIAMETERS.get(name, "50px"), "{name}")
    for label, (colour, diameter, caption) in _RECORD.items():
        yield f"node.{label}", _node(colour, diameter, caption)
    yield "relationship", _edge("#c9c5ba", "1px", "<type>") | {"font-size": "8px", "padding": "3px"}
    for relation in ontology().relations.values():
        yield f"relationship.{relation.edge_type}", _edge(ontology().families[relation.family].colour, "2px", relation.label["en"])


def _node(colour: str, diameter: str, caption: str) -> dict[str, str]:
    border = {"border-color": _darker(colour), "text-color-internal": text_on(colour)}
    return {"diameter": diameter, "color": colour, **border, "caption": f'"{caption}"', "defaultCaption": '"<id>"'}


def _edge(colour: str, width: str, caption: str) -> dict[str, str]:
    text = {"text-color-external": "#1b1d22", "text-color-internal": text_on(colour)}
    return {"color": colour, "shaft-width": width, **text, "caption": f'"{caption}"'}


def _lines(properties: Mapping[str, str]) -> str:
    return "".join(f"  {name}: {value};\n" for name, value in properties.items())


def text_on(colour: str) -> str:
    """Black or white, whichever is read more easily on this colour (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(value / 255) for value in _rgb(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#FFFFFF"


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's


def _darker(colour: str) -> str:
    return "#" + "".join(f"{round(value * _DARKER):02x}" for value in _rgb(colour))


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def saved_csv() -> str:
    """The saved queries in one folder, as the current Browser downloads and uploads them."""
    rows = [[q.name, q.note, q.cypher, str(number), "0", "false"] for number, q in enumerate(saved(), start=1)]
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([COLUMNS, [FOLDER, "", "", "0", "", "true"], *rows])
    return target.getvalue()


def saved_zip() -> bytes:
    """The same for the older Browser: a file a query, whose first line is its name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for q in saved():
            name = re.sub(r"\W+", "_", q.name)
            archive.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}.cypher", _WHEN), f"// {q.name}\n{q.cypher}\n")
    return target.getvalue()
