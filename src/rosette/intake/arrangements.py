"""What must be arranged before a child travels, by where it lives and which language is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ITEMS = (
    "records",
    "review",
    "interpreter",
    "translation",
    "payer",
    "estimate",
    "guarantee",
    "passport",
    "visa",
    "caregiver",
    "lodging",
)
STATES = ("open", "asked", "done", "not_needed")
HOME = ("US", "CA")


def arrangements_for(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The items that a child from another state or country needs; none for a child of the home state."""
    country, region = str(answers.get("country") or ""), str(answers.get("region") or "")
    if not country or (country, region) == HOME:
        return ()
    wanted = {"records", "review", "payer", "estimate", "lodging", "caregiver"}
    if country != HOME[0]:
        wanted |= {"translation", "guarantee", "passport", "visa"}
    if answers.get("interpreter") not in (None, "", "no"):
        wanted.add("interpreter")
    return tuple(item for item in ITEMS if item in wanted)


def ready_to_travel(states: Iterable[str]) -> bool:
    """Whether travel may be booked: every item is done or not needed."""
    return all(state in ("done", "not_needed") for state in states)
