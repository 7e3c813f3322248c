"""What views share: a form page, and a service called with the faults put back into the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.kernel import BadInput, NotComputable, UsageError
from rosette.server.accounts.models import Site
from rosette.server.clinic.presenters.child import ChildHead
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.store.models import Child


def tried(form: forms.Form, call: Callable[[], Any]) -> Any:
    """Call a service; every fault goes beside its field or to the top; None when it was refused."""
    try:
        return call()
    except BadInput as error:
        for problem in error.problems:
            path = problem.path.lstrip(".")
            name = path if path in form.fields else None
            form.add_error(name, problem.sentence() if name is None else problem.sentence().partition(": ")[2])
        return None
    except (NotComputable, UsageError) as error:
        form.add_error(None, str(error))
        return None


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    lede: str = "",
    child: Child | None = None,
    room: str = "",
    warning: bool = False,
    status: int | None = None,
) -> HttpResponse:
    """One form on a page, in the frame of a child when it is about one."""
    context = {
        "page": {"title": title, "button": button, "lede": lede, "warning": warning},
        "form": FormParts.of(form),
        "multipart": form.is_multipart(),
        "head": ChildHead.of(request, child, room=room) if child is not None else None,
    }
    template = "form_child.jinja" if child is not None else "form.jinja"
    return render(request, template, context, status=status or (400 if form.is_bound else 200))


def site_of(request: HttpRequest) -> Site:
    """The programme's site of a person; a page that does not exist for those who have none."""
    grants = request.user.current_grants()  # type: ignore[union-attr]
    own = [grant.site for grant in grants if grant.site is not None and grant.site.is_programme]
    if not own:
        raise Http404
    return own[0]
