"""The offline readers: parses, an entity catalogue, relation frames as data, a judge that was trained, and an encoder beside it."""

from __future__ import annotations

from ingest.extract import Extractor
from ingest.surer import surer

__all__ = ["fast_extractor", "rules_extractor"]


def rules_extractor(least: float | None = None) -> Extractor:
    """The offline reader; its models are loaded when it reads its first article.

    Claims of a confidence below ``least`` are not made. Without it the reader's own floor holds (``LEAST``); below that it also tells
    what it holds for unlikely, down to ``LOWEST``.
    """
    from ingest.rules.offline import LOWEST  # noqa: PLC0415 - spaCy takes a second to import
    from ingest.rules.reader import LEAST, RulesExtractor  # noqa: PLC0415 - the same

    return surer(RulesExtractor(LEAST if least is None else min(LEAST, max(LOWEST, least))), least)


def fast_extractor(least: float | None = None) -> Extractor:
    """The fast reader, without the encoder; ``least`` as for the other."""
    from ingest.rules.fast import LEAST, FastExtractor  # noqa: PLC0415 - the same
    from ingest.rules.offline import LOWEST  # noqa: PLC0415 - the same

    return surer(FastExtractor(LEAST if least is None else min(LEAST, max(LOWEST, least))), least)
