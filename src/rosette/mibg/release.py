"""Release from isolation by the child's own curve: rate at 1 m, activity left, and what others would receive."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from attrs import evolve, frozen

from rosette.kernel import Activity, NotComputable, Problems
from rosette.knowledge import ExposureLimit, Knowledge
from rosette.mibg.counts import CountsFault, Retention
from rosette.mibg.curves import Curve, Fit, Origin
from rosette.mibg.dosimetry import DEFAULT_HALF_LIFE, constant, fit_rules, hours_of, number
from rosette.mibg.fitting import fit_all
from rosette.mibg.site import OwnLimit, SiteFile

WHO = {
    "release": "any other person",
    "instructions": "any other person, without written instructions",
    "carer": "a carer",
    "adult": "an adult of the family",
    "child": "a child of the family",
    "public": "a member of the public",
}


@frozen(kw_only=True)
class ExposureReading:
    """Rate at 1 m, mR/h, hours after the end of the infusion."""

    hours: float
    mr_per_h: float


@frozen(kw_only=True)
class ExposureCurve:
    """Rate at 1 m by time: first rate times a curve. fits: every fit that the readings hold, the taken one first."""

    first_mr_per_h: float
    curve: Curve
    fits: tuple[Fit, ...]
    msv_per_mr: float
    warnings: tuple[str, ...]

    def rate(self, hours: float) -> float:
        """mR/h at 1 m."""
        return self.first_mr_per_h * self.curve.at(hours)

    def reaches(self, mr_per_h: float) -> float:
        """Hours after the infusion from which the rate is at most this."""
        return self.curve.reaches(mr_per_h / self.first_mr_per_h)

    def dose_after(self, hours: float, *, occupancy: float) -> float:
        """mSv to somebody at 1 m for a share of all time (occupancy, 0 to 1) from then on."""
        return occupancy * self.msv_per_mr * self.first_mr_per_h * self.curve.area_after(hours)

    def safe_from(self, msv: float, *, occupancy: float) -> float:
        """Hours after the infusion from which that dose is at most this many mSv."""
        low, high = 0.0, 1.0
        if self.dose_after(0.0, occupancy=occupancy) <= msv:
            return 0.0
        while self.dose_after(high, occupancy=occupancy) > msv:
            low, high = high, high * 2
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if self.dose_after(middle, occupancy=occupancy) > msv else (low, middle)
        return high


def exposure_curve(readings: Sequence[ExposureReading], knowledge: Knowledge) -> ExposureCurve:
    """The curve of rates at 1 m, fitted like the counts; raises CountsFault with every fault of the readings."""
    kept = sorted(readings, key=lambda each: each.hours)
    _refuse(kept)
    hours, rate = np.array([each.hours for each in kept]), np.array([each.mr_per_h for each in kept])
    found = Retention(readings=(), hours=hours, mean=rate, share=rate / rate[0], warnings=())
    half_life = hours_of(constant(knowledge, DEFAULT_HALF_LIFE))
    fits = fit_all(found, rules=fit_rules(knowledge), physical_half_life_h=half_life, origin=Origin.FIRST)
    return ExposureCurve(
        first_mr_per_h=float(rate[0]),
        curve=fits[0].curve,
        fits=fits,
        msv_per_mr=number(knowledge, "i131.roentgen_to_dose") / 1000,
        warnings=(
            *_late(kept, number(knowledge, "mibg.first_rate")),
            *_rises(kept),
            *(f"The fit is bad: it {fault}." for fault in fits[0].faults),
        ),
    )


def curve_of(
    first_mr_per_h: float, phases: Curve, *, msv_per_mr: float, warnings: tuple[str, ...] = ()
) -> ExposureCurve:
    """A curve of rates from phases that are known."""
    return ExposureCurve(first_mr_per_h=first_mr_per_h, curve=phases, fits=(), msv_per_mr=msv_per_mr, warnings=warnings)


def _refuse(kept: Sequence[ExposureReading]) -> None:
    problems = Problems()
    if len(kept) < 2:
        problems.add("", found=f"{len(kept)} readings", wanted="two at least, three for each phase")
    for one, two in itertools.pairwise(kept):
        if one.hours == two.hours:
            problems.add(f"{one.hours:g} h", found="two readings at one time", remedy="Keep the one that was meant.")
    for each in kept:
        if not (math.isfinite(each.hours) and each.hours >= 0 and math.isfinite(each.mr_per_h) and each.mr_per_h > 0):
            problems.add(f"{each.hours:g} h", found=f"{each.mr_per_h:g} mR/h", wanted="a rate above zero")
    if problems:
        raise CountsFault(problems.found)


def _late(kept: Sequence[ExposureReading], limit: float) -> list[str]:
    if kept[0].hours <= limit:
        return []
    return [f"The first rate was taken {kept[0].hours:g} h after the infusion: until then it is taken as no higher."]


def _rises(kept: Sequence[ExposureReading]) -> list[str]:
    return [
        f"The rate rises from {one.hours:g} h to {two.hours:g} h: another distance, or a bag in the way?"
        for one, two in itertools.pairwise(kept)
        if two.mr_per_h > one.mr_per_h
    ]


@frozen(kw_only=True)
class Limit:
    """A limit for somebody's dose, with rates and activities that stand for it where the rule names them.

    own: whether the site set the dose tighter than its jurisdiction, so that the rate no longer stands for it.
    """

    who: str
    msv: float | None
    mr_per_h: float | None
    mci: float | None
    source: str
    own: bool = False

    @property
    def words(self) -> str:
        """Whom it protects."""
        return WHO[self.who]


def limits_of(site: SiteFile, knowledge: Knowledge) -> tuple[Limit, ...]:
    """The limits of the site's jurisdiction that knowledge holds, and the site's own where they are tighter or alone.

    Raises NotComputable when neither knows the jurisdiction.
    """
    own = {each.who: each for each in site.limits}
    held = {
        row.who: _limit(row)
        for row in knowledge.table(ExposureLimit).values()
        if row.jurisdiction == site.jurisdiction and row.verified
    }
    found = {who: _tighter(held.get(who), own.get(who)) for who in WHO if who in held or who in own}
    missing = [who for who in ("release", "carer", "child", "public") if who not in found]
    if missing:
        raise NotComputable(
            f'no limit for {", ".join(WHO[who] for who in missing)} in the jurisdiction "{site.jurisdiction}": '
            "the site file states them in [[limit]] with their source"
        )
    return tuple(found.values())


def _tighter(held: Limit | None, own: OwnLimit | None) -> Limit:
    """The limit of the jurisdiction; the site's own where it is tighter, or the only one."""
    if own is None:
        assert held is not None
        return held
    if held is None:
        return Limit(who=own.who, msv=own.msv, mr_per_h=None, mci=None, source=own.source)
    if held.msv is not None and held.msv <= own.msv:
        return held
    return evolve(held, msv=own.msv, source=f"{own.source}; {held.source}", own=True)


def _limit(row: ExposureLimit) -> Limit:
    source = "; ".join(str(each) for each in row.sources)
    return Limit(who=row.who, msv=row.msv, mr_per_h=row.mr_per_h, mci=row.mci, source=source)


@frozen(kw_only=True)
class ReleaseTime:
    """One rule with the hours after the infusion from which it is met; own: the site's, which only delays."""

    rule: str
    hours: float
    source: str
    own: bool = False


@frozen(kw_only=True)
class Release:
    """When the child may leave isolation by each rule, the nights until then, and what must be kept on record."""

    exposure: ExposureCurve
    occupancy: float
    times: tuple[ReleaseTime, ...]
    instructions: tuple[ReleaseTime, ...]
    ended: datetime | None
    record: tuple[str, ...]
    own_rate: ReleaseTime | None
    site: SiteFile

    @property
    def binding(self) -> tuple[ReleaseTime, ...]:
        """The rules that decide: the first of the jurisdiction, then a tighter dose and a rate of the site's own."""
        own = [each for each in self.times[1:] if each.own]
        return (*self.times[:1], *own, *([self.own_rate] if self.own_rate else []))

    @property
    def hours(self) -> float:
        """Release by the first rule of the jurisdiction: its rate, else its dose; the site's own only delay it."""
        return max(each.hours for each in self.binding)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What speaks against the times: of the curve, and that they lie after the last reading."""
        last = self.exposure.curve.last_h
        late = [each.rule for each in self.binding if each.hours > last]
        told = [f"{rule} is met after the last reading ({last:g} h): measure again before release." for rule in late]
        return (*self.exposure.warnings, *told)

    @property
    def at(self) -> datetime | None:
        """The clock time, up to the next full hour."""
        return None if self.ended is None else next_hour(self.ended + timedelta(hours=self.hours))

    @property
    def nights(self) -> int:
        """Nights of isolation from the end of the infusion until release."""
        if self.ended is None or self.at is None:
            return math.ceil(self.hours / 24)
        return (self.at.date() - self.ended.date()).days


def next_hour(moment: datetime) -> datetime:
    """The full hour at or after a moment."""
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(hours=1)


def release_of(
    exposure: ExposureCurve,
    *,
    site: SiteFile,
    knowledge: Knowledge,
    ended: datetime | None = None,
    activity: Activity | None = None,
) -> Release:
    """Times of release by rate, by dose to others, and by activity that is left, from the measured curve.

    Source: [@nrc-35-75, release rule]; occupancy is 25 % unless the site keeps a record for less.
    """
    occupancy = site.occupancy if site.occupancy is not None else number(knowledge, "i131.occupancy")
    limits = {each.who: each for each in limits_of(site, knowledge)}
    times = _times(exposure, limits["release"], occupancy, activity)
    told = _times(exposure, limits["instructions"], occupancy, activity) if "instructions" in limits else []
    return Release(
        exposure=exposure,
        occupancy=occupancy,
        times=tuple(times),
        instructions=tuple(told),
        ended=ended,
        record=tuple(_record(occupancy, site)),
        own_rate=_own_rate(exposure, site),
        site=site,
    )


def _own_rate(exposure: ExposureCurve, site: SiteFile) -> ReleaseTime | None:
    if site.release_rate is None:
        return None
    rule = f"{site.release_rate:g} mR/h at 1 m, the site's own rule"
    return ReleaseTime(rule=rule, hours=exposure.reaches(site.release_rate), source=f"site file {site.version}")


def _times(exposure: ExposureCurve, limit: Limit, occupancy: float, activity: Activity | None) -> list[ReleaseTime]:
    found = []
    if limit.mr_per_h is not None:
        hours = exposure.reaches(limit.mr_per_h)
        found.append(ReleaseTime(rule=f"{limit.mr_per_h:g} mR/h at 1 m", hours=hours, source=limit.source))
    if limit.msv is not None:
        hours = exposure.safe_from(limit.msv, occupancy=occupancy)
        rule = f"{limit.msv:g} mSv to {limit.words}, at 1 m for {occupancy:.0%} of the time"
        found.append(ReleaseTime(rule=rule, hours=hours, source=limit.source, own=limit.own))
    if limit.mci is not None and activity is not None:
        share = min(Activity.from_mci(limit.mci).mbq / activity.mbq, 1.0)
        hours = exposure.curve.reaches(share)
        found.append(ReleaseTime(rule=f"{limit.mci:g} mCi in the body, by the rate", hours=hours, source=limit.source))
    return found


def _record(occupancy: float, site: SiteFile) -> list[str]:
    told = ["The basis of release is kept for three years: the curve was measured, effective half-lives were used."]
    if occupancy < 0.25:
        told.append(f"An occupancy of {occupancy:.0%} was used: {site.occupancy_record}")
    return told


def default_dose(
    *,
    activity: Activity,
    constant_r_cm2: float,
    half_life_d: float,
    occupancy: float,
    distance_cm: float,
    factor: float,
) -> float:
    """Dose to another person, rem, without a curve: factor x constant x activity x half-life x occupancy / r2.

    constant_r_cm2: R cm2/(mCi h); half_life_d: d; occupancy: 0 to 1; factor: h/d, 24 over the logarithm of two.
    Source: [@nrc-release, formula after NCRP 37].
    """
    return factor * constant_r_cm2 * activity.mci * half_life_d * occupancy / distance_cm**2


def point_rate(*, activity: Activity, constant_r_cm2: float, distance_cm: float) -> float:
    """Rate in mR/h of an unshielded point; a child shows less, since the body absorbs part."""
    return 1000 * constant_r_cm2 * activity.mci / distance_cm**2
