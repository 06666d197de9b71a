"""The commands about the embedded engine: what it is doing, and its end."""

from __future__ import annotations

from api.cli.output import say
from api.settings import Settings
from graph import embedded

__all__ = ["stop_engine", "tell_engine"]


def tell_engine(settings: Settings) -> None:
    """Print what the embedded engine is doing."""
    if settings.store is not None:
        say(f"AIGRAPH_STORE names {settings.store}: the embedded engine is not used")
    found = embedded.status(settings.engine)
    where = f" at {found.uri}, process {found.pid}" if found.uri else ""
    say(f"{found.home}: {found.state}{where}{', in use' if found.in_use else ''}")


def stop_engine(settings: Settings) -> None:
    """End the embedded engine."""
    say(f"{settings.engine}: stopped" if embedded.stop(settings.engine) else f"{settings.engine}: no engine was running")
