"""A plan: one row a rule, with every reason, its days, its owner and what is not verified about it."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from rosette.kernel import Span
from rosette.knowledge import SurveillanceRule, SurveillanceTest
from rosette.knowledge.calendars import Interval
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.practice import Practice, Signature
from rosette.survivorship.predicates import Reason

CONVENTIONS = (
    "A value on a boundary belongs to the higher group.",
    "An unknown dose is never zero: the strictest reading holds until it is found.",
    "Rules for one test are merged: the earliest day and the shortest interval, with every reason.",
    "29 February and a number of years is 28 February in a year without that day.",
    "A test done early counts; the next one is due an interval after the day on which it was done.",
    "Ranges such as 2 to 5 years use the longest span unless the site or an unknown dose says else.",
    "Surveillance of the disease itself is outside these rules.",
)
STATES = ("overdue", "planned", "done", "ended", "on event", "waiting")


@frozen(kw_only=True)
class Item:
    """One row of a plan, from one rule, or from several after merging (`parts`).

    due: the next day, with `window` from the first to the last good day; `overdue_since` keeps the day that was missed
    and `catch_up` proposes another. every: the span that holds now. acts: false when the row rests on numbers that
    nobody verified and no clinician of the site signed; such a row is shown, and asks a clinician.
    """

    code: str
    test: SurveillanceTest
    rules: tuple[SurveillanceRule, ...]
    form: str
    reasons: tuple[Reason, ...]
    first_due: date | None
    due: date | None
    window: tuple[date, date] | None
    interval: Interval
    words: str
    every: Span | None
    again: date | None
    until: date | None
    done: date | None
    state: str
    overdue_since: date | None
    catch_up: date | None
    owner: str
    referrals: tuple[str, ...]
    grades: tuple[str, ...]
    unverified: tuple[str, ...]
    flags: tuple[str, ...]
    signed: tuple[Signature, ...] = ()
    parts: tuple[Item, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether the row may enter a calendar without being asked about."""
        return not self.unverified

    @property
    def effects(self) -> tuple[str, ...]:
        """The late effects that the test looks for."""
        return tuple(dict.fromkeys(rule.effect for rule in self.rules))


@frozen(kw_only=True)
class Plan:
    """The surveillance plan of one history by one profile, as of a day."""

    exposures: Exposures = field(repr=False)
    profile: str
    profile_name: str
    edition: str
    release: str
    digest: str
    on: date
    practice: Practice = field(repr=False)
    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()
    conventions: tuple[str, ...] = CONVENTIONS

    def item(self, code: str) -> Item | None:
        """The row of a code, or None."""
        return next((each for each in self.items if each.code == code), None)

    @property
    def tests(self) -> frozenset[str]:
        """The tests that the plan asks for; advice and the absence of a test are none."""
        return frozenset(each.test.id for each in self.items if each.form == "test")

    def overdue(self) -> tuple[Item, ...]:
        """The rows that are overdue, the longest first."""
        late = [each for each in self.items if each.state == "overdue"]
        return tuple(sorted(late, key=lambda each: each.overdue_since or self.on))
