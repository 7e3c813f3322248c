"""Reads the numbers of a logistic regression with overdose control from its design file."""

from __future__ import annotations

from rosette.designs.blrm import Prior
from rosette.designs.design import Design
from rosette.designs.numbers import MOST, number, numbers, plain_number, refused, whole
from rosette.designs.overdose import CHOICES, blrm
from rosette.kernel import Quantity, UnitError, UsageError
from rosette.knowledge.rows import Row

EDGES = "at least two rising numbers between 0 and 1; the target lies between the first two"
PAIR = "two numbers: for log alpha and for log beta"


def blrm_of(row: Row, doses: int) -> Design:
    """The design of a file; faults of numbers are noted in the row, impossible designs raise UsageError."""
    prior = _prior(Row(row.table("prior"), "prior", row.problems))
    amounts, edges = _amounts(row, doses), numbers(row, "intervals", EDGES)
    overdose, most = number(row, "overdose"), whole(row, "most", largest=MOST)
    start, cohort = whole(row, "start", 1), whole(row, "cohort", 3)
    choice = row.choice("variant", CHOICES, default=CHOICES[0])
    step = (
        plain_number(row, "largest_step", "a share of the dose, 1 for twice the dose")
        if _has(row, "largest_step")
        else None
    )
    enough = whole(row, "enough_here") if _has(row, "enough_here") else None
    sure = number(row, "sure") if _has(row, "sure") else None
    if (
        prior is None
        or amounts is None
        or edges is None
        or overdose is None
        or not (most and start and cohort and choice)
    ):
        return refused()
    return blrm(
        prior=prior,
        doses=amounts[1:],
        reference=amounts[0],
        edges=edges,
        overdose=overdose,
        most=most,
        cohort=cohort,
        start=start,
        choice=choice,
        largest_step=step,
        enough_here=enough,
        sure=sure,
    )


def _has(row: Row, key: str) -> bool:
    return row.get(key) is not None


def _prior(table: Row) -> Prior | None:
    mean, sd = numbers(table, "mean", PAIR, count=2), numbers(table, "sd", PAIR, count=2)
    correlation = plain_number(table, "correlation", "a number between -1 and 1") if _has(table, "correlation") else 0.0
    table.close()
    if mean is None or sd is None or correlation is None:
        return None
    try:
        return Prior(mean=(mean[0], mean[1]), sd=(sd[0], sd[1]), correlation=correlation)
    except UsageError as fault:
        table.problems.add("prior", found=str(fault))
        return None


def _amounts(row: Row, doses: int) -> tuple[float, ...] | None:
    """The reference dose and the doses of all levels, in the unit of the reference dose."""
    reference, levels = row.quantity("reference"), row.get("level")
    if not _has(row, "reference"):
        row.refuse("reference", "is missing", 'the dose at which log alpha is the log odds, such as "12 mCi/kg"')
    if reference is None or not isinstance(levels, list) or len(levels) != doses:
        return None
    try:
        found = [Quantity.parse(level["dose"]).to(reference.unit.code).value for level in levels]
    except (KeyError, TypeError, AttributeError):  # no dose, or not text: told where the levels are read
        return None
    except UnitError:
        row.refuse("reference", f"{reference} and the levels are of different kinds", "one kind of dose for all")
        return None
    return (reference.value, *found)
