"""Interpretations of a phenopacket: one molecular report for each specimen, with the variants found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from rosette.interchange.fhir.desk import Desk
from rosette.interchange.fhir.elements import Raw, part, parts, word
from rosette.interchange.finds import Candidate, Loss
from rosette.interchange.phenopackets.diseases import undated
from rosette.interchange.phenopackets.items import Reading
from rosette.interchange.phenopackets.names import unread
from rosette.interchange.phenopackets.terms import concept, shown
from rosette.interchange.phenopackets.times import When, when

REFERENCE_SAMPLE = "EFO:0009654"
NOT_FOUND = ("REJECTED",)
OWN_TEXTS = ("hgvs_p", "hgvs_c", "transcript", "fusion_partner", "origin", "text")
OWN_NUMBERS = ("copies", "vaf")


@define(kw_only=True)
class _Report:
    """What was found in one specimen, as it is gathered."""

    findings: list[dict[str, Any]] = field(factory=list)
    said: list[str] = field(factory=list)
    places: list[str] = field(factory=list)


def interpretations(packet: Raw, reading: Reading, desk: Desk, specimen: str | None) -> Iterator[Candidate | Loss]:
    """One molecular fact for each specimen, or the subject; specimen: its day, where the packet does not say it."""
    samples = {word(each, "id") or "": each for each in parts(packet, "biosamples")}
    reports: dict[str, _Report] = {}
    for place, raw in _each(packet):
        yield from unread(raw, "GenomicInterpretation", place)
        name = word(raw, "subjectOrBiosampleId") or ""
        yield from _take(raw, place, samples.get(name), reports.setdefault(name, _Report()), desk)
    for name, report in reports.items():
        if report.findings:
            yield _fact(name, report, samples.get(name), reading, specimen)


def _each(packet: Raw) -> Iterator[tuple[str, Raw]]:
    for number_, each in enumerate(parts(packet, "interpretations")):
        for count, raw in enumerate(parts(part(each, "diagnosis"), "genomicInterpretations")):
            yield f"interpretations[{number_}].diagnosis.genomicInterpretations[{count}]", raw


def _take(raw: Raw, place: str, sample: Raw | None, report: _Report, desk: Desk) -> Iterator[Loss]:
    status = word(raw, "interpretationStatus") or "no status"
    read = part(raw, "variantInterpretation")
    variant = part(read, "variationDescriptor")
    gene = part(variant, "geneContext") or part(raw, "gene")
    symbol = _symbol(gene, desk)
    said = f"{symbol or 'no gene'} {_told(variant)} ({status.lower()})"
    yield from unread(read, "VariantInterpretation", f"{place}.variantInterpretation")
    yield from unread(variant, "VariationDescriptor", f"{place}.variantInterpretation.variationDescriptor")
    if status in NOT_FOUND:
        why = "the laboratory rejected it; that does not say that nothing else is in the gene"
        yield Loss(place=place, said=said, why=why, grade="kept_aside")
    elif _unchanged(variant):
        why = "the change leaves the protein as it is, and counts as no mutation"
        yield Loss(place=place, said=said, why=why, grade="kept_aside")
    elif symbol is None or not variant:
        why = "it names a gene and no variant" if symbol else "no gene is named"
        yield Loss(place=place, said=said, why=why, remedy="Enter it by hand.")
    elif (alteration := _alteration(variant, desk)) is None:
        why = "what kind of alteration it is, is not told by a code known here"
        yield Loss(place=place, said=said, why=why, remedy="Enter it by hand; a gain is not an amplification.")
    else:
        report.findings.append(_finding(symbol, alteration, read, variant, sample))
        report.said.append(said)
        report.places.append(place)


def _unchanged(variant: Raw) -> bool:
    """Whether the name of the protein says that nothing of it changes, where our own export does not say what it is."""
    protein = _expressed(variant).get("hgvs.p", "")
    return protein.rstrip(")").endswith("=") and "rosette:alteration" not in _extensions(variant)


def _symbol(gene: Raw, desk: Desk) -> str | None:
    known = desk.meanings(concept({"id": word(gene, "valueId")}, desk.book), "gene")
    return known[0].content["gene"] if known else word(gene, "symbol")


def _alteration(variant: Raw, desk: Desk) -> str | None:
    told = _extensions(variant).get("rosette:alteration")
    known = desk.meanings(concept(part(variant, "structuralType"), desk.book), "alteration")
    if told or known:
        return told or (known[0].content["alteration"] if len(known) == 1 else None)
    record = part(variant, "vcfRecord")
    bases = all(word(record, key) and set(str(record[key]).upper()) <= set("ACGTN") for key in ("ref", "alt"))
    named = _expressed(variant)
    return "mutation" if bases or any(key in named for key in ("hgvs.p", "hgvs.c", "hgvs.g")) else None


def _finding(gene: str, alteration: str, read: Raw, variant: Raw, sample: Raw | None) -> dict[str, Any]:
    extra = _extensions(variant)
    if "rosette:alteration" in extra:
        return {"gene": gene, "alteration": alteration, **_own(extra)}
    named = _expressed(variant)
    transcript, _, change = _one(named, "hgvs.c").rpartition(":")
    reference = word(part(sample or {}, "materialSample"), "id") == REFERENCE_SAMPLE
    found = {
        "gene": gene,
        "alteration": alteration,
        "hgvs_p": _one(named, "hgvs.p").rpartition(":")[2] or None,
        "hgvs_c": change or None,
        "transcript": transcript or None,
        "origin": "germline" if reference else None,
        "text": _text(read, variant, named),
    }
    return {key: value for key, value in found.items() if value is not None}


def _own(extra: Mapping[str, str]) -> dict[str, Any]:
    """What our own export wrote beside the elements of the standard."""
    texts = {name: extra[f"rosette:{name}"] for name in OWN_TEXTS if f"rosette:{name}" in extra}
    numbers = {name: _number(extra.get(f"rosette:{name}")) for name in OWN_NUMBERS}
    return {**texts, **{name: value for name, value in numbers.items() if value is not None}}


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _text(read: Raw, variant: Raw, named: Mapping[str, str]) -> str | None:
    """What a finding has no field for: genome, zygosity, class."""
    record = part(variant, "vcfRecord")
    where = "{chrom}:{pos} {ref}>{alt}, {genomeAssembly}".format_map(_Blank(record)) if record else None
    acmg = word(read, "acmgPathogenicityClassification")
    told = (
        _several(named),
        named.get("hgvs.g"),
        where,
        shown(part(variant, "allelicState")) or None,
        f"ACMG {acmg.lower().replace('_', ' ')}" if acmg and acmg != "NOT_PROVIDED" else None,
    )
    return "; ".join(each for each in told if each) or None


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def _expressed(variant: Raw) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in parts(variant, "expressions"):
        syntax, value = word(each, "syntax"), word(each, "value")
        if syntax and value and value not in found.get(syntax, "").split("; "):
            found[syntax] = f"{found[syntax]}; {value}" if syntax in found else value
    return found


def _one(named: Mapping[str, str], syntax: str) -> str:
    """The only name in a syntax; names for several transcripts are told in the text, for none of them is chosen."""
    several = any("; " in named.get(each, "") for each in ("hgvs.c", "hgvs.p"))
    return "" if several else named.get(syntax, "")


def _several(named: Mapping[str, str]) -> str | None:
    told = [named[each] for each in ("hgvs.c", "hgvs.p") if each in named]
    return None if not any("; " in each for each in told) else "; ".join(told)


def _extensions(variant: Raw) -> dict[str, str]:
    listed = parts(variant, "extensions")
    return {str(word(each, "name")): str(word(each, "value")) for each in listed if word(each, "value")}


def _told(variant: Raw) -> str:
    named = _expressed(variant)
    label = word(variant, "label") or word(variant, "description")
    return named.get("hgvs.p") or named.get("hgvs.c") or named.get("hgvs.g") or label or word(variant, "id") or ""


def _fact(name: str, report: _Report, sample: Raw | None, reading: Reading, specimen: str | None) -> Candidate | Loss:
    at = when(part(sample or {}, "timeOfCollection"), reading.birth)
    day, said = at.day or specimen, "; ".join(report.said)
    place = report.places[0] if len(report.places) == 1 else f"{report.places[0]} and {len(report.places) - 1} more"
    if day is None:
        at = at if sample is not None else When(why="the day of the specimen is not told", said=at.said)
        return undated(place, said, at)
    assay = word(sample or {}, "description") or "genetic test (phenopacket)"
    content = {"on": day, "assay": assay, "findings": report.findings}
    key = f"interpretation/{name}"
    return Candidate(kind="molecular", content=content, place=place, said=said, key=key, item=name)


def samples_told(packet: Raw) -> Iterator[Loss]:
    """What of the specimens makes no fact; one that no interpretation names dates nothing."""
    used = {word(raw, "subjectOrBiosampleId") for _, raw in _each(packet)}
    for count, raw in enumerate(parts(packet, "biosamples")):
        place = f"biosamples[{count}]"
        yield from unread(raw, "Biosample", place)
        if word(raw, "id") not in used:
            said = f"{word(raw, 'id')} {word(raw, 'description') or ''}".strip()
            yield Loss(place=place, said=said, why="no result names this specimen", grade="kept_aside")
