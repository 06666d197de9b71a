"""Settings of a model: options before the environment before the file; keys only where they belong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from api.errors import BadSetting, UsageError
from api.model_settings import ModelOptions, model_settings
from ingest.llm.cost import Price
from ingest.llm.settings import ModelSettings


def read(home: Path, environment: dict[str, str] | None = None, **options: object) -> ModelSettings:
    return model_settings(ModelOptions(**options), home=home, environment=environment or {})  # type: ignore[arg-type]  # each field takes what its test gives


def test_options_go_before_the_environment_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "llm.toml").write_text('model = "c"\nendpoint = "ollama"\njobs = 7\nmax_tokens = 9\n', encoding="utf-8")
    found = read(tmp_path)
    assert (found.model, found.url, found.jobs, found.max_tokens, found.is_local) == ("c", "http://127.0.0.1:11434/v1", 7, 9, True)
    found = read(tmp_path, {"AIGRAPH_LLM_MODEL": "b", "AIGRAPH_LLM_ENDPOINT": "https://b.example/v1/"})
    assert (found.model, found.url, found.is_local) == ("b", "https://b.example/v1", False)
    found = read(tmp_path, {"AIGRAPH_LLM_MODEL": "b"}, model="a", jobs=2)
    assert (found.model, found.jobs) == ("a", 2)
    assert found.answers == tmp_path / "answers"


def test_a_providers_key_goes_to_the_provider_only(tmp_path: Path) -> None:
    keys = {"OPENAI_API_KEY": "sk-openai", "MISTRAL_API_KEY": "sk-mistral"}
    assert read(tmp_path, keys, model="m", endpoint="openai").key == "sk-openai"
    assert read(tmp_path, keys, model="m", endpoint="https://api.mistral.ai/v1").key == "sk-mistral"
    assert read(tmp_path, keys, model="m", endpoint="https://other.example/v1").key == ""
    assert read(tmp_path, keys | {"AIGRAPH_LLM_KEY": "own"}, model="m", endpoint="openai").key == "own"
    assert "sk-openai" not in repr(read(tmp_path, keys, model="m", endpoint="openai"))


def test_a_key_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-file\n", encoding="utf-8")
    given = {"AIGRAPH_LLM_KEY_FILE": str(tmp_path / "key")}
    assert read(tmp_path, given, model="m", endpoint="openai").key == "sk-file"
    (tmp_path / "llm.toml").write_text(f'key_file = "{tmp_path / "key"}"\n', encoding="utf-8")
    assert read(tmp_path, model="m", endpoint="openai").key == "sk-file"


def test_a_key_file_is_taken_from_the_folder_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "mine").write_text("sk-file", encoding="utf-8")
    (tmp_path / "llm.toml").write_text('key_file = "keys/mine"\n', encoding="utf-8")
    monkeypatch.chdir("/")
    assert read(tmp_path, model="m", endpoint="openai").key == "sk-file"
    monkeypatch.setenv("HOME", str(tmp_path / "keys"))
    (tmp_path / "llm.toml").write_text('key_file = "~/mine"\n', encoding="utf-8")
    assert read(tmp_path, model="m", endpoint="openai").key == "sk-file"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no key: it is empty"),
        (b" \n\n", "holds no key: it is empty"),
        (b"sk-1\nsk-1\n", "holds white space between other characters"),
        (b"sk 1", "holds white space between other characters"),
        (b"sk-1\x00", "holds characters that no key has"),
        (b"\xff\xfe", "cannot be read (it is no UTF-8 text)"),
    ],
)
def test_a_key_file_without_a_key_is_told_by_its_name(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "key").write_bytes(content)
    given = {"AIGRAPH_LLM_KEY_FILE": str(tmp_path / "key"), "OPENAI_API_KEY": "sk-1"}
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, given, model="m", endpoint="openai")
    assert str(caught.value).startswith(f"the key's file '{tmp_path / 'key'}' ")
    assert words in str(caught.value)
    assert "sk-1" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "http://[::1]:8000/v1", "https://a-b.example.org:443/x/v1", "http://my_host/v1"])
def test_addresses_that_can_be_are_taken_as_they_are(tmp_path: Path, url: str) -> None:
    assert read(tmp_path, model="m", endpoint=f"{url}/").url == url


def test_a_list_price_has_its_month(tmp_path: Path) -> None:
    data = yaml.safe_load(Path("ingest/data/llm/prices.yaml").read_text(encoding="utf-8"))
    assert data["dates"].keys() == data["models"].keys()
    assert all(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", str(month)) for month in data["dates"].values())
    keys = {"OPENAI_API_KEY": "sk-1"}
    assert read(tmp_path, keys, model="gpt-5-mini-2025-08-07", endpoint="openai").price_date == "2025-08"
    assert read(tmp_path, keys, model="unheard-of", endpoint="openai").price_date is None
    assert read(tmp_path, model="gpt-5-mini", endpoint="ollama").price_date is None


def test_prices_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[prices."my-model"]\nread = 1\nwritten = 2.5\n', encoding="utf-8")
    found = read(tmp_path, model="my-model", endpoint="https://a.example/v1", llm_config=tmp_path / "own.toml", max_cost=1.0)
    assert found.price == Price(1.0, 2.5)
    assert read(tmp_path, model="x", endpoint="ollama").price == Price(0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model = ", "cannot be read as TOML"),
        ("colour = 1", "has colour: known are"),
        ('key = "sk-1"', "a key stands in a file of its own, named by key_file"),
        ('jobs = "many"', "has jobs = 'many': expected a number between 1 and 64"),
        ("jobs = 0", "expected a number between 1 and 64"),
        ("max_cost = true", "expected a number"),
        ("second_pass = 1", "expected true or false"),
        ('[prices."m"]\nread = 1', "with read and written"),
        ("model = 4", "expected text"),
        ("max_cost = nan", "has max_cost = nan: expected a number between"),
        ("max_cost = inf", "expected a number between"),
        ('[prices."m"]\nread = nan\nwritten = 1', "from 0 up"),
        ('[prices."m"]\nread = 1\nwritten = inf', "from 0 up"),
        ('[prices."m"]\nread = -1\nwritten = 1', "from 0 up"),
        ('[prices."m"]\nread = true\nwritten = 1', "from 0 up"),
    ],
)
def test_a_file_that_is_wrong_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "llm.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read(tmp_path, model="m", endpoint="ollama")
    assert words in str(caught.value)
    assert "sk-1" not in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "options", "words"),
    [
        ({}, {}, "none is named: name it with --model"),
        ({}, {"model": "m"}, "none is named: --endpoint"),
        ({}, {"model": "m", "endpoint": "nowhere"}, "endpoint 'nowhere' is none of openai"),
        ({}, {"model": "m", "endpoint": "ftp://a/v1"}, "nor an address as https://host/v1"),
        ({}, {"model": "m", "endpoint": "https://me:secret@a.example/v1"}, "holds a login"),
        ({}, {"model": "m", "endpoint": "openai"}, "there is no key for https://api.openai.com/v1"),
        ({"AIGRAPH_LLM_KEY": "a", "AIGRAPH_LLM_KEY_FILE": "b"}, {"model": "m", "endpoint": "openai"}, "are both set"),
        ({"AIGRAPH_LLM_KEY_FILE": "/nowhere"}, {"model": "m", "endpoint": "openai"}, "cannot be read"),
        ({"AIGRAPH_LLM_KEY": "sk-1"}, {"model": "m", "endpoint": "http://far.example/v1"}, "would get the key unencrypted"),
        ({"AIGRAPH_LLM_KEY": "sk-1\nx"}, {"model": "m", "endpoint": "openai"}, "AIGRAPH_LLM_KEY holds white space between"),
        ({"OPENAI_API_KEY": "sk-1 x"}, {"model": "m", "endpoint": "openai"}, "OPENAI_API_KEY holds white space between"),
        ({"AIGRAPH_LLM_KEY": "sk-1\x07"}, {"model": "m", "endpoint": "openai"}, "AIGRAPH_LLM_KEY holds characters that no key has"),
        ({"AIGRAPH_LLM_KEY": "clé"}, {"model": "m", "endpoint": "openai"}, "AIGRAPH_LLM_KEY holds characters that no key has"),
        ({"AIGRAPH_LLM_KEY": " \n"}, {"model": "m", "endpoint": "openai"}, "AIGRAPH_LLM_KEY holds no key: it is empty"),
        ({}, {"model": "m\x1b[2J", "endpoint": "ollama"}, "the model is called 'm\\x1b[2J': expected a name in one line"),
        ({}, {"model": "a\nb", "endpoint": "ollama"}, "expected a name in one line"),
        ({}, {"model": "m", "endpoint": "https://a.example/v1", "max_cost": float("nan")}, "--max-cost is nan: expected a number between"),
        ({}, {"model": "m", "endpoint": "https://a.example/v1", "max_cost": float("inf")}, "--max-cost is inf: expected a number between"),
        ({}, {"model": "m", "endpoint": "http://[bad"}, "endpoint 'http://[bad' is no address"),
        ({}, {"model": "m", "endpoint": "http://me:secret@[bad"}, "holds a login"),
        ({}, {"model": "m", "endpoint": "http://a.example:99999/v1"}, "is no address (Port out of range 0-65535)"),
        ({}, {"model": "m", "endpoint": "http://a.example:x/v1"}, "is no address"),
        ({}, {"model": "m", "endpoint": "http://a.example:0/v1"}, "has port 0"),
        ({}, {"model": "m", "endpoint": "https://a.example/v1?key=secret"}, "endpoint 'https://a.example/v1' goes on with ? or #"),
        ({}, {"model": "m", "endpoint": "https://a.example/v1#top"}, "goes on with ? or #"),
        ({}, {"model": "m", "endpoint": "https://a.example/v1?"}, "goes on with ? or #"),
        ({}, {"model": "m", "endpoint": "https://a.example/v 1"}, "white space or control characters"),
        ({}, {"model": "m", "endpoint": "https://a.example/\x00v1"}, "white space or control characters"),
        ({}, {"model": "m", "endpoint": "https://a..example/v1"}, "names no host that can be"),
        ({}, {"model": "m", "endpoint": "https://-a.example/v1"}, "names no host that can be"),
        ({}, {"model": "m", "endpoint": f"https://{'a' * 64}.example/v1"}, "names no host that can be"),
        ({}, {"model": "m", "endpoint": "https://a.example\\v1"}, "names no host that can be"),
        ({}, {"model": "m", "endpoint": "https:///v1"}, "nor an address as https://host/v1"),
        ({}, {"model": "unheard-of", "endpoint": "https://a.example/v1", "max_cost": 1.0}, "--max-cost needs the price of unheard-of"),
    ],
)
def test_what_is_missing_or_wrong_is_told(tmp_path: Path, environment: dict[str, str], options: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, environment, **options)
    assert words in str(caught.value)
    assert not any(secret in str(caught.value) for secret in ("sk-1", "secret"))
