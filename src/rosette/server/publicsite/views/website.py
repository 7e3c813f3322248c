"""The staff's list of public pages: who checked each, and when it must be checked again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.server.policy import Kind
from rosette.server.services import clock
from rosette.server.services.editing import WARN_BEFORE, all_pages
from rosette.server.services.guards import page


@page(Kind.PAGE)
def website(request: HttpRequest) -> HttpResponse:
    """Every page by its due date."""
    rows, today = all_pages(), clock.today()
    late = sum(row.due is None or row.due <= today for row in rows)
    soon = sum(row.due is not None and today < row.due <= today + WARN_BEFORE for row in rows)
    counts = f"{len(rows)} pages, {late} to be checked now, {soon} within 30 days"
    context = {
        "page": {"title": "Public website", "counts": counts},
        "rows": rows,
        "today": today,
        "soon": today + WARN_BEFORE,
    }
    return render(request, "website.jinja", context)
