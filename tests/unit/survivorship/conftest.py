"""Histories for tests of late effects."""

from __future__ import annotations

from datetime import date

import pytest

from rosette.knowledge import Knowledge, load_knowledge
from rosette.survivorship import RuleBook, rules_of

ON = date(2026, 11, 30)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def book(knowledge: Knowledge) -> RuleBook:
    return rules_of(knowledge)
