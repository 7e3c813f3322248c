"""The form that takes a child in."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.kernel import BadInput
from rosette.records import FORMAT, ChildRecord, build_record, read_record
from rosette.server.accounts.models import Site
from rosette.server.services.uploads import record_bytes

SEXES = (("", "Choose"), ("female", "Female"), ("male", "Male"))


class TakeInForm(forms.Form):
    """Who the child is, which hospital refers it, and what is known: a record file, or birth date and sex."""

    name = forms.CharField(label="Name", max_length=200)
    initials = forms.CharField(label="Initials", max_length=6, help_text="Shown where the name is not needed.")
    mrn = forms.CharField(label="Hospital number at the home hospital", max_length=60, required=False)
    referring_site = forms.ModelChoiceField(Site.objects.none(), label="Home hospital", to_field_name="code")
    birth_date = forms.CharField(
        label="Birth date",
        required=False,
        max_length=10,
        help_text="Year-month-day. Leave empty when a record file is given.",
    )
    sex = forms.ChoiceField(choices=SEXES, label="Sex", required=False)
    record = forms.FileField(
        label="Record file (JSON)",
        required=False,
        help_text="A file in the Rosette record format. All its faults are listed when it cannot be read.",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.read: ChildRecord | None = None
        self.fields["referring_site"].queryset = Site.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Read the record, from the file or from birth date and sex."""
        data = super().clean() or {}
        try:
            self.read = self._record(data)
        except BadInput as error:
            self.refuse(error)
        return data

    def _record(self, data: dict[str, Any]) -> ChildRecord:
        if data.get("record"):
            return read_record(record_bytes(data["record"]), what=data["record"].name)
        header = {"format": FORMAT, "id": "new", "birth_date": data.get("birth_date", ""), "facts": []}
        return build_record({**header, **({"sex": data["sex"]} if data.get("sex") else {})}, what="record")

    def refuse(self, error: BadInput) -> None:
        """Say every fault where it belongs."""
        for problem in error.problems:
            name = problem.path if problem.path in self.fields else None
            self.add_error(name, problem.sentence())

    def child(self) -> dict[str, Any]:
        """What `take_in` asks for."""
        programme = next(grant.site for grant in self.user.current_grants() if grant.site and grant.site.is_programme)
        data = self.cleaned_data
        return {
            "record": self.read,
            "name": data["name"],
            "initials": data["initials"],
            "mrn": data["mrn"],
            "referring_site": data["referring_site"],
            "programme_site": programme,
        }
