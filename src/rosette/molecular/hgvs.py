"""Reading HGVS names of coding, genomic and protein changes, in three-letter and one-letter form.

Refused, each with its reason: uncertain places, several changes in one name, alleles, RNA.
Source: [@hgvs-nomenclature, recommendations for DNA and protein].
"""

from __future__ import annotations

import re
from typing import Any

from rosette.kernel import BadInput, Problem
from rosette.molecular.variants import LETTERS, Base, Residue, Variant

EXAMPLES = '"p.(Phe1174Leu)", "F1174L", "c.3522C>A" or "NM_004304.5:c.3522C>A"'
_NAME = re.compile(r"(?:(?P<sequence>[^:\s]+):)?(?:(?P<coordinates>[cgmnpr])\.)?(?P<change>\S+)")
_BASE = r"(?P<{0}_star>\*?)(?P<{0}>-?\d+)(?P<{0}_offset>[+-]\d+)?"
_BASES = rf"{_BASE.format('start')}(?:_{_BASE.format('end')})?"
_SEQ = r"[ACGTUNacgtun]"
_DNA: tuple[tuple[str, str], ...] = (
    ("substitution", rf"{_BASES}(?P<old>{_SEQ})>(?P<new>{_SEQ})"),
    ("delins", rf"{_BASES}del{_SEQ}*ins(?P<new>{_SEQ}+)"),
    ("delins", rf"{_BASES}(?P<old>{_SEQ}+)>(?P<new>{_SEQ}+)"),
    ("deletion", rf"{_BASES}del(?P<old>{_SEQ}*|\d+)"),
    ("duplication", rf"{_BASES}dup(?P<old>{_SEQ}*|\d+)"),
    ("insertion", rf"{_BASES}ins(?P<new>{_SEQ}+)"),
    ("inversion", rf"{_BASES}inv(?P<old>{_SEQ}*|\d+)"),
    ("identity", rf"{_BASES}="),
)
_ACID = "(?:" + "|".join(LETTERS) + r"|[ACDEFGHIKLMNPQRSTUVWXY*])"
_RESIDUES = rf"(?P<start>{_ACID})(?P<start_number>\d+)(?:_(?P<end>{_ACID})(?P<end_number>\d+))?"
_PROTEIN: tuple[tuple[str, str], ...] = (
    ("frameshift", rf"{_RESIDUES}(?P<new>{_ACID})?fs(?:(?:Ter|\*|X)(?P<stop>\d+|\?)?)?"),
    ("extension", rf"{_RESIDUES}(?P<new>{_ACID})?ext(?:(?:Ter|\*|X)?(?P<stop>-?\d+|\?))?"),
    ("delins", rf"{_RESIDUES}delins(?P<new>{_ACID}+)"),
    ("deletion", rf"{_RESIDUES}del"),
    ("duplication", rf"{_RESIDUES}dup"),
    ("insertion", rf"{_RESIDUES}ins(?P<new>{_ACID}+)"),
    ("identity", rf"{_RESIDUES}="),
    ("unknown", rf"{_RESIDUES}\?"),
    ("substitution", rf"{_RESIDUES}(?P<new>{_ACID})"),
)
_WHOLE = {"?": "unknown", "0": "no protein", "=": "identity"}
_REFUSED = (
    (re.compile(r"\(.*[?_].*_.*\)|\?_"), "places that are not exact", "Give the first and last place that is known."),
    (re.compile(r"[\[\];]"), "several changes in one name", "Enter each change as a finding of its own."),
)


def parse_variant(text: str, *, path: str = "") -> Variant:
    """Read one name; a bare protein change such as F1174L is taken as p.

    Raises BadInput with the place `path` and the way out.
    """
    match = _NAME.fullmatch(text.strip())
    coordinates = match and (match["coordinates"] or "p")
    if match is None or coordinates == "r":
        raise _fault(path, text, "not a change of DNA or of a protein")
    body = match["change"]
    predicted = body.startswith("(") and body.endswith(")")
    read = _protein if coordinates == "p" else _dna
    found = read(body[1:-1] if predicted else body, match["sequence"], str(coordinates), predicted)
    if found is None:
        raise _refused(path, text, body)
    return _checked(found, path, text)


def _refused(path: str, text: str, body: str) -> BadInput:
    for pattern, what, remedy in _REFUSED:
        if pattern.search(body):
            return _fault(path, text, what, remedy)
    return _fault(path, text, "not a name of a change")


def _fault(path: str, text: str, what: str, remedy: str = "") -> BadInput:
    return BadInput([Problem(path, f'"{text}" is {what}', EXAMPLES, remedy)], what="variant")


def _checked(found: Variant, path: str, text: str) -> Variant:
    """Places that run backwards, and insertions that are not between neighbours, are faults."""
    start, end = found.start, found.end
    if start is None or end is None:
        return found
    if _order(end) < _order(start):
        raise _fault(path, text, "a change whose last place is before its first")
    apart = isinstance(start, Residue) and isinstance(end, Residue) and end.number - start.number != 1
    if found.kind == "insertion" and (apart or start == end):
        raise _fault(path, text, "an insertion that is not between two neighbours")
    return found


def _order(place: Base | Residue) -> tuple[int, int, int]:
    if isinstance(place, Residue):
        return (0, place.number, 0)
    return (int(place.from_stop), place.number, place.offset)


def _first(patterns: tuple[tuple[str, str], ...], body: str) -> tuple[str, re.Match[str]] | None:
    for kind, pattern in patterns:
        match = re.fullmatch(pattern, body)
        if match is not None:
            return kind, match
    return None


def _dna(body: str, sequence: str | None, coordinates: str, predicted: bool) -> Variant | None:
    if body in ("=", "?"):
        return _variant(_WHOLE[body], sequence, coordinates, predicted)
    found = _first(_DNA, body)
    if found is None:
        return None
    kind, match = found
    parts = match.groupdict()
    old, new = ((parts.get(key) or "").upper().replace("U", "T") for key in ("old", "new"))
    start, end = (_base(match, name) for name in ("start", "end"))
    old = "" if old.isdecimal() else old
    return _variant(kind, sequence, coordinates, predicted, start=start, end=end or start, old=old, new=new)


def _base(match: re.Match[str], name: str) -> Base | None:
    if match[name] is None:
        return None
    return Base(int(match[name]), int(match[f"{name}_offset"] or 0), bool(match[f"{name}_star"]))


def _protein(body: str, sequence: str | None, coordinates: str, predicted: bool) -> Variant | None:
    if body in _WHOLE:
        return _variant(_WHOLE[body], sequence, coordinates, predicted)
    found = _first(_PROTEIN, body)
    if found is None:
        return None
    kind, match = found
    parts = match.groupdict()
    start = Residue(_letter(match["start"]), int(match["start_number"]))
    end = Residue(_letter(match["end"]), int(match["end_number"])) if match["end"] else start
    stop = parts.get("stop")
    new = "".join(_letter(each) for each in re.findall(_ACID, parts.get("new") or ""))
    number = None if stop in (None, "?") else int(str(stop))
    if kind == "substitution" and new == start.amino_acid:
        kind, new = "identity", ""
    return _variant(kind, sequence, coordinates, predicted, start=start, end=end, new=new, stop=number)


def _letter(acid: str) -> str:
    return LETTERS.get(acid, "*" if acid == "X" else acid)


def _variant(kind: str, sequence: str | None, coordinates: str, predicted: bool, **parts: Any) -> Variant:
    return Variant(kind=kind, sequence=sequence, coordinates=coordinates, predicted=predicted, **parts)  # type: ignore[arg-type]
