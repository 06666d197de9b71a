"""One core for each reader: numpy's products are small here, and shared out over cores they take longer than the work itself."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

import numpy as np  # noqa: F401 - its library has to be there to be found
from threadpoolctl import ThreadpoolController

__all__ = ["on_one_core"]


def on_one_core() -> AbstractContextManager[object]:
    """Within it no product of matrices is shared out over the cores."""
    found: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return found


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
