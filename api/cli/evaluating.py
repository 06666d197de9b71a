"""evaluate: what the program draws from articles, or claims that it drew, held against gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from api.cli.keeping import writable
from api.cli.output import complain, print_json, print_table, say
from api.cli.progress import progress
from api.errors import BadParameter
from graph.export.files import write_whole
from ingest.evaluation import Annotated, Evaluation, Said, annotated, evaluate, read_claims, read_gold, said
from ingest.extract import Extractor
from ingest.pipeline import readings
from ingest.sources import Unread
from ingest.workers import shared
from ontology.records import Json

__all__ = ["evaluation"]


def evaluation(
    gold: Path,
    folder: Path,
    *,
    extractor: Extractor,
    jobs: int = 1,
    claims: Path | None = None,
    min_confidence: float = 0.0,
    as_json: bool = False,
    page: Path | None = None,
) -> bool:
    """Print the figures, and write the page if one is wanted; say whether every article could be read. ``jobs`` processes read."""
    target = None if page is None else _target(page)
    articles = annotated(read_gold(gold), folder)
    made, all_read = (read_claims(claims), True) if claims is not None else _read(articles, extractor, jobs)
    found = evaluate(articles, made, min_confidence=min_confidence)
    if found.others:
        complain(f"{found.others} claims belong to no article of the gold: the name of their article's file should start with its id")
    if target is not None:
        from ingest.evaluation.page import evaluation_page  # noqa: PLC0415 - jinja2 is slow to import

        write_whole(target, [evaluation_page(found)])
    if as_json:
        print_json(found.to_json())
    else:
        _tell(found)
    return all_read


def _target(page: Path) -> Path:
    if str(page) == "-":
        raise BadParameter("--html - is no file: name one; the figures go to standard output")
    return writable(page, instead="")


def _read(articles: Sequence[Annotated], extractor: Extractor, jobs: int) -> tuple[list[Said], bool]:
    """What the extractor draws from the articles, and whether it could read each of them."""
    found: list[Said] = []
    all_read = True
    items, sources = [one.article for one in articles], [one.article.source for one in articles]
    with progress(sources, str) as advance, shared(extractor, items, processes=jobs) as work:
        for item in readings(work.items, work.extractor, jobs=work.jobs):
            if isinstance(item, Unread):
                all_read = False
                complain(f"{item.source}: {item.reason}")
            else:
                found += [said(claim.to_json()) for claim in item.claims]
            advance(item)
    return found, all_read


def _tell(found: Evaluation) -> None:
    told, whole = found.to_json(), found.whole
    say(f"{told['articles']} articles, {told['required']} edges that should be found, {told['found']} found")
    rows = ((name.replace(".", " "), value, whole.intervals[name]) for name, value in whole.figures.items())
    print_table(("figure", "value", "95 % interval"), [(name, _number(value), _range(ends)) for name, value, ends in rows])
    print_table(
        ("status", "precision", "recall", "f1", "times true"),
        [(f"{field} {value}", *_scores(row), str(row["n"])) for field, values in told["classes"].items() for value, row in values.items()],
    )
    for title in ("relation", "language"):
        print_table((title, "precision", "recall", "f1", "95 % of f1", "right", "false", "missed"), _parts(told[f"{title}s"]))
    calibration = told["calibration"]
    say(f"confidence: expected calibration error {_number(calibration['error'])} over {calibration['edges']} edges")
    bins: Iterable[Json] = (row for row in calibration["bins"] if row["count"])
    print_table(
        ("confidence", "edges", "mean", "right"),
        [(f"{row['start']}–{row['end']}", str(row["count"]), _number(row["confidence"]), _number(row["right"])) for row in bins],
    )


def _parts(rows: Json) -> list[tuple[str, ...]]:
    counted = ("tp", "fp", "fn")
    return [(name, *_scores(row), _range(row["f1_interval"]), *(str(row[count]) for count in counted)) for name, row in rows.items()]


def _scores(row: Json) -> tuple[str, ...]:
    return tuple(_number(row[name]) for name in ("precision", "recall", "f1"))


def _range(ends: tuple[float, float]) -> str:
    return f"{_number(ends[0])}–{_number(ends[1])}"


def _number(value: float) -> str:
    return f"{value:.3f}"
