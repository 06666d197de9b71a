"""Two programs that write at once leave the graph that they leave one after the other; what is taken back was never there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import ManagedTransaction

from graph import writing
from graph.bands import Bands
from graph.checking import faults
from graph.link import Login
from graph.store import Store
from ontology.records import Claim, End, Reading
from tests.graph.samples import article, emptied, moved, reading, story

ROOT = Path(__file__).parents[3]
SEEDS = range(6)
WRITER = """\
import sys
from graph.store import Store
from tests.graph.store.test_writers import told, written
uri, user, password, who = sys.argv[1:]
with Store.connect(uri, user=user, password=password) as store:
    store.ping()
    print("ready", flush=True)
    for line in sys.stdin:
        written(store, told(int(line)), int(line), int(who))
        print("done", flush=True)
"""
FIRMS = ("Nvidia", "AMD", "Tesla", "OpenAI", "Mistral AI", "CoreWeave")


def told(seed: int) -> list[Reading]:
    """Thirty articles about six firms, so that they meet on the same edges; a third tell parts of two stories, some have two sources."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    readings = []
    for i in range(30):
        words = f"Text {i} of {seed}." if i % 3 else story(i % 2, part=chance.randint(0, 6)) + f" {i}"
        text = article(words, publisher=f"Outlet {i % 7}", published=f"2025-0{1 + i % 9}")
        pairs = [chance.sample(FIRMS, 2) for _ in range(chance.randint(0, 4))]
        readings.append(reading(text, *((a, chance.choice(("supplies", "competes-with")), b) for a, b in pairs)))
    return readings + [moved(read, source=f"elsewhere/{i}", published="2024") for i, read in enumerate(chance.sample(readings, 8))]


def part(readings: list[Reading], seed: int, who: int) -> tuple[list[Reading], int]:
    """What one of two writers writes, in its order, and how many articles a transaction; about half is the other's too."""
    chance = random.Random(f"{seed} {who}")  # noqa: S311 - no secret
    return chance.sample(readings, 27), chance.randint(1, 6)


def written(store: Store, readings: list[Reading], seed: int, who: int) -> None:
    some, batch = part(readings, seed, who)
    store.add(some, batch=batch)


@pytest.fixture(scope="module")
def writers(login: Login) -> Iterator[list[subprocess.Popen[str]]]:
    """Two programs that wait for the number of a seed."""
    arguments = [sys.executable, "-c", WRITER, login.uri, login.user, login.password]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    running = [subprocess.Popen([*arguments, str(who)], **pipes) for who in (0, 1)]
    for writer in running:
        answered(writer, "ready")
    yield running
    for writer in running:
        writer.communicate(timeout=60)


def answered(writer: subprocess.Popen[str], words: str) -> None:
    assert writer.stdout is not None
    assert writer.stdout.readline() == f"{words}\n"


@pytest.mark.parametrize("seed", SEEDS)
def test_two_writers_at_once_are_as_one_after_the_other(store: Store, writers: list[subprocess.Popen[str]], seed: int) -> None:
    hashes = []
    for order in ((0, 1), (1, 0)):
        emptied(store)
        for who in order:
            written(store, told(seed), seed, who)
        hashes.append(store.graph_hash())
    emptied(store)
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(f"{seed}\n")
        writer.stdin.flush()
    for writer in writers:
        answered(writer, "done")
    store._hash = None
    assert {*hashes, store.graph_hash()} == {hashes[0]}
    assert list(faults(store)) == []


BLOCKED = "SHOW TRANSACTIONS YIELD status, currentQuery WHERE status STARTS WITH 'Blocked' AND currentQuery CONTAINS $words RETURN status"


def waiting(store: Store, number: int, words: str = "") -> None:
    """Return when so many transactions wait for a lock, with a query that has these words."""
    for _ in range(600):
        if len(store.ask(BLOCKED, words=words)) >= number:
            return
        time.sleep(0.05)
    raise AssertionError(number)


HOLD = "MERGE (v:Revision {id: 'graph'}) SET v.locked = true"


def test_a_writer_that_neo4j_ends_because_of_a_deadlock_tries_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reading(article("Nvidia supplies Tesla."), ("Nvidia", "supplies", "Tesla"))
    store.add([reading(article("Once before."), ("Nvidia", "supplies", "Tesla"))])
    read = replace(read, claims=(replace(read.claims[0], object=End("tesla", "Tesla", "Company", "Tesla Motors")),))
    tries = []

    def counted(*arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - as it is
        tries.append(1)
        return plain(*arguments, **more)

    plain = writing.add
    monkeypatch.setattr(writing, "add", counted)
    hold = "UNWIND $ids AS id MERGE (e:Entity {id: id}) SET e.locked = true"
    with store._session() as one, store._session() as two, one.begin_transaction() as gate, two.begin_transaction() as other:
        gate.run(HOLD).consume()
        other.run(hold, ids=["tesla", *(f"firm-{i}" for i in range(100))]).consume()  # Neo4j ends the one that holds fewer locks
        writer = Thread(target=store.add, args=([read],))
        writer.start()
        waiting(store, 1)
        gate.rollback()
        waiting(store, 1, "SET e = row")  # it has the graph, and waits for Tesla, which has another name now
        other.run(HOLD).consume()
        other.rollback()
    writer.join()
    assert len(tries) == 2
    assert {claim.article.id for claim in store.claims()} >= {read.article.id}
    assert list(faults(store)) == []


def test_who_holds_the_graph_keeps_others_waiting_until_its_transaction_ends(store: Store) -> None:
    first, second = (reading(article(f"Nvidia supplies Tesla, {i}."), ("Nvidia", "supplies", "Tesla")) for i in range(2))
    rival = Thread(target=store.add, args=([second],))

    def held(tx: ManagedTransaction) -> None:
        writing.add(tx, writing.prepare([first]), extractors=(), bands=Bands())
        if not rival.ident:
            rival.start()
            waiting(store, 1)

    with store._session() as session:
        session.execute_write(held)
    rival.join()
    assert len(list(store.claims())) == 2
    assert list(faults(store)) == []


NAMES = ("Mistral", "Mistral AI", "Mistral AI", "Mixtral")
MENTIONS = ("Mistral", "le groupe", "its", "the Mistral AI", "Mixtral")


@pytest.mark.parametrize("seed", range(3))
def test_an_entity_of_many_names_is_what_all_its_claims_make_of_it_whatever_the_transactions(store: Store, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    readings = []
    for i in range(20):
        read = reading(article(f"Text {i} of {seed}."), ("Nvidia", "supplies", "Tesla"))
        called = End("mistral-ai", chance.choice(NAMES), "Company", chance.choice(MENTIONS))
        readings.append(Reading(read.article, tuple(replace(claim, subject=called) for claim in read.claims)))
    emptied(store).add(readings, batch=chance.randint(1, 5))
    assert list(faults(store)) == []
    for read in readings[::4]:
        store.retract(read.article.source, reason="a test")
    assert list(faults(store)) == []


def test_an_article_of_which_one_claim_cannot_be_written_is_not_written_at_all(store: Store) -> None:
    good, bad = (reading(article(f"Nvidia supplies Tesla, {i}."), ("Nvidia", "supplies", "Tesla")) for i in range(2))
    store.add([good])
    before = store.graph_hash()
    huge = replace(bad.claims[0], relation="invests-in", amount=10**20, currency="USD")
    with pytest.raises(Exception, match="whole numbers below"):
        store.add([Reading(bad.article, (*bad.claims, huge))])
    store._hash = None
    assert store.graph_hash() == before
    assert list(faults(store)) == []


def by_versions(seed: int) -> list[Reading]:
    """The same, some of it read by a newer version of the extractor, and by another one; more or less surely, by one name or another."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    extractors = ("rules@1", "rules@1", "rules@2", "llm@1")

    def read(claim: Claim, extractor: str) -> Claim:
        subject = replace(claim.subject, name=chance.choice((claim.subject.name, "Another Name")), mention=chance.choice(("it", "its")))
        return replace(claim, extractor=extractor, confidence=chance.choice((0.5, 0.75, 0.9)), subject=subject)

    return [
        Reading(one.article, tuple(read(claim, extractor) for claim in one.claims))
        for one in told(seed)
        for extractor in [chance.choice(extractors)]
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 99), data=st.data())
def test_what_is_taken_back_was_never_there(store: Store, seed: int, data: st.DataObject) -> None:
    readings = by_versions(seed)
    sources = [read.article.source for read in readings]
    gone = set(data.draw(st.lists(st.sampled_from(sources), min_size=1, max_size=20, unique=True)))
    whole = data.draw(st.sets(st.sampled_from(sources), max_size=3))
    ids = {read.article.id for read in readings if read.article.source in whole}
    left = [read for read in readings if read.article.source not in gone and read.article.id not in ids]
    emptied(store).add(left)
    expected = store.graph_hash()
    emptied(store).add(data.draw(st.permutations(readings)), batch=data.draw(st.integers(1, 40)))
    for what in data.draw(st.permutations(sorted(gone | ids))):
        store.retract(what, reason="a test")
    assert store.graph_hash() == expected
    assert list(faults(store)) == []
