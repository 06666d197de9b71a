"""Serves the app on a port that is known to be free before anything else is started: on loopback, or, with tokens, elsewhere."""

from __future__ import annotations

import errno
import gc
import ipaddress
import socket

from api.errors import CannotServe

__all__ = ["address_of", "bind", "is_loopback", "serve_on"]

_BACKLOG = 512


def bind(host: str, port: int, *, tokens: bool = False) -> socket.socket:
    """A socket that listens on an address of this machine; raises CannotServe when it is taken, or when others reach it without tokens."""
    address = "127.0.0.1" if host == "localhost" else host
    if not _is_address(address):
        raise CannotServe(f"{host!r} is no address to listen on: expected one of this machine's, as 127.0.0.1, or 0.0.0.0 for all of them")
    if not (tokens or is_loopback(address)):
        raise CannotServe(f"{host} can be reached from elsewhere, and serving there needs tokens: 'aigraph token create NAME' makes one")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio leaves Nagle's delay of 40 ms on
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((address, port))
        door.listen(_BACKLOG)
    except OSError as error:
        door.close()
        raise _refusal(address, port, error) from error
    return door


def address_of(door: socket.socket) -> str:
    """The address to give to a browser."""
    host, port, *_ = door.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether this machine alone reaches the address."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(address: str) -> bool:
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True


def _refusal(address: str, port: int, error: OSError) -> CannotServe:
    if error.errno == errno.EADDRINUSE:
        return CannotServe(f"port {port} of {address} is in use: stop what listens there, or choose another with --port {port + 1}")
    return CannotServe(f"{address}:{port} cannot be listened on ({error.strerror}): choose another with --port")


def serve_on(door: socket.socket, app: object) -> None:
    """Answer requests until the process is told to end."""
    import uvicorn  # noqa: PLC0415 - slow to import

    gc.collect()
    gc.freeze()  # what is there now stays: to look for what of it has become garbage holds answers up
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)  # type: ignore[arg-type]  # an ASGI app
    uvicorn.Server(config).run(sockets=[door])
