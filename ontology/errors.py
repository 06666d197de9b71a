"""Every error that the program raises on purpose.

AigraphError
├── OntologyError          the Turtle file says something that the program cannot read
├── RecordError            a record (claim, article) that cannot be read back
├── graph.errors.StoreError …
├── ingest.errors.SourceError …
├── ingest.llm.errors.ModelError …
└── api.errors.UsageError …

Each message is one line that names the thing, what was found and what would be right.
"""

from __future__ import annotations


class AigraphError(Exception):
    """The root: whoever calls the program may catch this and show its message as it stands."""


class OntologyError(AigraphError):
    """The ontology's file lacks, or contradicts, something that the program reads from it."""


class RecordError(AigraphError):
    """A claim or an article that was written out cannot be read back."""
