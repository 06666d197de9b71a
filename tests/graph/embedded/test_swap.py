"""Data put in the place of others: whatever happens on the way, one whole set is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.embedded.record import Places
from graph.embedded.swap import drop_aside, put_back, settle, swap_in


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = Places(tmp_path)
    for folder, text in ((made.data, "old"), (made.restoring / "data", "new")):
        folder.mkdir(parents=True)
        (folder / "graph").write_text(text, encoding="utf-8")
    return made


def graph(folder: Path) -> str:
    return (folder / "graph").read_text(encoding="utf-8")


def test_the_new_data_take_the_place_and_the_old_are_kept_aside(places: Places) -> None:
    swap_in(places)
    assert (graph(places.data), graph(places.aside)) == ("new", "old")
    drop_aside(places)
    assert not places.aside.exists()


def test_the_old_data_can_be_put_back(places: Places) -> None:
    swap_in(places)
    put_back(places)
    assert graph(places.data) == "old"
    assert not places.aside.exists()


def test_a_home_without_data_has_none_after_they_were_put_back(tmp_path: Path) -> None:
    places = Places(tmp_path)
    (places.restoring / "data").mkdir(parents=True)
    swap_in(places)
    assert places.data.exists()
    put_back(places)
    assert not places.data.exists()


def test_after_a_crash_between_the_two_steps_the_old_data_are_back(places: Places) -> None:
    places.data.replace(places.aside)
    settle(places)
    assert graph(places.data) == "old"


def test_settling_touches_no_data_that_are_there(places: Places) -> None:
    swap_in(places)
    settle(places)
    assert (graph(places.data), graph(places.aside)) == ("new", "old")


def test_what_an_earlier_restore_left_aside_does_not_stop_a_later_one(places: Places) -> None:
    places.aside.mkdir()
    (places.aside / "graph").write_text("older", encoding="utf-8")
    swap_in(places)
    assert (graph(places.data), graph(places.aside)) == ("new", "old")
