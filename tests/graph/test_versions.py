"""A Neo4j that is too old is named; calendar releases and Aura's are new enough."""

from __future__ import annotations

import pytest

from graph.errors import StoreUnavailable
from graph.versions import require_version


@pytest.mark.parametrize("version", ["5.26.0", "5.26.12", "5.27-aura", "6.0", "2025.01.0", "2026.08.1", "of one's own"])
def test_what_is_new_enough_passes(version: str) -> None:
    require_version(version, uri="bolt://here")


@pytest.mark.parametrize("version", ["3.5.35", "4.4.42", "5.9.0", "5.25.1"])
def test_what_is_too_old_is_named_with_what_would_do(version: str) -> None:
    with pytest.raises(StoreUnavailable) as error:
        require_version(version, uri="bolt://here")
    assert str(error.value) == f"bolt://here runs Neo4j {version}, which is too old: name one of 5.26 or later"
