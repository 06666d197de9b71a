"""The store's commands: status, start, stop, backup and restore, on the embedded engine that the tests share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import neo4j
import pytest

from graph import embedded
from graph.embedded import Connection
from tests.api.doors import Ran

Run = Callable[..., Ran]


@pytest.fixture
def environment(embedded_login: Connection, program_home: Path) -> dict[str, str]:
    """The home of the tests' engine, which is in use by this process."""
    assert embedded_login.home == program_home / "store"
    return {"AIGRAPH_HOME": str(program_home), "AIGRAPH_STORE": ""}


def test_status_says_what_one_needs_to_look_at_the_graph_with_neo4js_own_tools(run: Run, embedded_login: Connection) -> None:
    ran = run("store", "status")
    home = embedded_login.home
    assert ran.code == 0
    first, *rest = ran.out.splitlines()
    assert first.startswith(f"{home}: running at {embedded_login.uri}, process ")
    assert first.endswith(", in use")
    told = {line.split()[0]: line for line in rest}
    assert f"Neo4j Community {embedded.VERSION}" in told["version"]
    assert " MB" in told["on"]
    assert "(process " in told["used"]
    assert f"user neo4j, the password is in {home}/run/password" in told["connect"]
    assert embedded_login.uri in told["Browser"]
    assert embedded_login.uri in told["Desktop"]
    assert embedded_login.password not in ran.out
    assert (home / "run" / "password").read_text(encoding="utf-8") == embedded_login.password


def test_status_names_others_that_are_connected(run: Run, embedded_login: Connection) -> None:
    login = (embedded_login.user, embedded_login.password)
    with neo4j.GraphDatabase.driver(embedded_login.uri, auth=login, user_agent="neo4j-browser/5.99") as driver:
        driver.verify_connectivity()
        told = json.loads(run("store", "status", "--json").out)
    assert [words.partition(" from 127.0.0.1:")[0] for words in told["clients"]] == ["neo4j-browser/5.99"]
    assert told["state"] == "running"
    assert told["uri"] == embedded_login.uri
    assert told["bytes"] > 100_000
    assert told["programs"]
    assert embedded_login.password not in json.dumps(told)


def test_start_attaches_to_the_engine_that_runs_and_says_when_it_ends(run: Run, embedded_login: Connection) -> None:
    ran = run("store", "start")
    assert ran.code == 0
    assert f"running at {embedded_login.uri}" in ran.out
    assert ran.out.splitlines()[-1] == "it ends by itself 900 s after its last use (AIGRAPH_IDLE_SECONDS), or with 'aigraph store stop'"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["backup", "{folder}/graph.dump"], 1, "is in use by"),
        (["backup", "{folder}"], 2, "is a folder: name a file in it"),
        (["backup", "{folder}/nowhere/graph.dump"], 2, "there is no folder"),
        (["restore", "{folder}/nothing"], 1, "cannot be read (No such file or directory)"),
        (["restore", "{folder}"], 1, "cannot be read (Is a directory)"),
    ],
)
def test_what_cannot_be_backed_up_or_restored_is_said_in_one_line(
    run: Run, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    ran = run("store", *(argument.format(folder=tmp_path) for argument in arguments))
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert words in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["start"], ["backup", "x.dump"], ["restore", "x.dump"]])
def test_a_server_of_ones_own_is_left_to_its_own_tools(run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setenv("AIGRAPH_STORE", "neo4j://there")
    ran = run("store", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"'store {arguments[0]}' is for the embedded Neo4j, and AIGRAPH_STORE names another" in ran.err
    assert "neo4j://there" in ran.err


def test_a_home_that_was_never_used_has_nothing_to_tell_or_back_up(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGRAPH_HOME", str(tmp_path / "home"))
    assert run("store", "status").out == f"{tmp_path}/home/store: stopped\n"
    assert "there is no graph to back up: 'aigraph ingest' makes one" in run("store", "backup", str(tmp_path / "x.dump")).err
    assert list(tmp_path.iterdir()) == []
