"""A new server asks Neo4j the questions of a first visit before anybody does."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from api.app import create_app
from api.warming import warmed
from graph.store import Login, Store
from ontology.records import Json
from tests.api.doors import Client


class Told(Store):
    """A store that remembers its queries, and can say when one of them was answered."""

    def __init__(self, login: Login) -> None:
        super().__init__(login)
        self.queries: list[str] = []

    def ask(self, cypher: str, **parameters: Any) -> list[Json]:  # noqa: ANN401 - what Bolt carries
        self.queries.append(cypher)
        return super().ask(cypher, **parameters)


def _wait_until_warm() -> None:
    for thread in threading.enumerate():
        if thread.name == "warming":  # it may have ended already
            thread.join(60)


@pytest.mark.usefixtures("told")
def test_the_way_from_the_search_box_to_the_sentences_asks_nothing_new(login: Login) -> None:
    with Told(login) as store:
        with warmed(store):
            _wait_until_warm()
        known, count = set(store.queries), len(store.queries)
        client = Client(create_app(store))
        id_ = client.json("/suggest", q="nvi")["items"][0]["id"]
        client.json(f"/entities/{id_}")
        client.json(f"/entities/{id_}/neighbors/summary")
        edge = client.json(f"/entities/{id_}/edges")["items"][0]["id"]
        assert client.json(f"/edges/{edge}/claims")["items"]
        client.json(f"/edges/{edge}")
        client.json("/graph", ids=id_)
        assert set(store.queries[count:]) <= known


@pytest.mark.usefixtures("told")
def test_nothing_is_asked_after_the_server_ended(login: Login) -> None:
    with Told(login) as store:
        with warmed(store):
            pass
        asked = len(store.queries)
        assert asked < 5
    assert not [thread for thread in threading.enumerate() if thread.name == "warming"]


def test_a_neo4j_that_is_gone_ends_no_server(caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.WARNING, "aigraph.api"),
        Store.connect("bolt://127.0.0.1:1", user="neo4j", password="none") as store,  # noqa: S106 - nobody listens
        warmed(store),
    ):
        _wait_until_warm()
    assert "the first questions were not answered" in caplog.text
