"""How much of what careful readers draw from articles the program draws too: claims held against gold."""

from __future__ import annotations

from ingest.evaluation.articles import Annotated, annotated
from ingest.evaluation.gold import Gold, read_gold
from ingest.evaluation.report import Evaluation, evaluate
from ingest.evaluation.said import Said, read_claims, said

__all__ = ["Annotated", "Evaluation", "Gold", "Said", "annotated", "evaluate", "read_claims", "read_gold", "said"]
