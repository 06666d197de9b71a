"""Accuracy on gold: ``python -m bench.accuracy ../shared/data``.

Runs the offline reader over the articles and holds what it says against the gold (``ingest.evaluation``): all of them, the part that judge
and encoder learned from, and the quarter that was set aside (``training.examples.is_set_aside``); the last is the one to quote.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from ingest.evaluation import Annotated, Evaluation, annotated, evaluate, read_gold, said
from ingest.rules import rules_extractor
from training.examples import is_set_aside

PARTS: dict[str, Callable[[Annotated], bool]] = {
    "all": lambda _: True,
    "learned from": lambda one: not is_set_aside(one.gold.id),
    "set aside": lambda one: is_set_aside(one.gold.id),
    "set aside, French": lambda one: is_set_aside(one.gold.id) and one.lang == "fr",
    "set aside, English": lambda one: is_set_aside(one.gold.id) and one.lang == "en",
    "set aside, press": lambda one: is_set_aside(one.gold.id) and one.gold.id[3:4] in ("p", "w"),
    "seeds": lambda one: one.gold.id.startswith("seed-"),
}
FIGURES = ("edge.precision", "edge.recall", "edge.f1", "certainty_macro_f1", "phase_macro_f1", "evidence", "quotes_verbatim")
THRESHOLDS = (0.5, 0.7, 0.8, 0.9)


def main() -> None:
    """Print a table of the parts; and of what was set aside, figures by threshold and how sure is right."""
    data = Path(sys.argv[1])
    articles = annotated(read_gold(data / "gold"), data / "articles")
    extractor = rules_extractor()
    claims = [said(claim.to_json()) for one in articles for claim in extractor(one.article).claims]

    def of(name: str, least: float = 0.0) -> Evaluation:
        return evaluate([one for one in articles if PARTS[name](one)], claims, min_confidence=least)

    print(f"{'part':20} articles  precision recall  F1     certainty F1  phase F1  evidence  verbatim")
    for name in PARTS:
        print(row(name, of(name)))
    print("\nset aside, claims at least so sure")
    for least in THRESHOLDS:
        print(row(str(least), of("set aside", least)))
    calibration = of("set aside").calibration
    print(f"\nset aside, expected calibration error {calibration.error:.3f} over {calibration.count} edges")
    for one in calibration.bins:
        if one.count:
            print(f"{one.start:.1f}–{one.end:.1f}  {one.count:4} edges  said {one.confidence:.2f}  right {one.right:.2f}")


def row(name: str, found: Evaluation) -> str:
    """A line of the table."""
    whole = found.whole
    return f"{name:20} {whole.articles:8}  " + "   ".join(f"{whole.figures[figure]:.3f}" for figure in FIGURES)


if __name__ == "__main__":
    main()
