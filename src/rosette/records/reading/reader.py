"""Reads a child's record from JSON: every problem is listed with its place, a sentence and the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from rosette.kernel import PartialDate, RecordError, did_you_mean, one_of
from rosette.knowledge import Knowledge, load_knowledge
from rosette.records.facts import KINDS, Fact
from rosette.records.reading.jsontext import parse_json, refuse_size
from rosette.records.reading.rules import check_fact
from rosette.records.reading.whole import Placed, check_ids, check_supersession
from rosette.records.record import FORMAT, ChildRecord
from rosette.records.shapes import FAULT, MOST_PROBLEMS, Day, Desk, Fault, read_object, shown


def load_record(path: Path, *, knowledge: Knowledge | None = None) -> ChildRecord:
    """Read the record of a file; raises RecordError with every problem, OSError without such a file."""
    refuse_size(path.stat().st_size, what=path.name)
    return read_record(path.read_bytes(), knowledge=knowledge, what=path.name)


def read_record(content: str | bytes, *, knowledge: Knowledge | None = None, what: str = "record") -> ChildRecord:
    """Read a record from its text; raises RecordError with every problem."""
    return build_record(parse_json(content, what=what), knowledge=knowledge, what=what)


def build_record(raw: object, *, knowledge: Knowledge | None = None, what: str = "record") -> ChildRecord:
    """Read a record from parsed JSON; raises RecordError with every problem."""
    desk = Desk(load_knowledge() if knowledge is None else knowledge)
    if not isinstance(raw, dict):
        desk.refuse("", f"the file holds {shown(raw)}", "one JSON object, a child's record")
        raise RecordError(desk.problems.found, what=what)
    record = _read_all(raw, desk)
    if desk.full:
        desk.problems.add("", found=f"reading stopped after {MOST_PROBLEMS} problems")
    if isinstance(record, Fault) or desk.problems:
        raise RecordError(desk.problems.found, what=what)
    return record


def build_fact(raw: object, *, knowledge: Knowledge, birth: PartialDate | None = None, what: str = "fact") -> Fact:
    """Read one fact from parsed JSON; raises RecordError with every problem."""
    desk = Desk(knowledge)
    fact = _read_fact(raw, "", desk)
    if not isinstance(fact, Fault):
        check_fact(fact, "", desk, birth=birth)
    if isinstance(fact, Fault) or desk.problems:
        raise RecordError(desk.problems.found, what=what)
    return fact


def _read_all(raw: dict[str, Any], desk: Desk) -> ChildRecord | Fault:
    if raw.get("format") != FORMAT:
        found = (
            f"{shown(raw['format'])} is not a format that is read here" if "format" in raw else '"format" is missing'
        )
        desk.refuse("format", found, f'"{FORMAT}"')
    listed = raw.get("facts", [])
    if not isinstance(listed, list):
        desk.refuse("facts", f"{shown(listed)} is not a list", "a list of facts in square brackets")
        listed = []
    header = read_object(ChildRecord, raw, "", desk)
    facts = _read_facts(listed, desk, birth=_birth(raw, desk))
    check_ids(facts, desk)
    check_supersession(facts, desk, known=[item["id"] for item in listed if _has_id(item)])
    return FAULT if isinstance(header, Fault) else attrs.evolve(header, facts=tuple(fact for _, fact in facts))


def _has_id(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("id"), str)


def _birth(raw: Mapping[str, object], desk: Desk) -> PartialDate | None:
    day = Day().read(raw.get("birth_date"), "birth_date", Desk(desk.knowledge))
    return None if isinstance(day, Fault) else day


def _read_facts(listed: Sequence[object], desk: Desk, *, birth: PartialDate | None) -> Placed:
    facts: list[tuple[str, Fact]] = []
    for place, item in enumerate(listed):
        if desk.full:
            break
        fact = _read_fact(item, f"facts[{place}]", desk)
        if not isinstance(fact, Fault):
            check_fact(fact, f"facts[{place}]", desk, birth=birth)
            facts.append((f"facts[{place}]", fact))
    return facts


def _read_fact(item: object, at: str, desk: Desk) -> Fact | Fault:
    if not isinstance(item, dict):
        return desk.refuse(at, f"{shown(item)} is not an object", "a fact in curly brackets")
    kind = item.get("kind")
    if not isinstance(kind, str):
        found = '"kind" is missing' if kind is None else f"{shown(kind)} is not text"
        return desk.refuse(f"{at}.kind", found, one_of([*KINDS], most=40))
    if kind not in KINDS:
        near = did_you_mean(kind, KINDS)
        wanted = "" if near else one_of([*KINDS], most=40)
        return desk.refuse(f"{at}.kind", f'"{kind}" is not a kind of fact{near}', wanted)
    return read_object(KINDS[kind], item, at, desk)
