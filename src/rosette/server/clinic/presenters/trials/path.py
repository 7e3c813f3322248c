"""The path of a trial from its ledger: children of one level in a row, and what was decided after them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from attrs import frozen

from rosette.designs.conduct import Child, Decided, Ledger, Outlook, Status, children_on
from rosette.designs.course import Turn
from rosette.designs.design import Decision
from rosette.designs.outcomes import Cohort
from rosette.designs.words import act_of
from rosette.documents.drawings.designs import course_svg, course_table, level_names
from rosette.documents.drawings.designs.course import HEAD
from rosette.server.services import clock

NOTE = (
    "Children are numbered in the order of enrolment, without those who do not count and those of an expansion. "
    "What they showed is as it is judged now; what was decided after them is as it was decided then."
)


@frozen(kw_only=True)
class Figure:
    """A drawing with its table; note: what a reader must know before looking."""

    note: str
    caption: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def path_figure(ledger: Ledger, now: Outlook, *, mirrored: bool) -> Figure | None:
    """The path so far; None before the first child."""
    turns, spec = turns_of(ledger, now), ledger.specification
    if not turns:
        return None
    names = level_names(spec)
    return Figure(
        note=NOTE,
        caption="The path so far",
        svg=course_svg(turns, doses=spec.design.doses, names=names, prefix="path", mirrored=mirrored),
        head=HEAD,
        rows=course_table(turns, names),
    )


def turns_of(ledger: Ledger, now: Outlook) -> tuple[Turn, ...]:
    """Children of one level in a row, with the decision that placed the next; after the last the rule of today."""
    left_out = (Status.NOT_EVALUABLE, Status.INFEASIBLE)
    children = [
        each for each in children_on(ledger, clock.today()) if each.status not in left_out and not each.expansion
    ]
    rows = [(dose, list(row)) for dose, row in groupby(children, key=lambda child: child.dose)]
    asked = {each.number: each.decision for each in ledger.of(Decided)}
    after = [(row[0].dose, asked[row[0].decision]) for _, row in rows[1:]] + [(now.decision.dose, now.decision)]
    return tuple(_turn(dose, row, then, why) for (dose, row), (then, why) in zip(rows, after, strict=False))


def _turn(dose: int, row: Sequence[Child], then: int | None, why: Decision) -> Turn:
    cohort = Cohort(dose=dose, outcomes="".join(_letter(each) for each in row))
    return Turn(cohort=cohort, act=act_of(dose=then, reason=why.reason, at=dose), dose=then, reason=why.reason)


def _letter(child: Child) -> str:
    """N neither, T toxicity, E efficacy, B both, P under observation."""
    if child.status.pending:
        return "P"
    toxic = child.status is Status.TOXICITY
    return ("B" if toxic else "E") if child.response else ("T" if toxic else "N")
