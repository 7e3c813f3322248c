"""Forms of 131I-MIBG therapy and of the score of a scan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from rosette.knowledge import Knowledge
from rosette.response.scores import levels_of, segments_of
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.services import clock

UNIT = "A number with its unit, such as "
AREA = forms.Textarea
READINGS_HELP = (
    "One reading a line. The first line names the columns: hours, anterior, posterior, background_anterior, "
    "background_posterior, voided. Hours count from the end of the infusion."
)
RATES_HELP = "One reading a line. The first line names the columns: hours, mr_per_h. Rates at 1 m."


class PlanSheetForm(forms.Form):
    """A plan of one administration."""

    level = forms.CharField(label="Level", max_length=40, help_text=f'{UNIT}"18 mCi/kg" or "666 MBq/kg".')
    infusion = forms.DateField(widget=DayInput, label="Day of the infusion")
    mass = forms.CharField(
        label="Body mass, weighed now",
        max_length=40,
        required=False,
        help_text='Leave empty for the last weight of the record. Else with its unit, such as "18.3 kg".',
    )

    def typed(self) -> Mapping[str, Any]:
        """What was typed, as a worksheet keeps it."""
        data = self.cleaned_data
        return {"level": data["level"], "infusion": data["infusion"].isoformat(), "mass": data["mass"]}


class DoseSheetForm(forms.Form):
    """Probe counts and what was given."""

    infusion = forms.DateField(widget=DayInput, label="Day of the infusion")
    activity = forms.CharField(label="Activity given", max_length=40, help_text=f'{UNIT}"8880 MBq" or "240 mCi".')
    mass = forms.CharField(label="Body mass", max_length=40, help_text=f'{UNIT}"20 kg".')
    counts = forms.CharField(
        widget=AREA(attrs={"rows": 10}), label="Probe counts", max_length=20_000, help_text=READINGS_HELP
    )
    way = forms.ChoiceField(
        label="From readings to the area",
        choices=(("fit", "Fitted phases"), ("joined", "Readings joined")),
        widget=forms.RadioSelect,
        initial="fit",
    )
    tail = forms.ChoiceField(
        label="After the last reading",
        choices=(("effective", "As the last phase went on"), ("physical", "Physical decay only")),
        widget=forms.RadioSelect,
        initial="effective",
    )
    without = forms.CharField(
        label="Leave out the readings at these hours",
        max_length=100,
        required=False,
        help_text="Only when you know why; it is said on the worksheet.",
    )

    lesion = forms.CharField(
        label="A lesion: mass, first activity, half-life",
        max_length=80,
        required=False,
        help_text='Such as "20 g, 12.2 MBq, 60 h"; its dose from electrons alone is a lower bound.',
    )

    def clean_without(self) -> str:
        """Hours as numbers."""
        text = str(self.cleaned_data["without"])
        try:
            [float(each) for each in text.replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError("Give hours as numbers, such as 72 96.") from None
        return text

    def typed(self) -> Mapping[str, Any]:
        """What was typed, as a worksheet keeps it."""
        return {**self.cleaned_data, "infusion": self.cleaned_data["infusion"].isoformat()}


class SecondSheetForm(forms.Form):
    """The first administration, and the body mass of now."""

    dose = forms.CharField(label="Whole-body dose of the first", max_length=40, help_text=f'{UNIT}"1.85 Gy".')
    sd = forms.CharField(label="Its standard uncertainty", max_length=40, help_text=f'{UNIT}"0.12 Gy".')
    activity = forms.CharField(label="Activity of the first", max_length=40, help_text=f'{UNIT}"8880 MBq".')
    mass_then = forms.CharField(label="Body mass then", max_length=40, help_text=f'{UNIT}"20 kg".')
    mass = forms.CharField(label="Body mass now", max_length=40, help_text=f'{UNIT}"19.2 kg".')
    measured = forms.CharField(
        label="Dose of the second, once it is measured",
        max_length=40,
        required=False,
        help_text="Leave empty before; afterwards both are set against the plan.",
    )
    measured_sd = forms.CharField(label="Its standard uncertainty", max_length=40, required=False)

    def typed(self) -> Mapping[str, Any]:
        """What was typed, as a worksheet keeps it."""
        return dict(self.cleaned_data)


class ReleaseSheetForm(forms.Form):
    """Rates at 1 m and the end of the infusion."""

    ended = forms.DateTimeField(
        label="When the infusion ended",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="By the clock of the site, such as 2026-06-15 11:30.",
    )
    activity = forms.CharField(
        label="Activity given",
        max_length=40,
        required=False,
        help_text=f'{UNIT}"8880 MBq"; for the rule of what is left.',
    )
    rates = forms.CharField(
        widget=AREA(attrs={"rows": 10}), label="Rates at 1 m", max_length=20_000, help_text=RATES_HELP
    )

    def typed(self) -> Mapping[str, Any]:
        """What was typed, as a worksheet keeps it."""
        data = self.cleaned_data
        return {**data, "ended": data["ended"].replace(tzinfo=None).isoformat(timespec="minutes")}


SHEETS: Mapping[str, type[forms.Form]] = {
    "plan": PlanSheetForm,
    "dose": DoseSheetForm,
    "second": SecondSheetForm,
    "release": ReleaseSheetForm,
}


class ScanForm(forms.Form):
    """An MIBG scan scored by segment; every segment is asked for, and 0 must be chosen."""

    on = forms.DateField(widget=DayInput, label="Day of the scan")

    def __init__(self, *args: Any, scale: str, knowledge: Knowledge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale, self.segments = scale, segments_of(scale, knowledge)
        choices = [("", "Choose")] + [
            (str(level.points), f"{level.points}: {level.statement}") for level in levels_of(scale, knowledge)
        ]
        for row in self.segments:
            self.fields[row.segment] = forms.ChoiceField(label=row.name.capitalize(), choices=choices)
        self.fields["source"] = forms.CharField(label="Report", max_length=200, help_text="Whose reading it is.")

    def points(self) -> dict[str, int]:
        """Points by segment of what was typed so far, for the drawn body."""
        found = {}
        for row in self.segments:
            text = str(self[row.segment].value() or "")
            if text.isdigit() and int(text) <= row.most:
                found[row.segment] = int(text)
        return found

    def clean_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError("This day is in the future.")
        return day

    def document(self) -> dict[str, Any]:
        """The scan as a fact."""
        points = {row.segment: int(self.cleaned_data[row.segment]) for row in self.segments}
        return {
            "kind": "imaging",
            "on": self.cleaned_data["on"].isoformat(),
            "modality": "mibg",
            self.scale: sum(points.values()),
            "segments": points,
            "avid": any(points.values()),
            "source": {"type": "document", "name": self.cleaned_data["source"]},
        }
