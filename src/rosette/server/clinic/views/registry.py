"""The trial office reads what changed in the registry, and approves or refuses it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.server.clinic.forms.simple import ReasonForm
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.presenters.registry import RegistryPage, StudyPage
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.guards import may_somewhere, page
from rosette.server.services.registry import state_now
from rosette.server.services.registry_decisions import confirm_first, decide

BUTTONS = {"approve": "Approve the registry's text", "refuse": "Leave the old text in force"}


class DecideForm(ReasonForm):
    """Why, and which text was read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


@page(Kind.REGISTRY, writes=Act.CHANGE)
def registry(request: HttpRequest) -> HttpResponse:
    """What waits for a person, and what was done; many first confirmations at once."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen, why = request.POST.getlist("study"), form.cleaned_data["reason"]
        seen = {study: request.POST.get(f"seen-{study}", "") for study in chosen}
        if tried(form, lambda: confirm_first(studies=chosen, why=why, by=request.user, seen=seen)) is not None:
            messages.success(request, f"{len(set(chosen))} confirmed, each with its own entry below.")
            return redirect(reverse("registry"))
    every = "all" in request.GET
    context = {
        "page": RegistryPage.now(chosen=request.POST.getlist("study"), every=every),
        "form": FormParts.of(form),
        "may_change": may_somewhere(request.user, Act.CHANGE, Kind.REGISTRY),
    }
    return render(request, "office/registry.jinja", context, status=400 if form.is_bound else 200)


@page(Kind.REGISTRY)
def registry_study(request: HttpRequest, study: str) -> HttpResponse:
    """One study: the old text left, the new text right."""
    held = state_now().studies.get(study)
    if held is None:
        raise Http404
    context = {
        "page": StudyPage.of(held, request.user),
        "may_change": may_somewhere(request.user, Act.CHANGE, Kind.REGISTRY),
    }
    return render(request, "office/registry_study.jinja", context)


@page(Kind.REGISTRY, Act.CHANGE)
def registry_decide(request: HttpRequest, study: str, choice: str) -> HttpResponse:
    """Approve or refuse, with a reason."""
    if study not in state_now().studies or choice not in BUTTONS:
        raise Http404
    if request.method != "POST" and "seen" not in request.GET:
        return redirect(reverse("registry_study", args=[study]))
    form = DecideForm(request.POST or None, initial={"seen": request.GET.get("seen", "")})
    if request.method == "POST" and form.is_valid():
        told = {"why": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"], "by": request.user}
        if tried(form, lambda: decide(study=study, approved=choice == "approve", **told)) is not None:
            messages.success(request, "Noted. Every board counts it from now on.")
            return redirect(reverse("registry"))
    return form_page(request, form, title=f"{study}: {BUTTONS[choice].lower()}", button=BUTTONS[choice])
