"""Articles that were read."""

from __future__ import annotations

from fastapi import APIRouter

from api.filters import From, Publishers, StoreDep, To
from api.routes.answers import PagingDep, known
from api.shapes import article_json, claim_json
from api.values import checked_date
from graph import lookup
from ontology.records import Json

__all__ = ["router"]

router = APIRouter(tags=["articles"])


@router.get("/articles")
def articles(
    store: StoreDep,
    paging: PagingDep,
    publisher: Publishers = [],
    since: From = None,
    until: To = None,
) -> Json:
    """Articles that fit, the latest published first, the undated last."""
    since, until = checked_date("from", since), checked_date("to", until)
    page = lookup.articles(store, publisher=tuple(publisher), since=since, until=until, cursor=paging.cursor, limit=paging.limit)
    return paging.answer(page, article_json)


@router.get("/articles/{id}")
def article(store: StoreDep, id: str) -> Json:
    """One article with its text, to which the offsets of its claims refer."""
    return article_json(known(store, "article", id, lookup.article(store, id, with_text=True)))


@router.get("/articles/{id}/claims")
def article_claims(store: StoreDep, id: str, paging: PagingDep) -> Json:
    """What an article says, in the order of its text."""
    known(store, "article", id, lookup.article(store, id))
    return paging.answer(lookup.article_claims(store, id, cursor=paging.cursor, limit=paging.limit), claim_json)
