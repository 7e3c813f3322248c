"""Outcomes as trialists write them: 1NNN 2NTT is three children at dose 1 and three at dose 2, two with toxicity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from attrs import frozen

from rosette.designs.states import State
from rosette.kernel import UsageError

COHORT = re.compile(r"(?P<dose>[0-9]+)(?P<outcomes>(?:[NTEB]|P(?:\[[0-9.]+\])?)+)")
SHARE = re.compile(r"P(?:\[([0-9.]+)\])?")


@frozen(kw_only=True)
class Cohort:
    """Children of one dose in order: N neither, T toxicity, E efficacy, B both, P under observation.

    shares: for each P the share of the window that the child was followed; None where it was not written.
    """

    dose: int
    outcomes: str
    shares: tuple[float | None, ...] = ()

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
            faults.append(f'"{word}" is no cohort: a dose, then N, T, E, B or P for each child, as in 2NNT or 2NP[0.4]')
        elif not 1 <= int(found["dose"]) <= doses:
            faults.append(f'"{word}": there is no dose {found["dose"]}, only 1 to {doses}')
        elif (shares := _shares(found["outcomes"])) is None:
            faults.append(f'"{word}": the share of a window is a number from 0 to 1')
        else:
            plain = SHARE.sub("P", found["outcomes"])
            cohorts.append(Cohort(dose=int(found["dose"]), outcomes=plain, shares=shares))
    if faults:
        raise UsageError("; ".join(faults))
    return tuple(cohorts)


def _shares(outcomes: str) -> tuple[float | None, ...] | None:
    """One for each P, None where none is written; None in all when one is no number from 0 to 1."""
    written = SHARE.findall(outcomes)
    if any(each and (each.count(".") > 1 or each == "." or float(each) > 1) for each in written):
        return None
    return tuple(float(each) if each else None for each in written)


def state_after(cohorts: tuple[Cohort, ...], *, doses: int, start: int = 1, size: int | None = None) -> State:
    """The state of a trial after these cohorts.

    size: children of a cohort in the design; the last so many at the last dose in a row are the last cohort, however
    they were written. When left out, the last cohort is the last that was written.
    """
    return State(
        n=_summed(doses, ((cohort.dose, cohort.observed) for cohort in cohorts)),
        y=_summed(doses, ((cohort.dose, cohort.toxicities) for cohort in cohorts)),
        pending=_summed(doses, ((cohort.dose, cohort.pending) for cohort in cohorts)),
        eff=_summed(doses, ((cohort.dose, sum(each in "EB" for each in cohort.outcomes)) for cohort in cohorts)),
        both=_summed(doses, ((cohort.dose, cohort.outcomes.count("B")) for cohort in cohorts)),
        watched=_watched(cohorts, doses),
        at=cohorts[-1].dose if cohorts else start,
        last=_last(cohorts, size),
    )


def _watched(cohorts: tuple[Cohort, ...], doses: int) -> tuple[tuple[float, ...], ...] | None:
    """The follow-up of the children under observation, for every dose; None when one is not written."""
    found: list[list[float]] = [[] for _ in range(doses)]
    for cohort in cohorts:
        known = [share for share in cohort.shares if share is not None]
        if len(known) != cohort.pending:
            return None
        found[cohort.dose - 1].extend(known)
    return tuple(map(tuple, found))


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
