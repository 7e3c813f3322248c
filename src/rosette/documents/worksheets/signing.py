"""Who made, checked and signed a worksheet; a worksheet that nobody checked is printed as a draft."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

PURPOSE = "A worksheet for the team. It informs people who decide; nothing in it is an order."


@frozen(kw_only=True)
class SignedLine:
    """One name under a worksheet."""

    name: str
    role: str
    meaning: str
    at: str


def signed_lines(signed: Sequence[SignedLine]) -> list[list[str]]:
    """The names as rows."""
    return [[each.name, each.role, each.meaning, each.at] for each in signed]
