"""What is kept while more is read: what was under way is told, whatever becomes of what comes after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.errors import StoreUnavailable
from graph.held import Held, after_reading, checked
from graph.kept import Kept, keep
from graph.reports import Added
from graph.store import Store
from tests.graph.samples import article, emptied, reading


def kept(number: int) -> Kept:
    one = reading(article(f"Nvidia supplies Tesla, {number}."), ("Nvidia", "supplies", "Tesla"))
    return Kept(after_reading(Held(one.article.id), checked(one))[0], one.article.text)


def some(number: int) -> Iterator[Kept]:
    yield from map(kept, range(number))
    raise ValueError("line at fault")


def test_a_line_at_fault_comes_after_what_was_stored(prepared: Store) -> None:
    store, told = emptied(prepared), list[Added]()
    with pytest.raises(ValueError, match="line at fault"):
        told.extend(added for added in keep(store, some(7), claims=2))
    assert [added.new for added in told] == [1] * 6
    assert len(list(store.claims())) == 6


def test_what_the_store_says_is_not_hidden_by_a_line_at_fault(prepared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> list[Added]:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(prepared, "write", full)
    with pytest.raises(StoreUnavailable, match="the disk is full") as caught:
        list(keep(prepared, some(3), claims=2))
    assert isinstance(caught.value.__context__, ValueError)
