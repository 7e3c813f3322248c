"""The page on which a person lets an app in, and the launch of an app from a child's page; both without script."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rosette.server.fhir.answering import base_of
from rosette.server.fhir.smart.words import AllowPage
from rosette.server.fhir.types import TYPES
from rosette.server.policy import Kind
from rosette.server.services.guards import anyone, child_page, step_up, stepped_up
from rosette.server.services.smart import Asked, OAuthFault, allow, app_of, launch, launched, read_asked
from rosette.server.services.smart.allowing import OPENS
from rosette.server.smart import Scopes, scopes_of
from rosette.server.store.models import App, Child

MOST_CHILDREN = 300


@anyone
def authorize(request: HttpRequest) -> HttpResponse:
    """What an app asks; allowing it sends the person back with a code, refusing with the reason."""
    sent = request.GET.dict()
    try:
        app = app_of(sent.get("client_id", ""))
        if sent.get("redirect_uri") not in app.redirects:
            raise OAuthFault("invalid_request", "the address to come back to is not registered for this app")
    except OAuthFault as error:
        page = {"title": "This app cannot be let in", "words": str(error)}
        return render(request, "smart/refused.jinja", {"page": page}, status=400)
    try:
        asked = read_asked(sent, app=app, base=base_of(request), types=TYPES)
        if "offline_access" in asked.scopes.words and not stepped_up(request):
            return step_up(request)
        return _asked(request, asked)
    except OAuthFault as error:
        return _back(sent, {"error": error.code, "error_description": str(error)})


def _asked(request: HttpRequest, asked: Asked) -> HttpResponse:
    child = launched(asked, by=request.user)
    if request.method != "POST":
        return _page(request, asked, child)
    if "allow" not in request.POST:
        raise OAuthFault("access_denied", "the person said no")
    chosen = child or _chosen(request)
    code = allow(asked, scopes=_ticked(request, asked), child=chosen, by=request.user)
    return _back({"redirect_uri": asked.redirect, "state": asked.state}, {"code": code})


def _ticked(request: HttpRequest, asked: Asked) -> Scopes:
    """What was ticked; of the words those of the launch stay."""
    ticked = scopes_of(" ".join(request.POST.getlist("scope")))
    return ticked | Scopes(words=asked.scopes.words - {"offline_access"})


def _page(request: HttpRequest, asked: Asked, child: Child | None) -> HttpResponse:
    children = _children(request) if asked.of_child and child is None else ()
    page = AllowPage.of(asked, child=child, children=children)
    answer = render(request, "smart/allow.jinja", {"page": page})
    parts = urlsplit(asked.redirect)
    answer._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}
    return answer


def _children(request: HttpRequest) -> tuple[Child, ...]:
    """The children of whom the person may see something that is served."""
    found: dict[str, Child] = {}
    for kind in OPENS:
        rows = Child.objects.visible_to(request.user, kind.value).filter(wrapped_key__isnull=False)
        for child in rows.order_by("number")[:MOST_CHILDREN]:
            found[child.number] = child
    return tuple(found[number] for number in sorted(found))


def _chosen(request: HttpRequest) -> Child | None:
    rows = Child.objects.select_related("referring_site", "programme_site")
    found: Child | None = rows.filter(public_id=request.POST.get("child", ""), wrapped_key__isnull=False).first()
    return found


def _back(sent: Mapping[str, str], told: Mapping[str, str]) -> HttpResponse:
    """Back to the app's registered address."""
    address, state = sent["redirect_uri"], sent.get("state", "")
    query = urlencode({**told, **({"state": state} if state else {})})
    return HttpResponseRedirect(f"{address}{'&' if urlsplit(address).query else '?'}{query}")


@child_page(Kind.CHILD)
def child_apps(request: HttpRequest, child: Child) -> HttpResponse:
    """The apps that can be opened for a child; opening one sends the person there with a launch."""
    apps = App.objects.filter(ended_at__isnull=True).exclude(launch_url="").order_by("name")
    if request.method == "POST":
        app = apps.filter(public_id=request.POST.get("app", "")).first()
        if app is None:
            raise Http404
        query = urlencode({"iss": base_of(request), "launch": launch(app=app, child=child, by=request.user)})
        return HttpResponseRedirect(f"{app.launch_url}{'&' if urlsplit(app.launch_url).query else '?'}{query}")
    page = {"title": f"Apps for {child.number}", "apps": list(apps)}
    answer = render(request, "smart/apps.jinja", {"page": page, "child": child})
    origins = {f"{urlsplit(each.launch_url).scheme}://{urlsplit(each.launch_url).netloc}" for each in apps}
    if origins:
        answer._csp_update = {"form-action": sorted(origins)}
    return answer
