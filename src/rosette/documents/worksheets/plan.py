"""The worksheet of a planned administration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rosette.documents.printing import printed
from rosette.documents.worksheets.signing import PURPOSE, SignedLine, signed_lines
from rosette.mibg.plan import MibgPlan
from rosette.version import SOFTWARE

TEMPLATE = Path(__file__).with_name("plan.typ")


def iodide_runs(plan: MibgPlan) -> list[list[str]]:
    """The calendar of iodide as runs of equal days: from, to, dose."""
    runs: list[list[str]] = []
    for day in plan.thyroid.days:
        dose = f"{day.mg:g} mg, {day.times} a day"
        if runs and runs[-1][2] == dose:
            runs[-1][1] = str(day.on)
        else:
            runs.append([str(day.on), str(day.on), dose])
    return runs


def plan_text(
    plan: MibgPlan, *, child: str = "", made: str = SOFTWARE, signed: Sequence[SignedLine] = ()
) -> dict[str, Any]:
    """Everything that the worksheet says, as plain data."""
    reviewed = [] if plan.medicines_reviewed else ["The list of medicines was not reviewed in time: review it."]
    return {
        "title": "Plan of 131I-MIBG therapy",
        "child": child or plan.record.id,
        "infusion": str(plan.infusion),
        "on": str(plan.on),
        "purpose": PURPOSE,
        "standing": plan.standing.value,
        "activity": plan.prescription.sentence,
        "mass": f"weighed on {plan.mass_on}; largest activity of the site {plan.prescription.maximum}",
        "gates": [
            [gate.name, gate.standing.value, " ".join((gate.why, gate.remedy, *gate.evidence))] for gate in plan.gates
        ],
        "medicines": [*reviewed, *(each.sentence for each in plan.holds)] or ["None recorded."],
        "questions": list(plan.questions),
        "iodide": iodide_runs(plan),
        "iodide_name": plan.thyroid.regimen.name,
        "iodide_warnings": list(plan.thyroid.warnings),
        "days": [[str(day.on), day.what] for day in plan.days],
        "checklist": [[name, list(lines)] for name, lines in plan.checklist.items()],
        "site": f"{plan.site.site}, {plan.site.version}, {plan.site.digest[:12]}",
        "site_signed": plan.site.signed,
        "signed": signed_lines(signed),
        "made": made,
    }


def plan_pdf(plan: MibgPlan, *, child: str = "", made: str = SOFTWARE, signed: Sequence[SignedLine] = ()) -> bytes:
    """The worksheet as PDF; the same plan gives the same bytes."""
    return printed(TEMPLATE, plan_text(plan, child=child, made=made, signed=signed))
