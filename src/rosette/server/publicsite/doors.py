"""Addresses without a language: the root in the browser's language, the robots file, the staff's list of pages."""

from __future__ import annotations

from django.urls import path

from rosette.server.publicsite.views import root, website

urlpatterns = [
    path("", root.root, name="root"),
    path("website/", website.website, name="website"),
    path("robots.txt", root.robots, name="robots"),
]
