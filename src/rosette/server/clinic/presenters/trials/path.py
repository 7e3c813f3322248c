"""The path of a trial from its ledger: children of one level in a row, and what was decided after them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from attrs import frozen

from rosette.designs.conduct import Child, Decided, Ledger, Outlook, Status, children_on
from rosette.designs.conduct.accrual import accrual_of
from rosette.designs.course import Turn
from rosette.designs.design import Decision
from rosette.designs.outcomes import Cohort
from rosette.designs.posterior import level_posteriors
from rosette.designs.words import act_of
from rosette.documents.drawings.designs import (
    accrual_svg,
    accrual_table,
    course_svg,
    course_table,
    level_names,
    posterior_svg,
    posterior_table,
)
from rosette.documents.drawings.designs.accrual import HEAD as ACCRUAL_HEAD
from rosette.documents.drawings.designs.course import HEAD
from rosette.documents.drawings.designs.posterior import HEAD as POSTERIOR_HEAD
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
    title: str = ""


def figures_of(ledger: Ledger, now: Outlook, day: date, *, mirrored: bool) -> tuple[Figure, ...]:
    """The path, the children against their days, and what is known of each level; none before the first child."""
    path = path_figure(ledger, now, mirrored=mirrored)
    if path is None:
        return ()
    return path, _days_figure(ledger, day, mirrored=mirrored), _known_figure(ledger, now, mirrored=mirrored)


def _days_figure(ledger: Ledger, day: date, *, mirrored: bool) -> Figure:
    path = accrual_of(ledger, day)
    return Figure(
        title="Children against days",
        note="Day 0 is the first entry. A child came when its place was reserved; hatched: suspended by an entry.",
        caption="Children against days",
        svg=accrual_svg(path, prefix="days", mirrored=mirrored),
        head=ACCRUAL_HEAD,
        rows=accrual_table(path),
    )


def _known_figure(ledger: Ledger, now: Outlook, *, mirrored: bool) -> Figure:
    spec = ledger.specification
    found, names = level_posteriors(spec.design, now.state), level_names(spec)
    return Figure(
        title="What is known of each level",
        note="The rate of toxicity with its 95 % interval: by the model where the design is a CRM, else by the counts "
        "of each level alone. Children under observation count only where the model says so.",
        caption="What is known of each level",
        svg=posterior_svg(found, names=names, target=spec.target, prefix="known", mirrored=mirrored),
        head=POSTERIOR_HEAD,
        rows=posterior_table(found, names),
    )


def path_figure(ledger: Ledger, now: Outlook, *, mirrored: bool) -> Figure | None:
    """The path so far; None before the first child."""
    turns, spec = turns_of(ledger, now), ledger.specification
    if not turns:
        return None
    names = level_names(spec)
    return Figure(
        title="Path",
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
