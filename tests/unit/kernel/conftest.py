"""Every test reads units afresh: what another test has read stays in a cache."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rosette.kernel import parse_unit


@pytest.fixture(autouse=True)
def no_unit_read_before() -> Iterator[None]:
    parse_unit.cache_clear()
    yield
    parse_unit.cache_clear()
