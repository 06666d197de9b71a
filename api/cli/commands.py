"""The commands with their options. What a command needs is imported when it runs, so that each starts fast."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Exit, Option, Typer

from api.cli.analyse_commands import analyse
from api.cli.options import Json, Rows
from api.cli.read_commands import evaluate, extract, ingest, unread
from api.cli.store_commands import engine
from api.cli.token_commands import token
from api.cli.watch_commands import watch

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from graph.store import Store

__all__ = ["app"]

app = Typer(name="aigraph", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
app.add_typer(engine)
app.add_typer(token)
app.add_typer(analyse)


def _store(*, doubled: bool = False) -> AbstractContextManager[Store]:
    from api.settings import Settings
    from api.stores import open_store

    return open_store(Settings.read(), doubled=doubled)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        from importlib.metadata import version

        typer.echo(f"aigraph {version('ai-industry-graph')}")
        raise Exit


@app.callback()
def _top(*, version: Annotated[bool, Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    """Read news articles into a graph of the AI industry, and ask it: every edge stands on sentences that one can read."""


for _command in (ingest, watch, extract, evaluate, unread):
    app.command()(_command)


@app.command()
def query(
    *,
    cypher: Annotated[str, Argument(metavar="CYPHER", help="A query that only reads.", show_default=False)],
    param: Annotated[list[str], Option(help="A parameter, name=value; the value is JSON, or else text.")] = [],  # noqa: B006 - typer copies it
    limit: Annotated[int, Option(min=1, max=100_000, help="At most so many rows.")] = 1000,
    timeout: Annotated[float, Option(min=0.001, max=600, help="At most so many seconds.")] = 5.0,
    json: Json = False,
) -> None:
    """Ask the graph in Cypher."""
    from api.cli.asking import query as run

    with _store() as store:
        run(store, cypher, parameters=param, limit=limit, timeout=timeout, as_json=json)


@app.command()
def sparql(
    *,
    query: Annotated[str, Argument(metavar="QUERY", help="A query in SPARQL; aig:, rdf:, skos: and others are known.", show_default=False)],
    form: Annotated[str, Option("--format", help="table, json, xml, csv, tsv; of triples turtle, ntriples, jsonld, rdfxml.")] = "",
    timeout: Annotated[float, Option(min=0.001, max=600, help="At most so many seconds, once the graph is loaded.")] = 30.0,
) -> None:
    """Ask the graph in SPARQL."""
    from api.cli.sparql import sparql as run

    with _store() as store:
        run(store, query, form=form, timeout=timeout)


@app.command()
def show(
    *,
    what: Annotated[str, Argument(metavar="NAME-OR-ID", help="An entity, or the id of an edge, claim or article.", show_default=False)],
    limit: Rows = 50,
    json: Json = False,
) -> None:
    """Show an entity with its edges, or an edge, a claim or an article, each with its evidence."""
    from api.cli.asking import show as run

    with _store() as store:
        run(store, what, limit=limit, as_json=json)


@app.command()
def path(
    *,
    start: Annotated[str, Argument(metavar="FROM", help="Name or id of an entity.", show_default=False)],
    end: Annotated[str, Argument(metavar="TO", help="Name or id of another.", show_default=False)],
    k: Annotated[int, Option("--k", min=1, max=50, help="At most so many paths.")] = 3,
    max_hops: Annotated[int, Option(min=1, max=6, help="Paths of at most so many hops.")] = 4,
    json: Json = False,
) -> None:
    """Show the shortest paths between two entities, with the evidence of each hop."""
    from api.cli.asking import path as run

    with _store() as store:
        run(store, start, end, k=k, max_hops=max_hops, as_json=json)


@app.command()
def stats(*, json: Json = False) -> None:
    """Say how much there is of each kind, and the hash of the graph."""
    from api.cli.asking import stats as run

    with _store() as store:
        run(store, as_json=json)


@app.command()
def export(
    form: Annotated[
        str, Argument(metavar="FORMAT", help="turtle, trig, nquads, jsonld, graphml, gexf, sheets, jsonl, html or csv.", show_default=False)
    ],
    target: Annotated[
        str, Argument(metavar="PATH", help="A file, or - for standard output; for sheets a folder, for csv a new one.", show_default=False)
    ],
    *,
    lang: Annotated[str, Option(help="Language of the html page: en or fr.")] = "en",
    truthy: Annotated[bool, Option("--truthy", help="Of RDF: entities and plain triples alone, without claims.")] = False,
    figures: Annotated[bool, Option("--figures", help="Of graphml and gexf: with centralities and communities.")] = False,
    most: Annotated[int | None, Option(min=1, max=1000, help="Of html: so many entities, those with the most edges.")] = None,
    source: Annotated[str | None, Option("--from", metavar="FILE", help="For csv: of this file of JSON lines, and no graph.")] = None,
) -> None:
    """Write the whole graph in another form: jsonl is read back by 'import', csv by 'neo4j-admin database import'."""
    from api.cli.importing import export_csv
    from api.cli.keeping import export as run
    from api.settings import Settings

    if form == "csv":
        export_csv(Settings.read(), target, source=source)
        return
    with _store() as store:
        run(store, form, target, lang=lang, truthy=truthy, figures=figures, most=most)


@app.command(name="import")
def import_(
    file: Annotated[str, Argument(metavar="FILE", help="As 'export jsonl' wrote it, - for standard input.", show_default=False)],
    *,
    bulk: Annotated[bool, Option("--bulk", help="Into an empty embedded Neo4j, by its own import: sooner for a million claims.")] = False,
    json: Json = False,
) -> None:
    """Store the articles and claims of a file of JSON lines; nothing of a file in which a line is at fault."""
    from api.cli.importing import import_bulk, import_lines
    from api.settings import Settings

    run = import_bulk if bulk else import_lines
    run(Settings.read(), file, as_json=json)


@app.command()
def check(
    *, shapes: Annotated[bool, Option("--shapes", help="Its RDF against the SHACL shapes as well: slow, and all in memory.")] = False
) -> None:
    """Check the graph against the ontology, its quotes against the articles, and its edges against the claims."""
    from api.cli.keeping import check as run

    with _store(doubled=True) as store:
        right = run(store, shapes=shapes)
    raise Exit(0 if right else 1)


@app.command()
def retract(
    *,
    things: Annotated[
        list[str], Argument(metavar="PATH-OR-ID...", help="Paths or addresses that were read, or ids of articles.", show_default=False)
    ],
    reason: Annotated[str, Option(help="Why; whoever asks for it later is told.")] = "retracted by the user",
    json: Json = False,
) -> None:
    """Take back what was read, with all that rests on it alone."""
    from api.cli.keeping import retract as run

    with _store() as store:
        all_there = run(store, things, reason=reason, as_json=json)
    raise Exit(0 if all_there else 1)


@app.command()
def serve(
    *,
    host: Annotated[str, Option(help="The address to listen on; one that others reach needs tokens.")] = "127.0.0.1",
    port: Annotated[int, Option(min=0, max=65535, help="0 takes one that is free.")] = 8000,
    name: Annotated[list[str], Option(help="A name by which the server may be called, as graph.example.org. Repeat it for several.")] = [],  # noqa: B006 - typer copies it
    rate: Annotated[
        int | None,
        Option(min=0, help="Requests a minute from each token or address; 0: any (default: 600, on loopback any).", show_default=False),
    ] = None,
    log: Annotated[bool, Option(help="Tell of each request on standard error, a line of JSON each.")] = False,
) -> None:
    """Serve the explorer and the REST API."""
    from api.serving import address_of, bind, is_loopback, serve_on
    from api.settings import Settings
    from api.tokens import Tokens

    settings = Settings.read()
    tokens = Tokens(settings.home)
    door = bind(host, port, tokens=bool(tokens.all()))
    from api.access import Access, Pace
    from api.ahead import Ahead
    from api.app import create_app
    from api.shield import LOOPBACK
    from api.warming import warmed
    from api.watch import log_as_json
    from graph.awaited import Awaited
    from ingest.heartbeat import heard as heard_of

    alone = is_loopback(host)
    a_minute = (0 if alone else 600) if rate is None else rate
    access = Access(tokens, open=alone, pace=Pace(a_minute) if a_minute else None)
    if log:
        log_as_json()
    heard = partial(heard_of, settings.journal, settings.graph)
    with _store() as store:
        typer.echo(f"explorer and API at {address_of(door)} (Ctrl-C ends it)")
        app = create_app(store, hosts=LOOPBACK | {host, *(one.lower() for one in name)}, access=access, heard=heard)
        with warmed(store):
            serve_on(door, Ahead(app, Awaited(store)))


@app.command()
def mcp(
    *,
    cypher: Annotated[bool, Option("--cypher", help="Offer the tool run_cypher, too.")] = False,
    http: Annotated[
        bool, Option("--http", help="Over HTTP on this machine, for those with a token, and not over standard input and output.")
    ] = False,
    port: Annotated[int, Option(min=0, max=65535, help="Of HTTP; 0 takes one that is free.")] = 8001,
    rate: Annotated[int, Option(min=0, help="Of HTTP: requests a minute from each token; 0: any.")] = 600,
) -> None:
    """Serve the graph to a language model, by the Model Context Protocol."""
    from api.cli.mcp import over_http, over_pipes

    if not http:
        with _store() as store:
            over_pipes(store, cypher=cypher)
        return
    from api.access import Access, Pace
    from api.errors import CannotServe
    from api.serving import bind
    from api.settings import Settings
    from api.tokens import Tokens

    settings = Settings.read()
    tokens = Tokens(settings.home)
    if not tokens.all():
        raise CannotServe("MCP over HTTP is for those with a token, and there is none: 'aigraph token create NAME' makes one")
    door = bind("127.0.0.1", port)
    with _store() as store:
        over_http(store, door, Access(tokens, open=False, pace=Pace(rate) if rate else None), cypher=cypher)
