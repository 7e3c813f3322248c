"""What a site decides itself: when follow-up begins, which end of a range, its visits, and what it has signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen
from attrs.validators import in_

from rosette.kernel import BadInput, Span
from rosette.knowledge.rows import Row
from rosette.knowledge.textfiles import load_declared, read_declared
from rosette.survivorship.duties import Duty, duties_in

FORM = "rosette-survivorship-site/1"
ENTRY, VISIT, GATHER = Span(2, "year"), Span(1, "year"), Span(3, "month")


class PracticeError(BadInput):
    """A file of a site that cannot be read."""


@frozen(kw_only=True)
class Signature:
    """Who of the site checked a row against its guideline, and when."""

    by: str
    on: date


@frozen(kw_only=True)
class Practice:
    """The settings of a site.

    entry: from the end of therapy to the entry into long-term follow-up. ranges: which end of a range such as
    "2 to 5 years" is used. visit: how often the clinic sees a survivor. signed: rules that the site has signed.
    duties: follow-up that trials owe, as the site declares it.
    """

    name: str = "no site file"
    entry: Span = ENTRY
    ranges: str = field(default="longest", validator=in_(("longest", "shortest")))
    visit: Span = VISIT
    gather: Span = GATHER
    next_visit: date | None = None
    signed: Mapping[str, Signature] = field(factory=dict, eq=False)
    duties: tuple[Duty, ...] = ()


def load_practice(path: Path) -> Practice:
    """Read the file of a site; raises PracticeError with every fault."""
    return load_declared(path, practice_of, error=PracticeError, form=FORM)


def practice_of(text: str) -> Practice:
    """Read the text of a file of a site; raises PracticeError with every fault."""
    return read_declared(text, _practice, error=PracticeError, form=FORM, name="survivorship site")


def _practice(row: Row, digest: str) -> Practice:
    standard = Practice()
    found = Practice(
        name=row.text("name"),
        entry=row.span("entry") or standard.entry,
        ranges=_ranges(row),
        visit=row.span("visit") or standard.visit,
        gather=row.span("gather") or standard.gather,
        next_visit=row.day("next_visit") if row.get("next_visit") is not None else None,
        signed=_signed(row),
        duties=duties_in(row),
    )
    row.close()
    return found


def _ranges(row: Row) -> str:
    told = row.choice("ranges", ("longest", "shortest"), default="longest")
    return told if told in ("longest", "shortest") else "longest"


def _signed(row: Row) -> dict[str, Signature]:
    found = {}
    for each in row.rows("signed") if row.get("signed") is not None else ():
        rule, by, on = each.text("rule"), each.text("by"), each.day("on")
        each.close()
        found[rule] = Signature(by=by, on=on or date.min)
    return found
