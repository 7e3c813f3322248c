"""Forms of surveillance for late effects: a result, the settings of a site, a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from rosette.kernel import BadInput, NotComputable
from rosette.knowledge import SurveillanceTest, load_knowledge
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.services import clock
from rosette.server.services.survivors import audiogram_fact, reports_of
from rosette.server.services.survivors.reported import Report

AUDIOMETRY = "audiometry"
EAR_LINES = {
    "right_air": "Right ear, air conduction",
    "left_air": "Left ear, air conduction",
    "right_bone": "Right ear, bone conduction",
    "left_bone": "Left ear, bone conduction",
}
EAR_HELP = "Frequency in kHz and level in dB, such as 1: 10, 2: 15, 4: 25, 8: 40."
SPAN_HELP = "Such as 2 years or 6 months."
ASKED = "Give a number, a word of the report, or the levels of an audiogram."


class ResultForm(forms.Form):
    """A result of one surveillance test: numbers with their units, words of the report, or an audiogram."""

    on = forms.DateField(widget=DayInput, label="Day of the test")

    def __init__(self, *args: Any, test: SurveillanceTest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.test, self.reports = test, reports_of(test, load_knowledge())
        self.audiogram = test.id == AUDIOMETRY
        for report in self.reports:
            self.fields |= _coded(report) if report.values else _numbers(report)
        if self.audiogram:
            self.fields |= _ears()
        self.fields["source"] = forms.CharField(label="Report", max_length=200, help_text="Whose report it is.")

    def clean_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError("This day is in the future: enter a result once the test was done.")
        return day

    def clean(self) -> dict[str, Any]:
        """Something was reported; every number is one, and has its unit."""
        data = super().clean() or {}
        if not self._told(data):
            self.add_error(None, f"Nothing was reported. {ASKED}")
        for report in self.reports:
            if data.get(f"{report.code}_value") and not self._unit(report):
                self.add_error(f"{report.code}_unit", "Choose the unit of the number.")
            for name in (f"{report.code}_{part}" for part in ("value", "uln", "lln")):
                if data.get(name) and _number(data[name]) is None:
                    self.add_error(name, f'"{data[name]}" is not a number, such as 61 or 2.5.')
        return data

    def _unit(self, report: Report) -> str:
        """The unit that was chosen, or the only one."""
        alone = report.units[0] if len(report.units) == 1 else ""
        return str(self.cleaned_data.get(f"{report.code}_unit") or alone)

    def _told(self, data: Mapping[str, Any]) -> bool:
        names = [*(f"{each.code}_value" for each in self.reports), *(each.code for each in self.reports), *EAR_LINES]
        return any(data.get(name) for name in names)

    def documents(self) -> list[dict[str, Any]]:
        """The result as facts; empty, with the faults put beside their fields, when the audiogram cannot be read."""
        data, found = self.cleaned_data, []
        lines = {name: data.get(name, "") for name in EAR_LINES} if self.audiogram else {}
        if any(lines.values()):
            found += self._audiogram(lines)
            if not found:
                return []
        return [*found, *(self._fact(report) for report in self.reports if self._is_told(report))]

    def _is_told(self, report: Report) -> bool:
        return bool(self.cleaned_data.get(report.code if report.values else f"{report.code}_value"))

    def _fact(self, report: Report) -> dict[str, Any]:
        data = self.cleaned_data
        fact = {
            "kind": report.kind,
            "code": report.code,
            "on": data["on"].isoformat(),
            "source": {"type": "document", "name": data["source"]},
        }
        if report.values:
            return {**fact, "result": data[report.code]}
        limits = {each: _number(data[f"{report.code}_{each}"]) for each in ("uln", "lln") if report.limits}
        given = {key: value for key, value in limits.items() if value is not None}
        return {**fact, "value": _number(data[f"{report.code}_value"]), "unit": self._unit(report), **given}

    def _audiogram(self, lines: Mapping[str, str]) -> list[dict[str, Any]]:
        data = self.cleaned_data
        abnormal = {side: bool(data.get(f"{side}_tympanogram")) for side in ("right", "left")}
        try:
            return [audiogram_fact(lines, abnormal=abnormal, on=data["on"], source=data["source"])]
        except BadInput as error:
            for problem in error.problems:
                self.add_error(problem.path, problem.sentence().partition(": ")[2])
        except NotComputable as error:
            self.add_error(None, f"{error} Give the levels by bone conduction.")
        return []

    def refuse(self, error: BadInput) -> None:
        """Put every fault of the reader beside the field that it is about, the rest at the top."""
        told = [report for report in self.reports if self._is_told(report)]
        graded = len(self.documents()) - len(told)
        for problem in error.problems:
            hit = re.match(r"facts\[(\d+)\]\.?(\w*)", problem.path)
            place = int(hit[1]) - graded if hit else -1
            name = self._name(told[place], hit[2]) if hit and 0 <= place < len(told) else None
            sentence = problem.sentence()
            self.add_error(name, sentence.partition(": ")[2] if name else sentence)

    def _name(self, report: Report, key: str) -> str | None:
        for name in (f"{report.code}_{key}", f"{report.code}_value", report.code):
            if name in self.fields:
                return name
        return "on" if key == "on" else None


def _coded(report: Report) -> dict[str, forms.Field]:
    choices = [("", "Not told"), *((value, value) for value in report.values)]
    label = f"In a word: {report.name}"
    return {report.code: forms.ChoiceField(label=label, choices=choices, required=False)}


def _numbers(report: Report) -> dict[str, forms.Field]:
    code, name = report.code, report.name[:1].upper() + report.name[1:]
    units = [(unit, "no unit" if unit == "1" else unit) for unit in report.units]
    first = units if len(units) == 1 else [("", "Choose"), *units]
    found: dict[str, forms.Field] = {
        f"{code}_value": forms.CharField(label=name, max_length=20, required=False),
        f"{code}_unit": forms.ChoiceField(label=f"{name}: unit", choices=first, required=False),
    }
    if report.limits:
        for key, word in (("uln", "upper"), ("lln", "lower")):
            label = f"{name}: {word} limit of the report"
            found[f"{code}_{key}"] = forms.CharField(label=label, max_length=20, required=False)
    return found


def _ears() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {
        name: forms.CharField(label=label, max_length=200, required=False, help_text=EAR_HELP)
        for name, label in EAR_LINES.items()
    }
    for side in ("right", "left"):
        label = f"The tympanogram of the {side} ear is abnormal"
        found[f"{side}_tympanogram"] = forms.BooleanField(label=label, required=False)
    return found


def _number(text: str) -> float | int | None:
    try:
        return int(text) if re.fullmatch(r"[+-]?\d+", text.strip()) else _finite(float(text))
    except ValueError:
        return None


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


class PracticeForm(forms.Form):
    """The settings of a site."""

    name = forms.CharField(label="Name of the clinic", max_length=120)
    entry = forms.CharField(
        label="Long-term follow-up begins after the end of therapy by", max_length=40, help_text=SPAN_HELP
    )
    ranges = forms.ChoiceField(
        label="Of a range such as 2 to 5 years this site takes",
        choices=(("longest", "the longest"), ("shortest", "the shortest")),
        widget=forms.RadioSelect,
    )
    visit = forms.CharField(label="The clinic sees a survivor every", max_length=40, help_text=SPAN_HELP)
    gather = forms.CharField(
        label="Tests share a visit when they are due within", max_length=40, help_text="Such as 3 months."
    )
    next_visit = forms.DateField(
        widget=DayInput,
        label="Next day of the clinic",
        required=False,
        help_text="Missed tests are proposed for it. Leave empty to propose the day of the plan.",
    )


class WithdrawForm(forms.Form):
    """Why a signature is taken back."""

    reason = forms.CharField(widget=forms.Textarea, label="Reason", max_length=300)
