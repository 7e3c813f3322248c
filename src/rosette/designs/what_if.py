"""A state as it could have been: what would have changed a decision."""

from __future__ import annotations

from attrs import evolve

from rosette.designs.states import State


def with_toxicities(state: State, place: int, y: int) -> State:
    """The same state with y toxicities at the dose of this place, from 0; the last cohort has the difference."""
    seen = (*state.y[:place], y, *state.y[place + 1 :])
    last_n = state.last[0]
    before = state.y[place] - state.last[1]
    last = (last_n, min(max(y - before, 0), last_n))
    both = _both_with(state, place, y)
    return evolve(state, y=seen, last=last, both=both)


def _both_with(state: State, place: int, y: int) -> tuple[int, ...] | None:
    """Efficacy as it was; with toxicity as many as were, within what these toxicities allow."""
    if state.eff is None or state.both is None:
        return None
    least, most = max(0, state.eff[place] + y - state.n[place]), min(state.eff[place], y)
    return (*state.both[:place], min(max(state.both[place], least), most), *state.both[place + 1 :])
