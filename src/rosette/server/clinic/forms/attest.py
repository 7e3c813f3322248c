"""The form in which a person answers a criterion."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.server.services import clock

ANSWERS = (("yes", "Yes"), ("no", "No"))


class DayInput(forms.DateInput):
    """A day, typed or picked."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AttestForm(forms.Form):
    """Answer, reason, until when it holds."""

    question = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(
        widget=forms.Textarea,
        label="Reason",
        max_length=2000,
        help_text="What you looked at. It is shown with the answer wherever it counts.",
    )
    on = forms.DateField(widget=DayInput, label="Day on which you judged")
    valid_until = forms.DateField(
        widget=DayInput, label="Holds until", required=False, help_text="Leave empty when it does not lapse."
    )

    def clean(self) -> dict[str, Any]:
        """Days in order, and not in the future."""
        data = super().clean() or {}
        if data.get("on") and data["on"] > clock.today():
            self.add_error("on", "This day is in the future. Give the day on which you judged.")
        if data.get("on") and data.get("valid_until") and data["valid_until"] < data["on"]:
            self.add_error("valid_until", "This is before the day on which you judged.")
        return data

    def document(self, *, by: Any) -> dict[str, Any]:
        """The attestation as a fact."""
        data = self.cleaned_data
        until = {"valid_until": data["valid_until"].isoformat()} if data["valid_until"] else {}
        return {
            "kind": "attestation",
            "on": data["on"].isoformat(),
            "question": data["question"],
            "answer": data["answer"],
            "reason": data["reason"],
            **until,
            "source": {"type": "person", "name": by.name},
        }
