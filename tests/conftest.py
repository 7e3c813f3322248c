"""What every test shares: settings of hypothesis, the knowledge of the release."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from rosette.knowledge import Knowledge, load_knowledge

settings.register_profile(
    "project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()
