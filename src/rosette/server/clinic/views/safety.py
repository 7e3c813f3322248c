"""Who may see a child and who did: consents, people, files, emergency access, who opened; accounts and the audit."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rosette.documents.tables import to_csv
from rosette.kernel import BadInput
from rosette.server.accounts.models import Grant, User
from rosette.server.clinic.forms.safety import (
    AccountForm,
    ConsentForm,
    GlassForm,
    ReviewForm,
    RoleForm,
    TieForm,
    UploadForm,
)
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.presenters.safety import (
    AUDIT_HEAD,
    AuditPage,
    ConsentsPage,
    GlassPage,
    PeoplePage,
    audit_row,
)
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import may, note_refusal, refuse_unless
from rosette.server.services.checkpoints import verify_chain
from rosette.server.services.children import tie
from rosette.server.services.consents import give_consent, withdraw_consent
from rosette.server.services.glass import break_glass, review_glass
from rosette.server.services.guards import child_page, may_somewhere, page, thing_page
from rosette.server.services.people import add_account, end_account, end_role, end_tie, give_role
from rosette.server.services.uploads import TYPES, file_bytes, take_file
from rosette.server.store.models import AuditRow, BreakGlass, Child, Tie, Upload


@child_page(Kind.CONSENT)
def consents(request: HttpRequest, child: Child) -> HttpResponse:
    """What was consented to, by purpose."""
    context = {
        "page": ConsentsPage.of(child),
        "head": ChildHead.of(request, child, room="consents"),
        "may_add": may(request.user, Act.ADD, Kind.CONSENT, child),
        "may_change": may(request.user, Act.CHANGE, Kind.CONSENT, child),
    }
    return render(request, "safety/consents.jinja", context)


@child_page(Kind.CONSENT, Act.ADD)
def new_consent(request: HttpRequest, child: Child) -> HttpResponse:
    """Record a consent."""
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: give_consent(child=child, by=request.user, **form.consent())) is not None:
            messages.success(request, "The consent is recorded.")
            return redirect(reverse("consents", args=[child.public_id]))
    return form_page(request, form, title="Record a consent", button="Record it", child=child, room="consents")


@child_page(Kind.CONSENT, Act.CHANGE)
def withdraw(request: HttpRequest, child: Child, purpose: str) -> HttpResponse:
    """Withdraw a consent in one step."""
    if request.method == "POST":
        withdraw_consent(child=child, purpose=purpose, by=request.user)
        messages.success(request, "Withdrawn. It counts from now on.")
    return redirect(reverse("consents", args=[child.public_id]))


@child_page(Kind.TIE)
def child_people(request: HttpRequest, child: Child) -> HttpResponse:
    """The child's own: parents, doctors."""
    ties = child.ties.select_related("user").order_by("-since")
    rows = [
        (t.pk, t.user.name, t.get_relation_display(), f"{t.since:%Y-%m-%d}", f"{t.until:%Y-%m-%d}" if t.until else "")
        for t in ties
    ]
    context = {
        "page": {"title": "People", "rows": rows},
        "head": ChildHead.of(request, child, room="child_people"),
        "may_add": may(request.user, Act.ADD, Kind.TIE, child),
        "may_change": may(request.user, Act.CHANGE, Kind.TIE, child),
    }
    return render(request, "safety/ties.jinja", context)


@child_page(Kind.TIE, Act.ADD)
def new_tie(request: HttpRequest, child: Child) -> HttpResponse:
    """Make a person one of the child's own."""
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        tie(child=child, user=data["user"], relation=data["relation"], by=request.user)
        messages.success(request, "The person sees the child from now on.")
        return redirect(reverse("child_people", args=[child.public_id]))
    return form_page(
        request, form, title="Give a person access", button="Give access", child=child, room="child_people"
    )


@child_page(Kind.TIE, Act.CHANGE)
def drop_tie(request: HttpRequest, child: Child, tie: int) -> HttpResponse:
    """End a person's access."""
    found = get_object_or_404(Tie.objects.select_related("child", "user"), pk=tie, child=child)
    if request.method == "POST":
        end_tie(tie=found, by=request.user)
        messages.success(request, "The access has ended.")
    return redirect(reverse("child_people", args=[child.public_id]))


@child_page(Kind.AUDIT)
def opened(request: HttpRequest, child: Child) -> HttpResponse:
    """Who opened the record: for the child's own people."""
    rows = AuditRow.objects.filter(child=child.public_id).order_by("-seq")
    shown = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "page": AuditPage.of(shown, title="Who opened the record"),
        "head": ChildHead.of(request, child, room="opened"),
    }
    return render(request, "safety/opened.jinja", context)


@child_page(Kind.UPLOAD)
def uploads(request: HttpRequest, child: Child) -> HttpResponse:
    """The files of a child, and a form to send one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        refuse_unless(request.user, Act.ADD, Kind.UPLOAD, child)
        if form.is_valid():
            try:
                take_file(child=child, case=None, file=form.cleaned_data["file"], by=request.user)
            except BadInput as error:
                for problem in error.problems:
                    form.add_error("file", problem.sentence())
            else:
                messages.success(request, "The file is here.")
                return redirect(reverse("uploads", args=[child.public_id]))
    rows = []
    for each in child.uploads.select_related("by").order_by("-at"):
        each.child = child
        rows.append(
            (
                each.public_id,
                each.name,
                each.kind,
                f"{each.size / 1000:.0f} kB",
                f"{each.at:%Y-%m-%d}",
                each.by.name,
                "" if each.scanned else "not scanned for malware",
            )
        )
    context = {
        "page": {"title": "Files", "rows": rows},
        "head": ChildHead.of(request, child, room="uploads"),
        "form": FormParts.of(form),
        "may_add": may(request.user, Act.ADD, Kind.UPLOAD, child),
    }
    return render(request, "safety/uploads.jinja", context, status=400 if form.is_bound else 200)


def upload_rows() -> Any:
    """Files with what their pages need."""
    return Upload.objects.select_related("child__referring_site", "child__programme_site")


@thing_page(Kind.UPLOAD, rows=upload_rows, child="child")
def file(request: HttpRequest, upload: Upload) -> HttpResponse:
    """A file, always as an attachment."""
    answer = HttpResponse(file_bytes(upload), content_type=TYPES.get(upload.kind, "application/octet-stream"))
    answer["Content-Disposition"] = f'attachment; filename="{upload.public_id}.{upload.kind}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@page(Kind.BREAK_GLASS, Act.ADD)
def glass(request: HttpRequest) -> HttpResponse:
    """Open emergency access to one child, found by its exact programme number."""
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        child = (
            Child.objects.select_related("referring_site", "programme_site")
            .filter(number__iexact=data["number"])
            .first()
        )
        if child is None or not child.wrapped_key:
            note_refusal(request.user, Act.ADD, Kind.BREAK_GLASS, None, because="no child with the number asked for")
            form.add_error("number", "There is no child with this number. Check it with whoever gave it to you.")
        elif tried(form, lambda: break_glass(child=child, reason=data["reason"], words=data["words"], by=request.user)):
            messages.success(request, "Emergency access is open for four hours. The privacy officer was told.")
            return redirect(reverse("child", args=[child.public_id]))
    return form_page(
        request,
        form,
        title="Emergency access",
        button="Open for four hours",
        warning=True,
        lede="One child, view only, four hours. Every page that you open is reviewed.",
    )


@page(Kind.BREAK_GLASS)
def glasses(request: HttpRequest) -> HttpResponse:
    """Emergency accesses and their review."""
    rows = BreakGlass.objects.select_related("child", "user", "reviewed_by").order_by("-since")[:200]
    return render(request, "safety/glass.jinja", {"page": GlassPage.of(rows)})


@page(Kind.BREAK_GLASS, Act.CHANGE)
def review(request: HttpRequest, glass: uuid.UUID) -> HttpResponse:
    """Review an emergency access."""
    rows = BreakGlass.objects.select_related("child__referring_site", "child__programme_site", "user")
    found = get_object_or_404(rows, pk=glass)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if (
            tried(form, lambda: review_glass(glass=found, finding=form.cleaned_data["finding"], by=request.user))
            is not None
        ):
            messages.success(request, "Reviewed.")
            return redirect("glasses")
    opened = f"{found.user.name} opened {found.child.number} on {found.since:%Y-%m-%d %H:%M} UTC"
    lede = f"{opened}: {found.get_reason_display()}. {found.words}"
    return form_page(request, form, title="Review emergency access", button="Record the review", lede=lede)


@page(Kind.AUDIT)
def audit_page(request: HttpRequest) -> HttpResponse:
    """Every act, newest first, found by person, child or act; the chain's own verdict on request."""
    if not may_somewhere(request.user, Act.EXPORT, Kind.AUDIT):
        raise Http404
    rows = _found(request)
    shown = Paginator(rows, 100).get_page(request.GET.get("page"))
    audit.write(by=request.user, act="audit.list", kind="audit", thing=f"{len(shown)} rows", purpose="audit")
    names = {user.public_id: user.name for user in User.objects.all()}
    context = {
        "page": AuditPage.of(shown, title="Audit", names=names),
        "asked": {key: request.GET.get(key, "") for key in ("actor", "child", "act")},
        "verdict": verify_chain() if "verify" in request.GET else None,
    }
    return render(request, "safety/audit.jinja", context)


@page(Kind.AUDIT, Act.EXPORT)
def audit_file(request: HttpRequest) -> HttpResponse:
    """The audit rows as CSV."""
    audit.write(by=request.user, act="audit.export", kind="audit", purpose="audit")
    rows = (audit_row(row, {}) for row in _found(request)[:50_000])
    answer = HttpResponse(to_csv(AUDIT_HEAD, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _found(request: HttpRequest) -> Any:
    rows = AuditRow.objects.order_by("-seq")
    child = request.GET.get("child", "").strip()
    actor = request.GET.get("actor", "").strip()
    act = request.GET.get("act", "").strip()
    if child:
        known = Child.objects.filter(number__iexact=child).values_list("public_id", flat=True)
        rows = rows.filter(child__in=[*known, child[:40]])
    if actor:
        rows = rows.filter(actor__in=User.objects.filter(name__icontains=actor).values_list("public_id", flat=True))
    return rows.filter(act__startswith=act[:60]) if act else rows


@page(Kind.ACCOUNT)
def people(request: HttpRequest) -> HttpResponse:
    """Accounts and roles."""
    context = {
        "page": PeoplePage.of(User.objects.prefetch_related("grants__site").order_by("name")),
        "may_add": may_somewhere(request.user, Act.ADD, Kind.ACCOUNT),
        "may_grant": may_somewhere(request.user, Act.ADD, Kind.GRANT),
    }
    return render(request, "safety/people.jinja", context)


@page(Kind.ACCOUNT, Act.ADD)
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; the first password is shown once."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: add_account(by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"First password, shown only now: {made[1]}")
            return redirect("people")
    return form_page(request, form, title="Make an account", button="Make it")


@page(Kind.GRANT, Act.ADD)
def new_role(request: HttpRequest, user: str) -> HttpResponse:
    """Give a role."""
    found = get_object_or_404(User, public_id=user)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if (
            tried(form, lambda: give_role(user=found, role=data["role"], site=data["site"], by=request.user))
            is not None
        ):
            messages.success(request, "The role counts from now on.")
            return redirect("people")
    return form_page(request, form, title=f"Give a role to {found.name}", button="Give it")


@page(Kind.GRANT, Act.CHANGE)
def drop_role(request: HttpRequest, grant: int) -> HttpResponse:
    """End a role."""
    found = get_object_or_404(Grant.objects.current().select_related("user"), pk=grant)
    if request.method == "POST":
        end_role(grant=found, by=request.user)
        messages.success(request, "The role has ended.")
    return redirect("people")


@page(Kind.ACCOUNT, Act.CHANGE)
def close_account(request: HttpRequest, user: str) -> HttpResponse:
    """Close an account."""
    found = get_object_or_404(User, public_id=user)
    if request.method == "POST":
        end_account(user=found, by=request.user)
        messages.success(request, "The account is closed and signed out everywhere.")
    return redirect("people")
