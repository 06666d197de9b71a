"""Read articles with recorded answers: ``python -m bench.read_recorded DIR CLAIMS.jsonl FILES...``.

The claims go to CLAIMS.jsonl in the form that the scorer takes; printed are the claims, the rejections by reason, and calls and tokens an
article (four characters a token).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from bench.recorded import MODEL, Folder, name_of
from ingest.llm.errors import ModelError
from ingest.llm.prompt import Message
from ingest.llm.reader import ModelReader
from ingest.rules import rules_extractor
from ingest.sources import Unread, read_articles
from ontology.records import Claim

_CITED = re.compile(r"'[^']*'|\d+")


def main() -> None:
    """Read, write and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("claims", type=Path)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--second-pass", action="store_true")
    parser.add_argument("--refused", action="store_true", help="print each rejection")
    args = parser.parse_args()
    folder = Folder(args.folder)
    reader = ModelReader(folder, model=args.model, second_pass=args.second_pass, witness=rules_extractor())
    claims: list[Claim] = []
    reasons: Counter[str] = Counter()
    read = 0
    for article in read_articles(args.files):
        if isinstance(article, Unread):
            print(article.reason)
            continue
        folder.article = name_of(article.source)
        try:
            reading = reader(article)
        except ModelError as error:
            print(f"{article.source}: {error}")
            continue
        read += 1
        claims += reading.claims
        for rejection in reading.rejections:
            reasons.update(_CITED.sub("…", reason) for reason in rejection.reasons)
            if args.refused:
                said = rejection.claim.to_json() if isinstance(rejection.claim, Claim) else rejection.claim.said
                print(article.source, rejection.reasons, said)
    lines = (json.dumps(claim.to_json(), ensure_ascii=False) + "\n" for claim in claims)
    args.claims.write_text("".join(lines), encoding="utf-8")
    print(f"{read} articles, {len(claims)} claims, {reasons.total()} rejections, {_tokens(folder)}")
    for reason, count in reasons.most_common():
        print(f"  {count} × {reason}")


def _tokens(folder: Folder) -> str:
    prompts: list[list[Message]] = [json.loads(path.read_text(encoding="utf-8"))["messages"] for path in folder.asked]
    characters = sum(len(message["content"]) for messages in prompts for message in messages)
    answers = [path.with_name(path.name.removesuffix(".json") + ".answer.txt") for path in folder.asked]
    written = sum(len(path.read_text(encoding="utf-8")) for path in answers if path.is_file())
    return f"{len(folder.asked)} calls, about {characters // 4} tokens read and {written // 4} written"


if __name__ == "__main__":
    main()
