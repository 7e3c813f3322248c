"""Facts about the disease: diagnosis, events, marrow, imaging, molecular findings."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from rosette.records.facts.envelope import PointFact
from rosette.records.shapes import Choice, Flag, Many, Nested, Number, Table, Text, Whole, attribute, said

RESPONSES = ("CR", "VGPR", "PR", "MR", "SD", "PD")
BIOPSIES = ("viable_tumour", "no_viable_tumour")
ALTERATIONS = ("mutation", "amplification", "gain", "loss", "fusion", "expression")


@frozen(kw_only=True)
class Diagnosis(PointFact):
    """What the disease is, with stage, risk and biology."""

    kind: ClassVar[str] = "diagnosis"
    selectors: ClassVar[tuple[str, ...]] = ("diagnosis",)

    diagnosis: str | None = field(default=None, metadata=said(attribute("diagnosis")))
    basis: str | None = field(default=None, metadata=said(attribute("basis")))
    inss: str | None = field(default=None, metadata=said(attribute("inss")))
    inrgss: str | None = field(default=None, metadata=said(attribute("inrgss")))
    inrg_risk: str | None = field(default=None, metadata=said(attribute("inrg_risk")))
    cog_risk: str | None = field(default=None, metadata=said(attribute("cog_risk")))
    inpc: str | None = field(default=None, metadata=said(attribute("inpc")))
    mycn: str | None = field(default=None, metadata=said(attribute("mycn")))
    ploidy: str | None = field(default=None, metadata=said(attribute("ploidy")))
    primary_site: str | None = field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class DiseaseEvent(PointFact):
    """A turn of the disease: relapse, progression, refractory disease, response, remission."""

    kind: ClassVar[str] = "disease_event"
    selectors: ClassVar[tuple[str, ...]] = ("event",)

    event: str = field(metadata=said(Choice(("relapse", "progression", "refractory", "response", "remission"))))
    response: str | None = field(default=None, metadata=said(Choice(RESPONSES)))
    sites: tuple[str, ...] = field(default=(), metadata=said(Many(Text())))
    confirmed_by: str | None = field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class Lesion:
    """One lesion on one study; sizes in mm; `new` since the treatment that is judged; `biopsy` of this very lesion."""

    site: str = field(metadata=said(Text()))
    longest_mm: float | None = field(default=None, metadata=said(Number(most=500)))
    short_axis_mm: float | None = field(default=None, metadata=said(Number(most=500)))
    node: bool | None = field(default=None, metadata=said(Flag()))
    bone: bool | None = field(default=None, metadata=said(Flag()))
    avid: bool | None = field(default=None, metadata=said(Flag()))
    irradiated: bool | None = field(default=None, metadata=said(Flag()))
    progressed_since_irradiation: bool | None = field(default=None, metadata=said(Flag()))
    target: bool | None = field(default=None, metadata=said(Flag()))
    primary: bool | None = field(default=None, metadata=said(Flag()))
    new: bool | None = field(default=None, metadata=said(Flag()))
    biopsy: str | None = field(default=None, metadata=said(Choice(BIOPSIES)))


@frozen(kw_only=True)
class Imaging(PointFact):
    """One imaging study; `sites` are the avid ones; `complete` says that it shows all known disease."""

    kind: ClassVar[str] = "imaging"
    selectors: ClassVar[tuple[str, ...]] = ("modality",)

    modality: str = field(metadata=said(Choice(("ct", "mri", "mibg", "fdg_pet", "bone_scan", "ultrasound"))))
    lesions: tuple[Lesion, ...] = field(default=(), metadata=said(Many(Nested(Lesion))))
    complete: bool | None = field(default=None, metadata=said(Flag()))
    avid: bool | None = field(default=None, metadata=said(Flag()))
    sites: tuple[str, ...] = field(default=(), metadata=said(Many(Text())))
    curie: int | None = field(default=None, metadata=said(Whole(most=30)))
    siopen: int | None = field(default=None, metadata=said(Whole(most=72)))
    segments: tuple[tuple[str, int], ...] = field(default=(), metadata=said(Table(Whole(most=6))))


@frozen(kw_only=True)
class Marrow(PointFact):
    """One marrow sample; `percent` is the share of tumour cells, 0 to 100."""

    kind: ClassVar[str] = "marrow"
    selectors: ClassVar[tuple[str, ...]] = ("site",)

    site: str | None = field(default=None, metadata=said(Choice(("left", "right", "bilateral"))))
    method: str | None = field(default=None, metadata=said(Text()))
    percent: float | None = field(default=None, metadata=said(Number(most=100)))
    involved: bool | None = field(default=None, metadata=said(Flag()))


@frozen(kw_only=True)
class Finding:
    """One molecular finding; `vaf` is a fraction, 0 to 1; `copies` counts alleles."""

    gene: str = field(metadata=said(Text()))
    alteration: str = field(metadata=said(Choice(ALTERATIONS)))
    hgvs_p: str | None = field(default=None, metadata=said(Text()))
    hgvs_c: str | None = field(default=None, metadata=said(Text()))
    transcript: str | None = field(default=None, metadata=said(Text()))
    copies: float | None = field(default=None, metadata=said(Number(most=10000)))
    vaf: float | None = field(default=None, metadata=said(Number(most=1, hint="Write 31 % as 0.31.")))
    fusion_partner: str | None = field(default=None, metadata=said(Text()))
    origin: str | None = field(default=None, metadata=said(Choice(("somatic", "germline"))))
    text: str | None = field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class Molecular(PointFact):
    """One molecular report; `on` is the day of the specimen; `covers` says what was looked for by gene."""

    kind: ClassVar[str] = "molecular"
    selectors: ClassVar[tuple[str, ...]] = ("assay",)

    assay: str = field(metadata=said(Text()))
    certified: bool | None = field(default=None, metadata=said(Flag()))
    covers: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), metadata=said(Table(Many(Choice(ALTERATIONS)))))
    findings: tuple[Finding, ...] = field(default=(), metadata=said(Many(Nested(Finding))))

    def names(self) -> frozenset[str]:
        """The assay, and the genes that were found or looked for."""
        return super().names() | {gene for gene, _ in self.covers} | {finding.gene for finding in self.findings}
