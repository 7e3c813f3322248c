"""What changed between two boards of one child, and what comes soon, in sentences that name the day and the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from attrs import frozen

from rosette.options.board import Section
from rosette.options.keeping import marks_json, read_marks
from rosette.options.marks import Mark, Marks, Reason, mark_board
from rosette.options.wording import VERDICT_WORDS, day_text

__all__ = ["SOON_DAYS", "Change", "Mark", "Marks", "changes", "mark_board", "marks_json", "read_marks"]

Urgency = Literal["today", "soon", "later"]
Kind = Literal[
    "opened",
    "closed",
    "verdict",
    "place taken",
    "place free",
    "suspended",
    "slot closed",
    "slot opened",
    "places",
    "amended",
    "new",
    "gone",
    "opens soon",
    "goes stale",
    "closes soon",
]
SOON_DAYS = 7
MOST_REASONS = 3


@frozen(kw_only=True)
class Change:
    """One thing to tell about an option; the same key is the same thing, to be told once."""

    option: str
    kind: Kind
    key: str
    sentence: str
    why: str
    urgency: Urgency


def changes(before: Marks | None, after: Marks, *, soon_days: int = SOON_DAYS) -> tuple[Change, ...]:
    """Everything to tell; of the first board only what comes soon."""
    found: list[Change] = []
    for name, now in after.options.items():
        was = None if before is None else before.options.get(name)
        if was is not None:
            found += _changed(was, now, after)
        elif before is not None:
            found.append(_change(now, after, "new", f"is new on the board, {_word(now)}", _reasons(now.not_met)))
        found += _soon(now, after.on, soon_days)
    if before is not None:
        gone = (was for name, was in before.options.items() if name not in after.options)
        found += [_change(was, after, "gone", "is no longer on the programme's list", "") for was in gone]
    return tuple(found)


def _changed(was: Mark, now: Mark, after: Marks) -> Iterator[Change]:
    if was.verdict != now.verdict:
        kind: Kind = "opened" if _open(now) else "closed" if _open(was) else "verdict"
        yield _change(now, after, kind, f"{_word(was)} became {_word(now)}", _cause(was, now))
    if (was.place, was.open_here) != (now.place, now.open_here):
        yield _place(was, now, after)
    if was.texts != now.texts:
        yield _change(now, after, "amended", "the criteria were amended", _reasons(now.not_met))


def _open(mark: Mark) -> bool:
    return mark.section == Section.OPEN.value


def _cause(was: Mark, now: Mark) -> str:
    """The criteria that made the difference: those that came into the way, or those that left it."""
    old = {each.id: each.why for each in was.not_met}
    fresh = [each for each in now.not_met if old.get(each.id) != each.why]
    if VERDICTS.index(now.verdict) > VERDICTS.index(was.verdict):
        return _reasons(now.not_met if now.verdict == "not_eligible" else fresh or now.not_met)
    left = [each for each in was.not_met if each.id not in {one.id for one in now.not_met}]
    settled = f"no longer in the way: {_reasons(left)}" if left else ""
    asked = f"now asked: {_reasons(sorted(fresh, key=lambda each: each.id not in old))}" if fresh else ""
    return "; ".join(part for part in (settled, asked) if part)


VERDICTS: Sequence[str] = tuple(VERDICT_WORDS)


def _place(was: Mark, now: Mark, after: Marks) -> Change:
    """What happened to the places of the programme."""
    kind, words = _place_words(was, now)
    before = f"before: {was.place}" if was.place else ""
    urgency: Urgency = "today" if was.open_here != now.open_here else "soon"
    return _change(now, after, kind, f"{words} ({now.place})" if now.place else words, before, urgency)


def _place_words(was: Mark, now: Mark) -> tuple[Kind, str]:
    lost = ", no place is open any more" if was.open_here and not now.open_here else ""
    if now.status != was.status and now.status in ("suspended", "closed"):
        return ("suspended" if now.status == "suspended" else "slot closed"), f"{now.status} here{lost}"
    if was.open_here and not now.open_here:
        return ("place taken" if now.left == 0 else "slot closed"), "no place is open any more"
    if now.open_here and not was.open_here:
        return ("place free" if was.left == 0 else "slot opened"), "a place is open"
    if was.left is not None and now.left is not None and was.left != now.left:
        count = abs(now.left - was.left)
        said = "a place" if count == 1 else f"{count} places"
        return ("place taken" if now.left < was.left else "place free"), _counted(said, count, now.left < was.left)
    return "places", "places changed"


def _counted(said: str, count: int, fewer: bool) -> str:
    verb = ("was" if count == 1 else "were") + (" taken" if fewer else " set free")
    return f"{said} {verb}"


def _soon(now: Mark, on: date, soon_days: int) -> Iterator[Change]:
    told: tuple[tuple[Kind, str, date | None, str], ...] = (
        ("opens soon", "opens", _opening(now), _reasons(now.not_met)),
        ("goes stale", _stale(now), now.stale_on, ""),
        ("closes soon", "closes", now.closes_on, _reasons(now.closing)),
    )
    for kind, words, day, why in told:
        left = (day - on).days if day is not None else 0
        if day is not None and 0 < left <= soon_days:
            tail = _repeats(now.repeats) if kind == "opens soon" else ""
            yield Change(
                option=now.id,
                kind=kind,
                key=_key(kind, now.id, day),
                sentence=f"{now.title}: {words} {_in_days(left)}, on {day_text(day)}{tail}",
                why=why,
                urgency="today" if left <= 2 else "soon",
            )


def _opening(mark: Mark) -> date | None:
    """The day on which waiting opens an option; one that only asks for repeats and answers would open any day."""
    waits = mark.verdict == "not_eligible" or (mark.verdict == "eligible" and not mark.open_here)
    return mark.opens_on if waits else None


def _stale(mark: Mark) -> str:
    """What goes stale, and whose answers lapse, the verb in the right number."""
    parts = []
    if mark.stale:
        parts.append(f"{_list(mark.stale)} {'goes' if len(mark.stale) == 1 else 'go'} stale")
    if mark.lapsing:
        count = len(mark.lapsing)
        parts.append("an answer" if count == 1 else f"{count} answers")
        parts[-1] += f" ({', '.join(mark.lapsing)}) {'lapses' if count == 1 else 'lapse'}"
    return " and ".join(parts)


def _repeats(repeats: Sequence[Reason]) -> str:
    if not repeats:
        return ""
    said = "this repeats" if len(repeats) == 1 else "these repeat"
    return f", if {said} by then: {_reasons(repeats)}"


def _in_days(left: int) -> str:
    return "tomorrow" if left == 1 else f"in {left} days"


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _reasons(reasons: Sequence[Reason]) -> str:
    more = len(reasons) - MOST_REASONS
    told = [each.sentence for each in reasons[:MOST_REASONS]]
    return "; ".join([*told, f"and {more} more"] if more > 0 else told)


def _word(mark: Mark) -> str:
    return next(words[1].lower() for verdict, words in VERDICT_WORDS.items() if verdict == mark.verdict)


def _change(mark: Mark, after: Marks, kind: Kind, words: str, why: str, urgency: Urgency = "today") -> Change:
    key = _key(kind, mark.id, words, after.record_version, after.knowledge, after.portfolio, after.on)
    sentence = f"{mark.title}: {words} on {day_text(after.on)}"
    return Change(option=mark.id, kind=kind, key=key, sentence=sentence, why=why, urgency=urgency)


def _key(kind: Kind, *parts: object) -> str:
    """A name for the thing that tells nothing about the child to whoever reads it."""
    return f"{kind} {hashlib.sha256(repr((kind, *map(str, parts))).encode()).hexdigest()[:32]}"
