"""The commands that read articles, with their options; what they need is imported when they run."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from typer import Argument, Exit, Option

from api.cli.options import (
    Columns,
    Date,
    Endpoint,
    Jobs,
    Json,
    Labels,
    Lang,
    LlmConfig,
    MaxCost,
    MaxTokens,
    MinConfidence,
    Model,
    Paths,
    Publisher,
    Reader,
    SecondPass,
)
from api.cli.sharing import sharing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from api.cli.models import Reader as By
    from api.model_settings import ModelOptions
    from api.settings import Settings
    from ingest.journal import Journal
    from ingest.sources import Unread
    from ontology.records import Article

    Articles: TypeAlias = Iterator[Article | Unread]

__all__ = ["Reading", "evaluate", "extract", "ingest", "unread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The options that all commands share which read articles."""

    publisher: Publisher = None
    date: Date = None
    lang: Lang = None
    columns: Columns = None
    min_confidence: MinConfidence = None
    jobs: Jobs = None
    reader: Reader = "rules"
    model: Model = None
    endpoint: Endpoint = None
    max_tokens: MaxTokens = None
    max_cost: MaxCost = None
    second_pass: SecondPass = None
    llm_config: LlmConfig = None
    labels: Labels = None

    def articles(self, paths: list[str], settings: Settings, journal: Journal | None = None) -> Articles:
        """The articles at these paths and addresses that the journal does not know."""
        from api.cli.reading import articles_at
        from ingest.web.terms import Politeness

        said = {"publisher": self.publisher, "date": self.date, "lang": self.lang, "columns": self.columns}
        return articles_at(paths, politeness=Politeness(private=settings.private_hosts), journal=journal, **said)

    def journal(self, settings: Settings, *, again: bool = False) -> Journal:
        """What this reader, so told, has read into this graph."""
        from ingest.journal import Journal

        told = [self.publisher, self.date, self.lang, self.columns, self.min_confidence]
        reader = self.reader if self.model is None else f"{self.reader} {self.model}"
        return Journal(settings.journal, settings.graph, reader, "" if not any(told) else repr(told), again)

    def checked(self, settings: Settings) -> Settings:
        """The settings, once it is known that somebody can read: an engine takes seconds to start, a slip of the pen is told before."""
        from api.cli.models import check_reader, floor

        check_reader(self.reader, self._model)
        floor(self.min_confidence, settings)
        return settings

    def by(self, items: Articles, settings: Settings) -> AbstractContextManager[By]:
        """Who reads them."""
        from api.cli.models import floor, reader_for

        return reader_for(self.reader, self._model, items, least=floor(self.min_confidence, settings))

    @property
    def _model(self) -> ModelOptions:
        from api.model_settings import ModelOptions

        return ModelOptions(**{field.name: getattr(self, field.name) for field in fields(ModelOptions)})


@sharing(Reading)
def ingest(
    *,
    paths: Paths,
    again: Annotated[bool, Option("--again", help="Read also what was read before, replacing what an older version said.")] = False,
    report: Annotated[Path | None, Option(help="Also write a page that lists what was read, found and refused, as report.html.")] = None,
    json: Json = False,
    shared: Reading,
) -> None:
    """Read articles and store what they say; what was read before and did not change is passed over."""
    from contextlib import closing

    from api.cli.keeping import writable
    from api.settings import Settings

    settings = shared.checked(Settings.read())
    page = writable(report, instead="") if report else None
    with closing(shared.journal(settings, again=again)) as journal:
        all_read = _ingested(paths, journal, settings, shared, as_json=json, page=page)
    raise Exit(0 if all_read else 1)


@sharing(Reading)
def unread(
    *,
    retry: Annotated[bool, Option("--retry", help="Try to read them again.")] = False,
    json: Json = False,
    shared: Reading,
) -> None:
    """List the sources that could not be read, with the reasons; or try them again."""
    from contextlib import closing

    from api.cli.reading import list_unread
    from api.settings import Settings

    settings = shared.checked(Settings.read())
    with closing(shared.journal(settings)) as journal:
        if not retry:
            list_unread(journal, as_json=json)
            raise Exit
        all_read = _ingested(journal.revive(), journal, settings, shared, as_json=json)
    raise Exit(0 if all_read else 1)


def _ingested(paths: list[str], journal: Journal, settings: Settings, shared: Reading, *, as_json: bool, page: Path | None = None) -> bool:
    from api.cli.reading import ingest as run
    from api.cli.stopping import stoppable
    from api.stores import open_store

    items = shared.articles(paths, settings, journal)
    with stoppable(paths, "are in the graph") as stop, open_store(settings) as store:
        stop.passed = journal.skipped.total
        journal.settle(store)
        with shared.by(items, settings) as by:
            return run(
                store,
                paths,
                by.items,
                extractor=by.extractor,
                as_json=as_json,
                jobs=by.jobs,
                taken=by.taken,
                stop=stop,
                journal=journal,
                page=page,
            )


@sharing(Reading)
def extract(*, paths: Paths, shared: Reading) -> None:
    """Print what articles say, one claim in JSON a line. Nothing is stored."""
    from api.cli.reading import extract as run
    from api.cli.stopping import stoppable
    from api.settings import Settings

    settings = shared.checked(Settings.read())
    items = shared.articles(paths, settings)
    with stoppable(paths, "are printed") as stop, shared.by(items, settings) as by:
        all_read = run(paths, by.items, extractor=by.extractor, jobs=by.jobs, taken=by.taken, stop=stop)
    raise Exit(0 if all_read else 1)


def evaluate(
    *,
    gold: Annotated[Path, Argument(metavar="GOLD", help="A folder of gold, one <id>.json an article.", show_default=False)],
    articles: Annotated[
        Path, Argument(metavar="ARTICLES", help="The folder of the articles, their files' names starting with the id.", show_default=False)
    ],
    claims: Annotated[Path | None, Option(help="Claims as 'extract' prints them; otherwise the articles are read.")] = None,
    reader: Annotated[str, Option(help="Who reads without --claims: rules, or fast.")] = "rules",
    min_confidence: MinConfidence = None,
    jobs: Jobs = None,
    json: Json = False,
    html: Annotated[Path | None, Option(help="Also write a page with the figures and every missed and false edge.")] = None,
) -> None:
    """Measure how much of what careful readers draw from articles is found, and how much of what is found is right."""
    from api.cli.evaluating import evaluation
    from api.cli.models import floor, offline
    from api.settings import Settings
    from ingest.workers import cores

    least = floor(min_confidence, Settings.read())
    by = offline(reader, least)
    all_read = evaluation(
        gold, articles, extractor=by, jobs=jobs or cores(), claims=claims, min_confidence=least or 0.0, as_json=json, page=html
    )
    raise Exit(0 if all_read else 1)
