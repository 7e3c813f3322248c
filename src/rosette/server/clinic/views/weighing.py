"""Options weighed, options in sequence, the page to take along, and molecular findings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.documents.onepagers import one_pager_pdf
from rosette.knowledge import load_knowledge
from rosette.medicines.ranking import criteria_of
from rosette.molecular import annotate
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.weighing import Asked, MolecularPage, SequencesPage, WeighedPage
from rosette.server.policy import Kind
from rosette.server.services import clock
from rosette.server.services.guards import child_page
from rosette.server.services.weighing import sequences_of, weighed_of
from rosette.server.store.models import Child
from rosette.server.store.records import record_of
from rosette.version import SOFTWARE


@child_page(Kind.BOARD)
def weighed(request: HttpRequest, child: Child) -> HttpResponse:
    """The effects table and the ranks, under all weightings or under those of the page's sliders."""
    asked = Asked.of(request.GET, criteria_of(load_knowledge()))
    found = weighed_of(child, weights=asked.weights)
    page = WeighedPage.of(found, asked, mirrored=request.GET.get("dir") == "rtl")
    context = {"page": page, "head": ChildHead.of(request, child, room="weighed"), "query": request.GET.urlencode()}
    return render(request, "weighing/weighed.jinja", context, status=400 if asked.faults else 200)


@child_page(Kind.BOARD)
def weighed_file(request: HttpRequest, child: Child) -> HttpResponse:
    """The same on one page as PDF, the child by number."""
    asked = Asked.of(request.GET, criteria_of(load_knowledge()))
    found = weighed_of(child, weights=asked.weights)
    made = one_pager_pdf(found, sequences_of(child), child=child.number, software=SOFTWARE)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{child.number}-options-weighed.pdf"'
    return answer


@child_page(Kind.BOARD)
def sequences(request: HttpRequest, child: Child) -> HttpResponse:
    """Sequences over time, and what each first step does to the other doors."""
    page = SequencesPage.of(sequences_of(child), mirrored=request.GET.get("dir") == "rtl")
    return render(
        request, "weighing/sequences.jinja", {"page": page, "head": ChildHead.of(request, child, room="sequences")}
    )


@child_page(Kind.BOARD)
def molecular(request: HttpRequest, child: Child) -> HttpResponse:
    """What the molecular findings mean, and what nobody looked for."""
    page = MolecularPage.of(annotate(record_of(child), load_knowledge(), on=clock.today()))
    return render(
        request, "weighing/molecular.jinja", {"page": page, "head": ChildHead.of(request, child, room="molecular")}
    )
