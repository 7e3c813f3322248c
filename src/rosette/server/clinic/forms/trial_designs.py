"""Forms with which a protocol version is put in, and the day of the demo moved on."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.portfolio import load_portfolio

MOST_TEXT = 100_000


class VersionForm(forms.Form):
    """A design file, pasted or put in as a file."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 16}),
        label="Design file",
        max_length=MOST_TEXT,
        required=False,
        strip=False,
    )
    file = forms.FileField(label="Or the file itself", required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two; the file wins."""
        data = super().clean() or {}
        sent = data.get("file")
        if sent is not None:
            data["text"] = self._decoded(sent)
        if not (data.get("text") or "").strip() and not self.errors:
            self.add_error("text", "Paste the design file, or choose the file.")
        return data

    def _decoded(self, sent: Any) -> str:
        try:
            return str(sent.read(MOST_TEXT + 1).decode("utf-8"))
        except ValueError:
            self.add_error("file", "This is no design file: give the TOML file of the protocol.")
            return ""


class OpenForm(VersionForm):
    """A new trial: its place in the portfolio, and its design."""

    portfolio = forms.ChoiceField(label="Trial of the portfolio", choices=())
    field_order = ("portfolio", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(load_portfolio().trials.values(), key=lambda trial: trial.short)
        choices = [(trial.id, f"{trial.short}: {trial.title} ({trial.id})") for trial in known]
        self.fields["portfolio"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """How far the day of the demo goes on."""

    days = forms.IntegerField(label="Days", min_value=1, max_value=400, initial=7)
