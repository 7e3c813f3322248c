"""Makes designs that look at efficacy from the numbers of their file."""

from __future__ import annotations

import itertools

from rosette.designs.boin12 import TIES, Boin12, Open, boin12
from rosette.designs.contour import Contour
from rosette.designs.design import Design
from rosette.designs.efftox import CLOSED, PARAMETERS, EffTox, efftox
from rosette.designs.numbers import MOST, number, numbers, optional, plain_number, refused, share, whole
from rosette.designs.utilities import Utilities
from rosette.kernel import Quantity, UnitError
from rosette.knowledge.rows import Row

RULES = ("plain", "exploration")
CUTS = (0.95, 0.90)  # BOIN12: too toxic, without effect
SURELY = 6
UTILITIES = ("u1", "u2", "u3", "u4")
POINTS = ("efficacy_alone", "toxicity_alone", "efficacy", "toxicity")


def make_boin12(row: Row, doses: int) -> Design:
    """BOIN12; cuts and N* as its authors recommend where the file leaves them out.

    Source: [@lin2020-boin12, recommended values]."""
    limits = _limits(row, CUTS)
    rule = row.choice("variant", RULES, default=RULES[0])
    tie, surely = row.choice("tie", TIES, default=TIES[0]), whole(row, "surely", SURELY)
    most, cohort, start = whole(row, "most", largest=MOST), whole(row, "cohort", 3), whole(row, "start", 1)
    ends = optional(row, "enough_here"), optional(row, "enough_anywhere")
    worth = _table(row, "utilities", UTILITIES)
    if limits is None or worth is None or not (most and surely):
        refused()
    chooser = Boin12(
        open=Open(**limits), utilities=Utilities(**worth), surely=surely, tie=tie, explore=rule == "exploration"
    )
    return boin12(
        chooser=chooser,
        doses=doses,
        most=most,
        cohort=cohort,
        start=start,
        enough_here=ends[0],
        enough_anywhere=ends[1],
    )


def make_efftox(row: Row, doses: int) -> Design:
    """EffTox; its doses are those of the levels."""
    limits = _limits(row, (None, None))
    most, cohort, start = whole(row, "most", largest=MOST), whole(row, "cohort", 3), whole(row, "start", 1)
    prior, contour = _prior(row), _table(row, "contour", POINTS)
    amounts, variant = dose_values(row, doses), row.choice("variant", CLOSED, default=CLOSED[0])
    if limits is None or prior is None or contour is None or amounts is None or not most:
        refused()
    model = EffTox(
        doses=amounts,
        prior=prior,
        toxicity=limits["toxicity"],
        efficacy=limits["efficacy"],
        toxicity_cut=limits["toxicity_cut"],
        efficacy_cut=limits["efficacy_cut"],
        contour=Contour(**contour),
        closed=variant != CLOSED[1],
    )
    return efftox(model=model, most=most, cohort=cohort, start=start)


def _limits(row: Row, cuts: tuple[float | None, float | None]) -> dict[str, float] | None:
    """The limits of toxicity and efficacy, and the probabilities at which they count."""
    found = {
        "toxicity": number(row, "toxicity_limit"),
        "efficacy": number(row, "efficacy_limit"),
        "toxicity_cut": share(row, "toxicity_cut", cuts[0]),
        "efficacy_cut": share(row, "efficacy_cut", cuts[1]),
    }
    known = {name: value for name, value in found.items() if value is not None}
    return known if len(known) == len(found) else None


def dose_values(row: Row, doses: int) -> tuple[float, ...] | None:
    """The doses of the levels in the unit of the first; None where one cannot be read, which its own row tells."""
    levels = row.get("level")
    texts = [each.get("dose") for each in levels if isinstance(each, dict)] if isinstance(levels, list) else []
    try:
        read = [Quantity.parse(text) for text in texts if isinstance(text, str)]
        values = tuple(float(each.to(read[0].unit.code).value) for each in read)
    except (UnitError, IndexError):
        return None
    rising = all(0 < one < two for one, two in itertools.pairwise(values))
    return values if len(values) == doses and rising else None


def _table(row: Row, key: str, names: tuple[str, ...]) -> dict[str, float] | None:
    """A table of numbers by name; None when one of them is missing."""
    table = Row(row.table(key), key, row.problems)
    found = {name: plain_number(table, name) for name in names}
    table.close()
    known = {name: value for name, value in found.items() if value is not None}
    return known if len(known) == len(names) else None


def _prior(row: Row) -> tuple[tuple[float, float], ...] | None:
    """Mean and standard deviation of every parameter."""
    table = Row(row.table("prior"), "prior", row.problems)
    found = [_pair(table, name) for name in PARAMETERS]
    table.close()
    known = tuple(pair for pair in found if pair is not None)
    return known if len(known) == len(PARAMETERS) else None


def _pair(table: Row, name: str) -> tuple[float, float] | None:
    found = numbers(table, name, "a mean with its standard deviation, such as [0.0, 1.0]", count=2)
    return None if found is None else (found[0], found[1])
