"""Doses that are worked out: cycles times the dose of a cycle, and an activity by the body mass of its day."""

from __future__ import annotations

from rosette.kernel import Quantity, UnitError
from rosette.records import Therapy
from rosette.survivorship.doses import Dose

AREA, CYCLE, DAILY = "mg/m2", "mg/m2/{cycle}", "mg/m2/d"
PER_KG = "MBq/kg"


def dose_of_cycles(each: Dose, cycles: int | None) -> Dose:
    """The dose of a cycle times the cycles; without their number one cycle is a lower bound."""
    if each.value is None or cycles == 0:
        return Dose.unknown(each.unit)
    if cycles is None:
        return Dose(value=each.value, unit=each.unit, status="incomplete")
    sure = "computed" if each.complete else "incomplete"
    return Dose(value=each.value * cycles, unit=each.unit, status=sure)


def dose_of_therapy(fact: Therapy, *, growing: bool) -> Dose:
    """The cumulative dose in mg/m2 that a therapy states, or that its cycles give.

    A dose that is not said to be that of a cycle counts once a cycle, as a lower bound; so does all that still grows.
    """
    stated = _in(fact.cumulative, AREA)
    if stated is not None:
        return Dose(value=stated, status="incomplete" if growing else "exact")
    found = _of_cycles(fact)
    if growing and found.complete and found.value is not None:
        return Dose(value=found.value, status="incomplete")
    return found


def _of_cycles(fact: Therapy) -> Dose:
    cycle = _in(fact.dose, CYCLE)
    if cycle is not None:
        return dose_of_cycles(Dose(value=cycle), fact.cycles)
    once = next((value for unit in (AREA, DAILY) if (value := _in(fact.dose, unit)) is not None), None)
    return Dose.unknown() if once is None else dose_of_cycles(Dose(value=once, status="incomplete"), fact.cycles)


def _in(quantity: Quantity | None, unit: str) -> float | None:
    """The value in a unit; None when there is none or it is of another kind: it is never converted by a guess."""
    try:
        return None if quantity is None else quantity.to(unit).value
    except UnitError:
        return None


def per_kg_of(activity: Quantity | None, mass_kg: float | None) -> Dose:
    """An activity per body mass in MBq/kg; a total activity without a body mass is unknown, never guessed."""
    stated = _in(activity, PER_KG)
    if stated is not None:
        return Dose(value=stated, unit=PER_KG)
    total = _in(activity, "MBq")
    if total is None or not mass_kg:
        return Dose.unknown(PER_KG)
    return Dose(value=total / mass_kg, unit=PER_KG, status="computed")
