"""Reads the tables of a site file; every figure brings its unit and its source."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from datetime import date

from rosette.kernel import Activity, ActivityPerMass
from rosette.knowledge.rows import Row
from rosette.mibg.site import (
    ROLES,
    CellGate,
    Contact,
    Hold,
    IodidePlan,
    OwnLimit,
    Pattern,
    Precision,
    Signer,
    SiteFile,
    WholeBodyRelation,
)

WHO = ("release", "instructions", "carer", "adult", "child", "public")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def site_of(row: Row, digest: str) -> SiteFile:
    """The file as a value; faults are noted with the row's problems."""
    signers = tuple(_signer(each) for each in row.rows("signed"))
    for role in ROLES:
        if role not in {each.role for each in signers}:
            row.refuse("signed", f"no {role} signed", f"one {role} at least, with name and day")
    activity, weight, pregnancy = _table(row, "activity"), _table(row, "weight"), _table(row, "pregnancy")
    release, stay, results = _table(row, "release"), _table(row, "stay"), _table(row, "results")
    found = SiteFile(
        site=row.text("site"),
        version=row.text("version"),
        valid_until=row.day("valid_until") or date.min,
        signers=signers,
        digest=digest,
        maximum=Activity(_amount(activity, "maximum", "MBq")),
        maximum_source=activity.text("source"),
        weight_days=_days(weight, "within"),
        cells=_cells(_table(row, "cells")),
        iodide=_iodide(_table(row, "iodide")),
        whole_body=_relation(_table(row, "whole_body")),
        precision=_precision(row),
        jurisdiction=release.text("jurisdiction"),
        occupancy=_optional(release, "occupancy", "%"),
        occupancy_record=release.text("record", default=""),
        contacts=tuple(_contact(each) for each in stay.rows("contact")),
        stay_source=stay.text("source"),
        pregnancy_years=_whole(pregnancy, "from_years"),
        pregnancy_days=_days(pregnancy, "within"),
        counts_days=_days(results, "counts_within"),
        gfr_days=_days(results, "gfr_within"),
        release_rate=_optional(release, "rate", "mR/h"),
        exposure_constant=_optional(release, "exposure_constant", "R.cm2/mCi/h"),
        exposure_source=release.text("exposure_source", default=""),
        second_after_days=_second(row),
        patterns=tuple(_pattern(each) for each in row.rows("pattern")) if row.get("pattern") is not None else (),
        limits=tuple(_limit(each) for each in row.rows("limit")) if row.get("limit") is not None else (),
        holds=tuple(_hold(each) for each in row.rows("hold")) if row.get("hold") is not None else (),
        checklist=_checklist(row),
    )
    for each in (activity, weight, pregnancy, release, stay, results):
        each.close()
    row.close()
    _check_occupancy(found, release)
    return found


def _table(row: Row, key: str) -> Row:
    return Row(row.table(key), key, row.problems)


def _amount(row: Row, key: str, unit: str) -> float:
    if row.get(key) is None:
        row.problems.add(
            row.path, found=f'"{key}" is missing', wanted=f"a quantity in {unit}", remedy="No default is taken."
        )
    quantity = row.quantity(key, like=unit)
    value = 0.0 if quantity is None else quantity.to(unit).value
    if value < 0:
        row.refuse(key, f"{value:g} {unit} is below zero")
    return max(value, 0.0)


def _optional(row: Row, key: str, unit: str) -> float | None:
    return None if row.get(key) is None else _amount(row, key, unit) / (100 if unit == "%" else 1)


def _share(row: Row, key: str) -> float:
    return _optional(row, key, "%") or 0.0


def _whole(row: Row, key: str) -> int:
    value = row.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    row.refuse(key, f"{value} does not fit", "a whole number")
    return 0


def _signer(row: Row) -> Signer:
    found = Signer(name=row.text("name"), role=row.choice("role", ROLES), on=row.day("on") or date.min)
    row.close()
    return found


def _cells(row: Row) -> CellGate:
    found = CellGate(
        operator=row.choice("operator", ("at_least", "above")),
        level=ActivityPerMass(_amount(row, "level", "MBq/kg")),
        cd34=_amount(row, "cd34", "10*6/kg"),
        after_days=_days(row, "after"),
        residual_gy=_optional(row, "residual_dose", "Gy"),
        source=row.text("source"),
    )
    row.close()
    return found


def _iodide(row: Row) -> IodidePlan:
    found = IodidePlan(
        regimen=row.text("regimen"),
        lead_h=_amount(row, "lead", "h"),
        after_days=_days(row, "after"),
        a_day=_times(row),
        source=row.text("source"),
    )
    row.close()
    return found


def _relation(row: Row) -> WholeBodyRelation:
    power = row.text("power", default="none")
    if not _NUMBER.fullmatch(power) or not -1.5 < float(power) < 0:
        row.refuse("power", f'"{power}" does not fit', 'a power of mass below zero, as text, such as "-0.9"')
        power = "-1"
    found = WholeBodyRelation(
        gy_per_mbq_h=_amount(row, "coefficient", "Gy/MBq/h"),
        power=float(power),
        uncertainty=_share(row, "uncertainty"),
        source=row.text("source"),
    )
    row.close()
    return found


def _precision(row: Row) -> Precision:
    if row.get("precision") is None:
        return Precision()
    inner = _table(row, "precision")
    found = Precision(reading=_share(inner, "reading"), activity=_share(inner, "activity"), mass=_share(inner, "mass"))
    inner.close()
    return found


def _contact(row: Row) -> Contact:
    found = Contact(
        under_years=_whole(row, "under_years"), hours=_amount(row, "hours", "h"), metres=_amount(row, "distance", "m")
    )
    if not (found.metres > 0 and found.hours <= 24):
        row.refuse("hours", f"{found.hours:g} h at {found.metres:g} m", "at most 24 h, at a distance above 0 m")
    row.close()
    return found


def _hold(row: Row) -> Hold:
    found = Hold(names=row.words("names", needed=True), hours=_amount(row, "for", "h"), source=row.text("source"))
    row.close()
    return found


def _pattern(row: Row) -> Pattern:
    spans = tuple(_span(each) for each in row.rows("spans"))
    found = Pattern(who=row.text("who"), limit=row.choice("limit", WHO), spans=spans)
    row.text("source")
    row.close()
    if any(one[1] > two[0] for one, two in itertools.pairwise(spans)):
        row.refuse("spans", "hours overlap or are out of order", "hours one after the other")
    return found


def _span(row: Row) -> tuple[float, float, float]:
    start, end, metres = (_amount(row, key, unit) for key, unit in (("from", "h"), ("to", "h"), ("distance", "m")))
    if not (0 <= start < end <= 24 and metres > 0):
        row.refuse("from", f"{start:g} h to {end:g} h at {metres:g} m", "hours of one day, at a distance above 0 m")
    row.close()
    return start, end, max(metres, 0.01)


def _limit(row: Row) -> OwnLimit:
    found = OwnLimit(who=row.choice("who", WHO), msv=_amount(row, "dose", "mSv"), source=row.text("source"))
    if found.msv <= 0:
        row.refuse("dose", "a limit of 0 mSv", "a limit above zero")
    row.close()
    return found


def _days(row: Row, key: str) -> int:
    """Whole days, above zero."""
    value = _amount(row, key, "d")
    if value != int(value) or (value < 1 and row.get(key) is not None):
        row.refuse(key, f"{value:g} d", "whole days, one at least")
    return int(value)


def _times(row: Row) -> int:
    times = _whole(row, "times_a_day")
    if not 1 <= times <= 6:
        row.refuse("times_a_day", f"{times} times a day", "1 to 6")
    return times


def _second(row: Row) -> int | None:
    if row.get("second") is None:
        return None
    inner = _table(row, "second")
    days = _days(inner, "after")
    inner.text("source")
    inner.close()
    return days


def _checklist(row: Row) -> Mapping[str, tuple[str, ...]]:
    if row.get("checklist") is None:
        return {}
    inner = _table(row, "checklist")
    return {name: inner.words(name, needed=True) for name in inner.data}


def _check_occupancy(site: SiteFile, release: Row) -> None:
    if site.occupancy is not None and site.occupancy > 1:
        release.refuse("occupancy", f"{site.occupancy:.0%} is above 100 %")
    if site.occupancy is not None and site.occupancy < 0.25 and not site.occupancy_record:
        release.refuse("record", "a smaller occupancy than 25 % has no record", "why it holds, in words")
