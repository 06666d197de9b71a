"""Neo4j's settings: one door on loopback, nothing that calls home, memory that follows the heap."""

from __future__ import annotations

import pytest

from graph.embedded.configuration import IN_CODE, configuration, heap_bytes
from graph.errors import EngineStartFailed


def settings(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = dict(line.split("=", 1) for line in lines)
    assert len(found) == len(lines), "a setting stands twice"
    return found


def test_bolt_listens_on_loopback_and_nothing_else_listens() -> None:
    found = settings(configuration())
    assert found["server.bolt.listen_address"] == "127.0.0.1:0"
    assert found["server.default_listen_address"] == "127.0.0.1"
    assert (found["server.http.enabled"], found["server.https.enabled"]) == ("false", "false")
    assert IN_CODE == {"auth_enabled": True}


def test_a_query_reaches_neither_files_nor_the_network() -> None:
    found = settings(configuration())
    assert found["dbms.security.allow_csv_import_from_file_urls"] == "false"
    assert found["internal.dbms.cypher_ip_blocklist"] == "0.0.0.0/0,::/0"
    assert found["dbms.usage_report.enabled"] == "false"


@pytest.mark.parametrize(
    ("heap", "one", "all_"), [("512m", "256m", "358m"), ("1g", "512m", "716m"), ("2G", "1024m", "1433m"), ("131072k", "64m", "89m")]
)
def test_what_queries_may_take_follows_the_heap(heap: str, one: str, all_: str) -> None:
    found = settings(configuration(heap=heap))
    assert found["db.memory.transaction.max"] == one
    assert found["dbms.memory.transaction.total.max"] == all_


def test_the_page_cache_is_as_asked() -> None:
    assert settings(configuration(page_cache="32m"))["server.memory.pagecache.size"] == "32m"


@pytest.mark.parametrize(("heap", "size"), [("512m", 512 << 20), (" 2G ", 2 << 30), ("134217728", 128 << 20), ("262144k", 256 << 20)])
def test_a_heap_is_a_number_of_bytes(heap: str, size: int) -> None:
    assert heap_bytes(heap) == size


@pytest.mark.parametrize("heap", ["", "m", "512", "64m", "-1g", "1.5g", "512mb", "lots", "512m -XX:+Evil", "5 12m", "٥١٢"])
def test_what_is_no_heap_or_too_small_is_refused(heap: str) -> None:
    with pytest.raises(EngineStartFailed, match="expected a size of 128m or more, for instance '512m' or '2g'") as error:
        heap_bytes(heap)
    assert repr(heap) in str(error.value)
