"""Fixtures of the record tests."""

from __future__ import annotations

import pytest

from rosette.knowledge import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The release of knowledge that the tests run with."""
    return load_knowledge()
