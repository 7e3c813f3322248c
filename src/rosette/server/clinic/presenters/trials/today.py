"""A trial under way on one page: where it stands, its notice, slots, children, levels and decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from django.urls import reverse

from rosette.designs.conduct import Decided, Ledger, Notice, Weekly, act_text, in_force, suspended, weekly
from rosette.designs.conduct.rows import LEVELS, level_rows
from rosette.portfolio import load_portfolio
from rosette.server.clinic.presenters.layout import Link
from rosette.server.clinic.presenters.trials.children import ChildRow, child_rows_of, links_of
from rosette.server.clinic.presenters.trials.deciding import DecisionPanel, heads
from rosette.server.clinic.presenters.trials.lines import LineRow, line_row
from rosette.server.clinic.presenters.trials.path import Figure, figures_of
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.programme import programme_of
from rosette.server.services.trial_guard import may_in
from rosette.server.services.trials import asked_by
from rosette.server.store.models import RunningTrial

TABS = (("Now", "running_trial"), ("Ledger", "trial_ledger"), ("Design", "trial_design"), ("Files", "trial_files"))


@frozen(kw_only=True)
class TrialHead:
    """The frame of a trial's pages: its name, its place in the portfolio, its rooms."""

    id: str
    name: str
    about: str
    tabs: Sequence[Link]

    @classmethod
    def of(cls, trial: RunningTrial, room: str) -> TrialHead:
        """The frame."""
        known = load_portfolio().trials.get(trial.portfolio)
        short = known.short if known else trial.portfolio
        return cls(
            id=trial.public_id,
            name=trial.name,
            about=f"{trial.site.name}; in the portfolio: {short} ({trial.portfolio})",
            tabs=tuple(
                Link(text=text, href=reverse(name, args=[trial.public_id]), current=name == room) for text, name in TABS
            ),
        )


@frozen(kw_only=True)
class PlaceRow:
    """One slot that waits."""

    slot: str
    cohort: str
    since: str
    until: str
    holds: bool
    programme: Link | None


@frozen(kw_only=True)
class TrialPage:
    """Where a trial stands today."""

    title: str
    now: str
    alarms: Sequence[str]
    notice: Notice | None
    suspended: bool
    places: str
    queue: Sequence[PlaceRow]
    cohorts: Sequence[str]
    children: Sequence[ChildRow]
    levels_head: Sequence[str]
    levels: Sequence[Sequence[str]]
    panel: DecisionPanel
    figures: tuple[Figure, ...]
    new: Sequence[LineRow]
    enters: bool

    @classmethod
    def of(cls, trial: RunningTrial, ledger: Ledger, user: Any, *, mirrored: bool = False) -> TrialPage:
        """Say the trial to a person."""
        week, links = weekly(ledger, clock.today()), links_of(trial, ledger, user)
        return cls(
            title=trial.name,
            now=now_text(ledger, week),
            alarms=week.alarms,
            notice=week.notice,
            suspended=suspended(ledger) is not None,
            places=places_text(week.places),
            queue=tuple(_place(each, links) for each in week.queue),
            cohorts=tuple(cohort_lines(trial, week.places)),
            children=child_rows_of(trial, ledger, user),
            levels_head=heads(LEVELS),
            levels=level_rows(week.levels),
            panel=_panel(trial, ledger, week, user),
            figures=figures_of(ledger, week.next, clock.today(), mirrored=mirrored),
            new=tuple(line_row(line) for line in reversed(week.new)),
            enters=may_in(user, trial, Act.ADD, Kind.TRIAL_ENTRY),
        )


def _panel(trial: RunningTrial, ledger: Ledger, week: Weekly, user: Any) -> DecisionPanel:
    number = len(ledger.of(Decided))
    return DecisionPanel.of(
        ledger,
        week.next,
        asks=may_in(user, trial, Act.ADD, Kind.TRIAL_DECISION),
        signs=may_in(user, trial, Act.SIGN, Kind.TRIAL_DECISION),
        own=bool(number) and asked_by(trial, ledger, number) == user.pk,
    )


def now_text(ledger: Ledger, week: Weekly) -> str:
    """Where the trial stands, in one sentence."""
    force = in_force(ledger)
    rule = "no decision is in force"
    if force is not None:
        rule = f"decision {force.number} is in force, {act_text(force.dose)}"
    seen = sum(each.evaluable for each in week.levels)
    toxic, waits = sum(each.toxicities for each in week.levels), sum(each.pending for each in week.levels)
    told = f"{seen} evaluable with {counted(toxic, 'toxicity', 'toxicities')}, {waits} under observation"
    return f"On {week.day:%-d %B %Y}: {rule}; {told}; {places_text(week.places)}."


def counted(count: int, one: str, many: str) -> str:
    """A count with its word."""
    return f"{count} {one if count == 1 else many}"


def places_text(count: int) -> str:
    """How many places are open."""
    return f"{count or 'no'} {'place is' if count < 2 else 'places are'} open"


def _place(each: Any, links: Mapping[str, Link]) -> PlaceRow:
    return PlaceRow(
        slot=each.slot,
        cohort=each.cohort,
        since=str(each.since),
        until=str(each.until or "no end"),
        holds=each.holds,
        programme=links.get(each.slot),
    )


def cohort_lines(trial: RunningTrial, places: int) -> list[str]:
    """How the boards show each cohort of the trial, and whether the ledger says the same."""
    known, today = load_portfolio().trials.get(trial.portfolio), clock.today()
    slots = programme_of(trial.site).slots
    told = []
    for name, arm in known.places() if known else ():
        slot = slots.get(name)
        if slot is None:
            told.append(f"{arm.place}: not on the list of this site, so no board offers it.")
        elif slot.open_on(today) and not places:
            told.append(f"{arm.place}: boards say {slot.sentence(today)}; the ledger has no open place: state it.")
        else:
            told.append(f"{arm.place}: boards say {slot.sentence(today)}.")
    return told
