"""The form of a foreign file: the file, its format, and what the file cannot say itself."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.server.services.foreign import FORMATS_READ

RECOGNISED = ("", "Recognise it")


class ForeignForm(forms.Form):
    """One foreign file and what stands beside it."""

    file = forms.FileField(label="File", help_text="Nothing is written before you have seen what it would change.")
    named = forms.ChoiceField(label="Format", required=False)
    mapping = forms.FileField(
        label="Mapping", required=False, help_text="For a table: what its columns mean, a TOML file."
    )
    panel = forms.FileField(
        label="Panel", required=False, help_text="For variants: what the assay looked at, gene symbols a line or BED."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = [RECOGNISED, *FORMATS_READ]  # type: ignore[attr-defined]
