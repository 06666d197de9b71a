"""What is at an address: a page, a file, or a feed or sitemap and the pages behind it; each page is fetched once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import httpx2 as httpx

from ingest.errors import SourceAway, SourceError, SourceUnreadable
from ingest.media import suffix_of
from ingest.opening import is_holder, opened, whole_of
from ingest.raw import Raw, Source, Unread
from ingest.web.answers import Answer
from ingest.web.feeds import Listed, feed, is_feed
from ingest.web.fetcher import Fetcher, address_of
from ingest.web.sitemaps import is_sitemap, sitemap
from ingest.web.terms import Known, Validators

__all__ = ["follow", "follow_file"]

_LISTS: tuple[tuple[Callable[[str, bytes], bool], Callable[[bytes, httpx.URL], Iterator[Listed | Raw]]], ...] = (
    (is_feed, feed),
    (is_sitemap, sitemap),
)
_DEEPEST = 2
_MOST_PAGES = 50_000


@dataclass(slots=True)
class _Trail:
    """What the way to a page goes through."""

    fetcher: Fetcher
    known: Known
    columns: Mapping[str, str]
    pages: int = 0
    away: bool = False


def follow(address: str, *, fetcher: Fetcher, known: Known, columns: Mapping[str, str]) -> Source:
    """The articles at an address, or behind the feed or sitemap that it is. A list that did not change leads nowhere."""
    if not known.is_done(_normal(address), named=True):
        yield from _followed(Listed(address), _Trail(fetcher, known, columns), depth=0)


def follow_file(data: bytes, path: Path, *, fetcher: Fetcher, known: Known, columns: Mapping[str, str]) -> Source | None:
    """The articles behind a feed or sitemap that somebody saved, or None when the file is neither."""
    make = next((make for fits, make in _LISTS if fits("", data)), None)
    if make is None:
        return None
    url = httpx.URL(path.absolute().as_uri())
    listed = (
        replace(one, source=one.source.replace(str(url), str(path), 1), asked="") if isinstance(one, Raw) else one
        for one in make(data, url)
    )
    return _behind(listed, _Trail(fetcher, known, columns), depth=0)


def _followed(listed: Listed, trail: _Trail, *, depth: int) -> Source:
    try:
        address = str(address_of(listed.address))
        had = partial(trail.known.leads_to_known, address)
        answer = trail.fetcher.get(address, trail.known.validators(address), had=had)
        if answer is not None:
            yield from _read(address, answer, listed, trail, depth=depth)
    except SourceError as error:
        away = isinstance(error, SourceAway)
        trail.away = trail.away or away
        yield Unread(listed.address, str(error), passing=away)


def _read(address: str, answer: Answer, listed: Listed, trail: _Trail, *, depth: int) -> Source:
    media = answer.headers.get("content-type", "")
    makers = [make for fits, make in _LISTS if fits(media, answer.data)]
    validators = Validators(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
    if not makers:
        yield from _page(address, answer, listed, trail)
        return
    if depth > _DEEPEST:
        raise SourceUnreadable(f"{address} is a list in a list in a list: give the address of one that names pages")
    before, trail.away = trail.away, False
    yield from _behind(makers[0](answer.data, answer.url), trail, depth=depth)
    trail.known.through(listed.address)
    if not trail.away and (validators.etag or validators.modified):
        trail.known.keep(address, validators)
    trail.away = trail.away or before


def _behind(listed: Iterator[Listed | Raw], trail: _Trail, *, depth: int) -> Source:
    for one in listed:
        asked = one.source if isinstance(one, Raw) else _normal(one.address)
        if not isinstance(one, Raw) and trail.known.is_done(asked):
            continue
        trail.pages += 1
        if trail.pages > _MOST_PAGES:
            raise SourceUnreadable(f"{asked} and what follows is left out: a list may lead to {_MOST_PAGES} pages, give parts of it")
        if isinstance(one, Raw):  # an entry without a page: its text tells whether it was read
            yield one
        else:
            yield from _followed(one, trail, depth=depth + 1)


def _page(address: str, answer: Answer, listed: Listed, trail: _Trail) -> Source:
    """The article, or those in the file, as which what was sent is known."""
    name = PurePosixPath(answer.url.path).name
    media = answer.headers.get("content-type", "")
    suffix = PurePosixPath(name).suffix.lower() if is_holder(name) else suffix_of(media)
    if suffix is None and media and not media.startswith("application/octet-stream"):
        raise SourceUnreadable(f"{address} is of type {media.partition(';')[0][:60]}: give the address of a page, a feed or a sitemap")
    host = (answer.url.host or "").removeprefix("www.")
    guess = {"publisher": host, **listed.guess}
    file = cast("BinaryIO", BytesIO(answer.data))
    for one in opened(whole_of(file, str(answer.url), suffix or "", columns=trail.columns, size=len(answer.data))):
        yield replace(one, guess=guess, asked=address) if isinstance(one, Raw) and one.source == str(answer.url) else one


def _normal(address: str) -> str:
    try:
        return str(address_of(address))
    except SourceError:
        return address
