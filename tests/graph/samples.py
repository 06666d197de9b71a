"""Made-up articles and claims, short to write: ``says(article, "Nvidia", "supplies", "Tesla")``."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from graph.store import Store
from ontology.records import Article, ArticleRef, Claim, End, Evidence, Reading, slug

HOSTILE = (
    "\"'`]})-[x]-() // /* */ \\u0027 ${7*7} {{7*7}} <script>alert(1)</script></script></style><img src=x onerror=alert(1)> "
    "href heading select_menu =cmd()|a \x07 \u202e é 株式"
)
"""Every trick at once: Cypher, HTML, templates, spreadsheets, control and bidi characters, and the words that undo pyvis."""


def article(text: str, *, source: str | None = None, publisher: str | None = "Daily", published: str | None = "2025-01-01") -> Article:
    return Article(text, source or f"news/{slug(text)[:30]}.txt", text[:20], publisher, published, "en")


def end(name: str) -> End:
    """``"Nvidia"``, or ``"Person:Jensen Huang"`` for what is no company."""
    type_, _, bare = name.rpartition(":")
    return End(slug(bare), bare, type_ or "Company", bare)


def says(article: Article, subject: str, relation: str, object_: str, **more: Any) -> Claim:  # noqa: ANN401 - any field
    statuses = {"certainty": "asserted", "phase": "current", "confidence": 0.75, "extractor": "rules@1"}
    return Claim(
        article=ArticleRef.to(article),
        relation=relation,
        subject=end(subject),
        object=end(object_),
        evidence=Evidence.cut(article.text, 0, len(article.text)),
        **{**statuses, **more},
    )


def reading(article: Article, *statements: tuple[Any, ...], **more: Any) -> Reading:  # noqa: ANN401 - any field
    """An article with claims, each ``(subject, relation, object)`` or ``(subject, relation, object, {"phase": …})``."""
    return Reading(article, tuple(says(article, s, r, o, **{**more, **dict(*rest)}) for s, r, o, *rest in statements))


def corpus() -> list[Reading]:
    """Eight articles of four outlets: parallel edges, a denial, a symmetric relation told both ways, every type of entity."""
    told = [
        ("Nvidia supplies Tesla and backs CoreWeave.", "Daily", "2025-01-10"),
        ("Tesla buys Nvidia chips, people say.", "Weekly", "2025-02-01"),
        ("Nvidia denies that it supplies Tesla.", "Echo", "2025-03-05"),
        ("Jensen Huang founded Nvidia and runs it; it designs the H100.", "Daily", "2025-01-02"),
        ("AMD and Nvidia compete.", "Weekly", "2024-12-01"),
        ("Nvidia and AMD are rivals still.", None, "2025-04"),
        ("Washington restricts Nvidia and its H100.", "Echo", None),
        ("Mistral AI's lab partners with Inria, which uses the H100.", "Tribune", "2025-05-20"),
    ]
    texts = [article(text, publisher=publisher, published=published) for text, publisher, published in told]
    money: dict[str, Any] = {"amount": 2_000_000_000, "currency": "USD"}
    return [
        reading(texts[0], ("Nvidia", "supplies", "Tesla", {"product": "GPU"}), ("Nvidia", "invests-in", "CoreWeave", money)),
        reading(texts[1], ("Nvidia", "supplies", "Tesla", {"certainty": "reported", "confidence": 0.5})),
        reading(texts[2], ("Nvidia", "supplies", "Tesla", {"certainty": "denied"})),
        reading(
            texts[3],
            ("Person:Jensen Huang", "founded", "Nvidia"),
            ("Person:Jensen Huang", "works-for", "Nvidia", {"role": "CEO"}),
            ("Nvidia", "develops", "Product:H100"),
        ),
        reading(texts[4], ("AMD", "competes-with", "Nvidia")),
        reading(texts[5], ("Nvidia", "competes-with", "AMD", {"confidence": 0.9})),
        reading(texts[6], ("Government:Washington", "regulates", "Nvidia"), ("Government:Washington", "regulates", "Product:H100")),
        reading(texts[7], ("Mistral AI", "partners-with", "ResearchOrg:Inria"), ("ResearchOrg:Inria", "uses", "Product:H100")),
    ]


def story(number: int, *, part: int = 0, words: int = 120) -> str:
    """A text about nothing; the next part begins a quarter later, so that it is a copy of the one beside it alone."""
    chance = random.Random(number)  # noqa: S311 - no secret
    whole = ["".join(chance.choices("abdefgiklmnoprstuvz", k=chance.randint(3, 9))) for _ in range(500)]
    return " ".join(whole[30 * part : 30 * part + words]) + "."


def many(count: int) -> list[Reading]:
    """So many articles with a claim each, on a tenth as many edges."""
    told = [(article(f"Nvidia supplies maker {n % (count // 10)}, told for the {n}th time."), n % (count // 10)) for n in range(count)]
    return [reading(one, ("Nvidia", "supplies", f"Maker {maker}")) for one, maker in told]


def moved(read: Reading, **metadata: str | None) -> Reading:
    """The same text found elsewhere, or dated otherwise."""
    again = replace(read.article, **metadata)  # type: ignore[arg-type]  # each field takes text
    return Reading(again, tuple(replace(claim, article=ArticleRef.to(again)) for claim in read.claims), read.rejections)


def emptied(store: Store) -> Store:
    """The store with nothing in it."""
    with store._session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS").consume()
    store._hash = None
    return store
