"""Attempts to get more than reading out of Cypher, and queries that only read."""

from __future__ import annotations

from pathlib import Path

import yaml

FILLED = {
    "{deep}": "(" * 60 + "1" + ")" * 60,
    "{deep_lists}": "[" * 60 + "1" + "]" * 60,
    "{many}": "[" + ",".join("1" * 2500) + "]",
    "{long}": "x" * 20_001,
    "{sum}": "+".join("1" * 2500),
}
FILE = Path(__file__).with_name("bypasses.yaml")


def filled(statement: str) -> str:
    for name, text in FILLED.items():
        statement = statement.replace(name, text)
    return statement


ATTEMPTS = [(kind, filled(text)) for kind, texts in yaml.safe_load(FILE.read_text(encoding="utf-8")).items() for text in texts]
PARAMETERS = {"where": "http://127.0.0.1:{port}/x", "text": "x" * 900_000}

HONEST = {
    "a variable length": "MATCH p = (a:Company)-[:SUPPLIES*1..4]->(b) WHERE none(n IN nodes(p) WHERE n.x = 1) RETURN length(p), count(*)",
    "subqueries": """
        MATCH (c:Company) CALL (c) { MATCH (c)-[r]->() RETURN count(r) AS out, collect(DISTINCT type(r)) AS kinds }
        WITH c, out, kinds WHERE out > 1 AND EXISTS { (c)<-[:INVESTS_IN]-() } RETURN c.name, out, kinds ORDER BY out DESC LIMIT 5""",
    "aggregation": """
        MATCH (a:Article)<-[:STATED_IN]-(c:Claim) WITH a.publisher AS who, c.relation AS what, count(*) AS n, avg(c.confidence) AS sure
        RETURN who, collect({what: what, n: n, sure: round(sure, 2)}) AS said, reduce(all = 0, x IN collect(n) | all + x) AS total""",
    "a shortest path of any length": """
        MATCH p = SHORTEST 2 (:Company {name: $from})-[r:SUPPLIES|INVESTS_IN]-+(:Company {name: $to})
        RETURN [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | {type: type(r), claims: size(r.claims)}] AS hops""",
    "dates, text and lists": """
        MATCH (a:Article) WHERE a.published STARTS WITH '2025' AND NOT a.title CONTAINS "it's // no comment; CREATE (n)"
        UNWIND range(0, size(split(a.title, ' ')) - 1) AS i WITH a, split(a.title, ' ')[i] AS word
        RETURN toLower(replace(word, ',', '')) AS word, count(DISTINCT a) AS n, max(date(left(a.published, 10))) AS latest
        ORDER BY n DESC SKIP 1 LIMIT 3 UNION ALL RETURN 'end' AS word, 0 AS n, null AS latest""",
    "texts joined": """
        MATCH (c:Company)<-[:SUPPLIES]-(s) WITH c, s ORDER BY s.name WITH c, collect(s.name) AS names
        RETURN c.name + ': ' + reduce(line = head(names), x IN tail(names) | line + ', ' + x) AS line""",
    "lists that name what is around them": """
        MATCH p = (a:Company)-[:SUPPLIES*1..3]->(b) WITH b, [n IN nodes(p) WHERE n <> a | {id: n.id, from: a.name}] AS hops
        RETURN [hop IN hops | hop.from + ' → ' + hop.id] AS said, size([(b)-[r]->(c) | {type: type(r), by: $from, to: c.name}]) AS next""",
    "a long text as a parameter": """
        UNWIND split($long, ' ') AS word WITH toLower(replace(word, ',', '')) AS word, count(*) AS n WHERE n > $least
        OPTIONAL MATCH (e:Entity {name: word}) RETURN word, n, e.id, size($long) AS long, [x IN split($long, '.') | trim(x)][0] AS first""",
}
HONEST_PARAMETERS = {"from": "TSMC", "to": "OpenAI", "long": "Many words. " * 50_000, "least": 1}
