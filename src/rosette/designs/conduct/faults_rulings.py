"""What is wrong with an entry about a version, a cut, a decision or a suspension."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import zip_longest

from rosette.designs.conduct.children import children_on
from rosette.designs.conduct.deciding import ask, cut, data_since
from rosette.designs.conduct.faults import faults_in, said
from rosette.designs.conduct.force import in_force, suspended
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.rulings import Activated, Confirmed, Cut, Decided, Overridden, Resumed, Suspended
from rosette.kernel import UsageError


@faults_in.register
def _(entry: Activated, ledger: Ledger) -> Iterator[str]:
    try:
        found = ledger.version(entry.specification)
    except UsageError as fault:
        yield str(fault)
        return
    if found.conduct is None:
        yield "its design file does not say how the trial is conducted: add [conduct]"
    yield from (f"the version is not ready: {law}" for law in entry.findings)
    if found.scenarios and not entry.characteristics:
        yield "its exact characteristics are not attached"
    given = max((child.dose for child in children_on(ledger, entry.day)), default=0) if ledger.active else 0
    pairs = zip_longest(ledger.specification.levels[:given], found.levels[:given])
    yield from (
        f"level {place} was given and would change: start a ledger of its own for other levels"
        for place, (old, new) in enumerate(pairs, 1)
        if old is None or new is None or old.dose != new.dose
    )


@faults_in.register
def _(entry: Cut, ledger: Ledger) -> Iterator[str]:
    if entry.known != ledger.digest:
        yield "it is not of everything known: entries were made since; freeze again"
    elif entry != cut(ledger, day=entry.day, by=entry.by):
        yield "its state is not what the ledger says on that day"


@faults_in.register
def _(entry: Decided, ledger: Ledger) -> Iterator[str]:
    line = ledger.lines[entry.cut - 1] if 1 <= entry.cut <= len(ledger.lines) else None
    if line is None or not isinstance(line.entry, Cut) or line.digest != entry.digest:
        yield f"entry {entry.cut} is no frozen cut with that digest: freeze the data, then ask"
        return
    yield from _stale(ledger, entry.cut)
    if entry != (right := ask(ledger, day=entry.day, by=entry.by)):
        wrong = "number" if entry.number != right.number else "cut" if entry.cut != right.cut else "decision"
        yield f"its {wrong} is not that of the rule on the last cut, {right.number}: {right.decision.reason.words}"


def _stale(ledger: Ledger, number: int) -> Iterator[str]:
    since = data_since(ledger, number)
    if since is not None:
        yield f"the cut of entry {number} is not of the latest data (entry {since.number}): freeze again and ask again"


@faults_in.register
def _(entry: Confirmed, ledger: Ledger) -> Iterator[str]:
    yield from _settles(entry, ledger)


@faults_in.register
def _(entry: Overridden, ledger: Ledger) -> Iterator[str]:
    yield from said("reason", entry.reason)
    decided = yield from _settles(entry, ledger)
    if decided is None:
        return
    if entry.dose == decided.decision.dose:
        yield "that is what the rule decided: confirm it"
    if entry.dose is not None and entry.dose not in decided.decision.admissible:
        yield f"level {entry.dose} is not admissible: only another protocol version can open it"
    tried = max((child.dose for child in children_on(ledger, entry.day)), default=0)
    first = ledger.specification.design.start
    if entry.dose is not None and entry.dose > max(tried + 1, first):
        yield f"level {entry.dose} would skip a level that nobody was given"


def _settles(entry: Confirmed | Overridden, ledger: Ledger) -> Generator[str, None, Decided | None]:
    asked, force = ledger.of(Decided), in_force(ledger)
    if not asked or asked[-1].number != entry.number:
        yield f"{entry.number} is not the last decision{f', {asked[-1].number}' if asked else ': ask first'}"
        return None
    if force is not None and force.number == entry.number:
        yield f"decision {entry.number} is in force already: ask again to decide something else"
    if _same(entry.by, asked[-1].by):
        yield f"{entry.by.strip()} asked for decision {entry.number}: another person confirms or overrides it"
    yield from _stale(ledger, asked[-1].cut)
    return asked[-1]


def _same(one: str, two: str) -> bool:
    return one.strip().casefold() == two.strip().casefold()


@faults_in.register
def _(entry: Suspended, ledger: Ledger) -> Iterator[str]:
    yield from said("reason", entry.reason)
    yield from said("until", entry.until)
    if suspended(ledger) is not None:
        yield "enrolment is suspended already"


@faults_in.register
def _(entry: Resumed, ledger: Ledger) -> Iterator[str]:
    yield from said("reason", entry.reason)
    if suspended(ledger) is None:
        yield "enrolment is not suspended"
