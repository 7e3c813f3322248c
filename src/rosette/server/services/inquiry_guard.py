"""The guard of routes about one inquiry: found by its public id at a site of the person, a missing page otherwise."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import decide, note_refusal
from rosette.server.services.guards import Guard, View, too_many
from rosette.server.services.limits import over_limit
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Inquiry


def inquiry_page(act: Act = Act.VIEW) -> Callable[[View], View]:
    """A route about one inquiry, `/inquiries/<thing>/...`."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, thing: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if over_limit(request.user.pk, child=thing):
                return too_many(request)
            row = find_inquiry(request.user, thing, act=act)
            if request.method in ("GET", "HEAD"):
                audit.write(by=request.user, act="inquiry.view", kind="inquiry", thing=row.public_id)
            return view(request, row, *args, **kwargs)

        guarded.guard = Guard(kind=Kind.INQUIRY, act=act, of_child=False)  # type: ignore[attr-defined]
        return guarded

    return wrap


def find_inquiry(user: Any, public_id: str, *, act: Act = Act.VIEW) -> Inquiry:
    """The inquiry when the person may do the act; a page that does not exist otherwise, with an audit row."""
    rows = Inquiry.objects.exclude(state="draft").select_related("site", "owner", "merged_into", "child", "case")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        note_refusal(user, act, Kind.INQUIRY, None, thing_id=public_id[:40], because="no such inquiry")
        raise Http404
    decision = decide(user, act, thing_of(Kind.INQUIRY, sites=frozenset({row.site.code})))
    if not decision.allowed:
        note_refusal(user, act, Kind.INQUIRY, None, thing_id=public_id, because=decision.because)
        raise Http404
    return row


def sites_of(user: Any) -> list[str]:
    """The codes of the sites whose inquiries a person may see."""
    from rosette.server.accounts.models import Site

    codes = Site.objects.filter(is_programme=True).values_list("code", flat=True)
    return [code for code in codes if decide(user, Act.VIEW, thing_of(Kind.INQUIRY, sites=frozenset({code}))).allowed]
