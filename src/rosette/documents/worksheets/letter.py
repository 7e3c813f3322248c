"""The letter to the home hospital after 131I-MIBG: what was given, what is asked for, care at home."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import asdict, frozen

from rosette.documents.letters.letter import EMERGENCY
from rosette.documents.printing import printed
from rosette.mibg.dosimetry import WholeBodyDose
from rosette.mibg.home import GoingHome
from rosette.mibg.plan import MibgPlan
from rosette.response import Assessment

TEMPLATE = Path(__file__).with_name("letter.typ")
COUNTS = "Please take a blood count every week until it has recovered, and send it to us."
CALL = "Please call us for fever, bleeding, high blood pressure, or vomiting that does not stop."


@frozen(kw_only=True)
class Addressed:
    """Who writes to whom about which child, on which day."""

    programme: str
    phone: str
    recipient: str
    institution: str
    child: str
    on: str


@frozen(kw_only=True)
class TherapyLetter:
    """Everything that the letter says."""

    to: Addressed
    given: tuple[str, ...]
    home: tuple[str, ...]
    asked: tuple[str, ...]
    response: tuple[str, ...]
    names: tuple[str, ...]
    made: str


def therapy_letter(
    to: Addressed,
    *,
    infusion: str,
    dose: WholeBodyDose,
    home: GoingHome | None = None,
    plan: MibgPlan | None = None,
    response: Assessment | None = None,
    names: Sequence[str] = (),
    made: str = "",
) -> TherapyLetter:
    """Say the letter from the very objects of the signed worksheets; a dose never without its warnings."""
    return TherapyLetter(
        to=to,
        given=_given(infusion, dose),
        home=() if home is None else _home(home),
        asked=(COUNTS, *(() if plan is None else _asked(plan)), CALL),
        response=() if response is None else _response(response),
        names=tuple(names),
        made=made,
    )


def _given(infusion: str, dose: WholeBodyDose) -> tuple[str, ...]:
    given = dose.given
    return (
        f"{given.activity} of 131I-MIBG on {infusion}, {given.activity / given.mass}, body mass {given.mass.kg:g} kg.",
        f"Whole-body dose {dose.dose.gy:.2f} Gy; {dose.spread.sentence}.",
        *dose.warnings,
    )


def _home(home: GoingHome) -> tuple[str, ...]:
    release = home.release
    left = "" if release.at is None else f"Released on {release.at:%Y-%m-%d %H:%M} after {release.nights} nights."
    until = [f"{each.pattern.who}: from {each.until:%Y-%m-%d %H:%M}" for each in home.restrictions]
    return tuple(line for line in (left, *home.warnings, *(f"Close again, {line}." for line in until)) if line)


def _asked(plan: MibgPlan) -> tuple[str, ...]:
    last = plan.thyroid.days[-1]
    told = [f"Iodide {last.mg:g} mg, {last.times} a day, until {last.on}."]
    told += [f"{day.on}: {day.what}." for day in plan.days if day.on > plan.infusion and "iodide" not in day.what]
    return tuple(told)


def _response(found: Assessment) -> tuple[str, ...]:
    head = f"By {found.rules.name} on {found.period.on}, since {found.period.since}: {found.overall.sentence}."
    return head, *(part.sentence for part in found.components), *(gap.sentence for gap in found.gaps)


def letter_pdf(letter: TherapyLetter) -> bytes:
    """The letter as PDF; the same letter gives the same bytes."""
    return printed(TEMPLATE, {**asdict(letter), "emergency": EMERGENCY})
