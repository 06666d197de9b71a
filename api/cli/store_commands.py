"""The commands about the store's engine, ``aigraph store …``; what they need is imported when they run."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from api.cli.options import Json

__all__ = ["engine"]

engine = Typer(name="store", no_args_is_help=True, help="The embedded Neo4j: start it, end it, look at it, back it up.")


@engine.command()
def start() -> None:
    """Start the embedded Neo4j, as every command does that needs it, and say how to connect to it."""
    from api.cli.engines import start_engine
    from api.settings import Settings

    start_engine(Settings.read())


@engine.command()
def status(*, json: Json = False) -> None:
    """Say what the embedded Neo4j is doing, who uses it, and how to connect Neo4j Browser or Desktop to it."""
    from api.cli.engines import tell_engine
    from api.settings import Settings

    tell_engine(Settings.read(), as_json=json)


@engine.command()
def stop() -> None:
    """End the embedded Neo4j, in use or not."""
    from api.cli.engines import stop_engine
    from api.settings import Settings

    stop_engine(Settings.read())


@engine.command()
def backup(
    target: Annotated[Path, Argument(metavar="FILE", help="It is replaced when all is written.", show_default=False)],
) -> None:
    """Write the whole graph to one file, a dump that any Neo4j 5 can load; the engine is ended for it."""
    from api.cli.engines import backup_engine
    from api.settings import Settings

    backup_engine(Settings.read(), target)


@engine.command()
def restore(
    source: Annotated[Path, Argument(metavar="FILE", help="As 'backup' or 'neo4j-admin database dump' wrote it.", show_default=False)],
    *,
    force: Annotated[bool, Option("--force", help="Replace the graph that is there.")] = False,
) -> None:
    """Make the graph in a file that of this home; the one it had is kept until the new one is open."""
    from api.cli.engines import restore_engine
    from api.settings import Settings

    restore_engine(Settings.read(), source, force=force)
