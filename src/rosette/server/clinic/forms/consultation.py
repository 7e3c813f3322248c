"""Forms of the consultation."""

from __future__ import annotations

from typing import Any

from django import forms

from rosette.options import Board
from rosette.server.accounts.models import User, with_roles
from rosette.server.clinic.forms.attest import DayInput
from rosette.server.services.cases import MOVES, STATE_WORDS
from rosette.server.services.meetings import MEANINGS
from rosette.server.store.models.consultation import CASE_KINDS, DECISIONS, REQUEST_STATES

AREA = forms.Textarea


class OpenCaseForm(forms.Form):
    """A new case."""

    kind = forms.ChoiceField(choices=CASE_KINDS, label="Kind", widget=forms.RadioSelect)
    question = forms.CharField(widget=AREA, label="The question", max_length=2000)
    next_step = forms.CharField(label="Next step", max_length=200)
    next_on = forms.DateField(widget=DayInput, label="Day of the next step")


class MoveCaseForm(forms.Form):
    """The next step of a case."""

    state = forms.ChoiceField(label="State", choices=())
    words = forms.CharField(widget=AREA, label="What happened", max_length=2000)
    next_step = forms.CharField(label="Next step", max_length=200, required=False)
    next_on = forms.DateField(widget=DayInput, label="Day of the next step", required=False)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manual = [each for each in MOVES[state] if each in ("chasing", "ready", "closed", "handed_over")]
        self.fields["state"].choices = [(each, STATE_WORDS[each]) for each in (state, *manual)]


class RequestForm(forms.Form):
    """A missing record to ask for."""

    what = forms.CharField(
        label="What is missing", max_length=200, help_text="Such as: MIBG scan of May 2026, images and report."
    )
    holder = forms.CharField(label="Who has it", max_length=200)
    due = forms.DateField(widget=DayInput, label="Needed by")


class SettleForm(forms.Form):
    """What became of a request."""

    state = forms.ChoiceField(choices=REQUEST_STATES[1:], label="State", widget=forms.RadioSelect)
    note = forms.CharField(label="Note", max_length=300, required=False)


class CommentForm(forms.Form):
    """Words to the other side."""

    words = forms.CharField(widget=AREA, label="Message", max_length=2000)


class MeetingForm(forms.Form):
    """A new meeting."""

    title = forms.CharField(label="Title", max_length=200, initial="Neuroblastoma programme meeting")
    on = forms.DateField(widget=DayInput, label="Day")
    place = forms.CharField(label="Place", max_length=200, required=False)
    attendees = forms.MultipleChoiceField(label="Who attends", widget=forms.CheckboxSelectMultiple, choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ("treating_clinician", "coordinator", "molecular_board", "research_nurse")
        people = with_roles(*roles).order_by("name")
        self.fields["attendees"].choices = [(each.public_id, each.name) for each in people]

    def people(self) -> list[User]:
        """The chosen people."""
        return list(User.objects.filter(public_id__in=self.cleaned_data["attendees"]))


class ListForm(forms.Form):
    """Which case goes on the agenda."""

    case = forms.ChoiceField(label="Case", choices=())

    def __init__(self, *args: Any, cases: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = cases


class ItemForm(forms.Form):
    """Minutes, dissent and decision of one case."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    minutes = forms.CharField(widget=AREA, label="Minutes", max_length=10000)
    dissent = forms.CharField(widget=AREA, label="Dissent, and whose", max_length=4000, required=False)
    decision = forms.ChoiceField(choices=DECISIONS, label="Decision", widget=forms.RadioSelect)
    options = forms.MultipleChoiceField(
        label="Options named in the recommendation", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    recommendation = forms.CharField(widget=AREA, label="Recommendation, as the letter says it", max_length=6000)
    review_on = forms.DateField(widget=DayInput, label="Next review", required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [option for option in board.here() if option.verdict != "not_eligible" or option.id in self._chosen()]
        self.fields["options"].choices = [
            (each.id, f"{each.title} ({each.verdict.replace('_', ' ')})") for each in told
        ]

    def _chosen(self) -> list[str]:
        return list(self.initial.get("options") or [])


class SignForm(forms.Form):
    """What the signature means."""

    meaning = forms.ChoiceField(choices=MEANINGS, label="What you sign for", widget=forms.RadioSelect)


class LetterForm(forms.Form):
    """What the home hospital is asked to do."""

    asked = forms.CharField(
        widget=AREA,
        label="What we ask of the home hospital",
        required=False,
        max_length=4000,
        help_text="One on each line, with its day.",
    )


class PlanForm(forms.Form):
    """A plan to propose."""

    option = forms.ChoiceField(label="Option", choices=())
    steps = forms.CharField(
        widget=AREA, label="Steps", max_length=6000, help_text="One on each line: what, by whom, when."
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [(each.id, each.title) for each in board.here()]


class AnswerForm(forms.Form):
    """The home hospital's answer to a plan."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        choices=(
            ("accepted", "Accept the plan"),
            ("changed", "Accept with changes, named below"),
            ("declined", "Decline, reason below"),
        ),
    )
    reason = forms.CharField(widget=AREA, label="Changes or reason", required=False, max_length=4000)


class HandOverForm(forms.Form):
    """Who treats the child from now on."""

    to = forms.CharField(label="Handed over to", max_length=200)
    words = forms.CharField(widget=AREA, label="What was agreed", max_length=2000)
    review_on = forms.DateField(widget=DayInput, label="Looked at again on")
