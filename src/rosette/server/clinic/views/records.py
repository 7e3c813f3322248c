"""The record: its facts, one fact with its history, adding, correcting, marking as wrong, importing a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date

from rosette.kernel import BadInput
from rosette.knowledge import load_knowledge
from rosette.records import KINDS, check_record, read_record, record_document
from rosette.server.clinic.forms.facts import FactForm
from rosette.server.clinic.forms.simple import FileForm, ReasonForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.presenters.records import FactPage, RecordPage
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import may
from rosette.server.services.children import import_record
from rosette.server.services.drafts import drop_draft, keep_draft, kept_draft
from rosette.server.services.facts import StaleEdit, add_facts, correct_fact, mark_in_error
from rosette.server.services.guards import child_page
from rosette.server.services.uploads import record_bytes
from rosette.server.store.models import Child, ImportRow
from rosette.server.store.records import record_of, record_version

PRIVATE = frozenset({"attestation"})


@child_page(Kind.FACT)
def record(request: HttpRequest, child: Child) -> HttpResponse:
    """Every fact that counts, and the check of the record; with `known`, as it was known at the end of that day."""
    known = _known(request)
    found = record_of(child, known_at=clock.midnight(known) + timedelta(days=1)) if known else record_of(child)
    context = {
        "page": RecordPage.of(found, check_record(found, knowledge=load_knowledge()), load_knowledge()),
        "head": ChildHead.of(request, child, room="record"),
        "kinds": sorted(set(KINDS) - PRIVATE),
        "known": known.isoformat() if known else "",
        "may_add": may(request.user, Act.ADD, Kind.FACT, child),
        "may_import": may(request.user, Act.ADD, Kind.IMPORT, child),
        "may_export": may(request.user, Act.EXPORT, Kind.FACT, child),
    }
    return render(request, "record/record.jinja", context)


def _known(request: HttpRequest) -> date | None:
    try:
        day = parse_date(request.GET.get("known", ""))
    except ValueError:
        return None
    return day if day is not None and 1990 <= day.year <= 2199 else None


@child_page(Kind.FACT)
def fact(request: HttpRequest, child: Child, fact: str) -> HttpResponse:
    """One fact with every version of it."""
    found = record_of(child)
    if fact not in found.by_id:
        raise Http404
    context = {
        "page": FactPage.of(child, found, fact, load_knowledge()),
        "head": ChildHead.of(request, child, room="record"),
        "may_change": may(request.user, Act.CHANGE, Kind.FACT, child),
        "imported": _import_of(request, child, found.by_id[fact].source.batch),
    }
    return render(request, "record/fact.jinja", context)


def _import_of(request: HttpRequest, child: Child, batch: str | None) -> str:
    """The import that a fact came with, for those who may read it."""
    if batch is None or not may(request.user, Act.VIEW, Kind.IMPORT, child):
        return ""
    return ImportRow.objects.filter(child=child, batch=batch).values_list("public_id", flat=True).first() or ""


@child_page(Kind.FACT, Act.ADD)
def new_fact(request: HttpRequest, child: Child, kind: str) -> HttpResponse:
    """Enter a fact of a kind."""
    if kind not in KINDS or kind in PRIVATE:
        raise Http404
    form = _form(request, child, kind, draft=f"new {kind}", initial={})
    if _sent(request):
        try:
            ids = add_facts(child=child, facts=[form.document()], by=request.user)
        except BadInput as error:
            form.refuse(error)
        else:
            drop_draft(request.user, child, f"new {kind}")
            messages.success(request, "The fact stands in the record. Options are judged again.")
            return redirect(reverse("fact", args=[child.public_id, ids[0]]))
    title = f"New: {kind.replace('_', ' ')}"
    return _page(request, child, form, title=title, seen="", back=reverse("record", args=[child.public_id]))


@child_page(Kind.FACT, Act.CHANGE)
def correct(request: HttpRequest, child: Child, fact: str) -> HttpResponse:
    """Correct a fact: the new version supersedes it, the old one stays in the history."""
    found = record_of(child)
    if fact not in found.by_id:
        raise Http404
    old = next(each for each in record_document(found)["facts"] if each["id"] == fact)  # type: ignore[union-attr,index,call-overload]
    form = _form(request, child, found.by_id[fact].kind, draft=f"correct {fact}", initial=old)  # type: ignore[arg-type]
    if _sent(request):
        try:
            fresh = correct_fact(
                child=child, fact_id=fact, document=form.document(), seen=request.POST.get("seen", ""), by=request.user
            )
        except StaleEdit as error:
            return _stale(request, child, fact, form, error)
        except BadInput as error:
            form.refuse(error)
        else:
            drop_draft(request.user, child, f"correct {fact}")
            messages.success(request, "The correction stands in the record; the old version stays in the history.")
            return redirect(reverse("fact", args=[child.public_id, fresh]))
    return _page(
        request,
        child,
        form,
        title="Correct a fact",
        seen=record_version(child),
        back=reverse("fact", args=[child.public_id, fact]),
    )


@child_page(Kind.FACT, Act.CHANGE)
def wrong(request: HttpRequest, child: Child, fact: str) -> HttpResponse:
    """Say that a fact was entered in error."""
    if fact not in record_of(child).by_id:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mark_in_error(child=child, fact_id=fact, reason=form.cleaned_data["reason"], seen="", by=request.user)
        except BadInput as error:
            form.add_error(None, error.problems[0].sentence())
        else:
            messages.success(request, "The fact counts no more; it stays in the history.")
            return redirect(reverse("record", args=[child.public_id]))
    context = {
        "page": FactPage.of(child, record_of(child), fact, load_knowledge()),
        "head": ChildHead.of(request, child, room="record"),
        "form": FormParts.of(form),
    }
    return render(request, "record/wrong.jinja", context, status=400 if form.is_bound else 200)


@child_page(Kind.FACT, Act.ADD)
def import_file(request: HttpRequest, child: Child) -> HttpResponse:
    """Add the facts of a record file; the same file twice changes nothing."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = read_record(record_bytes(form.cleaned_data["file"]), what=form.cleaned_data["file"].name)
            ids = import_record(child=child, record=found, by=request.user)
        except BadInput as error:
            for problem in error.problems:
                form.add_error("file", problem.sentence())
        else:
            said = f"{len(ids)} facts were added." if ids else "Nothing was added: every fact of the file is known."
            messages.success(request, said)
            return redirect(reverse("record", args=[child.public_id]))
    context = {
        "page": {"title": "Import a record file"},
        "head": ChildHead.of(request, child, room="record"),
        "form": FormParts.of(form),
    }
    return render(request, "record/import.jinja", context, status=400 if form.is_bound else 200)


@child_page(Kind.FACT, Act.EXPORT)
def export(request: HttpRequest, child: Child) -> HttpResponse:
    """The record as a file in the record format."""
    audit.write(by=request.user, act="fact.export", kind="fact", child=child, detail=record_version(child))
    answer = JsonResponse(record_document(record_of(child)), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{child.number}.json"'
    return answer


def _form(request: HttpRequest, child: Child, kind: str, *, draft: str, initial: dict[str, Any]) -> FactForm:
    """The form with what was typed: now, or earlier and kept."""
    data = request.POST if request.method == "POST" else kept_draft(request.user, child, draft)
    if (request.method == "POST" and "groups" in request.POST) or request.method == "POST":
        keep_draft(request.user, child, draft, request.POST)
    return FactForm(kind=kind, knowledge=load_knowledge(), data=data, initial=initial)


def _sent(request: HttpRequest) -> bool:
    """Whether the form was sent, and not only made longer."""
    return request.method == "POST" and "more" not in request.POST


def _page(
    request: HttpRequest, child: Child, form: FactForm, *, title: str, seen: str, back: str, status: int | None = None
) -> HttpResponse:
    groups = max((form.groups(each) for each in form.fields), default=0)
    context = {
        "page": {"title": title, "seen": request.POST.get("seen", seen), "back": back},
        "head": ChildHead.of(request, child, room="record"),
        "form": form.parts(),
        "agents": sorted(load_knowledge().agents) if form.kind in ("therapy", "medication", "growth_factor") else (),
        "more": groups + 2 if any("[0]" in each.name for each in form.inputs()) else 0,
    }
    return render(request, "record/edit.jinja", context, status=status or (400 if _sent(request) else 200))


def _stale(request: HttpRequest, child: Child, fact: str, form: FactForm, error: StaleEdit) -> HttpResponse:
    """Somebody was faster: both versions side by side, what was typed is kept."""
    form.top += [problem.sentence() for problem in error.problems]
    context = {
        "page": FactPage.of(child, record_of(child), fact, load_knowledge()),
        "head": ChildHead.of(request, child, room="record"),
        "form": form.parts(),
        "typed": [(each.label, form.typed(each)) for each in form.inputs() if form.typed(each)],
    }
    return render(request, "record/stale.jinja", context, status=409)


@child_page(Kind.FACT, Act.ADD)
def new_fact_choice(request: HttpRequest, child: Child) -> HttpResponse:
    """From the list of kinds to the form of one."""
    kind = request.GET.get("kind", "")
    if kind not in KINDS or kind in PRIVATE:
        raise Http404
    return redirect(reverse("new_fact", args=[child.public_id, kind]))
