"""Settings: what the environment says, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.errors import BadSetting
from api.settings import Settings
from graph.limits import Limits


def test_without_variables_the_embedded_store_is_used_in_the_users_folder() -> None:
    settings = Settings.read({})
    assert settings.store is None
    assert settings.cache is None
    assert settings.home.is_absolute()
    assert settings.engine.is_relative_to(settings.home)


def test_two_homes_do_not_meet_but_share_the_jars(tmp_path: Path) -> None:
    one, other = (Settings.read({"AIGRAPH_HOME": str(tmp_path / name)}) for name in ("one", "other"))
    assert one.engine.is_relative_to(tmp_path / "one")
    assert other.engine.is_relative_to(tmp_path / "other")
    assert one.cache is other.cache is None
    assert Settings.read({"AIGRAPH_CACHE": str(tmp_path / "jars")}).cache == tmp_path / "jars"


def test_an_empty_variable_counts_as_none() -> None:
    assert Settings.read({"AIGRAPH_STORE": "", "AIGRAPH_HOME": "", "AIGRAPH_USER": ""}) == Settings.read({})


def test_a_floor_of_confidence_can_be_set() -> None:
    assert Settings.read({}).min_confidence is None
    assert Settings.read({"AIGRAPH_MIN_CONFIDENCE": "0.6"}).min_confidence == 0.6


def test_a_relative_home_becomes_absolute() -> None:
    assert Settings.read({"AIGRAPH_HOME": "here"}).home == Path.cwd() / "here"


def test_a_server_is_named_with_its_login(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("p w\n", encoding="utf-8")
    named = {"AIGRAPH_STORE": "neo4j://host", "AIGRAPH_USER": "ann", "AIGRAPH_DATABASE": "news"}
    settings = Settings.read(named | {"AIGRAPH_PASSWORD_FILE": str(secret)})
    assert (settings.store, settings.user, settings.password, settings.database) == ("neo4j://host", "ann", "p w", "news")
    assert Settings.read(named | {"AIGRAPH_PASSWORD": "x"}).password == "x"  # noqa: S105 - nobody's
    assert "p w" not in repr(settings)


def test_a_token_takes_the_place_of_a_password(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("t k\n", encoding="utf-8")
    assert Settings.read({"AIGRAPH_TOKEN_FILE": str(secret)}).token == "t k"  # noqa: S105 - nobody's
    assert Settings.read({"AIGRAPH_TOKEN": "x"}).token == "x"  # noqa: S105 - nobody's
    assert "t k" not in repr(Settings.read({"AIGRAPH_TOKEN_FILE": str(secret)}))


def test_pool_and_timeouts_can_be_set() -> None:
    assert Settings.read({}).limits == Limits()
    names = ("AIGRAPH_CONNECTIONS", "AIGRAPH_CONNECT_SECONDS", "AIGRAPH_WAIT_SECONDS", "AIGRAPH_RETRY_SECONDS")
    limits = Settings.read(dict(zip(names, ("8", "1.5", "2", "60"), strict=True))).limits
    assert limits == Limits(connections=8, connect=1.5, wait=2.0, retry=60.0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"AIGRAPH_TOKEN": "x", "AIGRAPH_PASSWORD": "y"}, "a token and a password are both set"),
        ({"AIGRAPH_TOKEN": "x", "AIGRAPH_TOKEN_FILE": "/x"}, "AIGRAPH_TOKEN and AIGRAPH_TOKEN_FILE are both set"),
        ({"AIGRAPH_CONNECTIONS": "0"}, "AIGRAPH_CONNECTIONS is '0': expected a whole number between 1 and 1000"),
        ({"AIGRAPH_CONNECTIONS": "many"}, "AIGRAPH_CONNECTIONS is 'many'"),
        ({"AIGRAPH_CONNECT_SECONDS": "0"}, "AIGRAPH_CONNECT_SECONDS is '0': expected a number of seconds"),
        ({"AIGRAPH_WAIT_SECONDS": "inf"}, "AIGRAPH_WAIT_SECONDS is 'inf'"),
        ({"AIGRAPH_RETRY_SECONDS": "-1"}, "AIGRAPH_RETRY_SECONDS is '-1'"),
        ({"AIGRAPH_STORE": "neo4j://ann:secret@host"}, "AIGRAPH_STORE holds a login"),
        ({"AIGRAPH_PASSWORD_FILE": "/nowhere/secret"}, "AIGRAPH_PASSWORD_FILE is '/nowhere/secret'"),
        ({"AIGRAPH_PASSWORD_FILE": "/x", "AIGRAPH_PASSWORD": "y"}, "both set"),
        ({"AIGRAPH_IDLE_SECONDS": "soon"}, "AIGRAPH_IDLE_SECONDS is 'soon'"),
        ({"AIGRAPH_IDLE_SECONDS": "nan"}, "AIGRAPH_IDLE_SECONDS is 'nan'"),
        *(
            ({"AIGRAPH_MIN_CONFIDENCE": value}, f"AIGRAPH_MIN_CONFIDENCE is '{value}': expected a number between 0 and 1")
            for value in ("1.01", "-0.1", "nan", "high")
        ),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(BadSetting, match=words) as error:
        Settings.read(wrong)
    assert "secret@" not in str(error.value)
    assert "\n" not in str(error.value)
