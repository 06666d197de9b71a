"""What a model is sent: the ontology in words, the rules, examples, and the article's sentences between two marks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.llm.lines import Line
from ingest.llm.parts import Part
from ingest.llm.schema import answer_schema, verdict_schema
from ingest.llm.text import safe_title
from ontology.records import Article, Json
from ontology.vocabulary import Ontology, Relation, ontology

__all__ = ["Known", "Message", "examples", "messages", "prompt_version", "system", "verdict_messages"]

Message = dict[str, str]
"""``{"role": "system" | "user" | "assistant", "content": …}``"""

_DATA = Path(__file__).parent.parent / "data" / "prompt"
_CHECKS = 2
"""Counts up when the checks after an answer change what is taken from it."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity that an earlier part of the article named, as the next part is told of it."""

    key: str
    name: str
    type: str
    mentions: tuple[str, ...]

    @property
    def row(self) -> str:
        """Its line in the prompt."""
        return f"{self.key} | {self.type} | {self.name} | {', '.join(self.mentions)}"


def messages(article: Article, part: Part, known: Sequence[Known] = ()) -> tuple[Message, ...]:
    """The messages of one call."""
    return (
        {"role": "system", "content": system()},
        *(message for example in examples() for message in example.messages()),
        {"role": "user", "content": _article(part, _heading(safe_title(article) or None, article.lang, article.published), known)},
    )


def verdict_messages(article: Article, lines: Sequence[Line], statement: str) -> tuple[Message, ...]:
    """The messages of the second pass: a few sentences, and one statement to be judged by them."""
    about = _heading(None, article.lang, article.published)
    asked = f"{_fenced(about, lines)}\n\nStatement: {statement}"
    return ({"role": "system", "content": " ".join(_texts("verdict")["task"].split())}, {"role": "user", "content": asked})


@cache
def prompt_version(*, second_pass: bool = False) -> str:
    """Eight hex digits of all that a model is told and of the checks behind it; another wording is another version of the reader."""
    told: list[object] = [
        system(),
        [example.messages() for example in examples()],
        answer_schema(),
        _texts("instructions")["parts"],
        _CHECKS,
    ]
    if second_pass:
        told += [_texts("verdict"), verdict_schema()]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]


@cache
def system() -> str:
    """The system message: the same for all articles, so that endpoints can keep it."""
    texts, terms = _texts("instructions"), ontology()
    sections = {
        "Task": [_line(texts["task"]), _line(texts["untrusted"])],
        "Types of entities": _types(terms),
        "Entities": texts["entities"],
        "Relations, from head to tail": [_relation(relation) for relation in terms.relations.values()],
        "What counts": texts["relations"],
        "Certainty and phase": [*_statuses(terms), *texts["statuses"]],
        "Qualifiers": [*_qualifiers(terms), *texts["qualifiers"]],
        "Answer": [_line(texts["answer"])],
    }
    return "\n\n".join(f"## {title}\n" + "\n".join(f"- {_line(line)}" for line in lines) for title, lines in sections.items())


@dataclass(frozen=True, slots=True)
class Example:
    """An article of a few sentences with its reading."""

    title: str | None
    lang: str
    published: str
    lines: tuple[Line, ...]
    answer: Json

    def messages(self) -> tuple[Message, Message]:
        """As if it had been asked and answered."""
        part = Part(self.lines, 1)
        asked = _article(part, _heading(self.title, self.lang, self.published), ())
        return {"role": "user", "content": asked}, {"role": "assistant", "content": json.dumps(self.answer, ensure_ascii=False)}


@cache
def examples() -> tuple[Example, ...]:
    """The examples of ``data/prompt/examples.yaml``."""
    return tuple(map(_example, _texts("examples")))


def _example(data: Json) -> Example:
    lines = tuple(Line(n, text, "paragraph", 0, 0, 0) for n, text in enumerate(data["lines"], start=1))
    answer = {"entities": data["entities"], "relations": [_said(row) for row in data["relations"]]}
    return Example(data["title"], data["lang"], str(data["published"]), lines, answer)


def _said(row: list[Any]) -> Json:
    """A relation from its columns in the file; the last, ``unsure``, may be missing."""
    said: Json = dict(zip(("sentences", "head", "relation", "tail", "certainty", "phase"), row[:6], strict=True))
    return said | {"qualifiers": [{"name": n, "value": str(v)} for n, v in row[6].items()], "sure": row[-1] != "unsure"}


# ---------------------------------------------------------------- the article


def _article(part: Part, heading: Sequence[str], known: Sequence[Known]) -> str:
    text = _fenced(heading, part.lines)
    if part.first_new == part.lines[0].number:
        return text
    rows = [one.row for one in known]
    return "\n".join([text, "", _line(_texts("instructions")["parts"]).format(first_new=part.first_new), *(rows or ["(none)"])])


def _heading(title: str | None, lang: str | None, published: str | None) -> list[str]:
    given = {"title": title, "language": lang, "published": published}
    return [f"{name}: {_line(value)[:300]}" for name, value in given.items() if value]


def _fenced(heading: Sequence[str], lines: Sequence[Line]) -> str:
    """The sentences between two marks that the article cannot know: they are made from its content."""
    rows = list(_rows(lines))
    mark = hashlib.sha256("\n".join([*heading, *rows]).encode()).hexdigest()[:12]
    return "\n".join([f"<<<article {mark}", *heading, "", *rows, f"article {mark}>>>"])


def _rows(lines: Sequence[Line]) -> Iterator[str]:
    block = lines[0].block if lines else 0
    for line in lines:
        if line.block != block:
            yield ""
        block = line.block
        yield f"[{line.number}] {'# ' if line.kind == 'heading' else ''}{line.text}"


# ---------------------------------------------------------------- the ontology in words


def _types(terms: Ontology) -> list[str]:
    return [f"{t.name} ({t.label.get('fr', '')}): {t.definition['en']} {t.note.get('en', '')}".strip() for t in terms.entity_types.values()]


def _relation(relation: Relation) -> str:
    label, inverse = relation.label, relation.inverse
    words = f"{label['en']} / {label['fr']}" + ("" if relation.symmetric else f"; read from its tail: {inverse['en']} / {inverse['fr']}")
    ends = ", ".join(f"{head}→{'/'.join(sorted(tails))}" for head, tails in _tails(relation))
    way = " Symmetric: write it once, any way round." if relation.symmetric else ""
    takes = [name for name, q in ontology().qualifiers.items() if name in relation.qualifiers and not q.any_relation]
    return (
        f"{relation.name} ({words}). {relation.definition['en']} {relation.note.get('en', '')}{way} Ends: {ends}. Takes {', '.join(takes)}."
    )


def _tails(relation: Relation) -> list[tuple[str, set[str]]]:
    return [(head, {tail for h, tail in relation.pairs if h == head}) for head in sorted(relation.heads)]


def _statuses(terms: Ontology) -> list[str]:
    rows = [("certainty", terms.certainties), ("phase", terms.phases)]
    return [f"{field} {status.name}: {status.definition['en']}" for field, statuses in rows for status in statuses.values()]


def _qualifiers(terms: Ontology) -> list[str]:
    anywhere = ", ".join(q.name for q in terms.qualifiers.values() if q.any_relation)
    return [*(f"{q.name}: {q.definition['en']}" for q in terms.qualifiers.values()), f"{anywhere} go with any relation."]


def _line(text: str) -> str:
    return " ".join(text.split())


@cache
def _texts(name: str) -> Any:  # noqa: ANN401 - what the file holds
    return yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"))
