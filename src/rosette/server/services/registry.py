"""The registry beside the portfolio: looks once a day where a site named one, and what persons decided of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from rosette.knowledge import load_knowledge
from rosette.portfolio import Portfolio
from rosette.portfolio.registry import (
    LogEntry,
    RegistryState,
    Synced,
    held_json,
    held_of,
    synced,
    with_registry,
)
from rosette.server.registry import Query, RegistryFault, look, open_registry
from rosette.server.services import audit, clock
from rosette.server.services.curated import curated_version, held_portfolio
from rosette.server.store.models import RegistryEvent, RegistryVersion

CONDITION = "neuroblastoma"


def state_now() -> RegistryState:
    """Every study as it is held; the log stays in its own rows."""
    newest = RegistryVersion.objects.order_by().values("study").annotate(newest=Max("pk")).values("newest")
    rows = RegistryVersion.objects.filter(pk__in=newest)
    return RegistryState(studies={row.study: held_of(row.held) for row in rows})


def portfolio_version() -> tuple[Any, ...]:
    """Number and time of the last version of any study and of the last curated file; empty when there was none."""
    newest = RegistryVersion.objects.order_by("-pk").values_list("pk", "at").first() or ()
    return (newest, curated_version())


def portfolio_now() -> Portfolio:
    """The portfolio with approved curated files, and with what was taken over and approved of the registry."""
    return _portfolio(portfolio_version())


@functools.lru_cache(maxsize=2)
def _portfolio(version: tuple[Any, ...]) -> Portfolio:
    if not version[0]:
        return held_portfolio()
    return with_registry(held_portfolio(), state_now(), knowledge=load_knowledge())


def look_into_registry() -> int:
    """Ask the registry that the site named, and take over what a rule may; returns how many acts came of it."""
    environment = settings.ROSETTE
    if not environment.registry:
        return 0
    registry = open_registry(environment.registry, cache=environment.data / "registry" / "cache")
    known = {*held_portfolio().trials, *state_now().studies}
    try:
        looked = look(registry, Query(condition=CONDITION), known=known)
    except RegistryFault as fault:
        _failed(str(fault))
        return 0
    return len(take_over(looked.studies, looked_for=looked.looked_for).state.log)


@transaction.atomic
def _failed(why: str) -> None:
    """Keep that a look failed, in the log for people and in the audit chain."""
    RegistryEvent.objects.create(act="failed", what=why[:1000], at=clock.now())
    audit.write(
        by=None,
        act="registry.failed",
        kind="registry",
        purpose="operations",
        outcome="failed",
        detail=why[:300],
        role="background",
    )


@transaction.atomic
def take_over(studies: Sequence[Any], *, looked_for: Sequence[str] = ()) -> Synced:
    """Compare what came with what is held; versions, acts and audit rows are written together or not at all."""
    before = locked_state()
    found = synced(before, studies, portfolio=held_portfolio(), on=clock.today(), looked_for=looked_for)
    write_state(before, found.state, by=None)
    return found


def locked_state() -> RegistryState:
    """The state, while nobody else changes it: the audit chain has one writer, so its lock is taken first."""
    audit.one_writer()
    return state_now()


def write_state(before: RegistryState, after: RegistryState, *, by: Any) -> None:
    """Add what changed: versions, acts, and an audit row for each act."""
    now = clock.now()
    changed = {name: held for name, held in after.studies.items() if before.studies.get(name) != held}
    RegistryVersion.objects.bulk_create(
        RegistryVersion(study=name, held=held_json(held), at=now) for name, held in changed.items()
    )
    RegistryEvent.objects.bulk_create(
        RegistryEvent(study=each.study, act=each.act, what=each.what, by=by, at=now) for each in after.log
    )
    for each in after.log:
        _audit(each, by)


def _audit(entry: LogEntry, by: Any) -> None:
    audit.write(
        by=by,
        act=f"registry.{entry.act}",
        kind="registry",
        thing=entry.study,
        purpose="operations",
        detail=entry.act,
        role="" if by else "background",
    )
