"""The trial office: arms and places, suspension, reservations, waiting lists, the funnel and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.documents.drawings import funnel_svg
from rosette.documents.drawings.funnel import HEAD as FUNNEL_HEAD
from rosette.documents.tables import to_csv, to_xlsx
from rosette.server.accounts.models import Site
from rosette.server.clinic.forms.office import PlaceForm, ReserveForm, StepForm, WaitForm
from rosette.server.clinic.forms.simple import ReasonForm
from rosette.server.clinic.presenters.office import OfficePage
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import decide
from rosette.server.services.curated import held_portfolio
from rosette.server.services.funnel import count_funnel, funnel_rows, hides_small, steps_for
from rosette.server.services.guards import child_page, may_somewhere, page, thing_page
from rosette.server.services.office import end_reservation, place_now, reserve, set_place, step, suspend, wait
from rosette.server.services.programme import latest_places
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Child, Reservation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _site(request: HttpRequest, act: Act) -> Site:
    """The site whose office the person works in."""
    for grant in request.user.current_grants():
        site = grant.site
        if site is not None and decide(request.user, act, thing_of(Kind.SLOT, sites=frozenset({site.code}))).allowed:
            return site
    raise Http404


@page(Kind.SLOT)
def office(request: HttpRequest) -> HttpResponse:
    """Every arm of the site, how it stands, who holds a place, who waits."""
    site = _site(request, Act.VIEW)
    sees = may_somewhere(request.user, Act.VIEW, Kind.RESERVATION)
    context = {
        "page": OfficePage.of(request.user, site, sees_children=sees),
        "may_change": may_somewhere(request.user, Act.CHANGE, Kind.SLOT),
    }
    return render(request, "office/office.jinja", context)


@page(Kind.SLOT, Act.CHANGE)
def place(request: HttpRequest, place: str) -> HttpResponse:
    """Change how an arm stands."""
    site = _site(request, Act.CHANGE)
    _known(place)
    now = place_now(site, place)
    names = ("status", "opened", "closes", "total", "taken", "next_slot", "label")
    form = PlaceForm(request.POST or None, initial={name: getattr(now, name) for name in names} if now else {})
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: set_place(site=site, place=place, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "Stated. Every board counts it from now on.")
            return redirect(reverse("office"))
    return form_page(request, form, title=f"Place: {place}", button="State it")


@page(Kind.SLOT, Act.CHANGE)
def stop(request: HttpRequest, place: str) -> HttpResponse:
    """Suspend an arm at once."""
    site = _site(request, Act.CHANGE)
    _known(place)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"][:300]
        if tried(form, lambda: suspend(site=site, place=place, reason=reason, by=request.user)) is not None:
            messages.success(request, "Suspended. Every board shows it at its next look.")
            return redirect(reverse("office"))
    return form_page(request, form, title=f"Suspend {place}", button="Suspend now", warning=True)


def _known(place: str) -> None:
    if place not in {name for trial in held_portfolio().trials.values() for name, _ in trial.places()}:
        raise Http404


def _places(child: Child) -> list[tuple[str, str]]:
    return [
        (row.place, f"{row.place} ({row.get_status_display().lower()})") for row in latest_places(child.programme_site)
    ]


@child_page(Kind.RESERVATION, Act.ADD)
def keep(request: HttpRequest, child: Child) -> HttpResponse:
    """Keep a place for a child."""
    form = ReserveForm(request.POST or None, places=_places(child), initial={"place": request.GET.get("place", "")})
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: reserve(child=child, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "The place is kept.")
            return redirect(reverse("board", args=[child.public_id]))
    return form_page(request, form, title="Keep a place", button="Keep it", child=child, room="board")


@child_page(Kind.WAITING_LIST, Act.ADD)
def queue_up(request: HttpRequest, child: Child) -> HttpResponse:
    """Put a child on a waiting list."""
    form = WaitForm(request.POST or None, places=_places(child))
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: wait(child=child, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "The child is on the waiting list.")
            return redirect(reverse("board", args=[child.public_id]))
    return form_page(request, form, title="Waiting list", button="Put on the list", child=child, room="board")


@child_page(Kind.FUNNEL, Act.ADD)
def next_stage(request: HttpRequest, child: Child) -> HttpResponse:
    """Record a step of a child with an option."""
    form = StepForm(request.POST or None, places=_places(child), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: step(child=child, by=request.user, **form.cleaned_data)) is not None:
            messages.success(request, "The step is recorded.")
            return redirect(reverse("board", args=[child.public_id]))
    return form_page(
        request, form, title="Offered, chosen, enrolled", button="Record the step", child=child, room="board"
    )


def reservation_rows() -> Any:
    """Reservations with what their pages need."""
    return Reservation.objects.select_related("child__referring_site", "child__programme_site", "site")


@thing_page(Kind.RESERVATION, Act.CHANGE, rows=reservation_rows, child="child")
def end(request: HttpRequest, kept: Reservation, ending: str) -> HttpResponse:
    """Release a place, or say that the child was enrolled."""
    if ending not in ("released", "enrolled"):
        raise Http404
    if request.method == "POST":
        end_reservation(reservation=kept, ending=ending, by=request.user)
        messages.success(request, f"The reservation is {ending}.")
    return redirect(reverse("office"))


@page(Kind.FUNNEL)
def funnel(request: HttpRequest) -> HttpResponse:
    """How many children were found, offered, chose, consented, enrolled."""
    hide = hides_small(request.user)
    chosen = request.GET.get("place", "")
    steps = steps_for(request.user, place=chosen)
    places = sorted({each.place for each in steps_for(request.user)})
    drawing = count_funnel(steps, hide=hide, title=f"Funnel: {chosen or 'every option'}")
    context = {
        "page": {"title": "Funnel", "hide": hide, "places": places, "chosen": chosen, "caption": drawing.title},
        "svg": funnel_svg(drawing, mirrored=request.GET.get("dir") == "rtl"),
        "columns": FUNNEL_HEAD,
        "rows": drawing.table(),
        "may_export": may_somewhere(request.user, Act.EXPORT, Kind.FUNNEL),
    }
    return render(request, "office/funnel.jinja", context)


@page(Kind.FUNNEL, Act.EXPORT)
def funnel_file(request: HttpRequest, form: str) -> HttpResponse:
    """The funnel as CSV or Excel."""
    head, rows = funnel_rows(request.user)
    audit.write(by=request.user, act="funnel.export", kind="funnel", thing=form, purpose="operations")
    if form == "csv":
        answer = HttpResponse(to_csv(head, rows), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        answer = HttpResponse(to_xlsx(head, rows, title="Funnel"), content_type=XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="funnel.{form}"'
    return answer
