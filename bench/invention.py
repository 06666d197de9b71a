"""Names that nobody has, as many as a bench wants."""

from __future__ import annotations

__all__ = ["name_of"]

SYLLABLES = ("bal", "cor", "den", "fir", "gal", "hem", "jun", "kor", "lum", "mar", "nol", "pel", "quo", "ras", "sil", "tov", "vex", "zim")


def name_of(number: int) -> str:
    """Another name for each number."""
    name = ""
    number += len(SYLLABLES)  # two syllables at least
    while number:
        number, at = divmod(number, len(SYLLABLES))
        name += SYLLABLES[at]
    return name.capitalize()
