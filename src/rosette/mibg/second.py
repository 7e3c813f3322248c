"""A second administration from the first: activity for the dose that is left, with its uncertainty carried through."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import AbsorbedDose, Activity, ActivityPerMass, BodyMass, NotComputable


@frozen(kw_only=True)
class FirstDose:
    """What the first administration did: dose and its standard uncertainty, activity and body mass then."""

    dose: AbsorbedDose
    uncertainty: AbsorbedDose
    activity: Activity
    mass: BodyMass


@frozen(kw_only=True)
class SecondActivity:
    """The second activity, and both doses together if the kinetics are the same again.

    relative: standard uncertainty of the activity as a share of it, 0 to 1; total_sd in Gy.
    """

    first: FirstDose
    mass: BodyMass
    target: AbsorbedDose
    remainder: AbsorbedDose
    corrected: bool
    wanted: Activity
    simple: Activity
    planned: Activity
    relative: float
    total: AbsorbedDose
    total_sd: float
    warnings: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether the first dose reached the target already."""
        return self.remainder.gy == 0

    @property
    def per_mass(self) -> ActivityPerMass:
        """By the body mass of now."""
        return self.planned / self.mass


def second_activity(
    first: FirstDose,
    *,
    mass: BodyMass,
    target: AbsorbedDose,
    power: float,
    maximum: Activity,
    mass_change: float,
    stop_at: float,
    highest: ActivityPerMass | None = None,
    mass_apart: float = 1.0,
) -> SecondActivity:
    """Activity that brings the whole-body dose from the first to the target, corrected for a change of body mass.

    power: the site's power of mass in the dose relation; mass_change: below it (0 to 1) no correction is made.
    stop_at: the remainder must be so many standard uncertainties of the first dose; NotComputable otherwise.
    highest: the highest published level; an activity above it is refused as a slip of a unit or of the first dose.
    mass_apart: a change of body mass above this (0 to 1) is a warning.
    Source: [@buckley-2007, abstract].  Worked examples: tests/published/.
    """
    if first.dose.gy <= 0 or first.activity.mbq <= 0 or first.mass.kg <= 0 or mass.kg <= 0:
        raise NotComputable("a first dose, its activity and both body masses above zero are needed")
    left = max(target.gy - first.dose.gy, 0.0)
    _refuse_unsure(first, left, target, stop_at)
    corrected = abs(mass.kg / first.mass.kg - 1) >= mass_change
    factor = (mass.kg / first.mass.kg) ** power if corrected else 1.0
    per_mbq = first.dose.gy / first.activity.mbq * factor
    wanted = Activity(left / per_mbq)
    planned = min(wanted, maximum)
    _refuse_high(planned, mass, highest)
    total = first.dose.gy + per_mbq * planned.mbq
    share = first.uncertainty.gy / first.dose.gy
    return SecondActivity(
        first=first,
        mass=mass,
        target=target,
        remainder=AbsorbedDose(left),
        corrected=corrected,
        wanted=wanted,
        simple=Activity(left * first.activity.mbq / first.dose.gy),
        planned=planned,
        relative=share * target.gy / left if left else 0.0,
        total=AbsorbedDose(total),
        total_sd=total * share,
        warnings=tuple(_warnings(first, mass, left, wanted, planned, mass_apart)),
    )


def _refuse_unsure(first: FirstDose, left: float, target: AbsorbedDose, stop_at: float) -> None:
    if left and left < stop_at * first.uncertainty.gy:
        raise NotComputable(
            f"{left:.2f} Gy are left to {target.gy:g} Gy, less than {stop_at:g} times the uncertainty of the "
            f"first dose ({first.uncertainty.gy:.2f} Gy): no second activity is given. Measure it better, or stop here."
        )


def _refuse_high(planned: Activity, mass: BodyMass, highest: ActivityPerMass | None) -> None:
    if highest is not None and (planned / mass).mbq_per_kg > highest.mbq_per_kg * (1 + 1e-9):
        raise NotComputable(
            f"it would be {planned / mass}, above the highest published level, {highest}: check the first dose, "
            "its unit and both body masses; a physician and a physicist must decide otherwise"
        )


def _warnings(
    first: FirstDose, mass: BodyMass, left: float, wanted: Activity, planned: Activity, mass_apart: float
) -> list[str]:
    told = []
    if abs(mass.kg / first.mass.kg - 1) > mass_apart:
        told.append(f"The body mass changed from {first.mass.kg:g} to {mass.kg:g} kg: check both.")
    if not left:
        told.append("The target is reached by the first administration: no second activity.")
    if not first.uncertainty.gy:
        told.append("No uncertainty of the first dose was given: none is carried to the second.")
    if planned < wanted:
        told.append(f"The site's largest activity holds it to {planned}: the target is not reached.")
    if left:
        told.append("The kinetics are taken to be the same again, which they may not be: measure the second.")
    return told


@frozen(kw_only=True)
class Achieved:
    """What both administrations did against what was planned, Gy."""

    planned: AbsorbedDose
    achieved: AbsorbedDose
    sd: float

    @property
    def sentence(self) -> str:
        """In words."""
        apart = self.achieved.gy - self.planned.gy
        return f"{self.achieved.gy:.2f} Gy (SD {self.sd:.2f}) against {self.planned.gy:.2f} Gy planned: {apart:+.2f} Gy"


def achieved(plan: SecondActivity, *, second: AbsorbedDose, uncertainty: AbsorbedDose) -> Achieved:
    """Both measured doses together, their uncertainties added as squares."""
    first = plan.first
    sd = float((first.uncertainty.gy**2 + uncertainty.gy**2) ** 0.5)
    return Achieved(planned=plan.total, achieved=first.dose + second, sd=sd)
