"""What can go wrong at the doors, whatever lies behind them.

::

    AigraphError                      (ontology.errors)
    ├── UsageError                    what was asked for cannot be
    │   ├── BadSetting                a variable of the environment
    │   ├── BadParameter              a parameter of a request, or an option of a command
    │   ├── BadHost                   a request that names another host
    │   ├── NotAcceptable             a form in which there is no answer
    │   ├── NoToken                   a door that opens to tokens only, and none that it knows
    │   ├── NotAllowed                a token that may not do this
    │   └── TooMany                   more at once, or in a minute, than one may ask
    ├── NotFound                      nobody knows this id or name
    │   └── Renamed                   it goes by another id
    ├── Gone                          it was retracted
    └── CannotServe                   the server may not, or cannot, listen there
"""

# ruff: noqa: N818 - each name says what happened; "Error" on all of them would add nothing

from __future__ import annotations

from ontology.errors import AigraphError

__all__ = [
    "BadHost",
    "BadParameter",
    "BadSetting",
    "CannotServe",
    "Gone",
    "NoToken",
    "NotAcceptable",
    "NotAllowed",
    "NotFound",
    "Renamed",
    "TooMany",
    "UsageError",
]


class UsageError(AigraphError):
    """What was asked for cannot be; the message says what could."""


class BadSetting(UsageError):
    """A variable of the environment has a value that cannot be."""


class BadParameter(UsageError):
    """A parameter is unknown, or has a value that cannot be."""


class BadHost(UsageError):
    """A request names a host that is not this server."""


class NotAcceptable(UsageError):
    """The form that is asked for is none in which this answer is given."""


class NoToken(UsageError):
    """The door opens to those with a token only, and the request has none that it knows."""


class NotAllowed(UsageError):
    """The token does not have the scope that this takes."""


class TooMany(UsageError):
    """More requests than one may make; ``wait`` is in how many seconds to try again."""

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class NotFound(AigraphError):
    """Nobody knows the id or the name."""


class Renamed(NotFound):
    """It goes by another id; ``at`` is the path where it is."""

    def __init__(self, message: str, *, at: str) -> None:
        super().__init__(message)
        self.at = at


class Gone(AigraphError):
    """It was there and was retracted; the message says why."""


class CannotServe(AigraphError):
    """The server may not, or cannot, listen at the address."""
