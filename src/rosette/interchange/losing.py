"""What a format cannot say of a record that is written in it."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Lost:
    """One part of a record that an export does not hold. fact: its id, or empty for the record's head.

    what: the field, or the kind of a fact that is lost as a whole.
    """

    fact: str
    what: str
    why: str
    whole: bool = False

    def __str__(self) -> str:
        return f"{self.fact} {self.what}: {self.why}".strip()
