"""The explorer's modules as one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.routes.pages import FOLDER
from api.together import together
from tests.api.doors import Client


def written(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_a_module_finds_what_it_imports_under_the_name_it_chose(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here: `apt-get install nodejs`")
    written(
        tmp_path,
        main='import { one as first, two } from "./a.js";\nimport * as rest from "./b.js";\nconsole.log(first, two(), rest.three);\n',
        a='import { three } from "./b.js";\nexport const one = 1;\nexport function two() { return three - one; }\nconst secret = 1;\n',
        b="export const three = 3;\nconst secret = 2;\n",
    )
    (tmp_path / "all.mjs").write_text(together(tmp_path, "main.js"), encoding="utf-8")
    done = subprocess.run([node, tmp_path / "all.mjs"], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "1 2 3\n"


def test_every_module_but_the_workers_own_is_in_it_once() -> None:
    inside = re.findall(r"^\{ // (.+)$", together(FOLDER, "main.js"), re.MULTILINE)
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.js")}
    assert sorted(inside) == sorted(there - {"graph/layout-worker.js"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('import x from "./b.js";', "import x from"),
        ('import {\n  x } from "./b.js";', "import {"),
        ("export default 1;", "export default"),
        ("export let x = 1;", "export let"),
        ('import { x } from "./main.js";', "main.js → main.js"),
    ],
)
def test_what_it_cannot_take_is_named(tmp_path: Path, text: str, says: str) -> None:
    written(tmp_path, main=text, b="export const x = 1;")
    with pytest.raises(ValueError, match=re.escape(says)):
        together(tmp_path, "main.js")


def test_it_is_sent_once(client: Client) -> None:
    answer = client.get("/static/explorer.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    again = client.send("GET", "/static/explorer.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")
