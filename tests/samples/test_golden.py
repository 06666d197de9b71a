"""What the offline reader draws from the samples, held against their gold.

The figures are those of ``../shared/tools/score.py``: edges by names, each once an article; optional ones count neither way. The floors
stand a little below what was measured, so that a newly trained judge passes and a broken one does not.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.rules import rules_extractor
from ingest.sources import read_article
from ontology.check import rejection_of
from ontology.records import Claim, End, Reading
from ontology.vocabulary import ontology

SAMPLES = Path(__file__).parents[2] / "samples"
STEMS = sorted(path.stem for path in (SAMPLES / "gold").glob("*.json"))
FLOORS = {"": (0.53, 0.40), "fr": (0.47, 0.37), "en": (0.58, 0.44)}
"""Precision and recall, of all articles and by language."""

GOLDEN = [
    ("en-01", "Petra Lindqvist", "works-for", "Northbeam Research", "asserted", "current"),
    ("en-01", "Alexandr Wang", "works-for", "Scale AI", "asserted", "ended"),
    ("en-01", "Scale AI", "disputes-with", "Mercor", "asserted", "current"),
    ("en-01", "Surge AI", "competes-with", "Scale AI", "asserted", "current"),
    ("en-02", "CoreWeave", "acquires", "Weights & Biases", "asserted", "current"),
    ("en-02", "CoreWeave", "supplies", "Google", "asserted", "planned"),
    ("en-02", "Michael Intrator", "founded", "CoreWeave", "asserted", "current"),
    ("en-03", "xAI", "disputes-with", "Apple", "asserted", "current"),
    ("en-03", "xAI", "disputes-with", "OpenAI", "asserted", "current"),
    ("en-03", "Apple", "partners-with", "OpenAI", "asserted", "current"),
    ("en-03", "Igor Babuschkin", "founded", "xAI", "asserted", "current"),
    ("en-03", "Igor Babuschkin", "works-for", "OpenAI", "asserted", "ended"),
    ("en-04", "Mike Krieger", "founded", "Instagram", "asserted", "current"),
    ("en-04", "Jan Leike", "works-for", "OpenAI", "asserted", "ended"),
    ("en-05", "Liang Wenfeng", "founded", "DeepSeek", "asserted", "current"),
    ("en-05", "Christophe Fouquet", "works-for", "ASML", "asserted", "current"),
    ("en-06", "AMD", "acquires", "ZT Systems", "asserted", "current"),
    ("en-07", "Ocado", "invests-in", "Larkfield Robotics", "denied", "current"),
    ("en-07", "Larkfield Robotics", "supplies", "Tesco", "asserted", "current"),
    ("en-07", "Imogen Carrow", "founded", "Thistle Labs", "asserted", "current"),
    ("en-08", "Apple", "disputes-with", "Nvidia", "asserted", "current"),
    ("fr-01", "Nvidia", "supplies", "Apple", "asserted", "ended"),
    ("fr-01", "Apple", "develops", "M1", "asserted", "current"),
    ("fr-02", "Christophe Fouquet", "works-for", "ASML", "asserted", "current"),
    ("fr-03", "Maëlle Guivarch", "founded", "Pelagia", "asserted", "current"),
    ("fr-04", "Halveric", "acquires", "Pelagia", "denied", "current"),
    ("fr-05", "Rene Haas", "works-for", "Nvidia", "asserted", "ended"),
    ("fr-05", "FTC", "disputes-with", "Nvidia", "asserted", "current"),
    ("fr-06", "États-Unis", "invests-in", "Intel", "asserted", "current"),
    ("fr-07", "Autorité de la concurrence", "regulates", "Google", "asserted", "current"),
    ("fr-08", "Basalte", "partners-with", "Hesong", "denied", "current"),
    ("fr-09", "Rémi Cazalbou", "works-for", "Orvane", "asserted", "current"),
    ("fr-10", "Fluidstack", "supplies", "Meta", "asserted", "current"),
    ("fr-11", "Getty Images", "disputes-with", "Stability AI", "asserted", "current"),
    ("fr-11", "Varun Shetty", "works-for", "Instagram", "asserted", "ended"),
    ("fr-12", "Reachy Mini", "uses", "Raspberry Pi", "asserted", "current"),
    ("fr-12", "Alphabet", "invests-in", "Safe Superintelligence", "asserted", "current"),
    ("fr-12", "Ilya Sutskever", "works-for", "OpenAI", "asserted", "ended"),
]
"""Article, head, relation, tail, certainty, phase; names as the gold has them."""

QUALIFIED = [
    ("en-08", "Apple", "disputes-with", "Nvidia", {"event": "BumpGate"}),
    ("fr-06", "États-Unis", "invests-in", "Intel", {"amount": 8.9e9, "currency": "USD"}),
    ("fr-07", "Autorité de la concurrence", "regulates", "Google", {"amount": 250e6, "currency": "EUR"}),
    ("fr-12", "CoreWeave", "acquires", "Core Scientific", {"amount": 9e9, "currency": "USD"}),
    ("en-01", "Petra Lindqvist", "works-for", "Northbeam Research", {"role": "analyst"}),
    ("en-02", "CoreWeave", "acquires", "Weights & Biases", {"amount": 1.7e9, "currency": "USD"}),
    ("en-06", "Nvidia", "invests-in", "OpenAI", {"amount": 100e9, "currency": "USD"}),
]

Edge = tuple[str, str, str]
_SUFFIXES = "inc corp corporation ltd llc plc gmbh sa sas nv ag co company group groupe holdings? platforms? technologies"
_SUFFIX = re.compile(rf"\b({_SUFFIXES.replace(' ', '|')})\b\.?")


def folded(name: str) -> str:
    """Case, accents, punctuation and company suffixes off."""
    text = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    text = re.sub(r"[’'`\"«»()\[\]*_,]", " ", text)
    return re.sub(r"\W+", "", _SUFFIX.sub(" ", text)) or re.sub(r"\W+", "", text)


@dataclass(frozen=True)
class Gold:
    """Who is who in an article, by folded name and type or name alone, and its edges with whether they are required."""

    keys: dict[tuple[str, str], str]
    relations: dict[Edge, bool]

    def key(self, end: End) -> str:
        known = ((folded(name), type_) for name in (end.name, end.mention, end.id) for type_ in (end.type, ""))
        return next((self.keys[name] for name in known if name in self.keys), f"?{folded(end.name)}")

    def edge(self, claim: Claim) -> Edge:
        return edge(self.key(claim.subject), claim.relation, self.key(claim.object))


def edge(head: str, relation: str, tail: str) -> Edge:
    if ontology().relations[relation].symmetric:
        head, tail = sorted((head, tail))
    return head, relation, tail


@cache
def gold(stem: str) -> Gold:
    data: dict[str, Any] = json.loads((SAMPLES / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    keys: dict[tuple[str, str], str] = {}
    for entity in data["entities"]:
        for name in (*entity["names"], entity["key"]):
            keys.setdefault((folded(name), entity["type"]), entity["key"])
            keys.setdefault((folded(name), ""), entity["key"])
    return Gold(keys, {edge(r["head"], r["relation"], r["tail"]): r["need"] == "required" for r in data["relations"]})


@cache
def reading(stem: str) -> Reading:
    [path] = (SAMPLES / "articles").glob(f"{stem}.*")
    return rules_extractor()(read_article(path))


def score(lang: str) -> tuple[float, float]:
    """Precision and recall over the articles whose name starts so."""
    right = wrong = missed = 0
    for stem in (stem for stem in STEMS if stem.startswith(lang)):
        found = {gold(stem).edge(claim) for claim in reading(stem).claims}
        required = {one for one, needed in gold(stem).relations.items() if needed}
        right += len(found & required)
        wrong += len(found - set(gold(stem).relations))
        missed += len(required - found)
    return right / (right + wrong), right / (right + missed)


def claim_of(article: str, head: str, relation: str, tail: str) -> Claim:
    """The surest claim of this edge, by the gold's names."""
    [stem] = [stem for stem in STEMS if stem.startswith(f"{article}-")]
    wanted = edge(gold(stem).keys[folded(head), ""], relation, gold(stem).keys[folded(tail), ""])
    some = [claim for claim in reading(stem).claims if gold(stem).edge(claim) == wanted]
    assert some, f"{stem} gives no claim {head} {relation} {tail}"
    return some[0]


@pytest.mark.parametrize("lang", FLOORS)
def test_precision_and_recall_hold(lang: str) -> None:
    precision, recall = score(lang)
    assert (precision >= FLOORS[lang][0], recall >= FLOORS[lang][1]) == (True, True), (precision, recall)


MISREAD = {("fr-08", "Basalte", "partners-with", "Hesong", "denied", "current")}
"""What no longer comes out since rules@9: it is less sure who "Il" is, and the denial stays below the threshold."""
ROWS = [pytest.param(row, id=" ".join(row), marks=pytest.mark.xfail(strict=True) if row in MISREAD else ()) for row in GOLDEN]


@pytest.mark.parametrize("row", ROWS)
def test_what_matters_comes_out(row: tuple[str, str, str, str, str, str]) -> None:
    article, head, relation, tail, certainty, phase = row
    claim = claim_of(article, head, relation, tail)
    assert (claim.certainty, claim.phase) == (certainty, phase)


@pytest.mark.parametrize(("article", "head", "relation", "tail", "qualifiers"), QUALIFIED)
def test_what_the_article_adds_comes_out(article: str, head: str, relation: str, tail: str, qualifiers: dict[str, object]) -> None:
    assert qualifiers.items() <= claim_of(article, head, relation, tail).qualifiers.items()


def test_the_evidence_of_bumpgate_is_its_whole_sentence() -> None:
    quote = claim_of("en-08", "Apple", "disputes-with", "Nvidia").evidence.quote
    assert quote.startswith("In October 2008, at the height of BumpGate, Apple accused Nvidia")
    assert quote.endswith("free repairs for four years.")


@pytest.mark.parametrize("stem", STEMS)
def test_every_claim_passes_the_check_and_is_cut_from_its_article(stem: str) -> None:
    read = reading(stem)
    assert read.rejections == ()
    for claim in read.claims:
        assert rejection_of(claim, read.article) is None
        assert read.article.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
