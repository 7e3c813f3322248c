"""Forms about one child of a trial, and every form of the trial office by its word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from rosette.designs.conduct import Status
from rosette.kernel import Quantity, UnitError
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.clinic.forms.trials import (
    AREA,
    EnrolForm,
    EntryForm,
    NoteForm,
    ReleaseForm,
    ReserveForm,
    ResumeForm,
    SuspendForm,
)

GRADES = (("", "Not graded"), *((str(grade), f"Grade {grade}") for grade in range(1, 6)))
YES_NO = (("yes", "Yes, it limits the dose"), ("no", "No"))
WORKED = (("yes", "Yes"), ("no", "No"))


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
