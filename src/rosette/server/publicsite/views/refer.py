"""The two doors: start, one question a page, save and return, check, send once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rosette.intake import all_steps, check_step, load_office, step_after, steps_for
from rosette.portfolio import load_portfolio
from rosette.server.publicsite.presenters.asking import CheckView, StepView
from rosette.server.publicsite.presenters.finding import chosen_trials
from rosette.server.publicsite.views.files import change_files, file_faults
from rosette.server.publicsite.views.finding import spoken
from rosette.server.publicsite.views.public import address_of, public
from rosette.server.services import clock
from rosette.server.services.flood import TooMany
from rosette.server.services.inquiries import (
    DRAFT_DAYS,
    KEPT_DAYS,
    answers_of,
    by_token,
    expired,
    keep,
    reopen,
    send,
    start as start_inquiry,
)
from rosette.server.store.models import Inquiry

DOORS = ("family", "physician")


@public
def start(request: HttpRequest) -> HttpResponse:
    """Where a family or a physician begins."""
    trials = [load_portfolio().trials[name] for name in chosen_trials(request.GET.getlist("trial"))]
    return render(request, "public/refer.jinja", {"trials": trials, "office": load_office()})


@require_POST
def _begin(request: HttpRequest, door: str) -> HttpResponse:
    if door not in DOORS:
        raise Http404
    t = spoken()
    try:
        made, token = start_inquiry(
            door=door,
            language=t.language,
            address=address_of(request),
            trials=chosen_trials(request.POST.getlist("trial")),
        )
    except TooMany:
        return busy(request)
    request.session["inquiry"], request.session["inquiry_token"] = str(made.pk), token
    return redirect(reverse("refer_step", args=[all_steps(door)[0].slug]))


begin = public(_begin)


def busy(request: HttpRequest) -> HttpResponse:
    """Too many from one connection: what was typed is kept."""
    answer = render(request, "public/busy.jinja", {"minutes": 60}, status=429)
    answer["Retry-After"] = "3600"
    return answer


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the form: with the draft of this browser; a sent one says so; without one the way back is shown."""

    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = Inquiry.objects.filter(pk=request.session.get("inquiry"), wrapped_key__isnull=False).first()
        if draft is None:
            return render(request, "public/lost.jinja", {}, status=404)
        if draft.state != "draft":
            return redirect(reverse("refer_sent"))
        return view(request, draft, *args, **kwargs)

    return public(found)


@with_draft
def step(request: HttpRequest, draft: Inquiry, slug: str) -> HttpResponse:
    """One question."""
    asked = next((each for each in all_steps(draft.door) if each.slug == slug), None)
    if asked is None:
        raise Http404
    answers = answers_of(draft)
    if request.method != "POST":
        return _page(request, draft, asked, answers, ())
    checked = check_step(asked, dict(request.POST.lists()), answers=answers, today=clock.today())
    answers = keep(draft, checked.answers)
    faults = (*checked.faults, *file_faults(draft, asked, request))
    if change_files(draft, request):
        return redirect(request.get_full_path())
    if "save" in request.POST:
        return redirect(reverse("refer_save"))
    if faults:
        return _page(request, draft, asked, answers, faults, status=400)
    return redirect(_next(request, draft, slug, answers))


def _next(request: HttpRequest, draft: Inquiry, slug: str, answers: dict[str, Any]) -> str:
    if slug == "danger" and in_danger(answers):
        return reverse("refer_danger")
    following = step_after(draft.door, slug, answers)
    if following is None or "check" in request.GET:
        return reverse("refer_check")
    return reverse("refer_step", args=[following.slug])


def in_danger(answers: dict[str, Any]) -> bool:
    """Whether a sign of danger was ticked and nobody treats it yet."""
    return bool(set(answers.get("danger") or ()) - {"none"}) and not answers.get("danger_treated")


def _page(
    request: HttpRequest, draft: Inquiry, asked: Any, answers: dict[str, Any], faults: Any, status: int = 200
) -> HttpResponse:
    page = StepView.of_step(spoken(), draft, asked, answers, faults)
    return render(request, "public/step.jinja", {"page": page, "draft": draft}, status=status)


@with_draft
def danger(request: HttpRequest, draft: Inquiry) -> HttpResponse:
    """Signs of danger: what to do now; the form goes on only when somebody treats them."""
    if request.method == "POST" and request.POST.get("treated") == "yes":
        answers = keep(draft, {"danger_treated": True})
        following = step_after(draft.door, "danger", answers)
        return redirect(reverse("refer_step", args=[following.slug]) if following else reverse("refer_check"))
    return render(request, "public/danger.jinja", {"draft": draft})


@with_draft
def check(request: HttpRequest, draft: Inquiry) -> HttpResponse:
    """All answers; sending them."""
    answers = answers_of(draft)
    if in_danger(answers):
        return redirect(reverse("refer_danger"))
    page = CheckView.of(spoken(), draft, answers, today=clock.today())
    if request.method == "POST" and not page.faults:
        try:
            send(draft)
        except TooMany:
            return busy(request)
        return redirect(reverse("refer_sent"))
    context = {"page": page, "draft": draft, "trials": [load_portfolio().trials[name] for name in draft.trials]}
    last = steps_for(draft.door, answers)[-1].slug
    return render(
        request,
        "public/check.jinja",
        {**context, "back": reverse("refer_step", args=[last])},
        status=400 if request.method == "POST" else 200,
    )


@public
def sent(request: HttpRequest) -> HttpResponse:
    """The receipt of what this browser sent last."""
    found = Inquiry.objects.filter(pk=request.session.get("inquiry"), wrapped_key__isnull=False).first()
    if found is None or found.state == "draft":
        return render(request, "public/lost.jinja", {}, status=404)
    link = request.build_absolute_uri(reverse("request_status", args=[request.session.get("inquiry_token", "")]))
    return render(request, "public/sent.jinja", {"inquiry": found, "link": link, "office": load_office()})


@with_draft
def save(request: HttpRequest, draft: Inquiry) -> HttpResponse:
    """The link to come back with."""
    link = request.build_absolute_uri(reverse("refer_back", args=[request.session.get("inquiry_token", "")]))
    return render(request, "public/save.jinja", {"draft": draft, "link": link, "go_on": _where(draft)})


def _where(draft: Inquiry) -> str:
    """The first page that has no good answer yet, or the check."""
    answers = answers_of(draft)
    if in_danger(answers):
        return reverse("refer_danger")
    from rosette.intake import given_of

    for each in steps_for(draft.door, answers):
        if check_step(each, given_of(each, answers), answers=answers, today=clock.today()).faults:
            return reverse("refer_step", args=[each.slug])
    return reverse("refer_check")


@public
def back(request: HttpRequest, token: str) -> HttpResponse:
    """Come back with a link; an ended one asks for the child's birth date."""
    found = by_token(token)
    if found is None:
        return render(request, "public/gone.jinja", {"days": DRAFT_DAYS + KEPT_DAYS}, status=404)
    if expired(found) and not _proven(request, found):
        wrong = request.method == "POST"
        return render(
            request, "public/expired.jinja", {"until": found.token_until, "wrong": wrong}, status=400 if wrong else 410
        )
    if found.state != "draft":
        return redirect(reverse("request_status", args=[token]))
    request.session["inquiry"], request.session["inquiry_token"] = str(found.pk), token
    return redirect(_where(found))


def _proven(request: HttpRequest, found: Inquiry) -> bool:
    """Whether who comes with an ended link knows the birth date."""
    from rosette.intake import day_of
    from rosette.server.services.limits import over_limit

    if request.method != "POST" or over_limit(f"reopen {found.pk}", most=10):
        return False
    return reopen(found, day_of({part: request.POST.get(f"birth_{part}", "") for part in ("day", "month", "year")}))
