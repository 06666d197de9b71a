"""A small gold of two articles about invented firms, and claims on it whose figures can be told by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FRENCH = "Velto a racheté Mirano. Orvik dément tout projet d’accord avec Velto. Lina Roche a fondé Orvik."
ENGLISH = "Mirano supplies chips to Orvik Corp. Velto may invest in Tasko. Mirano is a rival of Tasko."

Json = dict[str, Any]


def entity(key: str, *names: str, type_: str = "Company") -> Json:
    return {"key": key, "type": type_, "names": list(names)}


def truth(head: str, relation: str, tail: str, evidence: object, **changes: str) -> Json:
    plain = {"head": head, "relation": relation, "tail": tail, "certainty": "asserted", "phase": "current", "need": "required"}
    return plain | {"qualifiers": {}, "evidence": evidence} | changes


def french() -> Json:
    return {
        "id": "fr-1",
        "entities": [
            entity("velto", "Velto"),
            entity("mirano", "Mirano"),
            entity("orvik", "Orvik"),
            entity("lina", "Lina Roche", type_="Person"),
        ],
        "relations": [
            truth("velto", "acquires", "mirano", "Velto a racheté Mirano."),
            truth("orvik", "partners-with", "velto", "Orvik dément tout projet d’accord avec Velto.", certainty="denied"),
            truth("lina", "founded", "orvik", [FRENCH.index("Lina"), len(FRENCH)]),
        ],
    }


def english() -> Json:
    return {
        "id": "en-1",
        "entities": [entity("mirano", "Mirano"), entity("orvik", "Orvik"), entity("velto", "Velto"), entity("tasko", "Tasko")],
        "relations": [
            truth("mirano", "supplies", "orvik", "Mirano supplies chips to Orvik Corp."),
            truth("velto", "invests-in", "tasko", "Velto may invest in Tasko.", phase="planned"),
            truth("mirano", "competes-with", "tasko", "Mirano is a rival of Tasko.", need="optional"),
        ],
    }


def claim(file: str, subject: str, relation: str, object_: str, quote: str, **changes: object) -> Json:
    plain: Json = {
        "article": {"source": f"news/{file}"},
        "relation": relation,
        "certainty": "asserted",
        "phase": "current",
        "confidence": 0.9,
    }
    ends = {name: {"name": end, "type": "Company", "id": end.lower()} for name, end in (("subject", subject), ("object", object_))}
    return plain | ends | {"evidence": {"quote": quote}} | changes


def claims() -> list[Json]:
    """Three right (one by a folded name and turned round, one of the wrong phase), one optional, one false; one edge is missed."""
    return [
        claim("fr-1-rachat.txt", "Velto", "acquires", "Mirano", "Velto a racheté Mirano.", confidence=0.95),
        claim(
            "fr-1-rachat.txt", "VELTO Inc.", "partners-with", "Orvik", "tout projet d’accord avec Velto", certainty="denied", confidence=0.8
        ),
        claim("en-1.txt", "Velto", "invests-in", "Tasko", "Velto may invest in Tasko.", confidence=0.55),
        claim("en-1.txt", "Tasko", "competes-with", "Mirano", "Mirano is a rival of Tasko."),
        claim("en-1.txt", "Orvik", "supplies", "Mirano", "Orvik sells to Mirano", confidence=0.5),
        claim("en-1.txt", "Velto", "invests-in", "Tasko", "Velto may invest", phase="planned", confidence=0.35),
        claim("de-9.txt", "Velto", "acquires", "Mirano", "Velto kauft Mirano."),
    ]


def write(folder: Path) -> tuple[Path, Path, Path]:
    """Gold, articles and claims in a folder."""
    gold, articles, said = folder / "gold", folder / "articles", folder / "claims.jsonl"
    gold.mkdir()
    articles.mkdir()
    for data in (french(), english()):
        (gold / f"{data['id']}.json").write_text(json.dumps(data), encoding="utf-8")
    (articles / "fr-1-rachat.txt").write_text(FRENCH, encoding="utf-8")
    (articles / "en-1.txt").write_text(ENGLISH, encoding="utf-8")
    (articles / "en-10.txt").write_text("Another article.", encoding="utf-8")
    said.write_text("".join(json.dumps(one) + "\n" for one in claims()), encoding="utf-8")
    return gold, articles, said
