"""Everything that can be wrong with a source, the catalogue, gold, or a model of the user's own.

::

    AigraphError                (ontology.errors)
    ├── CatalogueError          a file of the catalogue cannot be read
    ├── ClusterUnusable         a cluster that is to read is not there, or runs another program
    ├── GoldError               gold that articles are held against cannot be read, or has no article
    ├── ModelUnusable           a model of the user's own, or what tells its labels, cannot be loaded
    └── SourceError
        ├── SourceMissing       nothing is there
        ├── SourceEmpty         there is something, but no article in it
        ├── SourceTooLarge      larger than an article can be
        ├── SourceUnreadable    binary, mis-encoded, broken, or not to be opened
        ├── SourceProtected     it asks for a password
        ├── SourceRefused       it may not be fetched: robots.txt, a login, an address that is not public
        └── SourceAway          a server that does not answer now; it may later
"""

# ruff: noqa: N818 - each name says what happened; "Error" on all of them would add nothing

from __future__ import annotations

from ontology.errors import AigraphError

__all__ = [
    "CatalogueError",
    "ClusterUnusable",
    "GoldError",
    "ModelUnusable",
    "SourceAway",
    "SourceEmpty",
    "SourceError",
    "SourceMissing",
    "SourceProtected",
    "SourceRefused",
    "SourceTooLarge",
    "SourceUnreadable",
]


class SourceError(AigraphError):
    """A source gave no article."""


class SourceMissing(SourceError):
    """There is nothing at this path."""


class SourceEmpty(SourceError):
    """A file, page or folder holds no text of an article."""


class SourceTooLarge(SourceError):
    """A file is larger than an article can be; it was not read."""


class SourceUnreadable(SourceError):
    """A file is binary, broken, in an unknown encoding, no regular file, or closed to this user."""


class SourceProtected(SourceError):
    """A file can be read with a password only."""


class SourceRefused(SourceError):
    """An address may not be asked for."""


class SourceAway(SourceError):
    """A server did not answer, or asked to come back later."""


class GoldError(AigraphError):
    """A file of gold cannot be read, says what gold cannot say, or has no article."""


class ModelUnusable(AigraphError):
    """A model of the user's own cannot be loaded, or its labels mean nothing here."""


class ClusterUnusable(AigraphError):
    """A cluster that is to read cannot be reached, has no worker, went away, or runs another program."""


class CatalogueError(AigraphError):
    """A file of the catalogue says something that cannot be read, or contradicts itself."""
