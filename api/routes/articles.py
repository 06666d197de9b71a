"""Articles that were read."""

from __future__ import annotations

from fastapi import Response

from api.filters import ClaimFilters, From, Publishers, StoreDep, To
from api.forms.kinds import ARTICLE, CLAIM
from api.models import ArticleOut, ArticlePage, ClaimPage, told
from api.routes.answers import PagingDep, ReplyDep, known
from api.routing import rest
from api.values import checked_date
from graph import lookup

__all__ = ["router"]

router = rest("articles")


@router.get("/articles", responses=told(ArticlePage, ARTICLE))
def articles(
    store: StoreDep,
    paging: PagingDep,
    publisher: Publishers = [],
    since: From = None,
    until: To = None,
) -> Response:
    """Articles that fit, the latest published first, the undated last."""
    begin, end, of = checked_date("from", since), checked_date("to", until), tuple(publisher)
    return paging.answer(
        lambda cursor, limit: lookup.articles(store, publisher=of, since=begin, until=end, cursor=cursor, limit=limit), ARTICLE
    )


@router.get("/articles/{id}", responses=told(ArticleOut, ARTICLE))
def article(store: StoreDep, id: str, reply: ReplyDep) -> Response:
    """One article with its text, to which the offsets of its claims refer."""
    return reply.one(known(store, "article", id, lookup.article(store, id, with_text=True)), ARTICLE)


@router.get("/articles/{id}/claims", responses=told(ClaimPage, CLAIM))
def article_claims(store: StoreDep, id: str, filters: ClaimFilters, paging: PagingDep) -> Response:
    """What an article says, as far as it fits, in the order of its text."""
    known(store, "article", id, lookup.article(store, id))
    return paging.answer(lambda cursor, limit: lookup.article_claims(store, id, filters=filters, cursor=cursor, limit=limit), CLAIM)
