"""Tokens and money: estimates from above, caps that hold with several calls at once, waits that servers ask for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from pathlib import Path

import pytest

from ingest.llm.asking import Reply, Request, Usage
from ingest.llm.cost import Budget, Price, estimate, price_of, tokens_of
from ingest.llm.errors import Again, Barred, CapReached, ModelError, ModelRefused, ModelUnreachable
from ingest.llm.opening import opened
from ingest.llm.patient import Patient
from ingest.llm.reader import requests_of
from ingest.llm.settings import ModelSettings
from ingest.llm.wait import Pace, pause_of, seconds_of
from ontology.records import Article

REQUEST = Request("tiny", ({"role": "user", "content": "x" * 3000},), {})


@pytest.mark.parametrize(
    ("model", "known"),
    [
        ("gpt-4o", True),
        ("gpt-4o-2024-11-20", True),
        ("openai/gpt-4o-mini", True),
        ("GPT-5", True),
        ("gpt-4o-audio", False),
        ("llama-9", False),
        ("", False),
    ],
)
def test_prices_are_of_the_very_model(model: str, *, known: bool) -> None:
    assert (price_of(model) is not None) == known


def test_the_mini_is_not_charged_like_the_big_one() -> None:
    big, small = price_of("gpt-4o"), price_of("gpt-4o-mini-2024-07-18")
    assert big is not None
    assert small is not None
    assert small.read < big.read


def test_an_estimate_is_from_above() -> None:
    article = Article("Tavia sells chips to Nole, which rents servers from Orr. " * 100, "a.txt", lang="en")
    found = estimate(requests_of(article, "tiny"), Price(1.0, 2.0))
    characters = sum(request.characters for request in requests_of(article, "tiny"))
    assert found.calls == 1
    assert found.usage.read > characters / 4
    assert found.money == pytest.approx((found.usage.read + 2 * found.usage.written) / 1e6)
    assert estimate([], None) == type(found)(0, Usage(), None)


def test_calls_at_once_do_not_overstep_a_cap_together() -> None:
    budget = Budget(500, max_tokens=10_000)

    def call(_: int) -> bool:
        try:
            with budget.call(REQUEST) as taken:
                taken.append(Usage(1, 1000, 500))
        except CapReached:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(call, range(40)))
    assert done == budget.used.calls == 6
    assert budget.used.tokens <= 10_000


def test_a_cap_of_money_needs_and_uses_the_price() -> None:
    budget = Budget(1000, Price(1000.0, 1000.0), max_cost=2.0)
    with (
        pytest.raises(CapReached, match=r"the cap of \$2 leaves no room for it \(\$0\.0000 are spent\): raise --max-cost"),
        budget.call(REQUEST),
    ):
        pass


@pytest.mark.parametrize("price", [(float("nan"), 1.0), (1.0, float("inf")), (-1.0, 1.0)])
def test_a_price_is_a_number_that_can_be_counted_with(price: tuple[float, float]) -> None:
    with pytest.raises(ModelError, match="expected numbers from 0 up"):
        Price(*price)


def test_a_cap_that_is_no_number_allows_nothing() -> None:
    with pytest.raises(CapReached), Budget(1, Price(1.0, 1.0), max_cost=float("nan")).call(REQUEST):
        pass


def test_an_endpoint_that_oversteps_its_limit_once_is_counted_with_it_from_then_on() -> None:
    budget = Budget(500, max_tokens=10_000)
    with budget.call(REQUEST) as taken:
        taken.append(Usage(1, 2100, 4000))
    with pytest.raises(CapReached, match="6100 are used"), budget.call(REQUEST):
        pass


def test_signs_of_other_scripts_count_for_what_they_may_take() -> None:
    plain, foreign = (tokens_of(Request("tiny", ({"role": "user", "content": word * 300},), {})) for word in ("été", "台積電"))
    assert plain < 400
    assert foreign > 2700


def test_what_is_asked_twice_is_counted_once(tmp_path: Path) -> None:
    found = opened(ModelSettings(model="tiny", url="http://127.0.0.1:9/v1", answers=tmp_path))
    articles = [Article("Tavia sells chips to Nole.", f"{n}.txt", lang="en") for n in range(4)]
    assert found.estimate(articles).calls == 1


def test_three_articles_in_a_row_that_are_barred_end_it() -> None:
    turns = iter([Barred("no"), Barred("no"), None, Barred("no"), Barred("no"), Barred("no")])
    asked: list[Request] = []

    def answers(request: Request) -> Reply:
        asked.append(request)
        if (bar := next(turns)) is not None:
            raise bar
        return Reply("{}")

    patient = Patient(answers, Budget(500))
    kinds = []
    for _ in range(8):
        try:
            patient(REQUEST)
        except ModelError as error:
            kinds.append(type(error))
    assert kinds == [ModelError] * 4 + [ModelRefused] * 3
    assert len(asked) == 6


def test_what_fails_is_given_back_and_what_may_be_paid_is_counted() -> None:
    budget = Budget(500, max_tokens=100_000)

    def fails(_: Request) -> Reply:
        raise Again("no", paid=True)

    with pytest.raises(ModelUnreachable):
        Patient(fails, budget, attempts=2, pause=lambda _a, _k: 0.0)(REQUEST)
    assert (budget.used.calls, budget.used.written) == (2, 1000)
    assert budget.used.read > 2000


def test_pauses_grow_and_are_the_same_at_each_run() -> None:
    pauses = [pause_of(attempt, "key") for attempt in range(1, 9)]
    assert pauses == [pause_of(attempt, "key") for attempt in range(1, 9)]
    assert pauses != [pause_of(attempt, "other") for attempt in range(1, 9)]
    assert all(0.5 * 2**n <= pause <= 2**n for n, pause in enumerate(pauses[:6]))
    assert max(pauses) <= 60


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": formatdate(1060, usegmt=True)}, 60.0),
        ({"retry-after": formatdate(10, usegmt=True)}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, 0.0),
        ({}, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_of(headers, now=lambda: 1000.0) == seconds


def test_all_calls_wait_together_and_not_after_the_end() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    assert pace.wait()
    pace.hold(5.0)
    pace.hold(1.0)
    pace.stop.set()
    assert not pace.wait()
    pace.stop.clear()
    now[0] = 6.0
    assert pace.wait()
