"""Thyroid protection: a dated calendar of iodide by the site's plan, checked against the shortest published."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta

from attrs import frozen

from rosette.kernel import NotComputable, PartialDate, age_reached
from rosette.knowledge import IodideDose, IodideRegimen, Knowledge
from rosette.mibg.dosimetry import number
from rosette.mibg.site import SiteFile

NEWBORN = "1 months"


@frozen(kw_only=True)
class IodideDay:
    """One day of iodide: mg a dose and doses a day."""

    on: date
    mg: float
    times: int


@frozen(kw_only=True)
class ThyroidPlan:
    """The calendar, what it falls short of, and the tests that follow."""

    regimen: IodideRegimen
    infusion: date
    days: tuple[IodideDay, ...]
    follow_up: tuple[tuple[date, str], ...]
    warnings: tuple[str, ...]
    source: str

    def missed(self, taken: Iterable[date]) -> tuple[IodideDay, ...]:
        """The days without iodide among those that were to have it."""
        had = set(taken)
        return tuple(day for day in self.days if day.on not in had)


def thyroid_plan(
    *, birth: PartialDate, mass_kg: float, infusion: date, site: SiteFile, knowledge: Knowledge
) -> ThyroidPlan:
    """A dose for every day from the site's lead until its end; doses follow age day by day.

    Raises NotComputable when the regimen is not held, or a partial birth date leaves the dose open.
    Source: [@fda-iodide, doses by age], [@azedra-label, lead and end].
    """
    held = knowledge.table(IodideRegimen)
    if site.iodide.regimen not in held or not held[site.iodide.regimen].verified:
        raise NotComputable(f'the iodide regimen "{site.iodide.regimen}" is not held: {", ".join(held)} are')
    regimen = held[site.iodide.regimen]
    first = infusion - timedelta(days=math.ceil(site.iodide.lead_h / 24))
    length = (infusion - first).days + site.iodide.after_days + 1
    days = tuple(_day(regimen, birth, mass_kg, first + timedelta(days=n), site) for n in range(length))
    return ThyroidPlan(
        regimen=regimen,
        infusion=infusion,
        days=days,
        follow_up=_follow_up(infusion),
        warnings=tuple(_warnings(birth, infusion, site, knowledge)),
        source=site.iodide.source,
    )


def _day(regimen: IodideRegimen, birth: PartialDate, mass_kg: float, on: date, site: SiteFile) -> IodideDay:
    doses = {_mg(regimen, day, mass_kg, on) for day in {birth.earliest, birth.latest}}
    if len(doses) > 1 or None in doses:
        raise NotComputable(f"the birth date {birth} leaves the dose of iodide on {on} open: enter the full date")
    return IodideDay(on=on, mg=doses.pop() or 0.0, times=site.iodide.a_day)


def _mg(regimen: IodideRegimen, birth: date, mass_kg: float, on: date) -> float | None:
    for dose in regimen.doses:
        if age_reached(birth, dose.at_least) <= on and (dose.under is None or on < age_reached(birth, dose.under)):
            return _by_mass(dose, mass_kg)
    return None


def _by_mass(dose: IodideDose, mass_kg: float) -> float:
    heavy = dose.from_kg is not None and dose.heavier is not None and mass_kg > dose.from_kg
    return dose.heavier if heavy and dose.heavier is not None else dose.mg


def _follow_up(infusion: date) -> tuple[tuple[date, str], ...]:
    def later(years: int) -> date:
        day = infusion.day if (infusion.month, infusion.day) != (2, 29) else 28
        return infusion.replace(year=infusion.year + years, day=day)

    return tuple((later(n), "TSH and free T4 (TSH yearly by a product label)") for n in (1, 2, 3))


def _warnings(birth: PartialDate, infusion: date, site: SiteFile, knowledge: Knowledge) -> list[str]:
    lead, after = number(knowledge, "mibg.iodide_lead"), number(knowledge, "mibg.iodide_after")
    told = []
    if site.iodide.lead_h < lead:
        told.append(f"Iodide begins {site.iodide.lead_h:g} h before the infusion, less than the {lead:g} h of a label.")
    if site.iodide.after_days < after:
        told.append(f"Iodide ends {site.iodide.after_days} days after it, less than the {after:g} days of a label.")
    if (infusion - birth.latest).days < 31:
        told.append("Below one month of age: one dose only unless nothing else protects, and TSH is watched.")
    told.append("Iodide alone did not keep every thyroid: see what series found.")
    return told
