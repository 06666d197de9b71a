"""Makes the lock: resolves a Neo4j and everything it needs at run time, and writes ``jars.lock``.

Only this command uses jgo (a Maven client in pure Python); a program that runs reads the finished lock.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from graph.embedded.lock import CENTRAL, LOCK_FILE, ROOT, Jar, read_lock, render_lock

__all__ = ["main"]


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
    sys.stderr.write(f"{options.output}: {len(read_lock(options.output))} jars\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
