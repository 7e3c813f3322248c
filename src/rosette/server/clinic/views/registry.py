"""The trial office reads what changed in the registry, and approves or refuses it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.server.clinic.forms.simple import ReasonForm
from rosette.server.clinic.presenters.registry import RegistryPage, StudyPage
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.guards import may_somewhere, page
from rosette.server.services.registry import decide, state_now

BUTTONS = {"approve": "Approve the registry's text", "refuse": "Leave the old text in force"}


@page(Kind.REGISTRY)
def registry(request: HttpRequest) -> HttpResponse:
    """What waits for a person, and what was done."""
    return render(request, "office/registry.jinja", {"page": RegistryPage.now()})


@page(Kind.REGISTRY)
def registry_study(request: HttpRequest, study: str) -> HttpResponse:
    """One study: the old text left, the new text right."""
    held = state_now().studies.get(study)
    if held is None:
        raise Http404
    context = {
        "page": StudyPage.of(held),
        "may_change": may_somewhere(request.user, Act.CHANGE, Kind.REGISTRY),
    }
    return render(request, "office/registry_study.jinja", context)


@page(Kind.REGISTRY, Act.CHANGE)
def registry_decide(request: HttpRequest, study: str, choice: str) -> HttpResponse:
    """Approve or refuse, with a reason."""
    if study not in state_now().studies or choice not in BUTTONS:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        approved = choice == "approve"
        if tried(form, lambda: decide(study=study, approved=approved, why=why, by=request.user)) is not None:
            messages.success(request, "Noted. Every board counts it from now on.")
            return redirect(reverse("registry"))
    return form_page(request, form, title=f"{study}: {BUTTONS[choice].lower()}", button=BUTTONS[choice])
