"""Quantities that a mistake cannot mix: each type holds one unit, others come in by named constructors."""

from __future__ import annotations

import math
import re
from typing import Any, Self, overload

from attrs import Attribute, field, frozen

from rosette.kernel.errors import UnitError
from rosette.kernel.units import Unit, factor_between, parse_unit

MBQ_PER_MCI = 37.0
_QUANTITY = re.compile(r"\s*([-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\s*(\S.*?)?\s*")


def finite_and_not_negative(_: object, attribute: Attribute[float], value: float) -> None:
    """Refuse NaN, infinity and values below zero."""
    if not (math.isfinite(value) and value >= 0):
        raise UnitError.of(f"{attribute.name} = {value}", wanted="a finite number, zero or more")


def _amount() -> Any:
    return field(validator=finite_and_not_negative)


def number_text(value: float, *, digits: int = 6) -> str:
    """Print a number for people: no exponent for usual sizes, no trailing zeros."""
    if abs(value) >= 1e7:
        return f"{value:.{digits}g}"
    text = f"{value:.{digits}g}" if abs(value) < 1e6 else f"{value:.0f}"
    return f"{float(text):.10g}"


@frozen(order=True)
class BodyMass:
    """Body mass, held in kg."""

    kg: float = _amount()


@frozen(order=True)
class BodySurface:
    """Body surface area, held in m2."""

    m2: float = _amount()


@frozen(order=True)
class Activity:
    """Amount of radioactivity, held in MBq. 1 mCi is exactly 37 MBq."""

    mbq: float = _amount()

    @classmethod
    def from_mci(cls, mci: float) -> Self:
        """Take mCi."""
        return cls(mbq=mci * MBQ_PER_MCI)

    @property
    def mci(self) -> float:
        """The same in mCi."""
        return self.mbq / MBQ_PER_MCI

    def __add__(self, other: Activity) -> Activity:
        return Activity(self.mbq + other.mbq) if isinstance(other, Activity) else NotImplemented

    def __truediv__(self, mass: BodyMass) -> ActivityPerMass:
        return ActivityPerMass(self.mbq / mass.kg) if isinstance(mass, BodyMass) else NotImplemented

    def __str__(self) -> str:
        return f"{number_text(self.mbq, digits=4)} MBq ({number_text(self.mci, digits=3)} mCi)"


@frozen(order=True)
class ActivityPerMass:
    """Activity per body mass, held in MBq/kg."""

    mbq_per_kg: float = _amount()

    @classmethod
    def from_mci_per_kg(cls, mci_per_kg: float) -> Self:
        """Take mCi/kg."""
        return cls(mbq_per_kg=mci_per_kg * MBQ_PER_MCI)

    @property
    def mci_per_kg(self) -> float:
        """The same in mCi/kg."""
        return self.mbq_per_kg / MBQ_PER_MCI

    def __mul__(self, mass: BodyMass) -> Activity:
        return Activity(self.mbq_per_kg * mass.kg) if isinstance(mass, BodyMass) else NotImplemented

    def __str__(self) -> str:
        return f"{number_text(self.mbq_per_kg, digits=4)} MBq/kg ({number_text(self.mci_per_kg, digits=3)} mCi/kg)"


@frozen(order=True)
class AbsorbedDose:
    """Energy absorbed per mass of tissue, held in Gy."""

    gy: float = _amount()

    @classmethod
    def from_cgy(cls, cgy: float) -> Self:
        """Take cGy."""
        return cls(gy=cgy / 100.0)

    def __add__(self, other: AbsorbedDose) -> AbsorbedDose:
        return AbsorbedDose(self.gy + other.gy) if isinstance(other, AbsorbedDose) else NotImplemented

    def __str__(self) -> str:
        return f"{number_text(self.gy)} Gy"


@frozen(order=True)
class DrugMass:
    """Amount of a medicine, held in mg."""

    mg: float = _amount()


@frozen(order=True)
class DosePerArea:
    """Dose by body surface, held in mg/m2."""

    mg_per_m2: float = _amount()

    def __mul__(self, surface: BodySurface) -> DrugMass:
        return DrugMass(self.mg_per_m2 * surface.m2) if isinstance(surface, BodySurface) else NotImplemented

    def __add__(self, other: DosePerArea) -> DosePerArea:
        return DosePerArea(self.mg_per_m2 + other.mg_per_m2) if isinstance(other, DosePerArea) else NotImplemented


@frozen(order=True)
class DosePerMass:
    """Dose by body mass, held in mg/kg."""

    mg_per_kg: float = _amount()

    def __mul__(self, mass: BodyMass) -> DrugMass:
        return DrugMass(self.mg_per_kg * mass.kg) if isinstance(mass, BodyMass) else NotImplemented

    def __add__(self, other: DosePerMass) -> DosePerMass:
        return DosePerMass(self.mg_per_kg + other.mg_per_kg) if isinstance(other, DosePerMass) else NotImplemented


@frozen
class Quantity:
    """A number with its UCUM unit, as a laboratory prints it; compares only after conversion to one unit."""

    value: float
    unit: Unit

    @classmethod
    def of(cls, value: float, code: str) -> Quantity:
        """Build from a number and a unit code; raises UnitError."""
        if not math.isfinite(value):
            raise UnitError.of(f"{value} is not a number", wanted="a finite number")
        return cls(float(value), parse_unit(code))

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read "75000 /uL"; a number without a unit is refused."""
        match = _QUANTITY.fullmatch(text)
        if match is None:
            raise UnitError.of(f'"{text}" is not a quantity', wanted='a number and a unit such as "75000 /uL"')
        if match[2] is None:
            raise UnitError.of(f'"{text}" has no unit', wanted='a number and a unit such as "75000 /uL"')
        return cls.of(float(match[1]), match[2])

    @overload
    def to(self, unit: str, *, molar_mass: float | None = ..., divisor_molar_mass: float | None = ...) -> Quantity: ...
    @overload
    def to(self, unit: Unit, *, molar_mass: float | None = ..., divisor_molar_mass: float | None = ...) -> Quantity: ...
    def to(
        self, unit: str | Unit, *, molar_mass: float | None = None, divisor_molar_mass: float | None = None
    ) -> Quantity:
        """Convert; molar masses in g/mol allow mass to amount. Raises UnitError with the reason."""
        target = parse_unit(unit) if isinstance(unit, str) else unit
        if (self.unit.code, target.code) in _OFFSETS:
            scale, offset = _OFFSETS[self.unit.code, target.code]
            return Quantity(self.value * scale + offset, target)
        factor = factor_between(self.unit, target, molar_mass=molar_mass, divisor_molar_mass=divisor_molar_mass)
        return Quantity(self.value * factor, target)

    def __str__(self) -> str:
        return f"{number_text(self.value)} {self.unit}"


_OFFSETS = {("[degF]", "Cel"): (5 / 9, -160 / 9), ("Cel", "[degF]"): (9 / 5, 32.0)}
