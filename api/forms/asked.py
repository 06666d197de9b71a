"""Which form a request asks for: by ``?format=``, else by ``Accept`` (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from api.errors import BadParameter, NotAcceptable

__all__ = ["FORMS", "form_asked", "preferred"]

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "json": "application/json",
        "csv": "text/csv",
        "ndjson": "application/x-ndjson",
        "graphml": "application/graphml+xml",
        "turtle": "text/turtle",
        "jsonld": "application/ld+json",
    }
)
"""The name of each form for ``?format=``, and its media type."""


def form_asked(named: str | None, accept: str, offered: Iterable[str]) -> str:
    """The form to answer in; raises BadParameter for a name that is none, NotAcceptable for what is not offered here."""
    forms = tuple(offered)
    if named is not None and named not in FORMS:
        raise BadParameter(f"format {named[:60]!r} is not one of {', '.join(FORMS)}")
    best = preferred(accept, {form: FORMS[form] for form in forms}) if named is None else named
    if best is not None and best in forms:
        return best
    asked = f"format {named!r}" if named else f"Accept {accept[:100]!r}"
    raise NotAcceptable(f"{asked} is not given here: there is {', '.join(f'{form} ({FORMS[form]})' for form in forms)}")


def preferred(accept: str, offered: Mapping[str, str]) -> str | None:
    """The name of the form whose media type the header wants most, the first of equals; None when it wants none of them."""
    if accept in ("", "*/*"):  # as nearly all programs ask
        return next(iter(offered), None)
    weights = dict(_weights(accept))
    wanted = {form: _weight(media, weights) for form, media in offered.items()}
    best = max(wanted, key=lambda form: wanted[form], default=None)
    return best if best is not None and wanted[best] > 0 else None


def _weights(accept: str) -> Iterable[tuple[str, float]]:
    """``text/csv;q=0.5, */*`` → the range and its weight, each."""
    for part in accept.split(","):
        range_, *parameters = (piece.strip().lower() for piece in part.split(";"))
        given = next((value for name, _, value in (p.partition("=") for p in parameters) if name.strip() == "q"), "1")
        try:
            weight = float(given)
        except ValueError:
            weight = 0.0
        yield range_, weight if 0 <= weight <= 1 else 0.0


def _weight(media: str, weights: Mapping[str, float]) -> float:
    """How much a media type is wanted; the most exact range counts."""
    kind = media.partition("/")[0]
    return next((weights[range_] for range_ in (media, f"{kind}/*", "*/*") if range_ in weights), 0.0)
