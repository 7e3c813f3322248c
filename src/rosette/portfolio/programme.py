"""The programme file: which arms a site has open, with places and dates. The registry's status stands beside it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen

from rosette.kernel import PortfolioError, Problems, did_you_mean
from rosette.knowledge.textfiles import load_toml
from rosette.portfolio.load import DATA, Portfolio, load_portfolio
from rosette.portfolio.shape import (
    DAY,
    DAY_MAYBE,
    TABLE_MAYBE,
    TABLES_MAYBE,
    TEXT,
    TEXT_MAYBE,
    WHOLE_MAYBE,
    Key,
    check_keys,
)

Status = Literal["open", "suspended", "closed", "waiting"]
STATUSES: tuple[Status, ...] = ("open", "suspended", "closed", "waiting")
PROGRAMME_KEYS = {"id": TEXT, "label": TEXT, "as_of": DAY, "row": TABLES_MAYBE}
ROW_KEYS = {
    "trial": TEXT,
    "arm": TEXT,
    "level": WHOLE_MAYBE,
    "status": Key(str, choices=STATUSES),
    "opened": DAY_MAYBE,
    "closes": DAY_MAYBE,
    "slots": TABLE_MAYBE,
    "next_slot": DAY_MAYBE,
    "label": TEXT_MAYBE,
}
SLOT_KEYS = {"total": Key(int), "taken": Key(int)}


@frozen(kw_only=True)
class Slot:
    """One arm at the site: its status, its days and how many places are left."""

    place: str
    status: Status
    opened: date | None = None
    closes: date | None = None
    total: int | None = None
    taken: int = 0
    next_slot: date | None = None
    label: str = ""

    @property
    def left(self) -> int | None:
        """Places left; None when they are not counted."""
        return None if self.total is None else max(self.total - self.taken, 0)

    def open_on(self, day: date) -> bool:
        """Whether a child may enter on the day: status, opening and closing day, and a place."""
        opens = self._opens
        return opens is not None and opens <= day and (self.closes is None or day < self.closes)

    def may_open(self, day: date) -> bool:
        """Whether a child may enter on the day or, as far as is known, on a later one."""
        return self.open_on(day) or self.next_open(day) is not None

    def next_open(self, day: date) -> date | None:
        """First day after `day` on which a child may enter, as far as is known."""
        opens = self._opens
        if opens is None:
            return None
        first = max(opens, day + timedelta(days=1))
        return first if self.open_on(first) else None

    @property
    def _opens(self) -> date | None:
        """First day with the arm open and a place; None when that day is not known."""
        if self.status in ("suspended", "closed") or (self.status == "waiting" and self.opened is None):
            return None
        opened = self.opened or date.min
        if self.left == 0:
            return max(self.next_slot, opened) if self.next_slot else None
        return opened

    def sentence(self, on: date | None = None) -> str:
        """Status and places in a few words, as they are on a day when one is given."""
        if self.status in ("suspended", "closed"):
            return self.status
        if on is not None and self.closes is not None and self.closes <= on:
            return f"closed {self.closes}"
        if self.status == "waiting" and (on is None or self.opened is None):
            return f"opens {self.opened}" if self.opened else "not yet open"
        if on is not None and self.opened is not None and on < self.opened:
            return f"opens {self.opened}"
        return self._places(on)

    def _places(self, on: date | None) -> str:
        if self.left is None:
            return "open"
        if self.left > 0:
            return f"open, {self.left} of {self.total} places"
        if on is not None and self.open_on(on):
            return f"open, a place since {self.next_slot}"
        return f"full, next place {self.next_slot}" if self.next_slot else "full, no place known"


@frozen(kw_only=True)
class Programme:
    """What a site has open, by place ("trial/arm" or "trial/arm/level")."""

    id: str
    label: str
    as_of: date
    slots: Mapping[str, Slot] = field(repr=False)


@functools.cache
def load_programme(path: Path = DATA / "programmes" / "demo.toml") -> Programme:
    """Load a programme file against the portfolio; raises PortfolioError with every fault."""
    return read_programme(path, portfolio=load_portfolio())


def read_programme(path: Path, *, portfolio: Portfolio) -> Programme:
    """Load a programme file against a given portfolio."""
    problems = Problems()
    table = load_toml(path, problems)
    if table is not None and check_keys(table, PROGRAMME_KEYS, path=f"{path.name}, ", problems=problems):
        rows = [
            slot
            for place, row in enumerate(table.get("row", []))
            if (slot := _slot(row, f"{path.name}, row[{place}]", portfolio, problems))
        ]
        _check_places(rows, path.name, problems)
    problems.raise_as(PortfolioError, what=path.name)
    assert table is not None
    return Programme(
        id=table["id"], label=table["label"], as_of=table["as_of"], slots={slot.place: slot for slot in rows}
    )


def _slot(row: dict[str, Any], path: str, portfolio: Portfolio, problems: Problems) -> Slot | None:
    if not check_keys(row, ROW_KEYS, path=f"{path}.", problems=problems):
        return None
    if "slots" in row and not check_keys(row["slots"], SLOT_KEYS, path=f"{path}.slots.", problems=problems):
        return None
    place = f"{row['trial']}/{row['arm']}" + (f"/{row['level']}" if "level" in row else "")
    known = [name for trial in portfolio.trials.values() for name, _ in trial.places()]
    if place not in known:
        problems.add(path, found=f'"{place}" is not in the portfolio{did_you_mean(place, known)}')
        return None
    plain = {name: row[name] for name in ("status", "opened", "closes", "next_slot", "label") if name in row}
    slot = Slot(place=place, **plain, **row.get("slots", {}))
    _check_slot(slot, path, problems)
    return slot


def _check_slot(slot: Slot, path: str, problems: Problems) -> None:
    """A row that contradicts itself is a fault, not a reading."""
    if slot.opened and slot.closes and slot.closes <= slot.opened:
        problems.add(f"{path}.closes", found=f"{slot.closes}", wanted=f"a day after {slot.opened}, when it opens")
    if slot.taken < 0 or (slot.total is not None and slot.total < slot.taken):
        problems.add(f"{path}.slots", found=f"{slot.taken} taken of {slot.total}", wanted="0 to all of them")


def _check_places(rows: list[Slot], name: str, problems: Problems) -> None:
    places = [slot.place for slot in rows]
    for place in sorted({place for place in places if places.count(place) > 1}):
        problems.add(name, found=f'"{place}" stands twice', remedy="Keep one row a place.")
