"""Survivors: the list, a child's plan with its papers, the entry of results."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.documents.calendar import calendar_name, renewed, surveillance_events, to_ical
from rosette.documents.survivorship import READERS, care_plan, paper
from rosette.kernel import BadInput, UsageError
from rosette.knowledge import SurveillanceTest, load_knowledge
from rosette.server.clinic.forms.survivors import ResultForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.late_effects import (
    RESULT_HEAD,
    RISK_HEAD,
    RULE_HEAD,
    PlanPage,
    profile_links,
)
from rosette.server.clinic.presenters.releases import ReleasesPage, is_team
from rosette.server.clinic.presenters.survivors import SurvivorsPage, compared_rows
from rosette.server.clinic.views.pages import form_page
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import may
from rosette.server.services.facts import add_facts
from rosette.server.services.guards import child_page, page
from rosette.server.services.survivors import SHOWS, Followed, compared, followed, make_again, make_some, survivors
from rosette.server.store.models import Child
from rosette.server.store.records import record_version
from rosette.survivorship import FIRST_PROFILE, merged
from rosette.version import SOFTWARE

PER_PAGE = 25
ENTRIES = (
    ("therapy", "Medicine with its cumulative dose"),
    ("radiation", "Radiation with field and organ doses"),
    ("radiopharmaceutical", "131I-MIBG"),
    ("transplant", "Transplant"),
    ("surgery", "Operation"),
    ("transfusion", "Transfusion"),
    ("condition", "Condition"),
    ("diagnosis", "Diagnosis"),
)
RESULT_LEDE = (
    "Enter what the report says; leave empty what it does not. "
    "The result is a fact of the record, and the plan moves at once."
)


@page(Kind.SURVEILLANCE)
def survivors_list(request: HttpRequest) -> HttpResponse:
    """The survivors that a person may see, a page at a time, the next day first."""
    show = request.GET.get("show", "all")
    show = show if show in SHOWS else "all"
    behind = make_some(request.user)
    shown = Paginator(survivors(request.user, show=show), PER_PAGE).get_page(request.GET.get("page"))
    if make_again(shown):
        shown = Paginator(survivors(request.user, show=show), PER_PAGE).get_page(request.GET.get("page"))
    told = f"{len(shown)} of {shown.paginator.count}"
    audit.write(by=request.user, act="surveillance.list", kind="surveillance", thing=told)
    return render(
        request,
        "survivors/list.jinja",
        {"page": SurvivorsPage.of(request.user, shown, show=show, behind=behind)},
    )


@child_page(Kind.SURVEILLANCE)
def late_effects(request: HttpRequest, child: Child) -> HttpResponse:
    """A child's plan of surveillance."""
    found = _followed(request, child)
    context = {
        "page": PlanPage.of(child.public_id, found, version=record_version(child)),
        "head": ChildHead.of(request, child, room="late_effects"),
        "heads": {"rules": RULE_HEAD, "risk": RISK_HEAD, "results": RESULT_HEAD},
        "entries": ENTRIES,
        "readers": READERS,
        "papers": ReleasesPage.of(request.user, child) if is_team(request.user, child) else None,
        "may_add": may(request.user, Act.ADD, Kind.FACT, child),
        "may_export": may(request.user, Act.EXPORT, Kind.SURVEILLANCE, child),
        "may_practice": may(request.user, Act.VIEW, Kind.PRACTICE, sites=frozenset({child.programme_site.code})),
    }
    return render(request, "survivors/plan.jinja", context)


def _followed(request: HttpRequest, child: Child) -> Followed:
    try:
        return followed(child, profile=request.GET.get("profile", FIRST_PROFILE))
    except UsageError as error:
        raise Http404 from error


@child_page(Kind.SURVEILLANCE)
def late_effects_compared(request: HttpRequest, child: Child) -> HttpResponse:
    """Two profiles of rules side by side for a child."""
    names = (request.GET.get("profile", FIRST_PROFILE), request.GET.get("other", "cog"))
    try:
        rows = compared_rows(compared(child, names))
    except UsageError as error:
        raise Http404 from error
    context = {
        "page": {"title": "Two profiles side by side", "rows": rows, "columns": ("Row", *names, "Agree")},
        "head": ChildHead.of(request, child, room="late_effects"),
        "profiles": profile_links(child.public_id, ""),
    }
    return render(request, "survivors/compared.jinja", context)


# --- ways out ----------------------------------------------------------------------------------------------


@child_page(Kind.SURVEILLANCE)
def late_effects_paper(request: HttpRequest, child: Child, reader: str) -> HttpResponse:
    """The plan as PDF for a reader, in English or Spanish."""
    found, language = _followed(request, child), request.GET.get("language", "en")
    try:
        made = paper(
            found.plan,
            found.book,
            reader=reader,
            language=language,
            phone=child.programme_site.phone,
            sheet=request.GET.get("sheet", "a4"),
            software=SOFTWARE,
            references=load_knowledge().references,
            printed_by=f"{request.user.name}, {found.plan.on}",  # type: ignore[union-attr]
        )
    except UsageError as error:
        raise Http404 from error
    return _file(HttpResponse(made, content_type="application/pdf"), f"{child.number}-{reader}-{language}.pdf")


@child_page(Kind.SURVEILLANCE)
def late_effects_ics(request: HttpRequest, child: Child) -> HttpResponse:
    """The next days for a calendar program; a title names no illness."""
    found = _followed(request, child)
    stamp = datetime.combine(found.plan.on, datetime.min.time(), UTC)
    events = renewed(surveillance_events(found.plan), (), stamp=stamp)
    made = to_ical(events, name=calendar_name("en"), stamp=stamp)
    return _file(HttpResponse(made, content_type="text/calendar"), f"{child.number}.ics")


@child_page(Kind.SURVEILLANCE, Act.EXPORT)
def late_effects_fhir(request: HttpRequest, child: Child) -> HttpResponse:
    """The plan as a FHIR R4 CarePlan, the child by its number alone."""
    found = _followed(request, child)
    audit.write(
        by=request.user, act="surveillance.export", kind="surveillance", child=child, detail=record_version(child)
    )
    answer = JsonResponse(care_plan(found.plan), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Type"] = "application/fhir+json"
    return _file(answer, f"{child.number}-careplan.json")


def _file(answer: Any, name: str) -> Any:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# --- results -----------------------------------------------------------------------------------------------


@child_page(Kind.FACT, Act.ADD)
def choose_result(request: HttpRequest, child: Child) -> HttpResponse:
    """From the list of tests to the form of one."""
    tests = load_knowledge().table(SurveillanceTest)
    test = request.GET.get("test", "")
    if test not in tests:
        raise Http404
    return redirect(reverse("enter_result", args=[child.public_id, test]))


@child_page(Kind.FACT, Act.ADD)
def enter_result(request: HttpRequest, child: Child, test: str) -> HttpResponse:
    """Enter a result of a test; it becomes facts of the record, and the plan moves."""
    found = load_knowledge().table(SurveillanceTest).get(test)
    if found is None:
        raise Http404
    form = ResultForm(request.POST or None, test=found)
    if request.method == "POST" and form.is_valid() and _entered(request, child, form):
        sees = may(request.user, Act.VIEW, Kind.SURVEILLANCE, child)
        return redirect(reverse("late_effects" if sees else "record", args=[child.public_id]))
    title = f"Result: {found.name}"
    return form_page(
        request, form, title=title, button="Enter the result", child=child, room="late_effects", lede=RESULT_LEDE
    )


def _entered(request: HttpRequest, child: Child, form: ResultForm) -> bool:
    documents = form.documents()
    if not documents:
        return False
    planned = may(request.user, Act.VIEW, Kind.SURVEILLANCE, child)
    before = _next(child, form.test.id) if planned else ""
    try:
        add_facts(child=child, facts=documents, by=request.user)
    except BadInput as error:
        form.refuse(error)
        return False
    moved = f" Next {form.test.name}: was {before}, is {_next(child, form.test.id)}." if planned else ""
    messages.success(request, f"The result stands in the record.{moved}")
    return True


def _next(child: Child, test: str) -> str:
    """When a test is due next by the first profile, in words."""
    from rosette.documents.survivorship.clinical import next_words

    items = merged(followed(child).plan).items
    return next((next_words(item) for item in items if item.test.id == test), "not in the plan")
