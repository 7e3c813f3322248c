"""The trial office decides on drafted criteria, passage by passage, and a second person approves what came of it."""

from __future__ import annotations

from typing import get_args

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.kernel import BadInput
from rosette.portfolio.curation import CurationAct, DecisionAct
from rosette.server.clinic.forms.simple import ReasonForm
from rosette.server.clinic.presenters.curation import CurationPage, Typed
from rosette.server.clinic.presenters.curation_files import DraftsPage, FilePage
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.curation import Curation, curation_of, decide_passage
from rosette.server.services.curation_files import approve_file, finish, withdraw_file
from rosette.server.services.guards import may_somewhere, page

ACTS: tuple[CurationAct, ...] = get_args(CurationAct)
LONGEST_NUMBER = 18
WORDS: dict[str, str] = {"edit": "text", "question": "question", "note": "reason", "reject": "reason"}


class ApproveForm(ReasonForm):
    """Why a finished file may count, and which file was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


@page(Kind.REGISTRY)
def drafts(request: HttpRequest) -> HttpResponse:
    """Every draft with how far it is, and the studies that nobody drafted yet."""
    return render(request, "office/drafts.jinja", {"page": DraftsPage.now()})


@page(Kind.REGISTRY, writes=Act.CHANGE)
def curation(request: HttpRequest, study: str) -> HttpResponse:
    """The registry's text left, the draft right; one decision at a time."""
    _found(study)
    typed = None
    if request.method == "POST":
        typed = _decided(request, study)
        if typed is None:
            return redirect(f"{reverse('curation', args=[study])}#{_next(_found(study), request.POST['passage'])}")
    return _page(request, CurationPage.of(_found(study), typed), status=400 if typed else 200)


def _page(request: HttpRequest, shown: CurationPage, *, status: int) -> HttpResponse:
    context = {"page": shown, "may_change": may_somewhere(request.user, Act.CHANGE, Kind.REGISTRY)}
    return render(request, "office/curation.jinja", context, status=status)


def _found(study: str) -> Curation:
    found = curation_of(study)
    if found is None:
        raise Http404
    return found


def _decided(request: HttpRequest, study: str) -> Typed | None:
    """Take the decision that was sent; what is wrong with it and what was typed when it is refused."""
    act, seen = request.POST.get("act", ""), request.POST.get("seen", "0")
    if act not in ACTS or not seen.isdecimal() or len(seen) > LONGEST_NUMBER:
        raise Http404
    words, lines = request.POST.get(WORDS.get(act, ""), ""), tuple(request.POST.getlist("lines"))
    put = DecisionAct(act=act, words=words, lines=lines if act == "reading" else ())
    passage = request.POST.get("passage", "")
    try:
        decide_passage(study=study, passage=passage, put=put, seen=int(seen), by=request.user)
    except BadInput as fault:
        typed = {name: request.POST[name] for name in set(WORDS.values()) if name in request.POST}
        errors = [problem.sentence() for problem in fault.problems]
        return Typed(passage=passage, errors=errors, words=typed, lines=lines)
    return None


def _next(found: Curation, passage: str) -> str:
    """Where to go on: the next passage without a decision after this one, from the top when there is none below."""
    last = found.last_on(passage)
    ids = [item.id for item in found.asked]
    here = ids.index(last.item) if last is not None and last.item in ids else -1
    left = [item.id for item in found.left]
    return next((name for name in left if ids.index(name) > here), left[0] if left else "finish")


@page(Kind.REGISTRY, Act.CHANGE)
def curation_finish(request: HttpRequest, study: str) -> HttpResponse:
    """Write the trial file, or say what is missing."""
    _found(study)
    if request.method != "POST":
        return redirect(reverse("curation", args=[study]))
    try:
        finish(study=study, by=request.user)
    except BadInput as fault:
        missing = [problem.sentence() for problem in fault.problems]
        return _page(request, CurationPage.of(_found(study), missing=missing), status=400)
    messages.success(request, "Finished. Nothing of it counts before a second person approved it.")
    return redirect(reverse("curation_file", args=[study]))


@page(Kind.REGISTRY)
def curation_file(request: HttpRequest, study: str) -> HttpResponse:
    """The finished trial file, to be read."""
    context = {"page": _file(request, study), "may_change": may_somewhere(request.user, Act.CHANGE, Kind.REGISTRY)}
    return render(request, "office/curation_file.jinja", context)


def _file(request: HttpRequest, study: str) -> FilePage:
    shown = FilePage.of(_found(study), request.user)
    if shown is None:
        raise Http404
    return shown


@page(Kind.REGISTRY)
def curation_toml(request: HttpRequest, study: str) -> HttpResponse:
    """The finished trial file, to be kept."""
    answer = HttpResponse(_file(request, study).text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{study}.toml"'
    return answer


@page(Kind.REGISTRY, Act.CHANGE)
def curation_approve(request: HttpRequest, study: str) -> HttpResponse:
    """A second person puts the file in force, with a reason."""
    shown = _file(request, study)
    form = ApproveForm(request.POST or None, initial={"seen": request.GET.get("seen", shown.seen)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if tried(form, lambda: approve_file(study=study, seen=told["seen"], why=told["reason"], by=request.user)):
            messages.success(request, "In force. Every board counts it at its next look.")
            return redirect(reverse("curation_file", args=[study]))
    lede = "You read the whole file, and the registry's text beside it."
    return form_page(request, form, title=f"{study}: put the file in force", button="Approve the file", lede=lede)


@page(Kind.REGISTRY, Act.CHANGE)
def curation_withdraw(request: HttpRequest, study: str) -> HttpResponse:
    """Take a curated file out of force, with a reason."""
    if _found(study).in_force is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        if tried(form, lambda: withdraw_file(study=study, why=why, by=request.user)):
            messages.success(request, "Out of force. No board counts it from now on; the decisions stay.")
            return redirect(reverse("drafts"))
    return form_page(request, form, title=f"{study}: take the file out of force", button="Withdraw", warning=True)
