"""A dose with how sure it is."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import in_

from rosette.kernel import number_text

STATUSES = ("exact", "estimated", "computed", "incomplete", "unknown")


@frozen(kw_only=True)
class Dose:
    """A dose that may be estimated, incomplete (at least so much) or unknown; unknown is never zero.

    computed: from the dose of a cycle and the number of cycles, or from an activity and a body mass.
    unit: mg/m2 of an agent, Gy of radiation, MBq/kg of an infusion.
    """

    value: float | None = None
    unit: str = "mg/m2"
    status: str = field(default="exact", validator=in_(STATUSES))

    def __attrs_post_init__(self) -> None:
        if (self.value is None) != (self.status == "unknown"):
            raise ValueError(f"a dose of {self.value} cannot be {self.status}")

    @classmethod
    def unknown(cls, unit: str = "mg/m2") -> Dose:
        """A dose that nobody could tell."""
        return cls(value=None, unit=unit, status="unknown")

    @property
    def complete(self) -> bool:
        """Whether the value is all that was given."""
        return self.status in ("exact", "estimated", "computed")

    def __str__(self) -> str:
        if self.value is None:
            return "dose unknown"
        told = f"{number_text(self.value)} {self.unit}"
        return told if self.status == "exact" else f"{told} ({self.status})"
