"""What new rules changed in plans of follow-up: every child of the person's, one child, and who looked at it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.presenters.plan_changes import ChangePage, ChangesPage
from rosette.server.clinic.views.pages import tried
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.guards import page, thing_page
from rosette.server.services.survivors import review_change
from rosette.server.services.tasks import replan_everyone
from rosette.server.store.models import Child, PlanChange


def change_rows() -> Any:
    """Changes with what their pages need."""
    return PlanChange.objects.select_related("child__referring_site", "child__programme_site", "reviewed_by")


class LookedForm(forms.Form):
    """A note of who looked."""

    note = forms.CharField(
        label="Note (optional)",
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text="What follows from it, for whom who looks next.",
    )


@page(Kind.PLAN_CHANGE, writes=Act.CHANGE)
def plan_changes(request: HttpRequest) -> HttpResponse:
    """Every child whose plan new rules changed; a POST asks to plan everyone again now."""
    if request.method == "POST":
        count = replan_everyone.enqueue()
        audit.write(by=request.user, act="plan_change.plan_again", kind="plan_change", detail=str(count.id)[:40])
        messages.success(request, "Every plan is made again in the background. Come back in a while.")
        return redirect(reverse("plan_changes"))
    children = Child.objects.visible_to(request.user, "plan_change").filter(wrapped_key__isnull=False)
    found = ChangesPage.of(request.user, change_rows().defer("rows").filter(child__in=children)[:2000], children)
    audit.write(by=request.user, act="plan_change.list", kind="plan_change", thing=f"{len(found.rows)} plans")
    return render(request, "releases/changes.jinja", {"page": found})


@thing_page(Kind.PLAN_CHANGE, writes=Act.CHANGE, rows=change_rows, child="child")
def plan_change(request: HttpRequest, change: PlanChange) -> HttpResponse:
    """What new rules changed for one child; a POST marks it as looked at."""
    form = LookedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        if tried(form, lambda: review_change(change=change, note=note, by=request.user)) is not None:
            messages.success(request, "Marked as looked at.")
            return redirect(reverse("plan_changes"))
    context = {
        "page": ChangePage.of(request.user, change),
        "form": FormParts.of(form),
        "head": ChildHead.of(request, change.child, room="releases"),
    }
    return render(request, "releases/change.jinja", context, status=400 if form.is_bound else 200)
