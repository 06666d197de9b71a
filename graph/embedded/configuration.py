"""Neo4j's settings for a store of one user on one machine; each was seen to matter."""

from __future__ import annotations

import re
import shlex

from graph.errors import EngineStartFailed

__all__ = ["IN_CODE", "configuration", "heap_bytes", "split_options"]

# The builder switches the login off after it read the file, so this one is set in code.
IN_CODE = {"auth_enabled": True}

_SETTINGS = """\
# Written at every start by the program; changes are lost.
server.config.strict_validation.enabled=true

# One door: Bolt on loopback; port 0 takes one that is free. No HTTP, and no call home.
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false

# Without these a query in a READ session reads the machine's files and opens connections (LOAD CSV).
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0

# Without these one query can take the server down.
db.memory.transaction.max={transaction}
dbms.memory.transaction.total.max={transactions}
db.transaction.timeout=300s
server.memory.pagecache.size={page_cache}

# 3 MB on disk for an empty graph instead of 500, and logs that stay small.
db.tx_log.preallocate=false
db.tx_log.rotation.size=16m
db.tx_log.rotation.retention_policy=64m size
db.checkpoint.interval.time=2m
db.checkpoint.interval.tx=20000

# Stopping takes 0.1 s instead of 10.
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_SMALLEST_HEAP = 128 << 20


def configuration(*, heap: str = "512m", page_cache: str = "64m", port: int = 0) -> str:
    """The text of ``neo4j.conf``; sizes as Neo4j spells them, ``512m`` for instance."""
    heap_size = heap_bytes(heap)
    return _SETTINGS.format(
        transaction=f"{heap_size // 2 >> 20}m",
        transactions=f"{heap_size * 7 // 10 >> 20}m",
        page_cache=page_cache,
        port=port,
    )


def heap_bytes(heap: str) -> int:
    """The heap's size in bytes.

    Raises:
        EngineStartFailed: it is no size, or too small for a Neo4j.

    """
    found = re.fullmatch(r"(\d+)([kmg]?)", heap.strip().lower())
    size = int(found[1]) * _UNITS[found[2]] if found else 0
    if size < _SMALLEST_HEAP:
        raise EngineStartFailed(f"heap {heap!r}: expected a size of 128m or more, for instance '512m' or '2g'")
    return size


def split_options(text: str) -> list[str]:
    """Options of Java's, one by one; raises EngineStartFailed when they are not spelled as a shell would."""
    try:
        return shlex.split(text)
    except ValueError as error:
        reason = f"options of Java {text!r} ({error}): expected them as a shell would have them, quotes closed"
        raise EngineStartFailed(reason) from error
