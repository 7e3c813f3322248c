"""The data frozen, the rule asked, and another person who confirms or overrides."""

from __future__ import annotations

from typing import Any

from rosette.designs.conduct import Confirmed, Decided, Entry, Ledger, Line, Overridden, ask, cut
from rosette.server.policy import Act, Kind
from rosette.server.services.trials.ledgers import Make, refused, write
from rosette.server.store.models import LedgerLine, RunningTrial


def freeze(*, trial: RunningTrial, by: Any, seen: str | None = None) -> Line:
    """Freeze everything known so far."""
    return _asked(trial, lambda ledger, day, name: cut(ledger, day=day, by=name), by, seen)


def ask_rule(*, trial: RunningTrial, by: Any, seen: str | None = None) -> Line:
    """Ask the rule for its decision on the last frozen data."""
    return _asked(trial, lambda ledger, day, name: ask(ledger, day=day, by=name), by, seen)


def confirm(*, trial: RunningTrial, number: int, by: Any, seen: str | None = None) -> Line:
    """Let a decision take effect; refused to the person who asked for it."""

    def make(ledger: Ledger, day: Any, name: str) -> Entry:
        _refuse_own(trial, ledger, number, by)
        return Confirmed(day=day, by=name, number=number)

    return _settled(trial, make, by, seen)


def override(
    *, trial: RunningTrial, number: int, dose: int | None, reason: str, by: Any, seen: str | None = None
) -> Line:
    """Do something else than the rule says, with a reason; refused to the person who asked."""

    def make(ledger: Ledger, day: Any, name: str) -> Entry:
        _refuse_own(trial, ledger, number, by)
        return Overridden(day=day, by=name, number=number, dose=dose, reason=reason)

    return _settled(trial, make, by, seen)


def asked_by(trial: RunningTrial, ledger: Ledger, number: int) -> Any:
    """The account that asked for a decision, whatever name it bears now; None when there is no such decision."""
    lines = [line.number for line in ledger.lines if isinstance(line.entry, Decided) and line.entry.number == number]
    return LedgerLine.objects.filter(trial=trial, number__in=lines).values_list("made_by", flat=True).first()


def _refuse_own(trial: RunningTrial, ledger: Ledger, number: int, by: Any) -> None:
    if asked_by(trial, ledger, number) == by.pk:
        raise refused(f"you asked for decision {number}: another person confirms or overrides it")


def _asked(trial: RunningTrial, make: Make, by: Any, seen: str | None) -> Line:
    return write(trial=trial, make=make, kind=Kind.TRIAL_DECISION, act=Act.ADD, by=by, seen=seen)


def _settled(trial: RunningTrial, make: Make, by: Any, seen: str | None) -> Line:
    return write(trial=trial, make=make, kind=Kind.TRIAL_DECISION, act=Act.SIGN, by=by, seen=seen)
