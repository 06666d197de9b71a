"""The records that everything is made from; all frozen, each id made from content.

The JSON form of a claim is fixed (see ``Claim.to_json``): the command line prints it, the store keeps it, the API returns it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ontology.addresses import require_web_address
from ontology.errors import RecordError
from ontology.plain import require_plain

Json = dict[str, Any]
RecordT = TypeVar("RecordT", "ArticleRef", "End", "Evidence")

_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def content_id(prefix: str, *parts: object) -> str:
    """An id from content: the prefix and 80 bits of SHA-256 over the parts as canonical JSON."""
    return f"{prefix}_{hashlib.sha256(_canonical(parts).encode()).hexdigest()[:20]}"


def slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens: ``"Société Générale"`` → ``"societe-generale"``; other scripts stay as they are."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()).casefold() if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", bare).strip("-")


@dataclass(frozen=True, slots=True)
class Article:
    """One text with where it came from; ``published`` is an EDTF date, ``lang`` an ISO 639-1 code.

    ``author`` and ``canonical`` are what its markup says: who signs it, several joined by commas, and the web address that it gives itself.
    """

    text: str = field(repr=False)
    source: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    lang: str | None = None
    author: str | None = None
    canonical: str | None = None

    def __post_init__(self) -> None:
        """Raise RecordError for a canonical that is no address of the web."""
        if self.canonical is not None:
            require_web_address(self.canonical, f"the article from {self.source!r}")

    @property
    def id(self) -> str:
        """From the text alone: the same words from two places are one article."""
        return content_id("a", self.text)

    def to_json(self, *, with_text: bool = False) -> Json:
        """Its fields, the text only on demand."""
        head: Json = {"id": self.id, "source": self.source, "title": self.title, "publisher": self.publisher}
        head |= {"published": self.published, "lang": self.lang, "author": self.author, "canonical": self.canonical}
        return head | {"text": self.text} if with_text else head


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """An article as its claims name it: all but the text."""

    id: str
    source: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    lang: str | None = None
    group: str | None = field(default=None, compare=False)
    """The smallest id among its copies, where the store knows of any (``ontology.copies``); no part of what the article says of itself."""
    author: str | None = field(default=None, compare=False)
    canonical: str | None = field(default=None, compare=False)
    """These two are known of an article and its versions; its claims, whose form is fixed, are without."""

    @classmethod
    def to(cls, article: Article) -> ArticleRef:
        """The reference to this article."""
        return cls(article.id, article.source, article.title, article.publisher, article.published, article.lang)


@dataclass(frozen=True, slots=True)
class Entity:
    """A company, person, product… with one id, however it is written."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """An end of a claim: the entity, and the name by which the sentence calls it."""

    id: str
    name: str
    type: str
    mention: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of an article: ``article.text[start:end] == quote``, in Unicode code points."""

    quote: str
    start: int
    end: int

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Evidence:
        """The evidence at these offsets, cut from the text."""
        return cls(text[start:end], start, end)


QUALIFIERS = ("amount", "currency", "product", "role", "event", "valid_from", "valid_to", "said_by")
"""The qualifier fields of a claim; a test holds them equal to the ontology's."""


_OF_THE_STORE = frozenset(("group", "author", "canonical"))
"""The fields of an article's reference that the store knows, and the JSON form does not have."""

_OPTIONAL = frozenset((*QUALIFIERS, "title", "publisher", "published", "lang", *_OF_THE_STORE))


class _Remembered:
    """What a claim knows of itself once it was asked; no field, so that equality and pickles are without it."""

    __slots__ = ("_id",)
    _id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(_Remembered):
    """One article saying once that one relation holds."""

    article: ArticleRef
    relation: str
    subject: End
    object: End
    certainty: str
    phase: str
    evidence: Evidence
    confidence: float
    extractor: str
    amount: float | None = None
    currency: str | None = None
    product: str | None = None
    role: str | None = None
    event: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    said_by: str | None = None

    @property
    def qualifiers(self) -> Json:
        """The qualifiers that it has, by name."""
        return {name: value for name in QUALIFIERS if (value := getattr(self, name)) is not None}

    @property
    def id(self) -> str:
        """From the article and the statement; the confidence and the mentions are no part of it. Made once: it is asked for often."""
        try:
            return self._id
        except AttributeError:
            object.__setattr__(self, "_id", self._made_id())
            return self._id

    def _made_id(self) -> str:
        ends = (self.subject.id, self.subject.type, self.object.id, self.object.type)
        where = (self.evidence.start, self.evidence.end)
        return content_id("c", self.article.id, self.relation, ends, self.certainty, self.phase, self.qualifiers, where, self.extractor)

    def told_by(self, article: ArticleRef) -> Claim:
        """The same with its article's reference replaced, as by one that says more of it, or less."""
        claim = replace(self, article=article)
        if article.id == self.article.id:
            object.__setattr__(claim, "_id", self.id)
        return claim

    def to_json(self) -> Json:
        """The fixed JSON form, keys in their order."""
        return {
            "id": self.id,
            "article": _fields(self.article),
            "relation": self.relation,
            "subject": _fields(self.subject),
            "object": _fields(self.object),
            "certainty": self.certainty,
            "phase": self.phase,
            **{name: getattr(self, name) for name in QUALIFIERS},
            "evidence": _fields(self.evidence),
            "confidence": self.confidence,
            "extractor": self.extractor,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Claim:
        """Read the JSON form back; raises RecordError that names the field at fault, or an id that does not fit the content."""
        try:
            plain: Json = {name: data[name] for name in ("relation", "certainty", "phase", "confidence", "extractor")}
            plain |= {name: data.get(name) for name in QUALIFIERS}
            claim = cls(
                article=_record(ArticleRef, data["article"]),
                subject=_record(End, data["subject"]),
                object=_record(End, data["object"]),
                evidence=_record(Evidence, data["evidence"]),
                **plain,
            )
        except KeyError as error:
            raise RecordError(f"claim {data.get('id', '(without id)')} has no field {error}") from error
        except TypeError as error:
            raise RecordError(f"claim {data.get('id', '(without id)')} is not of the form of a claim: {error}") from error
        require_plain(claim, optional=_OPTIONAL)
        id_ = claim.id
        if data.get("id", id_) != id_:
            raise RecordError(f"claim {data['id']} does not fit its content, whose id is {id_}")
        return claim


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader said of an article that cannot even be written as a claim (a sentence that is not there), in its own words."""

    article: ArticleRef
    said: str
    extractor: str

    @property
    def id(self) -> str:
        """From the article and the words."""
        return content_id("d", self.article.id, self.said, self.extractor)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A claim that failed a check, or a draft that never became one, with its reasons."""

    claim: Claim | Draft
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article gave: its claims, and those that were refused."""

    article: Article
    claims: tuple[Claim, ...]
    rejections: tuple[Rejection, ...] = ()


def _fields(record: ArticleRef | End | Evidence) -> Json:
    return {name: getattr(record, name) for name in record.__slots__ if name not in _OF_THE_STORE}


def _record(kind: type[RecordT], data: Mapping[str, Any]) -> RecordT:
    return kind(**{name: data[name] for name in kind.__slots__ if name in data and name not in _OF_THE_STORE})
