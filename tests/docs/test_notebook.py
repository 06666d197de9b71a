"""The notebook runs from top to bottom on a graph, and shows what it says."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from graph.store import Login, Store
from tests.graph.samples import corpus

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def opened() -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    return notebook


def shown(cell: nbformat.NotebookNode) -> str:
    """What a cell printed, as text."""
    outputs = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell["outputs"]]
    return "".join(outputs)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own packages
def test_the_notebook_runs(login: Login, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(corpus())
    settings = {"AIGRAPH_STORE": login.uri, "AIGRAPH_USER": login.user, "AIGRAPH_PASSWORD": login.password, "AIGRAPH_HOME": str(tmp_path)}
    for name, value in {**settings, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}.items():
        monkeypatch.setenv(name, value)
    notebook = opened()
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    printed = "\n".join(map(shown, cells))
    assert "tesla · Echo 2025-03-05 · Nvidia denies that it supplies Tesla." in printed
    assert "2 hops" in printed
    assert "inria" in printed
    assert "(9, 10)" in printed
    drawing = next(cell["outputs"][0]["data"]["text/html"] for cell in cells if "to_pyvis" in cell["source"])
    assert drawing.startswith('<iframe sandbox="allow-scripts" srcdoc="&lt;!doctype html&gt;')


def test_the_notebook_is_kept_without_its_answers() -> None:
    notebook = opened()
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook["cells"])
