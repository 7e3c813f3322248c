"""The clinical tables of a study: which sample is of which patient, and what is told of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from attrs import define, field

from rosette.interchange.cbioportal.folder import Folder
from rosette.interchange.codes import code_book
from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Candidate, Loss
from rosette.interchange.reading import Asked
from rosette.interchange.variants.table import sheet_of

PATIENTS, SAMPLES = "CLINICAL/PATIENT_ATTRIBUTES", "CLINICAL/SAMPLE_ATTRIBUTES"
SEXES = {"MALE": "male", "FEMALE": "female"}
DIAGNOSED, TAKEN = "AGE_IN_DAYS", "SPECIMEN_AGE_IN_DAYS"
ASSAY, CERTIFIED, LOOKED_FOR = "ASSAY", "ASSAY_CERTIFIED", "LOOKED_FOR"
DISEASE = {"INSS_STAGE": "inss", "INRGSS_STAGE": "inrgss", "MYCN": "mycn", "INRG_RISK": "inrg_risk"}
DISEASE |= {
    "COG_RISK": "cog_risk",
    "INPC": "inpc",
    "PLOIDY": "ploidy",
    "BASIS": "basis",
    "PRIMARY_SITE": "primary_site",
}
USED = {"PATIENT_ID", "SAMPLE_ID", "SEX", TAKEN, ASSAY, CERTIFIED, LOOKED_FOR}
MYCN_WORDS = {"AMPLIFIED": "amplified", "NOT AMPLIFIED": "not_amplified", "NON-AMPLIFIED": "not_amplified"}


@define(kw_only=True)
class Person:
    """One patient: attributes by name, and those of each sample."""

    attributes: dict[str, str] = field(factory=dict)
    samples: dict[str, dict[str, str]] = field(factory=dict)


def people_of(folder: Folder) -> tuple[dict[str, Person], list[Loss], int]:
    """Every patient by id, the losses of rows, and how many rows there were."""
    people: dict[str, Person] = {}
    losses: list[Loss] = []
    count = 0
    for part in folder.parts_of(PATIENTS, SAMPLES):
        sample = part.sort == SAMPLES
        try:
            assert part.data is not None
            sheet = sheet_of(part.data, needed=("PATIENT_ID", "SAMPLE_ID") if sample else ("PATIENT_ID",))
        except InterchangeError as fault:
            losses.append(_unread(part.name, fault))
            continue
        count += len(sheet.rows) + len(sheet.broken)
        losses += [_wide(part.data.name, line, text) for line, text in sheet.broken]
        for row in sheet.rows:
            place = f"{part.data.name}, line {row.line}"
            losses += _take(people, row.values, sample, place)
    losses += _of_two(people)
    return people, losses, count


def _of_two(people: dict[str, Person]) -> list[Loss]:
    """Take samples that stand under several patients from each of them, and tell them."""
    owners: dict[str, list[str]] = {}
    for name, person in people.items():
        for sample in person.samples:
            owners.setdefault(sample, []).append(name)
    twice = {sample: names for sample, names in owners.items() if len(names) > 1}
    for sample, names in twice.items():
        for name in names:
            del people[name].samples[sample]
    why = "the sample is listed for several patients, and its results stand under its own name"
    place, remedy = "clinical data of samples", "Ask whose it is."
    told = (f"{sample}: {', '.join(names)}" for sample, names in twice.items())
    return [Loss(place=place, said=said, why=why, remedy=remedy, grade="refused") for said in told]


def _unread(name: str, fault: InterchangeError) -> Loss:
    why = "; ".join(each.found for each in fault.problems)
    return Loss(place=name, said=name, why=why, remedy="Ask for the file again.", grade="refused")


def _wide(name: str, line: int, text: str) -> Loss:
    return Loss(place=f"{name}, line {line}", said=text[:200], why="more cells than columns", grade="refused")


def _take(people: dict[str, Person], values: Mapping[str, str], sample: bool, place: str) -> list[Loss]:
    """Put a row where it belongs; what another row of the same says otherwise counts in neither, and is told."""
    person = people.setdefault(values.get("PATIENT_ID", ""), Person())
    holder = person.samples.setdefault(values.get("SAMPLE_ID", ""), {}) if sample else person.attributes
    twice = {key: f"{holder[key]} / {value}" for key, value in values.items() if holder.get(key, value) != value}
    holder.update({key: value for key, value in values.items() if key not in twice})
    for key in twice:
        del holder[key]
    why, remedy = "another row of the same says otherwise", "Ask which one holds."
    said = "; ".join(f"{key} {told}" for key, told in twice.items())
    return [Loss(place=place, said=said, why=why, remedy=remedy, grade="refused")] if twice else []


def day_at(age: str, asked: Asked) -> str | None:
    """The day of an age in days, where the exact day of birth is known."""
    birth = asked.birth
    if birth is None or birth.earliest != birth.latest or not (age.isascii() and age.isdigit()) or len(age) > 5:
        return None
    return (birth.earliest + timedelta(days=int(age))).isoformat()


def told_of(name: str, person: Person, asked: Asked) -> Iterator[Candidate | Loss]:
    """The diagnosis, where its day is known, and a loss that names what else is told."""
    every = _agreed(person)
    found, said = _disease(every, asked)
    day = day_at(every.get(DIAGNOSED, ""), asked)
    place = f"patient {name}"
    if found and day is not None:
        content = {**found, "on": day}
        yield Candidate(kind="diagnosis", content=content, place=place, said=said, key=f"diagnosis/{name}", item=name)
    elif found:
        why = f"the day of the diagnosis is not told: {DIAGNOSED} and the exact day of birth are needed"
        remedy = "Give the day of birth, and enter the diagnosis by hand if the age is not told in days."
        yield Loss(place=place, said=said, why=why, remedy=remedy, grade="refused")
    yield from _others(place, person, USED | {DIAGNOSED} | _read_keys(every, asked))


def _agreed(person: Person) -> dict[str, str]:
    """The attributes on which the patient and all samples agree."""
    found: dict[str, set[str]] = {}
    for each in (person.attributes, *person.samples.values()):
        for key, value in each.items():
            found.setdefault(key, set()).add(value)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def _read_keys(every: Mapping[str, str], asked: Asked) -> set[str]:
    return {key for key in ("ONCOTREE_CODE", *DISEASE) if key in every and _said(key, every[key], asked)}


def _disease(every: Mapping[str, str], asked: Asked) -> tuple[dict[str, Any], str]:
    found: dict[str, Any] = {}
    for key in ("ONCOTREE_CODE", *DISEASE):
        if key in every:
            found.update(_said(key, every[key], asked))
    said = "; ".join(f"{key} {every[key]}" for key in ("ONCOTREE_CODE", *DISEASE, DIAGNOSED) if key in every)
    return found, said


def _said(key: str, text: str, asked: Asked) -> dict[str, str]:
    """What one attribute says in the words of a record; nothing when it is not one of them."""
    if key == "ONCOTREE_CODE":
        known = code_book(asked.knowledge).meaning("oncotree", text)
        return dict(known.content) if known else {}
    name = DISEASE[key]
    if name == "primary_site":
        return {name: text}
    value = MYCN_WORDS.get(text.upper(), text) if name == "mycn" else text
    words = asked.knowledge.attributes[name].values if name in asked.knowledge.attributes else ()
    short = value.removeprefix("Stage ").removeprefix("stage ").removeprefix("STAGE ")
    return next(({name: each} for each in (value, short, short.upper(), value.lower()) if each in words), {})


def _others(place: str, person: Person, used: set[str]) -> Iterator[Loss]:
    rows = [("", person.attributes), *((f"{name} ", each) for name, each in person.samples.items())]
    others = [f"{name}{key}: {value}" for name, each in rows for key, value in each.items() if key not in used]
    if others:
        why = "attributes without a day, or without a word here"
        yield Loss(place=place, said="; ".join(others)[:1900], why=why, grade="kept_aside")
