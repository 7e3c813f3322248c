"""The template engine of the pages: escaping on, no logic beyond loops, macros of the NHS design system."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import nhsuk_frontend_jinja
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup

from rosette.version import __version__


def environment(**options: Any) -> Environment:
    """Make the engine: our templates first, then the design system's macros."""
    options.update(undefined=ChainableUndefined)
    loader = options.pop("loader")
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True)
    made.loader = ChoiceLoader([loader, _design_system()])
    from rosette.server.clinic.presenters.parts import FormParts
    from rosette.server.clinic.views.assets import css_version

    made.globals.update(
        static=static,
        url=_url,
        software=__version__,
        parts=FormParts.of,
        css_version=css_version,
        passkey_script=passkey_script,
    )
    made.filters.update(day=day, instant=instant)
    return made


def _design_system() -> FileSystemLoader:
    return FileSystemLoader(Path(nhsuk_frontend_jinja.__file__).parent / "templates")


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def day(value: date | None) -> str:
    """A day for people: 3 Jun 2026."""
    return "" if value is None else f"{value.day} {value:%b %Y}"


def instant(value: datetime | None) -> str:
    """An instant for people: 3 Jun 2026, 14:05 UTC."""
    return "" if value is None else f"{day(value.date())}, {value:%H:%M} UTC"


def page_context(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page: of the public site below a language, of the clinic otherwise."""
    if is_public(request):
        from rosette.intake import DOCUMENTS
        from rosette.server.publicsite.presenters.asking import MOST_MB
        from rosette.server.publicsite.presenters.frame import SiteFrame

        return {"site": SiteFrame.of(request), "most_mb": MOST_MB, "documents": DOCUMENTS}
    from rosette.server.clinic.presenters.layout import Layout

    return {"layout": Layout.of(request)}


def is_public(request: HttpRequest) -> bool:
    """Whether an address lies below a language."""
    from rosette.texts import LANGUAGES

    return request.path_info.split("/")[1] in LANGUAGES


def passkey_script(action: str, ids: dict[str, str], data: Any) -> Markup:
    """The script of the passkey pages: from this server, its data as data, nothing inline that runs."""
    import json

    from django.utils.html import json_script

    told = json.dumps({"ids": {key: str(value) for key, value in ids.items()}})
    sources = "".join(
        f'<script src="{static(name)}"></script>'
        for name in ("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "account/js/onload.js")
    )
    begin = f'<script data-allauth-onload="allauth.webauthn.forms.{action}" type="application/json">{told}</script>'
    return Markup(f"{json_script(data, 'js_data')}{sources}{begin}")
