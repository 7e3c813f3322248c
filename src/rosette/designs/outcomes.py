"""Outcomes as trialists write them: 1NNN 2NTT is three children at dose 1 and three at dose 2, two with toxicity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from attrs import frozen

from rosette.designs.states import State
from rosette.kernel import UsageError

COHORT = re.compile(r"(?P<dose>[0-9]+)(?P<outcomes>[NTEBP]+)")


@frozen(kw_only=True)
class Cohort:
    """Children of one dose in order: N neither, T toxicity, E efficacy, B both, P under observation."""

    dose: int
    outcomes: str

    @property
    def toxicities(self) -> int:
        """How many had a dose-limiting toxicity."""
        return sum(outcome in "TB" for outcome in self.outcomes)

    @property
    def observed(self) -> int:
        """How many were observed in full, or had a toxicity."""
        return len(self.outcomes) - self.pending

    @property
    def pending(self) -> int:
        """How many are still under observation."""
        return self.outcomes.count("P")

    def __str__(self) -> str:
        return f"{self.dose}{self.outcomes}"


def read_outcomes(text: str, *, doses: int) -> tuple[Cohort, ...]:
    """Cohorts from their notation; raises UsageError that names every word that is none, and every unknown dose."""
    faults, cohorts = [], []
    for word in text.split():
        found = COHORT.fullmatch(word)
        if found is None:
            faults.append(f'"{word}" is no cohort: a dose, then N, T, E, B or P for each child, as in 2NNT')
        elif not 1 <= int(found["dose"]) <= doses:
            faults.append(f'"{word}": there is no dose {found["dose"]}, only 1 to {doses}')
        else:
            cohorts.append(Cohort(dose=int(found["dose"]), outcomes=found["outcomes"]))
    if faults:
        raise UsageError("; ".join(faults))
    return tuple(cohorts)


def state_after(cohorts: tuple[Cohort, ...], *, doses: int, start: int = 1, size: int | None = None) -> State:
    """The state of a trial after these cohorts.

    size: children of a cohort in the design; the last so many at the last dose in a row are the last cohort, however
    they were written. When left out, the last cohort is the last that was written.
    """
    return State(
        n=_summed(doses, ((cohort.dose, cohort.observed) for cohort in cohorts)),
        y=_summed(doses, ((cohort.dose, cohort.toxicities) for cohort in cohorts)),
        pending=_summed(doses, ((cohort.dose, cohort.pending) for cohort in cohorts)),
        at=cohorts[-1].dose if cohorts else start,
        last=_last(cohorts, size),
    )


def _last(cohorts: tuple[Cohort, ...], size: int | None) -> tuple[int, int]:
    if not cohorts:
        return 0, 0
    dose = cohorts[-1].dose
    row = "".join(reversed([each.outcomes for each in takewhile(lambda one: one.dose == dose, reversed(cohorts))]))
    last = Cohort(dose=dose, outcomes=cohorts[-1].outcomes if size is None else row[-size:])
    return last.observed, last.toxicities


def _summed(doses: int, counts: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    found = [0] * doses
    for dose, count in counts:
        found[dose - 1] += count
    return tuple(found)
