"""The same model with one plain paragraph for a prompt, to compare with: ``python -m bench.plain_prompt prompts|claims DIR FILES...``.

``prompts`` writes ``DIR/<article>.plain.prompt.txt`` for each article; answers go beside them as ``….plain.answer.txt``. ``claims`` turns
the answers into ``DIR/plain.jsonl`` in the form that the scorer takes: ends, statuses and quotes as the model gave them, unchecked.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bench.recorded import name_of
from ingest.llm.answer import loaded
from ingest.sources import Unread, read_articles
from ontology.records import Article, slug

PROMPT = """Extract the relations between companies, research organisations, governments, people and products that this article on
the technology industry states. Use these relations: invests-in, acquires, supplies, partners-with, competes-with, disputes-with,
develops, uses, subsidiary-of, founded, works-for, regulates. For each give the head and the tail (name, and type: Company,
ResearchOrg, Government, Person or Product), the certainty (asserted, reported or denied), the phase (current, planned or ended) and
the sentence of the article that states it, word for word. Answer with JSON only: {{"relations": [{{"head": {{"name": "", "type": ""}},
"relation": "", "tail": {{"name": "", "type": ""}}, "certainty": "", "phase": "", "quote": ""}}]}}

Article ({lang}, {published}):

{text}
"""


def prompt_of(article: Article) -> str:
    """What is asked."""
    return PROMPT.format(lang=article.lang or "?", published=article.published or "no date", text=article.text)


def claims_of(article: Article, answer: str) -> list[dict[str, Any]]:
    """Each relation of the answer as a claim that nobody checked."""
    data = loaded(answer)
    rows = data.get("relations", []) if isinstance(data, dict) else []
    return [
        _claim(article, row) for row in rows if isinstance(row, dict) and all(isinstance(row.get(end), dict) for end in ("head", "tail"))
    ]


def _claim(article: Article, row: dict[str, Any]) -> dict[str, Any]:
    ends = {
        name: {
            "id": slug(str(row[end].get("name"))),
            "name": row[end].get("name"),
            "type": row[end].get("type"),
            "mention": row[end].get("name"),
        }
        for name, end in (("subject", "head"), ("object", "tail"))
    }
    quote = str(row.get("quote") or "")
    start = article.text.find(quote) if quote else -1
    statement = {"relation": row.get("relation"), **ends, "certainty": row.get("certainty"), "phase": row.get("phase")}
    evidence = {"quote": quote, "start": start, "end": start + len(quote)}
    return {"article": article.to_json(), **statement, "evidence": evidence, "extractor": "plain"}


def main() -> None:
    """Write prompts, or read answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["prompts", "claims"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for article in read_articles(args.files):
        if isinstance(article, Unread):
            print(article.reason)
            continue
        stem = args.folder / name_of(article.source)
        answer = Path(f"{stem}.plain.answer.txt")
        if args.what == "prompts":
            Path(f"{stem}.plain.prompt.txt").write_text(prompt_of(article), encoding="utf-8")
        elif answer.is_file():
            lines += [json.dumps(claim, ensure_ascii=False) for claim in claims_of(article, answer.read_text(encoding="utf-8"))]
        else:
            print(f"{answer} is not there yet")
    if args.what == "claims":
        (args.folder / "plain.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        print(f"{len(lines)} claims in {args.folder / 'plain.jsonl'}")


if __name__ == "__main__":
    main()
