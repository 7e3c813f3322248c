"""Trials under way: the list, opening one, where it stands, its ledger and its design."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.designs.conduct import children_on
from rosette.server.accounts.models import Site
from rosette.server.clinic.forms.trial_designs import MoveForm, OpenForm, VersionForm
from rosette.server.clinic.presenters.trials import (
    DesignPage,
    LedgerPage,
    LookedPage,
    TrialChildPage,
    TrialHead,
    TrialPage,
    TrialsPage,
)
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import decide
from rosette.server.services.guards import page
from rosette.server.services.trial_guard import may_in, trial_page
from rosette.server.services.trials import activate, activate_version, ledger_of, look
from rosette.server.store.actors import thing_of
from rosette.server.store.models import RunningTrial

LEDE = (
    "Every state that the rule can reach is looked at, and its exact characteristics are worked out, "
    "before anything is kept."
)


@page(Kind.RUNNING_TRIAL)
def trials(request: HttpRequest) -> HttpResponse:
    """The trials under way."""
    return render(request, "trials/list.jinja", {"page": TrialsPage.of(request.user)})


@page(Kind.RUNNING_TRIAL)
def move_on(request: HttpRequest) -> HttpResponse:
    """In the demo the held day goes on, so that a trial can be run to its end."""
    if not clock.is_demo():
        raise Http404
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = clock.move_on(form.cleaned_data["days"])
        messages.success(request, f"The day of the demo is now {day:%-d %B %Y}.")
        return redirect(reverse("running_trials"))
    lede = "The demo holds its day. Here it goes on, for everybody who looks at this demo; it never goes back."
    return form_page(request, form, title="Let days go by", button="Go on", lede=lede)


@page(Kind.RUNNING_TRIAL, Act.ADD)
def new_trial(request: HttpRequest) -> HttpResponse:
    """Put in a design, look at its readiness, activate."""
    site, form = _site(request), OpenForm(*_sent(request), initial=request.POST.dict())
    if request.method == "POST" and form.is_valid():
        words = {"portfolio": form.cleaned_data["portfolio"], "text": form.cleaned_data["text"]}
        if "activate" in request.POST:
            made = tried(form, lambda: activate(site=site, by=request.user, **words))
            if made is not None:
                messages.success(request, "Activated. The ledger has begun; its first entry holds the characteristics.")
                return redirect(reverse("running_trial", args=[made.public_id]))
        elif (found := tried(form, lambda: look(words["text"], by=request.user))) is not None:
            return _looked(request, LookedPage.of(found), portfolio=words["portfolio"])
    return form_page(request, form, title="Open a trial", button="Check readiness", lede=LEDE)


@trial_page(Kind.RUNNING_TRIAL, Act.ADD)
def new_version(request: HttpRequest, trial: RunningTrial) -> HttpResponse:
    """Another protocol version of a trial under way."""
    form = VersionForm(*_sent(request), initial=request.POST.dict())
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if "activate" in request.POST:
            done = tried(form, lambda: activate_version(trial=trial, text=text, by=request.user) or True)
            if done:
                messages.success(request, "Activated. Decisions follow this version from now on.")
                return redirect(reverse("running_trial", args=[trial.public_id]))
        elif (found := tried(form, lambda: look(text, by=request.user, trial=trial))) is not None:
            return _looked(request, LookedPage.of(found))
    return form_page(request, form, title="Another protocol version", button="Check readiness", lede=LEDE)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent to be looked at; nothing when the person wants to change it first."""
    return (None, None) if "edit" in request.POST else (request.POST or None, request.FILES or None)


def _looked(request: HttpRequest, found: LookedPage, *, portfolio: str = "") -> HttpResponse:
    return render(request, "trials/looked.jinja", {"page": found, "portfolio": portfolio})


def _site(request: HttpRequest) -> Site:
    """The site at which the person may open a trial."""
    for grant in request.user.current_grants():
        thing = thing_of(Kind.RUNNING_TRIAL, sites=frozenset({grant.site.code})) if grant.site else None
        if thing is not None and decide(request.user, Act.ADD, thing).allowed:
            return grant.site
    raise Http404


def shown(request: HttpRequest, trial: RunningTrial, template: str, room: str, **context: Any) -> HttpResponse:
    """A page in the frame of a trial."""
    return render(request, f"trials/{template}.jinja", {"head": TrialHead.of(trial, room), **context})


@trial_page()
def trial(request: HttpRequest, trial: RunningTrial) -> HttpResponse:
    """Where a trial stands today."""
    made = TrialPage.of(trial, ledger_of(trial), request.user, mirrored=request.GET.get("dir") == "rtl")
    return shown(request, trial, "trial", "running_trial", page=made)


@trial_page()
def trial_child(request: HttpRequest, trial: RunningTrial, number: str) -> HttpResponse:
    """One child of a trial, by its trial number."""
    ledger = ledger_of(trial)
    found = next((each for each in children_on(ledger, clock.today()) if each.child == number), None)
    if found is None:
        raise Http404
    enters = may_in(request.user, trial, Act.ADD, Kind.TRIAL_ENTRY)
    made = TrialChildPage.of(trial, ledger, found, user=request.user, enters=enters)
    return shown(request, trial, "child", "", page=made)


@trial_page()
def trial_ledger(request: HttpRequest, trial: RunningTrial) -> HttpResponse:
    """Every entry and every decision."""
    return shown(request, trial, "ledger", "trial_ledger", page=LedgerPage.of(trial, ledger_of(trial)))


@trial_page()
def trial_design(request: HttpRequest, trial: RunningTrial) -> HttpResponse:
    """The protocol version in force, for the statistician."""
    may_add = may_in(request.user, trial, Act.ADD, Kind.RUNNING_TRIAL)
    made = DesignPage.of(trial.name, ledger_of(trial), mirrored=request.GET.get("dir") == "rtl")
    return shown(request, trial, "design", "trial_design", page=made, may_add=may_add)
