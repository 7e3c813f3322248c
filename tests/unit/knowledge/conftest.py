"""What the gates say when one file is added to a small, clean set of data files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.knowledge.samples import BASE, DEFAULTS, write

from rosette.knowledge import Knowledge, check_knowledge, load_knowledge


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "data", BASE)


@pytest.fixture
def faults(base: Path) -> Callable[..., list[str]]:
    """The sentences of all faults after adding a file; the defaults stand above it unless `bare`."""

    def check(text: str, name: str = "extra/new.toml", *, bare: bool = False) -> list[str]:
        write(base, {name: text if bare else DEFAULTS + text})
        return [problem.sentence() for problem in check_knowledge(base)]

    return check


@pytest.fixture
def loaded(base: Path) -> Callable[[str], Knowledge]:
    def load(text: str) -> Knowledge:
        write(base, {"extra/new.toml": DEFAULTS + text})
        return load_knowledge(base)

    return load


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    return load_knowledge()
