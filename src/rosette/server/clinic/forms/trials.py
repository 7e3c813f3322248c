"""Forms of trials under way: what every entry has, slots, suspensions, notes, an override."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen
from django import forms

from rosette.designs.conduct import Child, Ledger, children_on, queue_on
from rosette.portfolio import load_portfolio
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.services import clock
from rosette.server.store.models import Child as ProgrammeChild, RunningTrial

AREA = forms.Textarea


@frozen(kw_only=True)
class Room:
    """What a form asks about: the trial, its ledger as it was read, who asks."""

    trial: RunningTrial
    ledger: Ledger
    user: Any


class EntryForm(forms.Form):
    """What every entry has: the digest of the ledger that its author read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room
        self.fields["seen"].initial = room.ledger.digest
        self.prepare()

    def prepare(self) -> None:
        """Fill choices from the ledger."""

    def look_again(self) -> None:
        """After a refusal the person reads the ledger as it is now."""
        self.data = self.data.copy()
        self.data["seen"] = self.room.ledger.digest

    def typed(self) -> Mapping[str, Any]:
        """What was typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """The choices of a field, with a first one that chooses nothing."""
        self.fields[name].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]

    def children(self) -> list[Child]:
        """The children of the trial, newest first: they are written about most."""
        return list(reversed(children_on(self.room.ledger, clock.today())))


class ReserveForm(EntryForm):
    """A slot for a cohort of the portfolio."""

    cohort = forms.ChoiceField(label="Cohort of the portfolio", choices=())
    number = forms.CharField(
        label="Number of the child in the programme",
        max_length=20,
        required=False,
        help_text="Such as RZ-00007. It stays out of the ledger; only those who may see the child see the link.",
    )
    until = forms.DateField(widget=DayInput, label="Lapses after", required=False)

    def prepare(self) -> None:
        """The cohorts of the trial in the portfolio."""
        known = load_portfolio().trials.get(self.room.trial.portfolio)
        self.offer("cohort", ((arm.place, f"{arm.place}: {arm.title}") for arm in known.arms) if known else ())

    def clean_number(self) -> ProgrammeChild | None:
        """The child, when the person may see it."""
        number = self.cleaned_data["number"].strip()
        if not number:
            return None
        found = ProgrammeChild.objects.visible_to(self.room.user, "reservation").filter(number__iexact=number).first()
        if found is None:
            raise forms.ValidationError(f"{number} is no child of yours: look at its number again.")
        return found


class SlotForm(EntryForm):
    """A slot that waits."""

    slot = forms.ChoiceField(label="Slot", choices=())

    def prepare(self) -> None:
        """The queue in its order."""
        queue = queue_on(self.room.ledger, clock.today())
        self.offer(
            "slot", ((each.slot, f"{each.slot}, {'a place is open' if each.holds else 'waits'}") for each in queue)
        )


class ReleaseForm(SlotForm):
    """A slot is given up."""

    reason = forms.CharField(widget=AREA, label="Reason", max_length=500)


class EnrolForm(SlotForm):
    """A child takes its slot; number, level and decision are those of the ledger."""


class SuspendForm(EntryForm):
    """Enrolment stops for a reason outside the rule."""

    reason = forms.CharField(widget=AREA, label="Reason", max_length=500)
    until = forms.CharField(label="It goes on when", max_length=200)


class ResumeForm(EntryForm):
    """Enrolment goes on."""

    reason = forms.CharField(widget=AREA, label="Reason", max_length=500)


class NoteForm(EntryForm):
    """Something worth keeping that changes nothing."""

    about = forms.ChoiceField(label="About", choices=(), required=False)
    text = forms.CharField(widget=AREA, label="Note", max_length=1000)

    def prepare(self) -> None:
        """A child, or the trial."""
        self.offer("about", ((each.child, each.child) for each in self.children()))
        self.fields["about"].choices[0] = ("", "The trial")  # type: ignore[attr-defined]


class OverrideForm(EntryForm):
    """Something else than the rule says; only a dose that the rule finds admissible."""

    dose = forms.ChoiceField(label="Instead", choices=())
    reason = forms.CharField(widget=AREA, label="Reason", max_length=1000)

    def prepare(self) -> None:
        """The levels of the protocol, and nobody."""
        levels = enumerate(self.room.ledger.specification.levels, 1)
        self.offer(
            "dose",
            (("none", "Nobody is enrolled"), *((str(dose), f"Level {dose}: {level.dose}") for dose, level in levels)),
        )

    def typed(self) -> Mapping[str, Any]:
        """The dose, or none."""
        dose = self.cleaned_data["dose"]
        return {"dose": None if dose == "none" else int(dose), "reason": self.cleaned_data["reason"]}
