"""What can be wrong with an entry, in sentences; `faults_in` asks the kind of the entry."""

from __future__ import annotations

import functools
from collections.abc import Generator, Iterator
from datetime import date

from rosette.designs.conduct.children import Child, children_on
from rosette.designs.conduct.entry import Entry
from rosette.designs.conduct.ledger import Ledger
from rosette.kernel import did_you_mean, one_of

GRADES = range(1, 6)  # the grades of an adverse event, from mild to death


@functools.singledispatch
def faults_in(entry: Entry, ledger: Ledger) -> Iterator[str]:
    """Everything that is wrong with an entry of this kind after the entries of the ledger."""
    raise AssertionError(entry.kind)


def known(name: str, ledger: Ledger, day: date) -> Generator[str, None, Child | None]:
    """The child of that name; a fault when there is none."""
    children = {child.child: child for child in children_on(ledger, max(day, ledger.lines[-1].entry.day))}
    if name not in children:
        yield f"{name} is not a child of this trial{did_you_mean(name, children)}: enrol it first"
    return children.get(name)


def said(name: str, text: str) -> Iterator[str]:
    """A fault when the text is empty."""
    if not text.strip():
        yield f"its {name} is empty"


def judged(toxicity: bool) -> str:
    """Whether it limits the dose, in words."""
    return "a toxicity" if toxicity else "no toxicity"


def grade_of(grade: int | None) -> Iterator[str]:
    """A grade that there is not."""
    if grade is not None and grade not in GRADES:
        yield f"{grade} is no grade: 1 to 5"


def happened(on: date, day: date, first: date, what: str) -> Iterator[str]:
    """A day that has not come, or that is before the first possible one."""
    if on > day:
        yield f"{on} has not come when it is entered on {day}"
    if on < first:
        yield f"{on} is before {what} on {first}"


def treated(child: Child, on: date, day: date) -> Iterator[str]:
    """A day before the child was treated, or one that has not come."""
    if child.treated is None:
        yield f"{child.child} was not treated yet: enter what was given first"
        return
    yield from happened(on, day, child.treated, f"{child.child} was treated")


def criterion_of(name: str, ledger: Ledger, *, empty: bool = False) -> Iterator[str]:
    """A criterion that the protocol does not have."""
    if name not in ledger.plan.criteria and not (empty and not name):
        yield f'"{name}" is no criterion of the protocol: {one_of(ledger.plan.criteria)}'


def limits(child: Child, criterion: str, on: date) -> Iterator[str]:
    """A toxicity: the first by its criterion, and within the window."""
    if any(event.criterion == criterion for event in child.toxicities):
        yield f'{child.child} has a toxicity by "{criterion}" already: note the other, or re-grade that one'
    watch = next((each for each in child.windows if each.criterion == criterion), None)
    if watch is not None and watch.ends is not None and on > watch.ends:
        yield f'the window of "{criterion}" ended on {watch.ends}: enter an event of {on} as no toxicity'
