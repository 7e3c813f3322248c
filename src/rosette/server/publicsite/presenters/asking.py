"""One question on a page, the check of all answers, the receipt and the status, in words of the sender's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import frozen
from django.urls import reverse

from rosette.intake import (
    Fault,
    Field,
    Refusal,
    Step,
    check_step,
    countries,
    day_of,
    given_of,
    refusals_for,
    regions_of,
    steps_for,
)
from rosette.server.services.inquiry_files import LIMITS, held_files
from rosette.server.store.models import Inquiry
from rosette.texts import Texts

SECRETS = ("danger",)
FIRST_COUNTRIES = ("US", "MX", "CA")


@frozen(kw_only=True)
class Option:
    """One answer that can be chosen."""

    value: str
    text: str
    chosen: bool


@frozen(kw_only=True)
class FieldView:
    """One field ready for the form."""

    name: str
    kind: str
    label: str
    required: bool
    most: int
    value: Any
    options: tuple[Option, ...]
    fault: str
    rows: tuple[DocumentRow, ...] = ()
    files: tuple[Any, ...] = ()

    @property
    def anchor(self) -> str:
        """Where the error summary leads."""
        return {"day": f"{self.name}_day", "documents": "documents_0"}.get(self.kind, self.name)


@frozen(kw_only=True)
class DocumentRow:
    """One document: its state and its files."""

    item: str
    label: str
    options: tuple[Option, ...]
    files: tuple[Any, ...]
    fault: str


@frozen(kw_only=True)
class StepView:
    """One page of a door."""

    slug: str
    title: str
    help: str
    fields: tuple[FieldView, ...]
    faults: tuple[tuple[str, str], ...]
    number: int
    of: int
    back: str
    refusals: tuple[tuple[str, str, str], ...]

    @classmethod
    def of_step(
        cls, t: Texts, inquiry: Inquiry, step: Step, answers: Mapping[str, Any], faults: Sequence[Fault]
    ) -> StepView:
        """Make it from the answers so far and the faults of this page."""
        steps = steps_for(inquiry.door, answers)
        place = next((count for count, each in enumerate(steps) if each.slug == step.slug), 0)
        told = {fault.field: t(f"fault.{fault.key}", **_blanks(t, fault)) for fault in faults}
        fields = tuple(_field(t, inquiry, each, answers, told) for each in step.fields)
        anchors = {each.name: each.anchor for each in fields}
        return cls(
            slug=step.slug,
            title=t(f"ask.{step.slug}"),
            help=t.maybe(f"ask.{step.slug}_help"),
            fields=fields,
            faults=tuple(
                (anchors.get(name, f"documents_{name.partition('_')[2]}"), words) for name, words in told.items()
            ),
            number=place + 1,
            of=len(steps),
            back=_address(steps[place - 1].slug) if place else reverse("refer"),
            refusals=refusals_of(t, answers, on=inquiry.touched_at.date())
            if place and _after_place(steps, place)
            else (),
        )


def _blanks(t: Texts, fault: Fault) -> dict[str, Any]:
    return {name: t.number(value) if isinstance(value, int) else value for name, value in fault.blanks.items()}


def _address(slug: str) -> str:
    return reverse("refer_step", args=[slug])


def _after_place(steps: Sequence[Step], place: int) -> bool:
    return steps[place - 1].slug in ("country", "region") and steps[place].slug not in ("country", "region")


def refusals_of(t: Texts, answers: Mapping[str, Any], *, on: date) -> tuple[tuple[str, str, str], ...]:
    """What is refused where the child lives: why, since when, and what instead."""
    found: tuple[Refusal, ...] = refusals_for(
        country=str(answers.get("country") or ""),
        region=str(answers.get("region") or ""),
        service=str(answers.get("wish") or ""),
        on=on,
    )
    return tuple(
        (each.why[t.language], t("ask.refused_since", day=t.day(each.since)), each.instead[t.language])
        for each in found
    )


def _field(t: Texts, inquiry: Inquiry, each: Field, answers: Mapping[str, Any], told: Mapping[str, str]) -> FieldView:
    value = answers.get(each.name)
    return FieldView(
        name=each.name,
        kind=each.kind,
        label=t(f"field.{each.name}"),
        required=each.required,
        most=each.most,
        value=value if value is not None else ({} if each.kind in ("day", "documents") else ""),
        options=_options(t, each, answers),
        fault=told.get(each.name, ""),
        rows=_rows(t, inquiry, each, value or {}, told) if each.kind == "documents" else (),
        files=tuple(row for row in held_files(inquiry) if row.item == "record") if each.kind == "record" else (),
    )


def _options(t: Texts, each: Field, answers: Mapping[str, Any]) -> tuple[Option, ...]:
    value = answers.get(each.name) or ""
    if each.kind == "country":
        return _countries(t, str(value))
    if each.kind == "region":
        named = regions_of(str(answers.get("country") or "")).items()
        return tuple(Option(value=code, text=name, chosen=code == value) for code, name in named)
    if each.kind not in ("one", "many"):
        return ()
    return tuple(
        Option(
            value=name,
            text=t(f"choice.{each.name}.{name}"),
            chosen=name in value if isinstance(value, list) else name == value,
        )
        for name in each.choices
    )


def _countries(t: Texts, value: str) -> tuple[Option, ...]:
    names = {code: str(t.locale.territories.get(code, code)) for code in countries()}
    ordered = [*FIRST_COUNTRIES, *sorted(names.keys() - set(FIRST_COUNTRIES), key=lambda code: names[code])]
    return tuple(Option(value=code, text=names[code], chosen=code == value) for code in ordered)


def _rows(
    t: Texts, inquiry: Inquiry, each: Field, value: Mapping[str, str], told: Mapping[str, str]
) -> tuple[DocumentRow, ...]:
    held = held_files(inquiry)
    return tuple(
        DocumentRow(
            item=item,
            label=t(f"choice.documents.{item}"),
            options=tuple(
                Option(value=state, text=t(f"choice.document_state.{state}"), chosen=value.get(item) == state)
                for state in ("upload", "follow", "none")
            ),
            files=tuple(row for row in held if row.item == item),
            fault=told.get(f"documents_{item}", ""),
        )
        for item in each.choices
    )


@frozen(kw_only=True)
class AnswerRow:
    """One answer on the check page."""

    label: str
    words: tuple[str, ...]
    href: str
    fault: str = ""


@frozen(kw_only=True)
class CheckView:
    """All answers before they are sent."""

    rows: tuple[AnswerRow, ...]
    faults: tuple[tuple[str, str], ...]
    refusals: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, t: Texts, inquiry: Inquiry, answers: Mapping[str, Any], *, today: date) -> CheckView:
        """Make it; every page is checked once more."""
        rows: list[AnswerRow] = []
        faults: list[tuple[str, str]] = []
        for step in steps_for(inquiry.door, answers):
            checked = check_step(step, given_of(step, answers), answers=answers, today=today)
            wrong = {fault.field: t(f"fault.{fault.key}", **_blanks(t, fault)) for fault in checked.faults}
            href = f"{_address(step.slug)}?check=1"
            for each in step.fields:
                if each.asked(answers):
                    words = answer_words(t, inquiry, each, answers)
                    rows.append(
                        AnswerRow(label=t(f"field.{each.name}"), words=words, href=href, fault=wrong.get(each.name, ""))
                    )
            faults += [(href, f"{t(f'field.{name}')}: {words}") for name, words in wrong.items()]
        return cls(rows=tuple(rows), faults=tuple(faults), refusals=refusals_of(t, answers, on=today))


def answer_words(t: Texts, inquiry: Inquiry, each: Field, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """An answer in words."""
    value = answers.get(each.name)
    if each.kind == "documents":
        return document_words(t, inquiry, value or {}, each.choices)
    if each.kind == "record":
        return tuple(row.name for row in held_files(inquiry) if row.item == "record")
    if each.kind == "day":
        found = day_of(value)
        return (t.day(found),) if found else tuple(filter(None, [" ".join((value or {}).values())]))
    if each.kind == "country":
        return (str(t.locale.territories.get(value, value)),) if value else ()
    if each.kind == "region":
        return (regions_of(str(answers.get("country") or "")).get(value, value),) if value else ()
    if each.kind in ("one", "many"):
        return tuple(
            t(f"choice.{each.name}.{item}") for item in ([value] if isinstance(value, str) else value or ()) if item
        )
    return (value,) if value else ()


def document_words(t: Texts, inquiry: Inquiry, value: Mapping[str, str], items: Sequence[str]) -> tuple[str, ...]:
    """The documents with a state each; one that has a file here is here."""
    here = {row.item for row in held_files(inquiry)}
    found = []
    for item in items:
        state = "received" if item in here else value.get(item) or ""
        if state:
            found.append(f"{t(f'choice.documents.{item}')}: {t(f'choice.document_state.{state}')}")
    return tuple(found)


MOST_MB = LIMITS.most_bytes // 1_000_000
