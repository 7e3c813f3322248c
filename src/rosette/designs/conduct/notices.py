"""Why nobody can be enrolled today and what ends it, and which children are to be replaced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from rosette.designs.conduct.children import Child, Status, children_on
from rosette.designs.conduct.expansion import expansion_status
from rosette.designs.conduct.facts import Enrolled, Infeasible, NotEvaluable
from rosette.designs.conduct.force import in_force, recommended, suspended, undecided
from rosette.designs.conduct.ledger import Ledger, Line
from rosette.designs.conduct.places import open_places, outdated
from rosette.designs.conduct.standing import state_on
from rosette.designs.conduct.whatif import determined

ASKED = "the data are frozen, the rule is asked, and another person confirms"
ANOTHER = "another protocol version is activated"


@frozen(kw_only=True)
class Notice:
    """Enrolment does not go on: why, what ends it, and the children who are waited for."""

    why: str
    ends: tuple[str, ...]
    waits_for: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.why}. It ends when: {'; '.join(self.ends)}."


@frozen(kw_only=True)
class Replacement:
    """A child who does not count: whether another is needed at its level, and who took its place."""

    child: str
    dose: int
    why: str
    needed: bool
    by: str | None


def suspension(ledger: Ledger, day: date) -> Notice | None:
    """Why nobody can be enrolled at the end of a day; None when a place is open."""
    known = ledger.until(day)
    stop = suspended(known)
    if known.active is None:
        return Notice(why="No protocol version is active", ends=("a version that is ready is activated",))
    if stop is not None:
        return Notice(why=f"Enrolment is suspended since {stop.day}: {stop.reason}", ends=(stop.until,))
    return None if open_places(known, day) else _closed(known, day)


def _closed(known: Ledger, day: date) -> Notice:
    force, expansion = in_force(known), expansion_status(known, day)
    if force is None:
        return Notice(why="No decision is in force", ends=(ASKED,))
    if expansion is not None and expansion.stopped:
        seen = f"{expansion.toxicities} toxicities of {expansion.evaluable} children at level {expansion.dose}"
        seen += ", which is no longer admissible" if expansion.closed else ""
        return Notice(why=f"The expansion has stopped: {seen}", ends=(ANOTHER,))
    if expansion is not None:
        return Notice(
            why=f"The expansion is complete: {expansion.enrolled} children",
            ends=(ANOTHER,),
        )
    if old := outdated(known, day):
        return Notice(why=old[0].upper() + old[1:], ends=(ASKED,))
    if force.dose is not None:
        return _full(known, day, force.number)
    if force.overridden or not force.decided.decision.waits:
        return _ended(known, force.number)
    return _waits(known, day, force.number)


def _full(known: Ledger, day: date, number: int) -> Notice:
    children = _pending(known, day)
    waits = () if known.specification.design.observes else tuple(_awaited(children))
    names = tuple(child.child for child in children) if waits else ()
    return Notice(why=f"The places of decision {number} are taken", ends=(*waits, ASKED), waits_for=names)


def _ended(known: Ledger, number: int) -> Notice:
    level, force = recommended(known), in_force(known)
    if force is not None and force.overridden:
        return Notice(why=f"Decision {number} was overridden: nobody is enrolled", ends=("the team asks again",))
    if undecided(known):
        why = f"The escalation has ended with decision {number}: children under observation decide which level it found"
        ends = (*_awaited(_pending(known, known.lines[-1].entry.day)), ASKED)
        return Notice(why=why, ends=ends)
    found = "no level is recommended" if level is None else f"level {level} is recommended"
    return Notice(why=f"The escalation has ended with decision {number}: {found}", ends=(ANOTHER,))


def _waits(known: Ledger, day: date, number: int) -> Notice:
    children = _pending(known, day)
    early = determined(known.specification.design, state_on(known, day))
    ends = ("it is determined already: freeze the data and ask",) if early else tuple(_awaited(children))
    return Notice(
        why=f"Decision {number}: the children under observation decide",
        ends=ends or ("the data are frozen and the rule is asked",),
        waits_for=tuple(child.child for child in children),
    )


def _pending(known: Ledger, day: date) -> list[Child]:
    return [child for child in children_on(known, day) if child.status.pending and not child.expansion]


def _awaited(children: list[Child]) -> Iterator[str]:
    for child in children:
        if child.status is Status.OBSERVED:
            last = max(watch.ends for watch in child.windows if watch.ends is not None and not watch.complete)
            yield f"{child.child} has a toxicity, or is followed up to {last} ({child.left} days left)"
        else:
            yield f"{child.child}: {child.status.value}" + (f" ({child.reason})" if child.reason else "")


def replacements(ledger: Ledger, day: date) -> tuple[Replacement, ...]:
    """The children who do not count, in order, with who came after each at its level.

    Nobody is needed once a decision in force has left the level.
    """
    known = ledger.until(day)
    free = list(known.lines)
    out = [child for child in children_on(known, day) if child.status in (Status.NOT_EVALUABLE, Status.INFEASIBLE)]
    return tuple(_replaced(known, child, free) for child in out)


def _replaced(known: Ledger, child: Child, free: list[Line]) -> Replacement:
    """Who replaced a child: the first free enrolment after it was left out, which is then taken from the free ones."""
    left_out = (NotEvaluable, Infeasible)
    told = [each for each in known.lines if isinstance(each.entry, left_out) and each.entry.child == child.child]
    after = next((line for line in free if line.number > told[-1].number and _same_place(line.entry, child)), None)
    if after is not None:
        free.remove(after)
    force = in_force(known)
    left = force is not None and force.dose is not None and force.dose != child.dose
    by = getattr(after.entry, "child", None) if after else None
    return Replacement(child=child.child, dose=child.dose, why=child.reason, needed=by is None and not left, by=by)


def _same_place(entry: object, child: Child) -> bool:
    return isinstance(entry, Enrolled) and entry.dose == child.dose and entry.expansion == child.expansion
