"""The fifth gate: ids are unique, names lead somewhere, nothing is above itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rosette.kernel import Problems, did_you_mean
from rosette.knowledge.entries import Entry
from rosette.knowledge.graph import rings
from rosette.knowledge.naming import plain_name
from rosette.knowledge.regimens import Result, Schedule, Toxicity
from rosette.knowledge.shelf import Shelf

# Kinds whose ids share one space, because criteria name them in one place.
SPACES = {
    "class": "treatment",
    "agent": "treatment",
    "observation": "code",
    "coded_test": "code",
    "attribute": "code",
}


def check_crossrefs(shelf: Shelf, problems: Problems) -> None:
    """Note every id that is not unique and every name that leads nowhere."""
    _check_ids(shelf, problems)
    _check_names(shelf, problems)
    _check_classes(shelf, problems)
    _check_conditions(shelf, problems)
    _check_codes(shelf, problems)
    _check_doses(shelf, problems)
    _check_molecular(shelf, problems)
    _check_medicines(shelf, problems)


def _check_ids(shelf: Shelf, problems: Problems) -> None:
    seen: dict[tuple[str, str], Entry] = {}
    for kind, entry in shelf.all():
        space = SPACES.get(kind, kind) + getattr(entry, "set", "")
        first = seen.setdefault((space, entry.id), entry)
        if first is not entry and entry.id:
            found = f'"{entry.id}" is already at {first.place}'
            problems.add(f"{entry.place}.id", found=found, wanted="an id of its own")


def _check_names(shelf: Shelf, problems: Problems) -> None:
    names = {plain_name(agent.id): agent.id for agent in shelf.agents}
    for agent in shelf.agents:
        for name in (agent.name, *agent.synonyms):
            owner = names.setdefault(plain_name(name), agent.id)
            if owner != agent.id:
                found = f'"{name}" already means {owner}'
                problems.add(f"{agent.place}.synonyms", found=found, wanted="a name of one agent")


def _check_classes(shelf: Shelf, problems: Problems) -> None:
    classes = {each.id for each in shelf.classes}
    for each in shelf.classes:
        resolve(each, "parents", each.parents, classes, problems)
    _check_rings(shelf.classes, problems)
    for agent in shelf.agents:
        resolve(agent, "classes", sorted(agent.classes), classes, problems)
    agents = {agent.id for agent in shelf.agents}
    for row in shelf.half_lives:
        resolve(row, "id", [row.id], agents, problems)
    kinds = shelf.fact_kinds()
    for each in shelf.classes:
        if not kinds[each.id]:
            found = f'"{each.id}" applies to no kind of fact'
            problems.add(each.place, found=found, wanted="parents or applies_to")


def _check_conditions(shelf: Shelf, problems: Problems) -> None:
    conditions = {each.id for each in shelf.conditions}
    for each in shelf.conditions:
        resolve(each, "parents", each.parents, conditions, problems)
    _check_rings(shelf.conditions, problems)


def _check_rings(entries: Sequence[Entry], problems: Problems) -> None:
    parents: Mapping[str, Sequence[str]] = {each.id: getattr(each, "parents", ()) for each in entries}
    turning = set(rings(parents))
    for each in entries:
        if each.id in turning:
            found = f'"{each.id}" is above itself'
            problems.add(f"{each.place}.parents", found=found, wanted="parents without a ring")


def _check_codes(shelf: Shelf, problems: Problems) -> None:
    procedures = {each.id for each in shelf.procedures}
    needed: list[tuple[Entry, str]] = [(code, code.procedure) for code in shelf.observations]
    needed += [(test, test.procedure) for test in shelf.coded_tests]
    for entry, procedure in needed:
        resolve(entry, "procedure", [procedure], procedures, problems)
    units = {each.id: each.unit for each in shelf.observations}
    for table in shelf.age_sex_tables:
        resolve(table, "observation", [table.code], units, problems)
        if units.get(table.code, table.unit) != table.unit:
            found, wanted = f'"{table.unit}" is not the unit of {table.code}', f'"{units[table.code]}"'
            problems.add(f"{table.place}.unit", found=found, wanted=wanted)


def _check_doses(shelf: Shelf, problems: Problems) -> None:
    agents = {agent.id for agent in shelf.agents}
    treatments = agents | {each.id for each in shelf.classes}
    for each in shelf.conversion_sets:
        resolve(each, "into", [each.into], agents, problems)
        resolve(each, "factors", each.factors, agents, problems)
    sets = {each.id: each for each in shelf.conversion_sets}
    for group in shelf.cumulative_groups:
        resolve(group, "members", group.members, treatments, problems)
        if group.conversion is not None:
            resolve(group, "conversion", [group.conversion], sets, problems)
            if group.conversion in sets and not sets[group.conversion].verified:
                found = f'"{group.conversion}" is unverified'
                problems.add(f"{group.place}.conversion", found=found, wanted="a verified set")


def _check_molecular(shelf: Shelf, problems: Problems) -> None:
    genes, agents = {each.id for each in shelf.genes}, {each.id for each in shelf.agents}
    treatments = agents | {each.id for each in shelf.classes}
    for lesion in shelf.lesions:
        resolve(lesion, "genes", lesion.genes, genes, problems)
        resolve(lesion, "classes", lesion.classes, treatments, problems)
    for evidence in shelf.allele_evidence:
        resolve(evidence, "gene", [evidence.gene], genes, problems)
        resolve(evidence, "agent", [evidence.agent], agents, problems)
    for each in shelf.resistances:
        resolve(each, "genes", each.genes, genes, problems)
        resolve(each, "under", [each.under], treatments, problems)


def _check_medicines(shelf: Shelf, problems: Problems) -> None:
    regimens, agents = {each.id for each in shelf.regimens}, {each.id for each in shelf.agents}
    results = {each.id for each in shelf.results}
    for regimen in shelf.regimens:
        resolve(regimen, "agents", regimen.agents, agents, problems)
    rows: list[Result | Toxicity | Schedule] = [*shelf.results, *shelf.toxicities, *shelf.schedules]
    for row in rows:
        resolve(row, "regimen", [row.regimen], regimens, problems)
    for each in shelf.results:
        resolve(each, "overlaps", each.overlaps, results, problems)


def resolve(entry: Entry, key: str, names: Iterable[str], known: Iterable[str], problems: Problems) -> None:
    """Note every name that is not among the known."""
    choices = known if isinstance(known, set | dict) else set(known)
    for name in names:
        if name and name not in choices:
            near = did_you_mean(name, sorted(choices))
            problems.add(f"{entry.place}.{key}", found=f'"{name}" leads nowhere{near}')
