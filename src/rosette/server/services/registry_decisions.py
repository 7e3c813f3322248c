"""What persons decide on changes of the registry: approved, refused, confirmed for the first time."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction

from rosette.kernel import BadInput, Problem, Problems
from rosette.portfolio.registry import Held, RegistryState, approve, judged_digest, refuse, stands_for
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.curated import held_portfolio
from rosette.server.services.registry import locked_state, write_state
from rosette.server.services.signals import places_changed

T = TypeVar("T")


class RegistryDecisionFault(BadInput):
    """A decision on a change of the registry that cannot be taken."""


def by_trial_office(call: Callable[..., T]) -> Callable[..., T]:
    """Ask the policy first, so that a refusal stays in the audit chain; then act as a whole or not at all."""

    @functools.wraps(call)
    def asked(*, by: Any, **told: Any) -> T:
        for study in told.get("studies") or [told.get("study", "")]:
            refuse_unless(by, Act.CHANGE, Kind.REGISTRY, sites=frozenset(_sites(by)), thing_id=study)
        with transaction.atomic():
            return call(by=by, **told)

    return asked


@by_trial_office
def decide(*, study: str, approved: bool, why: str, by: Any, seen: str | None = None) -> RegistryState:
    """Approve or refuse what waits of a study; raises RegistryDecisionFault.

    seen: the digest of the text that the person read; a text that came since is not decided on.
    """
    reason = _reason(why)
    before = locked_state()
    if seen is not None and judged_digest(before.studies[study].seen) != seen:
        fault = Problem("", "the registry's text changed after you read it", remedy="Read it again, then decide.")
        raise RegistryDecisionFault([fault], what="registry")
    if approved:
        after = _approved(before, study, why=reason, by=by)
    else:
        after = refuse(before, study, by=str(by.pk), on=clock.today(), why=reason)
    write_state(before, after, by=by)
    places_changed()
    return after


@by_trial_office
def confirm_first(*, studies: Sequence[str], why: str, by: Any, seen: Mapping[str, str] | None = None) -> RegistryState:
    """Confirm that the trial files of many studies stand for the registry's text, each with its own acts and rows.

    All or none: raises RegistryDecisionFault with every study that does not wait for its first confirmation.
    seen: by study, the digest of the text as the list knew it; one that changed since is not confirmed.
    """
    reason, problems = _reason(why), Problems()
    before = after = locked_state()
    if not studies:
        problems.add("studies", found="no study is chosen", remedy="Choose those that you read.")
    for study in studies:
        if not waits_first(before.studies.get(study)):
            problems.add("studies", found=f"{study} does not wait for its first confirmation", remedy="Look again.")
        elif seen is not None and judged_digest(before.studies[study].seen) != seen.get(study):
            problems.add("studies", found=f"the registry's text of {study} changed meanwhile", remedy="Read it again.")
    problems.raise_as(RegistryDecisionFault, what="registry")
    for study in dict.fromkeys(studies):
        after = _approved(after, study, why=reason, by=by)
    write_state(before, after, by=by)
    places_changed()
    return after


@transaction.atomic
def stand_for(*, study: str, version: str, why: str, by: Any) -> None:
    """A curated file of that version was written from the text that the registry gave last."""
    before = locked_state()
    after = stands_for(before, study, version=version, by=str(by.pk), on=clock.today(), why=why)
    write_state(before, after, by=by)


def waits_first(held: Held | None) -> bool:
    """Whether nobody said yet that a trial file stands for the registry's text of the study."""
    return held is not None and held.approved_on is None and held.seen.id in held_portfolio().trials


def _reason(why: str) -> str:
    if not why.strip():
        raise RegistryDecisionFault([Problem("reason", "no reason is given", "", "Say why.")], what="registry")
    return why.strip()


def _approved(state: RegistryState, study: str, *, why: str, by: Any) -> RegistryState:
    trial = held_portfolio().trials.get(study)
    return approve(state, study, version=trial.version if trial else None, by=str(by.pk), on=clock.today(), why=why)


def _sites(by: Any) -> set[str]:
    return {grant.site.code for grant in by.current_grants() if grant.site is not None}
