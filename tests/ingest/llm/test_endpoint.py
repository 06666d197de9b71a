"""One call and its failures: each is one clear sentence, and none takes the other articles with it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.llm.asking import Request
from ingest.llm.endpoint import Endpoint
from ingest.llm.errors import Again, BadAnswer, Barred, ModelError, ModelRefused
from ingest.llm.opening import Opened, opened
from ingest.llm.settings import ModelSettings
from ingest.pipeline import readings
from ingest.sources import Unread
from ontology.records import Article, Reading
from tests.ingest.llm.endpoint import Call, Turn, completion, error, serving
from tests.ingest.llm.samples import answer, entity, relation

REQUEST = Request("tiny", ({"role": "user", "content": "Alpha supplies Beta."},), {"type": "object"})
KEY = "sk-secret-0123456789"
GOOD = answer([entity("Alpha"), entity("Beta")], [relation("Alpha", "supplies", "Beta", 1)])


def asked(turn: Turn, *, timeout: float = 5.0, key: str = KEY) -> str:
    with serving(turn) as server, closing(Endpoint(server.url, key, timeout)) as endpoint:
        return endpoint(REQUEST).text


def failure(turn: Turn, *, timeout: float = 5.0) -> Exception:
    with pytest.raises((ModelError, Again, Barred)) as caught:
        asked(turn, timeout=timeout)
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_answer_and_what_it_took() -> None:
    with serving(completion("{}", read=7, written=3)) as server, closing(Endpoint(server.url, KEY)) as endpoint:
        reply = endpoint(REQUEST)
        assert (reply.text, reply.usage.read, reply.usage.written) == ("{}", 7, 3)
        sent = server.calls[0]
    assert sent.path == "/v1/chat/completions"
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.body["response_format"]["json_schema"]["strict"] is True
    assert sent.body["temperature"] == 0


def test_nothing_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "http://elsewhere-1")
    with serving(completion("{}")) as server, closing(Endpoint(server.url)) as endpoint:
        endpoint(REQUEST)
        assert not any("elsewhere" in value for value in server.calls[0].headers.values())


def test_what_an_endpoint_does_not_take_is_left_out_and_not_tried_again() -> None:
    def picky(call: Call) -> Turn:
        if call.body.get("response_format", {}).get("type") == "json_schema":
            return error(400, "response_format json_schema is not supported")
        if "max_completion_tokens" in call.body:
            return error(400, "Unrecognized request argument: max_completion_tokens")
        return error(400, "'temperature' does not support 0") if "temperature" in call.body else completion("{}")

    with serving(picky) as server, closing(Endpoint(server.url)) as endpoint:
        assert endpoint(REQUEST).text == "{}"
        assert len(server.calls) == 4
        assert endpoint(REQUEST).text == "{}"
        assert len(server.calls) == 5
    assert server.calls[-1].body.keys() == {"model", "messages", "max_tokens", "response_format"}
    assert server.calls[-1].body["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize(
    ("message", "limit"),
    [
        ("max_tokens is too large: 16000. This model supports at most 4096 completion tokens, whereas you provided 16000.", 4096),
        ("max_tokens: 16000 > 8192, which is the maximum allowed number of output tokens for tiny-4-0613", 8192),
        ("`max_completion_tokens` must be less than or equal to `8,192`, the maximum value for this model", 8192),
        ("Unable to submit request: maxOutputTokens (tokens) must be in the range 1 (inclusive) to 8193 (exclusive)", 8192),
        ("max_tokens is too large", 8000),
        (
            "max_tokens is too large: 16000. The context length is 8192 tokens and your request has 3000 input tokens (16000 > 8192-3000)",
            5026,
        ),
        ("This model's maximum context length is 8192 tokens. However, you requested 19000 tokens (3000 in the messages, …)", 5026),
    ],
)
def test_an_answer_that_an_endpoint_finds_too_long_is_made_shorter_once_for_all(message: str, limit: int) -> None:
    def small(call: Call) -> Turn:
        return completion("{}") if call.body["max_completion_tokens"] <= limit + 5 else error(400, message)

    with serving(small) as server, closing(Endpoint(server.url)) as endpoint:
        assert [endpoint(REQUEST).text for _ in range(2)] == ["{}"] * 2
        assert len(server.calls) == 3
        assert server.calls[-1].body["max_completion_tokens"] == server.calls[-2].body["max_completion_tokens"]
        assert limit - 5 <= server.calls[-1].body["max_completion_tokens"] <= limit + 5


def test_an_article_without_room_for_an_answer_is_refused_and_the_next_one_is_not() -> None:
    def small(call: Call) -> Turn:
        if "long" in call.body["messages"][0]["content"]:
            return error(400, "This model's maximum context length is 4096 tokens. Your request has 4090 input tokens.")
        return completion("{}")

    with serving(small) as server, closing(Endpoint(server.url)) as endpoint:
        with pytest.raises(ModelError, match="maximum context length"):
            endpoint(replace(REQUEST, messages=({"role": "user", "content": "long"},)))
        assert len(server.calls) == 1
        assert endpoint(REQUEST).text == "{}"
        assert server.calls[-1].body["max_completion_tokens"] == 16_000


def test_an_endpoint_for_which_no_answer_is_short_enough_is_asked_a_few_times_only() -> None:
    with serving(error(400, "max_tokens is too large")) as server, closing(Endpoint(server.url)) as endpoint:
        with pytest.raises(ModelError, match="turns the request down"):
            endpoint(REQUEST)
        assert len(server.calls) == 6
        assert endpoint.forms.room.most is None


def test_without_a_limit_of_tokens_no_cap_can_hold() -> None:
    def unlimited(call: Call) -> Turn:
        for name in ("max_completion_tokens", "max_tokens"):
            if name in call.body:
                return error(400, f"Unrecognized request argument: {name}")
        return completion("{}")

    with serving(unlimited) as server:
        with closing(Endpoint(server.url)) as endpoint:
            assert endpoint(REQUEST).text == "{}"
        with closing(Endpoint(server.url, capped=True)) as endpoint, pytest.raises(ModelRefused, match="leave them out"):
            endpoint(REQUEST)
        assert len(server.calls) == 5


@pytest.mark.parametrize(
    "echo", [KEY, "".join(f"\\u{ord(c):04x}" for c in KEY), KEY.replace("-", "\\u002d"), KEY.replace("s", "\\u0073", 1)]
)
def test_a_key_that_comes_back_goes_no_further(echo: str, tmp_path: Path) -> None:
    said = GOOD.replace('"supplies"', f'"{echo}"')
    with serving(completion(said)) as server, closing(reader(server.url, tmp_path)) as found:
        (item,) = readings(ARTICLES[:1], found.reader)
        assert isinstance(item, Reading)
        assert item.rejections
        shown = str(item.rejections)
    kept = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json"))
    for text in (shown, kept, json.loads(kept)["answer"], str(json.loads(json.loads(kept)["answer"]))):
        assert KEY not in text


def test_a_word_that_is_no_secret_stays_in_the_answer() -> None:
    assert asked(completion("ollama \\u0041"), key="ollama") == "ollama \\u0041"
    assert asked(completion(r"\\\\u0041 \\u0041"), key=KEY) == r"\\\\u0041 \\u0041"


def test_an_answer_that_had_no_room_says_so(tmp_path: Path) -> None:
    two = answer([entity("Alpha"), entity("Beta")], [relation("Alpha", "supplies", "Beta", 1), relation("Beta", "sues", "Alpha", 2)])
    for text, words in ((two[:-30], "cut off at 4096 tokens, which is all"), (GOOD[:40], "cut off at 4096 tokens, before its first")):

        def small(call: Call, text: str = text) -> Turn:
            if call.body["max_completion_tokens"] > 4096:
                return error(400, "max_tokens is too large: this model supports at most 4096 completion tokens")
            return completion(text, finish="length")

        for _ in range(2):  # the second time from what is kept
            with serving(small) as server, closing(reader(server.url, tmp_path / str(len(text)))) as found:
                (item,) = readings(ARTICLES[:1], found.reader)
            told = item.reason if isinstance(item, Unread) else str([one.reasons for one in item.rejections])
            assert words in told


def test_a_request_that_is_wrong_in_another_way_is_told() -> None:
    found = failure(error(400, "This model's maximum context length is 4096 tokens"))
    assert isinstance(found, ModelError)
    assert "turns the request down (400): Error code: 400" in str(found) or "context length" in str(found)


@pytest.mark.parametrize(
    ("turn", "kind", "words"),
    [
        (error(401, f"Incorrect API key provided: {KEY}"), ModelRefused, "does not accept the key (401)"),
        (error(403, f"the key {KEY} may not"), ModelRefused, "does not let this key use the model (403)"),
        (error(403, "Country, region, or territory not supported"), ModelRefused, "(403)"),
        (error(403, "Your chosen model requires moderation and your input was flagged"), Barred, "does not let this article through (403)"),
        (Turn(b"<html>Forbidden</html>", 403, {"Content-Type": "text/html"}), Barred, "(403)"),
        (error(404, "no such model"), ModelRefused, "does not have this model"),
        (error(402, "pay"), ModelRefused, "asks to be paid first"),
        (error(429, "You exceeded your quota", code="insufficient_quota"), ModelRefused, "asks to be paid first"),
        (error(429, "slow down", retry_after="7"), Again, "(429)"),
        (error(500, "oops"), Again, "(500)"),
        (error(503, "busy"), Again, "(503)"),
        (Turn(b"<html>gateway</html>", 502, {"Content-Type": "text/html"}), Again, "(502)"),
        (Turn(b"", 307, {"Location": "http://127.0.0.1:9/v1/chat/completions"}), ModelRefused, "sends us elsewhere (307)"),
        (error(418, "teapot"), ModelError, "(418)"),
        (Turn(b"<html>welcome</html>", 200, {"Content-Type": "text/html"}), BadAnswer, "not as an OpenAI-compatible API does"),
        (Turn(b'{"choices": []}'), BadAnswer, "not as an OpenAI-compatible API does"),
        (Turn(b"[" * 100_000), BadAnswer, "not as an OpenAI-compatible API does"),
        (Turn(b'{"choices": ["a"]}'), BadAnswer, "not as an OpenAI-compatible API does"),
        (Turn(b'"' + b"a" * 10_000_000 + b'"'), BadAnswer, "longer than 4000000 bytes"),
        (Turn(b'{"choices": [{"message": {"content": "{}"}}]}', drop=20), Again, "broke off its answer"),
        (Turn(b"", drop=0), BadAnswer, "not as an OpenAI-compatible API does"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_failures_are_told_apart(turn: Turn, kind: type[Exception], words: str) -> None:
    found = failure(turn)
    assert type(found) is kind
    assert words in str(found)


def test_a_wait_that_the_server_asks_for_is_kept_in_mind() -> None:
    found = failure(error(429, "slow down", retry_after="7"))
    assert isinstance(found, Again)
    assert found.after == 7.0
    assert not found.paid


def test_time_outs_count_as_paid() -> None:
    for turn in (replace(completion("{}"), after=2.0), replace(completion("{}"), drip=0.05)):
        start = time.monotonic()
        found = failure(turn, timeout=0.4)
        assert isinstance(found, Again)
        assert found.paid
        assert "within 0.4 seconds" in str(found)
        assert time.monotonic() - start < 1.9


def test_a_server_that_is_not_there_costs_nothing() -> None:
    with closing(Endpoint("http://127.0.0.1:9/v1", timeout=2.0)) as endpoint, pytest.raises(Again, match="cannot be reached") as caught:
        endpoint(REQUEST)
    assert not caught.value.paid


def test_answers_in_parts_and_refusals() -> None:
    parts = [{"type": "thinking", "thinking": []}, {"type": "text", "text": "{}"}]
    assert asked(Turn(json.dumps({"choices": [{"message": {"content": parts}}]}).encode())) == "{}"
    found = failure(Turn(json.dumps({"choices": [{"message": {"content": None, "refusal": "I will not"}}]}).encode()))
    assert str(found) == "the model declines to read it"


# ---------------------------------------------------------------- through the whole reader

ARTICLES = [Article(f"Alpha supplies Beta. It rained {n} times.", f"{n}.txt", lang="en") for n in range(3)]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def reader(url: str, folder: Path, **more: object) -> Opened:
    settings: dict[str, object] = {"model": "tiny", "url": url, "answers": folder, "key": KEY, "timeout": 5.0}
    found = opened(ModelSettings(**(settings | more)))  # type: ignore[arg-type]  # each field takes what its test gives
    found.patient.pause = lambda _attempt, _key: 0.01
    return found


def outcomes(found: Opened, *, jobs: int = 1) -> list[str]:
    with closing(found):
        items = readings(ARTICLES, found.reader, jobs=jobs)
        return [item.reason if isinstance(item, Unread) else f"{len(item.claims)} claims" for item in items]


@pytest.mark.parametrize(
    "turn",
    [error(500), error(429, "slow", retry_after="0.01"), Turn(b"", drop=0), replace(completion(GOOD), drop=10)],
    ids=["500", "429", "empty", "cut"],
)
def test_what_passes_is_asked_again_and_the_rest_goes_on(turn: Turn, tmp_path: Path) -> None:
    with serving(completion(GOOD), turn, completion(GOOD)) as server:
        found = outcomes(reader(server.url, tmp_path))
    good = "1 claims"
    assert (found[0], found[2]) == (good, good)
    assert found[1] == good or "not as an OpenAI-compatible API does" in found[1]


@pytest.mark.parametrize("text", ["", "no idea", "{" * 5000, "x" * 500_000, "[1, 2]", '{"entities": 3}', '{"a": ' * 2000])
def test_an_answer_that_is_none_leaves_its_article_and_no_other(text: str, tmp_path: Path) -> None:
    with serving(completion(GOOD), completion(text), completion(GOOD)) as server:
        found = outcomes(reader(server.url, tmp_path))
    assert (found[0], found[2]) == ("1 claims", "1 claims")
    assert "the model's answer" in found[1]
    assert len(found[1]) < 200


def test_a_key_that_is_not_accepted_is_shown_once_and_nowhere(tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    with serving(error(401, f"Incorrect API key provided: {KEY}")) as server:
        found = outcomes(reader(server.url, tmp_path))
        assert len(server.calls) == 1
    assert len(set(found)) == 1
    assert KEY not in found[0] + log.text
    assert KEY not in repr(reader("http://127.0.0.1:9/v1", tmp_path))
    assert not any(KEY in path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json"))


def test_one_article_that_a_filter_stops_leaves_the_others(tmp_path: Path) -> None:
    def filters(call: Call) -> Turn:
        return error(403, "content filter") if "rained 1 " in call.body["messages"][-1]["content"] else completion(GOOD)

    with serving(filters) as server:
        found = outcomes(reader(server.url, tmp_path))
    assert (found[0], found[2]) == ("1 claims", "1 claims")
    assert "does not let this article through (403)" in found[1]


def test_a_server_that_stays_down_is_not_asked_five_times_for_each_article(tmp_path: Path) -> None:
    with serving(error(503)) as server:
        found = outcomes(reader(server.url, tmp_path))
        assert len(server.calls) == 7
    assert all("fails (503)" in reason for reason in found)


def test_a_wait_of_an_hour_is_not_waited_for(tmp_path: Path) -> None:
    with serving(error(429, "tomorrow", retry_after="3600")) as server:
        found = outcomes(reader(server.url, tmp_path))
    assert "it asks to wait 3600 seconds" in found[0]


def test_several_at_once_come_in_order(tmp_path: Path) -> None:
    with serving(replace(completion(GOOD), after=0.2)) as server, closing(reader(server.url, tmp_path)) as found:
        sources = [item.article.source for item in readings(ARTICLES, found.reader, jobs=3) if isinstance(item, Reading)]
        assert server.most == 3
    assert sources == ["0.txt", "1.txt", "2.txt"]
