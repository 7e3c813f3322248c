"""Sequences of options over time for one child: what each first step leaves open, and sequences that nothing beats.

Never one answer: a small set with reasons. What is assumed is said in every result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from attrs import field, frozen

from rosette.knowledge import Knowledge
from rosette.medicines import nant_prior, response_evidence
from rosette.options.alike import grouped, has_room, may_start
from rosette.options.board import Board, is_comfort
from rosette.options.option import Option
from rosette.options.sequences.doors import SHUT, Doors, FirstStep, Screener, first_steps
from rosette.options.sequences.frontier import OptionSequence, choose
from rosette.options.sequences.steps import CYCLES, GAP_DAYS, Step, step_of

DEPTH, SHOWN = 3, 8
NEW_SHARE = 0.5
ASSUMED = (
    f"Each step lasts {CYCLES} cycles (56 days when no schedule is loaded), then a pause of {GAP_DAYS} days.",
    "Results are taken to repeat, and the disease to be as measurable as today.",
    "Chances of response are those of published counts, taken as independent from step to step: later lines do worse.",
    "A step gives medicines of which half or more are new in its sequence.",
    "Care for comfort and time at home is open at every point.",
)


@frozen(kw_only=True, eq=False)
class Sequences:
    """The sequences of one child on one day, with how many were looked at."""

    board: Board = field(repr=False)
    first: tuple[FirstStep, ...]
    sequences: tuple[OptionSequence, ...]
    looked_at: int
    depth: int
    assumed: tuple[str, ...] = ASSUMED

    def first_step(self, place: str) -> FirstStep | None:
        """What that first step does to the doors; None when it cannot be the first."""
        return next((each for each in self.first if place in each.step.places), None)


def make_sequences(
    board: Board,
    *,
    depth: int = DEPTH,
    options: Sequence[Option] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sequences:
    """Search all sequences of the programme's options up to `depth` steps, 1 to 3."""
    told = progress or (lambda done, total: None)
    places = [each for each in (options or board.here()) if not is_comfort(each) and each.arm.agents]
    screener = Screener(record=board.record, options=places, knowledge=board.knowledge, on=board.on)
    search = _Search(screener=screener, steps=_steps(places, board.knowledge))
    starts: list[tuple[Step, ...]] = [
        (step,) for step in search.steps if any(may_start(each) for each in (step.option, *step.also))
    ]
    doors = screener.after(starts)
    told(1, depth)
    first = first_steps(screener, [sequence[0] for sequence in starts], list(doors))
    found, level = list(starts), starts
    for deeper in range(2, depth + 1):
        level, doors = search.follow(level, doors, last=deeper == depth)
        found += level
        told(deeper, depth)
    sequences = _scored(found, first, board.knowledge)
    return Sequences(
        board=board, first=first, sequences=choose(sequences, most=SHOWN), looked_at=len(sequences), depth=depth
    )


def _steps(places: Sequence[Option], knowledge: Knowledge) -> list[Step]:
    """One step for each regimen, or set of medicines, with every place that gives it and may have room."""
    return [
        step_of(first, knowledge, also=tuple(others)) for first, *others in grouped(places, knowledge, only=has_room)
    ]


@frozen(kw_only=True, eq=False)
class _Search:
    screener: Screener
    steps: Sequence[Step]

    def follow(
        self, level: Sequence[tuple[Step, ...]], doors: Doors, *, last: bool
    ) -> tuple[list[tuple[Step, ...]], Doors]:
        """Every sequence one step longer whose next door is not shut, and the doors after it unless it is the last."""
        number = {option.id: n for n, option in enumerate(self.screener.options)}
        columns = [[number[place] for place in step.places] for step in self.steps]
        longer = [
            (*sequence, step)
            for row, sequence in enumerate(level)
            for step, places in zip(self.steps, columns, strict=True)
            if _new(step, sequence) and (doors[row, places] != SHUT).any()
        ]
        return longer, (np.empty((0, 0), np.int8) if last or not longer else self.screener.after(longer))


def _new(step: Step, sequence: tuple[Step, ...]) -> bool:
    given = frozenset().union(*(each.agents for each in sequence))
    return len(step.agents - given) >= NEW_SHARE * len(step.agents)


def _scored(
    found: Sequence[tuple[Step, ...]], first: Sequence[FirstStep], knowledge: Knowledge
) -> list[OptionSequence]:
    steps = {step.id: step for sequence in found for step in sequence}
    chances = {name: _chance(step, knowledge) for name, step in steps.items()}
    kept = {each.step.id: each.kept for each in first}
    return [_plan(sequence, chances, kept) for sequence in found]


def _chance(step: Step, knowledge: Knowledge) -> tuple[float, bool]:
    """Chance of a response, and whether it is only what an average early-phase agent would bring."""
    evidence = response_evidence(step.regimen.id, knowledge) if step.regimen else None
    if evidence is None or evidence.posterior is None:
        return nant_prior(knowledge)[0].mean, True
    return evidence.posterior.mean, False


def _plan(
    sequence: tuple[Step, ...], chances: dict[str, tuple[float, bool]], kept: dict[str, float | None]
) -> OptionSequence:
    missed = 1.0
    for step in sequence:
        missed *= 1 - chances[step.id][0]
    days = sum(step.elapsed for step in sequence)
    contact = [each for step in sequence if (each := step.contact_days) is not None]
    return OptionSequence(
        steps=sequence,
        benefit=1 - missed,
        assumed=tuple(step.id for step in sequence if chances[step.id][1]),
        home_share=1 - sum(contact) / days if len(contact) == len(sequence) else None,
        days=days,
        kept=kept[sequence[0].id],
    )
