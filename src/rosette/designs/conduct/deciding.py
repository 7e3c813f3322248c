"""Makes the entries that compute something: a version with its characteristics, a frozen cut, a decision on it."""

from __future__ import annotations

from datetime import date

from rosette.designs.conduct.children import children_on, unanswered
from rosette.designs.conduct.entries import DATA, Activated, Attached, Cut, Decided, Entry
from rosette.designs.conduct.ledger import Ledger, Line
from rosette.designs.conduct.standing import state_on
from rosette.designs.conduct.whatif import decide_on
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.readiness_watched import readiness
from rosette.designs.spec import Specification
from rosette.kernel import UsageError


def activation(specification: Specification, *, day: date, by: str) -> Activated:
    """The sweep of a protocol version and its exact characteristics, as the entry that activates it.

    The characteristics are those of a trial in which nobody is under observation when a decision falls.
    """
    chain = chain_of(specification.design)
    swept = readiness(specification.design, chain=chain)
    found = [(each.name, characteristics(chain, each.toxicity)) for each in specification.scenarios]
    return Activated(
        day=day,
        by=by,
        specification=specification.digest,
        name=specification.name,
        version=specification.design.version,
        states=swept.states + swept.watched,
        findings=tuple(f"{each.law}: {each.state}" for each in swept.findings),
        characteristics=tuple(
            Attached(
                scenario=name,
                toxicity=each.scenario,
                selected=each.selected,
                none=each.none,
                children=each.children,
                toxicities=each.toxicities,
            )
            for name, each in found
        ),
    )


def cut(ledger: Ledger, *, day: date, by: str) -> Cut:
    """A frozen cut of everything known: the digest of the last line and the state on the day."""
    return Cut(
        day=day,
        by=by,
        specification=ledger.specification.digest,
        known=ledger.digest,
        state=state_on(ledger, day),
    )


def ask(ledger: Ledger, *, day: date, by: str) -> Decided:
    """The decision of the rule on the last cut; raises UsageError without a cut.

    Nothing is determined early while the response of a child with toxicity is not known.
    """
    line = last_cut(ledger)
    if line is None:
        raise UsageError("nothing is frozen: make a cut of the data first, then ask")
    assert isinstance(line.entry, Cut)
    design, state = ledger.version(line.entry.specification).design, line.entry.state
    asked_about = unanswered(children_on(ledger.before(line.number), line.entry.day), ledger.plan)
    decision, early = (design.decide(state), False) if asked_about else decide_on(design, state)
    return Decided(
        day=day,
        by=by,
        number=len(ledger.of(Decided)) + 1,
        cut=line.number,
        digest=line.digest,
        decision=decision,
        determined=early,
    )


def last_cut(ledger: Ledger) -> Line | None:
    """The line of the last cut; None before the first."""
    return _last(ledger, Cut)


def data_since(ledger: Ledger, number: int) -> Line | None:
    """The first line after a line that says something about the children or the rule; None when there is none."""
    return next((line for line in ledger.lines[number:] if isinstance(line.entry, DATA)), None)


def _last(ledger: Ledger, kind: type[Entry]) -> Line | None:
    return next((line for line in reversed(ledger.lines) if isinstance(line.entry, kind)), None)
