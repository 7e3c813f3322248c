"""A short history in TOML: what a survivor knows of the treatment, without a record, and results since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from rosette.kernel import BadInput
from rosette.knowledge import Knowledge
from rosette.knowledge.rows import Row, shown
from rosette.knowledge.textfiles import load_declared, read_declared
from rosette.survivorship.conditions import with_parents
from rosette.survivorship.ends import birth_note, ended, reanchored
from rosette.survivorship.exposures import Exposed, Exposures
from rosette.survivorship.results import Result
from rosette.survivorship.told_days import day_only, day_told, last_day
from rosette.survivorship.told_given import given_in
from rosette.survivorship.told_results import results_in

FORM = "rosette-history/1"
ONGOING = "ongoing"


class HistoryError(BadInput):
    """A history that cannot be read."""


@frozen(kw_only=True)
class History:
    """What a file tells: exposures, and results of tests in the order of their days."""

    exposures: Exposures
    results: tuple[Result, ...] = ()


def read_history(path: Path, knowledge: Knowledge) -> History:
    """Read a history with its results from a file; raises HistoryError with every fault."""
    return load_declared(path, lambda text: told_history(text, knowledge), error=HistoryError, form=FORM)


def told_history(text: str, knowledge: Knowledge) -> History:
    """Read the text of a history with its results; raises HistoryError with every fault.

    Doses in mg/m2 and Gy, as text with the unit, "unknown", or with " (estimated)" or " (incomplete)" behind.
    """
    make: Callable[[Row, str], History | None] = lambda row, digest: _history(row, knowledge)  # noqa: E731
    return read_declared(text, make, error=HistoryError, form=FORM, name="history")


def load_history(path: Path, knowledge: Knowledge) -> Exposures:
    """The exposures of a history in a file; raises HistoryError with every fault."""
    return read_history(path, knowledge).exposures


def history_of(text: str, knowledge: Knowledge) -> Exposures:
    """The exposures of the text of a history; raises HistoryError with every fault."""
    return told_history(text, knowledge).exposures


def _history(row: Row, knowledge: Knowledge) -> History | None:
    given, results = tuple(given_in(row, knowledge)), results_in(row, knowledge)
    birth, birth_latest = day_told(row, "birth")
    found = dict[str, Any](
        id=row.text("id"),
        sex=row.choice("sex", ("female", "male", "unknown")),
        birth_latest=birth_latest,
        diagnosis=day_only(row, "diagnosis"),
        conditions=_conditions(row, knowledge),
        steroid_weeks=_weeks(row),
        transfused=row.choice("transfused", ("none", "once", "several"), default="none"),
        first_transfusion=day_only(row, "first_transfusion"),
        **_growing(row),
        unknown=_unknown(row, knowledge),
    )
    end, until_end = _end(row), row.flag("agents_until_end")
    row.text("told", default="")
    row.close()
    if birth is None:
        if row.get("birth") is None:
            row.problems.add(row.path, found='"birth" is missing', wanted='a day, or "2015-06" or "2015"')
        return None
    if row.problems.found:
        return None
    found["sex"] = None if found["sex"] == "unknown" else found["sex"]
    notes = () if birth_latest is None else (birth_note(f"{birth} to {birth_latest}"),)
    plain = Exposures(birth=birth, given=given, notes=notes, **found)
    return History(exposures=_ended(plain, end, until_end), results=results)


def _growing(row: Row) -> dict[str, Any]:
    """Puberty and growth, with the days since when."""
    return {
        "puberty": row.choice("puberty", ("before", "past", ""), default="") or None,
        "puberty_past_on": last_day(row, "puberty_past_on"),
        "growth_ended": last_day(row, "growth_ended"),
    }


def _end(row: Row) -> tuple[date | None, date | None] | None:
    """The end of therapy as told; None while treatment goes on."""
    if row.get("end_of_therapy") == ONGOING:
        return None
    return day_told(row, "end_of_therapy")


def _ended(plain: Exposures, end: tuple[date | None, date | None] | None, until_end: bool) -> Exposures:
    """With the end of therapy: as told, later when something was given later, or the earliest that is possible."""
    if end is None:
        return plain
    day, latest = end
    if day is None:
        return ended(plain)
    found = reanchored(attrs.evolve(plain, end_of_therapy=day, end_latest=latest))
    if not until_end:
        return found
    return attrs.evolve(found, given=tuple(_until(each, found) for each in found.given))


def _until(each: Exposed, found: Exposures) -> Exposed:
    """An agent without a day, given until the end of therapy."""
    if each.kind != "agent" or each.last is not None:
        return each
    return attrs.evolve(each, last=found.end_of_therapy, last_latest=found.end_latest)


def _conditions(row: Row, knowledge: Knowledge) -> frozenset[str]:
    names = row.words("conditions", choices=sorted(knowledge.conditions))
    known = [name for name in names if name in knowledge.conditions]
    return frozenset(up for name in known for up in with_parents(name, knowledge))


def _unknown(row: Row, knowledge: Knowledge) -> frozenset[str]:
    """What nobody could tell; a word that no rule could ask for is refused."""
    choices = {"steroids", "transfusions", *knowledge.conditions, *knowledge.classes, *knowledge.agents}
    return frozenset(row.words("unknown", choices=sorted(choices)))


def _weeks(row: Row) -> int:
    value = row.get("steroid_weeks")
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value or 0
    row.refuse("steroid_weeks", f"{shown(value)} is not a number of weeks")
    return 0
