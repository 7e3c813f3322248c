"""Small forms that several rooms share."""

from __future__ import annotations

from django import forms


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(widget=forms.Textarea, label="Reason", max_length=1000)


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label="File")
