"""Files of other systems: let in, looked at, imported, read again; and the record written for others."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.interchange.exports import EXPORTS, Exported, exported, told_of
from rosette.kernel import BadInput
from rosette.knowledge import load_knowledge
from rosette.server.clinic.forms.foreign import ForeignForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.foreign import FACT_HEAD, LOSS_HEAD, ImportPage, PreviewPage, Typed, counts
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.views.pages import tried
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import may
from rosette.server.services.foreign import Beside, StaleImport, draft_of, import_file, look, put_draft
from rosette.server.services.foreign.letting_in import text_beside
from rosette.server.services.guards import child_page, thing_page
from rosette.server.store.models import Child, ImportDraft, ImportRow
from rosette.server.store.records import record_of, record_version

GONE = "The file is not kept any more: it was imported, replaced by another, or a day has passed. Send it again."


@child_page(Kind.IMPORT, writes=Act.ADD)
def imports(request: HttpRequest, child: Child) -> HttpResponse:
    """The imports that were done, and the form of a new one."""
    form = ForeignForm(request.POST or None, request.FILES or None) if request.method == "POST" else ForeignForm()
    if form.is_bound and form.is_valid():
        draft = tried(form, lambda: _let_in(child, form.cleaned_data, request.user))
        if draft is not None:
            return redirect(reverse("foreign_preview", args=[child.public_id, draft.public_id]))
    context = {
        "page": {"title": "Files of other systems", "rows": _rows(child)},
        "head": ChildHead.of(request, child, room="record"),
        "form": FormParts.of(form),
        "may_add": may(request.user, Act.ADD, Kind.IMPORT, child),
        "may_export": may(request.user, Act.EXPORT, Kind.FACT, child),
    }
    return render(request, "foreign/list.jinja", context, status=400 if form.is_bound else 200)


def _let_in(child: Child, data: dict[str, Any], by: Any) -> ImportDraft:
    beside = Beside(named=data["named"] or None, mapping=text_beside(data["mapping"]), panel=text_beside(data["panel"]))
    return put_draft(child=child, file=data["file"], beside=beside, by=by)


def _rows(child: Child) -> list[tuple[str, ...]]:
    found = []
    for row in ImportRow.objects.filter(child=child).select_related("by", "upload"):
        row.upload.child = child
        found.append((row.public_id, str(row.upload.name), row.format, f"{row.at:%Y-%m-%d}", row.by.name, counts(row)))
    return found


@child_page(Kind.IMPORT, Act.ADD)
def preview(request: HttpRequest, child: Child, draft: str) -> HttpResponse:
    """What a file would change; sent, it is imported as it was looked at."""
    found = draft_of(child, draft, by=request.user)
    if found is None:
        messages.warning(request, GONE)
        return redirect(reverse("foreign_imports", args=[child.public_id]))
    which = _number(request.POST.get("which") or request.GET.get("which"))
    if request.method != "POST":
        return _preview(request, child, found, which)
    return _confirmed(request, child, found, which)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _confirmed(request: HttpRequest, child: Child, draft: ImportDraft, which: int) -> HttpResponse:
    left = {name: request.POST.get(f"why-{name}", "") for name in request.POST.getlist("left")}
    seen = request.POST.get("seen", "")
    try:
        row = import_file(draft=draft, which=which, seen=seen, leave_out=left, by=request.user)
    except StaleImport as error:
        return _preview(request, child, draft, which, left=left, error=error, status=409)
    except BadInput as error:
        return _preview(request, child, draft, which, left=left, error=error, status=400)
    if row is None:
        messages.success(request, "Nothing was added: this very file was imported before, and every fact is known.")
        return redirect(reverse("foreign_imports", args=[child.public_id]))
    messages.success(request, f"Imported: {counts(row)}. Options are judged again.")
    return redirect(reverse("foreign_import", args=[row.public_id]))


def _preview(
    request: HttpRequest,
    child: Child,
    draft: ImportDraft,
    which: int,
    *,
    left: dict[str, str] | None = None,
    error: BadInput | None = None,
    status: int = 200,
) -> HttpResponse:
    """The preview with what was typed; a file of another child is refused on a page of its own."""
    context: dict[str, Any] = {"head": ChildHead.of(request, child, room="record"), "fact_head": FACT_HEAD}
    context |= {"loss_head": LOSS_HEAD, "errors": _errors(error)}
    try:
        seen = look(draft, which=which, by=request.user)
    except BadInput as fault:
        context["page"] = {"title": "This file is not imported", "reasons": _sentences(fault)}
        return render(request, "foreign/refused.jinja", context, status=400)
    typed = Typed(left=frozenset(left or ()), why=left or {}, faults=_faults(error))
    made = PreviewPage.of(seen, str(draft.name), which=which, typed=typed, knowledge=load_knowledge())
    return render(request, "foreign/preview.jinja", {**context, "page": made, "draft": draft.public_id}, status=status)


def _sentences(error: BadInput) -> list[str]:
    return [problem.sentence() for problem in error.problems]


def _faults(error: BadInput | None) -> dict[str, str]:
    problems = error.problems if error is not None else ()
    return {each.path.removeprefix("why-"): each.remedy for each in problems if each.path.startswith("why-")}


def _errors(error: BadInput | None) -> list[dict[str, str]]:
    problems = error.problems if error is not None else ()
    told = [(each, each.path if each.path.startswith("why-") else "maincontent") for each in problems]
    return [{"text": f"{each.found}. {each.remedy}", "href": f"#{href}"} for each, href in told]


def import_rows() -> Any:
    """The imports with what their pages say."""
    return ImportRow.objects.select_related("by", "upload", "child__referring_site", "child__programme_site")


@thing_page(Kind.IMPORT, rows=import_rows, child="child")
def imported(request: HttpRequest, row: ImportRow) -> HttpResponse:
    """One import with its report of losses, to read again and to print."""
    child = row.child
    context = {
        "page": ImportPage.of(row),
        "head": ChildHead.of(request, child, room="record"),
        "fact_head": FACT_HEAD,
        "loss_head": LOSS_HEAD,
        "may_open": may(request.user, Act.VIEW, Kind.UPLOAD, child),
    }
    return render(request, "foreign/import.jinja", context)


# --- the record for others -----------------------------------------------------------------------------------


@child_page(Kind.FACT, Act.EXPORT)
def exports(request: HttpRequest, child: Child) -> HttpResponse:
    """The formats in which the record can be written for others."""
    context = {
        "page": {"title": "The record for other systems", "rows": [(name, told_of(name)) for name in EXPORTS]},
        "head": ChildHead.of(request, child, room="record"),
    }
    return render(request, "foreign/exports.jinja", context)


@child_page(Kind.FACT, Act.EXPORT)
def export_as(request: HttpRequest, child: Child, named: str) -> HttpResponse:
    """What one format holds of the record, and what it cannot say."""
    made = _made(child, named)
    sizes = [(name, f"{len(text.encode()):,} bytes") for name, text in made.files.items()]
    context = {
        "page": {"title": told_of(named), "named": named, "files": sizes, "lost": made.lost},
        "head": ChildHead.of(request, child, room="record"),
    }
    return render(request, "foreign/export.jinja", context)


@child_page(Kind.FACT, Act.EXPORT)
def export_file(request: HttpRequest, child: Child, named: str) -> HttpResponse:
    """The record in one format: a file, or several in an archive."""
    made = _made(child, named)
    detail = f"{named} {record_version(child)}"
    audit.write(by=request.user, act="fact.export", kind="fact", child=child, thing=named, detail=detail)
    name, data = _packed(made, f"{child.number}-{named}.zip")
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _made(child: Child, named: str) -> Exported:
    if named not in EXPORTS:
        raise Http404
    return exported(record_of(child), named, knowledge=load_knowledge())


def _packed(made: Exported, archive: str) -> tuple[str, bytes]:
    if len(made.files) == 1:
        ((name, text),) = made.files.items()
        return name, text.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in made.files.items():
            folder.writestr(zipfile.ZipInfo(name), text)
    return archive, packed.getvalue()
