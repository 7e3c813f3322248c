"""The activity to be given: level times mass, held by the site's largest activity; rounding comes last, in print."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import Activity, ActivityPerMass, BodyMass, NotComputable


@frozen(kw_only=True)
class Prescription:
    """A level for one child: what it asks for, what the site allows, and what is planned."""

    level: ActivityPerMass
    mass: BodyMass
    maximum: Activity
    wanted: Activity
    planned: Activity

    @property
    def capped(self) -> bool:
        """Whether the site's largest activity holds it below the level."""
        return self.planned < self.wanted

    @property
    def per_mass(self) -> ActivityPerMass:
        """What is planned, by body mass."""
        return self.planned / self.mass

    @property
    def sentence(self) -> str:
        """In words, both units."""
        told = f"{self.level} for {self.mass.kg:g} kg: {self.wanted}"
        held = f"; held to {self.planned} by the site, which is {self.per_mass}" if self.capped else ""
        return told + held


def prescribe(*, level: ActivityPerMass, mass: BodyMass, maximum: Activity) -> Prescription:
    """Level times mass, at most the site's largest activity; raises NotComputable for a mass of zero."""
    if mass.kg <= 0 or level.mbq_per_kg <= 0:
        raise NotComputable("a level and a body mass above zero are needed")
    wanted = level * mass
    return Prescription(level=level, mass=mass, maximum=maximum, wanted=wanted, planned=min(wanted, maximum))
