"""Forms of consents, people, files and emergency access."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.server.accounts.models import ROLES, Site, User
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.services.consents import newest_texts
from rosette.server.store.models.access import REASONS, RELATIONS


class ConsentForm(forms.Form):
    """A consent that was signed."""

    purpose = forms.ChoiceField(label="For what", widget=forms.RadioSelect, choices=())
    signed_by = forms.CharField(label="Who signed", max_length=200)
    relation = forms.ChoiceField(label="Who that is", choices=RELATIONS[:2], widget=forms.RadioSelect)
    assent = forms.ChoiceField(
        label="The child's own word",
        widget=forms.RadioSelect,
        choices=(("given", "Agrees"), ("refused", "Refuses"), ("too_young", "Too young to ask")),
    )
    on = forms.DateField(widget=DayInput, label="Day of the signature")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {text.purpose: text for text in newest_texts()}
        self.fields["purpose"].choices = [(key, f"{t.title}: {t.words}") for key, t in self.texts.items()]

    def consent(self) -> dict[str, Any]:
        """What the service asks for."""
        data = dict(self.cleaned_data)
        return {
            **{key: data[key] for key in ("signed_by", "relation", "assent", "on")},
            "text": self.texts[data["purpose"]],
        }


class TieForm(forms.Form):
    """Who becomes one of the child's own."""

    user = forms.ModelChoiceField(User.objects.none(), label="Person", to_field_name="public_id")
    relation = forms.ChoiceField(label="As what", choices=RELATIONS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True).order_by("name")


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="File", help_text="PDF, picture, CSV, text, JSON, Word, DICOM, or a ZIP of these; at most 40 MB."
    )


class GlassForm(forms.Form):
    """Why emergency access is needed."""

    number = forms.CharField(label="Programme number of the child", max_length=20)
    reason = forms.ChoiceField(choices=REASONS, label="Reason", widget=forms.RadioSelect)
    words = forms.CharField(widget=forms.Textarea, label="Why this child, and why now", max_length=1000)


class ReviewForm(forms.Form):
    """The finding of a review."""

    finding = forms.ChoiceField(
        label="Finding",
        widget=forms.RadioSelect,
        choices=(("justified", "Justified"), ("not_justified", "Not justified")),
    )


class AccountForm(forms.Form):
    """A new account."""

    email = forms.EmailField(label="E-mail")
    name = forms.CharField(label="Name", max_length=200)
    profession = forms.CharField(label="Profession", max_length=200, required=False)


class RoleForm(forms.Form):
    """A role at a site."""

    role = forms.ChoiceField(choices=ROLES, label="Role")
    site = forms.ModelChoiceField(Site.objects.none(), label="Site", to_field_name="code", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.order_by("name")
