"""The routes of REST: who may come in, and which parameters are taken."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute

from api.access import may_query, may_read
from api.filters import only_known_parameters
from api.problems import RESPONSES

__all__ = ["PREFIX", "operation_id", "rest"]

PREFIX = "/api/v1"


async def _reading(request: Request) -> None:
    """Of the two one dependency, which costs a request less than two."""
    await may_read(request)
    await only_known_parameters(request)


async def _querying(request: Request) -> None:
    await may_query(request)
    await only_known_parameters(request)


def operation_id(route: APIRoute) -> str:
    """The name of its function."""
    return route.name


def rest(tag: str, prefix: str = PREFIX, *, cypher: bool = False) -> APIRouter:
    """A router whose routes let those in who may read, or who may ask in Cypher."""
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        responses=RESPONSES,
        dependencies=[Depends(_querying if cypher else _reading)],
        generate_unique_id_function=operation_id,
    )
