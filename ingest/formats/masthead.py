"""What stands over an article on its page: its headline among the names in ``<title>``, day, standfirst, who signs it, its address."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from ingest.dates import dateline
from ingest.formats.page import marks
from ingest.signed import author
from ingest.wording import wording
from ontology.addresses import web_address

__all__ = ["canonical", "day", "signed", "standfirst", "title_and_outlet"]

_SEPARATOR = re.compile(r"\s+[-–—|»·•]\s+|\s*:\s+")
_LINES_OF_A_BYLINE = 8
_WORDS_OF_A_HEADLINE = 4
_WORDS_OF_A_STANDFIRST = 6
_OUTSIDE = "boolean(ancestor::nav or ancestor::aside or ancestor::footer or ancestor::figure)"
_SIGNED = "//head/meta[@name='author']/@content"
_LINKS = "//head/link[contains(concat(' ', translate(@rel, 'CANOIL', 'canoil'), ' '), ' canonical ')]/@href"
_CARD = "//head/meta[@property='og:url']/@content"
_FOLLOWING = "following::*[position() <= 200]"
_BLOCKS = ("p", "div", "h2", "h3", "section")


def signed(tree: Any, found: str | None) -> str | None:  # noqa: ANN401 - lxml has no types
    """Who signs the page: the names that were found in its markup, else what its head says (an address of mail is left out of those)."""
    return author(found.split("; ") if found else tree.xpath(_SIGNED))


def canonical(tree: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """The address that the page's head gives itself; what readers may have written into its body does not count."""
    return next(filter(None, map(web_address, [*tree.xpath(_LINKS), *tree.xpath(_CARD)])), None)


def title_and_outlet(tree: Any, outlet: str | None) -> tuple[str, str | None] | None:  # noqa: ANN401 - lxml has no types
    """Of a page that marks neither headline: the part of its ``<title>`` that also stands on the page by itself, and the other part."""
    if tree.find(".//h1") is not None or tree.find(".//meta[@property='og:title']") is not None:
        return None
    whole = _plain(tree.findtext(".//title"))
    lines = set(_lines(tree))
    halves = [(whole[: mark.start()], whole[mark.end() :]) for mark in _SEPARATOR.finditer(whole)]
    named = [pair for half in halves for pair in (half, half[::-1]) if pair[0] in lines and pair[0] != outlet]
    headline = max(named, key=lambda pair: len(pair[0]), default=("", None))
    return headline if len(headline[0].split()) >= _WORDS_OF_A_HEADLINE else None


def day(tree: Any, title: str) -> str | None:  # noqa: ANN401 - lxml has no types
    """The date of a line of nothing else that stands close under the headline."""
    lines = _lines(tree)
    if title not in lines:
        return None
    place = lines.index(title) + 1
    return dateline("\n".join(lines[place : place + _LINES_OF_A_BYLINE]))


def standfirst(tree: Any, text: str) -> str | None:  # noqa: ANN401 - lxml has no types
    """The paragraph between headline and text that is marked as one, when the text has it not."""
    heading = tree.find(".//h1")
    if heading is None:
        return None
    flat = " ".join(text.split())
    for node in takewhile(lambda node: not _is_in(node, flat), heading.xpath(_FOLLOWING)):
        words = _plain(node.text_content()) if node.tag in _BLOCKS else ""
        if len(words.split()) < _WORDS_OF_A_STANDFIRST or words in flat or node.xpath(_OUTSIDE):
            continue
        if not marks(node).isdisjoint(wording().standfirsts) and not any(child.tag in _BLOCKS for child in node.iterdescendants()):
            return words
    return None


def _is_in(node: Any, flat: str) -> bool:  # noqa: ANN401 - lxml has no types
    words = _plain(node.text_content()) if node.tag == "p" else ""
    return len(words.split()) >= _WORDS_OF_A_STANDFIRST and words in flat


def _lines(tree: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    texts = tree.xpath("//body//text()[not(parent::script or parent::style or parent::noscript)]")
    return [line for text in texts if (line := _plain(text))]


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
