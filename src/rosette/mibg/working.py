"""The calculations as commands and pages call them: words become choices, site and knowledge give the rest."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from rosette.kernel import AbsorbedDose, Activity, ActivityPerMass, BadInput, BodyMass, Problem, Quantity
from rosette.knowledge import ActivityLevel, Knowledge
from rosette.mibg.counts import ProbeReading, retention
from rosette.mibg.curves import Tail
from rosette.mibg.dosimetry import (
    DRAWS,
    SEED,
    Way,
    WholeBodyDose,
    lesion_dose,
    number,
    out_of_band,
    refuse_mass,
    whole_body_dose,
)
from rosette.mibg.second import FirstDose, SecondActivity, second_activity
from rosette.mibg.site import SiteFile
from rosette.mibg.uncertainty import Given

WAYS = {"fit": Way.FIT, "joined": Way.JOINED}
TAILS = {"effective": Tail.EFFECTIVE, "physical": Tail.PHYSICAL}


def dose_of(
    readings: Sequence[ProbeReading],
    *,
    site: SiteFile,
    knowledge: Knowledge,
    activity: Activity,
    mass: BodyMass,
    way: str = "fit",
    tail: str = "effective",
    without: Sequence[float] = (),
    draws: int = DRAWS,
    seed: int = SEED,
    lesion: tuple[float, float, float] | None = None,
) -> WholeBodyDose:
    """The whole-body dose of one administration; `way` and `tail` are words of WAYS and TAILS.

    lesion: mass in g, activity at first in MBq, effective half-life in h of one lesion.
    """
    found = whole_body_dose(
        retention(readings, without=without),
        given=Given(activity=activity, mass=mass),
        site=site,
        knowledge=knowledge,
        way=WAYS[way],
        tail=TAILS[tail],
        draws=draws,
        seed=seed,
    )
    if lesion is None:
        return found
    mass_g, activity_mbq, half_life_h = lesion
    own = lesion_dose(mass_g=mass_g, activity_mbq=activity_mbq, half_life_h=half_life_h, knowledge=knowledge)
    return evolve(found, lesion=own)


def second_of(first: FirstDose, *, mass: BodyMass, site: SiteFile, knowledge: Knowledge) -> SecondActivity:
    """The second activity by the site's relation and largest activity, and the programme's target and rules."""
    refuse_mass(mass, knowledge)
    refuse_mass(first.mass, knowledge)
    highest = max(row.mbq_per_kg for row in knowledge.table(ActivityLevel).values())
    found = second_activity(
        first,
        mass=mass,
        target=AbsorbedDose(number(knowledge, "mibg.second_target")),
        power=site.whole_body.power,
        maximum=site.maximum,
        mass_change=number(knowledge, "mibg.mass_change"),
        stop_at=number(knowledge, "mibg.second_stop"),
        highest=ActivityPerMass(highest),
        mass_apart=number(knowledge, "mibg.second_mass_apart"),
    )
    doubts = out_of_band(first.dose.gy, first.activity / first.mass, knowledge)
    return evolve(found, warnings=(*(f"First dose: {each}" for each in doubts), *found.warnings))


def lesion_of(text: str) -> tuple[float, float, float]:
    """Read "20 g, 12.2 MBq, 60 h": mass in g, activity at first in MBq, effective half-life in h.

    Raises BadInput when it is not these three, UnitError for a unit of another kind.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3:
        problem = Problem("lesion", f'"{text}" is not three quantities', 'such as "20 g, 12.2 MBq, 60 h"')
        raise BadInput([problem], what="lesion")
    mass, activity, half_life = (
        Quantity.parse(part).to(unit).value for part, unit in zip(parts, ("g", "MBq", "h"), strict=True)
    )
    return mass, activity, half_life
