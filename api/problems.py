"""Every error of the HTTP door as ``application/problem+json`` (RFC 9457), by one table from error to status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api import errors as door
from graph import errors as store
from ingest import errors as source
from ingest.llm import errors as model
from ontology import errors as core

__all__ = ["RESPONSES", "STATUS", "Problem", "answer_with_problems", "described", "outside", "problem", "status_of"]

STATUS: Mapping[type[core.AigraphError], HTTPStatus] = MappingProxyType(
    {
        core.AigraphError: HTTPStatus.INTERNAL_SERVER_ERROR,
        core.OntologyError: HTTPStatus.INTERNAL_SERVER_ERROR,
        core.RecordError: HTTPStatus.UNPROCESSABLE_ENTITY,
        store.StoreError: HTTPStatus.INTERNAL_SERVER_ERROR,
        store.StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
        store.EngineStartFailed: HTTPStatus.SERVICE_UNAVAILABLE,
        store.JarDownloadFailed: HTTPStatus.SERVICE_UNAVAILABLE,
        store.JarMismatch: HTTPStatus.SERVICE_UNAVAILABLE,
        store.BackupFailed: HTTPStatus.INTERNAL_SERVER_ERROR,
        store.NotClosed: HTTPStatus.INTERNAL_SERVER_ERROR,
        store.StoreFull: HTTPStatus.INSUFFICIENT_STORAGE,
        store.GraphTooNew: HTTPStatus.SERVICE_UNAVAILABLE,
        store.IdsDoubled: HTTPStatus.INTERNAL_SERVER_ERROR,
        store.QueryRefused: HTTPStatus.BAD_REQUEST,
        store.QueryTimeout: HTTPStatus.GATEWAY_TIMEOUT,
        store.QueryTooLarge: HTTPStatus.UNPROCESSABLE_ENTITY,
        store.BadCursor: HTTPStatus.BAD_REQUEST,
        store.BadClaim: HTTPStatus.UNPROCESSABLE_ENTITY,
        store.TooLargeToDraw: HTTPStatus.UNPROCESSABLE_ENTITY,
        source.SourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
        source.SourceMissing: HTTPStatus.NOT_FOUND,
        source.SourceEmpty: HTTPStatus.UNPROCESSABLE_ENTITY,
        source.SourceTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        source.SourceUnreadable: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        source.SourceProtected: HTTPStatus.UNPROCESSABLE_ENTITY,
        source.SourceRefused: HTTPStatus.FORBIDDEN,
        source.SourceAway: HTTPStatus.BAD_GATEWAY,
        source.ModelUnusable: HTTPStatus.INTERNAL_SERVER_ERROR,
        source.GoldError: HTTPStatus.UNPROCESSABLE_ENTITY,
        source.CatalogueError: HTTPStatus.INTERNAL_SERVER_ERROR,
        source.ClusterUnusable: HTTPStatus.BAD_GATEWAY,
        model.ModelError: HTTPStatus.BAD_GATEWAY,
        model.ModelUnreachable: HTTPStatus.BAD_GATEWAY,
        model.ModelRefused: HTTPStatus.BAD_GATEWAY,
        model.BadAnswer: HTTPStatus.BAD_GATEWAY,
        model.CapReached: HTTPStatus.TOO_MANY_REQUESTS,
        door.UsageError: HTTPStatus.BAD_REQUEST,
        door.BadSetting: HTTPStatus.INTERNAL_SERVER_ERROR,
        door.BadParameter: HTTPStatus.BAD_REQUEST,
        door.BadHost: HTTPStatus.MISDIRECTED_REQUEST,
        door.NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
        door.NoToken: HTTPStatus.UNAUTHORIZED,
        door.NotAllowed: HTTPStatus.FORBIDDEN,
        door.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
        door.NotFound: HTTPStatus.NOT_FOUND,
        door.Renamed: HTTPStatus.PERMANENT_REDIRECT,
        door.Gone: HTTPStatus.GONE,
        door.CannotServe: HTTPStatus.INTERNAL_SERVER_ERROR,
    }
)
"""The status of every error on purpose; a test holds it complete."""

_STORE_AT = re.compile(r"\b(?:neo4j|bolt)(?:\+s|\+ssc)?://[\w.:\[\]@%/-]*[\w\]/]")
_AT_STORE = re.compile(rf"(?<=Neo4j) at {_STORE_AT.pattern}")
"""The address of the store, as messages name it: alone, and behind "the embedded Neo4j"."""

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong: ``type`` names the kind for programs, ``detail`` is one line for people."""

    type: str
    title: str
    status: int
    detail: str


def described(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Problems of these statuses, as OpenAPI says it."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


RESPONSES = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.GONE,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
"""What any route may answer besides what it is for, as OpenAPI says it."""


def status_of(error: core.AigraphError) -> HTTPStatus:
    """The status of an error, by its class or the nearest one above it."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(
    status: HTTPStatus, detail: str, *, kind: str = "about:blank", title: str | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The answer that tells of a problem."""
    content = {"type": kind, "title": title or status.phrase, "status": int(status), "detail": detail}
    return JSONResponse(content, status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: core.AigraphError) -> JSONResponse:
    """The answer that tells of one of our errors: ``urn:aigraph:error:bad-cursor``, ``Bad cursor``."""
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__).lower()
    kind = f"urn:aigraph:error:{words.replace(' ', '-')}"
    return problem(status_of(error), outside(error), kind=kind, title=words.capitalize(), headers=_headers(error))


def outside(error: core.AigraphError) -> str:
    """What an error says to users of a door: where the store listens is nothing to them."""
    if not isinstance(error, store.StoreError):
        return str(error)
    return _STORE_AT.sub("the store", _AT_STORE.sub("", str(error)))


def _headers(error: core.AigraphError) -> dict[str, str]:
    """What a status wants said in a header too (RFC 9110)."""
    if isinstance(error, door.Renamed):
        return {"Location": error.at}
    if isinstance(error, door.TooMany):
        return {"Retry-After": str(error.wait)}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, door.NoToken) else {}


def answer_with_problems(app: FastAPI) -> None:
    """Let the app answer so to our errors, to the framework's, and to what does not fit a parameter's or a body's form."""
    app.add_exception_handler(core.AigraphError, _ours)
    app.add_exception_handler(HTTPException, _frameworks)
    app.add_exception_handler(RequestValidationError, _invalid)


async def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, core.AigraphError)  # noqa: S101 - it is registered for these
    return problem_of(error)


async def _frameworks(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    status = HTTPStatus(error.status_code)
    details = {
        HTTPStatus.NOT_FOUND: f"there is nothing at {request.url.path}: the paths are listed in /api/v1/openapi.json",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.url.path} does not take {request.method}",
    }
    headers = {"Allow": _allowed(request)} if status == HTTPStatus.METHOD_NOT_ALLOWED else error.headers
    return problem(status, details.get(status, str(error.detail)), headers=headers)


def _allowed(request: Request) -> str:
    """The methods of all routes with this path; the framework names those of the first."""
    routes = [route for route in request.app.routes if route.matches(request.scope)[0] != Match.NONE]
    found = {name for route in routes for name in getattr(route, "methods", None) or ()}
    return ", ".join(sorted(found | ({"HEAD"} if "GET" in found else set())))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(map(_complaint, error.errors())))


def _complaint(error: Mapping[str, Any]) -> str:
    """``limit: input should be less than or equal to 500, found '900'``."""
    _, *place = error["loc"] or ("",)
    found = f", found {error['input']!r:.80}" if isinstance(error.get("input"), str | int | float) else ""
    name = ".".join(str(part) for part in place) or "the body"
    return f"{name}: {error['msg'][:1].lower()}{error['msg'][1:]}{found}"
