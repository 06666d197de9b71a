"""The commands that read articles: extract prints their claims, ingest stores them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from api.cli.output import complain, print_json, print_table, say
from api.cli.progress import progress
from api.cli.said import checked_language, checked_name
from api.cli.stopping import Stop
from api.errors import BadParameter
from api.values import checked_date
from graph.export.files import write_whole
from graph.store import Store
from ingest.account import Account
from ingest.containers.rows import columns_of
from ingest.errors import SourceError
from ingest.extract import Extractor, names_of
from ingest.journal import Journal
from ingest.noting import noting
from ingest.pipeline import Report, readings
from ingest.pipeline import ingest as ingest_items
from ingest.sources import Unread, read_articles
from ingest.web.terms import Politeness
from ontology.records import Article, Reading
from ontology.shown import json_line

__all__ = ["articles_at", "extract", "ingest", "list_unread", "stored"]

_MOST_REASONS = 10


def articles_at(
    paths: Sequence[str],
    *,
    publisher: str | None = None,
    date: str | None = None,
    lang: str | None = None,
    columns: str | None = None,
    politeness: Politeness | None = None,
    journal: Journal | None = None,
) -> Iterator[Article | Unread]:
    """The articles at these paths, less those that the journal knows, with what the user says of them.

    Raises BadParameter when that cannot be.
    """
    said = {"publisher": checked_name("--publisher", publisher), "lang": checked_language("--lang", lang)}
    try:
        articles = read_articles(
            paths,
            stdin=sys.stdin.buffer,
            published=checked_date("--date", date),
            columns=columns_of(columns),
            politeness=politeness,
            known=journal,
            sift=journal.new if journal else iter,
            **said,
        )
    except SourceError as error:
        raise BadParameter(str(error)) from error
    return journal.noted(articles) if journal else articles


def extract(
    paths: Sequence[str],
    items: Iterable[Article | Unread],
    *,
    extractor: Extractor,
    jobs: int = 1,
    taken: Callable[[], str] = str,
    stop: Stop | None = None,
) -> bool:
    """Print each claim of these items, which are those of the paths, as a line of JSON; say whether every source could be read."""
    refused, stop = 0, stop or Stop()
    unread: list[Unread] = []
    with progress(paths, taken) as advance:
        for item in readings(items, extractor, jobs=jobs):
            if isinstance(item, Unread):
                unread.append(item)
                if not _is_told(item, unread[:-1]):
                    complain(_line(item))
                advance(item)
                continue
            refused += len(item.rejections)
            with stop.held():
                for claim in item.claims:
                    typer.echo(json_line(claim.to_json()))
                stop.done += 1
            advance(item)
    if refused:
        complain(f"{refused} claims were refused by the check: 'aigraph ingest' counts the reasons")
    _complain_of_others(unread)
    return not unread


def ingest(
    store: Store,
    paths: Sequence[str],
    items: Iterable[Article | Unread],
    *,
    extractor: Extractor,
    as_json: bool,
    jobs: int = 1,
    taken: Callable[[], str] = str,
    stop: Stop | None = None,
    journal: Journal | None = None,
    page: Path | None = None,
) -> bool:
    """Store what the articles say and print a report; say whether every source could be read. ``taken`` says what it took so far.

    The same report, and more, is written as a ``page`` if one is wanted.
    """
    account = Account()
    told = account.add if page else None
    report = stored(store, paths, items, extractor=extractor, jobs=jobs, taken=taken, stop=stop, journal=journal, told=told)
    for number, item in enumerate(report.unread):
        if not _is_told(item, report.unread[:number]):
            complain(_line(item))
    _complain_of_others(report.unread)
    skipped = journal.skipped if journal else Counter[str]()
    if page:
        write_whole(page, [account.page(report, paths=paths, reader="+".join(names_of(extractor)), skipped=skipped)])
    if as_json:
        print_json(asdict(report) | {"skipped": skipped.total()})
    else:
        _tell(report)
        _tell_skipped(skipped, "+".join(names_of(extractor)))
    return not report.unread


def stored(
    store: Store,
    paths: Sequence[str],
    items: Iterable[Article | Unread],
    *,
    extractor: Extractor,
    jobs: int = 1,
    taken: Callable[[], str] = str,
    stop: Stop | None = None,
    journal: Journal | None = None,
    told: Callable[[Reading | Unread], object] | None = None,
) -> Report:
    """Store what the articles say, and write down what was read; each item is ``told`` when it was."""
    kept = noting(store, journal) if journal else store
    with progress(paths, taken, skipped=journal.skipped.total if journal else int) as advance:

        def each(item: Reading | Unread) -> None:
            advance(item)
            if told:
                told(item)

        report = ingest_items((stop or Stop()).counted(kept), items, extractor=extractor, on_item=each, jobs=jobs)
    if journal:
        journal.finish(report.unread)
    return report


def _tell_skipped(skipped: Counter[str], name: str) -> None:
    if skipped:
        say(f"{skipped.total()} were read before: --again reads them anew")
    for version, count in skipped.items():
        if version != name:
            say(f"  {count} of them by {version}, and not by {name}")


def list_unread(journal: Journal, *, as_json: bool) -> None:
    """Print what could not be read, why, and how often it was tried."""
    found = journal.unread()
    if as_json:
        print_json([asdict(dead) for dead in found])
    else:
        print_table(("source", "tries", "reason"), [(dead.source, str(dead.times), dead.reason) for dead in found])


def _line(item: Unread) -> str:
    return item.reason if item.source in item.reason else f"{item.source}: {item.reason}"


def _is_told(item: Unread, before: Sequence[Unread]) -> bool:
    """Whether another source was left for the same reason: a model that answers nobody is told of once."""
    return any(item.reason == other.reason and item.source != other.source for other in before)


def _complain_of_others(unread: Sequence[Unread]) -> None:
    """How many more were left for each reason that was told once."""
    for reason, count in Counter(item.reason for item in unread).items():
        if count > 1 and len({item.source for item in unread if item.reason == reason}) > 1:
            complain(f"{count - 1} more articles were not read for the same reason: {reason}")


def _tell(report: Report) -> None:
    say(f"{report.articles} articles read, {len(report.unread)} could not be")
    say(f"claims: {report.new} new, {report.known} already known, {report.replaced} replaced, {report.refused} refused")
    for reason, count in list(report.rejected.items())[:_MOST_REASONS]:
        say(f"  refused {count} ×: {reason}")
    if len(report.rejected) > _MOST_REASONS:
        say(f"  and {len(report.rejected) - _MOST_REASONS} more reasons: --json has all")
