"""A data cut: tidy tables, codebook, mapping files and a manifest with the digest of each file and of the whole."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rosette.interchange.errors import InterchangeError
from rosette.interchange.tidy.codebook import codebook
from rosette.interchange.tidy.columns import CHILDREN, columns, row_of
from rosette.interchange.tidy.files import csv_bytes, packed, parquet_bytes
from rosette.interchange.tidy.mappings import mapping_text
from rosette.kernel import Problems
from rosette.knowledge import Knowledge
from rosette.records import KINDS, ChildRecord, Fact
from rosette.records.shapes import write_object
from rosette.version import SOFTWARE

FORM = "rosette-tidy/1"
MANIFEST = "manifest.json"
_OUTSIDE = ("id", "source", "recorded_at", "recorded_by", "supersedes", "status")


def tidy_cut(
    records: Iterable[ChildRecord], *, on: date, knowledge: Knowledge, secret: bytes | None = None
) -> dict[str, bytes]:
    """The files of a data cut by name; equal records give equal bytes, in whatever order they come.

    on: day of the cut. secret: makes pseudonyms that stay the same from cut to cut and that only its holder can make;
    without it children are counted. Only facts that count on no later correction are in it. Raises InterchangeError
    when two records have one id.
    """
    children = _named(sorted(records, key=_digest), secret)
    tables = {CHILDREN: [_child(name, each) for name, each in children.items()]}
    for kind in KINDS:
        rows = [row for name, each in children.items() for row in _rows(name, each, kind, knowledge)]
        if rows:
            tables[kind] = rows
    files: dict[str, bytes] = {}
    for table, rows in tables.items():
        files[f"{table}.csv"] = csv_bytes(columns(table), rows)
        files[f"{table}.parquet"] = parquet_bytes(columns(table), rows)
        files[f"{table}.mapping.toml"] = mapping_text(table).encode()
    files["codebook.csv"] = codebook(tables, knowledge)
    files[MANIFEST] = _manifest(files, {name: len(rows) for name, rows in tables.items()}, on, knowledge)
    return files


def _named(records: Sequence[ChildRecord], secret: bytes | None) -> dict[str, ChildRecord]:
    problems = Problems()
    ids = [each.id for each in records]
    for name in dict.fromkeys(ids):
        if ids.count(name) > 1:
            problems.add("", found=f'two records have the id "{name}"', remedy="Export each child once.")
    problems.raise_as(InterchangeError, what="data cut")
    names = [_pseudonym(each.id, number, secret) for number, each in enumerate(records, 1)]
    return dict(sorted(zip(names, records, strict=True), key=lambda pair: pair[0]))


def _pseudonym(name: str, number: int, secret: bytes | None) -> str:
    if secret is None:
        return f"c{number:05d}"
    return f"c{hmac.new(secret, name.encode(), hashlib.sha256).hexdigest()[:16]}"


def _digest(record: ChildRecord) -> str:
    """An order that does not tell the ids of the records."""
    return hashlib.sha256(record.id.encode()).hexdigest()


def _child(name: str, record: ChildRecord) -> dict[str, Any]:
    return {"child": name, "birth": str(record.birth), "sex": record.sex}


def _rows(child: str, record: ChildRecord, kind: str, knowledge: Knowledge) -> list[dict[str, Any]]:
    facts = sorted((each for each in record.active if each.kind == kind), key=_order)
    return [
        row_of(each, child=child, name=f"{child}-{kind}-{number}", knowledge=knowledge)
        for number, each in enumerate(facts, 1)
    ]


def _order(fact: Fact) -> tuple[str, str]:
    content = {key: value for key, value in write_object(fact).items() if key not in _OUTSIDE}
    return str(fact.since or ""), packed([content, fact.source.type])


def _manifest(files: Mapping[str, bytes], rows: Mapping[str, int], on: date, knowledge: Knowledge) -> bytes:
    listed = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    whole = "".join(f"{each['sha256']}  {each['name']}\n" for each in listed)
    told = {
        "format": FORM,
        "on": on.isoformat(),
        "software": SOFTWARE,
        "knowledge": {"release": knowledge.release, "digest": knowledge.digest},
        "rows": dict(rows),
        "files": listed,
        "sha256": hashlib.sha256(whole.encode()).hexdigest(),
    }
    return (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()
