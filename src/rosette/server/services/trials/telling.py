"""Who is told when a ledger changes: suspensions, and what was learnt late and changes a decision."""

from __future__ import annotations

from typing import Any

from rosette.designs.conduct import Decided, Ledger, Resumed, Suspended, late_changes
from rosette.server.accounts.models import User, with_roles
from rosette.server.policy import Act, Kind, Role
from rosette.server.services.access import may
from rosette.server.services.notices import tell
from rosette.server.store.models import RunningTrial

CONCERNED = (Role.COORDINATOR, Role.RESEARCH_NURSE, Role.BIOSTATISTICIAN, Role.TREATING_CLINICIAN)


def people_of_trial(trial: RunningTrial, act: Act = Act.VIEW, kind: Kind = Kind.RUNNING_TRIAL) -> list[User]:
    """Those who may do an act to a trial of its site: who conducts it, without the administrators."""
    site = frozenset({trial.site.code})
    return [user for user in with_roles(*(role.value for role in CONCERNED)) if may(user, act, kind, sites=site)]


def tell_what_changed(trial: RunningTrial, before: Ledger, after: Ledger, *, by: Any) -> None:
    """Tell the people of a trial what its last line means for them; the author knows it."""
    line = after.lines[-1]
    entry, key = line.entry, f"trial {trial.public_id} {line.number}"
    if isinstance(entry, Suspended):
        _tell(trial, key, f"Enrolment is suspended: {entry.reason}. It goes on when: {entry.until}.", by)
    elif isinstance(entry, Resumed):
        _tell(trial, key, f"Enrolment goes on: {entry.reason}.", by)
    elif isinstance(entry, Decided):
        told = f"Decision {entry.number} waits for another person than {entry.by}: confirm or override it."
        _tell(trial, key, told, by, act=Act.SIGN, kind=Kind.TRIAL_DECISION)
    known = {each.number for each in late_changes(before) if each.changes}
    for each in late_changes(after):
        if each.changes and each.number not in known:
            _tell(trial, f"{key} late {each.number}", each.sentence, by)


def _tell(
    trial: RunningTrial, key: str, sentence: str, by: Any, act: Act = Act.VIEW, kind: Kind = Kind.RUNNING_TRIAL
) -> None:
    users = [user for user in people_of_trial(trial, act, kind) if by is None or user.pk != by.pk]
    link = f"/trials/{trial.public_id}/"
    tell(users=users, child=None, about=trial.name, key=key, sentence=sentence, urgency="today", link=link)
