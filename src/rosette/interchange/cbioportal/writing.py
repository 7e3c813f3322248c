"""Writes a record as a study of one child: meta files, data, case lists, gene panels, and what was lost.

Days are written as ages in days, so that a study holds no date; with the day of birth they can be had again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from attrs import field, frozen

from rosette.interchange.cbioportal.clinical import ASSAY, CERTIFIED, DIAGNOSED, DISEASE, LOOKED_FOR, TAKEN
from rosette.interchange.cbioportal.rows import Tables, place
from rosette.interchange.cbioportal.texts import files_of
from rosette.interchange.codes import code_book
from rosette.interchange.losing import Lost, head_lost
from rosette.kernel import PartialDate
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord
from rosette.records.facts import Diagnosis, Fact, Molecular

NO_DATE = "a study tells days by age, and for that the day and the day of birth have to be exact"


@frozen(kw_only=True)
class Study:
    """A study folder: its files by name, and what it does not say of the record."""

    files: Mapping[str, str] = field(repr=False, eq=False)
    lost: tuple[Lost, ...]


def study_of(record: ChildRecord, knowledge: Knowledge) -> Study:
    """Write a record as a study folder of cBioPortal."""
    patient = re.sub(r"[^A-Za-z0-9_.-]", "-", record.id)
    tables = Tables()
    samples = _samples(record, patient, tables)
    person = {"PATIENT_ID": patient, "SEX": (record.sex or "").capitalize(), **_disease(record, knowledge, tables)}
    head = [Lost(fact="", what="birth_date", why="a study holds no dates"), *head_lost(record)]
    files = files_of(f"rosette_{patient}".lower(), person, samples, tables)
    return Study(files=files, lost=(*head, *tables.lost))


def _age(on: PartialDate | None, record: ChildRecord) -> str | None:
    """Age in days; None when either day is not exact."""
    exact = on is not None and on.earliest == on.latest and record.birth.earliest == record.birth.latest
    days = (on.earliest - record.birth.earliest).days if on is not None and exact else -1
    return str(days) if 0 <= days < 100_000 else None


def _samples(record: ChildRecord, patient: str, tables: Tables) -> list[dict[str, str]]:
    """A sample for each molecular report; the findings go into the tables."""
    found: list[dict[str, str]] = []
    for fact in record.active:
        if not isinstance(fact, Molecular):
            continue
        age, sample = _age(fact.on, record), f"{patient}-{len(found) + 1:02d}"
        placed = age is not None and fact.assay.isprintable() and _placed(fact, sample, tables)
        if age is None or not placed:
            why = NO_DATE if age is None else "a sample without a finding or a panel says nothing"
            tables.lost.append(Lost(fact=fact.id, what=fact.kind, why=why, whole=True))
        else:
            found.append({"PATIENT_ID": patient, "SAMPLE_ID": sample, TAKEN: age, **_assay(fact)})
    return found


def _placed(fact: Molecular, sample: str, tables: Tables) -> bool:
    """Put the findings into the tables; whether anything of the report is left to say."""
    kept = [place(finding, number, fact.id, sample, tables) for number, finding in enumerate(fact.findings)]
    return any(kept) or bool(fact.covers)


def _assay(fact: Molecular) -> dict[str, str]:
    certified = "" if fact.certified is None else str(fact.certified).lower()
    return {ASSAY: fact.assay.strip(), CERTIFIED: certified, LOOKED_FOR: json.dumps(dict(fact.covers))}


def _disease(record: ChildRecord, knowledge: Knowledge, tables: Tables) -> dict[str, str]:
    """The first diagnosis with an exact day as attributes; every other fact that no table holds is lost."""
    told: dict[str, str] = {}
    for fact in record.active:
        age = _age(fact.on, record)
        if isinstance(fact, Diagnosis) and not told and age is not None:
            told = _attributes(fact, age, knowledge, tables)
        elif not isinstance(fact, Molecular):
            tables.lost.append(Lost(fact=fact.id, what=fact.kind, why=_why(fact, age), whole=True))
    return told


def _why(fact: Fact, age: str | None) -> str:
    if not isinstance(fact, Diagnosis):
        return "a study has no table that holds it here"
    return NO_DATE if age is None else "a study holds one diagnosis"


def _attributes(fact: Diagnosis, age: str, knowledge: Knowledge, tables: Tables) -> dict[str, str]:
    values = {column: getattr(fact, name) for column, name in DISEASE.items() if getattr(fact, name) is not None}
    site = values.get("PRIMARY_SITE")
    if site is not None and not site.isprintable():
        tables.lost.append(Lost(fact=fact.id, what="primary_site", why="the table cannot hold this text"))
        del values["PRIMARY_SITE"]
    code = _oncotree(fact.diagnosis, knowledge) if fact.diagnosis else None
    if fact.diagnosis and code is None:
        tables.lost.append(Lost(fact=fact.id, what="diagnosis", why="no tumour type of OncoTree is known here for it"))
    if not (code or values):
        tables.lost.append(Lost(fact=fact.id, what=fact.kind, why="it says nothing that a study holds", whole=True))
        return {}
    return {DIAGNOSED: age, **({"ONCOTREE_CODE": code} if code else {}), **values}


def _oncotree(diagnosis: str, knowledge: Knowledge) -> str | None:
    meanings = code_book(knowledge).meanings.items()
    listed = (
        code for (system, code), each in meanings if system == "oncotree" and each.content == {"diagnosis": diagnosis}
    )
    return next(listed, None)
