"""compose.yaml, Dockerfile and what the documents say of them agree; Docker itself does not run here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from api import settings
from graph.embedded import VERSION
from graph.embedded.configuration import configuration

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text("compose.yaml"))
    return found


def setting(variable: str) -> str:
    """``NEO4J_db_tx__log_x`` → ``db.tx_log.x``, as Neo4j's image reads it."""
    return variable.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_")


def test_the_server_is_the_version_that_the_program_was_tested_with(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{VERSION}-community"


def test_both_can_be_reached_from_this_machine_alone(compose: dict[str, Any]) -> None:
    neo4j, aigraph = compose["services"]["neo4j"], compose["services"]["aigraph"]
    assert neo4j["ports"] == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687"]
    assert aigraph["network_mode"] == "host"  # serving binds loopback only
    assert "ports" not in aigraph
    assert aigraph["environment"] == {"AIGRAPH_STORE": "bolt://127.0.0.1:7687"}


def test_the_graph_lies_in_a_named_volume_and_aigraph_waits_until_the_server_is_well(compose: dict[str, Any]) -> None:
    neo4j, aigraph = compose["services"]["neo4j"], compose["services"]["aigraph"]
    assert neo4j["volumes"] == ["graph:/data"]
    assert {"graph", "kept"} == compose["volumes"].keys()
    assert aigraph["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert "cypher-shell" in neo4j["healthcheck"]["test"][1]


def test_no_secret_stands_in_a_file_that_is_committed(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["environment"]["NEO4J_AUTH"].startswith("neo4j/${AIGRAPH_PASSWORD:?")
    assert compose["services"]["aigraph"]["env_file"] == ".env"
    assert "\nAIGRAPH_PASSWORD=\n" in text(".env.example")
    assert ".env" in text(".gitignore").splitlines()
    assert text(".dockerignore").splitlines()[1] == "*"


def test_the_server_has_the_limits_of_the_embedded_one(compose: dict[str, Any]) -> None:
    named = {setting(name): value for name, value in compose["services"]["neo4j"]["environment"].items() if name != "NEO4J_AUTH"}
    embedded = dict(line.split("=", 1) for line in configuration(heap="1g", page_cache="512m").splitlines() if re.match(r"[a-z]", line))
    assert named.pop("server.memory.heap.max_size") == "1g"
    assert named == {name: embedded[name] for name in named}
    assert {"dbms.security.allow_csv_import_from_file_urls", "internal.dbms.cypher_ip_blocklist"} < named.keys()


def test_the_image_installs_the_locked_packages_and_the_four_folders(compose: dict[str, Any]) -> None:
    lines = text("Dockerfile").splitlines()
    assert compose["services"]["aigraph"]["build"] == "."
    assert next(line for line in lines if line.startswith("FROM")) == "FROM python:3.11-slim-bookworm"
    assert "RUN python -m pip install --require-hashes -r requirements.lock" in lines
    assert re.search(r"^setuptools==", text("requirements.lock"), re.MULTILINE), "what builds the program, without the network"
    copied = {name for line in lines if line.startswith("COPY") for name in line.split()[1:-1]}
    assert {"api", "graph", "ingest", "ontology"} < copied
    assert copied == {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)
    assert 'ENTRYPOINT ["aigraph"]' in lines


def test_the_variables_are_those_that_the_program_knows(compose: dict[str, Any]) -> None:
    used = set(re.findall(r"AIGRAPH_[A-Z_]+", text("compose.yaml") + text(".env.example") + text("Dockerfile")))
    assert used <= set(re.findall(r"AIGRAPH_[A-Z_]+", settings.__doc__ or ""))
    kept = re.search(r"AIGRAPH_HOME=(\S+)", text("Dockerfile"))
    assert kept is not None
    assert f"kept:{kept[1]}" in compose["services"]["aigraph"]["volumes"]


def test_the_readme_says_how() -> None:
    shown = text("README.md")
    for words in ("cp .env.example .env", "docker compose up --build -d", "docker compose run --rm aigraph ingest /articles"):
        assert words in shown
