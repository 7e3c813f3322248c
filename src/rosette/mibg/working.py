"""The calculations as commands and pages call them: words become choices, site and knowledge give the rest."""

from __future__ import annotations

from collections.abc import Sequence

from rosette.kernel import AbsorbedDose, Activity, BodyMass
from rosette.knowledge import Knowledge
from rosette.mibg.counts import ProbeReading, retention
from rosette.mibg.curves import Tail
from rosette.mibg.dosimetry import DRAWS, SEED, Way, WholeBodyDose, number, refuse_mass, whole_body_dose
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
) -> WholeBodyDose:
    """The whole-body dose of one administration; `way` and `tail` are words of WAYS and TAILS."""
    return whole_body_dose(
        retention(readings, without=without),
        given=Given(activity=activity, mass=mass),
        site=site,
        knowledge=knowledge,
        way=WAYS[way],
        tail=TAILS[tail],
        draws=draws,
        seed=seed,
    )


def second_of(first: FirstDose, *, mass: BodyMass, site: SiteFile, knowledge: Knowledge) -> SecondActivity:
    """The second activity by the site's relation and largest activity, and the programme's target and rules."""
    refuse_mass(mass, knowledge)
    refuse_mass(first.mass, knowledge)
    return second_activity(
        first,
        mass=mass,
        target=AbsorbedDose(number(knowledge, "mibg.second_target")),
        power=site.whole_body.power,
        maximum=site.maximum,
        mass_change=number(knowledge, "mibg.mass_change"),
        stop_at=number(knowledge, "mibg.second_stop"),
    )
