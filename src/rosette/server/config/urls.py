"""Every route: the clinic's rooms, sign-in, the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from rosette.server.api.app import api

handler404 = "rosette.server.clinic.views.errors.not_found"
handler500 = "rosette.server.clinic.views.errors.broken"
handler400 = "rosette.server.clinic.views.errors.not_found"
handler403 = "rosette.server.clinic.views.errors.not_found"

urlpatterns = [
    path("account/", include("rosette.server.accounts.urls")),
    path("api/", api.urls),
    path("", include("rosette.server.clinic.urls")),
]

for pattern in urlpatterns[1].url_patterns:
    pattern.callback = login_not_required(pattern.callback)
