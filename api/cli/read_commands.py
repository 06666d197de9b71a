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
    from api.settings import Settings
    from ingest.sources import Unread
    from ontology.records import Article

    Articles: TypeAlias = Iterator[Article | Unread]

__all__ = ["evaluate", "extract", "ingest"]


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

    def articles(self, paths: list[str], settings: Settings) -> Articles:
        """The articles at these paths and addresses."""
        from api.cli.reading import articles_at

        said = {"publisher": self.publisher, "date": self.date, "lang": self.lang, "columns": self.columns}
        return articles_at(paths, private_hosts=settings.private_hosts, **said)

    def by(self, items: Articles, settings: Settings) -> AbstractContextManager[By]:
        """Who reads them."""
        from api.cli.models import floor, reader_for
        from api.model_settings import ModelOptions

        given = ModelOptions(**{field.name: getattr(self, field.name) for field in fields(ModelOptions)})
        return reader_for(self.reader, given, items, least=floor(self.min_confidence, settings))


@sharing(Reading)
def ingest(*, paths: Paths, json: Json = False, shared: Reading) -> None:
    """Read articles and store what they say. Reading the same article again changes nothing."""
    from api.cli.reading import ingest as run
    from api.cli.stopping import stoppable
    from api.settings import Settings
    from api.stores import open_store

    settings = Settings.read()
    items = shared.articles(paths, settings)
    with (
        stoppable(paths, "are in the graph") as stop,
        shared.by(items, settings) as by,
        open_store(settings) as store,
    ):
        all_read = run(store, paths, by.items, extractor=by.extractor, as_json=json, jobs=by.jobs, taken=by.taken, stop=stop)
    raise Exit(0 if all_read else 1)


@sharing(Reading)
def extract(*, paths: Paths, shared: Reading) -> None:
    """Print what articles say, one claim in JSON a line. Nothing is stored."""
    from api.cli.reading import extract as run
    from api.cli.stopping import stoppable
    from api.settings import Settings

    settings = Settings.read()
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
