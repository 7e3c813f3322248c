"""The children of many trials while these are played: who is observed, what is known, in which cohort."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define

from rosette.designs.backfill import NOT_NEEDED, Backfill
from rosette.designs.design import Design
from rosette.designs.states import FloatArray, IntArray, Mask, States, Watched

ALONE = -1


def looks_at_efficacy(design: Design) -> bool:
    """Whether the rule needs efficacy: to decide, or to let children in beside the cohort."""
    return design.efficacy or (isinstance(design.chooser, Backfill) and design.chooser.response != NOT_NEEDED)


@define(kw_only=True)
class Crowd:
    """One row for each trial. Child by child: dose (0: none), came, start, end, toxic, effect, left, cohort, known.

    n, y, eff, both: what is known by dose; at: dose of the cohort; size: children of it; filled: those in it who have
    not left; seen, hot: those known, with toxicity; born: children so far; gone: who left; number: of the cohort.
    """

    dose: IntArray
    came: FloatArray
    start: FloatArray
    end: FloatArray
    toxic: Mask
    effect: Mask
    left: Mask
    cohort: IntArray
    known: Mask
    n: IntArray
    y: IntArray
    eff: IntArray
    both: IntArray
    at: IntArray
    size: IntArray
    filled: IntArray
    seen: IntArray
    hot: IntArray
    born: IntArray
    gone: IntArray
    number: IntArray
    most: int
    efficacy: bool
    observes: bool

    @classmethod
    def empty(cls, design: Design, trials: int, *, places: int) -> Crowd:
        """No child yet in so many trials; places: children that a trial can have."""
        made: dict[str, Any] = {
            **{name: np.zeros((trials, places), dtype=np.int64) for name in ("dose", "cohort")},
            **{name: np.zeros((trials, places)) for name in ("came", "start", "end")},
            **{name: np.zeros((trials, places), dtype=bool) for name in ("toxic", "effect", "left", "known")},
            **{name: np.zeros((trials, design.doses), dtype=np.int64) for name in ("n", "y", "eff", "both")},
            **{name: np.zeros(trials, dtype=np.int64) for name in ("filled", "seen", "hot", "born", "gone", "number")},
            "at": np.full(trials, design.start),
            "size": np.full(trials, min(design.cohort, design.most)),
        }
        return cls(**made, most=design.most, efficacy=looks_at_efficacy(design), observes=design.observes)

    def watched(self, rows: IntArray) -> Mask:
        """Who is under observation in these trials; shape (s, places)."""
        return (self.dose[rows] > 0) & ~self.known[rows]

    def cohort_watched(self, rows: IntArray) -> Mask:
        """Whether a child of the last cohort is under observation."""
        mine = self.cohort[rows] == self.number[rows][:, None]
        return np.asarray((self.watched(rows) & mine).any(axis=1))

    def next_end(self, rows: IntArray) -> FloatArray:
        """The day on which the next observation of each trial ends."""
        return np.asarray(np.where(self.watched(rows), self.end[rows], np.inf).min(axis=1, initial=np.inf))

    def resolve(self, rows: IntArray, t: FloatArray) -> None:
        """Children whose observation ends by day t are counted; those who left early are not."""
        trial, place = np.nonzero(self.watched(rows) & (self.end[rows] <= t[:, None]))
        trial = rows[trial]
        self.known[trial, place] = True
        dose, toxic, effect, left = (each[trial, place] for each in (self.dose, self.toxic, self.effect, self.left))
        mine = self.cohort[trial, place] == self.number[trial]
        np.add.at(self.gone, trial, left)
        np.add.at(self.filled, trial, np.where(mine & left, -1, 0))
        np.add.at(self.seen, trial, mine & ~left)
        np.add.at(self.hot, trial, mine & toxic)
        for counts, shown in ((self.n, ~left), (self.y, toxic), (self.eff, effect), (self.both, toxic & effect)):
            np.add.at(counts, (trial, dose - 1), shown)

    def states(self, rows: IntArray, t: FloatArray, window: float) -> States:
        """The states of these trials on day t of each."""
        watched = self.watched(rows)
        places = max(int(watched.sum(axis=1).max(initial=0)), 1)
        order = np.argsort(~watched, axis=1, kind="stable")[:, :places]
        dose = np.where(np.take_along_axis(watched, order, 1), np.take_along_axis(self.dose[rows], order, 1), 0)
        share = np.clip((t[:, None] - np.take_along_axis(self.start[rows], order, 1)) / window, 0.0, 1.0)
        pending = (dose[:, :, None] == np.arange(1, self.n.shape[1] + 1)).sum(axis=1)
        return States(
            n=self.n[rows],
            y=self.y[rows],
            at=self.at[rows],
            last_n=self.seen[rows],
            last_y=self.hot[rows],
            pending=pending,
            eff=self.eff[rows] if self.efficacy else None,
            both=self.both[rows] if self.efficacy else None,
            watched=Watched(dose=dose, share=share),
        )

    def begin(self, rows: IntArray, dose: IntArray, cohort: int, beside: IntArray) -> None:
        """A new cohort in the trials whose last one is full or at another dose; not for a child beside the cohort."""
        fresh = (self.filled[rows] >= self.size[rows]) | (dose != self.at[rows])
        rows, dose = rows[fresh & (beside != ALONE)], dose[fresh & (beside != ALONE)]
        left = self.most - self.n[rows].sum(axis=1) - self.watched(rows).sum(axis=1)
        self.size[rows], self.at[rows] = cohort if self.observes else np.minimum(cohort, left), dose
        self.number[rows] += self.born[rows] > 0
        self.filled[rows], self.seen[rows], self.hot[rows] = 0, 0, 0

    def enrol(
        self,
        rows: IntArray,
        dose: IntArray,
        came: FloatArray,
        start: FloatArray,
        end: FloatArray,
        toxic: Mask,
        effect: Mask,
        left: Mask,
        beside: Mask,
    ) -> None:
        """One child more in each of these trials."""
        place = self.born[rows]
        shown = {"dose": dose, "toxic": toxic, "effect": effect, "left": left}
        for name, value in ({"came": came, "start": start, "end": end} | shown).items():
            getattr(self, name)[rows, place] = value
        self.cohort[rows, place] = np.where(beside, ALONE, self.number[rows])
        self.filled[rows] += ~beside
        self.born[rows] += 1
