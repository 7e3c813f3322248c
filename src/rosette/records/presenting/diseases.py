"""Sentences for facts about the disease."""

from __future__ import annotations

from collections.abc import Iterator

from rosette.kernel import number_text
from rosette.knowledge import Knowledge
from rosette.records.facts import Diagnosis, DiseaseEvent, Fact, Finding, Imaging, Lesion, Marrow, Molecular
from rosette.records.presenting.words import Sayer, flag, labelled, listed, spaced

MODALITIES = {
    "ct": "CT",
    "mri": "MRI",
    "mibg": "MIBG scan",
    "fdg_pet": "FDG PET scan",
    "bone_scan": "bone scan",
    "ultrasound": "ultrasound",
}


def _diagnosis(fact: Diagnosis, knowledge: Knowledge) -> Iterator[str]:
    yield spaced(fact.diagnosis) or "diagnosis"
    yield labelled("by", spaced(fact.basis) or None)
    yield labelled("INSS stage", fact.inss)
    yield labelled("INRGSS stage", fact.inrgss)
    yield f"INRG {spaced(fact.inrg_risk)} risk" if fact.inrg_risk else ""
    yield f"COG {spaced(fact.cog_risk)} risk" if fact.cog_risk else ""
    yield f"{spaced(fact.inpc)} histology" if fact.inpc else ""
    yield f"MYCN {spaced(fact.mycn)}" if fact.mycn else ""
    yield spaced(fact.ploidy)
    yield labelled("primary:", fact.primary_site)


def _event(fact: DiseaseEvent, knowledge: Knowledge) -> Iterator[str]:
    yield "refractory disease" if fact.event == "refractory" else fact.event
    yield fact.response or ""
    yield listed(map(spaced, fact.sites), before="in ")
    yield labelled("confirmed by", fact.confirmed_by)


def _imaging(fact: Imaging, knowledge: Knowledge) -> Iterator[str]:
    yield MODALITIES[fact.modality]
    yield flag(fact.avid, "avid", "not avid")
    yield listed(map(spaced, fact.sites), before="avid sites: ")
    yield labelled("Curie score", fact.curie)
    yield labelled("SIOPEN score", fact.siopen)
    yield from (_lesion(lesion) for lesion in fact.lesions)
    yield flag(fact.complete, "all known disease was imaged", "part of the known disease was imaged")


def _lesion(lesion: Lesion) -> str:
    noun = "node" if lesion.node else "bone lesion" if lesion.bone else "lesion"
    size = "" if lesion.longest_mm is None else f" {number_text(lesion.longest_mm)} mm"
    axis = "" if lesion.short_axis_mm is None else f" (short axis {number_text(lesion.short_axis_mm)} mm)"
    grown = " with progression since" if lesion.progressed_since_irradiation else ""
    treated = f" irradiated{grown}" if lesion.irradiated else ""
    return f"{noun} of {spaced(lesion.site)}{size}{axis}{treated}"


def _marrow(fact: Marrow, knowledge: Knowledge) -> Iterator[str]:
    yield f"marrow {fact.site}" if fact.site else "marrow"
    yield flag(fact.involved, "involved", "not involved")
    yield "" if fact.percent is None else f"{number_text(fact.percent)} % tumour"
    yield fact.method or ""


def _molecular(fact: Molecular, knowledge: Knowledge) -> Iterator[str]:
    yield from (finding_text(finding) for finding in fact.findings)
    yield "" if fact.findings else "no finding"
    yield listed((f"{gene} ({'/'.join(kinds)})" for gene, kinds in fact.covers), before="looked for ")
    yield fact.assay


def finding_text(finding: Finding) -> str:
    """One molecular finding in a phrase: "ALK mutation p.Phe1174Leu (VAF 31 %)"."""
    partner = f" with {finding.fusion_partner}" if finding.fusion_partner else ""
    change = finding.hgvs_p or finding.hgvs_c or ""
    notes = [
        "" if finding.vaf is None else f"VAF {number_text(finding.vaf * 100, digits=3)} %",
        "" if finding.copies is None else f"{number_text(finding.copies)} copies",
        finding.origin or "",
    ]
    noted = ", ".join(note for note in notes if note)
    text = f"{finding.gene} {finding.alteration}{partner} {change}".strip()
    return f"{text} ({noted})" if noted else text


DISEASE: dict[type[Fact], Sayer] = {
    Diagnosis: _diagnosis,
    DiseaseEvent: _event,
    Imaging: _imaging,
    Marrow: _marrow,
    Molecular: _molecular,
}
