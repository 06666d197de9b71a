"""Connections to public addresses only, within a time.

A name is resolved here, the address that it gives is checked, and that very address is connected to: a name that gives another one a moment
later, or a redirect, leads no further than the address itself.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field

import httpcore2 as core

from ingest.deadline import Deadline, TimedStream

__all__ = ["NotPublicError", "PublicNetwork", "is_public"]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOWEST_32 = 0xFFFFFFFF


class NotPublicError(Exception):
    """An address that is not of the public internet."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; one of version 6 that stands for one of version 4 counts as that."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & _LOWEST_32)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


@dataclass(slots=True)
class PublicNetwork(core.NetworkBackend):
    """Connects to public addresses, and to the hosts (``host:port``) that are allowed by name."""

    deadline: Deadline
    private: frozenset[str] = frozenset()
    _inner: core.NetworkBackend = field(default_factory=core.SyncBackend, repr=False)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[core.SOCKET_OPTION] | None = None,
    ) -> core.NetworkStream:
        """A connection; raises NotPublicError, ConnectError or ConnectTimeout."""
        found = _resolved(host, port)
        usable = found if f"{host.strip('[]')}:{port}" in self.private else [address for address in found if is_public(address)]
        if not usable:
            raise NotPublicError(found[0])
        failure: Exception | None = None
        for address in usable:
            try:
                left = self.deadline.left(timeout, core.ConnectTimeout)
                return TimedStream(self._inner.connect_tcp(address, port, left, local_address, socket_options), self.deadline)
            except (core.ConnectError, core.ConnectTimeout) as error:
                failure = error
        raise core.ConnectError(str(failure)) from failure


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise core.ConnectError(f"nobody knows the name {host}") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))
