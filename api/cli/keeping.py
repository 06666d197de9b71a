"""The commands about what is kept: export, check, retract."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.output import bar, complain, print_json, say
from api.errors import BadParameter
from api.values import checked_names
from graph.store import Store
from ontology.edges import edge_id, edge_key

if TYPE_CHECKING:
    from graph.networks import Network

__all__ = ["FORMATS", "check", "export", "retract", "writable"]

RDF = ("turtle", "trig", "nquads", "jsonld")
NETWORKS = ("graphml", "gexf")
READABLE = 300
"""So many entities has a page of a graph that is too large for one."""
FORMATS = (*RDF, *NETWORKS, "sheets", "jsonl", "html", "csv")


def export(store: Store, form: str, path: str, *, lang: str, truthy: bool = False, figures: bool = False, most: int | None = None) -> None:
    """Write the whole graph to a file, or to standard output for ``-``."""
    checked_names("format", [form], FORMATS)
    checked_names("--lang", [lang], ("en", "fr"))
    for option, given, takers in (("--truthy", truthy, RDF), ("--figures", figures, NETWORKS), ("--most", most, ("html",))):
        if given and form not in takers:
            raise BadParameter(f"{option} is for {', '.join(takers)}, not for {form}: leave it out")
    if form == "sheets":
        _sheets(store, Path(path))
        return
    writer = _writer(form, lang=lang, truthy=truthy, figures=figures, most=most)
    if path != "-":
        writer(store, writable(Path(path)))
        return
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "graph"
        writer(store, whole)
        with whole.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def _sheets(store: Store, folder: Path) -> None:
    from graph.export import write_sheets  # noqa: PLC0415 - slow to import

    if str(folder) == "-" or (folder.exists() and not folder.is_dir()):
        raise BadParameter(f"{folder} is no folder: sheets are three files, name a folder for them")
    if not folder.parent.is_dir():
        raise BadParameter(f"{folder}: there is no folder {folder.parent}: make it, or name another")
    write_sheets(store, folder)


def _writer(form: str, *, lang: str, truthy: bool, figures: bool, most: int | None) -> Callable[[Store, Path], None]:
    from graph import export as forms  # noqa: PLC0415 - each form has its own slow library
    from graph.kept import kept_in  # noqa: PLC0415 - the same
    from graph.networks import network  # noqa: PLC0415 - the same

    writers: dict[str, Callable[[Store, Path], None]] = {
        **{name: lambda store, path: forms.write_rdf(store, path, form, truthy=truthy) for name in RDF},
        "graphml": lambda store, path: forms.write_graphml(_with_figures(network(store), figures), path),
        "gexf": lambda store, path: forms.write_gexf(_with_figures(network(store), figures), path),
        "jsonl": lambda store, path: forms.write_jsonl(kept_in(store), path),
        "html": lambda store, path: _page(store, path, lang=lang, most=most),
    }
    return writers[form]


def _with_figures(of: Network, wanted: bool) -> Network:  # noqa: FBT001 - it is the option
    from graph.analysis import with_figures  # noqa: PLC0415 - slow to import

    return with_figures(of) if wanted else of


def _page(store: Store, path: Path, *, lang: str, most: int | None) -> None:
    from graph.export.page import MOST_ENTITIES, write_page  # noqa: PLC0415 - slow to import
    from graph.networks import most_connected, network  # noqa: PLC0415 - the same

    whole = network(store)
    if most is None and len(whole) > MOST_ENTITIES:
        most = READABLE
        sys.stderr.write(
            f"the graph has {len(whole)} entities: the page has the {most} with the most edges; --most takes up to {MOST_ENTITIES}\n"
        )
    drawn = whole if most is None else most_connected(whole, most)
    edges = {key for *_, key in drawn.edges(keys=True)}
    write_page(drawn, (claim for claim in store.claims() if edge_id(edge_key(claim)) in edges), path, lang=lang)


def writable(path: Path, *, instead: str = ", or - for standard output") -> Path:
    """Where a whole file may be put; raises BadParameter, which also says what can be given ``instead`` of a file."""
    if path.is_dir():
        raise BadParameter(f"{path} is a folder: name a file in it")
    if path.exists() and not path.is_file():  # a device or a pipe would be replaced by a file
        raise BadParameter(f"{path} is no file: name one{instead}")
    if not path.parent.is_dir():
        raise BadParameter(f"{path}: there is no folder {path.parent}: make it, or name another")
    return path.resolve()


def check(store: Store, *, shapes: bool) -> bool:
    """Print what is wrong with the graph, a line each; say whether nothing is."""
    from graph.checking import faults, size  # noqa: PLC0415 - no other command needs it

    count = 0
    with bar(lambda: size(store)) as advance:
        for fault in chain(faults(store, each=advance), _misfits(store) if shapes else ()):
            count += 1
            say(fault)
    say(f"{count} problems" if count else "nothing is wrong")
    return count == 0


def _misfits(store: Store) -> Iterator[str]:
    from api.checks import misfits  # noqa: PLC0415 - what reads RDF is slow to import

    yield from misfits(store)


def retract(store: Store, things: Iterable[str], *, reason: str, as_json: bool) -> bool:
    """Take back what was read from paths, addresses or articles by id; say whether each was there."""
    all_there, done = True, []
    for what in things:
        gone = next((gone for name in _spellings(what) if (gone := store.retract(name, reason=reason))), None)
        if gone is None:
            all_there = False
            complain(f"nothing was read from {what}: expected a path or address that was read, or the id of an article")
            continue
        numbers = {"articles": len(gone.articles), "claims": gone.claims, "edges": gone.edges, "entities": gone.entities}
        done.append({"what": what, "reason": reason, **numbers})
        if not as_json:
            say(f"{what}: gone are {', '.join(f'{number} {name}' for name, number in numbers.items())}")
    if as_json:
        print_json(done)
    return all_there


def _spellings(what: str) -> list[str]:
    """How a path may have been spelt when it was read."""
    whole = Path(what).expanduser().absolute()
    return list(dict.fromkeys([what, os.path.normpath(what), str(whole), os.path.relpath(whole)]))
