"""What schemathesis needs to know of the API that no schema can say; docs/rest.md has the command."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook  # type: ignore[untyped-decorator]  # it is not installed here
def filter_case(context: object, case: Any) -> bool:  # noqa: ANN401, ARG001 - the tool's own
    """A cursor is one that a page gave: made-up ones are refused, which the tests hold. So are statements that are no Cypher."""
    query, body = case.query, case.body
    made_up = isinstance(query, dict) and "cursor" in query
    return not made_up and not (isinstance(body, dict) and isinstance(body.get("statement"), str) and body["statement"] not in STATEMENTS)


STATEMENTS = ("RETURN 1 AS one", "MATCH (a)-[r:SUPPLIES]->(b) RETURN a, r, b LIMIT 10")


@schemathesis.hook  # type: ignore[untyped-decorator]  # it is not installed here
def map_body(context: object, body: Any) -> Any:  # noqa: ANN401, ARG001 - the tool's own
    """A statement that is text becomes one that is Cypher, and small."""
    if isinstance(body, dict) and isinstance(body.get("statement"), str) and body["statement"]:
        return {**body, "statement": STATEMENTS[len(body["statement"]) % len(STATEMENTS)]}
    return body
