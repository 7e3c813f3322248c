"""Tiers of several systems side by side, each with who gave it; disagreements are shown, never averaged.

Nothing here grades by itself but what its rule says: AMP/ASCO/CAP from its own levels of evidence, the aid of
seven steps that is ours and unvalidated. ESCAT, OncoKB and INFORM are what people or a file bring.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from rosette.kernel import BadInput, Problem, Problems, one_of
from rosette.molecular.files import text_of

AXES = ("therapeutic", "diagnostic", "prognostic")
AMP_TIERS: Mapping[str, str] = {"A": "I", "B": "I", "C": "II", "D": "II"}
ESCAT = ("I-A", "I-B", "I-C", "II-A", "II-B", "III-A", "III-B", "IV", "V", "X")
ESCAT_UNVERIFIED = {"V": "the finer wording was not read", "IV": "its split into A and B was not read"}
ONCOKB = ("1", "2", "3A", "3B", "4", "R1", "R2")
INFORM = ("very high", "high", "moderate", "intermediate", "borderline", "low", "very low")
MATCH = ("1", "2", "3")
SYSTEMS: Mapping[str, tuple[str, ...]] = {
    "AMP/ASCO/CAP": ("I", "II", "III", "IV"),
    "ESCAT": ESCAT,
    "OncoKB": ONCOKB,
    "INFORM": INFORM,
    "NCI-MATCH": MATCH,
}
TOP: Mapping[str, frozenset[str]] = {
    "AMP/ASCO/CAP": frozenset({"I", "II"}),
    "ESCAT": frozenset(ESCAT[:7]),
    "OncoKB": frozenset({"1", "2", "3A", "3B"}),
    "INFORM": frozenset(INFORM[:4]),
    "NCI-MATCH": frozenset({"1", "2"}),
}


@frozen(kw_only=True)
class Tier:
    """One grade in one system on one axis, with who gave it and when."""

    system: str
    grade: str
    by: str
    axis: str = "therapeutic"
    therapies: tuple[str, ...] = ()
    note: str = ""

    @property
    def speaks_for(self) -> bool:
        """Whether the grade speaks for treating the lesion; the systems cut differently, so this is a reading aid."""
        return self.grade in TOP[self.system]


def tier(system: str, grade: str, *, by: str, axis: str = "therapeutic", note: str = "") -> Tier:
    """Make a grade; raises BadInput when the system or the grade is not known."""
    problems = Problems()
    if system not in SYSTEMS:
        problems.add("system", found=f'"{system}" is not known', wanted=one_of(list(SYSTEMS)))
    elif grade not in SYSTEMS[system]:
        problems.add(system, found=f'"{grade}" is not a grade', wanted=one_of(SYSTEMS[system], most=12))
    if axis not in AXES:
        problems.add("axis", found=f'"{axis}" is not known', wanted=one_of(AXES))
    problems.raise_as(BadInput, what="tier")
    unread = ESCAT_UNVERIFIED.get(grade, "") if system == "ESCAT" else ""
    return Tier(system=system, grade=grade, by=by, axis=axis, note="; ".join(filter(None, (note, unread))))


def amp_tier(level: str | None, *, by: str, axis: str = "therapeutic", benign: bool = False) -> Tier:
    """The AMP/ASCO/CAP tier of a level of evidence A to D; without one III, and IV for what is benign."""
    if level is not None and level not in AMP_TIERS:
        raise BadInput([Problem("level", f'"{level}" is not a level', one_of(list(AMP_TIERS)))], what="tier")
    grade = "IV" if benign else AMP_TIERS.get(level or "", "III")
    return tier("AMP/ASCO/CAP", grade, by=by, axis=axis, note=f"level {level}" if level else "")


def disagree(tiers: tuple[Tier, ...]) -> bool:
    """Whether therapeutic grades of several systems point both ways."""
    return len({each.speaks_for for each in tiers if each.axis == "therapeutic"}) == 2


TARGET = {"direct": 3, "downstream": 2, "indirect": 1}
DISEASE = {"clinical, this disease": 3, "clinical, another disease": 2, "preclinical": 1, "none": 0}
CERTAINTY = {"established activating": 2, "likely": 1, "unknown": 0}


def seven_step_aid(
    *, target: str, disease: str, certainty: str, subclonal: bool = False, expression_only: bool = False
) -> tuple[int, str]:
    """Rosette 7-step aid: points and the name of the step; ours, unvalidated, and not the INFORM score."""
    points = TARGET[target] + DISEASE[disease] + CERTAINTY[certainty] - subclonal - expression_only
    return points, INFORM[min(max(8 - points, 0), len(INFORM) - 1)]


def load_oncokb(path: Path) -> tuple[tuple[str, str, Tier], ...]:
    """Read a file that OncoKB's annotator made for its user: gene, change and level of each row.

    Nothing of OncoKB is held here; its terms are its user's. Raises BadInput with every fault.
    """
    rows = list(csv.DictReader(text_of(path, what="OncoKB").splitlines(), delimiter="\t"))
    problems, found = Problems(), []
    for number, row in enumerate(rows, start=2):
        gene, change = row.get("Hugo_Symbol"), row.get("HGVSp_Short") or row.get("ALTERATION")
        level = (row.get("HIGHEST_LEVEL") or "").removeprefix("LEVEL_")
        if not gene or not change or "HIGHEST_LEVEL" not in row:
            problems.add(
                f"{path.name}, line {number}",
                found="no gene, change or level",
                wanted="Hugo_Symbol, HGVSp_Short and HIGHEST_LEVEL",
            )
        elif level:
            found.append((gene, change.removeprefix("p."), tier("OncoKB", level, by=f"file {path.name}")))
    problems.raise_as(BadInput, what=path.name)
    return tuple(found)
