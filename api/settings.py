"""The settings: read once, at the door, from the environment.

==========================  =========================================================================================
``AIGRAPH_HOME``            folder of everything that the program keeps (default: the user's data folder);
                            two homes side by side do not meet
``AIGRAPH_CACHE``           folder of what can be fetched again: the jars of the embedded Neo4j (default: the user's cache,
                            shared by all homes)
``AIGRAPH_STORE``           address of a Neo4j of one's own, ``neo4j://host:7687``; without it the embedded one is used
``AIGRAPH_USER``            who logs in there (default: neo4j)
``AIGRAPH_PASSWORD``        with which password, or
``AIGRAPH_PASSWORD_FILE``   the file that holds it
``AIGRAPH_TOKEN``           in place of user and password a bearer token, of single sign-on, or
``AIGRAPH_TOKEN_FILE``      the file that holds it
``AIGRAPH_DATABASE``        which database there (default: the server's own)
``AIGRAPH_CONNECTIONS``     at most so many connections to it (default: 100); ``serve`` may have up to 20 more
``AIGRAPH_CONNECT_SECONDS`` how long it may take to accept one (default: 5)
``AIGRAPH_WAIT_SECONDS``    how long to wait for one of them to be free (default: 30)
``AIGRAPH_RETRY_SECONDS``   how long to try again what failed for a passing reason, and to wait for a server
                            that went away while it was written to (default: 120)
``AIGRAPH_IDLE_SECONDS``    after how long without a user the embedded Neo4j ends (default: 900)
``AIGRAPH_JAVA_OPTIONS``    more options for the Java of an embedded Neo4j that is started, spelled as a shell would
``AIGRAPH_PRIVATE_HOSTS``   hosts from which articles may be fetched though their addresses are not public: ``intranet:8080,10.0.0.7:80``
``AIGRAPH_MIN_CONFIDENCE``  how sure a reader must be of a claim, from 0 to 1 (default: the reader's own floor)
==========================  =========================================================================================
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import platformdirs

from api.errors import BadSetting
from graph.limits import Limits

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are kept, and which store is asked; ``store`` None means the embedded one, ``cache`` None the user's."""

    home: Path
    cache: Path | None = None
    store: str | None = None
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    database: str | None = None
    limits: Limits = field(default_factory=Limits)
    idle_seconds: float = 900.0
    min_confidence: float | None = None
    java_options: str = ""
    private_hosts: frozenset[str] = frozenset()

    @property
    def engine(self) -> Path:
        """The folder of the embedded Neo4j."""
        return self.home / "store"

    @property
    def journal(self) -> Path:
        """The file in which ``ingest`` and ``watch`` write down what they read."""
        return self.home / "journal.sqlite"

    @property
    def graph(self) -> str:
        """The name of the graph there."""
        return f"{self.store}/{self.database or ''}" if self.store else "embedded"

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Self:
        """The settings of this environment (the process's own by default); raises BadSetting. An empty variable counts as none."""
        values = {name: value for name, value in (os.environ if environment is None else environment).items() if value}
        return cls(
            home=_folder(values.get("AIGRAPH_HOME")) or platformdirs.user_data_path("aigraph"),
            cache=_folder(values.get("AIGRAPH_CACHE")),
            store=_address(values.get("AIGRAPH_STORE")),
            user=values.get("AIGRAPH_USER", "neo4j"),
            password=_secret(values, "AIGRAPH_PASSWORD"),
            token=_token(values),
            database=values.get("AIGRAPH_DATABASE"),
            limits=_limits(values),
            idle_seconds=_seconds(values, "AIGRAPH_IDLE_SECONDS", 900.0),
            min_confidence=_share(values.get("AIGRAPH_MIN_CONFIDENCE")),
            java_options=values.get("AIGRAPH_JAVA_OPTIONS", ""),
            private_hosts=_hosts(values.get("AIGRAPH_PRIVATE_HOSTS", "")),
        )


def _folder(path: str | None) -> Path | None:
    return Path(path).expanduser().absolute() if path else None


def _address(uri: str | None) -> str | None:
    if uri and "@" in urlsplit(uri).netloc:
        raise BadSetting("AIGRAPH_STORE holds a login: name the server alone, and the login in AIGRAPH_USER and AIGRAPH_PASSWORD")
    return uri


def _secret(values: Mapping[str, str], name: str) -> str:
    """What the variable says, or the file that ``…_FILE`` names."""
    file = f"{name}_FILE"
    path = values.get(file)
    if path is None:
        return values.get(name, "")
    if name in values:
        raise BadSetting(f"{name} and {file} are both set: keep one of them")
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise BadSetting(f"{file} is {path!r}, which cannot be read ({reason}): name a file that holds it") from error


def _token(values: Mapping[str, str]) -> str:
    token = _secret(values, "AIGRAPH_TOKEN")
    if token and any(name in values for name in ("AIGRAPH_PASSWORD", "AIGRAPH_PASSWORD_FILE")):
        raise BadSetting("a token and a password are both set: keep one of AIGRAPH_TOKEN and AIGRAPH_PASSWORD")
    return token


def _limits(values: Mapping[str, str]) -> Limits:
    usual = Limits()
    return Limits(
        connections=_count(values, "AIGRAPH_CONNECTIONS", usual.connections),
        connect=_seconds(values, "AIGRAPH_CONNECT_SECONDS", usual.connect),
        wait=_seconds(values, "AIGRAPH_WAIT_SECONDS", usual.wait),
        retry=_seconds(values, "AIGRAPH_RETRY_SECONDS", usual.retry),
    )


def _hosts(text: str) -> frozenset[str]:
    hosts = frozenset(host.strip().lower() for host in text.split(",") if host.strip())
    if wrong := sorted(host for host in hosts if not host.rpartition(":")[0] or not host.rpartition(":")[2].isdecimal()):
        raise BadSetting(f"AIGRAPH_PRIVATE_HOSTS has {wrong[0]!r}: expected hosts with their ports, as intranet:8080,10.0.0.7:80")
    return hosts


def _number(text: str) -> float:
    """The number; -1 for what is none."""
    try:
        return float(text)
    except ValueError:
        return -1.0


def _share(text: str | None) -> float | None:
    if text is None:
        return None
    share = _number(text)
    if not 0 <= share <= 1:
        raise BadSetting(f"AIGRAPH_MIN_CONFIDENCE is {text!r}: expected a number between 0 and 1")
    return share


def _seconds(values: Mapping[str, str], name: str, usual: float) -> float:
    seconds = _number(values.get(name, str(usual)))
    if not 1.0 <= seconds <= 1e6:  # noqa: PLR2004 - some eleven days
        raise BadSetting(f"{name} is {values[name]!r}: expected a number of seconds between 1 and 1000000")
    return seconds


def _count(values: Mapping[str, str], name: str, usual: int) -> int:
    text = values.get(name, str(usual))
    if not (text.isdecimal() and 1 <= int(text) <= 1000):  # noqa: PLR2004 - more than a server takes
        raise BadSetting(f"{name} is {text!r}: expected a whole number between 1 and 1000")
    return int(text)
