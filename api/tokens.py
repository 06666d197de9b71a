"""Tokens of those who may use the HTTP door: made once, shown once, kept as hashes in ``tokens.json`` of the home."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from api.errors import BadParameter, BadSetting, NotFound
from graph.export.files import write_whole

__all__ = ["SCOPES", "Token", "Tokens"]

SCOPES = ("read", "cypher", "admin")
"""``read``: all that is asked by GET. ``cypher``: queries in Cypher. ``admin``: both, and whatever comes to change things."""
_PREFIX = "aig_"
_BYTES = 32
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: whose it is, what it may, and SHA-256 of it, which needs no salt for 256 bits of chance."""

    name: str
    scopes: tuple[str, ...]
    sha256: str

    def may(self, scope: str) -> bool:
        """Whether it opens what takes this scope."""
        return scope in self.scopes or "admin" in self.scopes


class Tokens:
    """The tokens of a home; the file is read again when it changed, so that a revocation holds at once."""

    def __init__(self, home: Path) -> None:
        self._path = home / "tokens.json"
        self._stamp: tuple[int, int] | None = None
        self._kept: tuple[Token, ...] = ()

    def all(self) -> tuple[Token, ...]:
        """All of them, by name."""
        return self._read()

    def create(self, name: str, scopes: Iterable[str]) -> str:
        """A new token, which nothing but this answer ever shows; raises BadParameter."""
        wanted = tuple(scope for scope in SCOPES if scope in set(scopes))
        unknown = sorted(set(scopes) - set(SCOPES))
        if unknown or not wanted:
            raise BadParameter(f"scope {', '.join(unknown) or '(none)'}: expected some of {', '.join(SCOPES)}")
        if not (name.isprintable() and name.strip() == name and 0 < len(name) <= _LONGEST):
            raise BadParameter(f"a token is called {name[:60]!r}: expected a name in one line, with nothing around it")
        if any(token.name == name for token in self._read()):
            raise BadParameter(f"there is a token {name!r} already: revoke it first, or take another name")
        secret = _PREFIX + secrets.token_urlsafe(_BYTES)
        self._write([*self._read(), Token(name, wanted, _hash(secret))])
        return secret

    def revoke(self, name: str) -> None:
        """Let a token open nothing any more; raises NotFound."""
        left = [token for token in self._read() if token.name != name]
        if len(left) == len(self._read()):
            raise NotFound(f"there is no token {name!r}: 'aigraph token list' names them")
        self._write(left)

    def known(self, secret: str) -> Token | None:
        """The token that this is; every one is compared whole, so that time tells nothing."""
        hashed, found = _hash(secret), None
        for token in self._read():
            if hmac.compare_digest(token.sha256, hashed):
                found = token
        return found

    def _read(self) -> tuple[Token, ...]:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._stamp, self._kept = None, ()
            return ()
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp != self._stamp:
            try:
                rows = json.loads(self._path.read_text(encoding="utf-8"))
                self._kept = tuple(Token(row["name"], tuple(row["scopes"]), row["sha256"]) for row in rows)
            except (ValueError, KeyError, TypeError, OSError) as error:
                raise BadSetting(f"{self._path} cannot be read ({type(error).__name__}): remove it, and create tokens anew") from error
            self._stamp = stamp
        return self._kept

    def _write(self, tokens: Iterable[Token]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        ordered = sorted(tokens, key=lambda token: token.name)
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        write_whole(self._path, [json.dumps([asdict(token) for token in ordered], indent=1) + "\n"])
        self._stamp = None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
