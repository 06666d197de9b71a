"""A request without a query is answered ahead of FastAPI, and as FastAPI would have answered it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Query, Response
from fastapi.routing import APIRoute

from api.access import Access
from api.ahead import _THREADS, LIGHT, Ahead, _in_thread
from api.app import create_app
from api.routing import PREFIX, rest
from api.tokens import Tokens
from graph import lookup
from graph.awaited import Awaited, soon
from graph.store import Store
from tests.api.doors import Client


@pytest.fixture(scope="module")
def ids(told: Store) -> dict[str, str]:
    """One of each kind."""
    claim = lookup.claims(told).items[0]
    return {"entities": claim.claim.subject.id, "edges": claim.edge, "claims": claim.claim.id, "articles": claim.claim.article.id}


def _routes(app: FastAPI) -> list[APIRoute]:
    return [route for route in app.routes if isinstance(route, APIRoute) and route.methods == {"GET"} and route.path.startswith(PREFIX)]


def _path(route: APIRoute, ids: dict[str, str]) -> str:
    return route.path.replace("{id}", ids.get(route.path.removeprefix(f"{PREFIX}/").split("/")[0], ""))


def test_each_route_answers_ahead_as_it_does_otherwise(told: Store, ids: dict[str, str]) -> None:
    app, answered = create_app(told), 0
    ahead = Ahead(app)
    client, usual, short = Client(ahead), Client(app), {route.name for route, way in ahead.ways if way is not None}
    for route in _routes(app):
        path = _path(route, ids)
        expected, found = usual.get(path), client.get(path)
        if expected.status_code == 200 and route.name not in ("described", "_for_programs"):
            assert route.name in short, path
            answered += 1
        assert found.status_code == expected.status_code, path
        assert found.json() == expected.json(), path
        assert _kept(found.headers) == _kept(expected.headers), path
    assert answered >= 19
    assert short >= LIGHT


@pytest.mark.parametrize(
    "path", ["/entities/nobody", "/edges/nothing", "/claims/c_0", "/articles/a_0", "/entities/h100/nowhere", "/entities/"]
)
def test_what_is_not_there_is_the_same_problem(told: Store, path: str) -> None:
    app = create_app(told)
    expected, found = Client(app).get(f"{PREFIX}{path}"), Client(Ahead(app)).get(f"{PREFIX}{path}")
    assert (found.status_code, found.json()) == (expected.status_code, expected.json())
    assert expected.status_code == 404


def test_who_may_not_come_in_is_told_so(told: Store, tmp_path: Path) -> None:
    client = Client(Ahead(create_app(told, access=Access(Tokens(tmp_path), open=False))))
    refused = client.get(f"{PREFIX}/entities/nvidia")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert client.send("GET", f"{PREFIX}/entities/nvidia", headers={"host": "evil.example"}).status_code == 421


def test_head_and_queries_are_the_frameworks(told: Store) -> None:
    app = create_app(told)
    ahead, path = Ahead(app), f"{PREFIX}/entities/nvidia"
    client = Client(ahead)
    head = client.send("HEAD", path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", client.get(path).headers["etag"])
    assert client.get(path, nonsense=1).status_code == 400
    assert client.get(path, format="csv").headers["content-type"].startswith("text/csv")
    assert client.send("POST", path).status_code == 405


def test_look_ups_by_id_are_awaited(told: Store, ids: dict[str, str]) -> None:
    app = create_app(told)
    paths = [f"{PREFIX}/{kind}/{id_}" for kind, id_ in ids.items()]
    paths += [f"{PREFIX}/{kind}/nobody" for kind in ids]
    expected = [Client(app).get(path) for path in paths]

    async def ask() -> list[httpx.Response]:
        awaited = Awaited(told)
        transport = httpx.ASGITransport(app=Ahead(app, awaited))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            found = await asyncio.gather(*(client.get(path) for path in paths))
        assert awaited.is_open
        await awaited.leave()
        assert not awaited.is_open
        return found

    for one, other in zip(asyncio.run(ask()), expected, strict=True):
        assert (one.status_code, one.json(), _kept(one.headers)) == (other.status_code, other.json(), _kept(other.headers))


def test_the_store_is_left_before_the_server_hears_that_all_is_over(told: Store) -> None:
    async def live() -> list[tuple[str, bool]]:
        awaited, said = Awaited(told), list[tuple[str, bool]]()
        await soon(partial(lookup.entity, awaited, "nvidia"))
        asked = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, Any]:
            return {"type": next(asked)}

        async def send(message: Any) -> None:  # noqa: ANN401 - ASGI's
            said.append((message["type"], awaited.is_open))

        await Ahead(create_app(told), awaited)({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)
        return said

    assert asyncio.run(live()) == [("lifespan.startup.complete", True), ("lifespan.shutdown.complete", False)]


def test_metrics_answer_while_every_thread_waits_and_a_refused_host_is_no_routes(told: Store) -> None:
    client, waits = Client(Ahead(create_app(told))), Event()
    hanging = [_THREADS.submit(waits.wait, 60) for _ in range(40)]
    try:
        assert client.send("GET", f"{PREFIX}/entities/nvidia", headers={"host": "evil.example"}).status_code == 421
        told_by_it = client.get("/metrics").text
    finally:
        waits.set()
    assert all(one.result() for one in hanging)
    assert 'aigraph_requests_total{method="GET",route="other",status="421"} 1.0' in told_by_it


@pytest.mark.parametrize(("raised", "seen"), [(StopIteration, RuntimeError), (SystemExit, SystemExit), (ValueError, ValueError)])
def test_whatever_a_thread_raises_is_raised_where_it_is_waited_for(raised: type[BaseException], seen: type[BaseException]) -> None:
    def fails() -> None:
        raise raised

    async def wait() -> None:
        with pytest.raises(seen):
            await _in_thread(fails)

    asyncio.run(wait())


def _kept(headers: Any) -> dict[str, str]:  # noqa: ANN401 - httpx's own
    return {name: value for name, value in headers.items() if name not in ("x-request-id", "link")}


def _app(route: Any) -> Ahead:  # noqa: ANN401 - a function
    app, router = FastAPI(), rest("test", "/test")
    router.dependencies.clear()
    router.add_api_route("/{name}", route)
    app.router.routes.extend(router.routes)
    return Ahead(app)


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
