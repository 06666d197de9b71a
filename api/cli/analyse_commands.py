"""The commands that compute on the whole graph, ``aigraph analyse …``; what they need is imported when they run."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option, Typer

from api.cli.options import Json, Rows

__all__ = ["analyse"]

analyse = Typer(name="analyse", no_args_is_help=True, help="Compute on the whole graph: exposure, chains, centralities, communities.")
Hops = Annotated[int, Option(min=1, max=6, help="At most so many hops.")]


@analyse.command()
def exposure(
    who: Annotated[str, Argument(metavar="ENTITY", help="Name or id of an entity.", show_default=False)],
    *,
    max_hops: Hops = 3,
    limit: Rows = 50,
    json: Json = False,
) -> None:
    """Say who depends on an entity, directly and through whom."""
    from api.cli.analysing import asked
    from api.cli.analysing import exposure as run

    with asked() as (store, analyst):
        run(store, analyst, who, max_hops=max_hops, limit=limit, as_json=json)


@analyse.command()
def chains(
    on: Annotated[str, Argument(metavar="ON", help="Name or id of what is depended on.", show_default=False)],
    who: Annotated[str, Argument(metavar="WHO", help="Name or id of who depends.", show_default=False)],
    *,
    k: Annotated[int, Option("--k", min=1, max=50, help="At most so many chains.")] = 5,
    max_hops: Hops = 6,
    json: Json = False,
) -> None:
    """Say how one entity depends on another."""
    from api.cli.analysing import asked
    from api.cli.analysing import chains as run

    with asked() as (store, analyst):
        run(store, analyst, on, who, k=k, max_hops=max_hops, as_json=json)


@analyse.command()
def centrality(
    *,
    by: Annotated[str, Option(help="degree, pagerank or betweenness.")] = "pagerank",
    limit: Rows = 20,
    json: Json = False,
) -> None:
    """List the most central entities."""
    from api.cli.analysing import asked
    from api.cli.analysing import centrality as run

    with asked() as (_, analyst):
        run(analyst, by=by, limit=limit, as_json=json)


@analyse.command()
def communities(*, limit: Rows = 20, json: Json = False) -> None:
    """List the groups of entities that their edges hold together."""
    from api.cli.analysing import asked
    from api.cli.analysing import communities as run

    with asked() as (_, analyst):
        run(analyst, limit=limit, as_json=json)


@analyse.command()
def changes(
    since: Annotated[str, Argument(metavar="DATE", help="2024, 2024-07 or 2024-07-27.", show_default=False)],
    *,
    limit: Rows = 50,
    json: Json = False,
) -> None:
    """Say what changed after a date, by the dates of the articles."""
    from api.cli.analysing import asked
    from api.cli.analysing import changes as run

    with asked() as (store, analyst):
        run(store, analyst, since, limit=limit, as_json=json)
