"""Every example child of every trial file comes out as the file says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from rosette.knowledge import Knowledge
from rosette.portfolio import check_examples, load_portfolio

DATA = Path(__file__).parents[3] / "src" / "rosette" / "portfolio" / "data"


def cases() -> Iterator[Any]:
    for file in sorted([*(DATA / "trials").glob("*.toml"), *(DATA / "standing").glob("*.toml")]):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        for place, row in enumerate(table.get("example", [])):
            yield pytest.param(table["id"], place, id=f"{table['id']}: {row['name']}")


@pytest.mark.parametrize(("trial_id", "place"), list(cases()))
def test_the_example_child_comes_out_as_stated(trial_id: str, place: int, knowledge: Knowledge) -> None:
    trial = load_portfolio().trials[trial_id]
    (result,) = check_examples(attrs.evolve(trial, examples=(trial.examples[place],)), knowledge)
    assert result.passed, result.sentence()


@pytest.mark.parametrize("trial_id", sorted({case.values[0] for case in cases()}))
def test_the_names_of_the_example_children_of_a_trial_differ(trial_id: str) -> None:
    names = [example.name for example in load_portfolio().trials[trial_id].examples]
    assert len(names) == len(set(names))
