"""Preclinical dossiers of candidates: findings by module, coverage, and parts that are never only a sum.

The score of a module is ours and unvalidated; an empty module is unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import field, frozen

from rosette.kernel import BadInput, Problems, did_you_mean, one_of
from rosette.knowledge.textfiles import load_toml
from rosette.medicines.pipeline.mice import ModelResult, Mouse, model_results, read_mouse

MODULES = (
    "target present",
    "dependency",
    "activity in vitro",
    "activity in vivo",
    "exposure match",
    "biomarker",
    "resistance",
    "combinations",
    "clinical",
)
FDA = ("relevant", "not relevant", "not listed", "not looked up")
QUALITY, OUTCOME = 3, 3


@frozen(kw_only=True)
class DossierFinding:
    """One finding: what came out (-3 against to 3 for) and how good the study is (1 to 3), with its source."""

    module: str
    outcome: int
    quality: int
    source: str


@frozen(kw_only=True)
class Dossier:
    """One candidate: its target, what is known by module, what it would cost, and for whom it would be an option."""

    id: str
    name: str
    target: str
    mechanism: str
    fda: str
    fda_on: date | None
    cost: float
    findings: tuple[DossierFinding, ...]
    for_lesions: tuple[str, ...]
    in_class_response: bool | None
    mice: tuple[Mouse, ...] = ()

    @property
    def models(self) -> tuple[ModelResult, ...]:
        """What its xenografts say, model by model."""
        return model_results(self.mice)

    def module(self, name: str) -> float | None:
        """Mean of quality times outcome over 9, from -1 to 1; None when nobody looked."""
        found = [each.quality * each.outcome for each in self.findings if each.module == name]
        return sum(found) / len(found) / (QUALITY * OUTCOME) if found else None

    @property
    def coverage(self) -> float:
        """Share of the modules in which somebody looked."""
        return sum(self.module(name) is not None for name in MODULES) / len(MODULES)

    @property
    def order(self) -> tuple[bool, float, bool, float, str]:
        """Reading order; the parts stand beside it.

        A response of the class in neuroblastoma, activity in vivo at an exposure that a child can reach, a biomarker,
        coverage.
        """
        reached = (self.module("exposure match") or 0) > 0
        vivo = self.module("activity in vivo") or 0.0
        in_vivo = -vivo if reached else 0.0
        return (not self.in_class_response, in_vivo, self.module("biomarker") is None, -self.coverage, self.id)


@frozen(kw_only=True)
class PipelineFile:
    """Candidates with the places for development and the budget, in the unit that the file names."""

    label: str
    slots: int
    budget: float
    unit: str
    dossiers: tuple[Dossier, ...] = field(repr=False)


def load_pipeline(path: Path) -> PipelineFile:
    """Read a pipeline file; raises BadInput with every fault."""
    problems = Problems()
    table = load_toml(path, problems)
    problems.raise_as(BadInput, what=path.name)
    return read_pipeline(table or {}, name=path.name)


def read_pipeline(table: Mapping[str, Any], *, name: str = "pipeline") -> PipelineFile:
    """Read the table of a pipeline file."""
    problems = Problems()
    dossiers = [_dossier(row, f"{name}, candidate[{n}]", problems) for n, row in enumerate(table.get("candidate", []))]
    if not dossiers:
        problems.add(name, found="no candidate", wanted="[[candidate]] tables")
    for key, least in (("slots", 0), ("budget", 0)):
        if not _number(table.get(key)) or table[key] < least:
            problems.add(f"{name}, {key}", found=f"{table.get(key)}", wanted="a number of 0 or more")
    ids = [each.id for each in dossiers]
    for twice in sorted({each for each in ids if ids.count(each) > 1}):
        problems.add(name, found=f'"{twice}" stands twice')
    problems.raise_as(BadInput, what=name)
    return PipelineFile(
        label=str(table.get("label", "")),
        slots=int(table["slots"]),
        budget=float(table["budget"]),
        unit=str(table.get("unit", "units")),
        dossiers=tuple(dossiers),
    )


def _dossier(row: Mapping[str, Any], place: str, problems: Problems) -> Dossier:
    fda = row.get("fda", "not looked up")
    if fda not in FDA:
        problems.add(f"{place}.fda", found=f'"{fda}"', wanted=one_of(FDA))
    if fda in FDA[:3] and not isinstance(row.get("fda_on"), date):
        problems.add(f"{place}.fda_on", found="no date", wanted="the date of the list that was looked at")
    if not _number(row.get("cost")) or row["cost"] < 0:
        problems.add(f"{place}.cost", found=f"{row.get('cost')}", wanted="a number of 0 or more")
    for key in ("id", "name", "target"):
        if not isinstance(row.get(key), str):
            problems.add(f"{place}.{key}", found="missing", wanted="text")
    response = row.get("in_class_response")
    mice = [read_mouse(each, f"{place}.mouse[{n}]", problems) for n, each in enumerate(row.get("mouse", []))]
    return Dossier(
        id=str(row.get("id", "")),
        name=str(row.get("name", "")),
        target=str(row.get("target", "")),
        mechanism=str(row.get("mechanism", "")),
        fda=str(fda),
        fda_on=row.get("fda_on"),
        cost=float(row["cost"]) if _number(row.get("cost")) else 0.0,
        findings=tuple(_finding(f, f"{place}.finding[{n}]", problems) for n, f in enumerate(row.get("finding", []))),
        for_lesions=tuple(row.get("for_lesions", ())),
        in_class_response=response if isinstance(response, bool) else None,
        mice=tuple(m for m in mice if m is not None),
    )


def _finding(row: Mapping[str, Any], place: str, problems: Problems) -> DossierFinding:
    module, outcome, quality = row.get("module"), row.get("outcome"), row.get("quality")
    if module not in MODULES:
        problems.add(f"{place}.module", found=f'"{module}"{did_you_mean(str(module), MODULES)}', wanted=one_of(MODULES))
    if outcome not in range(-OUTCOME, OUTCOME + 1):
        problems.add(f"{place}.outcome", found=f"{outcome}", wanted="-3 to 3")
    if quality not in range(1, QUALITY + 1):
        problems.add(f"{place}.quality", found=f"{quality}", wanted="1 to 3")
    if not row.get("source"):
        problems.add(f"{place}.source", found="no source", wanted="where it was read")
    return DossierFinding(
        module=str(module),
        outcome=outcome if isinstance(outcome, int) else 0,
        quality=quality if isinstance(quality, int) else 1,
        source=str(row.get("source")),
    )


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
