"""What was seen, as typed or as a file: counts by group, follow-up of each child."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from rosette.kernel import BadInput, Problems, Quantity, UnitError, UsageError
from rosette.knowledge.rows import shown

_GROUP = re.compile(r"(.+?)\s*=\s*([0-9]+)\s*/\s*([0-9]+)")
EVENTS = {"yes": True, "no": False}


class FollowUpError(BadInput):
    """A file of follow-up cannot be used."""


def read_groups(texts: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Counts such as "neuroblastoma=3/15", responses of children; raises UsageError with every fault."""
    found: dict[str, tuple[int, int]] = {}
    faults = []
    for text in texts:
        match = _GROUP.fullmatch(text.strip())
        if match is None:
            faults.append(f'"{text}" is not such as "neuroblastoma=3/15"')
        elif match[1] in found:
            faults.append(f'"{match[1]}" is told twice')
        else:
            found[match[1]] = (int(match[2]), int(match[3]))
    if faults:
        raise UsageError("groups cannot be read: " + "; ".join(faults) + ".")
    return found


def read_follow_up(path: Path) -> tuple[tuple[float, bool], ...]:
    """Days of follow-up and whether an event was seen, from CSV with the columns `time` (with unit) and `event`.

    Raises UsageError without a file, FollowUpError with every fault.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    problems = Problems()
    if not rows or [cell.strip() for cell in rows[0]] != ["time", "event"]:
        problems.add("line 1", found="not the columns", wanted="time,event")
    found = [_row(row, f"line {line}", problems) for line, row in enumerate(rows[1:], start=2) if row]
    if not found:
        problems.add("", found="no child", wanted='a line for each, such as "104 wk,no"')
    problems.raise_as(FollowUpError, what=path.name)
    return tuple(each for each in found if each is not None)


def _row(row: list[str], place: str, problems: Problems) -> tuple[float, bool] | None:
    time, event = ([*(cell.strip() for cell in row), "", ""])[:2]
    if event not in EVENTS or len(row) != 2:
        problems.add(place, found=f"{shown(event)} is no event", wanted="yes or no")
    try:
        days = Quantity.parse(time).to("d").value
    except UnitError:
        problems.add(place, found=f"{shown(time)} is no time", wanted='a time such as "104 wk"')
        return None
    if days < 0:
        problems.add(place, found=f"{time} is below zero", wanted="a time from 0 d")
        return None
    return (days, EVENTS[event]) if event in EVENTS else None
