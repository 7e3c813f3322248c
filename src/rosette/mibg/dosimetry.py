"""Dose to the whole body from probe counts, with every way to it side by side and every doubt named."""

from __future__ import annotations

from enum import Enum

from attrs import evolve, frozen

from rosette.kernel import AbsorbedDose, ActivityPerMass, BodyMass, NotComputable
from rosette.knowledge import Constant, Knowledge
from rosette.mibg.counts import Retention
from rosette.mibg.curves import Curve, Fit, Origin, Tail, joined_curve
from rosette.mibg.fitting import FitRules, fit_all, spread
from rosette.mibg.site import SiteFile
from rosette.mibg.uncertainty import Given, Spread, spread_of

DEFAULT_HALF_LIFE = "i131.half_life.dorn"
DRAWS, SEED = 2000, 20260601


class Way(Enum):
    """How the readings become an area."""

    FIT = "fitted phases"
    JOINED = "readings joined"


@frozen(kw_only=True)
class OtherWay:
    """The same readings by another way: its area (h) and dose, and what speaks against it."""

    name: str
    area_h: float
    dose: AbsorbedDose
    faults: tuple[str, ...] = ()


@frozen(kw_only=True)
class WholeBodyDose:
    """The dose with everything that it rests on; warnings are part of it and are printed with it.

    area_h: h, time-integrated activity for each MBq; extrapolated: share of it after the last reading, 0 to 1.
    """

    given: Given
    retention: Retention
    way: Way
    tail: Tail
    curve: Curve
    fits: tuple[Fit, ...]
    half_life: Constant
    s_value: float
    dose: AbsorbedDose
    extrapolated: float
    spread: Spread
    others: tuple[OtherWay, ...]
    warnings: tuple[str, ...]
    site: SiteFile
    lesion: LesionDose | None = None

    @property
    def area_h(self) -> float:
        """Area under the curve, h."""
        return self.curve.area_h

    @property
    def integrated(self) -> float:
        """Time-integrated activity, MBq h."""
        return self.given.activity.mbq * self.area_h

    @property
    def at_cells(self) -> AbsorbedDose:
        """Dose still to come on the day on which the site gives cells."""
        return self.residual(24.0 * self.site.cells.after_days)

    def residual(self, hours: float) -> AbsorbedDose:
        """Dose still to come after a time: what cells that are given then would receive."""
        return AbsorbedDose(self.s_value * self.given.activity.mbq * self.curve.area_after(hours))


def hours_of(half_life: Constant) -> float:
    """A half-life in h."""
    return half_life.value.to("h").value


def constant(knowledge: Knowledge, name: str) -> Constant:
    """A constant that is verified; raises NotComputable otherwise."""
    row = knowledge.constants[name]
    if not row.verified:
        raise NotComputable(f"{name} is not verified: {row.unverified}")
    return row


def number(knowledge: Knowledge, name: str) -> float:
    """The number of a verified constant, in its own unit; a share when that is %."""
    value = constant(knowledge, name).value
    return value.value / 100 if value.unit.code == "%" else value.value


def fit_rules(knowledge: Knowledge) -> FitRules:
    """The conventions of a good fit."""
    return FitRules(
        readings_per_phase=int(number(knowledge, "wb.readings_per_phase")),
        largest_miss=number(knowledge, "wb.misfit"),
    )


def refuse_mass(mass: BodyMass, knowledge: Knowledge) -> None:
    """Raise NotComputable for a body mass outside the range of the relation."""
    low, high = (constant(knowledge, f"wb.mass_{end}").value.value for end in ("least", "most"))
    if not low <= mass.kg <= high:
        raise NotComputable(
            f"a body mass of {mass.kg:g} kg is outside {low:g} to {high:g} kg, for which the relation is held: "
            "no whole-body dose is given. Check the unit of the mass; a physicist must find another relation."
        )


def whole_body_dose(
    found: Retention,
    *,
    given: Given,
    site: SiteFile,
    knowledge: Knowledge,
    way: Way = Way.FIT,
    tail: Tail = Tail.EFFECTIVE,
    origin: Origin = Origin.FIRST,
    half_life: str = DEFAULT_HALF_LIFE,
    draws: int = DRAWS,
    seed: int = SEED,
    counting: bool = True,
) -> WholeBodyDose:
    """The dose to the whole body: area under the curve, activity, and the site's relation to mass.

    Raises NotComputable outside the range of mass, with too few readings, or when no curve can be made.
    Source: [@eanm-sop-mibg, abstract]; the relation is the site's.  Worked examples: tests/published/.
    """
    refuse_mass(given.mass, knowledge)
    row = constant(knowledge, half_life)
    hours = hours_of(row)
    fits = _fits(found, knowledge, hours, origin, needed=way is Way.FIT)
    curve = _curve(found, fits, way, tail, hours)
    s_value = site.whole_body.s_value(given.mass.kg)
    others = _others(found, fits, hours, scale=s_value * given.activity.mbq)
    uncertain = spread_of(
        found, curve, given=given, relation=site.whole_body, precision=site.precision, tail=tail,
        physical_half_life_h=hours, draws=draws, seed=seed, counting=counting,
    )  # fmt: skip
    made = WholeBodyDose(
        given=given,
        retention=found,
        way=way,
        tail=tail,
        curve=curve,
        fits=fits,
        half_life=row,
        s_value=s_value,
        dose=AbsorbedDose(s_value * given.activity.mbq * curve.area_h),
        extrapolated=curve.area_after(curve.last_h) / curve.area_h,
        spread=uncertain,
        others=others,
        warnings=found.warnings,
        site=site,
    )
    return evolve(made, warnings=(*found.warnings, *_doubts(made, knowledge)))


def _fits(found: Retention, knowledge: Knowledge, hours: float, origin: Origin, *, needed: bool) -> tuple[Fit, ...]:
    try:
        return fit_all(found, rules=fit_rules(knowledge), physical_half_life_h=hours, origin=origin)
    except NotComputable:
        if needed:
            raise
        return ()


def _curve(found: Retention, fits: tuple[Fit, ...], way: Way, tail: Tail, hours: float) -> Curve:
    if way is Way.JOINED:
        return joined_curve(found, tail=tail, physical_half_life_h=hours)
    return with_tail(fits[0].curve, tail, hours)


def with_tail(curve: Curve, tail: Tail, physical_half_life_h: float) -> Curve:
    """The curve with physical decay after the last reading, if that is the rule."""
    return evolve(curve, tail_half_life_h=physical_half_life_h) if tail is Tail.PHYSICAL else curve


def _others(found: Retention, fits: tuple[Fit, ...], hours: float, *, scale: float) -> tuple[OtherWay, ...]:
    """Every way to the area, the one that was taken among them."""
    rows = [(f"{each.words}", each.curve, each.faults) for each in fits]
    rows += [
        (f"{each.words}; then physical decay", with_tail(each.curve, Tail.PHYSICAL, hours), each.faults)
        for each in fits[:1]
    ]
    for tail in Tail:
        try:
            curve = joined_curve(found, tail=tail, physical_half_life_h=hours)
        except NotComputable:
            continue
        rows.append((f"readings joined; then {tail.value}", curve, ()))
    return tuple(
        OtherWay(name=name, area_h=curve.area_h, dose=AbsorbedDose(scale * curve.area_h), faults=faults)
        for name, curve, faults in rows
    )


def _doubts(made: WholeBodyDose, knowledge: Knowledge) -> list[str]:
    told = []
    if made.way is Way.FIT:
        told += [f"The fit is bad: it {fault}. Read the other ways below." for fault in made.fits[0].faults]
    limit = number(knowledge, "wb.tail_share")
    if made.extrapolated > limit:
        told.append(
            f"{made.extrapolated:.0%} of the area lies after the last reading (more than {limit:.0%}): "
            f"the dose hangs on the tail rule, {made.tail.value}. Measure later."
        )
    effective = [each.area_h for each in made.others if "physical" not in each.name and not each.faults]
    if len(effective) > 1 and spread(effective) > limit:
        told.append(f"Ways that pass their checks lie {spread(effective):.0%} apart.")
    return [*told, *out_of_band(made.dose.gy, made.given.activity / made.given.mass, knowledge), *_cells(made)]


def _cells(made: WholeBodyDose) -> list[str]:
    limit = made.site.cells.residual_gy
    if limit is None or made.at_cells.gy <= limit:
        return []
    day = made.site.cells.after_days
    return [f"Cells on day {day} would still receive {made.at_cells.gy:.3f} Gy, above the site's {limit:g} Gy."]


def out_of_band(gy: float, per: ActivityPerMass, knowledge: Knowledge) -> list[str]:
    """A warning when a whole-body dose is outside the band of published ones for its activity by mass."""
    low, high = (constant(knowledge, f"wb.band_{end}").value.value * per.mbq_per_kg / 1000 for end in ("low", "high"))
    if low <= gy <= high:
        return []
    return [
        f"{gy:.2f} Gy at {per.mbq_per_kg:.0f} MBq/kg is outside {low:.2f} to {high:.2f} Gy, "
        "where published doses lie: check units and tail."
    ]


@frozen(kw_only=True)
class LesionDose:
    """Dose to a lesion from the electrons of its own activity; photons are left out: a lower bound."""

    mass_g: float
    activity_mbq: float
    half_life_h: float
    integrated: float
    dose: AbsorbedDose

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            f"lesion of {self.mass_g:g} g, {self.activity_mbq:g} MBq at first, half-life {self.half_life_h:g} h: "
            f"{self.dose.gy:.2f} Gy from electrons alone, a lower bound"
        )


def lesion_dose(*, mass_g: float, activity_mbq: float, half_life_h: float, knowledge: Knowledge) -> LesionDose:
    """Self-dose of a lesion of `mass_g` g that holds `activity_mbq` MBq at first and loses it by `half_life_h` h.

    Raises NotComputable for a mass or half-life of zero. Source: [@icrp-107, electron energies of iodine-131].
    """
    from math import log

    if mass_g <= 0 or half_life_h <= 0 or activity_mbq < 0:
        raise NotComputable("a lesion needs a mass and a half-life above zero")
    physical = hours_of(constant(knowledge, DEFAULT_HALF_LIFE))
    if half_life_h > physical:
        raise NotComputable(f"an effective half-life of {half_life_h:g} h is longer than decay alone, {physical:.1f} h")
    energy = constant(knowledge, "i131.electron_energy").value.to("MeV").value
    factor = constant(knowledge, "i131.energy_to_dose").value.value
    integrated = activity_mbq * half_life_h / log(2)
    return LesionDose(
        mass_g=mass_g,
        activity_mbq=activity_mbq,
        half_life_h=half_life_h,
        integrated=integrated,
        dose=AbsorbedDose(integrated * energy * factor / (mass_g / 1000)),
    )
