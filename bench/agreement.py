"""How sure two readers make an edge together: ``python -m bench.agreement SCORE.py GOLD ARTICLES RULES.jsonl LLM.jsonl``.

Prints how often edges are right that one reader alone sees, and both, beside the confidence that they get; and the constant
``ontology.edges.AGREEMENT`` with which the confidence of edges that both see fits best. Optional relations of the gold count neither way.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Seen = dict[str, float]
"""Confidence by reader, of one edge of one article."""


def main() -> None:
    """Judge the edges and print a table."""
    score_file, gold_folder, articles, *files = map(Path, sys.argv[1:])
    spec = importlib.util.spec_from_file_location("score", score_file)
    assert spec is not None  # noqa: S101 - a path to a file
    assert spec.loader is not None  # noqa: S101 - a file has a loader
    score: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    rows: list[tuple[Seen, bool]] = []
    claims = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    wanted = {Path(claim["article"]["source"]).name for claim in claims}
    for path in sorted(gold_folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        article = next(articles.glob(data["id"] + "*"))
        if article.name in wanted:
            gold = score.Gold(data, article.read_text(encoding="utf-8"))
            rows += judged(score, gold, (claim for claim in claims if Path(claim["article"]["source"]).name == article.name))
    report(rows)


def judged(score: Any, gold: Any, claims: Iterable[dict[str, Any]]) -> list[tuple[Seen, bool]]:  # noqa: ANN401 - the scorer's own
    """Each edge with who sees it, and whether it is right; optional ones are left out."""
    seen: dict[Any, Seen] = defaultdict(dict)
    for claim in claims:
        edge = score.edge(claim["relation"], gold.key(claim["subject"]), gold.key(claim["object"]))
        reader = claim["extractor"].partition("@")[0].partition(":")[0]
        seen[edge][reader] = max(seen[edge].get(reader, 0.0), claim["confidence"])
    return [(by, edge in gold.required) for edge, by in seen.items() if edge in gold.required or edge not in gold.relations]


def report(rows: list[tuple[Seen, bool]]) -> None:
    """Print the groups, and the best constant for those that both see."""
    groups: dict[str, list[tuple[Seen, bool]]] = defaultdict(list)
    for by, right in rows:
        groups["+".join(sorted(by))].append((by, right))
    for name, some in sorted(groups.items()):
        confidence = sum(max(by.values()) for by, _ in some) / len(some)
        print(f"{name:12} {len(some):4} edges, right {sum(right for _, right in some) / len(some):.3f}, surest claim {confidence:.3f}")
    both = [(sorted(by.values()), right) for by, right in rows if len(by) > 1]
    if both:
        wrong = sum(not right for _, right in both) / len(both)
        grid = [n / 20 for n in range(21)]
        gaps = {k: abs(sum((1 - v[-1]) * (1 - k * v[0]) for v, _ in both) / len(both) - wrong) for k in grid}
        print(f"AGREEMENT that fits: {min(gaps, key=lambda k: gaps[k])}")


if __name__ == "__main__":
    main()
