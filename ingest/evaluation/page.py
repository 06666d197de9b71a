"""A page of one file, without scripts, that shows the figures and every missed and false edge with its sentence."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ingest.evaluation.calibration import Calibration
from ingest.evaluation.matching import FALSE, MISSED, Judged, Outcome, evidence_of
from ingest.evaluation.report import Evaluation
from ontology.records import Json
from ontology.shown import visible

__all__ = ["evaluation_page"]

_HERE = files("ingest.evaluation")
_LEFT, _BOTTOM, _SIDE = 45, 285, 270
_LARGEST = 12.0


def evaluation_page(found: Evaluation) -> str:
    """The page in HTML; texts of gold and claims are escaped, and nothing is loaded."""
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    whole = found.whole
    return (
        Environment(autoescape=True, undefined=StrictUndefined, finalize=_visible)
        .from_string((_HERE / "page.html").read_text(encoding="utf-8"))
        .render(
            figures=found.to_json(),
            main=[(name.replace(".", " "), value, whole.intervals[name]) for name, value in whole.figures.items()],
            points=_points(found.calibration),
            errors=_errors(found),
            style=Markup(style),  # noqa: S704 - our file
            style_hash=Markup(f"'sha256-{digest}'"),  # noqa: S704 - base64
        )
    )


def _points(found: Calibration) -> list[Json]:
    """The bins as circles whose area goes with their count."""
    most = max((one.count for one in found.bins), default=0)
    return [
        {
            "x": round(_LEFT + _SIDE * one.confidence, 1),
            "y": round(_BOTTOM - _SIDE * one.right, 1),
            "r": round(max(2.0, _LARGEST * (one.count / most) ** 0.5), 1),
            "count": one.count,
        }
        for one in found.bins
        if one.count
    ]


def _errors(found: Evaluation) -> dict[str, list[Json]]:
    """Missed and false edges by relation, the relation with most of them first."""
    rows: dict[str, list[Json]] = defaultdict(list)
    for one in found.judged:
        for outcome in one.outcomes:
            if outcome.kind in (MISSED, FALSE):
                rows[outcome.edge[0]].append(_error(one, outcome))
    for some in rows.values():
        some.sort(key=lambda row: row["kind"] != MISSED)
    return dict(sorted(rows.items(), key=lambda item: (-len(item[1]), item[0])))


def _error(one: Judged, outcome: Outcome) -> Json:
    row: Json = {"kind": outcome.kind, "article": one.of.gold.id, "lang": one.of.lang, "confidence": None}
    if outcome.said is not None:
        said = outcome.said
        row |= {"subject": said.subject.names[0], "object": said.object.names[0], "confidence": outcome.confidence}
        row |= {"certainty": said.certainty, "phase": said.phase, "quote": said.quote}
    elif outcome.truth is not None:
        truth, names = outcome.truth, one.of.gold.names
        row |= {"subject": names[truth.head], "object": names[truth.tail]}
        row |= {"certainty": truth.certainty, "phase": truth.phase, "quote": evidence_of(one.of, truth)}
    return row


def _visible(value: object) -> object:
    """What stands in the page for a value: texts of others without their hidden characters."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
