"""Lines of JSON, as ``graph.export.jsonl`` writes them, read back: every line checked, and the one at fault named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from graph.held import Held, HeldClaim, after_reading, checked
from graph.kept import Kept
from graph.properties import version_of
from ontology.check import reasons_against
from ontology.errors import RecordError
from ontology.records import Article, ArticleRef, Claim, Json, content_id

__all__ = ["read_jsonl", "read_lines"]

_LARGEST = 2**63
_HALF = "\\ud"
"""How JSON writes half a character: as two of these where it is a whole one."""
_SHOWN = 80
_METADATA = ("source", "title", "publisher", "published", "lang", "author", "canonical")


def read_jsonl(path: Path, *, name: str | None = None) -> Iterator[Kept]:
    """The articles of a file, each with its claims; raises RecordError that names the file, or calls it so, and the line at fault."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        yield from read_lines(file, name=name or str(path))


def read_lines(lines: Iterable[str], *, name: str) -> Iterator[Kept]:
    """The same of lines."""
    open_: _Open | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = _object(line)
            done, open_ = (open_, _Open(found)) if "relation" not in found else (None, _with_claim(open_, found))
            kept = done.kept() if done else None
        except (ValueError, AttributeError, RecordError) as error:  # an attribute is missing where an object should stand
            raise RecordError(f"{name}, line {number}: {error}") from error
        if kept is not None:
            yield kept
    if open_ is not None:
        yield open_.kept()


def _with_claim(open_: _Open | None, line: Json) -> _Open:
    if open_ is None:
        raise RecordError("it has no article before it: each with its text stands before its claims, as 'aigraph export jsonl' writes them")
    open_.add(line)
    return open_


def _object(line: str) -> Json:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise RecordError(f"it holds {line.strip()[:_SHOWN]!r}: expected an article or a claim as a JSON object")
    try:
        (json.dumps(found, ensure_ascii=False) if _HALF in line.lower() else line).encode()
    except UnicodeEncodeError as error:
        raise RecordError("it holds half a character (a lone surrogate, or bytes that are no UTF-8): text must be Unicode") from error
    return found


@dataclass(slots=True)
class _Open:
    """An article whose claims are being read."""

    line: Json
    articles: Mapping[str, list[Article]] = field(init=False)
    claims: dict[str, dict[str, Claim]] = field(default_factory=dict)
    """By id and source."""

    def __post_init__(self) -> None:
        text, versions = self.line.get("text"), self.line.get("versions")
        if not isinstance(text, str) or not text:
            raise RecordError(f"it is neither an article, whose text is {str(text)[:_SHOWN]!r}, nor a claim, which has a relation")
        if not (isinstance(versions, list) and versions and all(isinstance(version, dict) for version in versions)):
            raise RecordError(f"article {self.line.get('id')} has no versions: expected a list that says where it was read")
        right = content_id("a", text)
        if self.line.get("id", right) != right:
            raise RecordError(f"article {self.line['id']} does not fit its text, whose id is {right}")
        self.articles = {}
        for version in versions:
            article = _version(text, version, right)
            self.articles.setdefault(article.source, []).append(article)

    @property
    def first(self) -> Article:
        """One of its versions."""
        return next(iter(self.articles.values()))[0]

    def add(self, line: Json) -> None:
        """A claim of this article; raises RecordError when it may not be kept."""
        claim = Claim.from_json(line)
        if claim.article.id != self.first.id:
            raise RecordError(f"claim {claim.id} is of article {claim.article.id}, but stands after article {self.first.id}")
        if claim.amount is not None and abs(claim.amount) >= _LARGEST:
            raise RecordError(f"claim {claim.id} has the amount {claim.amount:.3g}: expected a number below 2^63")
        reasons = list(reasons_against(claim, self.first))
        if reasons:
            raise RecordError(f"claim {claim.id} is refused: {'; '.join(reasons)}")
        sources = line.get("sources", list(self.articles))
        if not (isinstance(sources, list) and sources and all(source in self.articles for source in sources)):
            raise RecordError(
                f"claim {claim.id} has the sources {str(sources)[:_SHOWN]}: expected some of its article's, {list(self.articles)}"
            )
        self.claims.setdefault(claim.id, {}).update(dict.fromkeys(sources, claim.told_by(ArticleRef(claim.article.id, ""))))

    def kept(self) -> Kept:
        """The article with its claims, as a store would hold them that has read each version after the other."""
        whole = frozenset(version_of(article) for some in self.articles.values() for article in some)
        held = {id_: kept for id_, readings in self.claims.items() if (kept := HeldClaim.of(readings))}
        read = Kept(Held(self.first.id, whole, held), self.first.text)
        if len(whole) == 1:
            return read
        return replace(
            read, held=reduce(lambda held, reading: after_reading(held, checked(reading))[0], read.readings(), Held(self.first.id))
        )


def _version(text: str, version: Mapping[str, object], id_: str) -> Article:
    said = {name: version.get(name) for name in _METADATA}
    if not isinstance(said["source"], str) or not said["source"]:
        raise RecordError(f"article {id_} has a version from {said['source']!r}: expected the path or address of its source")
    for name, value in said.items():
        if value is not None and not isinstance(value, str):
            raise RecordError(f"article {id_} has the {name} {str(value)[:_SHOWN]!r}: expected text")
    return Article(text, **said)  # type: ignore[arg-type]  # looked at above
