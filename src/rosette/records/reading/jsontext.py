"""JSON text to plain values: what JSON itself leaves open is refused or marked, never guessed."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from rosette.kernel import Problem, RecordError
from rosette.records.shapes import NotFinite

MOST_BYTES = 20_000_000
_BINARY = ("\x00", "\ufffe")


class Repeating(dict[str, Any]):
    """An object in whose text some keys stand twice; `repeated` names them."""

    repeated: tuple[str, ...] = ()


def parse_json(content: str | bytes, *, what: str) -> object:
    """Parse the text of a record; raises RecordError with the place of the fault."""
    refuse_size(len(content), what=what)
    text = content if isinstance(content, str) else _decoded(content, what)
    if text.startswith(_BINARY) or "\x00" in text:
        raise _not_json(what, "", "the file is binary, not text")
    try:
        return json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=NotFinite, parse_int=_whole
        )
    except json.JSONDecodeError as fault:
        raise _not_json(what, f"line {fault.lineno}, column {fault.colno}", f"not JSON: {_plain(fault.msg)}") from None
    except RecursionError:
        raise _not_json(what, "", "the JSON is nested too deeply to be a record") from None


def refuse_size(size: int, *, what: str) -> None:
    """Raise RecordError when a record is larger than any record can be."""
    if size > MOST_BYTES:
        megabytes = f"{size / 1e6:.0f} MB"
        raise _not_json(what, "", f"the file has {megabytes}", f"at most {MOST_BYTES // 1_000_000} MB for one child")


def _decoded(content: bytes, what: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        found = f"byte {fault.start + 1} is not UTF-8 text"
        raise _not_json(
            what, "", found, "a JSON text in UTF-8", "A scan, a spreadsheet or a PDF cannot be read here."
        ) from None


def _not_json(what: str, at: str, found: str, wanted: str = "a JSON object", remedy: str = "") -> RecordError:
    return RecordError([Problem(at, found, wanted, remedy)], what=what)


def _plain(message: str) -> str:
    return f"{message[0].lower()}{message[1:]}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    marked = Repeating(found)
    marked.repeated = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return marked


def _whole(text: str) -> int | float:
    return int(text) if len(text) <= 18 else float(text)
