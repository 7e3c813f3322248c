"""What was learnt late about the children on whom a decision rested; history itself stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from rosette.designs.conduct.children import Child, children_of
from rosette.designs.conduct.facts import Delivered, Followed, Infeasible, NotEvaluable, Observed, Regraded, Responded
from rosette.designs.conduct.force import decisions
from rosette.designs.conduct.ledger import Ledger, Line
from rosette.designs.conduct.rulings import Cut, Decided
from rosette.designs.conduct.sentences import act_text, sentence
from rosette.designs.conduct.standing import state_of
from rosette.designs.conduct.whatif import decide_on
from rosette.designs.design import Decision
from rosette.designs.states import State


@frozen(kw_only=True)
class LateChange:
    """A past decision with what is now known about the children it rested on, as of the day of its cut."""

    number: int
    day: date
    because: tuple[str, ...]
    was: Decision
    would: Decision
    state: State

    @property
    def changes(self) -> bool:
        """Whether the rule would have said something else."""
        return self.was.dose != self.would.dose

    @property
    def sentence(self) -> str:
        """In words, for the team."""
        why = "; ".join(self.because)
        if not self.changes:
            return f"Decision {self.number} of {self.day} stands, {act_text(self.was.dose)}: {why}."
        was, would = act_text(self.was.dose), act_text(self.would.dose)
        reason = self.would.reason.words
        return (
            f"This changes decision {self.number} of {self.day}: it was {was}, it would be {would} ({reason}): {why}."
        )


def late_changes(ledger: Ledger) -> tuple[LateChange, ...]:
    """Every decision that rested on a child about whom the time up to its cut is now told otherwise.

    Told otherwise: an event up to the cut that was entered or re-graded after it; a child who counted and is now not
    evaluable, or could not get its level; a correction of what was given. What children showed after the cut is no
    late change.
    """
    found = (_change(ledger, decided) for decided, _ in decisions(ledger))
    return tuple(each for each in found if each is not None)


def _change(ledger: Ledger, decided: Decided) -> LateChange | None:
    cut = ledger.lines[decided.cut - 1].entry
    assert isinstance(cut, Cut)
    known, version = ledger.before(decided.cut).lines, ledger.version(cut.specification)
    plan = version.conduct
    assert plan is not None
    then = {child.child: child for child in children_of(known, plan, cut.day)}
    late = list(_late(ledger.lines[decided.cut :], then, cut.day))
    if not late:
        return None
    again = [*known, *late, *_looked(ledger.lines[decided.cut :], late, cut.day)]
    state = state_of(children_of(again, plan, cut.day), version.design, response=bool(plan.response))
    return LateChange(
        number=decided.number,
        day=cut.day,
        because=tuple(f"{sentence(line.entry)} (entry {line.number}, {line.entry.day})" for line in late),
        was=decided.decision,
        would=decide_on(version.design, state)[0],
        state=state,
    )


def _late(lines: Sequence[Line], then: Mapping[str, Child], day: date) -> Iterator[Line]:
    """The lines after a cut that speak of the time up to its day, about the children that it knew."""
    events = {event.line for child in then.values() for event in child.events}
    for line in lines:
        entry = line.entry
        child = then.get(getattr(entry, "child", ""))
        if child is None:
            continue
        if isinstance(entry, Observed) and entry.on <= day:
            events.add(line.number)
        if _speaks(line, child, day, events):
            yield line


def _speaks(line: Line, child: Child, day: date, events: set[int]) -> bool:
    entry = line.entry
    if isinstance(entry, Regraded):
        return entry.event in events
    if isinstance(entry, NotEvaluable):
        return child.status.counts
    if isinstance(entry, Delivered):
        return child.treated is not None
    if isinstance(entry, Responded):
        return child.response is not None and entry.on <= day
    if isinstance(entry, Infeasible):
        return child.status.counts or entry.on <= day
    return isinstance(entry, Observed) and entry.on <= day


def _looked(lines: Sequence[Line], late: Sequence[Line], day: date) -> Iterator[Line]:
    """Later follow-up, up to the day of the cut, of children whose toxicity was taken back.

    While it stood nobody asked how far the child was followed.
    """
    cleared = {line.entry.child for line in late if isinstance(line.entry, Regraded) and not line.entry.toxicity}
    for line in lines:
        entry = line.entry
        if isinstance(entry, Followed) and entry.child in cleared:
            yield evolve(line, entry=evolve(entry, until=min(entry.until, day)))
