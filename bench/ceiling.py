"""What the checks cost a model that is always right: ``python -m bench.ceiling ../shared/data``.

The gold of each article is turned into an answer (its entities, its relations with the numbers of the sentences that its evidence overlaps)
and read. What is refused then is refused wrongly, or is beyond what sentences can show. Prints the share kept and the reasons.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from ingest.llm.asking import Reply, Request
from ingest.llm.lines import Line, lines_of
from ingest.llm.reader import ModelReader
from ingest.rules import rules_extractor
from ingest.sources import Unread, read_articles
from ontology.records import Article

_NAMED = re.compile(r"'[^']*'|\d+")


def answer_of(gold: dict[str, Any], article: Article, *, optional: bool) -> tuple[str, int]:
    """The gold as a model's answer, and how many relations are in it."""
    lines = lines_of(article)
    entities = [{"key": e["key"], "name": _name(e["names"], article), "type": e["type"], "mentions": e["names"]} for e in gold["entities"]]
    relations = [_relation(r, article, lines) for r in gold["relations"] if optional or r["need"] == "required"]
    given = [relation for relation in relations if relation["sentences"]]
    return json.dumps({"entities": entities, "relations": given}), len(given)


def _name(names: list[str], article: Article) -> str:
    return next((name for name in names if name in article.text), names[0])


def _relation(gold: dict[str, Any], article: Article, lines: tuple[Line, ...]) -> dict[str, Any]:
    start = article.text.find(gold["evidence"])
    end = start + len(gold["evidence"])
    numbers = [line.number for line in lines if start >= 0 and line.start < end and start < line.end]
    qualifiers = [{"name": name, "value": str(value)} for name, value in gold.get("qualifiers", {}).items()]
    said = {name: gold[name] for name in ("head", "relation", "tail", "certainty", "phase")}
    return {"sentences": numbers, **said, "qualifiers": qualifiers, "sure": gold["need"] == "required"}


def main() -> None:
    """Read all, count."""
    data = Path(sys.argv[1])
    reasons: Counter[str] = Counter()
    asked = kept = 0
    for article in read_articles([data / "articles"]):
        if isinstance(article, Unread):
            continue
        gold = json.loads(next((data / "gold").glob(_id(article) + ".json")).read_text(encoding="utf-8"))
        text, count = answer_of(gold, article, optional=False)
        reading = ModelReader(_Says(text), "gold", witness=rules_extractor())(article)
        asked += count
        kept += len(reading.claims)
        for rejection in reading.rejections:
            reasons.update(_NAMED.sub("…", reason) for reason in rejection.reasons)
            if "-v" in sys.argv:
                print(_id(article), rejection.reasons, getattr(rejection.claim, "said", "")[:250])
    print(f"{kept} of {asked} relations kept ({kept / max(asked, 1):.3f})")
    for reason, count in reasons.most_common(25):
        print(f"  {count} × {reason}")


class _Says:
    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, request: Request) -> Reply:  # noqa: ARG002 - it says always the same
        return Reply(self.text)


def _id(article: Article) -> str:
    name = Path(article.source).name
    return "-".join(name.split(".")[0].split("-")[:2])


if __name__ == "__main__":
    main()
