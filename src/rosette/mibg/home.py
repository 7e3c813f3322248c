"""Release, contact at home and the rota of carers together: what a family is told rests on one object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import frozen

from rosette.kernel import Activity
from rosette.knowledge import Knowledge
from rosette.mibg.contacts import Restriction, restriction_of
from rosette.mibg.dosimetry import number
from rosette.mibg.release import ExposureReading, Limit, Release, exposure_curve, limits_of, release_of
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
    carer = limits["carer"].msv or 0.0
    return GoingHome(
        readings=tuple(readings),
        release=release,
        restrictions=() if ended is None else _restrictions(release, ended, site, limits, power),
        rota=None
        if age_years is None
        else rota_of(
            exposure,
            contact=contact_for(site, age_years=age_years),
            released_h=release.hours,
            limit_msv=carer,
            distance_power=power,
        ),
        age_years=age_years,
    )


def _restrictions(
    release: Release, ended: datetime, site: SiteFile, limits: Mapping[str, Limit], power: float
) -> tuple[Restriction, ...]:
    found = []
    for pattern in site.patterns:
        limit = limits[pattern.limit].msv if pattern.limit in limits else None
        if limit:
            found.append(
                restriction_of(
                    release.exposure,
                    pattern,
                    limit_msv=limit,
                    ended=ended,
                    released_h=release.hours,
                    distance_power=power,
                )
            )
    return tuple(found)
