"""A ledger as a file: JSON with the digest of every line; what was changed is named by its entry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rosette.designs.conduct.codec import entry_from_json, entry_json
from rosette.designs.conduct.entries import Activated, Entry
from rosette.designs.conduct.ledger import Ledger, LedgerError, Line, broken
from rosette.designs.conduct.writing import faults
from rosette.designs.spec import Specification
from rosette.kernel import Problem, UsageError

FORMAT = "rosette-ledger-1"
CHANGED = "it is not what was sealed: it was changed, or a line before it was added, moved or taken out"


def ledger_json(ledger: Ledger) -> dict[str, Any]:
    """The whole ledger as plain data."""
    return {
        "format": FORMAT,
        "versions": [{"name": each.name, "digest": each.digest} for each in ledger.specifications],
        "digest": ledger.digest,
        "lines": [
            {"number": line.number, "digest": line.digest, "entry": entry_json(line.entry)} for line in ledger.lines
        ],
    }


def ledger_text(ledger: Ledger) -> str:
    """The text of a ledger file: one entry a line, so that two files compare line by line."""
    told = ledger_json(ledger)
    lines = ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in told.pop("lines"))
    head = "".join(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n" for key, value in told.items())
    return f'{{\n{head} "lines": [\n{lines}\n ]\n}}\n'


def load_ledger(path: Path, specifications: Sequence[Specification], *, digest: str | None = None) -> Ledger:
    """The ledger of a file; raises UsageError without a file, LedgerError with every fault of it."""
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError:
        raise LedgerError([Problem("", "it is not text in UTF-8", "a ledger file, JSON")], what=path.name) from None
    return ledger_from_json(text, specifications, digest=digest)


def ledger_from_json(text: str, specifications: Sequence[Specification], *, digest: str | None = None) -> Ledger:
    """The ledger of a file: its chain verified, then every entry checked as if it were appended now.

    digest: of the last line, kept elsewhere; without it a cut-off tail cannot be seen. Raises LedgerError with every
    fault, a changed entry by its number.
    """
    told = _told(text)
    lines = _lines(told)
    _verify(lines, told.get("digest"), digest)
    return replayed(specifications, [line.entry for line in lines])


def replayed(specifications: Sequence[Specification], entries: Sequence[Entry]) -> Ledger:
    """The ledger of these entries, each checked after those before it; raises LedgerError with every fault."""
    ledger, found = Ledger(specifications=tuple(specifications)), list(_unknown(specifications, entries))
    if found:
        raise LedgerError(found, what="ledger")
    for number, entry in enumerate(entries, 1):
        found += [Problem(f"entry {number} ({entry.kind})", fault) for fault in _faults(ledger, entry)]
        ledger = ledger.sealed(entry)
    if found:
        raise LedgerError(found, what="ledger")
    return ledger


def _unknown(specifications: Sequence[Specification], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Activations of versions whose design file was not given: nothing after them can be judged."""
    known = {each.digest for each in specifications}
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, Activated) and entry.specification not in known:
            version = f"{entry.name}, version {entry.version} ({entry.specification[:12]})"
            yield Problem(
                f"entry {number}", f"{version} is not among the versions given", remedy="Give its design file."
            )


def _faults(ledger: Ledger, entry: Entry) -> tuple[str, ...]:
    """The faults of an entry; one that cannot even be judged, since an earlier one is wrong, says so."""
    try:
        return faults(ledger, entry)
    except UsageError as fault:
        return (str(fault),)


def _told(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise LedgerError(
            [Problem("", f"not JSON: {fault}", f'a file with "format": "{FORMAT}"')], what="ledger"
        ) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("lines"), list):
        raise LedgerError(
            [Problem("format", "not the format of a ledger", f'"{FORMAT}" with its lines')], what="ledger"
        )
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """One table; a key that stands twice would be read in one way and seen in another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key in found if sum(key == each for each, _ in pairs) > 1)
        raise ValueError(f'"{twice}" stands twice in one table')
    return found


def _lines(told: Mapping[str, Any]) -> list[Line]:
    found: list[Line] = []
    problems = []
    for place, each in enumerate(told["lines"], 1):
        try:
            found.append(_line(each))
        except UsageError as fault:
            problems.append(Problem(f"entry {place}", str(fault)))
    if problems:
        raise LedgerError(problems, what="ledger")
    return found


def _line(told: Any) -> Line:
    if not isinstance(told, dict) or set(told) != {"number", "digest", "entry"}:
        raise UsageError("a line has its number, its digest and its entry, and nothing else")
    return Line(number=told["number"], digest=told["digest"], entry=entry_from_json(told["entry"]))


def _verify(lines: Sequence[Line], last: object, kept: str | None) -> None:
    problems = list(_breaks(lines, last, kept))
    if problems:
        raise LedgerError(problems, what="ledger")


def _breaks(lines: Sequence[Line], last: object, kept: str | None) -> Iterator[Problem]:
    place, end = broken(lines), lines[-1].digest if lines else ""
    if place is not None:
        yield Problem(f"entry {place}", CHANGED)
    elif end not in (last, "") or (not lines and last):
        yield Problem(f"entry {len(lines) + 1}", "it is missing: the file names another last line than it holds")
    elif kept is not None and kept != end:
        yield Problem(f"entry {len(lines)}", "it is not the last line that was kept elsewhere")
