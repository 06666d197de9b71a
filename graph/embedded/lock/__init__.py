"""The lock of the embedded Neo4j's jars: which ones, how large, with what hash. ``python -m graph.embedded.lock`` makes it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import JarDownloadFailed

__all__ = ["CENTRAL", "LOCK_FILE", "ROOT", "Jar", "lock_digest", "read_lock", "render_lock"]

ROOT = "org.neo4j:neo4j:5.26.12"
CENTRAL = "https://repo1.maven.org/maven2"
LOCK_FILE = Path(__file__).parents[1] / "jars.lock"

_HEADER = """\
# Jars of the embedded Neo4j: {root} and what it needs at run time, {count} jars, {size} bytes.
# Made by `python -m graph.embedded.lock`; do not edit.
# group artifact version classifier(- for none) sha256 size
"""
_FIELDS = 6
_SAFE = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, order=True)
class Jar:
    """One jar: its Maven coordinates, SHA-256 in lower-case hex, and size in bytes."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        """The file's name, as Maven repositories spell it."""
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.jar"

    @property
    def path(self) -> str:
        """The jar's place in a Maven repository, with forward slashes."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.file_name}"


def read_lock(path: Path = LOCK_FILE) -> tuple[Jar, ...]:
    """The jars a lock file names, in its order.

    Raises:
        JarDownloadFailed: a line is not one; the message names file, line and what is right.

    """
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return tuple(_parse(line, place=f"{path}:{number}") for number, line in lines if line.strip() and not line.startswith("#"))


def _parse(line: str, *, place: str) -> Jar:
    fields = line.split()
    right = len(fields) == _FIELDS and fields[5].isdigit() and re.fullmatch(r"[0-9a-f]{64}", fields[4])
    # Names become paths, so a lock must not be able to point out of its folder.
    if not right or any(".." in f or not _SAFE.fullmatch(f) for f in fields):
        message = f"{place}: not a line of a jar lock: {line!r}; expected group artifact version"
        raise JarDownloadFailed(f"{message} classifier sha256 size")
    group, artifact, version, classifier, sha256, size = fields
    return Jar(group, artifact, version, "" if classifier == "-" else classifier, sha256, int(size))


def render_lock(jars: tuple[Jar, ...], *, root: str = ROOT) -> str:
    """The text of a lock: a header, then one jar a line, sorted."""
    head = _HEADER.format(root=root, count=len(jars), size=sum(jar.size for jar in jars))
    return head + "".join(f"{j.group} {j.artifact} {j.version} {j.classifier or '-'} {j.sha256} {j.size}\n" for j in sorted(jars))


def lock_digest(jars: tuple[Jar, ...]) -> str:
    """Sixteen hex digits that stand for exactly these jars."""
    return hashlib.sha256(render_lock(jars).encode()).hexdigest()[:16]
