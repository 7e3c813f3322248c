"""Example instances of FSH texts as FHIR JSON, one a line: enough to try the importer on guides that ship no JSON.

python -m tools.fsh FOLDER OUT.ndjson. Not a compiler: profiles, value sets and invariants are not read; of the fixed
values of profiles only the codes in CODES are added; a rule that is not understood is counted and left out.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
SYSTEMS = {"LNC": LOINC, "SCT": SNOMED, "NCIT": NCIT, "HGNC": "http://www.genenames.org/geneId"} | {
    "HGNCID": "http://www.genenames.org/geneId",
    "HGVS": "http://varnomen.hgvs.org",
    "RXN": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ClinStatus": "http://terminology.hl7.org/CodeSystem/condition-clinical",
    "VerStatus": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
}
CODES = {
    "GenomicVariant": (LOINC, "69548-6"),
    "Variant": (LOINC, "69548-6"),
    "GenomicRegionStudied": (LOINC, "53041-0"),
    "ECOGPerformanceStatus": (LOINC, "89247-1"),
    "KarnofskyPerformanceStatus": (LOINC, "89243-0"),
    "LanskyPlayPerformanceStatus": (NCIT, "C38144"),
    "CancerDiseaseStatus": (LOINC, "97509-4"),
    "RadiotherapyCourseSummary": (SNOMED, "1217123003"),
    "http://hl7.org/fhir/StructureDefinition/bodyweight": (LOINC, "29463-7"),
    "http://hl7.org/fhir/StructureDefinition/bodyheight": (LOINC, "8302-2"),
    "BodySurfaceArea": (LOINC, "3140-1"),
}
SLICES = {"gene-studied": "48018-6", "genomic-hgvs": "81290-9", "genomic-source-class": "48002-0"}
SLICES |= {"variation-code": "81252-9", "coding-hgvs": "48004-6", "protein-hgvs": "48005-3"}
TYPES = ("Patient", "Condition", "Specimen", "MedicationRequest", "MedicationAdministration", "MedicationStatement")
ENDS = {"Organization": "Organization", "Practitioner": "Practitioner", "Procedure": "Procedure"} | {
    "CourseSummary": "Procedure",
    "Report": "DiagnosticReport",
    "ReportLab": "DiagnosticReport",
    "Volume": "BodyStructure",
    "Bundle": "Bundle",
    "Group": "Group",
    "ServiceRequest": "ServiceRequest",
    "FamilyMemberHistory": "FamilyMemberHistory",
    "ResearchStudy": "ResearchStudy",
    "PlanDefinition": "PlanDefinition",
    "CancerPatient": "Patient",
}
RULE = re.compile(r"\*\s+(?P<path>\S+)\s*=\s*(?P<value>.+)")
STEP = re.compile(r"(?P<name>[A-Za-z]+)(?P<marks>(?:\[[^\]]*\])*)")
CODE = re.compile(r'(?P<system>[^#\s]*)#(?P<code>"[^"]+"|\S+)(?:\s+"(?P<display>.*?)")?')
LISTS = set(
    """coding category identifier name given component extension entry result bodySite dosage stage specimen performer
    profile doseAndRate interpretation focus contained reasonCode reasonReference""".split()  # noqa: SIM905
)


def type_of(parent: str) -> str:
    """The type of resource of an instance."""
    for name in TYPES:
        if parent.endswith(name):
            return name
    return next((kind for end, kind in ENDS.items() if parent.endswith(end)), "Observation")


def instances(text: str) -> tuple[dict[str, dict[str, Any]], int]:
    """Every instance by its name, and how many rules were left out."""
    sets = {m[1]: m[2] for m in re.finditer(r"RuleSet: (\S+)\n((?:(?:\*|//).*\n)+)", text)}
    found: dict[str, dict[str, Any]] = {}
    skipped, name, parent = 0, "", ""
    for raw in re.sub(r"\* insert (\S+)", lambda m: sets.get(m[1], ""), text).splitlines():
        line = re.sub(r"\s//\s.*", "", raw).strip()
        if line.startswith(("Instance:", "Profile:", "ValueSet:", "RuleSet:", "Alias:", "CodeSystem:")):
            name = line.split(":", 1)[1].strip() if line.startswith("Instance:") else ""
        elif line.startswith("InstanceOf:") and name:
            parent = line.split(":", 1)[1].strip()
            found[name] = {"resourceType": type_of(parent), "id": name}
            if parent in CODES:
                system, code = CODES[parent]
                found[name]["code"] = {"coding": [{"system": system, "code": code}]}
        elif name in found and (rule := RULE.match(line)):
            skipped += not _put(found[name], rule["path"], rule["value"].strip())
    return found, skipped


def _put(root: dict[str, Any], path: str, value: str) -> bool:
    """Set one element; False when the rule is not understood."""
    steps = list(STEP.finditer(path))
    at: Any = root
    for number, step in enumerate(steps):
        last, name = number == len(steps) - 1, step["name"]
        marks = re.findall(r"\[([^\]]*)\]", step["marks"])
        if not marks and name not in LISTS:
            if last:
                at[name] = _value(name, value)
                return at[name] is not None
            at = at.setdefault(name, {})
            continue
        listed = at.setdefault(name, [])
        if not isinstance(listed, list):
            return False
        if last and name not in ("component", "extension", "entry"):
            listed.append(_value(name, value))
            return True
        at = _item(listed, name, marks)
    return False


def _item(listed: list[Any], name: str, marks: list[str]) -> Any:
    slice_ = next((mark for mark in marks if mark not in ("+", "=") and not mark.isdigit()), None)
    same = [each for each in listed if isinstance(each, dict) and each.get("_slice") == slice_]
    index = next((int(mark) for mark in marks if mark.isdigit()), len(same) if "+" in marks else max(len(same) - 1, 0))
    if index < len(same):
        return same[index]
    made: dict[str, Any] = {"_slice": slice_}
    if name == "component" and slice_ in SLICES:
        made["code"] = {"coding": [{"system": LOINC, "code": SLICES[slice_]}]}
    if name == "extension" and slice_:
        made["url"] = MCODE + "radiotherapy-dose-delivered-to-volume" if slice_ == "doseDeliveredToVolume" else slice_
    listed.append(made)
    return made


def _value(name: str, text: str) -> Any:
    if text.startswith("Reference("):
        return {"reference": text[10:].split(")")[0]}
    if text.startswith('"'):
        return text[1 : text.rindex('"')]
    if (amount := re.match(r"(-?[\d.]+)\s+'([^']+)'", text)) is not None:
        return {"value": float(amount[1]), "system": "http://unitsofmeasure.org", "code": amount[2], "unit": amount[2]}
    if text in ("true", "false") or re.fullmatch(r"-?\d+(\.\d+)?", text):
        return json.loads(text)
    code = CODE.match(text)
    if code is None:
        return {"_instance": text}
    system = SYSTEMS.get(code["system"].lstrip("$"), code["system"])
    if not system:
        return code["code"]
    coding = {"system": system, "code": code["code"].strip('"'), "display": code["display"] or ""}
    return coding if name == "coding" or name.endswith("Coding") else {"coding": [coding]}


def finished(raw: Any, found: dict[str, dict[str, Any]], depth: int = 0) -> Any:
    """The instance with those that it names inside, and references by type."""
    if isinstance(raw, list):
        return [finished(each, found, depth) for each in raw]
    if not isinstance(raw, dict):
        return raw
    if "_instance" in raw:
        return finished(found.get(raw["_instance"], {}), found, depth + 1) if depth < 5 else {}
    kept = {key: finished(each, found, depth) for key, each in raw.items() if key != "_slice"}
    if isinstance(name := kept.get("reference"), str) and name in found:
        kept["reference"] = f"{found[name]['resourceType']}/{name}"
    return kept


def main(folder: Path, out: Path) -> None:
    """Write every instance of a folder as a line."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.fsh")))
    found, skipped = instances(text)
    lines = [json.dumps(finished(each, found)) for each in found.values()]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} instances, {skipped} rules left out")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
