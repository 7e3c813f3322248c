"""The practice of a site for surveillance: settings, the rows of the rules, signatures and their withdrawal."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.knowledge import SurveillanceProfile, load_knowledge
from rosette.server.clinic.forms.survivors import PracticeForm, WithdrawForm
from rosette.server.clinic.presenters.practice import SETTING_HEAD, PracticePage, RulePage
from rosette.server.clinic.views.pages import form_page, site_of, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.access import may
from rosette.server.services.guards import page
from rosette.server.services.survivors import (
    MEANING,
    RuleState,
    practice_of_site,
    put_practice,
    rule_state,
    sign_rule,
    withdraw_signature,
)
from rosette.survivorship import FIRST_PROFILE

SIGN_LEDE = (
    "Sign only what you checked against the document of the guideline itself. Your name, the day and the edition "
    "are kept. "
    "The signature holds for this site and for the row as it stands below; a row that changes needs another."
)


class SignForm(forms.Form):
    """The digest of the row that was read."""

    seen = forms.CharField(widget=forms.HiddenInput)


@page(Kind.PRACTICE)
def practice(request: HttpRequest) -> HttpResponse:
    """The settings of the site, and the rows of a profile."""
    site = site_of(request)
    profile = request.GET.get("profile", FIRST_PROFILE)
    if profile not in load_knowledge().table(SurveillanceProfile):
        raise Http404
    context = {
        "page": PracticePage.of(site, profile=profile),
        "setting_head": SETTING_HEAD,
        "may_change": may(request.user, Act.CHANGE, Kind.PRACTICE, sites=frozenset({site.code})),
    }
    return render(request, "survivors/practice.jinja", context)


@page(Kind.PRACTICE, Act.CHANGE)
def practice_settings(request: HttpRequest) -> HttpResponse:
    """Change the settings of the site."""
    site = site_of(request)
    now = practice_of_site(site)
    initial = {name: str(getattr(now, name)) for name in ("name", "entry", "ranges", "visit", "gather")}
    form = PracticeForm(request.POST or None, initial={**initial, "next_visit": now.next_visit})
    if request.method == "POST" and form.is_valid():
        put = tried(form, lambda: put_practice(site=site, settings=form.cleaned_data, by=request.user))
        if put is not None:
            messages.success(request, "The settings count from now on. Plans are made again.")
            return redirect(reverse("practice"))
    return form_page(request, form, title=f"Surveillance settings of {site.name}", button="Keep these settings")


@page(Kind.PRACTICE)
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One row with everything that a signature binds to, and its marks."""
    site = site_of(request)
    context = {
        "page": RulePage.of(site, _state(request, rule)),
        "may_sign": may(request.user, Act.SIGN, Kind.PRACTICE, sites=frozenset({site.code})),
    }
    return render(request, "survivors/rule.jinja", context)


@page(Kind.PRACTICE, Act.SIGN)
def sign(request: HttpRequest, rule: str) -> HttpResponse:
    """Sign a row for the site."""
    site, state = site_of(request), _state(request, rule)
    form = SignForm(request.POST or None, initial={"seen": state.digest})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if tried(form, lambda: sign_rule(site=site, rule=rule, seen=seen, by=request.user)) is not None:
            messages.success(request, f"{rule} is signed with your name and acts at this site.")
            return redirect(reverse("rule", args=[rule]))
    return form_page(request, form, title=f"Sign row {rule}", button=MEANING, lede=SIGN_LEDE)


@page(Kind.PRACTICE, Act.SIGN)
def withdraw(request: HttpRequest, rule: str) -> HttpResponse:
    """Take a signature back."""
    site = site_of(request)
    _state(request, rule)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: withdraw_signature(site=site, rule=rule, reason=reason, by=request.user)) is not None:
            messages.success(request, f"The signature of {rule} is taken back.")
            return redirect(reverse("rule", args=[rule]))
    title = f"Withdraw the signature of {rule}"
    return form_page(request, form, title=title, button="Withdraw the signature", warning=True)


def _state(request: HttpRequest, rule: str) -> RuleState:
    try:
        return rule_state(site_of(request), rule)
    except LookupError as error:
        raise Http404 from error
