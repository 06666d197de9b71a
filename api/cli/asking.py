"""The commands that ask: query, show, path, stats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from api.cli.evidence import best_claims, cited, sentence, status, towards
from api.cli.names import entity_called
from api.cli.output import complain, print_json, print_table, say
from api.errors import BadParameter, Gone, NotFound
from api.shapes import article_json, claim_json, entity_json, found_edge_json, page_json, paths_json, rows_json, stats_json
from graph import lookup
from graph.lookup import FoundClaim, FoundEntity
from graph.store import Store
from ontology.records import Json

__all__ = ["path", "query", "show", "stats"]

_ID = re.compile(r"[ace]_[0-9a-f]{20}")
_KINDS = {"a": "article", "c": "claim", "e": "edge"}


def query(store: Store, cypher: str, *, parameters: Iterable[str], limit: int, timeout: float, as_json: bool) -> None:
    """Print the answer to a query that only reads."""
    rows = store.read(cypher, dict(map(_parameter, parameters)), limit=limit, timeout=timeout)
    if as_json:
        print_json(rows_json(rows))
        return
    print_table(rows.fields, [[_cell(value) for value in row] for row in rows.values])
    if rows.truncated:
        complain(f"only the first {len(rows.values)} rows are shown: ask for more with --limit, or narrow the query")


def _parameter(text: str) -> tuple[str, object]:
    """``n=3`` → ``("n", 3)``; what is no JSON is text."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise BadParameter(f"--param {text!r} names no value: expected name=value")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _cell(value: object) -> str:
    """A value as a table shows it; nodes and edges by their names."""
    if isinstance(value, dict) and "labels" in value and "properties" in value:
        properties = value["properties"]
        return str(properties.get("name") or properties.get("title") or properties.get("id") or value["id"])
    if isinstance(value, dict) and "type" in value and "properties" in value:
        return f"[:{value['type']}]"
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def show(store: Store, what: str, *, limit: int, as_json: bool) -> None:
    """Print what is known of an entity, by name or id, or of an edge, a claim or an article, by id."""
    if _ID.fullmatch(what):
        {"a": _show_article, "c": _show_claim, "e": _show_edge}[what[0]](store, what, limit=limit, as_json=as_json)
    else:
        _show_entity(store, entity_called(store, what), limit=limit, as_json=as_json)


def _show_entity(store: Store, found: FoundEntity, *, limit: int, as_json: bool) -> None:
    entity = found.entity
    page = lookup.entity_edges(store, entity.id, limit=limit)
    best = best_claims(store, [item.edge for item in page.items])
    if as_json:
        evidence = {id_: claim.to_json() for id_, claim in sorted(best.items())}
        print_json({"entity": entity_json(found), "edges": page_json(page, found_edge_json), "evidence": evidence})
        return
    say(f"{entity.name} · {entity.type} · {entity.id}")
    if entity.aliases:
        say(f"also called {', '.join(entity.aliases)}")
    say(f"{found.edges} edges from {found.claims} claims in {found.articles} articles")
    say()
    rows = [(*towards(f, entity.id), status(f.edge), str(f.edge.sources), cited(best[f.edge.id]), f.edge.id) for f in page.items]
    print_table(("relation", "entity", "status", "sources", "evidence", "edge"), rows)
    _more(len(page.items), page.total)


def _show_edge(store: Store, id_: str, *, limit: int, as_json: bool) -> None:
    found = lookup.edge(store, id_)
    if found is None:
        raise _missing(store, id_)
    page = lookup.edge_claims(store, id_, limit=limit)
    if as_json:
        print_json({"edge": found_edge_json(found), "claims": page_json(page, claim_json)})
        return
    edge = found.edge
    say(f"{sentence(edge, found.subject, found.object)} · {status(edge)} · {edge.id}")
    say(f"{edge.support} claims for it, {edge.against} against, {edge.sources} independent sources, confidence {edge.confidence:.2f}")
    say()
    _print_claims(page.items)
    _more(len(page.items), page.total)


def _show_claim(store: Store, id_: str, *, limit: int, as_json: bool) -> None:  # noqa: ARG001 - the three are called alike
    found = lookup.claim(store, id_)
    if found is None:
        raise _missing(store, id_)
    if as_json:
        print_json(claim_json(found))
        return
    said = found.claim.to_json()
    plain = {name: value for name, value in said.items() if value is not None and not isinstance(value, dict)}
    article, evidence = found.claim.article, found.claim.evidence
    plain |= {"subject": found.claim.subject.name, "object": found.claim.object.name, "quote": evidence.quote}
    plain |= {"offsets": f"{evidence.start}–{evidence.end}", "article": f"{article.id} {article.source}", "edge": found.edge}
    plain |= {"group of copies": article.group} if article.group else {}
    plain |= {"contradicted by": " ".join(found.contradicted_by)} if found.contradicted_by else {}
    print_table(("field", "value"), [(name, str(value)) for name, value in plain.items()])


def _show_article(store: Store, id_: str, *, limit: int, as_json: bool) -> None:
    found = lookup.article(store, id_)
    if found is None:
        raise _missing(store, id_)
    page = lookup.article_claims(store, id_, limit=limit)
    if as_json:
        print_json({"article": article_json(found), "claims": page_json(page, claim_json)})
        return
    article = found.article
    about = (article.title, article.author, article.publisher, article.published, article.lang, article.id)
    say(" · ".join(part for part in about if part))
    if article.canonical:
        say(f"its own address {article.canonical}")
    for version in found.versions:
        say(f"read from {version.source}")
    for copy in found.copies:
        say(f"a copy of it: {' · '.join(part for part in (copy.publisher, copy.published, copy.source, copy.id) if part)}")
    say()
    _print_claims(page.items)
    _more(len(page.items), page.total)


def _missing(store: Store, id_: str) -> Gone | NotFound:
    kind, retraction = _KINDS[id_[0]], lookup.retraction(store, id_)
    return Gone(f"{kind} {id_} is gone: {retraction.reason}") if retraction else NotFound(f"there is no {kind} {id_}")


def _print_claims(found: Iterable[FoundClaim]) -> None:
    rows = []
    for item in found:
        claim = item.claim
        said = f"{claim.subject.name} {claim.relation} {claim.object.name}"
        rows.append((said, f"{claim.certainty}, {claim.phase}", f"{claim.confidence:.2f}", cited(claim), claim.id))
    print_table(("claim", "status", "confidence", "evidence", "id"), rows)


def _more(shown: int, total: int) -> None:
    if shown < total:
        say(f"{shown} of {total} are shown: ask for more with --limit")


def path(store: Store, start: str, end: str, *, k: int, max_hops: int, as_json: bool) -> None:
    """Print the shortest paths between two entities, with the evidence of each hop."""
    first, last = entity_called(store, start).entity, entity_called(store, end).entity
    found = lookup.paths(store, first.id, last.id, k=k, max_hops=max_hops)
    best = best_claims(store, [edge for one in found for edge in one.edges])
    if as_json:
        evidence: Json = {"evidence": {id_: claim.to_json() for id_, claim in sorted(best.items())}}
        print_json(paths_json(found) | evidence)
        return
    if not found:
        raise NotFound(f"no path of at most {max_hops} hops joins {first.name} and {last.name}: allow more with --max-hops")
    for number, one in enumerate(found, start=1):
        names = {entity.id: entity for entity in one.entities}
        say(f"{number}. {' – '.join(entity.name for entity in one.entities)}")
        for edge in one.edges:
            say(f"   {sentence(edge, names[edge.subject], names[edge.object])} [{status(edge)}] {cited(best[edge.id])} {edge.id}")


def stats(store: Store, *, as_json: bool) -> None:
    """Print how much there is."""
    found = stats_json(lookup.stats(store))
    if as_json:
        print_json(found)
        return
    rows = []
    for name, value in found.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        rows += [(f"{name} {part}".strip(), "" if number is None else str(number)) for part, number in parts]
    print_table(("what", "number"), rows)
