"""A child's surveillance plan on the server: the very object that `rosette survivorship plan` prints."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord
from rosette.server.services import clock
from rosette.server.services.survivors.practice import practice_of_site
from rosette.server.store.models import Child
from rosette.server.store.records import record_of
from rosette.survivorship import (
    FIRST_PROFILE,
    Compared,
    Exposures,
    Plan,
    Practice,
    Result,
    RuleBook,
    exposures_of,
    plan_of,
    results_of,
    rules_of,
    side_by_side,
)


@frozen(kw_only=True)
class Followed:
    """The plan of a child by one profile, one row a rule, with what it was made from."""

    exposures: Exposures
    results: tuple[Result, ...]
    book: RuleBook
    practice: Practice
    plan: Plan


def followed(
    child: Child,
    *,
    profile: str = FIRST_PROFILE,
    on: date | None = None,
    practice: Practice | None = None,
    record: ChildRecord | None = None,
) -> Followed:
    """The plan of a child as of a day, today when none is named; raises UsageError for a profile that does not exist.

    practice: that of the programme's site when it is not given. record: an earlier state of it, instead of today's.
    """
    day, knowledge = on or clock.today(), load_knowledge()
    told, book = record or record_of(child), rules_of(knowledge, profile)
    exposures = exposures_of(told, knowledge, on=day)
    results = results_of(told, knowledge, on=day)
    held = practice or practice_of_site(child.programme_site)
    plan = plan_of(exposures, book, on=day, results=results, practice=held)
    return Followed(exposures=exposures, results=results, book=book, practice=held, plan=plan)


def compared(child: Child, profiles: tuple[str, str]) -> tuple[Compared, ...]:
    """Two profiles side by side for a child, today; raises UsageError for a profile that does not exist."""
    found = followed(child, profile=profiles[0])
    books = [found.book, rules_of(load_knowledge(), profiles[1])]
    return side_by_side(found.exposures, books, on=found.plan.on, practice=found.practice, results=found.results)
