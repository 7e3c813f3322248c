"""One reader for each kind of row of the molecular room."""

from __future__ import annotations

from collections.abc import Mapping

from rosette.knowledge.gates import read_common
from rosette.knowledge.lesions import (
    EFFECTS,
    LEVELS,
    SETTINGS,
    SUPPORT,
    AlleleEvidence,
    Gene,
    Hotspot,
    MolecularLesion,
    OncogenicityCode,
    Resistance,
)
from rosette.knowledge.readers import References
from rosette.knowledge.rows import Row

ALTERATIONS = ("mutation", "amplification", "gain", "loss", "fusion", "expression")


def read_gene(row: Row, references: References) -> Gene:
    """A gene."""
    return Gene(**read_common(row, references), synonyms=row.words("synonyms"), germline=row.optional("germline"))


def read_lesion(row: Row, references: References) -> MolecularLesion:
    """A lesion."""
    return MolecularLesion(
        **read_common(row, references),
        name=row.text("name"),
        genes=row.words("genes", needed=True),
        alterations=row.words("alterations", choices=ALTERATIONS, needed=True),
        residues=row.words("residues"),
        classes=row.words("classes"),
        level=row.choice("level", LEVELS),
        frequency=row.text("frequency", default="not read"),
        covers=row.text("covers", default=""),
    )


def read_allele_evidence(row: Row, references: References) -> AlleleEvidence:
    """What one agent did to one allele."""
    return AlleleEvidence(
        **read_common(row, references),
        gene=row.text("gene"),
        allele=row.text("allele"),
        agent=row.text("agent"),
        effect=row.choice("effect", EFFECTS),
        setting=row.choice("setting", SETTINGS),
        support=row.choice("support", SUPPORT, default="supports"),
    )


def read_resistance(row: Row, references: References) -> Resistance:
    """A change of acquired resistance."""
    return Resistance(
        **read_common(row, references),
        under=row.text("under"),
        genes=row.words("genes", needed=True),
        same_gene=row.flag("same_gene"),
    )


def read_hotspot(row: Row, references: References) -> Hotspot:
    """Counts of samples at a residue."""
    return Hotspot(
        **read_common(row, references),
        collection=row.text("collection"),
        gene=row.text("gene"),
        residue=row.text("residue"),
        samples=count(row, "samples"),
        changes=tuple(counts(row, "changes").items()),
    )


def count(row: Row, key: str) -> int:
    """A number of things that were counted: whole, without a unit."""
    value = row.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    row.refuse(key, f"{value} is not a count", "a whole number such as 14")
    return 0


def counts(row: Row, key: str) -> Mapping[str, int]:
    """Counts by name."""
    inner = Row(row.table(key), row.at(key), row.problems)
    return {name: count(inner, name) for name in inner.data}


def read_oncogenicity_code(row: Row, references: References) -> OncogenicityCode:
    """One code with its points, which may be below zero."""
    points = row.get("points")
    if not isinstance(points, int) or isinstance(points, bool):
        row.refuse("points", f"{points} is not a number of points", "a whole number such as 4 or -4")
    return OncogenicityCode(**read_common(row, references), points=points if isinstance(points, int) else 0)
