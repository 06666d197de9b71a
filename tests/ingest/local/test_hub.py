"""Where a model is: a folder, or the hub, here one on loopback that the test makes itself."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.errors import ModelUnusable
from ingest.local.hub import located, plain_name
from tests.api.doors import Ran, process_environment
from tests.ingest.local.hub import COMMIT, serving
from tests.ingest.local.models import tiny_classifier

INSTALLED = all(find_spec(name) is not None for name in ("transformers", "torch"))
needs_hub = pytest.mark.skipif(
    find_spec("huggingface_hub") is None, reason="needs huggingface_hub: pip install 'ai-industry-graph[models]'"
)
needs_models = pytest.mark.skipif(not INSTALLED, reason="needs transformers and torch: pip install 'ai-industry-graph[models]'")


@pytest.mark.parametrize(
    "name",
    ["nowhere", "/no/where", "../no/where", "a/b/c", "a/b@", "a/b@../x", "a b/c", "a/b\n", "a/\x00", "https://huggingface.co/a/b", ""],
)
def test_what_is_neither_folder_nor_model_is_told_and_nobody_is_asked(name: str) -> None:
    with pytest.raises(ModelUnusable, match="is no folder, nor a model of the Hugging Face hub as org/name or org/name@revision") as caught:
        located(name, tell=pytest.fail)
    assert "\n" not in str(caught.value)


def test_a_folder_is_taken_before_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("org/name").mkdir(parents=True)
    assert located("org/name", tell=pytest.fail) == Path("org/name")
    assert plain_name("org/name", Path("org/name")) == "name"
    assert plain_name("other/name@v1", Path("org/name")) == "other/name"
    Path("file").touch()
    with pytest.raises(ModelUnusable, match="file is a file: name the folder"):
        located("file", tell=pytest.fail)


@pytest.mark.skipif(find_spec("huggingface_hub") is not None, reason="huggingface_hub is here")
def test_without_the_extra_it_says_what_brings_it() -> None:
    with pytest.raises(ModelUnusable, match=r"org/name is no folder.*pip install 'ai-industry-graph\[models\]'"):
        located("org/name", tell=pytest.fail)


FETCH = "import sys; from ingest.local.hub import located; print(located(sys.argv[1], tell=print))"
READ = "import sys; from api.cli import main; sys.exit(main())"


def python(tmp_path: Path, endpoint: str, *arguments: str, **settings: str) -> Ran:
    """A process of its own, which has this hub and a cache that nobody filled."""
    environment = process_environment({"AIGRAPH_HOME": str(tmp_path / "home"), "HF_ENDPOINT": endpoint, "HF_HOME": str(tmp_path / "hf")})
    command = [sys.executable, "-W", "ignore", "-c", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment | settings, timeout=600, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder with what is fetched of a model, and with what is not."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("config.json", "model.safetensors", "vocab.txt", "pytorch_model.bin", "modeling.py"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


@needs_hub
def test_a_model_is_fetched_without_code_and_pickles(tmp_path: Path, model: Path) -> None:
    with serving(model, "tiny/model") as hub:
        pinned = python(tmp_path, hub.url, FETCH, f"tiny/model@{COMMIT}")
        tagged = python(tmp_path, hub.url, FETCH, "tiny/model@v1")
        asked = list(hub.asked)
    assert pinned.code == 0, pinned.err
    told, folder = pinned.out.splitlines()
    assert told == (
        f"there is no folder tiny/model: the model of this name, revision {COMMIT}, is fetched from {hub.url} "
        f"to {tmp_path / 'hf' / 'hub'}; no article goes there"
    )
    assert sorted(path.name for path in Path(folder).iterdir()) == ["config.json", "model.safetensors", "vocab.txt"]
    assert tagged.out.splitlines()[1] == folder
    assert not [path for path in asked if path.endswith((".bin", ".py"))]
    offline = python(tmp_path, "http://127.0.0.1:9", FETCH, f"tiny/model@{COMMIT}", HF_HUB_OFFLINE="1")
    assert offline.out.splitlines()[1] == folder


@needs_hub
def test_what_the_hub_does_not_have_is_told(tmp_path: Path, model: Path) -> None:
    with serving(model, "tiny/model") as hub:
        missing = python(tmp_path, hub.url, FETCH, "tiny/other")
    down = python(tmp_path, "http://127.0.0.1:9", FETCH, "tiny/third")
    assert (missing.code, down.code) == (1, 1)
    assert f"ModelUnusable: tiny/other cannot be fetched from {hub.url} (" in missing.err
    assert "ModelUnusable: tiny/third cannot be fetched from http://127.0.0.1:9 (" in down.err


@needs_models
def test_the_program_reads_with_a_model_of_the_hub_and_labels_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    tiny_classifier(tmp_path / "model")
    (tmp_path / "model" / "aigraph.json").rename(tmp_path / "mine.json")
    article = tmp_path / "a.txt"
    article.write_text("Microsoft has acquired Nuance.", encoding="utf-8")
    options = ["extract", "--lang", "en", "--reader", "local", "--model", "tiny/model", str(article)]
    with serving(tmp_path / "model", "tiny/model") as hub:
        without = python(tmp_path, hub.url, READ, *options)
        ran = python(tmp_path, hub.url, READ, *options, "--labels", str(tmp_path / "mine.json"))
    assert without.code == 1
    assert "aigraph.json is missing, which tells what the model's labels mean: write it, or name another file with --labels" in without.err
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[0].startswith(
        "aigraph: there is no folder tiny/model: the model of this name, revision main, is fetched from"
    )
    claims = [json.loads(line) for line in ran.out.splitlines()]
    assert {(c["subject"]["name"], c["relation"], c["object"]["name"]) for c in claims} >= {("Microsoft", "acquires", "Nuance")}
    assert {c["extractor"].partition("@")[0] for c in claims} == {"local:tiny/model"}
