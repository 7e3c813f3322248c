"""Rows for 131I-MIBG therapy: levels, cells, thyroid protection, limits for other people, what series found."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import Quantity, Span
from rosette.knowledge.declared import amount, choice, declared, text
from rosette.knowledge.entries import Entry
from rosette.knowledge.gates import read_common
from rosette.knowledge.readers import References
from rosette.knowledge.rows import Row


@frozen(kw_only=True)
class ActivityLevel(Entry):
    """One published level of activity by body mass, MBq/kg, with how cells were used."""

    trial: str
    mbq_per_kg: float
    cells: str
    gfr_at_least: float | None = None
    gfr_under: float | None = None


@frozen(kw_only=True)
class CellRule(Entry):
    """From which activity one source asks for stored cells, MBq/kg, and how many, 10*6/kg.

    operator: "at_least" when the level itself needs cells, "above" when only more does.
    """

    operator: str
    mbq_per_kg: float
    cd34: float | None = None
    mnc: float | None = None


@frozen(kw_only=True)
class IodideDose:
    """Iodide by age, mg a dose; `heavier` above `from_kg`."""

    at_least: Span
    under: Span | None
    mg: float
    from_kg: float | None = None
    heavier: float | None = None


@frozen(kw_only=True)
class IodideRegimen(Entry):
    """Doses of iodide by age."""

    name: str
    doses: tuple[IodideDose, ...]


@frozen(kw_only=True)
class ExposureLimit(Entry):
    """One limit of a jurisdiction for another person's dose (mSv), or for a rate at 1 m (mR/h), or activity (mCi)."""

    jurisdiction: str
    who: str
    msv: float | None = None
    mr_per_h: float | None = None
    mci: float | None = None


@frozen(kw_only=True)
class DoseSeries(Entry):
    """What a published series found: shown beside a child's own figures, never computed with."""

    about: str


read_activity_level = declared(
    ActivityLevel,
    trial=text(),
    mbq_per_kg=amount("MBq/kg", needed=True),
    cells=text(),
    gfr_at_least=amount("mL/min/{1.73_m2}"),
    gfr_under=amount("mL/min/{1.73_m2}"),
)
read_cell_rule = declared(
    CellRule,
    operator=choice("at_least", "above"),
    mbq_per_kg=amount("MBq/kg", needed=True),
    cd34=amount("10*6/kg"),
    mnc=amount("10*8/kg"),
)
read_exposure_limit = declared(
    ExposureLimit,
    jurisdiction=text(),
    who=choice("release", "instructions", "carer", "adult", "child", "public"),
    msv=amount("mSv"),
    mr_per_h=amount("mR/h"),
    mci=amount("mCi"),
)
read_dose_series = declared(DoseSeries, about=choice("whole_body", "marrow", "carer", "thyroid"))


def read_iodide_regimen(row: Row, references: References) -> IodideRegimen:
    """A regimen with its doses by age."""
    common = read_common(row, references)
    doses = [_dose(each) for each in row.rows("doses")]
    return IodideRegimen(**common, name=row.text("name"), doses=tuple(each for each in doses if each is not None))


def _dose(row: Row) -> IodideDose | None:
    start, end = row.span("from"), row.span("to")
    dose, mass = row.quantity("dose", like="mg"), row.quantity("from_mass", like="kg")
    heavier = row.quantity("heavier", like="mg")
    row.close()
    if start is None or dose is None:
        row.problems.add(row.path, found="an age or a dose is missing", wanted='from = "1 months", dose = "32 mg"')
        return None
    return IodideDose(
        at_least=start, under=end, mg=_in(dose, "mg") or 0.0, from_kg=_in(mass, "kg"), heavier=_in(heavier, "mg")
    )


def _in(quantity: Quantity | None, unit: str) -> float | None:
    return None if quantity is None else quantity.to(unit).value
