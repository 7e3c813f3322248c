"""The paper that a team releases to a survivor or a family: frozen when it is released, printed from what was frozen.

Promises: what is printed later is what was released, letter by letter, whatever rules, record or software say by then;
the paper names the record, the rules, the site and the software from which it was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from rosette.documents.calendar import Event, calendar_name, events_in, renewed, surveillance_events, to_ical
from rosette.documents.printing import printed
from rosette.documents.survivorship import LANGUAGES
from rosette.documents.survivorship.given import given_part
from rosette.documents.survivorship.papers import paper_data
from rosette.kernel import BadInput, Problem
from rosette.knowledge import Reference
from rosette.survivorship import Plan, RuleBook, merged, plan_as_json

__all__ = [
    "FORM",
    "LANGUAGES",
    "Paper",
    "calendar_file",
    "doctor_file",
    "page_file",
    "paper_of",
    "paper_text",
    "read_paper",
]
FORM = "rosette-released-plan/1"
HERE = Path(__file__).parent / "survivorship"
Data = Mapping[str, Any]


@frozen(kw_only=True)
class Paper:
    """What was released: the plain page with what was given, the page for the family doctor, the days, the plan.

    made: the record with its version, the rules with their digest, the site, the day and the software.
    """

    reader: str
    language: str
    made: Data
    page: Data
    doctor: Data
    events: tuple[Event, ...]
    plan: Data

    @property
    def on(self) -> date:
        """The day for which the plan was made."""
        return date.fromisoformat(self.made["on"])

    @property
    def digest(self) -> str:
        """SHA-256 of the whole paper."""
        return hashlib.sha256(paper_text(self).encode()).hexdigest()


def paper_of(
    plan: Plan,
    book: RuleBook,
    *,
    reader: str,
    language: str,
    phone: str,
    record: str,
    software: str,
    references: Mapping[str, Reference] | None = None,
    former: Paper | None = None,
) -> Paper:
    """Freeze a plan for a reader; raises UsageError for a reader or a language without words.

    record: the version of the record from which the plan was made. references: titles for the sources. former: what
    went out before, whose calendar is renewed: a day that fell away is cancelled.
    """
    more: dict[str, Any] = {"language": language, "phone": phone, "software": software, "references": references}
    _, page = paper_data(plan, book, reader=reader, **more)
    _, doctor = paper_data(plan, book, reader="family-doctor", **more)
    given = given_part(plan.exposures, reader=reader, language=language)
    return Paper(
        reader=reader,
        language=language,
        made={
            "on": str(plan.on),
            "record": f"{plan.exposures.id} {record}",
            "knowledge": f"{plan.release} ({plan.digest[:12]})",
            "profile": f"{plan.profile}, {plan.edition}",
            "practice": plan.practice.name,
            "software": software,
        },
        page=_plain({**page, "parts": [attrs.asdict(given), *page["parts"]]}),
        doctor=_plain(doctor),
        events=_events(plan, language=language, former=former),
        plan=_plain(plan_as_json(merged(plan))),
    )


def _events(plan: Plan, *, language: str, former: Paper | None) -> tuple[Event, ...]:
    earlier = () if former is None else events_in(calendar_file(former))
    return tuple(renewed(surveillance_events(plan, language=language), earlier, stamp=_stamp(plan.on)))


def _stamp(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def _plain(told: Any) -> Data:
    """The data as they are after a round through JSON, so that a paper equals itself when it is read again."""
    found: Data = json.loads(json.dumps(told, ensure_ascii=False))
    return found


def paper_text(paper: Paper) -> str:
    """The paper as JSON, the same text for the same paper."""
    events = [{**attrs.asdict(each), "on": str(each.on)} for each in paper.events]
    told = {name: getattr(paper, name) for name in ("reader", "language", "made", "page", "doctor", "plan")}
    return json.dumps({"format": FORM, **told, "events": events}, ensure_ascii=False, sort_keys=True)


def read_paper(text: str) -> Paper:
    """A paper from its JSON; raises BadInput for another format."""
    told = json.loads(text)
    if told.pop("format", None) != FORM:
        raise BadInput([Problem("format", "is not a released plan", FORM)], what="released plan")
    days = tuple(Event(**{**each, "on": date.fromisoformat(each["on"])}) for each in told.pop("events"))
    return Paper(events=days, **told)


def page_file(paper: Paper) -> bytes:
    """The plain page as PDF, A4."""
    return printed(HERE / "family.typ", paper.page)


def doctor_file(paper: Paper) -> bytes:
    """The page for the family doctor as PDF, A4."""
    return printed(HERE / "doctor.typ", paper.doctor)


def calendar_file(paper: Paper) -> bytes:
    """The days as an iCalendar file: whole days, no illness in a title, the same ids in every file."""
    return to_ical(paper.events, name=calendar_name(paper.language), stamp=_stamp(paper.on))
