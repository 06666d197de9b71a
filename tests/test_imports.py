"""The architecture: ontology ← graph ← ingest ← api. Imports point inward, and the core touches nothing outside."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("ontology", "graph", "ingest", "api")
LIBRARY = {ROOT / "graph" / "opening.py": {"api.settings", "api.settings.Settings", "api.stores", "api.stores.open_store"}}
"""The one door that stands further in, because people import it from there, and the settings that it asks for."""
OUTSIDE = {"socket", "subprocess", "http", "urllib.request", "time", "datetime", "os", "random", "uuid", "neo4j", "fastapi", "httpx"}
MODULES = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """The absolute names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def layer_of(name: str) -> int | None:
    head = name.partition(".")[0]
    return LAYERS.index(head) if head in LAYERS else None


def outward(path: Path) -> set[str]:
    own = LAYERS.index(path.relative_to(ROOT).parts[0])
    return {name for name in imported(path) if (layer := layer_of(name)) is not None and layer > own}


def test_there_is_something_to_look_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} >= {"ontology", "graph"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_inward(path: Path) -> None:
    assert outward(path) == LIBRARY.get(path, set())


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(ROOT / "ontology")], ids=lambda path: path.name)
def test_the_ontology_is_pure(path: Path) -> None:
    assert imported(path) & OUTSIDE == set()


def settings_read(path: Path) -> list[str]:
    """Where a module reads single variables of the environment; handing all of it to a child process is no setting."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = [ast.unparse(node) for node in tree if isinstance(node, ast.Subscript | ast.Call)]
    return [code for code in found if code.startswith(("os.environ[", "os.environ.get(", "os.getenv("))]


@pytest.mark.parametrize("path", [p for p in MODULES if not p.is_relative_to(ROOT / "api")], ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_doors_read_the_environment(path: Path) -> None:
    assert settings_read(path) == []


def test_the_embedded_engine_is_not_needed_by_the_store() -> None:
    for path in (ROOT / "graph").rglob("*.py"):
        if not path.is_relative_to(ROOT / "graph" / "embedded"):
            assert not any(name.startswith("graph.embedded") for name in imported(path)), path


def test_the_checks_see_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import os\ndef f():\n    from api.app import create_app\n    return os.environ.get('X')\n", encoding="utf-8")
    assert any(layer_of(name) == LAYERS.index("api") for name in imported(wrong))
    assert settings_read(wrong) == ["os.environ.get('X')"]
