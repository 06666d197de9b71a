"""Train the judge: ``python -m training.train --data ../shared/data``; writes ``ingest/data/judge.npz``.

It learns from articles with gold, and from sentences and passages written for the project.

The articles set aside (``training.examples.is_set_aside``) are never learned from.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from ingest.rules.grammar import LANGUAGES
from ingest.rules.judge import BACK, FORTH, MODEL, SYMMETRIC
from ontology.vocabulary import ontology
from training.calibrate import calibrated
from training.examples import Example, article_examples, is_set_aside, passage_examples, read_sentences, sentence_examples

HERE = Path(__file__).parent
SENTENCES, PASSAGES = HERE / "sentences", HERE / "passages"
LEAST_SEEN = 2
SMALLEST = 0.01
NEVER = -9.0
"""The bias of what was never, or always, so in the examples (then with the sign changed)."""

Table = dict[str, NDArray[np.generic]]


def collected(data: Path, sentences: Path, passages: Path) -> list[Example]:
    """All examples of the articles not set aside, of the sentences, and of the passages in a language that is parsed."""
    found: list[Example] = []
    meta = [json.loads(line) for line in (data / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in meta:
        if not is_set_aside(row["id"]):
            gold = json.loads((data / "gold" / f"{row['id']}.json").read_text(encoding="utf-8"))
            found += article_examples(gold, data / row["file"], row["lang"])
    for path in sorted(sentences.glob("*.jsonl")):
        found += sentence_examples(read_sentences(path), path.name[:2], path.stem)
    for path in sorted(passages.glob("*.jsonl")):
        if path.name[:2] in LANGUAGES:
            found += passage_examples(read_sentences(path), path.name[:2], path.stem)
    return found


def examples_of(data: Path, sentences: Path, passages: Path, *, cache: Path | None = None) -> list[Example]:
    """The same, out of ``cache`` when that file is there, else into it."""
    if cache and cache.exists():
        kept: list[Example] = pickle.loads(cache.read_bytes())  # noqa: S301 - our own file
        return kept
    examples = collected(data, sentences, passages)
    if cache:
        cache.write_bytes(pickle.dumps(examples))
    return examples


def vocabulary(feature_sets: Iterable[Iterable[str]]) -> dict[str, int]:
    """The features seen often enough, with their rows."""
    counts = Counter(feature for features in feature_sets for feature in features)
    return {feature: row for row, feature in enumerate(sorted(f for f, n in counts.items() if n >= LEAST_SEEN))}


def matrix(feature_sets: Sequence[Iterable[str]], rows: dict[str, int]) -> csr_matrix:
    """One row an example, one column a feature."""
    columns: list[int] = []
    ends = [0]
    for features in feature_sets:
        columns += sorted(rows[f] for f in features if f in rows)
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(feature_sets), len(rows)))


def classes() -> list[str]:
    """Each relation with each way, as the judge names them."""
    relations = ontology().relations.values()
    return [f"{r.name}:{way}" for r in relations for way in ((SYMMETRIC,) if r.symmetric else (FORTH, BACK))]


def relation_table(examples: Sequence[Example], strength: float) -> Table:
    """One regression a relation and way, over the pairs that it may join; a relation said elsewhere in the article is left out."""
    rows = vocabulary(example.features for example in examples)
    weights, bias = np.zeros((len(rows), len(classes()))), np.full(len(classes()), NEVER)
    for column, name in enumerate(classes()):
        relation, _, way = name.partition(":")
        mine = [e for e in examples if (relation, way) in e.allowed and not _only_elsewhere(e, relation, way)]
        said = [next((s for s in e.said if (s.relation, s.way) == (relation, way)), None) for e in mine]
        if sum(s is not None for s in said) >= LEAST_SEEN:
            counts = [s.weight if s else 1.0 for s in said]
            seen = matrix([e.features for e in mine], rows)
            weights[:, column], bias[column] = fitted(seen, [s is not None for s in said], counts, strength)
    return table("relations", rows, classes(), weights, bias)


def fitted(seen: csr_matrix, truth: Sequence[bool], counts: Sequence[float], strength: float) -> tuple[NDArray[np.float64], float]:
    """The weights of the features and the bias of one regression; without weights when there is nothing to tell apart."""
    if len(set(truth)) < 2 or not seen.shape[1]:  # noqa: PLR2004 - true and false
        return np.zeros(seen.shape[1]), -NEVER if all(truth) and truth else NEVER
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=300, random_state=1)
    model.fit(seen, truth, sample_weight=counts)
    return model.coef_[0], float(model.intercept_[0])


def _only_elsewhere(example: Example, relation: str, way: str) -> bool:
    return any((s.relation, s.way) == (relation, way) and not s.here for s in example.said)


def status_table(examples: Sequence[Example], field: str, names: Sequence[str], strength: float) -> Table:
    """A regression over the values of certainty or phase; the rare values count more, by the square root of how rare they are."""
    cases = [(example.cues[said.relation], getattr(said, field), said.weight) for example in examples for said in example.said if said.here]
    counts = Counter(value for _, value, _ in cases)
    rows = vocabulary(features for features, _, _ in cases)
    scale = {value: (max(counts.values()) / counts[value]) ** 0.5 for value in counts}
    weights, bias = np.zeros((len(rows), len(names))), np.zeros(len(names))
    seen = matrix([features for features, _, _ in cases], rows)
    for column, name in enumerate(names):
        counts_for = [weight * scale[value] for _, value, weight in cases]
        weights[:, column], bias[column] = fitted(seen, [value == name for _, value, _ in cases], counts_for, strength)
    return table({"certainty": "certainties", "phase": "phases"}[field], rows, names, weights, bias)


def table(name: str, rows: dict[str, int], columns: Sequence[str], weights: NDArray[np.float64], bias: NDArray[np.float64]) -> Table:
    """The arrays of one table, rows of next to no weight left out."""
    kept = [feature for feature, row in rows.items() if np.abs(weights[row]).max() >= SMALLEST]
    return {
        f"{name}_features": np.array("\n".join(kept)),
        f"{name}_classes": np.array("\n".join(columns)),
        f"{name}_weights": weights[[rows[feature] for feature in kept]].astype(np.float16),
        f"{name}_bias": bias.astype(np.float32),
    }


def trained(examples: Sequence[Example], *, strength: float = 0.3, status_strength: float = 0.3) -> Table:
    """All three tables."""
    terms = ontology()
    return (
        calibrated(examples, partial(relation_table, strength=strength))
        | status_table(examples, "certainty", tuple(terms.certainties), status_strength)
        | status_table(examples, "phase", tuple(terms.phases), status_strength)
    )


def main() -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with articles.jsonl, articles/ and gold/")
    parser.add_argument("--sentences", type=Path, default=SENTENCES)
    parser.add_argument("--passages", type=Path, default=PASSAGES)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--cache", type=Path, help="keep the examples here, and take them from here")
    options = parser.parse_args()
    examples = examples_of(options.data, options.sentences, options.passages, cache=options.cache)
    np.savez_compressed(options.out, allow_pickle=False, **trained(examples))
    sys.stderr.write(f"{len(examples)} pairs, {sum(s.here for e in examples for s in e.said)} relations → {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
