"""The loop of trials with a clock: children arrive, are observed, and the answers of the rule place them.

The rule was asked before: as a graph of states (0), as a table of places (1), or as a model that is fitted here by the
very loop that the rule itself uses (2). Of each child a trial keeps whole[0..3]: dose, toxicity, left early, cohort,
and day[0..1]: start and end of the observation; of each dose seen[0..2]: evaluable, with toxicity, under observation.
Everything is one loop after inlining, for speed.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from rosette.designs.late_kernels import weighted
from rosette.designs.simulate.kernels import philox

GRAPH, PLACES, MODEL = 0, 1, 2
STOP, WAIT, UP, STAY, DOWN, ALL_ENROLLED, SUSPENDED, TOO_MANY = 0, -1, 1, 2, 3, 9, 11, 63


@njit(cache=True, nogil=True, inline="always")
def top_of(seen, hot):  # type: ignore[no-untyped-def]
    """The highest dose below the lowest that is too toxic."""
    top = 0
    while top < seen.shape[1] and not hot[top, seen[0, top] + seen[2, top], seen[1, top]]:
        top += 1
    return top


@njit(cache=True, nogil=True, inline="always")
def nearest(mean, skeleton, numbers):  # type: ignore[no-untyped-def]
    """The dose whose rate is nearest to the target. numbers: target, coherent, logistic (0 or 1), intercept."""
    factor, dose, away = math.exp(mean), 1, 2.0
    for d in range(len(skeleton)):
        if numbers[2] == 0:
            guess = math.exp(factor * math.log(skeleton[d]))
        else:
            line = math.log(skeleton[d] / (1.0 - skeleton[d])) - numbers[3]
            guess = 1.0 / (1.0 + math.exp(-(numbers[3] + factor * line)))
        if abs(guess - numbers[0]) < away:
            dose, away = d + 1, abs(guess - numbers[0])
    return dose


@njit(cache=True, nogil=True, inline="always")
def resolve(t, cohort, watched, filled, known, toxic, gone, seen, child, whole, day):  # type: ignore[no-untyped-def]
    """Children whose observation ends by day t are counted; those who left early are not. The counts of the cohort."""
    kept = 0
    for k in range(watched):
        i = child[k]
        if day[1, i] > t:
            child[kept] = i
            kept += 1
            continue
        mine, here = (1 if whole[3, i] == cohort else 0), whole[0, i] - 1
        seen[2, here] -= 1
        if whole[2, i] > 0:
            gone += 1
            filled -= mine
        else:
            seen[0, here] += 1
            seen[1, here] += whole[1, i]
            known += mine
            toxic += mine * whole[1, i]
    return kept, filled, known, toxic, gone


@njit(cache=True, nogil=True, inline="always")
def followed(t, at, watched, child, window, whole, day, doses, shares):  # type: ignore[no-untyped-def]
    """Dose and share of the window of every child under observation; returns the shares at the dose in use."""
    total = 0.0
    for k in range(watched):
        i = child[k]
        doses[k], shares[k] = whole[0, i], min((t - day[0, i]) / window, 1.0)
        total += shares[k] if whole[0, i] == at else 0.0
    return total


@njit(cache=True, nogil=True, inline="always")
def placed(at, top, seen, answers, cuts, full, part):  # type: ignore[no-untyped-def]
    """The answer of the table: dose and reason for dose `at` when all above `top` is too toxic; part: follow-up."""
    here = at - 1
    n, y, c = seen[0, here], seen[1, here], seen[2, here]
    room = 1 if 0 < top < at and seen[0, top - 1] + seen[2, top - 1] >= full else 0
    place = 2 if part >= cuts[n, y, c, 1] else (0 if part <= cuts[n, y, c, 0] else 1)
    return answers[n, y, c, here, min(top, at + 1), room, place]


@njit(cache=True, nogil=True)
def fit(at, known, toxic, watched, seen, doses, shares, hit, miss, rate, grid, prior, skeleton, numbers, mass):  # type: ignore[no-untyped-def]
    """The dose of the model, no untried one skipped, and not up after a cohort that reached the target if coherent."""
    mean, _ = weighted(seen[0], seen[1], doses, shares, watched, hit, miss, rate, grid, prior, mass)
    tried = seen.shape[1]
    while tried > 0 and seen[0, tried - 1] + seen[2, tried - 1] == 0:
        tried -= 1
    dose = min(nearest(mean, skeleton, numbers), min(at, tried) + 1 if tried > 0 else at)
    if numbers[1] > 0 and dose > at and toxic >= numbers[0] * max(known, 1):
        return at
    return dose


@njit(cache=True, nogil=True, inline="always")
def enrol(i, t, given, cohort, rate, clock, whole, day, four):  # type: ignore[no-untyped-def]
    """Child i on a dose, with what will be seen and when; returns the end of the observation."""
    u, late = four[1, i & 3], clock[2]
    part = 0.5 * u / (1.0 - late) if u < 1.0 - late else 0.5 + 0.5 * (u - 1.0 + late) / max(late, 1e-300)
    gone = clock[3] > 0 and four[3, i & 3] < clock[3]
    toxic = not gone and four[0, i & 3] < rate
    whole[0, i], whole[1, i], whole[2, i], whole[3, i] = given, toxic, gone, cohort
    end = t + clock[1] * (part if toxic or gone else 1.0)
    day[0, i], day[1, i] = t, end
    return end


@njit(cache=True, nogil=True)
def play(  # type: ignore[no-untyped-def]
    kind, limits, clock, graph, ways, hot, answers, cuts, hit, miss, rate, grid, prior, skeleton, numbers,
    rates, seed, scenario, first, counts, ends, times, whole, day,
):  # fmt: skip
    """Trials first, first + 1, ... with a clock; the last one is left in `whole` and `day`; returns its children.

    limits: cohort, most children, children that fill a dose, start. clock: mean gap and window (days), share of
    toxicities in the second half of the window, share not evaluable, fixed gaps, turned away when waiting (0 or 1).
    counts: n, y (2, trials, doses); ends: reason, turned away, replaced, last state, last dose (5, trials);
    times: days, days waited (2, trials). What a trial keeps are plain numbers, which stay in registers.
    """
    low, high, key = np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32), np.uint64(scenario)
    most, levels = whole.shape[1], len(rates)
    seen, child, doses = np.empty((3, levels), np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    shares, mass, four = np.empty(most), np.empty(len(grid)), np.empty((4, 4))
    born = 0
    for row in range(ends.shape[1]):
        trial = np.uint64(first + row)
        for d in range(levels):
            seen[0, d], seen[1, d], seen[2, d] = 0, 0, 0
        at, cohort, filled, known, toxic, state, watched, born, came, gone, away = (
            limits[3],
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
        )
        arrival, last, waited, why, t = 0.0, 0.0, 0.0, TOO_MANY, 0.0
        while born < most:
            if came & 3 == 0:
                philox(trial, key, np.uint64(came >> 2), np.uint64(2), low, high, four[2])
            arrival += clock[0] if clock[4] > 0 else -math.log(four[2, came & 3]) * clock[0]
            came += 1
            t = arrival
            given = WAIT
            while True:
                watched, filled, known, toxic, gone = resolve(
                    t, cohort, watched, filled, known, toxic, gone, seen, child, whole, day
                )
                size = graph[1, state] if kind == GRAPH else limits[0]
                top = top_of(seen, hot) if kind == PLACES else levels
                if born == 0:
                    given, why = at, STAY
                elif kind != GRAPH and born - gone >= limits[1]:
                    given, why = STOP, ALL_ENROLLED
                elif filled < size and top >= at and (size > 1 or kind == GRAPH):
                    given, why = at, STAY
                elif kind == GRAPH:
                    after = ways[graph[2, state] + toxic]
                    given, why = (WAIT, SUSPENDED) if watched > 0 else (graph[0, after], graph[3, after])
                elif kind == PLACES:
                    part = followed(t, at, watched, child, clock[1], whole, day, doses, shares)
                    code = placed(at, top, seen, answers, cuts, limits[2], part)
                    given, why = (code >> 6) - 1, code & 63
                else:
                    followed(t, at, watched, child, clock[1], whole, day, doses, shares)
                    given = fit(
                        at, known, toxic, watched, seen, doses, shares, hit, miss, rate, grid, prior, skeleton, numbers,
                        mass,
                    )  # fmt: skip
                    why = UP if given > at else (DOWN if given < at else STAY)
                if given > 0 or watched == 0 or (given == WAIT and clock[5] > 0):
                    break
                t = day[1, child[0]]
                for k in range(1, watched):
                    t = min(t, day[1, child[k]])
            if given == STOP:
                break
            if given == WAIT:
                away += 1
                continue
            if born & 3 == 0:
                for purpose in (0, 1, 3):
                    if purpose < 3 or clock[3] > 0:
                        philox(trial, key, np.uint64(born >> 2), np.uint64(purpose), low, high, four[purpose])
            waited += t - arrival
            arrival = t
            if born > 0 and (filled >= size or given != at):
                state = ways[graph[2, state] + toxic] if kind == GRAPH else 0
                cohort += 1
                filled, known, toxic = 0, 0, 0
            last = max(last, enrol(born, t, given, cohort, rates[given - 1], clock, whole, day, four))
            seen[2, given - 1] += 1
            child[watched] = born
            at = given
            filled += 1
            watched += 1
            born += 1
            why = TOO_MANY
        for d in range(levels):
            counts[0, row, d], counts[1, row, d] = seen[0, d], seen[1, d]
        ends[0, row], ends[1, row], ends[2, row], ends[4, row] = why, away, gone, at
        ends[3, row] = ways[graph[2, state] + toxic] if kind == GRAPH else 0
        times[0, row] = last if kind == GRAPH or why == ALL_ENROLLED else max(t, last)
        times[1, row] = waited
    return born
