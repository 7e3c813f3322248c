"""The decisions at one level in the middle, for every number of children and of toxicities, as protocols print them."""

from __future__ import annotations

from enum import Enum

from attrs import evolve, frozen

from rosette.designs.design import Design
from rosette.designs.states import State, many
from rosette.designs.steps import FULL, RollingSix, ThreePlusThree
from rosette.kernel import NotComputable

WIDEST = 12  # children at one level that are drawn when nothing else is asked for
ENDLESS = 10**6


class Letter(Enum):
    """What a protocol prints for a decision."""

    E = "escalate"
    S = "stay at the level"
    D = "de-escalate"
    DU = "de-escalate; the level is given no more"
    X = "the trial stops"


@frozen(kw_only=True)
class DecisionGrid:
    """Letters by children (columns, from 1) and toxicities (rows, from 0); None where there cannot be so many.

    below: children without toxicity at each level below, which the letters suppose; nobody is above.
    """

    level: int
    below: int
    columns: tuple[tuple[Letter, ...], ...]

    @property
    def most(self) -> int:
        """The largest number of children."""
        return len(self.columns)

    def at(self, n: int, y: int) -> Letter | None:
        """The letter for y toxicities of n children."""
        return self.columns[n - 1][y] if y <= n else None


def decision_grid(design: Design, *, most: int | None = None, level: int | None = None) -> DecisionGrid:
    """The letters of any design, by asking its rule state by state at a level with one below and one above.

    most: children at the level, the design's own or twelve when left out. The levels below have one cohort each without
    toxicity; of the children at the level the last cohort has as few toxicities as it can have. The ends that depend on
    the whole trial (all children enrolled, enough at a level) are left out. Raises NotComputable with fewer than three
    levels, at a level that has none below or none above, and for a design that looks at efficacy or at two medicines.
    """
    if design.efficacy or design.layout.rows > 1:
        what = "efficacy too" if design.efficacy else "two medicines"
        raise NotComputable(f"{design.name} looks at {what}: children and toxicities of one level do not say the dose")
    middle = level or (design.doses + 1) // 2
    if not 1 < middle < design.doses:
        raise NotComputable(f"level {middle} of {design.doses} has none below or none above: choose one between")
    open_ended = evolve(design, most=ENDLESS, enough_here=None)
    sizes = range(1, (most or _usual(design)) + 1)
    columns = tuple(_column(open_ended, middle, n) for n in sizes)
    return DecisionGrid(level=middle, below=design.cohort, columns=columns)


def _usual(design: Design) -> int:
    counting = isinstance(design.chooser, (ThreePlusThree, RollingSix))
    return FULL if counting else min(design.most, WIDEST)


def _column(design: Design, level: int, n: int) -> tuple[Letter, ...]:
    states = many([_state(design, level, n, y) for y in range(n + 1)])
    doses, mask = design.wishes(states).dose, design.admissible(states)
    return tuple(_letter(int(dose), level, bool(open_)) for dose, open_ in zip(doses, mask[:, level - 1], strict=True))


def _state(design: Design, level: int, n: int, y: int) -> State:
    above = (0,) * (design.doses - level)
    size = min(n, design.cohort)
    last = (size, max(0, y - (n - size)))
    clean = (design.cohort,) * (level - 1)
    return State(n=(*clean, n, *above), y=(*(0 for _ in clean), y, *above), at=level, last=last)


def _letter(dose: int, level: int, admissible: bool) -> Letter:
    if dose < 1:
        return Letter.X
    if dose < level:
        return Letter.D if admissible else Letter.DU
    return Letter.E if dose > level else Letter.S
