"""From what was typed to the object of the domain: the one way for making, checking and printing a worksheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen

from rosette.kernel import (
    AbsorbedDose,
    Activity,
    ActivityPerMass,
    BodyMass,
    NotComputable,
    Quantity,
    completed_years,
)
from rosette.knowledge import Knowledge
from rosette.mibg import SiteFile, mibg_plan
from rosette.mibg.as_json import dose_json, plan_json, release_json, second_json
from rosette.mibg.files import counts_of, rates_of
from rosette.mibg.home import going_home
from rosette.mibg.second import Achieved, FirstDose, SecondActivity, achieved
from rosette.mibg.working import dose_of, lesion_of, second_of
from rosette.records import ChildRecord

Typed = Mapping[str, Any]


@frozen(kw_only=True)
class Reckoned:
    """The object, its plain data, and what of it belongs into the record: the day and fields of an administration."""

    kind: str
    object: Any
    data: Mapping[str, Any]
    facts: tuple[str, Mapping[str, Any]] = ("", {})


@frozen(kw_only=True)
class Around:
    """What is not typed: the record, the site's file, the day, the knowledge."""

    record: ChildRecord
    site: SiteFile
    on: date
    knowledge: Knowledge


def reckoned(
    kind: str, typed: Typed, *, record: ChildRecord, site: SiteFile, on: date, knowledge: Knowledge
) -> Reckoned:
    """Work out one worksheet; raises BadInput or NotComputable with every fault."""
    return MAKERS[kind](typed, Around(record=record, site=site, on=on, knowledge=knowledge))


def _amount(text: str, unit: str) -> float:
    value = Quantity.parse(text).to(unit).value
    if value < 0:
        raise NotComputable(f"{text} is below zero")
    return value


def _plan(typed: Typed, around: Around) -> Reckoned:
    found = mibg_plan(
        around.record,
        level=ActivityPerMass(_amount(typed["level"], "MBq/kg")),
        infusion=date.fromisoformat(typed["infusion"]),
        on=around.on,
        site=around.site,
        knowledge=around.knowledge,
        mass=BodyMass(_amount(typed["mass"], "kg")) if typed.get("mass") else None,
    )
    return Reckoned(kind="plan", object=found, data=plan_json(found))


def _dose(typed: Typed, around: Around) -> Reckoned:
    found = dose_of(
        counts_of(typed["counts"]),
        site=around.site,
        knowledge=around.knowledge,
        activity=Activity(_amount(typed["activity"], "MBq")),
        mass=BodyMass(_amount(typed["mass"], "kg")),
        way=typed.get("way", "fit"),
        tail=typed.get("tail", "effective"),
        lesion=lesion_of(typed["lesion"]) if typed.get("lesion") else None,
        without=tuple(float(each) for each in typed.get("without", "").replace(",", " ").split()),
    )
    fields = {
        "activity": {"value": round(found.given.activity.mbq, 1), "unit": "MBq"},
        "whole_body_dose": {"value": round(found.dose.gy, 3), "unit": "Gy"},
    }
    return Reckoned(kind="dose", object=found, data=dose_json(found), facts=(typed["infusion"], fields))


def _second(typed: Typed, around: Around) -> Reckoned:
    first = FirstDose(
        dose=AbsorbedDose(_amount(typed["dose"], "Gy")),
        uncertainty=AbsorbedDose(_amount(typed["sd"], "Gy")),
        activity=Activity(_amount(typed["activity"], "MBq")),
        mass=BodyMass(_amount(typed["mass_then"], "kg")),
    )
    mass = BodyMass(_amount(typed["mass"], "kg"))
    found = second_of(first, mass=mass, site=around.site, knowledge=around.knowledge)
    done = _achieved(typed, found)
    told = None if done is None else {"planned_gy": done.planned.gy, "achieved_gy": done.achieved.gy, "sd_gy": done.sd}
    return Reckoned(kind="second", object=(found, done), data={**second_json(found), "achieved": told})


def _achieved(typed: Typed, found: SecondActivity) -> Achieved | None:
    """Both doses together, once the second was measured."""
    if not typed.get("measured"):
        return None
    given = AbsorbedDose(_amount(typed["measured"], "Gy"))
    return achieved(found, second=given, uncertainty=AbsorbedDose(_amount(typed.get("measured_sd") or "0 Gy", "Gy")))


def _release(typed: Typed, around: Around) -> Reckoned:
    ended = datetime.fromisoformat(typed["ended"])
    found = going_home(
        rates_of(typed["rates"]),
        site=around.site,
        knowledge=around.knowledge,
        ended=ended,
        activity=Activity(_amount(typed["activity"], "MBq")) if typed.get("activity") else None,
        age_years=completed_years(around.record.birth.latest, ended.date()),
    )
    data = release_json(found)
    fields = {"isolation_nights": found.release.nights}
    return Reckoned(kind="release", object=found, data=data, facts=(str(ended.date()), fields))


MAKERS: Mapping[str, Callable[[Typed, Around], Reckoned]] = {
    "plan": _plan,
    "dose": _dose,
    "second": _second,
    "release": _release,
}
