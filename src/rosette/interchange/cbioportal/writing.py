"""Writes a record as a study of one child: meta files, data, case lists, gene panels, and what was lost.

Days are written as ages in days, so that a study holds no date; with the day of birth they can be had again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from rosette.interchange.cbioportal.clinical import ASSAY, CERTIFIED, DIAGNOSED, DISEASE, LOOKED_FOR, TAKEN
from rosette.interchange.cbioportal.copies import ONE_WAY
from rosette.interchange.cbioportal.rows import Tables, place
from rosette.interchange.codes import code_book
from rosette.interchange.losing import Lost
from rosette.kernel import PartialDate
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord
from rosette.records.facts import Diagnosis, Fact, Molecular

HEAD = ("Hugo_Symbol", "Variant_Classification", "Tumor_Sample_Barcode", "HGVSp_Short", "HGVSc", "Transcript_ID")
MUTATIONS = (*HEAD, "Tumor_VAF", "Mutation_Status", "Comment")
FUSIONS = (
    "Sample_Id",
    "SV_Status",
    "Site1_Hugo_Symbol",
    "Site2_Hugo_Symbol",
    "Class",
    "Event_Info",
    "Comments",
    ONE_WAY,
)
NUMBERS = (DIAGNOSED, TAKEN)
NO_DATE = "a study tells days by age, and for that the day and the day of birth have to be exact"
Rows = Sequence[Mapping[str, str]]


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
    head = [Lost(fact="", what="birth_date", why="a study holds no dates")]
    head += [Lost(fact="", what="label", why="a study has no text about a child")] if record.label else []
    files = _files(f"rosette_{patient}".lower(), person, samples, tables)
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


def _files(study: str, person: Mapping[str, str], samples: Rows, tables: Tables) -> dict[str, str]:
    names = {
        "cancer_study_identifier": study,
        "type_of_cancer": "nbl",
        "name": study,
        "description": "One child, written by Rosette.",
    }
    files = {"meta_study.txt": _meta(names)}
    files |= _data(study, "clinical_patient", "CLINICAL/PATIENT_ATTRIBUTES", _clinical([person]))
    files |= _data(study, "clinical_sample", "CLINICAL/SAMPLE_ATTRIBUTES", _clinical(samples))
    files |= {"case_lists/cases_all.txt": _cases(study, "all", [each["SAMPLE_ID"] for each in samples])}
    if tables.mutations:
        files |= _data(study, "mutations", "MUTATION_EXTENDED/MAF", _table(MUTATIONS, tables.mutations))
    if tables.copies:
        files |= _data(study, "cna", "COPY_NUMBER_ALTERATION/DISCRETE", _copied(tables, samples))
    if tables.fusions:
        files |= _data(study, "sv", "STRUCTURAL_VARIANT/SV", _table(FUSIONS, tables.fusions))
    return files | _listed(study, tables) | _panels(study, samples)


def _meta(values: Mapping[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in values.items())


def _data(study: str, name: str, sort: str, text: str) -> dict[str, str]:
    kind, datatype = sort.split("/")
    told = {"cancer_study_identifier": study, "genetic_alteration_type": kind, "datatype": datatype}
    if kind in ("MUTATION_EXTENDED", "COPY_NUMBER_ALTERATION", "STRUCTURAL_VARIANT"):
        stable = {"mutations": "mutations", "cna": "cna", "sv": "structural_variants"}[name]
        told |= {
            "stable_id": stable,
            "profile_name": name,
            "profile_description": name,
            "show_profile_in_analysis_tab": "true",
        }
    return {f"meta_{name}.txt": _meta({**told, "data_filename": f"data_{name}.txt"}), f"data_{name}.txt": text}


def _clinical(rows: Rows) -> str:
    """A clinical table with the four lines that stand above its head."""
    columns = list(dict.fromkeys(key for row in rows for key in row)) or ["PATIENT_ID", "SAMPLE_ID"]
    sorts = ["NUMBER" if each in NUMBERS else "STRING" for each in columns]
    above = (columns, columns, sorts, ["1"] * len(columns))
    return "".join("#" + "\t".join(each) + "\n" for each in above) + _table(columns, rows)


def _table(columns: Sequence[str], rows: Rows) -> str:
    lines = ["\t".join(columns), *("\t".join(row.get(each, "") for each in columns) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


def _copied(tables: Tables, samples: Rows) -> str:
    names = [each["SAMPLE_ID"] for each in samples]
    rows = [
        {"Hugo_Symbol": gene, **{name: row.get(name, "NA") for name in names}} for gene, row in tables.copies.items()
    ]
    return _table(("Hugo_Symbol", *names), rows)


def _cases(study: str, name: str, ids: Iterable[str]) -> str:
    told = {"cancer_study_identifier": study, "stable_id": f"{study}_{name}", "case_list_name": name}
    return _meta({**told, "case_list_description": name, "case_list_ids": "\t".join(ids)})


def _listed(study: str, tables: Tables) -> dict[str, str]:
    """The case lists of the samples that stand in each table."""
    sequenced = dict.fromkeys(row["Tumor_Sample_Barcode"] for row in tables.mutations)
    copied = dict.fromkeys(name for row in tables.copies.values() for name in row)
    fused = dict.fromkeys(row["Sample_Id"] for row in tables.fusions)
    lists = {"sequenced": sequenced, "cna": copied, "sv": fused}
    return {f"case_lists/cases_{name}.txt": _cases(study, name, ids) for name, ids in lists.items() if ids}


def _panels(study: str, samples: Rows) -> dict[str, str]:
    """A gene panel for each set of genes in which mutations were looked for, and which sample was looked at by which."""
    looked: dict[str, tuple[str, ...]] = {}
    for row in samples:
        covers = json.loads(row[LOOKED_FOR])
        genes = tuple(gene for gene, each in covers.items() if "mutation" in each and not any(map(str.isspace, gene)))
        if genes:
            looked[row["SAMPLE_ID"]] = genes
    names = {genes: f"{study}_panel_{number}" for number, genes in enumerate(dict.fromkeys(looked.values()), 1)}
    files = {
        f"data_gene_panel_{name.rpartition('_')[2]}.txt": _meta(
            {"stable_id": name, "description": name, "gene_list": "\t".join(genes)}
        )
        for genes, name in names.items()
    }
    rows = [{"SAMPLE_ID": sample, "mutations": names[genes]} for sample, genes in looked.items()]
    matrix = _data(
        study, "gene_panel_matrix", "GENE_PANEL_MATRIX/GENE_PANEL_MATRIX", _table(("SAMPLE_ID", "mutations"), rows)
    )
    return files | matrix if rows else {}
