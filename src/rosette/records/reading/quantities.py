"""Checks of what was measured: the code, the unit, the plausible range, the coded result."""

from __future__ import annotations

from rosette.kernel import Quantity, UnitError, did_you_mean, number_text, one_of
from rosette.knowledge import ObservationCode
from rosette.records.measured import canonical
from rosette.records.shapes import Desk
from rosette.records.views.derived import DERIVED


def check_measured(code: str, quantity: Quantity, at: str, desk: Desk) -> None:
    """Note a code that is not measured, a unit that does not convert, a value outside the plausible range."""
    observation = desk.knowledge.observations.get(code)
    if observation is None:
        wanted = f'"result": {one_of(desk.knowledge.coded[code].values)}'
        desk.refuse(f"{at}.code", f"{code} has a coded result, not a value", wanted)
    elif code in DERIVED:
        remedy = f"Enter what it follows from: {observation.test}."
        desk.refuse(f"{at}.code", f"{code} is worked out, not entered", remedy=remedy)
    else:
        _check_value(observation, quantity, at, desk)


def _check_value(observation: ObservationCode, quantity: Quantity, at: str, desk: Desk) -> None:
    try:
        value = canonical(quantity, observation.id, desk.knowledge)
    except UnitError as fault:
        found = f"{observation.id} in {quantity.unit}: {fault.problems[0].found}"
        desk.refuse(f"{at}.unit", found, one_of(observation.units))
        return
    if not observation.is_plausible(value):
        _implausible(observation, quantity, at, desk)


def _implausible(observation: ObservationCode, quantity: Quantity, at: str, desk: Desk) -> None:
    low, high = observation.plausible
    found = f"{quantity} is outside the plausible range of {observation.id}"
    wanted = f"{number_text(low)} to {number_text(high)} {observation.unit}"
    better = _plausible_units(observation, quantity, desk)
    remedy = f"Did the laboratory print {' or '.join(better)}?" if better else "Check the number and its unit."
    desk.refuse(f"{at}.value", found, wanted, remedy)


def _plausible_units(observation: ObservationCode, quantity: Quantity, desk: Desk) -> list[str]:
    """The usual units in which the same number would be plausible."""
    read = (
        (unit, canonical(Quantity.of(quantity.value, unit), observation.id, desk.knowledge))
        for unit in observation.units
    )
    return [unit for unit, value in read if observation.is_plausible(value)]


def check_coded(code: str, result: str, at: str, desk: Desk) -> None:
    """Note a result that the coded test does not have."""
    test = desk.knowledge.coded.get(code)
    if test is None:
        unit = desk.knowledge.observations[code].unit
        desk.refuse(f"{at}.result", f"{code} is measured, not coded", f'"value" with "unit", such as {unit}')
    elif result not in test.values:
        hint = did_you_mean(result, test.values)
        desk.refuse(f"{at}.result", f'"{result}" is not a result of {code}{hint}', one_of(test.values))
