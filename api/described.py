"""The description of the API as OpenAPI 3.1.

``python -m api.described`` writes it to ``docs/openapi.json``; a test holds that file current.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.figures import CENTRALITIES
from api.forms.asked import FORMS
from api.problems import Problem
from ontology.vocabulary import ontology

__all__ = ["FILE", "as_text", "describe"]

FILE = Path(__file__).parent.parent / "docs" / "openapi.json"
_TAGS = {
    "entities": "Companies, people, products: found by name, with the edges around them.",
    "edges": "Edges, and the claims behind each, with their quotes.",
    "articles": "What was read.",
    "graph": "Paths, and parts of the graph for drawing.",
    "cypher": "Queries that only read.",
    "analysis": "Who depends on whom, who is central, what hangs together, what changed.",
    "sparql": "Queries in SPARQL, which only read.",
    "about": "The ontology in use, and how much there is.",
    "health": "For those who run the server.",
}
_DATES = ("from", "to", "since", "until")
_LEAP = r"(\d{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAYS = r"((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"
_DATE = rf"^(\d{{4}}(-(0[1-9]|1[0-2]))?|\d{{4}}-{_DAYS}|{_LEAP}-02-29)[?~%]?$"
"""What ``checked_date`` takes: the ontology's pattern with the days that there are."""
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "Made by 'aigraph token create'. On loopback reading needs none.",
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of this app, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    described = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        tags=[{"name": name, "description": words} for name, words in _TAGS.items()],
        servers=[{"url": "/", "description": "This server"}],
        license_info=app.license_info,
    )
    for operation in (one for methods in described["paths"].values() for one in methods.values()):
        _narrow(operation)
    parts = described.setdefault("components", {})
    for model in parts["schemas"].values():
        if "as_of" in model.get("properties", {}):
            model["properties"]["as_of"]["anyOf"][0]["pattern"] = _DATE
    parts["schemas"]["Problem"] = Problem.model_json_schema()
    parts["securitySchemes"] = {"token": _TOKEN}
    described["security"] = [{}, {"token": []}]
    app.openapi_schema = described
    return described


def _narrow(operation: dict[str, Any]) -> None:
    """Say of each parameter what it may be, as the ontology and the forms of the answer have it; and that none may be null."""
    forms, terms = operation["responses"]["200"]["content"], ontology()
    values = {"format": [name for name, media in FORMS.items() if media in forms], "direction": ["out", "in"], "by": [*CENTRALITIES]}
    values |= {"relation": [*terms.relations], "type": [*terms.entity_types], "certainty": [*terms.certainties], "phase": [*terms.phases]}
    for parameter in operation.get("parameters", ()):
        name, schema = parameter["name"], parameter["schema"]
        kinds = [kind for kind in schema.pop("anyOf", ()) if kind != {"type": "null"}]
        schema |= kinds[0] if kinds else {}
        if name in values:
            schema.get("items", schema)["enum"] = values[name]
        if name == "as_of" or (name in _DATES and "date" in parameter["description"]):
            schema["pattern"] = _DATE
        parameter["schema"] = schema


def as_text(described: dict[str, Any]) -> str:
    """The description as the file has it."""
    return json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    from api.app import create_app
    from graph.store import Store

    with Store.connect("bolt://127.0.0.1:1", user="", password="") as nobody:
        FILE.write_text(as_text(create_app(nobody).openapi()), encoding="utf-8")
