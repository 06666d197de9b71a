"""The program as installed: exit codes, one line an error, pipes, speed, and the embedded store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from api.cli import program
from api.errors import UsageError
from graph.embedded import Connection
from graph.store import Store
from ontology.errors import AigraphError
from tests.api.doors import PROGRAM, Ran, process_environment, run_program

SLOW = ("spacy", "trafilatura", "pyshacl", "networkx", "fastapi", "uvicorn", "pypdf", "jpype", "py3langid")
Run = Callable[..., Ran]


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").out
    for command in ("ingest", "extract", "query", "show", "path", "export", "serve", "check", "retract", "stats", "store"):
        assert command in shown
        assert run(command, "--help").code == 0


def test_the_version_is_the_distributions(run: Run) -> None:
    assert run("--version").out == f"aigraph {version('ai-industry-graph')}\n"


@pytest.mark.parametrize(
    "arguments",
    [["quary"], ["query"], ["query", "RETURN 1", "--limit", "x"], ["path", "a"], ["serve", "--port", "70000"], ["show", "a", "b"]],
)
def test_wrong_use_is_a_2(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (AigraphError("the thing\nis wrong"), 1, "aigraph: the thing is wrong\n"),
        (UsageError("no such thing"), 2, "aigraph: no such thing\n"),
        (PermissionError(13, "Permission denied", "/x"), 1, "aigraph: /x: Permission denied\n"),
        (OSError("odd"), 1, "aigraph: odd\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(32, "Broken pipe"), 141, ""),
    ],
)
def test_an_error_leaves_as_one_line_and_a_number(
    error: BaseException, code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(program, "app", fails)
    assert program.main([]) == code
    assert capsys.readouterr().err == words


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"AIGRAPH_STORE": "bolt://127.0.0.1:1"}, "bolt://127.0.0.1:1 does not answer: start the Neo4j there"),
        ({"AIGRAPH_STORE": "http://here"}, "is no address of a Neo4j"),
        ({"AIGRAPH_PASSWORD": "wrong"}, "refuses the login"),
        ({"AIGRAPH_IDLE_SECONDS": "x"}, "AIGRAPH_IDLE_SECONDS is 'x'"),
    ],
)
def test_a_store_that_cannot_be_used_is_named(environment: dict[str, str], settings: dict[str, str], words: str) -> None:
    ran = run_program("stats", settings=environment | settings)
    assert ran.code in (1, 2)
    assert ran.out == ""
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_it_runs_as_a_module_too(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "api.cli", "nonsense"]
    ran = subprocess.run(command, capture_output=True, text=True, env=process_environment(environment), timeout=120, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "No such command 'nonsense'" in ran.stderr


def test_a_reader_that_goes_away_is_no_error(environment: dict[str, str], told: Store) -> None:
    assert told.revision()
    many = "UNWIND range(1, 5000) AS n RETURN n, 'words that fill the pipe'"
    command = [str(PROGRAM), "query", many, "--limit", "5000", "--timeout", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=process_environment(environment)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) in (0, 1, 141)  # some kernels take a write whose reader goes away


@pytest.mark.parametrize("arguments", [["--help"], ["query", "RETURN 1"], ["stats"], ["show", "Nvidia"], ["store", "status"]])
def test_what_answers_at_once_imports_nothing_slow(environment: dict[str, str], told: Store, arguments: list[str]) -> None:
    assert told.revision()
    code = f"import sys; from api.cli import main; main({arguments!r}); print(*[n for n in {SLOW!r} if n in sys.modules], file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=process_environment(environment), timeout=60, check=True
    )
    assert done.stderr.strip() == ""


def test_the_embedded_store_is_shared_by_all_programs_of_a_home(embedded_login: Connection, program_home: Path, tmp_path: Path) -> None:
    settings = {"AIGRAPH_HOME": str(program_home)}
    assert run_program("query", "RETURN 1 AS one", settings=settings) == Ran(0, "one\n1\n", "")
    status = run_program("store", "status", settings=settings)
    assert f"running at {embedded_login.uri}" in status.out
    other = {"AIGRAPH_HOME": str(tmp_path / "other")}
    assert run_program("store", "status", settings=other).out.endswith("/other/store: stopped\n")
    assert run_program("store", "stop", settings=other) == Ran(0, f"{tmp_path}/other/store: no engine was running\n", "")
    named = run_program("store", "status", settings=other | {"AIGRAPH_STORE": "bolt://there"})
    assert "the embedded engine is not used" in named.out


def test_the_port_is_tried_before_anything_is_started(tmp_path: Path) -> None:
    ran = run_program("serve", "--host", "0.0.0.0", settings={"AIGRAPH_HOME": str(tmp_path / "home")})  # noqa: S104 - refused
    assert ran.code == 1
    assert "needs tokens" in ran.err
    assert not (tmp_path / "home").exists()
