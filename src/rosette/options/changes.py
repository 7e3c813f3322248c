"""What changed between two boards of one child, and what comes soon, in sentences that name the day and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from attrs import asdict, frozen

from rosette.options.board import Board, section_of
from rosette.options.option import Option
from rosette.options.wording import VERDICT_WORDS, day_text

Urgency = Literal["today", "soon", "later"]
SOON_DAYS = 7


@frozen(kw_only=True)
class Mark:
    """One option in short."""

    id: str
    title: str
    verdict: str
    section: str
    open_here: bool
    place: str
    opens_on: date | None
    stale_on: date | None
    closes_on: date | None
    texts: str
    not_met: tuple[str, ...]


@frozen(kw_only=True)
class Marks:
    """A board in short: what is compared and kept."""

    on: date
    record_version: str
    portfolio: str
    options: Mapping[str, Mark]


@frozen(kw_only=True)
class Change:
    """One thing to tell; the same key is the same thing."""

    key: str
    sentence: str
    why: str
    urgency: Urgency


def mark_board(board: Board, *, record_version: str) -> Marks:
    """The board in short: the options that the programme has."""
    options = {option.id: _mark(option) for option in board.here()}
    return Marks(on=board.on, record_version=record_version, portfolio=board.portfolio.digest, options=options)


def _mark(option: Option) -> Mark:
    import hashlib

    texts = "\n".join(f"{each.criterion.id} {each.criterion.text}" for each in option.criteria)
    return Mark(
        id=option.id,
        title=option.title,
        verdict=option.verdict,
        section=section_of(option).value,
        open_here=option.open_here,
        place=option.slot.sentence(option.on) if option.slot else "",
        opens_on=option.opens_on,
        stale_on=option.stale_on,
        closes_on=option.closes_on,
        texts=hashlib.sha256(texts.encode()).hexdigest()[:16],
        not_met=tuple(f"{each.criterion.id} {each.judgement.why}" for each in option.not_met[:3]),
    )


def marks_json(marks: Marks) -> dict[str, Any]:
    """The marks as plain data."""
    options = {name: {**asdict(mark), **_days(mark)} for name, mark in marks.options.items()}
    return {
        "on": marks.on.isoformat(),
        "record_version": marks.record_version,
        "portfolio": marks.portfolio,
        "options": {name: {**each, "not_met": list(each["not_met"])} for name, each in options.items()},
    }


def _days(mark: Mark) -> dict[str, str | None]:
    return {name: _iso(getattr(mark, name)) for name in ("opens_on", "stale_on", "closes_on")}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def read_marks(raw: Mapping[str, Any]) -> Marks:
    """The marks from their plain data."""
    options = {name: _read_mark(each) for name, each in raw["options"].items()}
    return Marks(
        on=date.fromisoformat(raw["on"]),
        record_version=raw["record_version"],
        portfolio=raw["portfolio"],
        options=options,
    )


def _read_mark(raw: Mapping[str, Any]) -> Mark:
    days = {
        name: date.fromisoformat(raw[name]) if raw[name] else None for name in ("opens_on", "stale_on", "closes_on")
    }
    return Mark(**{**raw, **days, "not_met": tuple(raw["not_met"])})


def changes(before: Marks | None, after: Marks, *, soon_days: int = SOON_DAYS) -> tuple[Change, ...]:
    """Everything to tell; of the first board only what comes soon."""
    found: list[Change] = []
    for name, now in after.options.items():
        was = None if before is None else before.options.get(name)
        if was is not None:
            found += _changed(was, now, after)
        elif before is not None:
            found.append(_change(now, after, f"{now.title}: a new option on the board, {_word(now)}", "", "today"))
        found += _soon(now, after.on, soon_days)
    if before is not None:
        gone = (was for name, was in before.options.items() if name not in after.options)
        found += [_change(was, after, f"{was.title}: no longer on the programme's list", "", "today") for was in gone]
    return tuple(found)


def _changed(was: Mark, now: Mark, after: Marks) -> Iterator[Change]:
    if was.verdict != now.verdict:
        yield _change(now, after, f"{now.title}: {_word(was)} became {_word(now)}", "; ".join(now.not_met), "today")
    if was.open_here != now.open_here:
        what = "a place is open" if now.open_here else "no place is open any more"
        yield _change(now, after, f"{now.title}: {what} ({now.place})", "", "today")
    elif was.place != now.place:
        yield _change(now, after, f"{now.title}: places changed, now {now.place}", f"before: {was.place}", "soon")
    if was.texts != now.texts:
        yield _change(now, after, f"{now.title}: the criteria were amended", "; ".join(now.not_met), "today")


def _soon(now: Mark, on: date, soon_days: int) -> Iterator[Change]:
    told: tuple[tuple[str, date | None], ...] = (
        ("opens", now.opens_on),
        ("a result goes stale", now.stale_on),
        ("closes", now.closes_on),
    )
    for word, day in told:
        left = (day - on).days if day is not None else -1
        if day is not None and 0 < left <= soon_days and (word != "opens" or now.verdict == "not_eligible"):
            sentence = f"{now.title}: {word} {_in_days(left)}, on {day_text(day)}"
            yield Change(
                key=f"{now.id} {word} {day}",
                sentence=sentence,
                why="; ".join(now.not_met),
                urgency="today" if left <= 2 else "soon",
            )


def _in_days(left: int) -> str:
    return "tomorrow" if left == 1 else f"in {left} days"


def _word(mark: Mark) -> str:
    return VERDICT_WORDS[mark.verdict][1].lower()  # type: ignore[index]


def _change(mark: Mark, after: Marks, sentence: str, why: str, urgency: Urgency) -> Change:
    return Change(
        key=f"{sentence} {after.record_version} {after.on}"[:180], sentence=sentence, why=why, urgency=urgency
    )
