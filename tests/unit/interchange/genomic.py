"""What the tests of genomic files share: reading, merging, and comparing a record with one that was read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from attrs import evolve

from rosette.interchange import Asked, Batch, Content, Format, Found, Limits, Merged, merge, record_for
from rosette.interchange.losing import Lost
from rosette.interchange.merging import ENVELOPE
from rosette.kernel import PartialDate
from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord, Fact
from rosette.records.shapes import write_object

KNOWLEDGE = load_knowledge()
BIRTH, SPECIMEN = PartialDate.parse("2019-03-10"), PartialDate.parse("2026-05-01")
BATCH = Batch(id="b", at=datetime(2026, 6, 1, tzinfo=UTC), by="A. Nurse")
Contents = list[dict[str, Any]]


def content(data: bytes | str | dict[str, str], *, name: str = "file", **limits: int) -> Content:
    """A file, or a folder of files by their names."""
    bound = Limits(**limits)
    if isinstance(data, dict):
        files = {key: Content(name=key, data=text.encode(), limits=bound) for key, text in data.items()}
        return Content(name=name, data=b"", files=files, limits=bound)
    return Content(name=name, data=data.encode() if isinstance(data, str) else data, limits=bound)


def asked(**more: Any) -> Asked:
    """What a person adds: the days of birth and of the specimen, and what a test says."""
    return Asked(**{"knowledge": KNOWLEDGE, "birth": BIRTH, "specimen": SPECIMEN, **more})


def merged(found: Found, *, into: ChildRecord | None = None, child: int = 0) -> Merged:
    """The facts of one child of a file."""
    told = found.children[child]
    told = evolve(told, birth=told.birth or BIRTH)
    record = into or record_for(told, name="example-01")
    return merge(told, into=record, origin=found.origin, batch=BATCH, knowledge=KNOWLEDGE)


def read_again(form: Format, data: bytes | str | dict[str, str], record: ChildRecord) -> Merged:
    """A record that was written, read back into an empty one."""
    found = form.read(content(data), asked(birth=record.birth, specimen=None))
    assert not [loss for loss in found.losses if loss.grade != "about_nobody"]
    empty = ChildRecord(id=record.id, birth=record.birth, sex=record.sex)
    latest = max((fact.recorded_at for fact in record.facts), default=BATCH.at)
    batch = evolve(BATCH, at=max(latest, BATCH.at))
    (child,) = found.children or (None,)
    assert child is not None
    return merge(child, into=empty, origin=found.origin, batch=batch, knowledge=KNOWLEDGE)


def contents(facts: Iterable[Fact], lost: Iterable[Lost] = ()) -> list[str]:
    """What facts say without what is listed as lost, in an order of their own."""
    listed = list(lost)
    gone = {each.fact for each in listed if each.whole}
    made = [
        _without(fact, [each.what for each in listed if each.fact == fact.id]) for fact in facts if fact.id not in gone
    ]
    return sorted({json.dumps(_sorted(each), sort_keys=True) for each in made})


def _without(fact: Fact, lost: list[str]) -> dict[str, Any]:
    raw = {key: value for key, value in write_object(fact).items() if key not in ENVELOPE}
    for what in lost:
        match = re.fullmatch(r"findings\[(\d+)\](?:\.(\w+))?", what)
        if match is None:
            raw.pop(what, None)
        elif match[2] is None:
            raw["findings"][int(match[1])] = None
        else:
            (raw["findings"][int(match[1])] or {}).pop(match[2], None)
    if "findings" in raw:
        raw["findings"] = [each for each in raw["findings"] if each is not None]
    return {**raw, "kind": fact.kind}


def _sorted(raw: dict[str, Any]) -> dict[str, Any]:
    """Lists whose order says nothing in one order; what is empty or the default left out."""
    found = {key: value for key, value in raw.items() if value not in (None, [], {}, ())}
    if found.get("state") == "present":
        del found["state"]
    if "findings" in found:
        found["findings"] = sorted(found["findings"], key=lambda each: json.dumps(each, sort_keys=True))
    if "covers" in found:
        found["covers"] = {gene: sorted(each) for gene, each in found["covers"].items()}
    return found
