"""What the explorer's tests show: the corpus, and more that a screen may meet."""

from __future__ import annotations

import json
from dataclasses import replace

from api.routes.pages import FOLDER
from ontology.edges import edge_id
from ontology.records import Article, Reading
from tests.graph.samples import HOSTILE, article, reading, says

HUB = 312
BUNDLED = ("supplies", "invests-in", "partners-with", "acquires", "competes-with", "disputes-with")
SUPPLIES = edge_id(("nvidia", "supplies", "tesla"))
WORDS: dict[str, dict[str, str]] = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
LONG = f"{HOSTILE} {'without end ' * 100}{'W' * 5000}"[:5000]
"""The same five thousand characters long, the most of them without a place to break the line."""
LINK = 'https://echo.example/"><script>alert(2)</script>'
OWN = f"https://echo.example/{'W' * 1900}?'()%22%3E%3Cscript%3E"
SCREENS = ("/", "/e/nvidia", "/g?ids=nvidia", f"/r/{SUPPLIES}", "/p?from=h100&to=tesla", "/c", "/about", "/e/nobody", "/nowhere")


def more() -> list[Reading]:
    """A hub, three parallel edges, an accent, a sentence behind an emoji, and words that try everything."""
    french = replace(
        article("🎬 À la une. La Société Générale investit dans Mistral AI. Fin."), lang="fr", source="https://echo.example/une"
    )
    french = replace(french, author="Lise Aubrac-Morin", canonical="https://echo.example/a-la-une")
    inner = says(french, "Société Générale", "invests-in", "Mistral AI")
    start = french.text.index("La Soc")
    inner = replace(inner, evidence=replace(inner.evidence, quote=french.text[start:-5], start=start, end=len(french.text) - 5))
    hub = article("The hub supplies three hundred and twelve others.", publisher="Weekly")
    many = article("Six ties and more.", source="news/six.txt")
    return [
        Reading(french, (inner,)),
        reading(hub, *[("Hub", "supplies", f"Spoke {n:03}") for n in range(HUB)]),
        reading(article("Three ties."), *[("Alpha", relation, "Omega") for relation in ("supplies", "invests-in", "partners-with")]),
        reading(many, *[("Left", relation, "Right") for relation in BUNDLED]),
        *hostile(),
    ]


def hostile() -> list[Reading]:
    """Two articles of which every field that takes words tries everything, in what holds an edge and what denies it."""
    readings = []
    for source, published, certainty in (("javascript:alert(1)", "2025-01-01", "asserted"), (LINK, LONG, "denied")):
        told = Article(f"{LONG} supplies Tesla, {source}.", source, LONG, f"{LONG} {certainty}", published, "en", LONG, OWN)
        claim = says(told, LONG, "supplies", "Tesla", certainty=certainty, extractor=f"{LONG}@1")
        claim = replace(claim, product=LONG, event=LONG, said_by=LONG, subject=replace(claim.subject, id="hostile"))
        readings.append(Reading(told, (claim,)))
    other = article("They name the other end.", publisher=None)
    ends = says(other, "Other End", "partners-with", LONG, role=LONG)
    return [*readings, Reading(other, (replace(ends, object=replace(ends.object, id="hostile-too", type="ResearchOrg")),))]
