"""The routes of apps and of CDS clients, beside /fhir."""

from __future__ import annotations

from django.urls import path

from rosette.server.fhir.cds.views import discovery, feedback, trials
from rosette.server.fhir.smart.tokens import introspect, revoke, token
from rosette.server.fhir.smart.views import authorize, child_apps

urlpatterns = [
    path("smart/authorize", authorize, name="smart_authorize"),
    path("smart/token", token),
    path("smart/introspect", introspect),
    path("smart/revoke", revoke),
    path("children/<slug:child>/apps/", child_apps, name="child_apps"),
    path("cds-services", discovery),
    path("cds-services/open-trials", trials),
    path("cds-services/open-trials/feedback", feedback),
]
