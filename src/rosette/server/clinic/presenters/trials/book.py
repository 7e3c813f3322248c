"""The ledger, the files, the list of trials for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from django.urls import reverse

from rosette.designs.conduct import Ledger, rulings, weekly
from rosette.kernel import NotComputable
from rosette.server.clinic.presenters.trials.deciding import RulingRow, ruling_row
from rosette.server.clinic.presenters.trials.lines import LineRow, line_row
from rosette.server.clinic.presenters.trials.today import now_text
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.guards import may_somewhere
from rosette.server.services.trials import ledger_of
from rosette.server.store.models import RunningTrial


@frozen(kw_only=True)
class LedgerPage:
    """Every line, newest first, and every decision with what became of it."""

    title: str
    digest: str
    rulings: Sequence[RulingRow]
    lines: Sequence[LineRow]

    @classmethod
    def of(cls, trial: RunningTrial, ledger: Ledger) -> LedgerPage:
        """Say the ledger."""
        return cls(
            title=f"Ledger of {trial.name}",
            digest=ledger.digest,
            rulings=tuple(ruling_row(each) for each in reversed(rulings(ledger))),
            lines=tuple(line_row(line) for line in reversed(ledger.lines)),
        )


@frozen(kw_only=True)
class TrialRow:
    """One trial in the list."""

    name: str
    href: str
    portfolio: str
    site: str
    now: str
    alarms: Sequence[str]
    notice: str


@frozen(kw_only=True)
class TrialsPage:
    """The trials under way that a person may see."""

    title: str
    rows: Sequence[TrialRow]
    may_open: bool
    demo_day: str

    @classmethod
    def of(cls, user: Any) -> TrialsPage:
        """Say the list."""
        trials = RunningTrial.objects.visible_to(user).select_related("site")
        return cls(
            title="Running trials",
            rows=tuple(trial_row(each) for each in trials),
            may_open=may_somewhere(user, Act.ADD, Kind.RUNNING_TRIAL),
            demo_day=f"{clock.today():%-d %B %Y}" if clock.is_demo() else "",
        )


def trial_row(trial: RunningTrial) -> TrialRow:
    """One trial; a ledger that was changed says so in place of where it stands."""
    words = {"name": trial.name, "href": reverse("running_trial", args=[trial.public_id])}
    words |= {"portfolio": trial.portfolio, "site": trial.site.name}
    try:
        ledger = ledger_of(trial)
    except NotComputable as fault:
        return TrialRow(**words, now="", alarms=(str(fault),), notice="")
    week = weekly(ledger, clock.today())
    notice = week.notice.sentence if week.notice else ""
    return TrialRow(**words, now=now_text(ledger, week), alarms=week.alarms, notice=notice)
