"""What a user says of the articles, checked: their language and their publisher."""

from __future__ import annotations

from api.errors import BadParameter
from ingest.language import language_code

__all__ = ["LANGUAGES", "checked_language", "checked_name"]

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa
ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr
ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk
ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_CODES.split())
"""The codes of ISO 639-1."""

_LONGEST_SHOWN = 60


def checked_language(what: str, value: str | None) -> str | None:
    """The language's code of ISO 639-1: that of a tag as well, as ``fr`` of ``fr-CA``."""
    code = language_code(value)
    if value is not None and code not in LANGUAGES:
        raise BadParameter(f"{what} is {value[:_LONGEST_SHOWN]!r}, no language: expected a code of ISO 639-1, as en or fr")
    return code


def checked_name(what: str, value: str | None) -> str | None:
    """A name in one line, without the spaces around it."""
    if value is not None and not (value.strip() and value.isprintable()):
        raise BadParameter(f"{what} is {value[:_LONGEST_SHOWN]!r}: expected a name in one line")
    return None if value is None else value.strip()
