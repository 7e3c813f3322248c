"""The routes below /fhir; the CapabilityStatement is made from them."""

from __future__ import annotations

from django.urls import path, re_path

from rosette.server.fhir.capability import metadata
from rosette.server.fhir.matching import match, read_definition
from rosette.server.fhir.smart.discovery import configuration
from rosette.server.fhir.types import TYPES
from rosette.server.fhir.views import nothing, read_view, search_view

urlpatterns = [
    path("metadata", metadata),
    path(".well-known/smart-configuration", configuration),
    path("ResearchStudy/$match", match),
    path("OperationDefinition/<str:name>", read_definition),
    *(path(each.type, search_view(each)) for each in TYPES.values()),
    *(path(f"{each.type}/<str:name>", read_view(each)) for each in TYPES.values()),
    re_path(r"^(?P<rest>.*)$", nothing),
]
