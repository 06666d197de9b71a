"""When two names are one to the scorer: case, accents, punctuation and the legal form of a company do not count."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded_name"]

_LEGAL_FORM = re.compile(
    r"\b(inc|corp|corporation|ltd|llc|plc|gmbh|sa|sas|nv|ag|co|company|group|groupe|holdings?|platforms?|technologies)\b\.?"
)
_PUNCTUATION = re.compile(r"[’'`\"«»()\[\]*_,]")


def folded_name(name: str) -> str:
    """A name as it is compared: "NVIDIA Corp." and "Nvidia" give the same."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    spaced = _PUNCTUATION.sub(" ", plain)
    bare = re.sub(r"\W+", "", _LEGAL_FORM.sub(" ", spaced))
    return bare or re.sub(r"\W+", "", spaced)
