"""The frame of every page: texts, how to reach the programme, the menu, the languages."""

from __future__ import annotations

from urllib.parse import quote

from attrs import field, frozen
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from rosette.server.publicsite.models import ContactSettings
from rosette.server.services import clock
from rosette.texts import LANGUAGES, Texts, texts_of

ROOMS = ("find_trials", "refer")


@frozen(kw_only=True)
class Link:
    """A place to go to."""

    text: str
    href: str
    current: bool = False
    language: str = ""


@frozen(kw_only=True)
class SiteFrame:
    """What stands around the content of a page."""

    t: Texts
    contact: ContactSettings
    menu: tuple[Link, ...]
    languages: tuple[Link, ...]
    demo: bool
    address: str
    path: str = field(default="/")

    @classmethod
    def of(cls, request: HttpRequest) -> SiteFrame:
        """Make the frame for a request."""
        t = texts_of(translation.get_language() or "en")
        return cls(
            t=t,
            contact=contact_of(request),
            menu=_menu(request, t),
            languages=_languages(request, t),
            demo=clock.is_demo(),
            address=request.build_absolute_uri(),
            path=request.path,
        )

    @property
    def home(self) -> str:
        """The home page of this language."""
        return f"/{self.t.language}/"

    @property
    def mailto(self) -> str:
        """A link that opens the reader's own mail programme with this page's address."""
        return f"mailto:?subject={quote(self.t('site.name'))}&body={quote(self.address)}"

    @property
    def printed(self) -> str:
        """Where a printed page came from, and when."""
        return self.t("site.printed_from", address=self.address, day=self.t.day(clock.today()))


def contact_of(request: HttpRequest) -> ContactSettings:
    """How to reach the programme; all empty on a site that was not built yet."""
    site = Site.find_for_request(request)
    return ContactSettings.for_site(site) if site is not None else ContactSettings()


def _menu(request: HttpRequest, t: Texts) -> tuple[Link, ...]:
    home = f"/{t.language}/"
    found = [
        (t("nav.home"), home),
        *((t(f"nav.{name}"), reverse(room)) for name, room in (("find", "find_trials"), ("refer", "refer"))),
    ]
    found += [(t(f"nav.{name}"), f"{home}#{name}") for name in ("approaches", "after")]
    found += [(t("nav.doctors"), f"{home}#doctors"), (t("nav.contact"), f"{home}#contact")]
    return tuple(
        Link(
            text=text,
            href=href,
            current=request.path == href or (href != home and "#" not in href and request.path.startswith(href)),
        )
        for text, href in found
    )


def _languages(request: HttpRequest, t: Texts) -> tuple[Link, ...]:
    """The same page in the other languages; a status page or a form goes on where it is."""
    rest = request.path[len(t.language) + 1 :]
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return tuple(
        Link(text=name, href=_other(request, code, rest) + query, current=code == t.language, language=code)
        for code, name in LANGUAGES.items()
    )


def _other(request: HttpRequest, code: str, rest: str) -> str:
    """A page's translation when it has one, the same room otherwise; Arabic has rooms and no pages."""
    match = request.resolver_match
    if match is not None and match.url_name == "wagtail_serve" and rest != "/" and code == "ar":
        return "/ar/"
    return f"/{code}{rest}"
