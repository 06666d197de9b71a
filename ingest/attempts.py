"""One article, read or not: whatever a reader stumbles over becomes a value."""

from __future__ import annotations

from ingest.errors import ClusterUnusable
from ingest.extract import Extractor
from ingest.sources import Unread
from ontology.errors import AigraphError
from ontology.records import Article, Reading

__all__ = ["attempted"]


def attempted(article: Article, extractor: Extractor) -> Reading | Unread:
    """The reading, or why there is none; raises ClusterUnusable, because there is none of any other article either."""
    try:
        return extractor(article)
    except ClusterUnusable:
        raise
    except AigraphError as error:
        return Unread(article.source, str(error))
    except Exception as error:  # noqa: BLE001 - whatever an extractor stumbles over, the other articles are still to be read
        words = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return Unread(article.source, f"{article.source}: {extractor.name} failed at it ({words}): please report it")
