"""Loading the data files through the five gates, with every fault of all of them at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

from rosette.kernel import KnowledgeError, Problem, Problems, did_you_mean, one_of
from rosette.knowledge.assessing import (
    read_blood_grade,
    read_risk_factor,
    read_risk_group,
    read_score_cut,
    read_score_level,
    read_score_segment,
    read_stage_definition,
)
from rosette.knowledge.bibliography import Reference
from rosette.knowledge.crossrefs import check_crossrefs
from rosette.knowledge.entries import Entry
from rosette.knowledge.files import REFERENCES_FILE, RELEASE_FILE, DataFile, read_files
from rosette.knowledge.knowledge import Knowledge
from rosette.knowledge.late_doses import LATE_DOSES
from rosette.knowledge.lesion_readers import (
    read_allele_evidence,
    read_gene,
    read_hotspot,
    read_lesion,
    read_oncogenicity_code,
    read_resistance,
)
from rosette.knowledge.nuclear import (
    read_activity_level,
    read_cell_rule,
    read_dose_series,
    read_exposure_limit,
    read_iodide_regimen,
)
from rosette.knowledge.readers import (
    read_agent,
    read_attribute,
    read_class,
    read_coded_test,
    read_condition,
    read_half_life,
    read_observation,
    read_procedure,
)
from rosette.knowledge.references import read_references, read_release
from rosette.knowledge.regimen_readers import (
    read_ranking_criterion,
    read_regimen,
    read_result,
    read_schedule,
    read_toxicity,
)
from rosette.knowledge.rows import Row
from rosette.knowledge.settling import settle
from rosette.knowledge.shelf import Shelf
from rosette.knowledge.surveillance import SURVEILLANCE
from rosette.knowledge.surveillance_checks import check_surveillance
from rosette.knowledge.tabular import (
    read_age_sex_table,
    read_allele,
    read_closure,
    read_constant,
    read_conversion_set,
    read_cumulative_group,
    read_scale,
)

DATA = Path(__file__).parent / "data"
Reader = Callable[[Row, Mapping[str, Reference]], Entry | None]
READERS: Mapping[str, Reader] = {
    "class": read_class,
    "agent": read_agent,
    "half_life": read_half_life,
    "condition": read_condition,
    "observation": read_observation,
    "coded_test": read_coded_test,
    "attribute": read_attribute,
    "procedure": read_procedure,
    "age_sex_table": read_age_sex_table,
    "allele": read_allele,
    "performance_scale": read_scale,
    "conversion_set": read_conversion_set,
    "cumulative_group": read_cumulative_group,
    "closure": read_closure,
    "constant": read_constant,
    "gene": read_gene,
    "lesion": read_lesion,
    "allele_evidence": read_allele_evidence,
    "resistance": read_resistance,
    "hotspot": read_hotspot,
    "oncogenicity_code": read_oncogenicity_code,
    "regimen": read_regimen,
    "result": read_result,
    "toxicity": read_toxicity,
    "schedule": read_schedule,
    "ranking_criterion": read_ranking_criterion,
    "score_segment": read_score_segment,
    "score_level": read_score_level,
    "score_cut": read_score_cut,
    "stage": read_stage_definition,
    "risk_factor": read_risk_factor,
    "risk_group": read_risk_group,
    "blood_grade": read_blood_grade,
    "activity_level": read_activity_level,
    "cell_rule": read_cell_rule,
    "iodide_regimen": read_iodide_regimen,
    "exposure_limit": read_exposure_limit,
    "dose_series": read_dose_series,
    **SURVEILLANCE,
    **LATE_DOSES,
}


def load_knowledge(path: Path | None = None) -> Knowledge:
    """Load the data below `path`, by default the shipped data, once a process.

    Raises KnowledgeError with every fault of every file.
    """
    return _load((path or DATA).absolute())


@functools.cache
def _load(root: Path) -> Knowledge:
    problems = Problems()
    knowledge = _read(root, problems)
    problems.raise_as(KnowledgeError, what="knowledge")
    return knowledge


def check_knowledge(path: Path | None = None) -> tuple[Problem, ...]:
    """Return every fault of the data below `path`, read afresh; empty when they are clean."""
    problems = Problems()
    _read((path or DATA).absolute(), problems)
    return tuple(problems.found)


def _read(root: Path, problems: Problems) -> Knowledge:
    files, digest = read_files(root, problems)
    release, references = read_release(files, problems), read_references(files, problems)
    shelf = Shelf()
    for file in files:
        if file.name not in (RELEASE_FILE, REFERENCES_FILE):
            _read_rows(file, references, shelf, problems)
    check_crossrefs(shelf, problems)
    check_surveillance(shelf, problems)
    problems.found = list(dict.fromkeys(problems.found))  # a fault of the defaults is met once a row
    return settle(shelf, references=references, release=release, digest=digest)


def _read_rows(file: DataFile, references: Mapping[str, Reference], shelf: Shelf, problems: Problems) -> None:
    defaults = file.content.get("defaults", {})
    if not isinstance(defaults, dict):
        problems.add(f"{file.name}, defaults", found="not a table")
        return
    used, shared = set[str](), dict[str, object]()
    for kind, rows in file.content.items():
        for index, data in enumerate(_rows_of(kind, rows, file.name, problems)):
            place = f"{file.name}, {kind}[{index}]"
            row = Row(data, place, problems, defaults, shared=shared)
            used |= _read_row(kind, row, references, shelf)
    if used:
        _check_defaults(file.name, defaults, used, problems)


def _rows_of(kind: str, rows: object, name: str, problems: Problems) -> list[dict[str, object]]:
    if kind == "defaults":
        return []
    if kind not in READERS or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        found = f'"{kind}" is not a kind of row{did_you_mean(kind, READERS)}'
        problems.add(name, found=found, wanted=f"tables [[kind]] with {one_of(sorted(READERS), most=40)}")
        return []
    return rows


def _read_row(kind: str, row: Row, references: Mapping[str, Reference], shelf: Shelf) -> set[str]:
    entry = READERS[kind](row, references)
    row.close()
    if entry is not None:
        shelf.add(kind, entry)
    return row.used


def _check_defaults(name: str, defaults: Mapping[str, object], used: set[str], problems: Problems) -> None:
    for key in defaults:
        if key not in used:
            found = f'unknown key "{key}"{did_you_mean(key, sorted(used))}'
            problems.add(f"{name}, defaults", found=found)
