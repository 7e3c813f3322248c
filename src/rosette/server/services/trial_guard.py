"""The guard of routes about one trial under way: found at a site of the person, a missing page otherwise."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from rosette.server.policy import Act, Decision, Kind
from rosette.server.services import audit
from rosette.server.services.access import decide, note_refusal
from rosette.server.services.guards import Guard, View, step_up, stepped_up, too_many
from rosette.server.services.limits import over_limit
from rosette.server.store.actors import thing_of
from rosette.server.store.models import RunningTrial


def trial_page(kind: Kind = Kind.RUNNING_TRIAL, act: Act = Act.VIEW) -> Callable[[View], View]:
    """A route about one trial, `/trials/<trial>/...`; every page that is read has its audit row."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, trial: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if over_limit(request.user.pk):
                return too_many(request)
            row, decision = find_trial(request.user, trial, kind=kind, act=act)
            if decision.needs_step_up and not stepped_up(request):
                return step_up(request)
            if request.method in ("GET", "HEAD"):
                where = request.resolver_match.view_name if request.resolver_match else ""
                audit.write(by=request.user, act=f"{kind.value}.view", kind=kind.value, thing=trial, detail=where)
            return view(request, row, *args, **kwargs)

        guarded.guard = Guard(kind=kind, act=act, of_child=False)  # type: ignore[attr-defined]
        return guarded

    return wrap


def find_trial(user: Any, public_id: str, *, kind: Kind, act: Act) -> tuple[RunningTrial, Decision]:
    """The trial when the person may do the act; a page that does not exist otherwise, with an audit row."""
    row = RunningTrial.objects.select_related("site").filter(public_id=public_id).first()
    if row is None:
        note_refusal(user, act, kind, None, thing_id=public_id[:40], because="no such trial")
        raise Http404
    decision = decide(user, act, thing_of(kind, sites=frozenset({row.site.code})))
    if not decision.allowed:
        note_refusal(user, act, kind, None, thing_id=public_id, because=decision.because)
        raise Http404
    return row, decision


def may_in(user: Any, trial: RunningTrial, act: Act, kind: Kind) -> bool:
    """Whether a person may do an act in a trial; for links and buttons."""
    return decide(user, act, thing_of(kind, sites=frozenset({trial.site.code}))).allowed
