"""The decisions of the trial, which of them is in force, and whether enrolment was suspended."""

from __future__ import annotations

from attrs import frozen

from rosette.designs.conduct.entries import Activated, Confirmed, Cut, Decided, Overridden, Resumed, Suspended
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.whatif import recommendations
from rosette.designs.states import State
from rosette.kernel import NotComputable


@frozen(kw_only=True)
class InForce:
    """A decision that was confirmed or overridden: the dose that may be given (None: nobody is enrolled)."""

    number: int
    decided: Decided
    settled: Confirmed | Overridden
    dose: int | None

    @property
    def overridden(self) -> bool:
        """Whether the team does something else than the rule."""
        return isinstance(self.settled, Overridden)


def decisions(ledger: Ledger) -> tuple[tuple[Decided, Confirmed | Overridden | None], ...]:
    """Every decision that was asked for with what became of it; None: neither confirmed nor overridden."""
    settled: dict[int, Confirmed | Overridden] = {each.number: each for each in ledger.of(Confirmed)}
    settled |= {each.number: each for each in ledger.of(Overridden)}
    return tuple((each, settled.get(each.number)) for each in ledger.of(Decided))


def in_force(ledger: Ledger) -> InForce | None:
    """The last decision that was confirmed or overridden; None before the first, and after another version came."""
    asked = {each.number: each for each in ledger.of(Decided)}
    for line in reversed(ledger.lines):
        settled = line.entry
        if isinstance(settled, Activated):
            return None
        if isinstance(settled, (Confirmed, Overridden)):
            decided = asked[settled.number]
            dose = settled.dose if isinstance(settled, Overridden) else decided.decision.dose
            return InForce(number=decided.number, decided=decided, settled=settled, dose=dose)
    return None


def cut_of(ledger: Ledger, decided: Decided) -> State:
    """The state that a decision rests on."""
    cut = ledger.lines[decided.cut - 1].entry
    assert isinstance(cut, Cut)
    return cut.state


def recommended(ledger: Ledger) -> int | None:
    """The level that the ended escalation recommends; None while it goes on or is undecided, or when there is none."""
    found = _recommendations(ledger)
    return next(iter(found)) if len(found) == 1 else None


def undecided(ledger: Ledger) -> bool:
    """Whether the escalation has ended and children who were under observation then decide which level it found."""
    return len(_recommendations(ledger)) > 1


def _recommendations(ledger: Ledger) -> frozenset[int | None]:
    """What the ended escalation may recommend, over all completions of its cut; empty while it goes on."""
    force = in_force(ledger)
    if force is None or force.overridden or force.dose is not None or force.decided.decision.waits:
        return frozenset()
    design = ledger.specification.design
    try:
        return recommendations(design, cut_of(ledger, force.decided))
    except NotComputable:
        return frozenset({None, *range(1, design.doses + 1)})


def suspended(ledger: Ledger) -> Suspended | None:
    """The suspension that was entered and not ended; None when there is none."""
    entries = [each.entry for each in ledger.lines if isinstance(each.entry, (Suspended, Resumed))]
    return entries[-1] if entries and isinstance(entries[-1], Suspended) else None
