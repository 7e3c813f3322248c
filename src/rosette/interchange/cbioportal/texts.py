"""The files of a study as text: meta files, tables, case lists, gene panels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from rosette.interchange.cbioportal.clinical import DIAGNOSED, LOOKED_FOR, TAKEN
from rosette.interchange.cbioportal.copies import ONE_WAY
from rosette.interchange.cbioportal.rows import Tables

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
Rows = Sequence[Mapping[str, str]]


def files_of(study: str, person: Mapping[str, str], samples: Rows, tables: Tables) -> dict[str, str]:
    """Every file of a study by its name."""
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
    """A gene panel for each set of genes in which mutations were looked for, and the panel of each sample."""
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
