"""One child's board: every option of the portfolio, judged on a day, first what matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from functools import cached_property

from attrs import field, frozen

from rosette.eligibility import Openings, Subject
from rosette.knowledge import Knowledge
from rosette.options.option import No, Option, judge_arm
from rosette.options.settling import Settling, settle
from rosette.portfolio import Arm, Portfolio, Programme, Slot, Trial
from rosette.records import ChildRecord


class Section(Enum):
    """Where an option stands on the board; the order is the order of reading."""

    OPEN = "Open now"
    JUDGEMENT = "Open if persons agree"
    OPENS = "Opens on a day"
    TEXT = "No bar in the public text: the protocol decides"
    ONE_TEST = "One test away"
    MORE = "More than one test away"
    CLOSED_FOR_NOW = "Closed, may change"
    NO_PLACE = "Not taking children here"
    CLOSED = "Closed for good"
    COMFORT = "Care for comfort and time at home"


@frozen(kw_only=True, eq=False)
class Board:
    """Every option of one child on one day; what it was made from is named so that it can be made again."""

    record: ChildRecord
    on: date
    knowledge: Knowledge = field(repr=False)
    portfolio: Portfolio = field(repr=False)
    programme: Programme = field(repr=False)
    options: tuple[Option, ...]
    subject: Subject = field(repr=False)

    def here(self) -> tuple[Option, ...]:
        """Options that the programme has on its list, open or not."""
        return tuple(option for option in self.options if option.slot is not None or is_comfort(option))

    def elsewhere(self) -> tuple[Option, ...]:
        """Options of the portfolio that the programme does not have."""
        return tuple(option for option in self.options if option.slot is None and not is_comfort(option))

    def section(self, section: Section) -> tuple[Option, ...]:
        """The options of one section, those with a place soonest first."""
        return self._sections.get(section, ())

    @cached_property
    def _sections(self) -> dict[Section, tuple[Option, ...]]:
        found: dict[Section, list[Option]] = {}
        for option in sorted(self.here(), key=lambda each: (not each.open_here, each.first_day or date.max, each.id)):
            found.setdefault(section_of(option), []).append(option)
        return {section: tuple(options) for section, options in found.items()}

    @cached_property
    def settling(self) -> Settling:
        """The smallest sets of tests that would settle the most options of the programme."""
        return settle([option for option in self.here() if option.slot is not None and option.slot.may_open(self.on)])


def is_comfort(option: Option) -> bool:
    """Whether this is care for comfort: always on the board, never ranked out of sight."""
    return option.arm.kind == "supportive"


def section_of(option: Option) -> Section:
    """The section that an option belongs to."""
    if is_comfort(option):
        return Section.COMFORT
    if option.blockers:
        return Section.CLOSED
    if option.slot is not None and not option.slot.may_open(option.on):
        return Section.NO_PLACE
    if option.verdict == "eligible":
        return Section.OPEN if option.open_here else Section.OPENS
    return Section.JUDGEMENT if option.verdict == "needs_judgement" else _not_met(option)


def _not_met(option: Option) -> Section:
    away = option.tests_away
    if away is None:
        return Section.CLOSED_FOR_NOW
    if away == 0:
        return Section.OPENS if option.verdict == "not_eligible" else Section.TEXT
    if any(each.no is No.MAY_CHANGE for each in option.criteria):
        return Section.CLOSED_FOR_NOW
    return Section.ONE_TEST if away == 1 else Section.MORE


def make_board(
    record: ChildRecord,
    *,
    on: date,
    portfolio: Portfolio,
    programme: Programme,
    knowledge: Knowledge,
    trials: tuple[str, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Board:
    """Judge every place of the portfolio (or of the named trials) for one child on a day."""
    subject = Subject(record, knowledge, on)
    openings = Openings(subject.frame, subject.day)
    places = list(_places(portfolio, programme, trials))
    options = []
    for count, (place, trial, arm, slot) in enumerate(places, start=1):
        options.append(judge_arm(subject, openings, place=place, trial=trial, arm=arm, slot=slot))
        if progress is not None:
            progress(count, len(places))
    return Board(
        record=record,
        on=on,
        knowledge=knowledge,
        portfolio=portfolio,
        programme=programme,
        options=tuple(options),
        subject=subject,
    )


def _places(
    portfolio: Portfolio, programme: Programme, trials: tuple[str, ...]
) -> Iterator[tuple[str, Trial, Arm, Slot | None]]:
    wanted = {portfolio.find(name).id for name in trials}
    for trial in portfolio.trials.values():
        if not wanted or trial.id in wanted:
            for place, arm in trial.places():
                yield place, trial, arm, programme.slots.get(place)
