"""The page: the errors with their sentences, nothing from outside, and nothing hostile breaks out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path

from ingest.evaluation import annotated, evaluate, read_gold, said
from ingest.evaluation.page import evaluation_page
from tests.ingest.evaluation.marked import Json, claim, claims, english, write

HOSTILE = '"><script src=//x.example/x.js></script><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202egnitirw\ud800'


def page(folder: Path, made: list[Json], gold: Json | None = None) -> str:
    golden, articles, _ = write(folder)
    if gold is not None:
        (golden / "en-1.json").write_text(json.dumps(gold), encoding="utf-8")
    return evaluation_page(evaluate(annotated(read_gold(golden), articles), [said(one) for one in made]))


def test_missed_and_false_edges_are_shown_with_their_sentences_by_relation(tmp_path: Path) -> None:
    text = unescape(page(tmp_path, claims()))
    founded = text[text.index("founded: 1 missed, 0 false") :]
    assert "Lina Roche</strong> founded <strong>Orvik" in founded
    assert '<blockquote lang="fr">Lina Roche a fondé Orvik.</blockquote>' in founded
    supplies = text[text.index("supplies: 1 missed, 1 false") :]
    assert supplies.index("Mirano supplies chips to Orvik Corp.") < supplies.index("Orvik sells to Mirano")
    assert "invests-in: " not in text


def test_the_figures_and_the_diagram_are_in_it(tmp_path: Path) -> None:
    text = page(tmp_path, claims())
    assert '<th scope="row">edge f1</th><td>0.667</td>' in text
    assert text.count('<circle class="bin"') == 3
    assert '<circle class="bin" cx="186.8" cy="150.0" r="12.0"><title>2 edges</title></circle>' in text


def test_a_page_without_claims_has_a_diagram_without_points(tmp_path: Path) -> None:
    assert "<circle" not in page(tmp_path, [])


def test_only_its_own_style_is_let_in(tmp_path: Path) -> None:
    text = page(tmp_path, claims())
    policy = unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0])
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"<script|<img|<link|<iframe|\bsrc=|\bhref=|\bstyle=|\bon\w+=|url\(|@import", text)


def test_nothing_hostile_breaks_out_of_it(tmp_path: Path) -> None:
    gold = english()
    gold["entities"][0]["names"] = [HOSTILE]
    gold["relations"][0]["evidence"] = HOSTILE
    made = [claim("en-1.txt", HOSTILE, HOSTILE, HOSTILE, HOSTILE, certainty=HOSTILE, phase=HOSTILE)]
    text = page(tmp_path, made, gold)
    assert not re.search(r"<script|<img|\u202e|\ud800", text)
    assert text.count("&lt;script src=//x.example/x.js&gt;") >= 5
    assert "{{ 7 * 7 }}" in text
    text.encode()
