"""A ledger between the database and the domain: read whole, verified, and written one line at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rosette.designs.conduct import Entry, Ledger, LedgerError, Line, append, broken, entry_from_json, entry_json
from rosette.designs.spec import Specification, read_specification
from rosette.kernel import BadInput, NotComputable, Problem, UsageError
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.trials.telling import tell_what_changed
from rosette.server.store.models import LedgerLine, RunningTrial, TrialVersion

Make = Callable[[Ledger, date, str], Entry]


class TrialFault(BadInput):
    """The ledger refuses this; every reason is named."""


def refused(*found: str) -> TrialFault:
    """A refusal with these sentences."""
    return TrialFault([Problem("", each[:1].upper() + each[1:]) for each in found], what="trial")


def read_version(text: str, name: str) -> Specification:
    """A design file as it was put in."""
    return read_specification(text, name=name)


def ledger_of(trial: RunningTrial) -> Ledger:
    """The whole ledger; raises NotComputable when a line is not what was sealed."""
    versions = TrialVersion.objects.filter(trial=trial).order_by("put_at")
    rows = LedgerLine.objects.filter(trial=trial).order_by("number")
    lines = tuple(
        Line(number=row.number, entry=entry_from_json(json.loads(row.entry)), digest=row.digest) for row in rows
    )
    place = broken(lines)
    if place is not None:
        raise NotComputable(f"entry {place} of the ledger is not what was sealed: restore it from a backup")
    return Ledger(specifications=tuple(read_version(each.text, trial.name) for each in versions), lines=lines)


def write(*, trial: RunningTrial, make: Make, kind: Kind, act: Act, by: Any, seen: str | None = None) -> Line:
    """Append one entry, or raise TrialFault with every reason; seen: the digest of the ledger that the person read.

    make: the entry, from the ledger as it is now, the day and the author's name.
    """
    refuse_unless(by, act, kind, sites=frozenset({trial.site.code}), thing_id=trial.public_id)
    with transaction.atomic():
        trial = RunningTrial.objects.select_for_update(of=("self",)).select_related("site").get(pk=trial.pk)
        before = ledger_of(trial)
        _refuse_unread(before, seen)
        after = _appended(before, make, by)
        line = keep_line(trial, after.lines[-1], by=by)
        tell_what_changed(trial, before, after, by=by)
    return line


def _refuse_unread(ledger: Ledger, seen: str | None) -> None:
    if seen is None or seen == ledger.digest:
        return
    known = [line.number for line in ledger.lines if line.digest == seen]
    new = ledger.lines[known[0] if known else 0 :]
    told = ", ".join(f"{line.number} ({line.entry.kind}, {line.entry.by})" for line in new)
    raise refused(f"entries were made since you opened this page: {told}. Look at them, then press again")


def _appended(ledger: Ledger, make: Make, by: Any) -> Ledger:
    try:
        return append(ledger, make(ledger, clock.today(), by.name))
    except LedgerError as fault:
        raise refused(*(each.found for each in fault.problems)) from None
    except UsageError as fault:
        raise refused(str(fault)) from None


def keep_line(trial: RunningTrial, line: Line, *, by: Any, at: datetime | None = None) -> Line:
    """Store one line that was appended, with its audit row; call it inside a transaction that holds the trial."""
    LedgerLine.objects.create(
        trial=trial,
        number=line.number,
        entry=json.dumps(entry_json(line.entry), ensure_ascii=False, sort_keys=True),
        digest=line.digest,
        made_at=at or clock.now(),
        made_by=by,
    )
    audit.write(
        by=by,
        act="trial_entry.add",
        kind="trial_entry",
        thing=f"{trial.public_id}/{line.number}",
        purpose="operations",
        detail=f"{line.entry.kind} {line.digest}",
    )
    return line
