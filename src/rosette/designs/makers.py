"""Makes a design of a kind from the numbers of its file; the kinds are listed here once."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from attrs import frozen

from rosette.designs.backfill import RESPONSES, with_backfill
from rosette.designs.blrm_file import blrm_of
from rosette.designs.combination_file import make_grid
from rosette.designs.combinations import VARIANTS as GRID_VARIANTS
from rosette.designs.crm import MODELS, crm, skeleton_of
from rosette.designs.design import Design
from rosette.designs.efftox import CLOSED
from rosette.designs.first_level import stopping
from rosette.designs.intervals import DecisionTable, boin_boundaries, elimination_row, interval_boundaries, table_design
from rosette.designs.late import VARIANTS, tite_boin, tite_crm
from rosette.designs.numbers import MOST, number, optional, refused, whole
from rosette.designs.overdose import CHOICES
from rosette.designs.steps import ROLLING, rolling_six, three_plus_three
from rosette.designs.weighing_file import RULES, make_boin12, make_efftox
from rosette.knowledge.rows import Row, shown

EXTRA = 0.05  # by how much the extra-safe rule of BOIN lowers the cut for dose 1, as in the package of its authors
CUT = 0.95


@frozen(kw_only=True)
class Kind:
    """One kind of design: what it is in a sentence, its variants, how it is made, and whether for two medicines."""

    about: str
    variants: tuple[str, ...]
    make: Callable[[Row, int], Design]
    grid: bool = False


def made(kind: str, row: Row, *, doses: int) -> Design:
    """The design that a file describes; faults of numbers are noted in the row, impossible designs raise UsageError."""
    return KINDS[kind].make(row, doses)


def _three(row: Row, doses: int) -> Design:
    back = row.choice("variant", ("DE", "NODE")) == "DE"
    return three_plus_three(doses=doses, back=back, start=whole(row, "start", 1))


def _rolling(row: Row, doses: int) -> Design:
    variant = row.choice("variant", ROLLING)
    return rolling_six(doses=doses, variant=variant or ROLLING[0], start=whole(row, "start", 1))


Sizes = tuple[int, int, int | None]


def _sizes(row: Row) -> Sizes:
    """Start, cohort and the stop at one level, each read even when another number is missing."""
    return whole(row, "start", 1), whole(row, "cohort", 3), optional(row, "enough_here")


def _boin(row: Row, doses: int) -> Design:
    target, most, sizes = number(row, "target"), whole(row, "most", largest=MOST), _sizes(row)
    parity = row.choice("variant", ("paper", "package"), default="paper") == "package"
    extra = row.flag("extra_safe") if row.get("extra_safe") is not None else False
    if target is None or not most:
        return refused()
    boundaries = boin_boundaries(target=target, most=most, parity=parity)
    strict = elimination_row(target=target, most=most, cut=CUT - EXTRA) if extra else None
    return _by_table(row, "BOIN", boundaries, target, doses, most, sizes, extra=strict)


def _interval(kind: str) -> Callable[[Row, int], Design]:
    def make(row: Row, doses: int) -> Design:
        target, most, sizes = number(row, "target"), whole(row, "most", largest=MOST), _sizes(row)
        if target is None or not most:
            return refused()
        boundaries = interval_boundaries(kind=kind, target=target, most=most)
        return _by_table(row, kind, boundaries, target, doses, most, sizes)

    return make


def _by_table(
    row: Row,
    name: str,
    boundaries: DecisionTable,
    target: float,
    doses: int,
    most: int,
    sizes: Sizes,
    *,
    extra: tuple[int, ...] | None = None,
) -> Design:
    start, cohort, enough = sizes
    found = table_design(
        name=name,
        variant="extra safe" if extra else "",
        boundaries=boundaries,
        target=target,
        doses=doses,
        most=most,
        start=start,
        cohort=cohort,
        enough_here=enough,
        extra=extra,
    )
    return _backfilled(row, found)


def _backfilled(row: Row, found: Design) -> Design:
    """The same design with children beside its cohorts where the file asks for them."""
    if row.get("backfill") is None:
        return found
    table = Row(row.table("backfill"), "backfill", row.problems)
    cap, response = whole(table, "cap"), table.choice("response", RESPONSES)
    table.close()
    return with_backfill(found, cap=cap, response=response) if cap and response else found


def _crm(row: Row, doses: int) -> Design:
    return _by_model(row, doses, make=crm, cohort=3)


def _tite_crm(row: Row, doses: int) -> Design:
    return _by_model(row, doses, make=tite_crm, cohort=1)


def _by_model(row: Row, doses: int, *, make: Callable[..., Design], cohort: int) -> Design:
    target, most = number(row, "target"), whole(row, "most", largest=MOST)
    model = row.choice("variant", MODELS)
    start, cohort = whole(row, "start", 1), whole(row, "cohort", cohort)
    coherent = row.flag("coherent") if row.get("coherent") is not None else True
    guesses = _skeleton(row, target, doses, model)
    if target is None or not most or not model or guesses is None:
        return refused()
    cut = number(row, "stop_cut") if row.get("stop_cut") is not None else None
    made = make(skeleton=guesses, target=target, most=most, cohort=cohort, start=start, model=model, coherent=coherent)
    return made if cut is None else stopping(made, cut=cut)


def _tite_boin(row: Row, doses: int) -> Design:
    target, most = number(row, "target"), whole(row, "most", largest=MOST)
    variant = row.choice("variant", VARIANTS, default=VARIANTS[0])
    start, cohort = whole(row, "start", 1), whole(row, "cohort", 3)
    enough = whole(row, "enough_here") if row.get("enough_here") is not None else None
    if target is None or not most or not variant:
        return refused()
    return tite_boin(
        target=target, doses=doses, most=most, start=start, cohort=cohort, variant=variant, enough_here=enough
    )


def _skeleton(row: Row, target: float | None, doses: int, model: str) -> tuple[float, ...] | None:
    table = Row(row.table("skeleton"), "skeleton", row.problems)
    stated = table.get("guesses")
    if isinstance(stated, list) and len(stated) == doses and all(isinstance(each, float) for each in stated):
        if target is None and not _rises(stated):  # else the model says so
            table.refuse("guesses", "the skeleton does not rise", "numbers between 0 and 1 that rise")
        table.close()
        return tuple(stated)
    if stated is not None:
        table.refuse("guesses", f"{shown(stated)} is no skeleton", f"{doses} numbers between 0 and 1 that rise")
        return None
    width, prior = number(table, "half_width"), whole(table, "prior_dose")
    table.close()
    if width is None or target is None or not prior or not model:
        return None
    return skeleton_of(width=width, target=target, prior=prior, doses=doses, model=model)


def _rises(guesses: list[object]) -> bool:
    known = [each for each in guesses if isinstance(each, float) and 0 < each < 1]
    return len(known) == len(guesses) and all(one < two for one, two in itertools.pairwise(known))


KINDS: dict[str, Kind] = {
    "3+3": Kind(about="three, then three more; the consortium's old standard", variants=("DE", "NODE"), make=_three),
    "rolling six": Kind(about="two to six together; every child is placed on arrival", variants=ROLLING, make=_rolling),
    "BOIN": Kind(about="boundaries around the target rate", variants=("paper", "package"), make=_boin),
    "mTPI": Kind(about="three intervals by mass for each width", variants=(), make=_interval("mTPI")),
    "mTPI-2": Kind(about="intervals of one width by mass for each width", variants=(), make=_interval("mTPI-2")),
    "Keyboard": Kind(about="intervals of one width by mass", variants=(), make=_interval("Keyboard")),
    "CRM": Kind(about="one curve through a skeleton", variants=MODELS, make=_crm),
    "BLRM": Kind(about="logistic regression with overdose control", variants=CHOICES, make=blrm_of),
    "TITE-BOIN": Kind(about="BOIN that decides while children are observed", variants=VARIANTS, make=_tite_boin),
    "TITE-CRM": Kind(about="a CRM that decides while children are observed", variants=MODELS, make=_tite_crm),
    "BOIN12": Kind(about="toxicity and efficacy weighed by utilities", variants=RULES, make=make_boin12),
    "EffTox": Kind(about="curves of efficacy and toxicity, weighed on a contour", variants=CLOSED, make=make_efftox),
    "BOIN grid": Kind(about="BOIN for two medicines together", variants=GRID_VARIANTS, make=make_grid, grid=True),
}
