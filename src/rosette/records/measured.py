"""The canonical value of a measured quantity: one unit for each observation, by the knowledge files."""

from __future__ import annotations

import functools

from rosette.kernel import Quantity, Unit
from rosette.knowledge import Knowledge, ObservationCode


def canonical(quantity: Quantity, code: str, knowledge: Knowledge) -> float:
    """The value in the canonical unit of the observation; raises UnitError when it does not convert."""
    observation = knowledge.observations[code]
    if quantity.unit.code == observation.unit:
        return quantity.value
    scale, offset = _scale(
        quantity.unit,
        observation.unit,
        observation.molar_mass_g_per_mol,
        observation.divisor_molar_mass_g_per_mol,
    )
    return quantity.value * scale + offset


def converted(quantity: Quantity, unit: str, observation: ObservationCode) -> Quantity:
    """The quantity in another unit of the observation; raises UnitError when it does not convert."""
    return quantity.to(
        unit,
        molar_mass=observation.molar_mass_g_per_mol,
        divisor_molar_mass=observation.divisor_molar_mass_g_per_mol,
    )


@functools.cache
def _scale(unit: Unit, target: str, molar_mass: float | None, divisor: float | None) -> tuple[float, float]:
    """Factor and offset of the conversion."""
    offset = Quantity(0.0, unit).to(target, molar_mass=molar_mass, divisor_molar_mass=divisor).value
    one = Quantity(1.0, unit).to(target, molar_mass=molar_mass, divisor_molar_mass=divisor).value
    return one - offset, offset
