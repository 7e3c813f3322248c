"""Quantities for people: the unit that was printed, and beside it the other system's."""

from __future__ import annotations

import re

from rosette.kernel import Quantity, UnitError, number_text
from rosette.knowledge import Knowledge
from rosette.records.measured import converted

_SI = re.compile(r"mol/L|mol/mol|^10\*9/L$|^g/L$")
_ACTIVITY = {"MBq": "mCi", "MBq/kg": "mCi/kg", "mCi": "MBq", "mCi/kg": "MBq/kg", "GBq": "mCi", "kBq": "mCi"}
_SPOKEN = {"{count}": "", "{score}": "", "{INR}": "", "Cel": "°C", "mm[Hg]": "mmHg", "m[IU]/L": "mIU/L"}


def quantity_text(quantity: Quantity, *, digits: int = 6) -> str:
    """A number with its unit, without the labels that only a machine needs."""
    unit = _SPOKEN.get(quantity.unit.code, quantity.unit.code)
    unit = unit.replace("{creat}", " creatinine").replace("{1.73_m2}", "1.73 m2")
    return f"{number_text(quantity.value, digits=digits)} {unit}".strip()


def both_units(quantity: Quantity, code: str, knowledge: Knowledge, *, comparator: str | None = None) -> str:
    """A measured value in its own unit and, in brackets, in the other usual one: 75000 /uL (75 10*9/L)."""
    sign = f"{comparator} " if comparator else ""
    own = f"{sign}{quantity_text(quantity)}"
    other = _other(quantity, code, knowledge)
    return own if other is None else f"{own} ({sign}{quantity_text(other, digits=3)})"


def _other(quantity: Quantity, code: str, knowledge: Knowledge) -> Quantity | None:
    observation = knowledge.observations.get(code)
    if observation is None:
        return None
    usual = [unit for unit in observation.units if unit != observation.unit]
    si = next((unit for unit in usual if _SI.search(unit)), None)
    conventional = next((unit for unit in usual if unit.endswith("/dL")), None)
    target = observation.unit if quantity.unit.code != observation.unit else si or conventional
    if target is None:
        return None
    try:
        return converted(quantity, target, observation)
    except UnitError:
        return None


def activity_text(quantity: Quantity) -> str:
    """An activity in becquerel and curie: 8880 MBq (240 mCi)."""
    other = _ACTIVITY.get(quantity.unit.code)
    if other is None:
        return quantity_text(quantity)
    return f"{quantity_text(quantity)} ({quantity_text(quantity.to(other), digits=3)})"
