"""Which reader a command reads with; for a model, what is said before the first call and after the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.cli.output import complain
from api.cli.stopping import Aside
from api.errors import BadParameter
from api.model_settings import ModelOptions, model_settings
from api.settings import Settings
from api.values import checked_share
from ingest.extract import Extractor
from ingest.llm.both import BothReaders, OneAtATime
from ingest.llm.cost import Estimate
from ingest.llm.opening import Opened, opened
from ingest.rules import fast_extractor, rules_extractor
from ingest.sources import Unread
from ingest.surer import surer
from ingest.workers import cores, shared
from ontology.records import Article

__all__ = ["OFFLINE", "READERS", "Reader", "check_reader", "floor", "offline", "reader_for"]

OFFLINE: Mapping[str, Callable[[float | None], Extractor]] = {"rules": rules_extractor, "fast": fast_extractor}
"""The readers that need no model of anyone else's, each made with its floor."""
READERS = (*OFFLINE, "llm", "both", "local")
_ASKING = ("llm", "both")
_READERS_OF = {"model": ("llm", "both", "local"), "labels": ("local",), "jobs": (*OFFLINE, "llm", "both")}
"""The readers that an option is for; others than these are for those that ask a model."""


@dataclass(frozen=True, slots=True)
class Reader:
    """An extractor with the articles for it, how many are in hand at once, and the model behind it if there is one."""

    extractor: Extractor
    items: Iterable[Article | Unread]
    jobs: int = 1
    model: Opened | None = field(default=None, repr=False)

    def taken(self) -> str:
        """What was used so far: ``12 calls, 34567 tokens, $0.12``; empty when nothing is paid for."""
        if self.model is None:
            return ""
        used, money = self.model.budget.used, self.model.budget.money
        return f"{used.calls} calls, {used.tokens} tokens" + ("" if money is None else f", ${money:.4f}")


def floor(given: float | None, settings: Settings) -> float | None:
    """How sure a reader must be: what the user says, else the setting; None for what the reader itself thinks enough."""
    return settings.min_confidence if given is None else checked_share("--min-confidence", given)


def offline(kind: str, least: float | None) -> Extractor:
    """The offline reader of this kind; raises BadParameter for one that asks a model."""
    if kind not in OFFLINE:
        raise BadParameter(f"--reader is {kind!r}: expected {' or '.join(OFFLINE)}; for others, give what 'extract' prints with --claims")
    return OFFLINE[kind](least)


def check_reader(kind: str, options: ModelOptions) -> None:
    """Raise BadParameter or BadSetting when there can be no such reader; nothing is opened, so that a slip costs no time."""
    if kind not in READERS:
        raise BadParameter(f"--reader is {kind!r}: expected {', '.join(READERS)}")
    if idle := [
        name for name in ModelOptions.__slots__ if getattr(options, name) is not None and kind not in _READERS_OF.get(name, _ASKING)
    ]:
        right = " or ".join(_READERS_OF.get(idle[0], _ASKING))
        raise BadParameter(f"--{idle[0].replace('_', '-')} goes with --reader {right}: {kind} takes no notice of it")
    if kind == "local" and not options.model:
        raise BadParameter("--reader local needs --model: a folder with a model and its aigraph.json, or a model on the hub as org/name")
    if kind in _ASKING:
        model_settings(options, home=Settings.read().home)


@contextmanager
def reader_for(kind: str, options: ModelOptions, items: Iterable[Article | Unread], *, least: float | None = None) -> Iterator[Reader]:
    """The reader of this kind for these articles. A model's says on standard error where their text goes, and at the end what it took."""
    check_reader(kind, options)
    if kind in OFFLINE:
        with shared(OFFLINE[kind](least), items, processes=options.jobs or cores()) as work:
            yield Reader(work.extractor, work.items, work.jobs)
        return
    if kind == "local":
        yield Reader(_local(options, least), items)
        return
    settings = model_settings(options, home=Settings.read().home)
    witness = OneAtATime(rules_extractor())
    model = opened(settings, witness=witness)
    offline = OneAtATime(rules_extractor(least), witness.alone)
    extractor = surer(BothReaders(model.reader, offline) if kind == "both" else model.reader, least)
    whole = list(items)
    reader = Reader(extractor if settings.jobs > 1 else Aside(extractor), whole, settings.jobs, model)
    articles = [item for item in whole if isinstance(item, Article)]
    complain(_announcement(model, model.estimate(articles), len(articles)))
    try:
        yield reader
    finally:
        model.close()
        complain(f"{settings.model}: {reader.taken()} used")


def _local(options: ModelOptions, least: float | None) -> Extractor:
    from ingest.local.reader import local_reader  # noqa: PLC0415 - seldom asked for

    return local_reader(str(options.model), labels=options.labels, tell=complain, least=least)


def _announcement(model: Opened, expected: Estimate, articles: int) -> str:
    settings = model.settings
    where = "on this machine" if settings.is_local else "over the network"
    if not expected.calls and not settings.second_pass:
        return f"{settings.model}: all answers for {articles} articles are kept from before, nothing is sent"
    cost = "its price is not known" if expected.money is None else f"about ${expected.money:.4f}"
    cost += f" at list prices of {settings.price_date}" if settings.price_date else ""
    tokens = f"about {expected.usage.read} tokens to read and {expected.usage.written} to write"
    goes = f"the text of {articles} articles goes to {settings.url} ({where}), model {settings.model}"
    asked_again = ", and one call more for each doubtful claim" if settings.second_pass else ""
    return f"{goes}: {expected.calls} calls, {tokens}, {cost}{asked_again}"
