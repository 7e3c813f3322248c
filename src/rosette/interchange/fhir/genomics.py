"""Genomic findings: variants and regions studied, gathered into the report that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import define, field

from rosette.interchange.fhir.desk import Desk, Mapped, candidate, loss
from rosette.interchange.fhir.elements import (
    Raw,
    amount,
    codings,
    common_day,
    day,
    on_of,
    part,
    parts,
    told,
    word,
)
from rosette.interchange.fhir.resources import Resource

VARIANT, REGION = "69548-6", "53041-0"
GENE, ALTERNATIVE, PROTEIN, CODING, GENOMIC = "48018-6", "36908-2", "48005-3", "48004-6", "81290-9"
TRANSCRIPT, SOURCE, COPIES, FRACTION, CHANGE = "51958-7", "48002-0", "82155-3", "81258-6", "48019-4"
REPORT = ("81247-9", "51969-4", "73977-1")
READ = (GENE, PROTEIN, CODING, GENOMIC, TRANSCRIPT, SOURCE, COPIES, FRACTION, CHANGE)


def is_genomic(resource: Resource) -> bool:
    """Whether an Observation is about a variant, or the regions that were looked at."""
    codes = {each.code for each in codings(part(resource.raw, "code"))}
    return resource.type == "Observation" and bool(codes & {VARIANT, REGION})


@define(kw_only=True)
class _Report:
    """What one report says, as it is gathered."""

    covers: dict[str, set[str]] = field(factory=dict)
    findings: list[dict[str, Any]] = field(factory=list)
    said: list[str] = field(factory=list)
    losses: list[Mapped] = field(factory=list)


def genomic_report(resource: Resource, results: Sequence[Resource], desk: Desk) -> Iterable[Mapped]:
    """One molecular fact from a report, or from an Observation that stands in none."""
    found = _Report()
    for each in results:
        _take(each, found, desk)
    yield from found.losses
    if not found.findings and not found.covers:
        yield loss(resource, "it names no gene with what was found or looked for", remedy="Read the report itself.")
        return
    covers = {gene: sorted(each) for gene, each in sorted(found.covers.items())}
    content: dict[str, Any] = {"on": _specimen_day(resource, results, desk), "assay": _assay(resource, results)}
    content |= {"covers": covers, "findings": found.findings}
    yield candidate(resource, "molecular", {k: v for k, v in content.items() if v}, said="; ".join(found.said))


def _take(each: Resource, found: _Report, desk: Desk) -> None:
    components = _components(each.raw)
    gene = _gene(components, desk)
    sequenced = _sequenced(each.raw)
    if len(_of_code(each.raw, GENE)) > 1:
        why = "it names several genes, as a fusion does; which is which is not told"
        found.losses.append(loss(each, why, said=_told(each.raw), remedy="Enter the fusion by hand."))
    elif gene is None:
        found.losses.append(loss(each, "no gene is named", said=_told(each.raw), remedy="Ask for the gene symbol."))
    elif any(code.code == REGION for code in codings(part(each.raw, "code"))):
        _region(each, gene, found, sequenced=sequenced)
    else:
        _variant(each, gene, components, found, desk, sequenced=sequenced)


def _region(each: Resource, gene: str, found: _Report, *, sequenced: bool) -> None:
    if sequenced:
        found.covers.setdefault(gene, set()).add("mutation")
        found.said.append(f"{gene} studied")
    else:
        why = f"{gene} was studied, and no method says for which alteration"
        found.losses.append(loss(each, why, said=gene, remedy="Ask for the method; coverage is not guessed."))


def _sequenced(raw: Raw) -> bool:
    """Whether the method is sequencing, which looks for mutations."""
    return any(each.code == "LA26398-0" for each in codings(part(raw, "method")))


def _variant(
    each: Resource, gene: str, components: dict[str, Raw], found: _Report, desk: Desk, *, sequenced: bool
) -> None:
    alteration = _alteration(components, desk)
    answers = [known.content.get("is") for known in desk.meanings(part(each.raw, "valueCodeableConcept"), "answer")]
    said = f"{gene} {_told(each.raw)}".strip()
    if answers == ["no"] and _of_one(components):
        why = "that one change is absent does not say that no other is in the gene"
        found.losses.append(loss(each, why, said=f"not found: {said}", grade="kept_aside"))
    elif answers == ["no"] and (alteration or sequenced):
        found.covers.setdefault(gene, set()).add(alteration or "mutation")
        found.said.append(f"{gene} not found")
    elif answers != ["yes"]:
        found.losses.append(loss(each, "it does not say by a code known here whether it was found", said=said))
    elif _unchanged(components):
        why = "the change leaves the protein as it is, and counts as no mutation"
        found.losses.append(loss(each, why, said=said, grade="kept_aside"))
    elif alteration is None:
        why = "what kind of alteration it is, is not told by a code known here"
        found.losses.append(loss(each, why, said=said, remedy="Enter it by hand; a gain is not an amplification."))
    else:
        found.findings.append(_finding(gene, alteration, components, desk, each, found))
        found.said.append(said)
        _leftover(each, components, found)


def _of_one(components: dict[str, Raw]) -> bool:
    """Whether it is about one change by its name, not about the gene."""
    return any(code in components for code in (PROTEIN, CODING, GENOMIC))


def _unchanged(components: dict[str, Raw]) -> bool:
    """Whether the name of the protein says that nothing of it changes."""
    return (_value(components, PROTEIN) or "").rstrip(")").endswith("=")


def _alteration(components: dict[str, Raw], desk: Desk) -> str | None:
    changes = desk.meanings(part(components.get(CHANGE, {}), "valueCodeableConcept"), "alteration")
    if changes:
        return changes[0].content["alteration"] if len(changes) == 1 else None
    return "mutation" if _of_one(components) else None


def _finding(
    gene: str, alteration: str, components: dict[str, Raw], desk: Desk, each: Resource, found: _Report
) -> dict[str, Any]:
    origins = desk.meanings(part(components.get(SOURCE, {}), "valueCodeableConcept"), "origin")
    genomic = _value(components, GENOMIC)
    coding = ":c." in (genomic or "")
    made = {
        "gene": gene,
        "alteration": alteration,
        "hgvs_p": _value(components, PROTEIN),
        "hgvs_c": _value(components, CODING) or (genomic if coding else None),
        "transcript": _value(components, TRANSCRIPT),
        "copies": _copies(components, each, found),
        "vaf": _fraction(components, each, found),
        "origin": origins[0].content["origin"] if len(origins) == 1 else None,
        "text": None if coding and CODING not in components else genomic,
    }
    return {key: value for key, value in made.items() if value is not None}


def _copies(components: dict[str, Raw], each: Resource, found: _Report) -> float | int | None:
    """The number of copies, where it is one."""
    given = amount(part(components.get(COPIES, {}), "valueQuantity"))
    if given.comparator is None:
        return given.value
    found.losses.append(loss(each, "the number of copies is a limit, not a number", said=str(given)))
    return None


def _fraction(components: dict[str, Raw], each: Resource, found: _Report) -> float | None:
    """The allele fraction as a number from 0 to 1; a percentage is one by its unit."""
    if FRACTION not in components:
        return None
    given = amount(part(components[FRACTION], "valueQuantity"))
    if given.value is not None and given.comparator is None:
        if "%" in (given.code, given.unit):
            return round(given.value / 100, 9)
        if given.value <= 1:
            return float(given.value)
    found.losses.append(loss(each, "the allele fraction is neither a fraction nor a percentage", said=str(given)))
    return None


def _leftover(each: Resource, components: dict[str, Raw], found: _Report) -> None:
    """Tell the components that a finding has no field for, and those that repeat one that was read."""
    read = [components[code] for code in READ if code in components]
    kept = [raw for raw in parts(each.raw, "component") if not any(raw is one for one in read)]
    if kept:
        others = [f"{told(part(raw, 'code'))}: {_shown(raw)}" for raw in kept]
        found.losses.append(loss(each, "a finding has no field for it", said="; ".join(others), grade="kept_aside"))


def _of_code(raw: Raw, code: str) -> list[Raw]:
    """The components of one code."""
    return [each for each in parts(raw, "component") if code in {known.code for known in codings(part(each, "code"))}]


def _components(raw: Raw) -> dict[str, Raw]:
    found: dict[str, Raw] = {}
    for each in parts(raw, "component"):
        codes = [code.code for code in codings(part(each, "code")) if code.code]
        found.setdefault(codes[0] if codes else told(part(each, "code")), each)
    return found


def _gene(components: dict[str, Raw], desk: Desk) -> str | None:
    concept = part(components.get(GENE, {}), "valueCodeableConcept")
    known = [each.content["gene"] for each in desk.meanings(concept, "gene")]
    displays = [each.display for each in codings(concept) if each.display]
    if len(known) > 1:
        return None
    return next(iter(known or displays), None) or word(concept, "text")


def _value(components: dict[str, Raw], code: str) -> str | None:
    raw = components.get(code)
    return None if raw is None else _shown(raw) or None


def _shown(raw: Raw) -> str:
    concept = part(raw, "valueCodeableConcept")
    code = next((each.code for each in codings(concept) if each.code), None)
    plain = next((str(raw[key]) for key in raw if key.startswith("value") and not isinstance(raw[key], dict)), "")
    quantity = str(amount(part(raw, "valueQuantity"))) if "valueQuantity" in raw else ""
    name = word(concept, "text") or next((each.display for each in codings(concept) if each.display), None)
    return name or code or quantity or plain or next((str(raw[k]) for k in raw if k.startswith("value")), "")


def _told(raw: Raw) -> str:
    found = _components(raw)
    wanted = (PROTEIN, CODING, GENOMIC, CHANGE, COPIES, FRACTION)
    return "; ".join(_shown(found[code]) for code in wanted if code in found)


def _specimen_day(resource: Resource, results: Sequence[Resource], desk: Desk) -> str | None:
    """The day on which the specimen was taken, else that of the report."""
    for holder in (resource, *results):
        for reference in parts(holder.raw, "specimen"):
            found = desk.lookup(reference, holder)
            collection = part(found.raw, "collection") if found is not None else {}
            period = part(collection, "collectedPeriod")
            taken = day(word(collection, "collectedDateTime")) or common_day(word(period, "start"), word(period, "end"))
            if taken:
                return taken
    return on_of(resource.raw) or next((on_of(each.raw) for each in results if on_of(each.raw)), None)


def _assay(resource: Resource, results: Sequence[Resource]) -> str:
    methods = dict.fromkeys(told(part(each.raw, "method")) for each in results if told(part(each.raw, "method")))
    return "; ".join(methods) or told(part(resource.raw, "code")) or "genetic test"
