"""The plan of one administration: activity, gates, calendar and lists, from the record and the site's signed file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from attrs import frozen

from rosette.kernel import ActivityPerMass, BodyMass, NotComputable, UsageError
from rosette.knowledge import ActivityLevel, DoseSeries, Knowledge
from rosette.mibg.activity import Prescription, prescribe
from rosette.mibg.dosimetry import number, refuse_mass
from rosette.mibg.gates import (
    Gate,
    Standing,
    cell_gate,
    count_gate,
    date_gate,
    kidney_gate,
    latest,
    mass_gate,
    needs_cells,
    pregnancy_gate,
    worst,
)
from rosette.mibg.holds import QUESTIONS, HoldState, MedicineHold, holds_of, refuse_names
from rosette.mibg.protection import ThyroidPlan, thyroid_plan
from rosette.mibg.site import SiteFile, refuse_expired
from rosette.records import ChildRecord, RecordIndex, views

USUAL: Mapping[str, tuple[str, ...]] = {
    "catheter and fluids": (
        "Catheter before the infusion for children in nappies or who cannot void on request.",
        "Older children void often; intravenous fluids from before the infusion.",
        "With an open catheter there is no void: the first reading is taken within minutes of the end of the infusion, "
        "the bag outside the view of the detector.",
        "A medicine for bladder spasm at hand.",
    ),
    "admission and carers": (
        "Room, shields and bed booked; staff badges given out.",
        "Carers named, taught, none of them pregnant; a rota by the child's age.",
        "Probe and room background measured before the child comes.",
        "Blood pressure watched for 48 hours at least.",
        "Antiemetics that do not lower uptake.",
    ),
    "after the infusion": (
        "Readings before and behind: at once, several times a day, then daily to the fourth or fifth day.",
        "Blood counts weekly until they recover.",
        "MIBG scan of the therapy activity.",
    ),
}


STANDINGS = {HoldState.FREE: Standing.OPEN, HoldState.EXPECTED: Standing.NOTE}


@frozen(kw_only=True)
class PlanDay:
    """One dated thing to do."""

    on: date
    what: str


@frozen(kw_only=True)
class MibgPlan:
    """The whole plan; it informs the team that signs the worksheet, and decides nothing."""

    record: ChildRecord
    on: date
    infusion: date
    prescription: Prescription
    mass_on: date
    gates: tuple[Gate, ...]
    thyroid: ThyroidPlan
    holds: tuple[MedicineHold, ...]
    medicines_reviewed: bool
    questions: tuple[str, ...]
    checklist: Mapping[str, tuple[str, ...]]
    levels: tuple[ActivityLevel, ...]
    series: tuple[DoseSeries, ...]
    site: SiteFile
    knowledge: Knowledge

    @property
    def standing(self) -> Standing:
        """The most severe of all gates, medicines included."""
        held = [STANDINGS.get(hold.state, Standing.ASK) for hold in self.holds]
        reviewed = [] if self.medicines_reviewed else [Standing.ASK]
        return worst([*(gate.standing for gate in self.gates), *held, *reviewed])

    @property
    def cells_on(self) -> date | None:
        """The day on which cells are given by the site's rule; None when none are needed."""
        rule = self.site.cells
        needed = needs_cells(self.prescription.per_mass, operator=rule.operator, level=rule.level)
        return self.infusion + timedelta(days=rule.after_days) if needed else None

    @property
    def days(self) -> tuple[PlanDay, ...]:
        """Everything that has a day, in order."""
        found = [PlanDay(on=hold.end_by, what=f"{hold.name} ended (discuss)") for hold in self.holds if _open(hold)]
        found += [PlanDay(on=self.thyroid.days[0].on, what="iodide begins"), PlanDay(on=self.infusion, what="infusion")]
        found += [PlanDay(on=self.thyroid.days[-1].on, what="last day of iodide")]
        found += [PlanDay(on=self.cells_on, what="cells given")] if self.cells_on else []
        found += _engraftment(self) if self.cells_on else []
        found += [PlanDay(on=day, what=what) for day, what in self.thyroid.follow_up]
        return tuple(sorted(found, key=lambda day: (day.on, day.what)))


def _open(hold: MedicineHold) -> bool:
    return hold.state in (HoldState.END, HoldState.UNKNOWN)


def _engraftment(plan: MibgPlan) -> list[PlanDay]:
    assert plan.cells_on is not None
    rows = (("anc", "neutrophils above 500/uL by now"), ("platelet", "platelets above 20,000/uL by now"))
    return [
        PlanDay(
            on=plan.cells_on + timedelta(days=int(number(plan.knowledge, f"mibg.engraftment.{name}_days"))), what=what
        )
        for name, what in rows
    ]


def mibg_plan(
    record: ChildRecord,
    *,
    level: ActivityPerMass,
    infusion: date,
    on: date,
    site: SiteFile,
    knowledge: Knowledge,
    mass: BodyMass | None = None,
) -> MibgPlan:
    """Plan one administration for a day. mass: measured now, instead of the record's last weight.

    Raises UsageError when the site file is not valid on the day or the infusion lies before it, NotComputable without
    a weight that is fresh enough. Source: [@eanm-sop-mibg, preamble] and the sources of each gate.
    """
    refuse_expired(site, on=on)
    if infusion < on:
        raise UsageError(f"the infusion on {infusion} lies before the day of planning, {on}")
    index = RecordIndex(record, knowledge)
    refuse_names(site, knowledge)
    weighed, weighed_on = _mass(index, mass, on, site)
    refuse_mass(weighed, knowledge)
    thyroid = thyroid_plan(birth=record.birth, mass_kg=weighed.kg, infusion=infusion, site=site, knowledge=knowledge)
    prescription = prescribe(level=level, mass=weighed, maximum=site.maximum)
    return MibgPlan(
        record=record,
        on=on,
        infusion=infusion,
        prescription=prescription,
        mass_on=weighed_on,
        gates=(
            mass_gate(index, prescription, on=on, infusion=infusion, weighed=weighed_on, site=site),
            cell_gate(index, prescription, site=site, on=on),
            kidney_gate(index, on=on, site=site),
            count_gate(index, on=on, site=site),
            pregnancy_gate(index, on=on, infusion=infusion, site=site),
            date_gate(thyroid, on=on, site=site),
        ),
        thyroid=thyroid,
        holds=holds_of(index, on=on, infusion=infusion, site=site, knowledge=knowledge),
        medicines_reviewed=_reviewed(index, on),
        questions=QUESTIONS,
        checklist={**USUAL, **site.checklist},
        levels=tuple(knowledge.table(ActivityLevel).values()),
        series=tuple(knowledge.table(DoseSeries).values()),
        site=site,
        knowledge=knowledge,
    )


def _mass(index: RecordIndex, mass: BodyMass | None, on: date, site: SiteFile) -> tuple[BodyMass, date]:
    if mass is not None:
        return mass, on
    found = latest(index, ("weight",), on=on, days=site.weight_days)
    if found is None:
        raise NotComputable(
            f"no weight within {site.weight_days} days before {on} is recorded: weigh the child, and plan again"
        )
    return BodyMass(found.value), date.fromordinal(found.last)


def _reviewed(index: RecordIndex, on: date) -> bool:
    days = index.knowledge.closure_validity.get("medications", 0)
    return any(0 <= on.toordinal() - day <= days for day in views.closures(index).get("medications", ()))
