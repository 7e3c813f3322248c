"""Files of a trial: its ledger and children for other programs, the week on a page, the pack for the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse

from rosette.designs.conduct import Ledger, child_rows, dsmb, ledger_text, line_rows, weekly
from rosette.designs.conduct.tables import CHILDREN, LINES
from rosette.documents.tables import to_csv
from rosette.documents.trials import pack_pdf, week_pdf
from rosette.server.clinic.views.trials import shown
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.trial_guard import may_in, trial_page
from rosette.server.services.trials import ledger_of
from rosette.server.store.models import RunningTrial

CSV, JSON, PDF = "text/csv; charset=utf-8", "application/json", "application/pdf"


def _pack(ledger: Ledger) -> bytes:
    return pack_pdf(dsmb(ledger, clock.today()))


def _week(ledger: Ledger) -> bytes:
    return week_pdf(weekly(ledger, clock.today()))


def _children(ledger: Ledger) -> bytes:
    return to_csv(CHILDREN, child_rows(ledger, clock.today()))


def _lines(ledger: Ledger) -> bytes:
    return to_csv(LINES, line_rows(ledger))


def _json(ledger: Ledger) -> bytes:
    return ledger_text(ledger).encode()


FILES: Mapping[str, tuple[Callable[[Ledger], bytes], str, str, str]] = {
    "pack": (_pack, PDF, "board.pdf", "Pack for the data and safety monitoring board (PDF)"),
    "week": (_week, PDF, "week.pdf", "The week on one page (PDF)"),
    "children": (_children, CSV, "children.csv", "Children as CSV"),
    "lines": (_lines, CSV, "ledger.csv", "Ledger as CSV"),
    "ledger": (_json, JSON, "ledger.json", "Ledger as JSON, with the digest of every line"),
}


@trial_page()
def trial_files(request: HttpRequest, trial: RunningTrial) -> HttpResponse:
    """What can be taken along."""
    may = may_in(request.user, trial, Act.EXPORT, Kind.RUNNING_TRIAL)
    files = [(key, text) for key, (_, _, _, text) in FILES.items()] if may else []
    return shown(request, trial, "files", "trial_files", page={"title": f"Files of {trial.name}", "files": files})


@trial_page(Kind.RUNNING_TRIAL, Act.EXPORT)
def trial_file(request: HttpRequest, trial: RunningTrial, form: str) -> HttpResponse:
    """One file; who took it is kept."""
    if form not in FILES:
        raise Http404
    make, kind, name, _ = FILES[form]
    made = make(ledger_of(trial))
    audit.write(
        by=request.user,
        act="running_trial.export",
        kind="running_trial",
        thing=trial.public_id,
        purpose="operations",
        detail=form,
    )
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{clock.today()}-{name}"'
    return answer
