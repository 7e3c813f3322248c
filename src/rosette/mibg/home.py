"""Release, contact at home and the rota of carers together: what a family is told rests on one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import frozen

from rosette.kernel import Activity, NotComputable
from rosette.knowledge import Knowledge
from rosette.mibg.contacts import Restriction, restriction_of
from rosette.mibg.dosimetry import number
from rosette.mibg.release import WHO, ExposureReading, Limit, Release, exposure_curve, limits_of, release_of
from rosette.mibg.rota import Rota, contact_for, rota_of
from rosette.mibg.site import SiteFile


@frozen(kw_only=True)
class GoingHome:
    """When the child may leave, who may be near it from when, and who stays with it until then."""

    readings: tuple[ExposureReading, ...]
    release: Release
    restrictions: tuple[Restriction, ...]
    rota: Rota | None
    age_years: int | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Everything that speaks against it; what carers received in hospital counts only with the child's age."""
        told = (
            ()
            if self.rota or not self.restrictions
            else ("Doses of carers in hospital are not counted: no age given.",)
        )
        return (*self.release.warnings, *(self.rota.warnings if self.rota else ()), *told)


def going_home(
    readings: Sequence[ExposureReading],
    *,
    site: SiteFile,
    knowledge: Knowledge,
    ended: datetime | None = None,
    activity: Activity | None = None,
    age_years: int | None = None,
) -> GoingHome:
    """Everything about release from rates at 1 m; contact at home needs the clock time at which the infusion ended.

    Raises NotComputable when no curve can be made or a limit is not known.
    """
    exposure = exposure_curve(readings, knowledge)
    release = release_of(exposure, site=site, knowledge=knowledge, ended=ended, activity=activity)
    power = number(knowledge, "i131.distance_power")
    limits = {each.who: each for each in limits_of(site, knowledge)}
    rota = None if age_years is None else _rota(release, site, limits, power, age_years)
    spent = rota.each_msv if rota else 0.0
    return GoingHome(
        readings=tuple(readings),
        release=release,
        restrictions=() if ended is None else _restrictions(release, ended, site, limits, power, spent),
        rota=rota,
        age_years=age_years,
    )


def _rota(release: Release, site: SiteFile, limits: Mapping[str, Limit], power: float, age_years: int) -> Rota:
    return rota_of(
        release.exposure,
        contact=contact_for(site, age_years=age_years),
        released_h=release.hours,
        limit_msv=limits["carer"].msv or 0.0,
        distance_power=power,
    )


def _restrictions(
    release: Release, ended: datetime, site: SiteFile, limits: Mapping[str, Limit], power: float, spent: float
) -> tuple[Restriction, ...]:
    """Habits at home; what a carer received in hospital is taken off the limit of an adult of the family."""
    found = []
    for pattern in site.patterns:
        limit = limits[pattern.limit].msv if pattern.limit in limits else None
        if limit is None:
            raise NotComputable(
                f'no limit for {WHO[pattern.limit]} is held for "{pattern.who}": the site file states it in [[limit]]'
            )
        left = limit - spent if pattern.limit in ("adult", "carer") else limit
        if left <= 0:
            raise NotComputable(f"carers spend the whole {limit:g} mSv in hospital: share the stay among more of them")
        found.append(
            restriction_of(
                release.exposure, pattern, limit_msv=left, ended=ended, released_h=release.hours, distance_power=power
            )
        )
    return tuple(found)
