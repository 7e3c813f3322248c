"""Follow-up papers: the list, one paper with its files, the preview and the release, and taking a paper back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.documents.released import Paper, calendar_file, doctor_file, page_file
from rosette.kernel import BadInput
from rosette.server.clinic.forms.simple import ReasonForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.presenters.releases import PaperPage, PreviewPage, ReleasesPage, is_team
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import note_refusal
from rosette.server.services.guards import child_page, thing_page
from rosette.server.services.survivors import (
    draft_paper,
    note_reading,
    paper_in,
    readers_for,
    release_plan,
    withdraw_plan,
)
from rosette.server.store.models import Child, ReleasedPlan

ROOM = "releases"


def release_rows() -> Any:
    """Released papers with what their pages need."""
    return ReleasedPlan.objects.select_related("child__referring_site", "child__programme_site", "released_by")


def went_out(release: ReleasedPlan) -> bool:
    """A paper exists only once it was released."""
    return True


class ReleaseForm(forms.Form):
    """What was chosen and previewed."""

    reader = forms.CharField(max_length=10, widget=forms.HiddenInput)
    language = forms.CharField(max_length=8, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


@child_page(Kind.RELEASED_PLAN, released=True)
def releases(request: HttpRequest, child: Child) -> HttpResponse:
    """The papers that were released."""
    page = ReleasesPage.of(request.user, child)
    return render(
        request, "releases/list.jinja", {"page": page, "head": ChildHead.of(request, child, room=ROOM), "papers": page}
    )


@child_page(Kind.RELEASED_PLAN, Act.SIGN)
def release(request: HttpRequest, child: Child) -> HttpResponse:
    """Preview the plan for a reader in a language, and release what was previewed."""
    today, form = clock.today(), ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: release_plan(child=child, on=today, by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, "The plan is released. Its readers are told.")
            return redirect(reverse("released", args=[made.public_id]))
    page = PreviewPage.of(child, _previewed(request, child), on=today)
    context = {"page": page, "form": FormParts.of(form), "head": ChildHead.of(request, child, room=ROOM)}
    return render(request, "releases/preview.jinja", context, status=400 if form.is_bound else 200)


def _previewed(request: HttpRequest, child: Child) -> Paper:
    """The paper of the choice in the address, or the first choice where there is none that holds."""
    today, asked = clock.today(), request.POST or request.GET
    first = readers_for(child, on=today)[0]
    try:
        reader, language = asked.get("reader", first), asked.get("language", "en")
        return draft_paper(child, reader=reader, language=language, on=today)
    except BadInput:
        return draft_paper(child, reader=first, language="en", on=today)


@thing_page(Kind.RELEASED_PLAN, rows=release_rows, child="child", released=went_out)
def released(request: HttpRequest, release: ReleasedPlan) -> HttpResponse:
    """One paper as it was released, or that it was taken back and why."""
    _refuse_others(request, release)
    note_reading(release=release, by=request.user)
    context = {
        "page": PaperPage.of(request.user, release),
        "head": ChildHead.of(request, release.child, room=ROOM),
    }
    return render(request, "releases/paper.jinja", context)


@thing_page(Kind.RELEASED_PLAN, rows=release_rows, child="child", released=went_out)
def released_file(request: HttpRequest, release: ReleasedPlan, form: str) -> HttpResponse:
    """The paper as PDF, the page for the family doctor, or the days for a calendar."""
    _refuse_others(request, release)
    if form not in FILES:
        raise Http404
    if release.withdrawn_at is not None and not is_team(request.user, release.child):
        return redirect(reverse("released", args=[release.public_id]))
    note_reading(release=release, by=request.user)
    made, name, kind = FILES[form]
    answer = HttpResponse(made(paper_in(release)), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


FILES: dict[str, tuple[Any, str, str]] = {
    "plan": (page_file, "health-checks.pdf", "application/pdf"),
    "doctor": (doctor_file, "for-the-family-doctor.pdf", "application/pdf"),
    "calendar": (calendar_file, "health-checks.ics", "text/calendar"),
}


@thing_page(Kind.RELEASED_PLAN, Act.CHANGE, rows=release_rows, child="child")
def take_back(request: HttpRequest, release: ReleasedPlan) -> HttpResponse:
    """Take a paper back, with a reason that its readers read."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: withdraw_plan(release=release, why=reason, by=request.user)) is not None:
            messages.success(request, "The paper is taken back. Its readers see why.")
            return redirect(reverse("released", args=[release.public_id]))
    return form_page(
        request,
        form,
        title="Take a paper back",
        button="Take it back",
        lede="The readers see no more of it, only that it was taken back, when, and your reason. Use plain words.",
        child=release.child,
        room=ROOM,
        warning=True,
    )


def _refuse_others(request: HttpRequest, release: ReleasedPlan) -> None:
    """What was written to the young person alone does not exist for the family."""
    if not ReleasedPlan.objects.visible_to(request.user).filter(pk=release.pk).exists():
        because = "it was released to another reader"
        note_refusal(
            request.user, Act.VIEW, Kind.RELEASED_PLAN, release.child, thing_id=release.public_id, because=because
        )
        raise Http404
