"""Gates before an activity is planned: cells, kidneys, counts, pregnancy; each says what it read and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from attrs import frozen

from rosette.kernel import ActivityPerMass, BodyMass, Quantity, Span, age_reached
from rosette.knowledge import ActivityLevel, CellRule, Knowledge
from rosette.mibg.activity import Prescription
from rosette.mibg.dosimetry import constant, number
from rosette.mibg.protection import ThyroidPlan
from rosette.mibg.site import CellGate, SiteFile
from rosette.records import RecordIndex, StemCells, views, when
from rosette.records.presenting import quantity_text
from rosette.records.views import Reading, StoredCells


class Standing(Enum):
    """What a gate says; the order is from free to shut."""

    OPEN = "open"
    NOTE = "to be weighed"
    ASK = "unknown: ask or order"
    REVIEW = "physician and physicist must review"
    SHUT = "shut"


SEVERITY = tuple(Standing)


def worst(standings: Iterable[Standing]) -> Standing:
    """The most severe of them; open when there are none."""
    return max(standings, key=SEVERITY.index, default=Standing.OPEN)


@frozen(kw_only=True)
class Gate:
    """One gate with why, what opens it, what was read and whose rule it is."""

    name: str
    standing: Standing
    why: str
    remedy: str = ""
    evidence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def needs_cells(planned: ActivityPerMass, *, operator: str, level: ActivityPerMass) -> bool:
    """Whether an activity by mass needs stored cells; equality counts by the operator, at a millionth."""
    apart = planned.mbq_per_kg - level.mbq_per_kg
    return apart > 1e-6 * level.mbq_per_kg or (operator == "at_least" and apart >= -1e-6 * level.mbq_per_kg)


def cell_gate(index: RecordIndex, prescription: Prescription, *, site: SiteFile, on: date) -> Gate:
    """Stored cells by the site's rule; sources that disagree at this very activity are named.

    Source: [@matthay-1998, cells from 12 mCi/kg] and the rules that knowledge holds.
    """
    planned = prescription.per_mass
    needed = needs_cells(planned, operator=site.cells.operator, level=site.cells.level)
    apart = disagreement(planned, index.knowledge)
    if not needed:
        standing = Standing.NOTE if apart else Standing.OPEN
        why = f"{planned} needs no stored cells by the site's rule{f'. {apart}' if apart else ''}"
        return Gate(name="stored cells", standing=standing, why=why, sources=(site.cells.source,))
    return _stored(index, site.cells, apart, on, prescription.mass)


def disagreement(planned: ActivityPerMass, knowledge: Knowledge) -> str:
    """Which published rules ask for cells at this activity and which do not; empty when they agree."""
    rules = [rule for rule in knowledge.table(CellRule).values() if abs(rule.mbq_per_kg - 444.0) < 1]
    asks = [_named(rule) for rule in rules if _asks(rule, planned)]
    not_asks = [_named(rule) for rule in rules if not _asks(rule, planned)]
    if not asks or not not_asks:
        return ""
    return f"Sources disagree at this very level: asked for by {', '.join(asks)}; not by {', '.join(not_asks)}"


def _asks(rule: CellRule, planned: ActivityPerMass) -> bool:
    return needs_cells(planned, operator=rule.operator, level=ActivityPerMass(rule.mbq_per_kg))


def _named(rule: CellRule) -> str:
    return rule.sources[0].ref


def _stored(index: RecordIndex, rule: CellGate, apart: str, on: date, mass: BodyMass) -> Gate:
    kept = [each for each in views.stem_cells(index) if not each.released and each.last <= on.toordinal()]
    products = [Product.of(each, index, on, mass) for each in kept]
    standing, why, remedy = _judge_products(products, rule)
    return Gate(
        name="stored cells",
        standing=standing,
        why=f"{why}. {apart}" if apart and standing in (Standing.OPEN, Standing.NOTE) else why,
        remedy=remedy,
        evidence=tuple(each.sentence for each in products),
        sources=(rule.source,),
    )


@frozen(kw_only=True)
class Product:
    """One product in store; `cd34` is counted by the weight of now, None when it is not stated.

    scaled: whether a weight of the time of collection was found to scale by.
    """

    cells: StoredCells
    cd34: float | None
    scaled: bool

    @classmethod
    def of(cls, cells: StoredCells, index: RecordIndex, on: date, mass: BodyMass) -> Product:
        """Scale the count of a product from the weight at collection to the mass that is planned for."""
        then, count = weight_of_collection(index, cells, on=on), cells.cd34_millions_per_kg
        if count is None or then is None:
            return cls(cells=cells, cd34=count, scaled=False)
        return cls(cells=cells, cd34=count * then.value / mass.kg, scaled=True)

    @property
    def known(self) -> bool:
        """Whether count, viability and store are stated."""
        return self.cd34 is not None and self.cells.viable is not None and self.cells.released is not None

    @property
    def sentence(self) -> str:
        """In words."""
        fact: StemCells = self.cells.fact
        cd34 = self.cells.cd34_millions_per_kg
        count = "count not stated" if cd34 is None else f"{cd34:g} million CD34/kg at collection"
        now = f", {self.cd34:.2g} by the weight of now" if self.scaled and self.cd34 is not None else ""
        return f"{when(fact)}: {count}{now}, {fact.site or 'place not stated'}"


def _judge_products(products: Sequence[Product], rule: CellGate) -> tuple[Standing, str, str]:
    wanted = f"{rule.cd34:g} million viable CD34/kg or more"
    enough = [p for p in products if p.known and p.cells.viable and (p.cd34 or 0) >= rule.cd34 * (1 - 1e-9)]
    if enough:
        number = f"{len(enough)} product{'s' if len(enough) > 1 else ''} in store with {wanted}"
        if any(each.scaled for each in enough):
            return Standing.OPEN, f"{number}, by the weight of now", ""
        remedy = "Ask the cell laboratory for the whole count: the child may weigh more now."
        return Standing.NOTE, f"{number}, by the weight at collection", remedy
    if not products:
        why = "no product in store is recorded, and silence is no proof of absence"
        return Standing.ASK, why, f"Ask the cell laboratory for a product of {wanted}."
    if any(not each.known for each in products):
        why = "a product is recorded without its count, its viability, or whether it is still in store"
        return Standing.ASK, why, "Ask the cell laboratory."
    remedy = "Collect cells first, or plan below the level that needs them."
    return Standing.SHUT, f"no viable product in store holds {wanted}", remedy


def weight_of_collection(index: RecordIndex, cells: StoredCells, *, on: date) -> Reading | None:
    """The weight nearest to a collection, if one is near enough; of two that are as near, the lower one."""
    near = int(number(index.knowledge, "mibg.weight_near"))
    found = [
        each
        for each in views.readings(index, "weight")
        if cells.last - near <= each.first and each.last <= min(cells.last + near, on.toordinal())
    ]
    return min(found, key=lambda each: (abs(each.last - cells.last), each.value), default=None)


def latest(index: RecordIndex, codes: Iterable[str], *, on: date, days: int | None = None) -> Reading | None:
    """The last reading of any of these codes up to the day, not older than `days`; of one day the lowest value."""
    first = (on - timedelta(days=days)).toordinal() if days is not None else 0
    found = [
        (each.last, -place, -each.value, each)
        for place, code in enumerate(codes)
        for each in views.readings(index, code)
        if first <= each.first and each.last <= on.toordinal()
    ]
    return max(found, key=lambda row: row[:3])[3] if found else None


def mass_gate(
    index: RecordIndex, prescription: Prescription, *, on: date, infusion: date, weighed: date, site: SiteFile
) -> Gate:
    """Whether mass and level can be: against the last weight, the highest published level, and the day of infusion."""
    highest = max(row.mbq_per_kg for row in index.knowledge.table(ActivityLevel).values())
    doubts = []
    known = latest(index, ("weight",), on=on)
    if known is not None and abs(prescription.mass.kg / known.value - 1) > number(index.knowledge, "mibg.mass_apart"):
        day = date.fromordinal(known.last)
        doubts.append(f"{prescription.mass.kg:g} kg against {known.value:g} kg on {day}")
    if max(prescription.level.mbq_per_kg, prescription.per_mass.mbq_per_kg) > highest * (1 + 1e-9):
        doubts.append(f"{prescription.level} is above the highest published level, {ActivityPerMass(highest)}")
    name = "body mass and level"
    if doubts:
        return Gate(
            name=name, standing=Standing.REVIEW, why="; ".join(doubts), remedy="Check units and scale together."
        )
    if (infusion - weighed).days > site.weight_days:
        remedy = f"Weigh again within {site.weight_days} days before the infusion, and plan again."
        return Gate(
            name=name, standing=Standing.NOTE, why=f"weighed on {weighed}, long before the infusion", remedy=remedy
        )
    return Gate(name=name, standing=Standing.OPEN, why="mass and level are within what is published")


def kidney_gate(index: RecordIndex, *, on: date, site: SiteFile) -> Gate:
    """Dialysis shuts; a low clearance asks for two people; no clearance is ordered.

    Source: [@azedra-label, renal impairment]; dialysis is the absolute contraindication of a guideline, as quoted.
    """
    low = constant(index.knowledge, "mibg.gfr_review").value
    days = on.toordinal()
    dialysis = [c for c in views.conditions(index) if c.fact.code == "dialysis" and c.fact.state == "present"]
    if any(each.possibly_on(days) for each in dialysis):
        why = "the child is on dialysis: activity would not leave the body"
        remedy = "Only with a documented override of physician and physicist."
        return Gate(name="kidneys", standing=Standing.SHUT, why=why, remedy=remedy)
    found = latest(index, ("gfr", "schwartz_clearance"), on=on, days=site.gfr_days)
    if found is None:
        why = f"no clearance of the last {site.gfr_days} days is recorded and none can be worked out"
        return _unmeasured("kidneys", why, "Order a GFR, or a creatinine with a height.")
    told = (f"{quantity_text(Quantity(value=round(found.value, 1), unit=low.unit))} on {date.fromordinal(found.last)}",)
    if found.comparator in ("<", "<=") or found.value < low.value:
        why = f"the clearance is below {quantity_text(low)}, where products were not studied"
        return Gate(name="kidneys", standing=Standing.REVIEW, why=why, remedy="Review together.", evidence=told)
    standing, why = _levels(found.value, index.knowledge)
    return Gate(name="kidneys", standing=standing, why=why, evidence=told)


def _levels(gfr: float, knowledge: Knowledge) -> tuple[Standing, str]:
    rows = [row for row in knowledge.table(ActivityLevel).values() if row.gfr_at_least is not None]
    fitting = [row for row in rows if (row.gfr_at_least or 0) <= gfr and (row.gfr_under is None or gfr < row.gfr_under)]
    if not fitting:
        lowest = min(row.gfr_at_least or 0 for row in rows)
        return (
            Standing.NOTE,
            f"the clearance is below {lowest:g}, the lowest for which a level by clearance is published",
        )
    told = "; ".join(f"{ActivityPerMass(row.mbq_per_kg)} in {row.trial}" for row in fitting)
    return Standing.OPEN, f"clearance suffices. One protocol goes by it: {told}"


def count_gate(index: RecordIndex, *, on: date, site: SiteFile) -> Gate:
    """Neutrophils and platelets against the lowest of a product label, as a matter to be weighed."""
    short, told = [], []
    for code, name in (("anc", "mibg.anc_least"), ("platelets", "mibg.platelets_least")):
        limit = number(index.knowledge, name)
        found = latest(index, (code,), on=on, days=site.counts_days)
        if found is None or (found.comparator in ("<", "<=") and found.value > limit):
            why = f"no {code} of the last {site.counts_days} days is recorded"
            return _unmeasured("blood counts", why, "Order a blood count.")
        told.append(f"{code} {found.comparator or ''}{found.value:g}/uL on {date.fromordinal(found.last)}")
        under = found.value < limit or (found.comparator in ("<", "<=") and found.value <= limit)
        short += [f"{code} below {limit:g}/uL"] if under else []
    below = f"{', '.join(short)}, where a label for adults gives none"
    why = below if short else "above the lowest of a label for adults"
    standing = Standing.NOTE if short else Standing.OPEN
    return Gate(name="blood counts", standing=standing, why=why, evidence=tuple(told))


def _unmeasured(name: str, why: str, remedy: str) -> Gate:
    return Gate(name=name, standing=Standing.ASK, why=why, remedy=remedy)


def pregnancy_gate(index: RecordIndex, *, on: date, infusion: date, site: SiteFile) -> Gate:
    """A negative test within the site's days before the infusion, for those who may be pregnant."""
    record = index.record
    old_enough = age_reached(record.birth.earliest, Span(site.pregnancy_years, "year")) <= infusion
    if record.sex == "male" or not old_enough:
        return Gate(name="pregnancy", standing=Standing.OPEN, why="not applicable")
    tests = [each for each in views.coded(index, "pregnancy_test") if each.last <= on.toordinal()]
    memory = on.toordinal() - int(number(index.knowledge, "mibg.pregnancy_memory"))
    positive = [each for each in tests if each.value == "positive" and each.last > memory]
    if positive:
        day = date.fromordinal(positive[-1].last)
        later = any(each.value == "negative" and each.first > positive[-1].last for each in tests)
        standing = Standing.REVIEW if later else Standing.SHUT
        why = f"a test was positive on {day}{', a later one negative' if later else ''}"
        return Gate(name="pregnancy", standing=standing, why=why, remedy="Talk with the young person.")
    fresh = [each for each in tests if each.first >= (infusion - timedelta(days=site.pregnancy_days)).toordinal()]
    if fresh and fresh[-1].value == "negative":
        return Gate(name="pregnancy", standing=Standing.OPEN, why=f"negative on {date.fromordinal(fresh[-1].last)}")
    remedy = f"Test within {site.pregnancy_days} days before the infusion, for those who may be pregnant."
    return Gate(name="pregnancy", standing=Standing.ASK, why="no test in time is recorded", remedy=remedy)


def date_gate(thyroid: ThyroidPlan, *, on: date, site: SiteFile) -> Gate:
    """Whether iodide can still begin in time, and whether the site file is valid on the day of the infusion."""
    name, first = "days", thyroid.days[0].on
    if first < on:
        why = f"iodide would have had to begin on {first}, before today"
        remedy = (
            f"Move the infusion to {thyroid.infusion + (on - first)} or later, unless iodide was begun and is noted."
        )
        return Gate(name=name, standing=Standing.SHUT, why=why, remedy=remedy)
    if thyroid.infusion > site.valid_until:
        why = f"the site file is valid until {site.valid_until} only"
        return Gate(name=name, standing=Standing.REVIEW, why=why, remedy="Sign the site file anew, and plan again.")
    return Gate(name=name, standing=Standing.OPEN, why="iodide can begin in time")
