"""Genes, lesions and what is known of an allele: rows that the molecular room reads."""

from __future__ import annotations

from attrs import frozen

from rosette.knowledge.entries import Entry

LEVELS = ("N1", "N2", "N3", "P")
LEVEL_WORDS = {
    "N1": "clinical responses in neuroblastoma",
    "N2": "strong preclinical evidence in neuroblastoma",
    "N3": "mechanism, or other tumours",
    "P": "prognosis only",
}
EFFECTS = ("sensitive", "resistant", "no_response")
SETTINGS = ("clinical", "laboratory")
SUPPORT = ("supports", "contradicts")


@frozen(kw_only=True)
class Gene(Entry):
    """A gene by its approved symbol; `germline` says why a germline change is a matter for genetics."""

    synonyms: tuple[str, ...] = ()
    germline: str | None = None


@frozen(kw_only=True)
class MolecularLesion(Entry):
    """A lesion of the disease, how it shows, and the classes of agents against it; `level` is of LEVELS."""

    name: str
    genes: tuple[str, ...]
    alterations: tuple[str, ...]
    residues: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    level: str
    frequency: str = "not read"
    covers: str = ""


@frozen(kw_only=True)
class AlleleEvidence(Entry):
    """What one agent did to one allele: in whom, in what setting, and whether others contradict it."""

    gene: str
    allele: str
    agent: str
    effect: str
    setting: str
    support: str


@frozen(kw_only=True)
class Resistance(Entry):
    """A change that, found after exposure to a class of agents, speaks of acquired resistance to it."""

    under: str
    genes: tuple[str, ...]
    same_gene: bool = False


@frozen(kw_only=True)
class Hotspot(Entry):
    """How often a residue and a change at it were seen in one collection: counts of samples."""

    collection: str
    gene: str
    residue: str
    samples: int
    changes: tuple[tuple[str, int], ...]

    def same(self, change: str) -> int:
        """Samples with this very change; 0 when none is listed."""
        return dict(self.changes).get(change, 0)


@frozen(kw_only=True)
class OncogenicityCode(Entry):
    """One code of the oncogenicity scale and its points."""

    points: int
