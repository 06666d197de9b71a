"""Queries in Cypher, which only read."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.access import QueryDep
from api.filters import StoreDep
from api.models import Answer
from api.problems import described
from api.routing import rest
from api.shapes import rows_json
from ontology.records import Json

__all__ = ["Cypher", "router"]

router = rest("cypher", cypher=True)


class Cypher(BaseModel):
    """A statement with its parameters, and how much it may answer and take."""

    model_config = ConfigDict(extra="forbid")

    statement: Annotated[
        str,
        Field(
            min_length=1,
            max_length=20_000,
            description="Cypher that only reads, of the allowed clauses, functions and procedures; anything else is a 400.",
            examples=["MATCH (a)-[r:SUPPLIES]->(b) RETURN a, r, b LIMIT 10"],
            json_schema_extra={"contentMediaType": "text/x-cypher-query"},
        ),
    ]
    parameters: Annotated[dict[str, Any], Field(description="Values by name; whole numbers have at most 64 bits.")] = {}
    limit: Annotated[int, Field(ge=1, le=10_000)] = 1000
    timeout_ms: Annotated[int, Field(ge=1, le=30_000)] = 5000


@router.post("/cypher", response_model=Answer, responses=described(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
def cypher(store: StoreDep, asked: Cypher, turn: QueryDep) -> Json:  # noqa: ARG001 - held while the query runs
    """The rows, and the nodes and edges among them."""
    return rows_json(store.read(asked.statement, asked.parameters, limit=asked.limit, timeout=asked.timeout_ms / 1000))
