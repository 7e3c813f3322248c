"""Trials with a clock for any design, by asking the rule itself each time: backfill and efficacy included.

The loop of `timed_kernels` in arrays, all trials of a block at once. It is slower, needs no table of answers, and gives
the very same trials, child by child, where both can play a design.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import define, evolve, field, frozen

from rosette.designs.backfill import Backfill
from rosette.designs.design import Design
from rosette.designs.simulate.accrual import Accrual
from rosette.designs.simulate.asked import Assumed
from rosette.designs.simulate.crowd import ALONE, Crowd
from rosette.designs.simulate.draws import Purpose, each_uniform, scenario_key
from rosette.designs.simulate.result import Runs
from rosette.designs.states import STOP, WAIT, FloatArray, IntArray, Mask, Reason, States
from rosette.kernel import NotComputable

SPARE = 64


@frozen(kw_only=True, eq=False)
class _Chance:
    """Uniform numbers for children of trials; rows, children: shape (s,)."""

    seed: int
    scenario: int
    trials: IntArray

    def of(self, rows: IntArray, children: IntArray, purpose: Purpose) -> FloatArray:
        return each_uniform(
            seed=self.seed, scenario=self.scenario, trials=self.trials[rows], children=children, purpose=purpose
        )


@define(kw_only=True)
class _Play:
    """The clock of every trial of a block: its last arrival, arrivals so far, days waited, children turned away.

    turned: trial and day of each of these.
    """

    arrival: FloatArray
    came: IntArray
    waited: FloatArray
    away: IntArray
    days: FloatArray
    why: IntArray
    met: Callable[[States], object] | None = None
    turned: list[tuple[int, float]] = field(factory=list)
    running: Mask = field()

    @running.default
    def _all(self) -> Mask:
        return np.ones(len(self.came), dtype=bool)


def clocked(design: Design, assumed: Assumed, accrual: Accrual, *, rows: IntArray, seed: int) -> Runs:
    """The trials with these numbers; one seed gives one answer, whatever trials are played together.

    What a child shows is known on the day of its toxicity, else at the end of the window, efficacy too. The design and
    what is assumed fit each other, as `jobs.job_of` holds them to. Raises NotComputable when a trial does not end.
    """
    crowd, play = play_all(design, assumed, accrual, rows=rows, seed=seed)
    last = crowd.states(np.arange(len(rows)), play.arrival, accrual.window)
    return Runs(
        selected=design.selection.select(last),
        why=play.why,
        n=crowd.n,
        y=crowd.y,
        eff=crowd.eff if assumed.efficacy is not None else None,
        days=play.days,
        waited=play.waited,
        away=play.away,
        replaced=crowd.gone,
    )


def play_all(
    design: Design,
    assumed: Assumed,
    accrual: Accrual,
    *,
    rows: IntArray,
    seed: int,
    met: Callable[[States], object] | None = None,
) -> tuple[Crowd, _Play]:
    """The children and the clocks of these trials; met: called with the states on which somebody could be enrolled.

    Raises as `clocked` does.
    """
    chance, size = _Chance(seed=seed, scenario=scenario_key(assumed.toxicity), trials=rows), len(rows)
    crowd = Crowd.empty(design, size, places=4 * min(design.most, 200) + SPARE)
    zeros, none = np.zeros((3, size)), np.zeros((3, size), dtype=np.int64)
    play = _Play(arrival=zeros[0], waited=zeros[1], days=zeros[2], came=none[0], away=none[1], why=none[2], met=met)
    while play.running.any():
        going = np.flatnonzero(play.running)
        play.arrival[going] += _gaps(accrual, chance, going, play.came[going])
        play.came[going] += 1
        _serve(design, assumed, accrual, chance, crowd, play, going)
    return crowd, play


def _gaps(accrual: Accrual, chance: _Chance, rows: IntArray, came: IntArray) -> FloatArray:
    if accrual.pattern == "fixed":
        return np.full(len(rows), accrual.gap)
    return np.asarray(-np.log(chance.of(rows, came, Purpose.ARRIVAL)) * accrual.gap)


def _serve(
    design: Design, assumed: Assumed, accrual: Accrual, chance: _Chance, crowd: Crowd, play: _Play, rows: IntArray
) -> None:
    """The child that came to each of these trials is placed, waits until it can be, is turned away, or ends it."""
    t = play.arrival[rows].copy()
    while len(rows):
        crowd.resolve(rows, t)
        states = _states(design, chance, crowd, rows, t, accrual.window)
        if play.met is not None:
            play.met(states)
        dose, why, beside = _decide(design, crowd, states, rows)
        placed, idle = dose > STOP, ~crowd.watched(rows).any(axis=1)
        ended = (dose == STOP) & idle
        lost = (dose == WAIT) & (accrual.arrivals != "wait")
        _end(design, crowd, play, rows[ended], t[ended], why[ended])
        play.away[rows[lost]] += 1
        play.turned.extend(zip(rows[lost].tolist(), t[lost].tolist(), strict=True))
        came = play.arrival[rows[placed]]
        _place(design, assumed, accrual, chance, crowd, rows[placed], came, t[placed], dose[placed], beside[placed])
        play.waited[rows[placed]] += t[placed] - came
        play.arrival[rows[placed]] = t[placed]
        stays = ~(placed | ended | lost)
        rows = rows[stays]
        t = crowd.next_end(rows)


def _end(design: Design, crowd: Crowd, play: _Play, rows: IntArray, t: FloatArray, why: IntArray) -> None:
    play.running[rows] = False
    play.why[rows] = why
    last = np.where(crowd.dose[rows] > 0, crowd.end[rows], 0.0).max(axis=1)
    on_arrival = design.observes & (why != int(Reason.ALL_ENROLLED))
    play.days[rows] = np.where(on_arrival, np.maximum(t, last), last)


def _states(design: Design, chance: _Chance, crowd: Crowd, rows: IntArray, t: FloatArray, window: float) -> States:
    """What is known on day t of each trial, with the lot of the last child where lots break ties."""
    states = crowd.states(rows, t, window)
    if not design.lots:
        return states
    return evolve(states, chance=chance.of(rows, np.maximum(crowd.born[rows] - 1, 0), Purpose.TIE))


def _decide(design: Design, crowd: Crowd, states: States, rows: IntArray) -> tuple[IntArray, IntArray, Mask]:
    """Dose (0: stop, -1: wait), reason, and whether the child goes beside the cohort, for each of these trials."""
    found = design.wishes(states)
    if not design.observes:
        found = found.where(crowd.cohort_watched(rows), WAIT, Reason.SUSPENDED)
    inside = crowd.filled[rows] < crowd.size[rows]
    if design.observes:
        fits = design.admissible(states)[np.arange(len(rows)), states.at - 1]
        inside = inside & fits & (design.cohort > 1) & (states.total < design.most)
    found = found.where(inside | (crowd.born[rows] == 0), states.at, Reason.STAY)
    beside = np.zeros(len(rows), dtype=bool)
    if isinstance(design.chooser, Backfill):
        lower = np.where(states.total < design.most, design.chooser.place(states), 0)
        beside = (found.dose == WAIT) & (lower > 0)
        found = found.where(beside, lower, Reason.BESIDE)
    return found.dose, found.why, beside


def _place(
    design: Design,
    assumed: Assumed,
    accrual: Accrual,
    chance: _Chance,
    crowd: Crowd,
    rows: IntArray,
    came: FloatArray,
    t: FloatArray,
    dose: IntArray,
    beside: Mask,
) -> None:
    """One child on its dose in each of these trials, with what will be seen and when."""
    child = crowd.born[rows]
    if len(child) and child.max() >= crowd.dose.shape[1]:
        raise NotComputable(f"a trial did not end within {crowd.dose.shape[1]} children: too many leave")
    draws = {each: chance.of(rows, child, each) for each in (Purpose.TOXICITY, Purpose.TIME, Purpose.EVALUABLE)}
    left = draws[Purpose.EVALUABLE] < accrual.not_evaluable
    toxic = ~left & (draws[Purpose.TOXICITY] < np.array(assumed.toxicity)[dose - 1])
    part = np.where(toxic | left, accrual.part(draws[Purpose.TIME]), 1.0)
    effect = np.zeros(len(rows), dtype=bool)
    if assumed.efficacy is not None:
        hot, cool = (assumed.efficacy_after(each)[dose - 1] for each in (True, False))
        effect = ~left & (chance.of(rows, child, Purpose.EFFICACY) < np.where(toxic, hot, cool))
    crowd.begin(rows, dose, design.cohort, np.where(beside, ALONE, 0))
    crowd.enrol(rows, dose, came, t, t + accrual.window * part, toxic, effect, left, beside)
