"""Reads the eligibility text of a registry record (the JSON of its interface, version 2) or of a plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from rosette.kernel import BadInput, PortfolioError, Problem, Problems
from rosette.knowledge import Knowledge
from rosette.portfolio.drafting.draft import Draft
from rosette.portfolio.drafting.drafting import draft_criteria

MOST_BYTES, MOST_CHARACTERS = 5_000_000, 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
FIELDS = ("minimumAge", "maximumAge", "sex")


@frozen(kw_only=True)
class RegistryText:
    """The eligibility text of one record with the fields that stand beside it."""

    trial: str
    text: str = field(repr=False)
    fields: Mapping[str, str] = field(factory=dict)


def read_registry_file(path: Path) -> RegistryText:
    """Read a file: a record as JSON, or a plain text; raises PortfolioError that says what is wrong with it."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as fault:
        raise _fault(path.name, f"cannot be read: {fault.strerror}", "a registry record or a text") from None
    if size > MOST_BYTES:
        raise _fault(path.name, f"{size} bytes", f"at most {MOST_BYTES} bytes")
    return read_registry(content, name=path.name)


def read_registry(content: bytes, *, name: str) -> RegistryText:
    """Read the content of a file; raises PortfolioError that says what is wrong with it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _fault(name, f"not UTF-8 text (byte {fault.start})", "a registry record or a text") from None
    if _CONTROL.search(text):
        raise _fault(name, "characters that no text holds: a binary file", "a registry record or a text")
    if not text.lstrip().startswith(("{", "[")) or not name.endswith(".json"):
        return RegistryText(trial=name.rpartition(".")[0] or name, text=checked(text, name=name))
    return _from_json(text, name)


def _from_json(text: str, name: str) -> RegistryText:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as fault:
        remedy = "Fetch the record again: it may be cut off."
        raise _fault(
            f"{name}:{fault.lineno}:{fault.colno}", f"not JSON: {fault.msg}", "a whole record", remedy
        ) from None
    except RecursionError:
        raise _fault(name, "nested too deeply", "a registry record") from None
    return registry_text(record, name=name)


def registry_text(record: Any, *, name: str) -> RegistryText:
    """The eligibility text of a record that was read; raises PortfolioError with every fault."""
    problems = Problems()
    protocol = _part(record, "protocolSection", name, problems)
    within = f"{name}, protocolSection"
    module = {} if problems else _part(protocol, "eligibilityModule", within, problems)
    text = module.get("eligibilityCriteria")
    if not problems and not isinstance(text, str):
        found = "no eligibility text" if text is None else f"eligibilityCriteria is {type(text).__name__}"
        problems.add(
            f"{name}, eligibilityModule", found=found, wanted="a text", remedy="Encode the trial from its protocol."
        )
    problems.raise_as(PortfolioError, what=name)
    fields = {key: module[key] for key in FIELDS if isinstance(module.get(key), str)}
    return RegistryText(trial=_id(protocol, name), text=checked(str(text), name=name), fields=fields)


def _part(table: Any, key: str, where: str, problems: Problems) -> dict[str, Any]:
    part = table.get(key) if isinstance(table, dict) else None
    if isinstance(part, dict):
        return part
    problems.add(where, found=f'no "{key}"', wanted="a record of the registry's interface, version 2")
    return {}


def _id(protocol: Mapping[str, Any], name: str) -> str:
    identity = protocol.get("identificationModule")
    found = identity.get("nctId") if isinstance(identity, dict) else None
    return found if isinstance(found, str) and found else name.rpartition(".")[0] or name


def checked(text: str, *, name: str) -> str:
    """The text when it says something and is no longer than an eligibility text can be."""
    if not text.strip():
        raise _fault(name, "an empty eligibility text", "a text", "Encode the trial from its protocol.")
    if len(text) > MOST_CHARACTERS:
        raise _fault(name, f"{len(text)} characters", f"at most {MOST_CHARACTERS}", "Give the eligibility text alone.")
    return text


def draft_registry(record: RegistryText, *, knowledge: Knowledge | None = None) -> Draft:
    """Draft criteria from a record that was read."""
    return draft_criteria(record.text, trial=record.trial, fields=record.fields, knowledge=knowledge)


def _fault(path: str, found: str, wanted: str, remedy: str = "") -> BadInput:
    return PortfolioError([Problem(path, found, wanted, remedy)], what="eligibility text")
