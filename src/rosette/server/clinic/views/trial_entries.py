"""What is entered in a trial, what is asked, and what is confirmed: each a small form, each refusal its sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rosette.designs.conduct import (
    Decided,
    Enrolled,
    Ledger,
    Line,
    act_text,
    expansion_status,
    in_force,
    rulings,
    sentence,
)
from rosette.server.clinic.forms.trial_children import ENTRIES
from rosette.server.clinic.forms.trials import EntryForm, OverrideForm, Room
from rosette.server.clinic.presenters.parts import FormParts
from rosette.server.clinic.presenters.trials.deciding import ruling_row
from rosette.server.clinic.views.pages import tried
from rosette.server.clinic.views.trials import shown
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.trial_guard import trial_page
from rosette.server.services.trials import (
    ask_rule,
    confirm,
    enter,
    freeze,
    ledger_of,
    next_number,
    next_slot,
    override,
    reserve_slot,
)
from rosette.server.store.models import RunningTrial

WORDS: Mapping[str, tuple[str, str, str]] = {
    "reserve": ("Reserve a slot", "Reserve", "The next slot in the queue."),
    "release": ("Release a slot", "Release", "The next in the queue moves up."),
    "enrol": ("Enrol a child", "Enrol", ""),
    "deliver": ("What was given", "Enter what was given", "On the first day of treatment; windows count from it."),
    "infeasible": (
        "The level could not be given",
        "Enter as infeasible",
        "The child does not count at the level; another takes its place.",
    ),
    "follow": ("Follow-up confirmed", "Confirm", "Somebody looked, and there is nothing beyond what the ledger holds."),
    "observe": ("An event", "Enter the event", "Every event that the protocol asks for, dose-limiting or not."),
    "respond": ("Response", "Enter the response", ""),
    "not-evaluable": (
        "Not evaluable",
        "Enter as not evaluable",
        "The child does not count for toxicity and is replaced. One with a toxicity always counts.",
    ),
    "regrade": (
        "Judge an event anew",
        "Re-grade",
        "History stays. Decisions that rested on it are worked out again, and what would have changed is told.",
    ),
    "suspend": (
        "Suspend enrolment",
        "Suspend now",
        "From this entry on nobody is enrolled. Everybody concerned is told.",
    ),
    "resume": ("Go on with enrolment", "Go on", "Everybody concerned is told."),
    "note": ("A note", "Keep the note", "It changes nothing."),
    "freeze": ("Freeze the data", "Freeze", "Everything known so far becomes the data of the next decision."),
    "ask": ("Ask the rule", "Ask", "The rule answers on the frozen data. Another person than you confirms."),
    "confirm": ("Confirm the decision", "Confirm", ""),
    "override": (
        "Do something else than the rule",
        "Override",
        "With a reason, which the board reads. Never a level that is not admissible.",
    ),
}


def _room(request: HttpRequest, trial: RunningTrial) -> Room:
    return Room(trial=trial, ledger=ledger_of(trial), user=request.user)


@trial_page(Kind.TRIAL_ENTRY, Act.ADD)
def trial_enter(request: HttpRequest, trial: RunningTrial, what: str) -> HttpResponse:
    """One entry of the trial office."""
    if what not in ENTRIES:
        raise Http404
    room = _room(request, trial)
    form = ENTRIES[what](request.POST or None, room=room, initial=_initial(request))

    def send() -> Line:
        if what == "reserve":
            typed = form.cleaned_data
            words = {"cohort": typed["cohort"], "until": typed["until"], "child": typed["number"]}
            return reserve_slot(trial=trial, by=request.user, seen=typed["seen"], **words)
        return enter(trial=trial, what=what, typed=form.typed(), by=request.user, seen=form.cleaned_data["seen"])

    return _answered(request, room, form, what, send, lede=_lede(what, room.ledger))


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What a link chose already; days are today unless told."""
    given = {name: request.GET[name] for name in ("child", "event", "slot", "criterion") if name in request.GET}
    return {**given, "on": clock.today(), **({"until": clock.today()} if "child" in given else {})}


def _lede(what: str, ledger: Ledger) -> str:
    if what == "enrol":
        return _enrolled_at(ledger)
    return f"{WORDS[what][2]} It becomes {next_slot(ledger)}." if what == "reserve" else WORDS[what][2]


def _enrolled_at(ledger: Ledger) -> str:
    """At which level the child would be enrolled, and under what."""
    force, more = in_force(ledger), expansion_status(ledger, clock.today())
    if force is None:
        return "No decision is in force yet."
    dose = more.dose if more else force.dose
    where = f"level {more.dose}, in the expansion" if more else act_text(force.dose)
    needs = ledger.specification.levels[dose - 1].needs if dose else ""
    told = f" The level needs: {needs}." if needs else ""
    return f"Decision {force.number} is in force: {where}. The child becomes {next_number(ledger)}.{told}"


@trial_page(Kind.TRIAL_DECISION, Act.ADD)
def trial_ask(request: HttpRequest, trial: RunningTrial, what: str) -> HttpResponse:
    """Freeze the data, or ask the rule."""
    services: Mapping[str, Callable[..., Line]] = {"freeze": freeze, "ask": ask_rule}
    if what not in services:
        raise Http404
    room = _room(request, trial)
    form = EntryForm(request.POST or None, room=room)

    def send() -> Line:
        return services[what](trial=trial, by=request.user, seen=form.cleaned_data["seen"])

    return _answered(request, room, form, what, send, lede=WORDS[what][2])


@trial_page(Kind.TRIAL_DECISION, Act.SIGN)
def trial_settle(request: HttpRequest, trial: RunningTrial, what: str) -> HttpResponse:
    """Confirm or override the last decision, as another person than the one who asked."""
    if what not in ("confirm", "override"):
        raise Http404
    room = _room(request, trial)
    number = len(room.ledger.of(Decided))
    form = (OverrideForm if what == "override" else EntryForm)(request.POST or None, room=room)

    def send() -> Line:
        words = {"trial": trial, "number": number, "by": request.user, "seen": form.cleaned_data["seen"]}
        return override(**words, **form.typed()) if what == "override" else confirm(**words)

    return _answered(request, room, form, what, send, lede=_asked(room.ledger, WORDS[what][2]))


def _asked(ledger: Ledger, more: str) -> str:
    rows = rulings(ledger)
    if not rows:
        return "Nobody has asked the rule yet."
    row = ruling_row(rows[-1])
    return f"Decision {row.number}. {row.says}. {row.asked}. {row.rests}. {more}".strip()


def _answered(
    request: HttpRequest, room: Room, form: EntryForm, what: str, send: Callable[[], Line], *, lede: str
) -> HttpResponse:
    """Send the form; a refusal comes back with what was typed and the ledger as it is now."""
    if request.method == "POST" and form.is_valid():
        line = tried(form, send)
        if line is not None:
            messages.success(request, f"Entry {line.number}: {sentence(line.entry)}.")
            return redirect(_next(room.trial, line))
    if form.is_bound:
        form.look_again()
    title, button, _ = WORDS[what]
    context = {
        "page": {"title": title, "button": button, "lede": lede, "warning": what in ("suspend", "override")},
        "form": FormParts.of(form),
        "multipart": False,
    }
    answer = shown(request, room.trial, "form", "", **context)
    answer.status_code = 400 if form.is_bound else 200
    return answer


def _next(trial: RunningTrial, line: Line) -> str:
    """Where to go on: the child that the entry is about, else the trial."""
    child = getattr(line.entry, "child", "")
    if child and not isinstance(line.entry, Enrolled):
        return reverse("trial_child", args=[trial.public_id, child])
    return reverse("running_trial", args=[trial.public_id])
