"""Countries and states, and what is refused where, with dates: a licence ends at a border."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen
from babel import Locale

DATA = Path(__file__).parent / "data"


@frozen(kw_only=True)
class Refusal:
    """A service that is refused to those who live in a place, from a day to a day, with the reason and another way."""

    id: str
    country: str
    regions: tuple[str, ...]
    services: tuple[str, ...]
    since: date
    until: date | None
    why: Mapping[str, str]
    instead: Mapping[str, str]
    source: str

    def holds(self, *, country: str, region: str, service: str, on: date) -> bool:
        """Whether it refuses a service to a place on a day."""
        here = country == self.country and (not self.regions or region in self.regions)
        return here and service in self.services and self.since <= on and (self.until is None or on < self.until)


@functools.cache
def countries() -> frozenset[str]:
    """The codes of countries and territories, two letters (ISO 3166)."""
    return frozenset(
        code for code in Locale("en").territories if len(code) == 2 and code.isalpha() and code not in NOT_ONE
    )


NOT_ONE = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})


@functools.cache
def regions_of(country: str) -> Mapping[str, str]:
    """The states of a country that are asked for, by code."""
    table = tomllib.loads((DATA / "regions.toml").read_text(encoding="utf-8"))
    return {code: str(name) for code, name in table.get(country, {}).items()}


@functools.cache
def load_refusals(path: Path = DATA / "refusals.toml") -> tuple[Refusal, ...]:
    """The refusals that are known, each with its dates."""
    return tuple(_refusal(row) for row in tomllib.loads(path.read_text(encoding="utf-8")).get("refusal", ()))


def _refusal(row: Mapping[str, Any]) -> Refusal:
    return Refusal(
        **{
            **row,
            "regions": tuple(row.get("regions", ())),
            "services": tuple(row["services"]),
            "until": row.get("until"),
        }
    )


def refusals_for(*, country: str, region: str, service: str, on: date) -> tuple[Refusal, ...]:
    """The refusals that hold for a place, a service and a day."""
    return tuple(each for each in load_refusals() if each.holds(country=country, region=region, service=service, on=on))
