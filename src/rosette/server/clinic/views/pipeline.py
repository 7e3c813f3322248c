"""What to develop next, from a file of candidates that is read and not kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.server.clinic.forms.simple import FileForm
from rosette.server.clinic.presenters.pipeline import PipelinePage
from rosette.server.clinic.views.pages import form_page, tried
from rosette.server.policy import Act, Kind
from rosette.server.services.guards import page
from rosette.server.services.pipeline import pipeline_for

LEDE = (
    "Give a file of candidates with their dossiers, places for development and a budget. It is read, weighed against "
    "the children whose options you may see, and not kept."
)


@page(Kind.SLOT, Act.VIEW)
def pipeline(request: HttpRequest) -> HttpResponse:
    """Ask for the file, and show what follows from it."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        raw = form.cleaned_data["file"].read()
        found = tried(form, lambda: pipeline_for(request.user, raw))
        if found is not None:
            return render(request, "office/pipeline.jinja", {"page": PipelinePage.of(*found)})
    return form_page(request, form, title="What to develop next", button="Weigh the candidates", lede=LEDE)
