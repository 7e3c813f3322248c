"""What an option asks of a child and a family: days with care, days at home, nights alone, hours on the road."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge, Schedule
from rosette.medicines.evidence import verified

MONTH_DAYS = 28
SPEED_KM_PER_H = 70.0  # a convention for long roads, shown with every figure
NEAR = ("home", "local")


@frozen(kw_only=True)
class Burden:
    """One cycle of a schedule for one child; what a scorer takes is scaled to 28 days.

    own_nights: whether the nights of isolation are those that the child's own curve asked for last time.
    travel_hours: None when the distance is not known and the way is not short by its nature.
    """

    schedule: Schedule
    cycle_days: int
    contact_days: float
    isolation_nights: int
    sedations: int
    travel_hours: float | None
    unplanned: float
    own_nights: bool = False

    @property
    def home_days(self) -> float:
        """Days of the cycle without care in person."""
        return self.cycle_days - self.contact_days

    @property
    def share(self) -> float:
        """Share of the days with care in person."""
        return self.contact_days / self.cycle_days

    def per_month(self, amount: float) -> float:
        """An amount of one cycle, scaled to 28 days."""
        return amount * MONTH_DAYS / self.cycle_days

    @property
    def sentence(self) -> str:
        """In words."""
        planned = "" if self.unplanned else ", planned days only"
        return f"{self.contact_days:g} of {self.cycle_days} days with care in person ({self.share:.0%}){planned}"


def burden_of(
    schedule: Schedule,
    *,
    distance_km: float | None = None,
    fever: float = 0.0,
    stay_days: float = 0.0,
    own_nights: int | None = None,
) -> Burden:
    """The burden of one cycle: scheduled days, planned visits, and the expected days in hospital for fever.

    fever: probability of a stay in a cycle; stay_days: its expected length, days. own_nights: nights of isolation
    that this child needed before, in place of the schedule's. Raises NotComputable when
    they are not a probability and a length, and Unverified for a schedule that nobody verified.
    """
    verified(schedule)
    if not 0 <= fever <= 1 or stay_days < 0:
        raise NotComputable(f"{fever:g} and {stay_days:g} d are no probability and length of a stay")
    nights = schedule.isolation_nights if own_nights is None or not schedule.isolation_nights else own_nights
    facility = schedule.facility_days - schedule.isolation_nights + nights
    contact = min(facility + schedule.visit_days + fever * stay_days, schedule.cycle_days)
    return Burden(
        schedule=schedule,
        cycle_days=schedule.cycle_days,
        contact_days=contact,
        isolation_nights=nights,
        own_nights=nights != schedule.isolation_nights,
        sedations=schedule.sedations,
        travel_hours=_travel(schedule, distance_km),
        unplanned=fever * stay_days,
    )


def _travel(schedule: Schedule, distance_km: float | None) -> float | None:
    """Hours to the centre and back, at most: each facility day outside isolation is a way of its own.

    Planned visits and all days of a schedule that the home hospital can give are not counted.
    """
    if schedule.travel in NEAR:
        return 0.0
    if distance_km is None:
        return None
    trips = max(schedule.facility_days - schedule.isolation_nights, 0)
    return trips * 2 * distance_km / SPEED_KM_PER_H


def schedule_of(regimen: str, knowledge: Knowledge) -> Schedule | None:
    """The schedule of a regimen; None when none is held."""
    rows = knowledge.table(Schedule).values()
    return next((row for row in rows if row.regimen == regimen), None)
