"""Serves the app on loopback, on a port that is known to be free before anything else is started."""

from __future__ import annotations

import errno
import ipaddress
import socket

from api.errors import CannotServe

__all__ = ["address_of", "bind", "serve_on"]

_BACKLOG = 512


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens on this machine's own address; raises CannotServe when that is another, or taken."""
    address = "127.0.0.1" if host == "localhost" else host
    if not _is_loopback(address):
        raise CannotServe(f"{host} can be reached from elsewhere, and serving there needs tokens, which come later: use 127.0.0.1")
    door = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
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


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _refusal(address: str, port: int, error: OSError) -> CannotServe:
    if error.errno == errno.EADDRINUSE:
        return CannotServe(f"port {port} of {address} is in use: stop what listens there, or choose another with --port {port + 1}")
    return CannotServe(f"{address}:{port} cannot be listened on ({error.strerror}): choose another with --port")


def serve_on(door: socket.socket, app: object) -> None:
    """Answer requests until the process is told to end."""
    import uvicorn  # noqa: PLC0415 - slow to import

    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)  # type: ignore[arg-type]  # an ASGI app
    uvicorn.Server(config).run(sockets=[door])
