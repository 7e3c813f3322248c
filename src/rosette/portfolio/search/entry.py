"""One trial as the search holds it: what it treats with, what it aims at, how it stands here, whom it may take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import evolve, field, frozen

from rosette.eligibility.nodes import Age, leaves
from rosette.knowledge import Knowledge
from rosette.portfolio.programme import Programme, Slot
from rosette.portfolio.search.probes import Effect, age_span, effect_of
from rosette.portfolio.search.terms import Facts, Region, SearchTerms, Wanted
from rosette.portfolio.trial import Arm, Trial

State = Literal["open", "later", "full", "paused", "closed", "not_here"]
STATES: tuple[State, ...] = ("open", "later", "full", "paused", "closed", "not_here")
BEST: tuple[Effect, ...] = ("asks", "free", "waits", "bars")
"""An arm that takes a child counts, whatever the others say."""


@frozen(kw_only=True)
class Entry:
    """A trial or standing offer in the search; `effects` and `ages` are the best over its arms."""

    trial: Trial
    types: tuple[str, ...]
    targets: tuple[str, ...]
    state: State
    slots: tuple[Slot, ...]
    regions: tuple[Region, ...]
    ages: frozenset[int]
    effects: Mapping[str, Effect] = field(eq=False, repr=False)
    ages_held: bool = True
    agents: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where it is or was: "here", then country/region keys."""
        here = ("here",) if self.state != "not_here" else ()
        return (*here, *(each.country + (f"-{each.region}" if each.region else "") for each in self.regions))

    @staticmethod
    def of_slot(slot: Slot, *, on: date) -> State:
        """The state of one place on a day."""
        return _slot_state(slot, on)

    def placed(self, programme: Programme, *, on: date) -> Entry:
        """The same entry as a programme's places are on a day."""
        slots = _slots(self.trial, programme)
        return evolve(self, slots=slots, state=_state(slots, on))

    @property
    def youngest(self) -> int | None:
        """The first age in full years that is not shut out; None when all are."""
        return min(self.ages, default=None)

    @property
    def oldest(self) -> int | None:
        """The last age in full years, up to the 30 that are looked at."""
        return max(self.ages, default=None)


def entry_of(trial: Trial, programme: Programme, terms: SearchTerms, knowledge: Knowledge, *, on: date) -> Entry:
    """Make the entry of a trial from its arms, its criteria and the programme's places."""
    arms = tuple({arm.id: arm for arm in trial.arms}.values())
    slots = _slots(trial, programme)
    return Entry(
        trial=trial,
        types=_having(trial, terms.types, knowledge),
        targets=_having(trial, terms.targets, knowledge),
        state=_state(slots, on),
        slots=slots,
        regions=terms.regions.get(trial.id, ()),
        ages=frozenset().union(*(age_span(arm, knowledge, on=on) for arm in arms)),
        ages_held=trial.completeness != "partial" or any(_asks_age(arm) for arm in arms),
        effects={name: _held(trial, _best(arms, facts, knowledge, on)) for name, facts in terms.had.items()},
        agents=tuple(dict.fromkeys(agent for arm in arms for agent in arm.agents)),
    )


def _slots(trial: Trial, programme: Programme) -> tuple[Slot, ...]:
    return tuple(programme.slots[place] for place, _ in trial.places() if place in programme.slots)


def _having(trial: Trial, wanted: Mapping[str, Wanted], knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(
        name
        for name, each in wanted.items()
        if trial.id in each.trials or any(each.holds(arm, knowledge) for arm in trial.arms)
    )


def _best(arms: tuple[Arm, ...], facts: Facts, knowledge: Knowledge, on: date) -> Effect:
    found = {effect_of(arm, facts, knowledge, on=on) for arm in arms}
    return next((effect for effect in BEST if effect in found), "free")


def _held(trial: Trial, effect: Effect) -> Effect:
    """What a partial copy does not say is not known; a silence of it is no permission."""
    return "unknown" if effect == "free" and trial.completeness == "partial" else effect


def _asks_age(arm: Arm) -> bool:
    return any(isinstance(leaf, Age) for each in arm.criteria for leaf in leaves(each.node))


def _state(slots: tuple[Slot, ...], on: date) -> State:
    """The best state over the places: one open arm makes the trial open."""
    if not slots:
        return "not_here"
    found = {_slot_state(slot, on) for slot in slots}
    return next(state for state in STATES if state in found)


def _slot_state(slot: Slot, on: date) -> State:
    if slot.open_on(on):
        return "open"
    if slot.next_open(on) is not None:
        return "later"
    if slot.status == "suspended":
        return "paused"
    if slot.status == "open" and slot.left == 0:
        return "full"
    return "later" if slot.status == "waiting" else "closed"
