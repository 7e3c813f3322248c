"""Forms of the trial office."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.server.clinic.forms.attest import DayInput
from rosette.server.services.office import REASONS
from rosette.server.store.models.office import STAGES, STATUSES


class PlaceForm(forms.Form):
    """How an arm stands."""

    status = forms.ChoiceField(choices=STATUSES, label="Status", widget=forms.RadioSelect)
    opened = forms.DateField(widget=DayInput, label="Opens", required=False)
    closes = forms.DateField(widget=DayInput, label="Closes", required=False)
    total = forms.IntegerField(label="Places in all", min_value=0, max_value=10000, required=False)
    taken = forms.IntegerField(label="Places taken", min_value=0, max_value=10000, required=False)
    next_slot = forms.DateField(widget=DayInput, label="Next place", required=False)
    label = forms.CharField(label="Remark", max_length=200, required=False)
    reason = forms.CharField(label="Reason of this change", max_length=300)

    def clean_taken(self) -> int:
        """No number is none taken."""
        return self.cleaned_data.get("taken") or 0


class ReserveForm(forms.Form):
    """Keep a place for a child."""

    place = forms.ChoiceField(label="Place", choices=())
    expires = forms.DateField(widget=DayInput, label="Kept until")

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places


class WaitForm(forms.Form):
    """Put a child on a waiting list."""

    place = forms.ChoiceField(label="Place", choices=())

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places


class StepForm(forms.Form):
    """A step of the funnel."""

    place = forms.ChoiceField(label="Option", choices=())
    stage = forms.ChoiceField(choices=STAGES, label="Step", widget=forms.RadioSelect)
    reason = forms.ChoiceField(choices=(("", "—"), *REASONS), label="Why not", required=False)
    on = forms.DateField(widget=DayInput, label="Day")

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
