"""How far each level is from being given no more."""

from __future__ import annotations

from attrs import evolve, frozen

from rosette.designs.design import Design
from rosette.designs.states import State, many


@frozen(kw_only=True)
class Boundary:
    """One level: toxicities so far of those enrolled, and the fewest of them at which it is out.

    out_at: None when no number of toxicities excludes it. distance: toxicities from now; 0 when it is out.
    """

    dose: int
    enrolled: int
    toxicities: int
    out_at: int | None
    distance: int | None


def boundaries(design: Design, state: State) -> tuple[Boundary, ...]:
    """Every level that was given, the children under observation taken as complete. Level 1 out: the trial stops.

    Raises UsageError for a state of another number of doses.
    """
    given = [dose for dose, (n, more) in enumerate(zip(state.n, state.pending, strict=True), 1) if n + more]
    return tuple(_boundary(design, state, dose) for dose in given)


def _boundary(design: Design, state: State, dose: int) -> Boundary:
    place = dose - 1
    enrolled, seen = state.n[place] + state.pending[place], state.y[place]
    ways = [_complete(state, place, y) for y in range(enrolled + 1)]
    out = [y for y, open_ in enumerate(design.admissible(many(ways))[:, place]) if not open_]
    first = min(out, default=None)
    return Boundary(
        dose=dose,
        enrolled=enrolled,
        toxicities=seen,
        out_at=first,
        distance=None if first is None else max(first - seen, 0),
    )


def _complete(state: State, place: int, y: int) -> State:
    """The state with every child of one level complete, so many of them with toxicity; efficacy aside."""
    n = _put(state.n, place, state.n[place] + state.pending[place])
    watched = None if state.watched is None else (*state.watched[:place], (), *state.watched[place + 1 :])
    pending = _put(state.pending, place, 0)
    if state.eff is None or state.both is None:
        return evolve(state, n=n, y=_put(state.y, place, y), pending=pending, watched=watched)
    least = max(0, state.eff[place] + y - n[place])
    both = _put(state.both, place, min(max(state.both[place], least), state.eff[place], y))
    return evolve(state, n=n, y=_put(state.y, place, y), pending=pending, watched=watched, both=both)


def _put(row: tuple[int, ...], place: int, value: int) -> tuple[int, ...]:
    return (*row[:place], value, *row[place + 1 :])
