"""Follow-up that a trial owes a child, beside any guideline: declared in a file, asked for by what was given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from rosette.kernel import BadInput, Citation, Problems, Truth, did_you_mean
from rosette.knowledge import SurveillanceRule, SurveillanceTest
from rosette.knowledge.calendars import Interval, Start, Stop, read_interval, read_start, read_stop
from rosette.knowledge.entries import Review
from rosette.knowledge.rows import Row
from rosette.knowledge.surveillance import OWNERS
from rosette.knowledge.triggers import Always
from rosette.survivorship.exposures import Exposed, Exposures
from rosette.survivorship.predicates import NOT, Firing, Reason

DUTY, TRIAL_TEAM = "trial_duty", "trial team"
REGISTRY = re.compile(r"\bNCT\d{8}\b", re.IGNORECASE)
YES, UNKNOWN = Truth.YES, Truth.UNKNOWN


class DutyError(BadInput):
    """A duty that names nothing that anybody could have been given."""


@frozen(kw_only=True)
class Duty:
    """What a trial asks of those who were treated in it, from when, how often and until when.

    given: the agent or class of the trial; empty for all that its record names. source: protocol or consent, with the
    place. by, on: who carried it over and when; review: when it must be read again.
    """

    id: str
    trial: str
    what: str
    given: str
    start: Start
    interval: Interval
    stop: Stop | None
    owner: str
    source: str
    by: str
    on: date
    review: date

    @property
    def name(self) -> str:
        """Its name in a plan."""
        return f"{self.trial}/{self.id}"

    @property
    def test(self) -> SurveillanceTest:
        """What is done, as a test of a plan; its id is that under which results are told."""
        return SurveillanceTest(**self._entry(f"{DUTY}/{self.name}"), name=self.what)

    @property
    def rule(self) -> SurveillanceRule:
        """The row by which a plan shows it."""
        return SurveillanceRule(
            **self._entry(self.name),
            profile="trial",
            code=self.name,
            series=self.name,
            form="test",
            effect=f"follow-up that {self.trial} asks for",
            when=Always(),
            modifiers=(),
            test=f"{DUTY}/{self.name}",
            start=self.start,
            interval=self.interval,
            told="",
            stop=self.stop,
            again=None,
            window=None,
            note="",
            if_abnormal="tell the team of the trial",
            owner=self.owner,
            evidence="duty of the trial",
            score="",
            tag="D",
            signed_by=self.by,
            signed_on=self.on,
        )

    def _entry(self, name: str) -> dict[str, Any]:
        sources = (Citation(self.trial, self.source),)
        review = Review(on=self.on, by=self.by, due=self.review)
        return {"id": name, "statement": self.what, "sources": sources, "review": review, "place": self.name}


def duties_in(row: Row) -> tuple[Duty, ...]:
    """The duties of a file under `duty`; faults are noted."""
    found = [_duty(each) for each in row.rows("duty")] if row.get("duty") is not None else []
    names = [each.name for each in found if each is not None]
    for name in sorted({name for name in names if names.count(name) > 1}):
        row.refuse("duty", f"{name} stands twice", "each duty of a trial with an id of its own")
    return tuple(each for each in found if each is not None)


def _duty(row: Row) -> Duty | None:
    texts: dict[str, Any] = {name: row.text(name) for name in ("id", "trial", "what", "source", "by")}
    plan: dict[str, Any] = {
        "start": read_start(row, "start"),
        "interval": read_interval(row, "interval"),
        "stop": read_stop(row, "stop"),
    }
    given, owner = row.text("given", default=""), row.choice("owner", (*OWNERS, TRIAL_TEAM), default="clinic")
    on, review = row.day("on"), row.day("review")
    row.close()
    if on is None or review is None:
        return None
    return Duty(**texts, **plan, given=given, owner=owner, on=on, review=review)


def check_duties(duties: Iterable[Duty], names: frozenset[str]) -> None:
    """Raise DutyError for every duty whose agent or class nobody knows."""
    problems = Problems()
    for duty in duties:
        if duty.given and duty.given not in names:
            near = did_you_mean(duty.given, sorted(names))
            problems.add(f"duty {duty.name}.given", found=f'"{duty.given}" is no agent or class{near}')
    problems.raise_as(DutyError, what="duties of trials")


def owed(duties: Iterable[Duty], exposures: Exposures) -> Iterator[tuple[Duty, Firing]]:
    """The duties that a history asks for, surely or, where nobody says in which trial it was given, perhaps."""
    for duty in duties:
        firing = _fired(duty, exposures)
        if firing.truth is not Truth.NO:
            yield duty, firing


def _fired(duty: Duty, exposures: Exposures) -> Firing:
    candidates = exposures.tagged.get(duty.given, ()) if duty.given else exposures.given
    truths = [(each, _in_trial(each, duty)) for each in candidates]
    sure = tuple(each for each, truth in truths if truth is YES)
    if sure:
        return Firing(YES, tuple(Reason(f"{_name(each)}, given in {duty.trial}", YES) for each in sure), sure)
    perhaps = tuple(each for each, truth in truths if truth is UNKNOWN)
    if not perhaps:
        return NOT
    told = (f"{_name(each)}: not recorded whether it was given in {duty.trial}" for each in perhaps)
    return Firing(UNKNOWN, tuple(Reason(text, UNKNOWN) for text in told), perhaps)


def _in_trial(each: Exposed, duty: Duty) -> Truth:
    """Whether it was given in the trial; what was given in another one, or in none, was not."""
    if duty.trial.lower() in each.trial.lower():
        return YES
    if each.investigational is False or REGISTRY.search(each.trial) or not duty.given:
        return Truth.NO
    return UNKNOWN


def _name(each: Exposed) -> str:
    return each.name.replace("_", " ")


def undeclared(duties: Iterable[Duty], exposures: Exposures) -> tuple[str, ...]:
    """What was given in a trial whose duties nobody declared."""
    known = tuple(duties)
    tried = [each for each in exposures.given if each.investigational or REGISTRY.search(each.trial)]
    open_ones = [each for each in tried if not any(_in_trial(each, duty) is YES for duty in known)]
    told = dict.fromkeys(" ".join([_name(each), *REGISTRY.findall(each.trial)]) for each in open_ones)
    if not told:
        return ()
    return (f"Given in a trial of which no duty is declared: {', '.join(told)}. Ask its team what follow-up it owes.",)


def tests_of(duties: Iterable[Duty]) -> Mapping[str, SurveillanceTest]:
    """The tests of duties by their ids."""
    return {test.id: test for test in (duty.test for duty in duties)}
