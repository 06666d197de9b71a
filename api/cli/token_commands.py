"""The commands about tokens, with their options; what they need is imported when they run."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option, Typer

if TYPE_CHECKING:
    from api.tokens import Tokens

__all__ = ["token"]

token = Typer(name="token", no_args_is_help=True, help="Tokens for those who may use the server from elsewhere.")
Name = Annotated[str, Argument(metavar="NAME", help="Whose it is.", show_default=False)]


def _tokens() -> Tokens:
    from api.settings import Settings
    from api.tokens import Tokens

    return Tokens(Settings.read().home)


@token.command()
def create(
    name: Name,
    *,
    scope: Annotated[list[str], Option(help="What it may: read, cypher, admin. Repeat it for several.")] = ["read"],  # noqa: B006 - typer copies it
) -> None:
    """Make a token and print it, this once."""
    typer.echo(_tokens().create(name, scope))


@token.command("list")
def list_() -> None:
    """Name the tokens and what they may."""
    from api.cli.output import print_table

    print_table(("name", "scopes"), [(one.name, ", ".join(one.scopes)) for one in _tokens().all()])


@token.command()
def revoke(name: Name) -> None:
    """Let a token open nothing any more; a server that runs refuses it at once."""
    _tokens().revoke(name)
