"""The decision table of a design as its protocol would print it: boundaries, follow-up, places, ranks, or letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from attrs import evolve, frozen

from rosette.designs.backfill import Backfill
from rosette.designs.boin12 import Boin12, desirability_table
from rosette.designs.design import Design
from rosette.designs.grids import DecisionGrid, decision_grid
from rosette.designs.intervals import DecisionTable
from rosette.designs.late import TiteBoin
from rosette.designs.states import STOP, WAIT, State, Watched, many
from rosette.designs.steps import FULL, RollingSix
from rosette.designs.words import table_rows

ROW = Mapping[str, int | float | str | None]
ENDLESS, RANKED, SHARES = 10**6, 12, (0.0, 0.25, 0.5, 0.75, 0.999)


@frozen(kw_only=True)
class Printed:
    """A table: its title, a sentence on how to read it, and rows with the same keys."""

    title: str
    note: str
    rows: tuple[ROW, ...]


def table_of(design: Design) -> Printed:
    """The table of a design; raises NotComputable where its decisions are no table of counts at one level."""
    chooser = design.chooser
    if isinstance(chooser, (DecisionTable, Backfill)):
        bounds = chooser if isinstance(chooser, DecisionTable) else chooser.boundaries
        rows = tuple(table_rows(bounds, design.most))
        return Printed(title="toxicities at a dose", note="out: the dose and all above are given no more", rows=rows)
    if isinstance(chooser, TiteBoin):
        return Printed(title="follow-up at a dose", note=FOLLOWED, rows=tuple(_followed(design, chooser)))
    if isinstance(chooser, RollingSix):
        return Printed(title="a child who comes now", note=PLACED, rows=tuple(_placed(design)))
    if isinstance(chooser, Boin12):
        return Printed(title="desirability", note=RANKS, rows=tuple(_ranks(design, chooser)))
    return _letters(design)


FOLLOWED = "windows followed by those under observation together: down to the first, up from the second"
PLACED = "at a level with one above that is open and one below that is not full"
RANKS = "a higher rank is more desirable; out: not admissible"
LETTERS = "E up, S same, D down, DU down and given no more, X the trial stops; as asked at a level in the middle"


def _followed(design: Design, chooser: TiteBoin) -> Iterator[ROW]:
    """By asking the rule at a level in the middle: one act for any follow-up, or the follow-up at which it changes."""
    for n in range(3, min(design.most, RANKED) + 1, 3):
        for y in range(n + 1):
            for c in range(1, n - y + 1):
                yield _change(design, chooser, n, y, c)


def _change(design: Design, chooser: TiteBoin, n: int, y: int, c: int) -> ROW:
    acts = _acts(design, n - c, y, c)
    low, high = (float(each[0]) for each in chooser.cuts(np.array([n - c]), np.array([y]), np.array([c])))
    down, up = (round(cut, 2) if 0 < cut < c else None for cut in (low, high))
    always = acts[0] if len(set(acts)) == 1 else None
    if always:
        down, up = None, None
    return {"children": n, "toxicities": y, "observed": c, "always": always, "down_to": down, "up_from": up}


def _acts(design: Design, n: int, y: int, c: int) -> list[str]:
    """The acts at some shares of the follow-up, none to nearly all."""
    return [_act(design, n, y, c, share) for share in SHARES]


def _act(design: Design, n: int, y: int, c: int, share: float) -> str:
    endless = evolve(design, most=ENDLESS, enough_here=None)
    middle = min(2, design.doses)
    below, above = (0,) * (middle - 1), (0,) * (design.doses - middle)
    state = State(n=(*below, n, *above), y=(*below, y, *above), pending=(*below, c, *above), at=middle)
    states = evolve(many([state]), watched=Watched(dose=np.full((1, c), middle), share=np.full((1, c), share)))
    dose = int(endless.wishes(states).dose[0])
    return {STOP: "stop", WAIT: "wait"}.get(dose) or ("down", "same", "up")[int(np.sign(dose - middle)) + 1]


def _placed(design: Design) -> Iterator[ROW]:
    for enrolled in range(2, FULL + 1):
        for y in range(enrolled + 1):
            for c in range(enrolled - y + 1):
                act = _act(design, enrolled - c, y, c, 0.5)
                yield {"enrolled": enrolled, "toxicities": y, "without": enrolled - y - c, "observed": c, "then": act}


def _ranks(design: Design, chooser: Boin12) -> Iterator[ROW]:
    sizes = range(0, min(design.most, RANKED) + 1, design.cohort)
    for (n, y, eff), rank in desirability_table(chooser, tuple(sizes)).items():
        yield {"children": n, "toxicities": y, "efficacies": eff, "rank": "out" if rank is None else rank}


def _letters(design: Design) -> Printed:
    grid = decision_grid(design)
    rows = [{"toxicities": y, **_cells(grid, y)} for y in range(grid.most + 1)]
    return Printed(title="decisions", note=LETTERS, rows=tuple(rows))


def _cells(grid: DecisionGrid, y: int) -> dict[str, str | None]:
    found = {n: grid.at(n, y) for n in range(1, grid.most + 1)}
    return {str(n): None if letter is None else letter.name for n, letter in found.items()}
