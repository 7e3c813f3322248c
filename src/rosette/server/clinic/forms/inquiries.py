"""Forms of the desk: what the team does with an inquiry."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.server.accounts.models import Site
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.store.models import Child, Inquiry
from rosette.server.store.models.inquiries import ITEM_STATES

AREA = forms.Textarea
SEEN = "The sender reads this on the status page, in the words that you write."


class TakeInquiryForm(forms.Form):
    """Who takes an inquiry calls by a day."""

    next_on = forms.DateField(widget=DayInput, label="Day of the next contact")


class AskSenderForm(forms.Form):
    """Something that is missing."""

    words = forms.CharField(widget=AREA, label="What you need", max_length=2000, help_text=SEEN)
    next_on = forms.DateField(widget=DayInput, label="Look again on")


class AppointForm(forms.Form):
    """A visit."""

    on = forms.DateField(widget=DayInput, label="Day of the visit")
    words = forms.CharField(widget=AREA, label="Where, when, what to bring", max_length=2000, help_text=SEEN)


class AnswerInquiryForm(forms.Form):
    """An answer."""

    words = forms.CharField(widget=AREA, label="Answer", max_length=4000, help_text=SEEN)


class DeclineForm(forms.Form):
    """A refusal with its reason and another way."""

    reason = forms.CharField(widget=AREA, label="Why", max_length=2000, help_text=SEEN)
    instead = forms.CharField(widget=AREA, label="What the family can do instead", max_length=2000, help_text=SEEN)


class MergeForm(forms.Form):
    """Two inquiries about one child."""

    into = forms.ChoiceField(label="The same child as", choices=(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, others: list[tuple[Inquiry, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [
            (other.public_id, f"{other.number}, {other.get_door_display().lower()} ({strength})")
            for other, strength in others
        ]


class ArrangeForm(forms.Form):
    """How far one thing to arrange is."""

    state = forms.ChoiceField(choices=ITEM_STATES, label="State", widget=forms.RadioSelect)
    remark = forms.CharField(label="Remark", max_length=200, required=False, help_text=SEEN)


class AcceptForm(forms.Form):
    """A case: of a known child or of a new one."""

    child = forms.ChoiceField(label="The child", choices=(), widget=forms.RadioSelect)
    referring_site = forms.ModelChoiceField(Site.objects.none(), label="Home hospital", to_field_name="code")
    use_record = forms.BooleanField(label="Take the facts of the attached record file into the record", required=False)
    next_step = forms.CharField(label="Next step", max_length=200, initial="Ask for the missing records")
    next_on = forms.DateField(widget=DayInput, label="Day of the next step")

    def __init__(self, *args: Any, likes: list[tuple[Child, str]], has_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (child.public_id, f"{child.number}: {strength}, name and birth date agree") for child, strength in likes
        ]
        self.fields["child"].choices = [*known, ("new", "A new child: take it in")]
        self.fields["referring_site"].queryset = Site.objects.order_by("name")
        if not has_record:
            del self.fields["use_record"]
