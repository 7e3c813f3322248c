"""What can be measured, tested or recorded of a child, and what it costs the child."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import Quantity, UnitError
from rosette.knowledge.entries import Entry

OBSERVATION_KINDS = ("laboratory", "measurement", "organ_test", "derived")


@frozen(kw_only=True)
class ObservationCode(Entry):
    """Something with a value; `units` begins with the canonical `unit`, `plausible` is in it."""

    name: str
    unit: str
    units: tuple[str, ...]
    kind: str
    plausible: tuple[float, float]
    test: str
    procedure: str
    molar_mass_g_per_mol: float | None = None
    divisor_molar_mass_g_per_mol: float | None = None
    formula: str = ""
    loinc: str | None = None

    def canonical(self, quantity: Quantity) -> Quantity:
        """Convert to the canonical unit; raises UnitError with the reason."""
        molar, divisor = self.molar_mass_g_per_mol, self.divisor_molar_mass_g_per_mol
        return quantity.to(self.unit, molar_mass=molar, divisor_molar_mass=divisor)

    def converts(self, unit: str) -> bool:
        """Whether a value in `unit` converts to the canonical unit."""
        try:
            self.canonical(Quantity.of(1.0, unit))
        except UnitError:
            return False
        return True

    def is_plausible(self, value: float) -> bool:
        """Whether a value in the canonical unit lies in the plausible range, ends included."""
        low, high = self.plausible
        return low <= value <= high


@frozen(kw_only=True)
class CodedTest(Entry):
    """A test or question with a word for an answer; a derived one is read off other facts."""

    name: str
    values: tuple[str, ...]
    test: str
    procedure: str
    derived: bool = False


@frozen(kw_only=True)
class Attribute(Entry):
    """Something of which a record holds one value; an open one takes any value."""

    name: str
    values: tuple[str, ...] = ()
    open: bool = False
    derived: bool = False


@frozen(kw_only=True)
class Procedure(Entry):
    """A way to learn something; `burden` is its place in the order of burden to the child, 0 the least."""

    name: str
    burden: int = 0
