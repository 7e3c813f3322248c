"""Boards of small portfolios, for the tests of the options."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.records import ON
from tests.unit.portfolio.samples import sound

from rosette.knowledge import load_knowledge
from rosette.options import Board, Option, make_board
from rosette.portfolio import Portfolio, Programme, Slot, Trial
from rosette.records import ChildRecord, load_record

BASE = Path(__file__).parents[3] / "src" / "rosette" / "portfolio" / "data" / "examples" / "base.json"
REAL = (BASE, *sorted((Path(__file__).parents[3] / "examples" / "children").glob("*.json")))
HEAD = """\
id = "{id}"
title = "Made up"
short = "made up {id}"
phase = "1"
sponsor = "nobody"
version = "2026-01-01"
completeness = "{completeness}"
completeness_note = "Made up."
summary = "Made up, for a test."
sources = [{{ ref = "NCT00000000", at = "nowhere" }}]
review = {{ on = 2026-01-01, by = "tester", due = 2027-01-01 }}
criteria = '''
{lines}
'''
"""
ARM = """
[[arm]]
id = "{id}"
title = "Arm {id}"
kind = "{kind}"
"""
MET = "age >= 1 year"
ASKED = 'judgement "Is it so?"'
HELD_BACK = 'protocol "What it says."'
WASHOUT = "21 days since last lorlatinib"
COUNT = "platelets >= 75000 /uL within 7 days"
GRANULOCYTES = "anc >= 750 /uL within 7 days"
GROWN = "age >= 18 years"
TOO_OLD = "age < 2 years"


def offer(name: str, *criteria: str, kind: str = "trial-arm", completeness: str = "full", arms: str = "a") -> Trial:
    """A trial that requires some things of every arm; a criterion may be a whole line or only what is required."""
    lines = [line if line.endswith("]") else f"X{place} require {line} [x]" for place, line in enumerate(criteria, 1)]
    text = HEAD.format(id=name, completeness=completeness, lines="\n".join(lines))
    return sound(text + "".join(ARM.format(id=arm, kind=kind) for arm in arms))


def portfolio_of(*trials: Trial) -> Portfolio:
    """A portfolio of trials."""
    return Portfolio(trials={trial.id: trial for trial in trials}, digest="made-up")


def programme_of(*slots: Slot) -> Programme:
    """A programme of slots."""
    return Programme(id="site", label="Made up.", as_of=ON, slots={slot.place: slot for slot in slots})


def slot(place: str = "T1/a", **fields: Any) -> Slot:
    """One open place."""
    return Slot(**{"place": place, "status": "open", **fields})


def board(record: ChildRecord, *trials: Trial, slots: Sequence[Slot] = (), on: date = ON, **more: Any) -> Board:
    """The board of a child."""
    return make_board(
        record,
        on=on,
        portfolio=portfolio_of(*trials),
        programme=programme_of(*slots),
        knowledge=load_knowledge(),
        **more,
    )


def option(record: ChildRecord, *criteria: str, slot: Slot | None = None, on: date = ON, **more: Any) -> Option:
    """The one option of a trial that requires some things."""
    slots = [] if slot is None else [slot]
    return board(record, offer("T1", *criteria, **more), slots=slots, on=on).options[0]


@functools.cache
def real_children() -> tuple[ChildRecord, ...]:
    """The record that examples are made from, and the demo children."""
    return tuple(load_record(path) for path in REAL)
