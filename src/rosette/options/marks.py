"""A board in short: what is kept of it, to be compared with the board of another day or record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.options.board import Board, section_of
from rosette.options.option import CriterionReport, Option
from rosette.records import Closure, Fact

NAMED = {"imaging": "modality", "organ_test": "code", "laboratory": "code", "measurement": "code", "assessment": "code"}


@frozen(kw_only=True)
class Reason:
    """A criterion and why it is not met, or what it asks for."""

    id: str
    why: str

    @property
    def sentence(self) -> str:
        """Both in one."""
        return f"{self.id} {self.why}".strip()


@frozen(kw_only=True)
class Mark:
    """One option in short, as judged on a day.

    stale: the results that go stale on `stale_on`; lapsing: the questions whose answers lapse that day; repeats: what
    must repeat by `opens_on`; closing: what fails on `closes_on`. texts: digest of the criteria as written.
    """

    id: str
    title: str
    verdict: str
    section: str
    open_here: bool
    place: str = ""
    status: str = ""
    left: int | None = None
    opens_on: date | None = None
    stale_on: date | None = None
    closes_on: date | None = None
    texts: str = ""
    not_met: tuple[Reason, ...] = ()
    stale: tuple[str, ...] = ()
    lapsing: tuple[str, ...] = ()
    repeats: tuple[Reason, ...] = ()
    closing: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class Marks:
    """A board in short: what is compared and kept, and what it was made from."""

    on: date
    record_version: str
    knowledge: str
    portfolio: str
    options: Mapping[str, Mark]


def mark_board(board: Board, *, record_version: str) -> Marks:
    """The board in short: the options that the programme has."""
    return Marks(
        on=board.on,
        record_version=record_version,
        knowledge=board.knowledge.release,
        portfolio=board.portfolio.digest,
        options={option.id: _mark(option, board.knowledge) for option in board.here()},
    )


def _mark(option: Option, knowledge: Knowledge) -> Mark:
    results, answers = _going(option, knowledge)
    slot, texts = option.slot, "\n".join(f"{each.criterion.id} {each.criterion.text}" for each in option.criteria)
    return Mark(
        id=option.id,
        title=option.title,
        verdict=option.verdict,
        section=section_of(option).value,
        open_here=option.open_here,
        place=slot.sentence(option.on) if slot else "",
        status=slot.status if slot else "",
        left=slot.left if slot else None,
        opens_on=option.opens_on,
        stale_on=option.stale_on if results or answers else None,
        closes_on=option.closes_on,
        texts=hashlib.sha256(texts.encode()).hexdigest()[:16],
        not_met=tuple(Reason(id=each.criterion.id, why=each.judgement.why) for each in option.not_met),
        stale=results,
        lapsing=answers,
        repeats=tuple(_repeats(option)),
        closing=tuple(_closing(option)),
    )


def _going(option: Option, knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The results that go stale first, and the questions whose answers lapse that day."""
    day = option.stale_on
    gone = [each for each in option.criteria if day and each.judgement.timeline.at(day) is Truth.UNKNOWN]
    answered = [each.criterion.id for each in gone if _kinds(each, day) == {"attestation"}]
    names = [name for each in gone if each.criterion.id not in answered for name in _results(each, day, knowledge)]
    return tuple(dict.fromkeys(names)), tuple(answered)


def _kinds(report: CriterionReport, day: date | None) -> set[str]:
    return {fact.kind for fact in _facts(report, day)}


def _results(report: CriterionReport, day: date | None, knowledge: Knowledge) -> Iterator[str]:
    facts = [fact for fact in _facts(report, day) if fact.kind != "attestation"]
    yield from (_name(fact, knowledge) for fact in facts)
    if not facts:
        yield report.criterion.id


def _facts(report: CriterionReport, day: date | None) -> Iterator[Fact]:
    """The facts of those parts of a criterion that are not known on a day."""
    for leaf in report.judgement.leaves():
        if day is not None and leaf.timeline.at(day) is Truth.UNKNOWN:
            yield from leaf.evidence


def _name(fact: Fact, knowledge: Knowledge) -> str:
    if isinstance(fact, Closure):
        return f"the review of {', '.join(fact.covers).replace('_', ' ')}"
    word = str(getattr(fact, NAMED.get(fact.kind, "kind")))
    known = knowledge.observations.get(word) or knowledge.coded.get(word)
    return f"the result for {known.name if known else word.replace('_', ' ')}"


def _repeats(option: Option) -> Iterator[Reason]:
    """What must repeat by the opening: everything that would not be known then, whether it is known today or not."""
    day = option.opens_on
    for each in option.criteria:
        if day is not None and day > option.on and each.judgement.timeline.at(day) is Truth.UNKNOWN:
            yield Reason(id=each.criterion.id, why=each.judgement.why)


def _closing(option: Option) -> Iterator[Reason]:
    day, slot = option.closes_on, option.slot
    if day is not None and slot is not None and slot.closes == day:
        yield Reason(id="", why="the programme closes it")
    for each in option.criteria:
        if day is not None and each.judgement.carried_timeline.at(day) is Truth.NO and each.truth is not Truth.NO:
            yield Reason(id=each.criterion.id, why=f"{each.criterion.text} holds no longer")
