"""That reading takes one core, and gives the others back."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_info

from ingest.rules.threads import on_one_core


def threads() -> set[int]:
    np.ones((2, 2)) @ np.ones((2, 2))
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_products_of_matrices_take_one_core_while_an_article_is_read() -> None:
    before = threads()
    with on_one_core():
        assert threads() <= {1}
    assert threads() == before
