"""Guards in front of every route: who may pass is one table, and a route without a guard fails the build."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from attrs import frozen
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from rosette.server.policy import Act, Decision, Kind, asks_again
from rosette.server.services import audit
from rosette.server.services.access import decide, note_refusal
from rosette.server.services.limits import over_limit
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Child

View = Callable[..., HttpResponse]
STEP_UP_S = 300


@frozen(kw_only=True)
class Guard:
    """What a route shows or does: the kind of thing, the act, whether about one child, and only what went out."""

    kind: Kind
    act: Act
    of_child: bool
    released: bool = False


def child_page(
    kind: Kind, act: Act = Act.VIEW, *, writes: Act | None = None, released: bool = False
) -> Callable[[View], View]:
    """A route about one child, `/children/<child>/...`; POST asks for `writes` when it is named.

    released: the page shows nothing but what went out.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, child: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if over_limit(request.user.pk, child=child):
                return too_many(request)
            wanted = writes if writes is not None and request.method == "POST" else act
            found = find_child(request, child, kind=kind, act=wanted, released=released)
            decision = decide(request.user, wanted, thing_of(kind, found, released=released))
            if decision.needs_step_up and not stepped_up(request):
                return step_up(request)
            note_view(request, kind, found, decision)
            return view(request, found, *args, **kwargs)

        guarded.guard = Guard(kind=kind, act=act, of_child=True, released=released)  # type: ignore[attr-defined]
        return guarded

    return wrap


def page(kind: Kind, act: Act = Act.VIEW, *, writes: Act | None = None) -> Callable[[View], View]:
    """A route that is not about one child: lists, the office, accounts; rows are scoped by the view."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if over_limit(request.user.pk):
                return too_many(request)
            wanted = writes if writes is not None and request.method == "POST" else act
            if not may_somewhere(request.user, wanted, kind):
                note_refusal(request.user, wanted, kind, None, because="no role holds this")
                raise Http404
            if asks_again(wanted, kind) and not stepped_up(request):
                return step_up(request)
            return view(request, *args, **kwargs)

        guarded.guard = Guard(kind=kind, act=act, of_child=False)  # type: ignore[attr-defined]
        return guarded

    return wrap


def too_many(request: HttpRequest) -> HttpResponse:
    """One person asked more than work needs: wait a minute; kept in the audit chain."""
    audit.write(by=request.user, act="limit", kind="account", outcome="refused", detail="too many requests")
    words = "Too many pages in one minute. Wait a minute, then go on. Nothing was lost."
    return HttpResponse(words, status=429, content_type="text/plain", headers={"Retry-After": "60"})


def anyone(view: View) -> View:
    """A route that every signed-in person has: home, own notices, own sessions."""
    view.guard = None  # type: ignore[attr-defined]
    return view


def find_child(request: HttpRequest, public_id: str, *, kind: Kind, act: Act, released: bool = False) -> Child:
    """The child when the person may do the act; a page that does not exist otherwise, with an audit row."""
    children = Child.objects.select_related("referring_site", "programme_site")
    child = children.filter(public_id=public_id, wrapped_key__isnull=False).first()
    if child is None:
        note_refusal(request.user, act, kind, public_id[:40], because="no such child")
        raise Http404
    decision = decide(request.user, act, thing_of(kind, child, released=released))
    if not decision.allowed:
        note_refusal(request.user, act, kind, child, because=decision.because)
        raise Http404
    return child


def note_view(request: HttpRequest, kind: Kind, child: Child, decision: Decision) -> None:
    """One audit row for a page of identifiable data that is read."""
    if request.method not in ("GET", "HEAD"):
        return
    audit.write(
        by=request.user,
        act=f"{kind.value}.view",
        kind=kind.value,
        child=child,
        role=str(decision.role or ""),
        detail=request.resolver_match.view_name if request.resolver_match else "",
    )


def may_somewhere(user: Any, act: Act, kind: Kind) -> bool:
    """Whether any role of the person allows the act on some thing of the kind."""
    from rosette.server.policy import allows_somewhere
    from rosette.server.store.actors import actor_of

    return allows_somewhere(actor_of(user), act, kind, now=timezone.now())


def stepped_up(request: HttpRequest) -> bool:
    """Whether the person proved again, in the last five minutes, who they are."""
    from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate

    return did_recently_reauthenticate(request)


def step_up(request: HttpRequest) -> HttpResponse:
    """Ask for the password or the second factor again, and come back."""
    messages.info(request, "This needs your sign-in again.")
    from urllib.parse import urlencode

    from django.urls import reverse

    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def thing_page(
    kind: Kind,
    act: Act = Act.VIEW,
    *,
    rows: Callable[[], Any],
    child: str,
    writes: Act | None = None,
    released: Callable[[Any], bool] | None = None,
) -> Callable[[View], View]:
    """A route about one thing of a child, found by its public id; POST asks for `writes` when it is named."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, thing: str, *args: Any, **kwargs: Any) -> HttpResponse:
            from rosette.server.services.finding import StepUp, find

            if over_limit(request.user.pk, child=thing):
                return too_many(request)

            wanted = writes if writes is not None and request.method == "POST" else act
            try:
                row = find(request, rows(), thing, kind=kind, act=wanted, child=child, released=released)
            except StepUp as error:
                return error.response
            owner = row
            for step in child.split("."):
                owner = getattr(owner, step)
            if request.method in ("GET", "HEAD"):
                audit.write(by=request.user, act=f"{kind.value}.view", kind=kind.value, thing=thing, child=owner)
            return view(request, row, *args, **kwargs)

        guarded.guard = Guard(kind=kind, act=act, of_child=True)  # type: ignore[attr-defined]
        return guarded

    return wrap
