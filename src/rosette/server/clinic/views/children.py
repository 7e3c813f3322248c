"""Children: the list, taking one in, the timeline."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rosette.documents.drawings import record_timeline, timeline_svg
from rosette.documents.drawings.record import HEAD
from rosette.kernel import BadInput
from rosette.knowledge import load_knowledge
from rosette.server.clinic.forms.children import TakeInForm
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.children import ChildrenPage
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import may
from rosette.server.services.children import take_in
from rosette.server.services.guards import child_page, page
from rosette.server.store.models import Child
from rosette.server.store.records import header_of, record_of

PER_PAGE = 25


@page(Kind.CHILD)
def children(request: HttpRequest) -> HttpResponse:
    """The children that the person may see, a page at a time; found by number or hospital number."""
    wanted = request.GET.get("find", "").strip()[:60]
    found = Child.objects.visible_to(request.user).filter(wrapped_key__isnull=False)
    if wanted:
        found = found.matching(wanted)
    found = found.select_related("referring_site", "programme_site").order_by("number")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    audit.write(by=request.user, act="child.list", kind="child", thing=f"{len(shown)} of {shown.paginator.count}")
    context = {"page": ChildrenPage.of(request.user, shown, wanted=wanted)}
    return render(request, "child/list.jinja", context)


@page(Kind.CHILD, Act.ADD)
def new_child(request: HttpRequest) -> HttpResponse:
    """Take a child in, with a record file or with birth date and sex alone."""
    form = TakeInForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            child = take_in(**form.child(), by=request.user)
        except BadInput as error:
            form.refuse(error)
        else:
            messages.success(request, f"{child.number} was taken in.")
            return redirect(reverse("child", args=[child.public_id]))
    context = {"page": {"title": "Take a child in"}, "form": FormParts.of(form)}
    return render(request, "child/new.jinja", context, status=400 if form.is_bound else 200)


@child_page(Kind.FACT)
def child(request: HttpRequest, child: Child) -> HttpResponse:
    """The timeline of the record."""
    timeline = record_timeline(record_of(child), load_knowledge(), on=clock.today())
    mirrored = request.GET.get("dir") == "rtl"
    context = {
        "page": {"title": "Timeline"},
        "head": ChildHead.of(request, child, room="child"),
        "svg": timeline_svg(timeline, mirrored=mirrored),
        "columns": HEAD,
        "rows": timeline.table(),
        "may_add": may(request.user, Act.ADD, Kind.FACT, child),
        "label": header_of(child).label or "",
    }
    return render(request, "child/timeline.jinja", context)
