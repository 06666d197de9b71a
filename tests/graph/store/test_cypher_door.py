"""Attempts on the Cypher door change nothing and call nobody, and the store answers honest queries, on each release."""

from __future__ import annotations

import socket
import time
from threading import Thread

import pytest

from graph.errors import QueryRefused
from graph.store import Store
from tests.graph.cypher.corpus import ATTEMPTS, HONEST, HONEST_PARAMETERS, PARAMETERS


class Listener:
    """Counts who connects to a port of loopback."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port, self.met = self.door.getsockname()[1], 0
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                other, _ = self.door.accept()
            except OSError:
                return
            self.met += 1
            other.close()


def test_nothing_changes_and_nobody_is_called(prepared: Store) -> None:
    before, listener = prepared.graph_hash(), Listener()
    with listener.door:
        for _, statement in ATTEMPTS:
            with pytest.raises(QueryRefused):
                prepared.read(
                    statement.replace("{port}", str(listener.port)), {**PARAMETERS, "where": f"http://127.0.0.1:{listener.port}/x"}
                )
        started = time.monotonic()
        assert prepared.read("RETURN 1").values == ((1,),)
        assert time.monotonic() - started < 5
        assert listener.met == 0
    assert prepared.revision() >= 0
    assert prepared.graph_hash() == before


@pytest.mark.parametrize("statement", HONEST.values(), ids=HONEST)
def test_the_store_answers_an_honest_query(prepared: Store, statement: str) -> None:
    assert prepared.read(statement, HONEST_PARAMETERS, timeout=30).fields
