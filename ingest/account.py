"""What a run read, found and refused, as a page of one file without scripts; the texts of others are escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ingest.pipeline import Report
from ingest.raw import Unread
from ontology.records import Claim, Draft, Json, Reading
from ontology.shown import visible
from ontology.vocabulary import ontology

__all__ = ["Account"]

_MOST_ARTICLES, _MOST_CLAIMS, _MOST_REFUSED = 2000, 10_000, 2000
"""So many are listed; all are counted."""
_LONGEST = 300


@dataclass(slots=True)
class Account:
    """What is kept of each item while it passes, so that memory stays flat in a long run."""

    articles: list[Json] = field(default_factory=list)
    refused: list[Json] = field(default_factory=list)
    _claims: int = 0

    def add(self, item: Reading | Unread) -> None:
        """An item that was read, or could not be."""
        if isinstance(item, Unread):
            return
        if len(self.articles) < _MOST_ARTICLES:
            shown = item.claims[: max(_MOST_CLAIMS - self._claims, 0)]
            self._claims += len(shown)
            named = {name: getattr(item.article, name) for name in ("source", "title", "publisher", "published", "lang")}
            self.articles.append(named | {"number": len(item.claims), "claims": [_said(claim) for claim in shown]})
        for rejection in item.rejections[: _MOST_REFUSED - len(self.refused)]:
            said = rejection.claim.said if isinstance(rejection.claim, Draft) else _said(rejection.claim)["words"]
            self.refused.append({"source": item.article.source, "said": said[:_LONGEST], "reasons": rejection.reasons})

    def page(self, report: Report, *, paths: Sequence[str], reader: str, skipped: Mapping[str, int]) -> str:
        """The page in HTML; nothing is loaded."""
        here = files("ingest")
        style = (here / "account.css").read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        return (
            Environment(autoescape=True, undefined=StrictUndefined, finalize=_visible, trim_blocks=True)
            .from_string((here / "account.html").read_text(encoding="utf-8"))
            .render(
                report=report,
                account=self,
                paths=paths,
                reader=reader,
                skipped=skipped,
                style=Markup(style),  # noqa: S704 - our file
                style_hash=Markup(f"'sha256-{digest}'"),  # noqa: S704 - base64
            )
        )


def _said(claim: Claim) -> Json:
    relation = ontology().relations.get(claim.relation)
    words = f"{claim.subject.name} {relation.label['en'] if relation else claim.relation} {claim.object.name}"
    status = f"{claim.certainty}, {claim.phase}, {claim.confidence:.2f}"
    return {"words": words, "status": status, "quote": claim.evidence.quote[:_LONGEST]}


def _visible(value: object) -> object:
    """What stands in the page for a value: texts of others without their hidden characters."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
