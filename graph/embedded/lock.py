"""The lock of the embedded Neo4j's jars: which ones, how large, with what hash.

``python -m graph.embedded.lock`` resolves :data:`ROOT` and everything it needs at run time and
writes ``jars.lock`` beside this module. Only this command uses jgo (a Maven client in pure
Python); a program that runs reads the finished lock.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from graph.errors import JarDownloadFailed

__all__ = ["CENTRAL", "LOCK_FILE", "ROOT", "Jar", "lock_digest", "read_lock", "render_lock"]

ROOT = "org.neo4j:neo4j:5.26.12"
CENTRAL = "https://repo1.maven.org/maven2"
LOCK_FILE = Path(__file__).with_name("jars.lock")

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


def _resolve(root: str, *, repository: str, folder: Path) -> tuple[Jar, ...]:
    """Ask Maven's metadata what ``root`` needs, and hash every jar of it."""
    from jgo.maven import MavenContext  # noqa: PLC0415 - slow, and needed by this command alone

    context = MavenContext(repo_cache=folder, remote_repos={"central": repository}, timeout=60)
    inputs, needed = context.resolver.resolve([context.create_dependency(root)])
    artifacts = [dependency.artifact for dependency in [*inputs, *needed]]
    with ThreadPoolExecutor(8) as pool:
        return tuple(sorted(set(pool.map(_hashed, artifacts))))


def _hashed(artifact: Any) -> Jar:  # noqa: ANN401 - jgo's type
    content = artifact.resolve().read_bytes()
    names = (artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier)
    return Jar(*names, hashlib.sha256(content).hexdigest(), len(content))


def main(arguments: list[str] | None = None) -> int:
    """Write the lock, or with ``--check`` say whether it is still what Maven resolves."""
    parser = argparse.ArgumentParser(prog="python -m graph.embedded.lock", description=__doc__)
    parser.add_argument("--root", default=ROOT, help="group:artifact:version (%(default)s)")
    parser.add_argument("--repository", default=CENTRAL, help="Maven repository (%(default)s)")
    parser.add_argument("--output", type=Path, default=LOCK_FILE)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if it differs")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        resolve = partial(_resolve, repository=options.repository.rstrip("/"))
        text = render_lock(resolve(options.root, folder=Path(folder)), root=options.root)
    if options.check:
        same = options.output.exists() and options.output.read_text(encoding="utf-8") == text
        sys.stderr.write(f"{options.output}: {'up to date' if same else 'differs'}\n")
        return 0 if same else 1
    options.output.write_text(text, encoding="utf-8")
    lines = len(text.splitlines()) - len(_HEADER.splitlines())
    sys.stderr.write(f"{options.output}: {lines} jars\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
