"""A request without a query is answered the short way, and as FastAPI would have answered it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Query, Response

from api.app import create_app
from api.routing import PREFIX, Route, rest
from graph import lookup
from graph.store import Store
from tests.api.doors import Client


@pytest.fixture(scope="module")
def ids(told: Store) -> dict[str, str]:
    """One of each kind."""
    claim = lookup.claims(told).items[0]
    return {"entities": claim.claim.subject.id, "edges": claim.edge, "claims": claim.claim.id, "articles": claim.claim.article.id}


def _routes(app: FastAPI) -> list[Route]:
    return [route for route in app.routes if isinstance(route, Route) and route.methods == {"GET"} and route.path.startswith(PREFIX)]


def test_each_route_answers_without_a_query_as_it_does_with_one(told: Store, client: Client, ids: dict[str, str]) -> None:
    answered = 0
    for route in _routes(create_app(told)):
        kind = route.path.removeprefix(f"{PREFIX}/").split("/")[0]
        path = route.path.replace("{id}", ids.get(kind, ""))
        short, usual = client.get(path), client.get(path, format="json")
        if usual.status_code == 200:
            assert route.short, path
            answered += 1
        assert short.status_code == usual.status_code, path
        assert short.json() == usual.json(), path
        assert _kept(short.headers) == _kept(usual.headers), path
    assert answered >= 19


def _kept(headers: Any) -> dict[str, str]:  # noqa: ANN401 - httpx's own
    return {name: value for name, value in headers.items() if name not in ("x-request-id", "link")}


def _app(route: Any) -> FastAPI:  # noqa: ANN401 - a function
    app, router = FastAPI(), rest("test", "/test")
    router.dependencies.clear()
    router.add_api_route("/{name}", route)
    app.router.routes.extend(router.routes)
    return app


async def words(many: Annotated[list[str], Query()] = [], few: int = 3) -> list[str]:  # noqa: B006 - FastAPI copies it
    many.append(str(few))
    return many


CLOSED: list[int] = []


def opened() -> Iterator[str]:
    yield "open"
    CLOSED.append(1)


def test_defaults_and_paths_come_as_they_are_declared_and_are_not_shared() -> None:
    def route(name: str, said: Annotated[list[str], Depends(words)], limit: Annotated[int, Query(le=9)] = 4) -> Response:
        return Response(f"{name} {said} {limit}")

    client = Client(_app(route))
    for _ in range(2):
        assert client.get("/test/a%20b").text == "a b ['3'] 4"
    assert client.get("/test/a", limit=5, few=2).text == "a ['2'] 5"
    assert client.get("/test/a", limit=10).status_code == 422


def test_what_needs_a_parameter_or_has_to_be_closed_goes_the_usual_way() -> None:
    def needs(name: str, word: str) -> Response:
        return Response(name + word)

    def holds(name: str, state: Annotated[str, Depends(opened)]) -> Response:
        return Response(name + state)

    def counts(name: int) -> Response:
        return Response(str(name + 1))

    assert Client(_app(needs)).get("/test/a").status_code == 422
    assert Client(_app(holds)).get("/test/a").text == "aopen"
    assert CLOSED == [1]
    assert Client(_app(counts)).get("/test/1").text == "2"
    assert Client(_app(counts)).get("/test/a").status_code == 422
