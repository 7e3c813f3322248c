"""Forms of trials under way: each gives what was typed as the trial office's services take it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen
from django import forms

from rosette.designs.conduct import Child, Ledger, Status, children_on, queue_on
from rosette.kernel import Quantity, UnitError
from rosette.portfolio import load_portfolio
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.services import clock
from rosette.server.store.models import Child as ProgrammeChild, RunningTrial

AREA = forms.Textarea
GRADES = (("", "Not graded"), *((str(grade), f"Grade {grade}") for grade in range(1, 6)))
YES_NO = (("yes", "Yes, it limits the dose"), ("no", "No"))
WORKED = (("yes", "Yes"), ("no", "No"))


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
        self.offer("cohort", ((place, f"{place}: {arm.title}") for place, arm in known.places()) if known else ())

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


class ChildForm(EntryForm):
    """An entry about one child."""

    child = forms.ChoiceField(label="Child", choices=())

    def prepare(self) -> None:
        """The children of the trial."""
        self.offer("child", ((each.child, f"{each.child}: {each.status.value}") for each in self.children()))


class QuantityField(forms.CharField):
    """A number with its unit, kept as it was typed."""

    def clean(self, value: Any) -> str:
        """Refuse what is no quantity."""
        text = str(super().clean(value) or "").strip()
        if text:
            try:
                Quantity.parse(text)
            except UnitError as fault:
                raise forms.ValidationError(str(fault)) from None
        return text


class DeliverForm(ChildForm):
    """What was given on the first day of treatment."""

    on = forms.DateField(widget=DayInput, label="First day of treatment")
    given = QuantityField(label="Given", max_length=40, help_text='With its unit, such as "12 mCi/kg".')
    total = QuantityField(
        label="Given in all",
        max_length=40,
        required=False,
        help_text='Where the level has a cap, such as "240 mCi".',
    )
    reason = forms.CharField(
        widget=AREA,
        label="Reason",
        max_length=500,
        required=False,
        help_text="When it is not what was assigned, or corrects an earlier entry.",
    )

    def prepare(self) -> None:
        """Only children who were not left out; the assigned dose stands in the hint."""
        super().prepare()
        levels = self.room.ledger.specification.levels
        told = ", ".join(
            f"{each.child}: {levels[each.dose - 1].dose}"
            + (f", at most {levels[each.dose - 1].cap} in all" if levels[each.dose - 1].cap else "")
            for each in self.children()
            if each.status is Status.NOT_TREATED
        )
        if told:
            self.fields["given"].help_text = f"With its unit. Assigned to {told}."


class InfeasibleForm(ChildForm):
    """The assigned level could not be given."""

    on = forms.DateField(widget=DayInput, label="Day")
    reason = forms.CharField(widget=AREA, label="Reason", max_length=500)


class CriterionForm(ChildForm):
    """An entry by one of the protocol's criteria."""

    criterion = forms.ChoiceField(label="Criterion", choices=())

    def prepare(self) -> None:
        """The criteria of the protocol with their windows."""
        super().prepare()
        windows = self.room.ledger.plan.windows
        self.offer("criterion", ((each.criterion, f"{each.criterion} ({each.days} days)") for each in windows))


class FollowForm(CriterionForm):
    """Somebody looked."""

    until = forms.DateField(widget=DayInput, label="No toxicity beyond those in the ledger, up to")

    def prepare(self) -> None:
        """By every criterion unless one is named."""
        super().prepare()
        self.fields["criterion"].required = False
        self.fields["criterion"].choices[0] = ("", "Every criterion")  # type: ignore[attr-defined]
        self.order_fields(["child", "until", "criterion"])


def graded(value: str) -> int | None:
    """A grade as a number."""
    return int(value) if value else None


class ObserveForm(CriterionForm):
    """An event."""

    what = forms.CharField(label="What happened", max_length=200)
    on = forms.DateField(widget=DayInput, label="Day of the event")
    grade = forms.TypedChoiceField(label="Grade", choices=GRADES, coerce=graded, empty_value=None, required=False)
    toxicity = forms.ChoiceField(label="Is it dose-limiting?", choices=YES_NO, widget=forms.RadioSelect)

    def typed(self) -> Mapping[str, Any]:
        """Yes and no as truth."""
        return {**super().typed(), "toxicity": self.cleaned_data["toxicity"] == "yes"}


class RespondForm(ChildForm):
    """Whether the treatment worked."""

    on = forms.DateField(widget=DayInput, label="Day")
    response = forms.ChoiceField(label="Response", choices=WORKED, widget=forms.RadioSelect)
    what = forms.CharField(label="What was seen", max_length=200, required=False)

    def typed(self) -> Mapping[str, Any]:
        """Yes and no as truth."""
        return {**super().typed(), "response": self.cleaned_data["response"] == "yes"}


class NotEvaluableForm(ChildForm):
    """The child does not count and is replaced."""

    reason = forms.CharField(widget=AREA, label="Reason", max_length=500)


class RegradeForm(EntryForm):
    """An event is judged anew."""

    event = forms.ChoiceField(label="Event", choices=())
    toxicity = forms.ChoiceField(label="Is it dose-limiting?", choices=YES_NO, widget=forms.RadioSelect)
    grade = forms.TypedChoiceField(label="Grade", choices=GRADES, coerce=graded, empty_value=None, required=False)
    reason = forms.CharField(widget=AREA, label="Reason", max_length=500)

    def prepare(self) -> None:
        """Every event as it is judged now."""
        self.offer("event", ((str(each.line), told) for each, told in self._events()))

    def _events(self) -> Iterable[tuple[Any, str]]:
        for child in self.children():
            for event in child.events:
                judged = "toxicity" if event.toxicity else "no toxicity"
                yield event, f"{child.child}: {event.what}, {event.on}, now {judged} (entry {event.line})"

    def typed(self) -> Mapping[str, Any]:
        """Yes and no as truth."""
        return {**super().typed(), "toxicity": self.cleaned_data["toxicity"] == "yes"}


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


ENTRIES: Mapping[str, type[EntryForm]] = {
    "reserve": ReserveForm,
    "release": ReleaseForm,
    "enrol": EnrolForm,
    "deliver": DeliverForm,
    "infeasible": InfeasibleForm,
    "follow": FollowForm,
    "observe": ObserveForm,
    "respond": RespondForm,
    "not-evaluable": NotEvaluableForm,
    "regrade": RegradeForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "note": NoteForm,
}
