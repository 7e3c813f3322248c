"""What a merged fact keeps of where it came from, and the losses of candidates that became no fact."""

from __future__ import annotations

from rosette.interchange.finds import Candidate, Loss, Origin
from rosette.kernel import RecordError
from rosette.records.shapes import LONGEST_TEXT, Json


def refused(candidate: Candidate, fault: RecordError) -> Loss:
    """The loss of a candidate that the record does not take, with every reason."""
    why = "; ".join(
        f"{each.path.strip('.')}: {each.found}" if each.path.strip(".") else each.found for each in fault.problems
    )
    remedy = " ".join(dict.fromkeys(each.remedy for each in fault.problems if each.remedy))
    return Loss(place=candidate.place, said=candidate.said, why=why, remedy=remedy, grade="refused")


def taken_back(candidate: Candidate) -> Loss:
    """The loss of an item that its sender took back and that the record does not hold."""
    why = "its sender took it back, and the record does not hold it"
    return Loss(place=candidate.place, said=candidate.said, why=why, grade="kept_aside")


def source_of(candidate: Candidate, origin: Origin, batch: str) -> dict[str, Json]:
    """The source of a fact that a file gives."""
    return {
        "type": "import",
        "name": f"{origin.file} ({origin.format})",
        "system": printable(candidate.system),
        "item": printable(candidate.item),
        "key": candidate.key,
        "file": origin.sha256,
        "batch": batch,
        "place": printable(candidate.place),
        "said": printable(candidate.said),
    }


def printable(text: str) -> str | None:
    """Text as a source may hold it: what cannot be printed as its code, what is too long cut, and said so."""
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text).strip()
    if len(shown) > LONGEST_TEXT:
        shown = f"{shown[: LONGEST_TEXT - 20]} … (cut here)"
    return shown or None
