"""The registry beside the portfolio: looks once a day where a site named one, and what persons decided of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from rosette.kernel import BadInput, Problem
from rosette.knowledge import load_knowledge
from rosette.portfolio import Portfolio, load_portfolio
from rosette.portfolio.registry import (
    LogEntry,
    RegistryState,
    Synced,
    approve,
    held_json,
    held_of,
    refuse,
    synced,
    with_registry,
)
from rosette.server.policy import Act, Kind
from rosette.server.registry import Query, RegistryFault, look, open_registry
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.store.models import RegistryEvent, RegistryVersion

CONDITION = "neuroblastoma"


class RegistryDecisionFault(BadInput):
    """A decision on a change of the registry that cannot be taken."""


def state_now() -> RegistryState:
    """Every study as it is held; the log stays in its own rows."""
    newest = RegistryVersion.objects.order_by().values("study").annotate(newest=Max("pk")).values("newest")
    rows = RegistryVersion.objects.filter(pk__in=newest)
    return RegistryState(studies={row.study: held_of(row.held) for row in rows})


def registry_version() -> int:
    """Number of the last version of any study; 0 when no registry was ever asked."""
    return RegistryVersion.objects.aggregate(newest=Max("pk"))["newest"] or 0


def portfolio_now() -> Portfolio:
    """The portfolio with what was taken over and approved of the registry."""
    return _portfolio(registry_version())


@functools.lru_cache(maxsize=2)
def _portfolio(version: int) -> Portfolio:
    if not version:
        return load_portfolio()
    return with_registry(load_portfolio(), state_now(), knowledge=load_knowledge())


def look_into_registry() -> int:
    """Ask the registry that the site named, and take over what a rule may; returns how many acts came of it."""
    environment = settings.ROSETTE
    if not environment.registry:
        return 0
    registry = open_registry(environment.registry, cache=environment.data / "registry" / "cache")
    known = {*load_portfolio().trials, *state_now().studies}
    try:
        looked = look(registry, Query(condition=CONDITION), known=known)
    except RegistryFault as fault:
        RegistryEvent.objects.create(act="failed", what=str(fault)[:1000], at=clock.now())
        return 0
    return len(take_over(looked.studies, looked_for=looked.looked_for).state.log)


@transaction.atomic
def take_over(studies: Sequence[Any], *, looked_for: Sequence[str] = ()) -> Synced:
    """Compare what came with what is held; versions, acts and audit rows are written together or not at all."""
    before = _locked()
    found = synced(before, studies, portfolio=load_portfolio(), on=clock.today(), looked_for=looked_for)
    _write(before, found.state, by=None)
    return found


@transaction.atomic
def decide(*, study: str, approved: bool, why: str, by: Any) -> RegistryState:
    """Approve or refuse what waits of a study; raises RegistryDecisionFault."""
    refuse_unless(by, Act.CHANGE, Kind.REGISTRY, sites=frozenset(_sites(by)), thing_id=study)
    if not why.strip():
        raise RegistryDecisionFault([Problem("reason", "no reason is given", "", "Say why.")], what="registry")
    before = _locked()
    trial = load_portfolio().trials.get(study)
    common: dict[str, Any] = {"by": str(by.pk), "on": clock.today(), "why": why.strip()}
    if approved:
        after = approve(before, study, version=trial.version if trial else None, **common)
    else:
        after = refuse(before, study, **common)
    _write(before, after, by=by)
    return after


def _locked() -> RegistryState:
    """The state, while nobody else changes it: the audit chain has one writer, so its lock is taken first."""
    audit.one_writer()
    return state_now()


def _sites(by: Any) -> set[str]:
    return {grant.site.code for grant in by.current_grants() if grant.site is not None}


def _write(before: RegistryState, after: RegistryState, *, by: Any) -> None:
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
