"""One ``data`` folder put in the place of another, so that a crash between the two steps loses neither."""

from __future__ import annotations

import shutil
from contextlib import suppress

from graph.embedded.record import Places

__all__ = ["drop_aside", "put_back", "settle", "swap_in"]


def swap_in(places: Places) -> None:
    """Make what lies in ``restoring`` the home's data; those it had are kept aside."""
    settle(places)
    drop_aside(places)
    if places.data.exists():
        places.data.replace(places.aside)
    (places.restoring / "data").replace(places.data)


def put_back(places: Places) -> None:
    """Undo :func:`swap_in`: the data kept aside are the home's again, and if there were none, it has none."""
    shutil.rmtree(places.data, ignore_errors=True)
    with suppress(FileNotFoundError):
        places.aside.replace(places.data)


def drop_aside(places: Places) -> None:
    """Remove the data kept aside."""
    shutil.rmtree(places.aside, ignore_errors=True)


def settle(places: Places) -> None:
    """After a crash between the two steps of a swap: the data kept aside are the home's again."""
    if places.aside.exists() and not places.data.exists():
        places.aside.replace(places.data)
