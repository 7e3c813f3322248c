"""Who stays with the child in isolation: dose of each day, how many carers, and hours for each of them."""

from __future__ import annotations

import math

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.mibg.contacts import DAY_H
from rosette.mibg.release import ExposureCurve
from rosette.mibg.site import Contact, SiteFile

MOST_CARERS = 12


@frozen(kw_only=True)
class RotaDay:
    """One day of the stay: hours from and to after the infusion, hours near the child, and their dose in mSv."""

    day: int
    start_h: float
    end_h: float
    hours_near: float
    dose_msv: float
    each_hours: float


@frozen(kw_only=True)
class Rota:
    """Days of the stay shared among carers so that each stays at or below the limit."""

    contact: Contact
    limit_msv: float
    days: tuple[RotaDay, ...]
    carers: int
    warnings: tuple[str, ...]

    @property
    def whole_msv(self) -> float:
        """Dose of one carer who did everything."""
        return sum(each.dose_msv for each in self.days)

    @property
    def each_msv(self) -> float:
        """Dose of each, shared evenly."""
        return self.whole_msv / self.carers


def contact_for(site: SiteFile, *, age_years: int) -> Contact:
    """The nearness that a child of this age needs, as the site states it; raises NotComputable when it is silent."""
    for each in sorted(site.contacts, key=lambda contact: contact.under_years):
        if age_years < each.under_years:
            return each
    raise NotComputable(f"the site file states no hours near a child of {age_years} years: add a [[stay.contact]]")


def rota_of(
    exposure: ExposureCurve, *, contact: Contact, released_h: float, limit_msv: float, distance_power: float
) -> Rota:
    """Share the stay among as many carers as the limit asks for; no shield is counted.

    Raises NotComputable when more than a dozen carers would be needed.
    """
    if limit_msv <= 0:
        raise NotComputable("a limit above 0 mSv is needed for carers")
    days = [_day(exposure, n, contact, released_h, distance_power) for n in range(math.ceil(released_h / DAY_H))]
    whole = sum(each.dose_msv for each in days)
    carers = max(math.ceil(whole / limit_msv - 1e-9), 1)
    if carers > MOST_CARERS:
        raise NotComputable(
            f"{whole:.1f} mSv in all would need {carers} carers at {limit_msv:g} mSv: fewer hours, or more distance"
        )
    told = () if carers == 1 else (f"One carer alone would receive {whole:.1f} mSv, above {limit_msv:g} mSv.",)
    shared = tuple(_shared(each, carers) for each in days)
    return Rota(contact=contact, limit_msv=limit_msv, days=shared, carers=carers, warnings=told)


def _day(exposure: ExposureCurve, n: int, contact: Contact, released_h: float, power: float) -> RotaDay:
    start, end = n * DAY_H, min((n + 1) * DAY_H, released_h)
    area = exposure.curve.area_after(start) - exposure.curve.area_after(end)
    near = contact.hours / DAY_H
    dose = exposure.msv_per_mr * exposure.first_mr_per_h * area * near * contact.metres**-power
    return RotaDay(day=n + 1, start_h=start, end_h=end, hours_near=near * (end - start), dose_msv=dose, each_hours=0.0)


def _shared(day: RotaDay, carers: int) -> RotaDay:
    from attrs import evolve

    return evolve(day, each_hours=day.hours_near / carers)
