"""What can go wrong at the doors, whatever lies behind them.

::

    AigraphError                      (ontology.errors)
    ├── UsageError                    what was asked for cannot be
    │   ├── BadSetting                a variable of the environment
    │   ├── BadParameter              a parameter of a request, or an option of a command
    │   └── BadHost                   a request that names another host
    ├── NotFound                      nobody knows this id or name
    ├── Gone                          it was retracted
    └── CannotServe                   the server may not, or cannot, listen there
"""

# ruff: noqa: N818 - each name says what happened; "Error" on all of them would add nothing

from __future__ import annotations

from ontology.errors import AigraphError

__all__ = ["BadHost", "BadParameter", "BadSetting", "CannotServe", "Gone", "NotFound", "UsageError"]


class UsageError(AigraphError):
    """What was asked for cannot be; the message says what could."""


class BadSetting(UsageError):
    """A variable of the environment has a value that cannot be."""


class BadParameter(UsageError):
    """A parameter is unknown, or has a value that cannot be."""


class BadHost(UsageError):
    """A request names a host that is not this server."""


class NotFound(AigraphError):
    """Nobody knows the id or the name."""


class Gone(AigraphError):
    """It was there and was retracted; the message says why."""


class CannotServe(AigraphError):
    """The server may not, or cannot, listen at the address."""
