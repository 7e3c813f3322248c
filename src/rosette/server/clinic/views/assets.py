"""The design system's CSS without its typeface: that one names a foreign host, and nothing here may ask one."""

from __future__ import annotations

import functools
import gzip
import hashlib
import re
from importlib.util import find_spec
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from rosette.server.services.guards import anyone

FILE = "static/wagtailnhsukfrontend/css/nhsuk-frontend-10.4.2.min.css"


@functools.cache
def design_system_css() -> str:
    """The packaged CSS, every `@font-face` and its name taken out."""
    spec = find_spec("wagtailnhsukfrontend")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    text = (Path(spec.submodule_search_locations[0]) / FILE).read_text(encoding="utf-8")
    return re.sub(r"@font-face\s*\{[^}]*\}", "", text).replace("Frutiger W01,", "")


@functools.cache
def _compressed() -> bytes:
    return gzip.compress(design_system_css().encode(), mtime=0)


def css_version() -> str:
    """Changes when the CSS does, so that browsers may keep it."""
    return hashlib.sha256(design_system_css().encode()).hexdigest()[:12]


@login_not_required
@anyone
def design_system(request: HttpRequest, version: str) -> HttpResponse:
    """The CSS; kept by browsers for a year under its version."""
    small = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(_compressed() if small else design_system_css(), content_type="text/css; charset=utf-8")
    if small:
        answer["Content-Encoding"] = "gzip"
    answer["Vary"] = "Accept-Encoding"
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
