"""Analyses at the doors: REST and the command line say the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from api import figure_models
from tests.api.doors import Client, Ran

Run = Callable[..., Ran]


def test_who_depends_on_nvidia(client: Client, run: Run) -> None:
    found = client.json("/analysis/exposure", entity="nvidia")
    assert [(item["entity"]["name"], item["hops"]) for item in found["items"]] == [
        ("Tesla", 1), ("CoreWeave", 1), ("H100", 1), ("Inria", 2),
    ]  # fmt: skip
    chain = found["items"][3]["chain"]
    assert [(hop["on"]["name"], hop["relation"], hop["who"]["name"]) for hop in chain] == [
        ("Nvidia", "develops", "H100"),
        ("H100", "uses", "Inria"),
    ]
    assert "failed" in found["meaning"]["exposure"]["meaning"]
    assert json.loads(run("analyse", "exposure", "Nvidia", "--json").out) == found
    assert "Nvidia ← H100 (develops) ← Inria (uses)" in run("analyse", "exposure", "nvidia").out


def test_how_one_depends_on_another(client: Client, run: Run) -> None:
    found = client.json("/analysis/chains", on="nvidia", who="inria")
    assert [item["hops"] for item in found["items"]] == [2]
    assert json.loads(run("analyse", "chains", "Nvidia", "Inria", "--json").out) == found
    ran = run("analyse", "chains", "Inria", "Nvidia")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "see 'aigraph path'" in ran.err


def test_who_is_central(client: Client, run: Run) -> None:
    found = client.json("/analysis/centrality", by="degree", limit=2)
    assert [item["name"] for item in found["items"]][:1] == ["Nvidia"]
    assert (found["total"], set(found["meaning"])) == (9, {"degree", "pagerank", "betweenness"})
    assert json.loads(run("analyse", "centrality", "--by", "degree", "--limit", "2", "--json").out) == found
    assert "2 of 9 are shown" in run("analyse", "centrality", "--limit", "2").out


def test_which_hang_together(client: Client, run: Run) -> None:
    found = client.json("/analysis/communities")
    members = [{member["id"] for member in item["members"]} for item in found["items"]]
    assert sum(map(len, members)) == 9
    assert {"mistral-ai", "inria"} <= next(group for group in members if "inria" in group)
    assert "Inria" in run("analyse", "communities").out


def test_what_changed(client: Client, run: Run) -> None:
    found = client.json("/analysis/changes", since="2025-01-31")
    said = {item["edge"]["relation"]: (item["new"], item["before"]) for item in found["items"]}
    assert said == {"partners-with": (True, {}), "uses": (True, {}), "supplies": (False, {"contradicted": False})}
    assert json.loads(run("analyse", "changes", "2025-01-31", "--json").out) == found
    assert "contradicted: False → True" in run("analyse", "changes", "2025-01-31").out


ASKED = (
    "exposure?entity=nvidia",
    "chains?on=nvidia&who=inria",
    "centrality?by=degree",
    "communities",
    "changes?since=2025-01-31",
)


@pytest.mark.parametrize("asked", ASKED)
def test_an_answer_has_a_tag_and_is_not_sent_twice(client: Client, asked: str) -> None:
    url, tags = f"/api/v1/analysis/{asked}", set()
    for media in ("application/json", "text/csv", "application/x-ndjson"):
        whole = client.send("GET", url, headers={"accept": media})
        assert (whole.status_code, whole.headers["content-type"].partition(";")[0]) == (200, media)
        assert whole.headers["vary"] == "Accept, Accept-Language"
        same = client.send("GET", url, headers={"accept": media, "if-none-match": whole.headers["etag"]})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", whole.headers["etag"])
        tags.add(whole.headers["etag"])
    assert len(tags) == 3
    assert client.send("GET", url, headers={"accept": "text/turtle"}).status_code == 406


@pytest.mark.parametrize("asked", ASKED)
def test_an_answer_is_as_described_and_its_rows_are_its_items(client: Client, asked: str) -> None:
    path, _, parameters = asked.partition("?")
    described = client.json("/openapi.json")
    answers = described["paths"][f"/api/v1/analysis/{path}"]["get"]["responses"]["200"]["content"]
    model = getattr(figure_models, answers["application/json"]["schema"]["$ref"].rpartition("/")[2])
    url = f"/api/v1/analysis/{path}?{parameters}&format="
    whole = client.get(url + "json").json()
    assert whole["items"]
    model.model_validate(whole, strict=True)
    assert [json.loads(line) for line in client.get(url + "ndjson").text.splitlines()] == whole["items"]
    rows = list(csv.DictReader(io.StringIO(client.get(url + "csv").text)))
    assert len(rows) == len(whole["items"])
    assert answers.keys() == {"application/json", "text/csv", "application/x-ndjson"}


def test_a_row_says_what_its_item_says(client: Client) -> None:
    def rows(asked: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(client.get(f"/api/v1/analysis/{asked}&format=csv").text)))

    (chain,) = rows("chains?on=nvidia&who=inria")
    assert (chain["entity.id"], chain["hops"], chain["through"]) == ("inria", "2", "Nvidia ← H100 (develops) ← Inria (uses)")
    assert chain["edges"].count("e_") == 2
    assert "Inria" in {name for row in rows("communities?limit=50") for name in row["members"].split(" | ")}
    (supplies,) = [row for row in rows("changes?since=2025-01-31") if row["relation"] == "supplies"]
    assert (supplies["new"], supplies["before.contradicted"], supplies["contradicted"]) == ("false", "false", "true")
    assert supplies["since"].startswith("c_")


@pytest.mark.parametrize(
    ("path", "parameters", "status", "words"),
    [
        ("exposure", {"entity": "nobody"}, 404, "there is no entity"),
        ("exposure", {}, 422, "entity: field required"),
        ("exposure", {"entity": "nvidia", "max_hops": 9}, 422, "less than or equal to 6"),
        ("centrality", {"by": "fame"}, 400, "by 'fame' is not one of degree, pagerank, betweenness"),
        ("changes", {"since": "lately"}, 400, "expected 2024"),
        ("changes", {}, 422, "since: field required"),
    ],
)
def test_what_cannot_be_asked_is_named(client: Client, path: str, parameters: dict[str, object], status: int, words: str) -> None:
    answer = client.get(f"/api/v1/analysis/{path}", **parameters)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("exposure", "Nvidja"), "did you mean Nvidia?"),
        (("centrality", "--by", "fame"), "--by 'fame' is not one of"),
        (("changes", "lately"), "DATE is 'lately'"),
    ],
)
def test_the_command_says_what_is_wrong(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run("analyse", *arguments)
    assert (ran.out, ran.err.count("\n")) == ("", 1)
    assert words in ran.err
