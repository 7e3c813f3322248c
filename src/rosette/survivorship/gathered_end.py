"""When treatment ended, by a record: its last day, not yet, or not recorded."""

from __future__ import annotations

from datetime import date

import attrs

from rosette.records import ChildRecord, Fact, Radiation, Surgery, Therapy
from rosette.records.facts import Radiopharmaceutical, Transplant
from rosette.survivorship.ends import ended
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.gathered_given import begun, day_of

DIRECTED = (Therapy, Radiation, Radiopharmaceutical, Transplant)
LINE = "central_line"


def with_end(found: Exposures, record: ChildRecord, *, on: date) -> Exposures:
    """With the last day of treatment of the tumour; of operations when there was nothing else; none while it goes on.

    The end of a treatment that nobody tells leaves the end of all treatment unknown: the last day that is known holds.
    """
    facts = [fact for kind in DIRECTED for fact in record.of(kind) if begun(fact, on)]
    if any(fact.ongoing or (fact.until is not None and fact.until.earliest > on) for fact in facts):
        return found
    counted = facts or [fact for fact in record.of(Surgery) if begun(fact, on) and fact.extent != LINE]
    open_ends = [fact for fact in counted if fact.until is None]
    if open_ends or not counted:
        return ended(attrs.evolve(found, notes=(*found.notes, *map(_note, open_ends))))
    ends = [fact.until for fact in counted if fact.until is not None]
    earliest, latest = max(each.earliest for each in ends), max(each.latest for each in ends)
    return attrs.evolve(found, end_of_therapy=earliest, end_latest=None if latest == earliest else latest)


def _note(fact: Fact) -> str:
    name = str(getattr(fact, "agent", fact.kind)).replace("_", " ")
    since = day_of(fact.since)
    return f"The end of {name} is not recorded: {f'its first day, {since}, is used' if since else 'it has no day'}."
