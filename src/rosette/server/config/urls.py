"""Every route: the public site by language, the clinic's rooms, sign-in, the editor, the API, FHIR and apps."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from wagtail.admin import urls as editing

from rosette.server.api.app import api
from rosette.server.fhir.views import nothing

handler404 = "rosette.server.config.handlers.not_found"
handler500 = "rosette.server.clinic.views.errors.broken"
handler400 = "rosette.server.config.handlers.not_found"
handler403 = "rosette.server.config.handlers.not_found"

urlpatterns = [
    path("account/", include("rosette.server.accounts.urls")),
    path("api/", api.urls),
    path("fhir", nothing),
    path("fhir/", include("rosette.server.fhir.urls")),
    path("editing/", include(editing)),
    path("", include("rosette.server.fhir.doors")),
    path("", include("rosette.server.clinic.urls")),
    *i18n_patterns(path("", include("rosette.server.publicsite.urls"))),
    path("", include("rosette.server.publicsite.doors")),
]

for pattern in urlpatterns[1].url_patterns:
    pattern.callback = login_not_required(pattern.callback)
