"""The offline reader: parses, an entity catalogue, relation frames as data, and a judge that was trained."""

from __future__ import annotations

from ingest.extract import Extractor

__all__ = ["rules_extractor"]


def rules_extractor() -> Extractor:
    """The offline reader; its models are loaded when it reads its first article."""
    from ingest.rules.reader import RulesExtractor  # noqa: PLC0415 - spaCy takes a second to import, and most commands read nothing

    return RulesExtractor()
