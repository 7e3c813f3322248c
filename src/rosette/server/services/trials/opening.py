"""A protocol version looked at and activated: the sweep and the exact characteristics are shown first, then kept."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from django.db import transaction

from rosette.designs.conduct import Activated, Ledger, activation, faults
from rosette.designs.spec import Specification
from rosette.portfolio import load_portfolio
from rosette.server.accounts.models import Site
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.trials.ledgers import ledger_of, read_version, refused, write
from rosette.server.store.models import RunningTrial, TrialVersion

NAME = "the design file"


@frozen(kw_only=True)
class Looked:
    """A design file that was read and swept; refusals: why it cannot be activated, empty when it can."""

    text: str
    specification: Specification
    entry: Activated
    refusals: tuple[str, ...]


def look(text: str, *, by: Any, trial: RunningTrial | None = None) -> Looked:
    """Read, sweep and characterise a design file; nothing is kept. Raises DesignError with every fault of the file."""
    text = text.replace("\r\n", "\n")
    specification = read_version(text, NAME)
    entry = activation(specification, day=clock.today(), by=by.name)
    ledger = (ledger_of(trial) if trial else Ledger(specifications=())).with_version(specification)
    return Looked(text=text, specification=specification, entry=entry, refusals=faults(ledger, entry))


def activate(*, site: Site, portfolio: str, text: str, by: Any) -> RunningTrial:
    """Open a trial with its first protocol version; raises TrialFault, and keeps nothing, when a law is broken."""
    refuse_unless(by, Act.ADD, Kind.RUNNING_TRIAL, sites=frozenset({site.code}))
    if portfolio not in load_portfolio().trials:
        raise refused(f'"{portfolio}" is not in the portfolio: choose a trial of it')
    found = look(text, by=by)
    with transaction.atomic():
        trial = RunningTrial.objects.create(
            site=site,
            portfolio=portfolio,
            name=found.specification.name[:200],
            opened_at=clock.now(),
            opened_by=by,
        )
        audit.write(by=by, act="running_trial.add", kind="running_trial", thing=trial.public_id, detail=portfolio)
        _activated(trial, found, by=by)
    return trial


def activate_version(*, trial: RunningTrial, text: str, by: Any) -> None:
    """Activate another protocol version of a trial under way; raises TrialFault when it may not follow."""
    refuse_unless(by, Act.ADD, Kind.RUNNING_TRIAL, sites=frozenset({trial.site.code}), thing_id=trial.public_id)
    found = look(text, by=by, trial=trial)
    with transaction.atomic():
        RunningTrial.objects.select_for_update(of=("self",)).get(pk=trial.pk)
        _activated(trial, found, by=by)


def _activated(trial: RunningTrial, found: Looked, *, by: Any) -> None:
    put_version(trial, found.text, by=by)
    write(trial=trial, make=lambda *_: found.entry, kind=Kind.RUNNING_TRIAL, act=Act.ADD, by=by)


def put_version(trial: RunningTrial, text: str, *, by: Any) -> None:
    """Keep a design file; the same file twice is one version."""
    digest = read_version(text, trial.name).digest
    TrialVersion.objects.get_or_create(
        trial=trial, digest=digest, defaults={"text": text, "put_at": clock.now(), "put_by": by}
    )
