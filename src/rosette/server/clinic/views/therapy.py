"""131I-MIBG therapy: the room, worksheets with check and signature, printed sheets, the site's file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.documents.leaflets import LANGUAGES, leaflet_pdf
from rosette.documents.worksheets import dose_pdf, letter_pdf, plan_pdf
from rosette.mibg.files import curve_csv
from rosette.records import Radiopharmaceutical
from rosette.server.clinic.forms.simple import FileForm
from rosette.server.clinic.forms.therapy import SHEETS
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.therapy import (
    SheetPage,
    TherapyPage,
    body_of,
    signed_lines_of,
    site_words,
    state_words,
)
from rosette.server.clinic.views.pages import form_page, site_of, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.access import may
from rosette.server.services.guards import child_page, page, thing_page
from rosette.server.services.therapy import (
    AGENT,
    check_worksheet,
    enter_result,
    is_checked,
    is_signed,
    letter_of,
    make_worksheet,
    put_site_text,
    same_again,
    sign_worksheet,
    signatures_under,
    site_text_of,
    worked_out,
)
from rosette.server.store.models import Child, Worksheet
from rosette.server.store.records import record_of

TITLES = {
    "plan": ("Plan an administration", "Work out the plan"),
    "dose": ("Whole-body dose from probe counts", "Work out the dose"),
    "second": ("Second activity", "Work out the activity"),
    "release": ("Release and going home", "Work out the release"),
}
LEDE = (
    "What you type is worked out with the site's signed figures and kept as a worksheet for a second person to check."
)
MOST_TEXT = 200_000


def sheet_rows() -> Any:
    """Worksheets with what their pages need."""
    return Worksheet.objects.select_related("child__referring_site", "child__programme_site", "made_by", "site_text")


@child_page(Kind.WORKSHEET)
def therapy(request: HttpRequest, child: Child) -> HttpResponse:
    """The room of a child."""
    given = [each for each in record_of(child).of(Radiopharmaceutical) if each.agent == AGENT]
    rows = [(row, signatures_under(row)) for row in sheet_rows().filter(child=child)]
    found = TherapyPage.of(
        site_text_of(child.programme_site), given, rows, may_make=may(request.user, Act.ADD, Kind.WORKSHEET, child)
    )
    return render(request, "therapy/room.jinja", {"page": found, "head": ChildHead.of(request, child, room="therapy")})


@child_page(Kind.WORKSHEET)
def therapy_letter_file(request: HttpRequest, child: Child) -> HttpResponse:
    """The letter to the home hospital from the last signed worksheets, as PDF."""
    found = letter_of(child)
    if found is None:
        messages.info(request, "No dose is signed yet: the letter is written from signed worksheets.")
        return redirect(reverse("therapy", args=[child.public_id]))
    return _pdf(letter_pdf(found), f"{child.number}-131I-MIBG")


@thing_page(Kind.WORKSHEET, rows=sheet_rows, child="child")
def sheet_csv(request: HttpRequest, row: Worksheet) -> HttpResponse:
    """Readings and curve of a dose as CSV."""
    if row.kind != "dose":
        raise Http404
    answer = HttpResponse(curve_csv(worked_out(row).object), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.child.number}-curve.csv"'
    return answer


@child_page(Kind.WORKSHEET, Act.ADD)
def new_sheet(request: HttpRequest, child: Child, sheet: str) -> HttpResponse:
    """Make a worksheet."""
    if sheet not in SHEETS:
        raise Http404
    form: Any = SHEETS[sheet](request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: make_worksheet(child=child, kind=sheet, typed=form.typed(), by=request.user))
        if made is not None:
            messages.success(request, "The worksheet is kept. A second person must check it.")
            return redirect(reverse("sheet", args=[made.public_id]))
    title, button = TITLES[sheet]
    return form_page(request, form, title=title, button=button, child=child, room="therapy", lede=LEDE)


@thing_page(Kind.WORKSHEET, rows=sheet_rows, child="child")
def sheet(request: HttpRequest, row: Worksheet) -> HttpResponse:
    """A worksheet as a page."""
    found, signatures = worked_out(row), signatures_under(row)
    signer = may(request.user, Act.SIGN, Kind.WORKSHEET, row.child)
    same = same_again(row, found)
    made = SheetPage(
        title=row.get_kind_display(),
        id=row.public_id,
        state=state_words(row, signatures),
        body=body_of(found),
        made=f"Made by {row.made_by.name} on {row.made_at:%Y-%m-%d %H:%M} UTC from {row.made_from}",
        site=site_words(row.site_text),
        same=same,
        signed=signed_lines_of(row, signatures),
        may_check=signer and same and not is_checked(signatures) and row.made_by_id != request.user.pk,
        may_sign=signer and same and is_checked(signatures) and not is_signed(signatures),
        may_enter=bool(found.facts[1]) and is_signed(signatures) and may(request.user, Act.ADD, Kind.FACT, row.child),
        leaflets=row.kind == "release",
    )
    head = ChildHead.of(request, row.child, room="therapy")
    return render(request, "therapy/sheet.jinja", {"page": made, "head": head, "languages": LANGUAGES})


@thing_page(Kind.WORKSHEET, rows=sheet_rows, child="child")
def sheet_file(request: HttpRequest, row: Worksheet) -> HttpResponse:
    """A plan or a dose as PDF."""
    found, signed = worked_out(row), signed_lines_of(row, signatures_under(row))
    if row.kind == "plan":
        made = plan_pdf(found.object, child=row.child.number, made=row.made_from, signed=signed)
    elif row.kind == "dose":
        made = dose_pdf(found.object, on=str(row.on), child=row.child.number, made=row.made_from, signed=signed)
    else:
        raise Http404
    return _pdf(made, f"{row.child.number}-{row.kind}-{row.public_id[:6]}")


@thing_page(Kind.WORKSHEET, rows=sheet_rows, child="child")
def sheet_leaflet(request: HttpRequest, row: Worksheet, language: str) -> HttpResponse:
    """The family's instructions, once the release is signed; the team hands them out."""
    if row.kind != "release" or language not in LANGUAGES or not is_signed(signatures_under(row)):
        raise Http404
    phone = row.child.programme_site.phone
    return _pdf(leaflet_pdf(worked_out(row).object, language=language, phone=phone), f"going-home-{language}")


def _pdf(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


ACTS: dict[str, tuple[Any, str, str, str]] = {
    "check": (
        check_worksheet,
        "Check the worksheet",
        "I worked this out again and agree",
        "Somebody else made it. Work it out again by your own way, and compare.",
    ),
    "sign": (sign_worksheet, "Sign the worksheet", "I sign this for use", "A second person checked it."),
}


@thing_page(Kind.WORKSHEET, Act.SIGN, rows=sheet_rows, child="child")
def sheet_act(request: HttpRequest, row: Worksheet, act: str) -> HttpResponse:
    """Check by a second person, or signature for use."""
    if act not in ACTS:
        raise Http404
    service, title, button, lede = ACTS[act]
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        form = forms.Form(request.POST)
        form.is_valid()
        done = tried(form, lambda: service(row=row, by=request.user) or True)
        if done:
            messages.success(request, f"{button}: kept with your name.")
            return redirect(reverse("sheet", args=[row.public_id]))
    return form_page(request, form, title=title, button=button, child=row.child, room="therapy", lede=lede)


@thing_page(Kind.WORKSHEET, rows=sheet_rows, child="child")
def sheet_enter(request: HttpRequest, row: Worksheet) -> HttpResponse:
    """Enter a signed result into the record."""
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        form = forms.Form(request.POST)
        form.is_valid()
        if tried(form, lambda: enter_result(row=row, by=request.user)) is not None:
            messages.success(request, "It is in the record, with this worksheet as its source.")
            return redirect(reverse("therapy", args=[row.child.public_id]))
    lede = "The administration of that day takes it over; without one a new fact is added."
    return form_page(
        request, form, title="Enter into the record", button="Enter", child=row.child, room="therapy", lede=lede
    )


@page(Kind.SITE_FILE, writes=Act.ADD)
def site_file(request: HttpRequest) -> HttpResponse:
    """The site's signed file: what counts now, and putting in another."""
    site = site_of(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        text = _decoded(form)
        if text is not None and tried(form, lambda: put_site_text(site=site, text=text, by=request.user)) is not None:
            messages.success(request, "The site file counts from now on.")
            return redirect(reverse("site_file"))
    lede = f"Counts now: {site_words(site_text_of(site))}"
    return form_page(request, form, title=f"Site file of {site.name}", button="Put in this file", lede=lede)


def _decoded(form: FileForm) -> str | None:
    raw = form.cleaned_data["file"].read(MOST_TEXT + 1)
    try:
        if len(raw) > MOST_TEXT:
            raise ValueError
        return str(raw.decode("utf-8"))
    except ValueError:
        form.add_error("file", "This is no site file: give the TOML file that was signed, at most 200 kB.")
        return None
