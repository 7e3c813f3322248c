"""Gates before an activity is planned: cells, kidneys, counts, pregnancy; each says what it read and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum

from attrs import frozen

from rosette.kernel import ActivityPerMass, Span, age_reached
from rosette.knowledge import ActivityLevel, CellRule, Knowledge
from rosette.mibg.dosimetry import constant, number
from rosette.mibg.site import CellGate, SiteFile
from rosette.records import RecordIndex, StemCells, views, when
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


def cell_gate(index: RecordIndex, planned: ActivityPerMass, *, site: SiteFile, on: date) -> Gate:
    """Stored cells by the site's rule; sources that disagree at this very activity are named.

    Source: [@matthay-1998, cells from 12 mCi/kg] and the rules that knowledge holds.
    """
    needed = needs_cells(planned, operator=site.cells.operator, level=site.cells.level)
    apart = disagreement(planned, index.knowledge)
    if not needed:
        standing = Standing.NOTE if apart else Standing.OPEN
        why = f"{planned} needs no stored cells by the site's rule{f'. {apart}' if apart else ''}"
        return Gate(name="stored cells", standing=standing, why=why, sources=(site.cells.source,))
    return _stored(index, site.cells, apart, on)


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


def _stored(index: RecordIndex, rule: CellGate, apart: str, on: date) -> Gate:
    kept = [each for each in views.stem_cells(index) if not each.released and each.last <= on.toordinal()]
    standing, why, remedy = _judge_products(kept, rule)
    return Gate(
        name="stored cells",
        standing=standing,
        why=f"{why}. {apart}" if apart and standing is Standing.OPEN else why,
        remedy=remedy,
        evidence=tuple(_product(each) for each in kept),
        sources=(rule.source,),
    )


def _judge_products(kept: Sequence[StoredCells], rule: CellGate) -> tuple[Standing, str, str]:
    wanted = f"{rule.cd34:g} million viable CD34/kg or more"
    enough = [each for each in kept if each.viable and (each.cd34_millions_per_kg or 0) >= rule.cd34]
    if any(each.released is False for each in enough):
        number = f"{len(enough)} product{'s' if len(enough) > 1 else ''}"
        return Standing.OPEN, f"{number} in store with {wanted}", ""
    if not kept:
        why = "no product in store is recorded, and silence is no proof of absence"
        return Standing.ASK, why, f"Ask the cell laboratory for a product of {wanted}."
    if any(each.released is None or each.viable is None or each.cd34_millions_per_kg is None for each in kept):
        why = "a product is recorded without its count, its viability, or whether it is still in store"
        return Standing.ASK, why, "Ask the cell laboratory."
    remedy = "Collect cells first, or plan below the level that needs them."
    return Standing.SHUT, f"no viable product in store holds {wanted}", remedy


def _product(each: StoredCells) -> str:
    fact: StemCells = each.fact
    cd34 = each.cd34_millions_per_kg
    count = "count not stated" if cd34 is None else f"{cd34:g} million CD34/kg"
    return f"{when(fact)}: {count}, {fact.site or 'place not stated'}"


def latest(index: RecordIndex, codes: Iterable[str], *, on: date, days: int | None = None) -> Reading | None:
    """The last reading of any of these codes up to the day, not older than `days`; the first code wins a day."""
    first = (on - timedelta(days=days)).toordinal() if days is not None else 0
    found = [
        (each.last, -place, each)
        for place, code in enumerate(codes)
        for each in views.readings(index, code)
        if first <= each.first and each.last <= on.toordinal()
    ]
    return max(found, key=lambda pair: pair[:2])[2] if found else None


def kidney_gate(index: RecordIndex, *, on: date) -> Gate:
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
    found = latest(index, ("gfr", "schwartz_clearance"), on=on)
    if found is None:
        why = "no clearance is recorded and none can be worked out"
        return _unmeasured("kidneys", why, "Order a GFR, or a creatinine with a height.")
    told = (f"{found.value:.0f} {low.unit} on {date.fromordinal(found.last)}",)
    if found.comparator in ("<", "<=") or found.value < low.value:
        why = f"the clearance is below {low}, where products were not studied"
        return Gate(name="kidneys", standing=Standing.REVIEW, why=why, remedy="Review together.", evidence=told)
    return Gate(name="kidneys", standing=Standing.OPEN, why=_levels(found.value, index.knowledge), evidence=told)


def _levels(gfr: float, knowledge: Knowledge) -> str:
    fitting = [
        row
        for row in knowledge.table(ActivityLevel).values()
        if row.gfr_at_least is not None and row.gfr_at_least <= gfr and (row.gfr_under is None or gfr < row.gfr_under)
    ]
    told = "; ".join(f"{ActivityPerMass(row.mbq_per_kg)} in {row.trial}" for row in fitting)
    return f"clearance suffices{f'. One protocol goes by it: {told}' if told else ''}"


def count_gate(index: RecordIndex, *, on: date) -> Gate:
    """Neutrophils and platelets against the lowest of a product label, as a matter to be weighed."""
    short, told = [], []
    for code, name in (("anc", "mibg.anc_least"), ("platelets", "mibg.platelets_least")):
        limit, found = number(index.knowledge, name), latest(index, (code,), on=on)
        if found is None:
            return _unmeasured("blood counts", f"no {code} is recorded", "Order a blood count.")
        told.append(f"{code} {found.value:g}/uL on {date.fromordinal(found.last)}")
        short += [f"{code} below {limit:g}/uL"] if found.value < limit else []
    why = (
        f"{', '.join(short)}, where a label for adults gives none"
        if short
        else "above the lowest of a label for adults"
    )
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
    fresh = [each for each in tests if each.first >= (infusion - timedelta(days=site.pregnancy_days)).toordinal()]
    if fresh and fresh[-1].value == "positive":
        return Gate(
            name="pregnancy", standing=Standing.SHUT, why="the test is positive", remedy="Talk with the young person."
        )
    if fresh and fresh[-1].value == "negative":
        return Gate(name="pregnancy", standing=Standing.OPEN, why=f"negative on {date.fromordinal(fresh[-1].last)}")
    remedy = f"Test within {site.pregnancy_days} days before the infusion, for those who may be pregnant."
    return Gate(name="pregnancy", standing=Standing.ASK, why="no test in time is recorded", remedy=remedy)
