"""The parts of a workbook checked as they stream by: entities, depth and rows inside limits, merged cells named."""

from __future__ import annotations

import io

from rosette.interchange.guarded import Content


def merged_cells(part: Content) -> tuple[str, ...]:
    """Read one part through and name its ranges of merged cells; raises InterchangeError for what is hostile."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        return _read(part, iterparse(io.BytesIO(part.data), events=("start", "end"), forbid_dtd=True))
    except DefusedXmlException:
        remedy = "Save it again without a document type and without entities."
        raise part.refuse("it declares entities or a document type", remedy=remedy) from None
    except (ParseError, ValueError, LookupError) as fault:
        raise part.refuse(f"not XML: {fault}", remedy="Was the file cut short?") from None


def _read(part: Content, events: object) -> tuple[str, ...]:
    merged: list[str] = []
    above: list[object] = []
    rows = 0
    for event, element in events:  # type: ignore[attr-defined]
        if event == "start":
            above.append(element)
            if len(above) > part.limits.deepest:
                raise part.refuse("its elements are nested too deeply", wanted=f"at most {part.limits.deepest} levels")
            continue
        above.pop()
        name = str(element.tag).rpartition("}")[2]
        if name == "mergeCell":
            merged.append(element.get("ref", ""))
        rows += name == "row"
        if rows > part.limits.most_items:
            raise part.refuse("too many rows", wanted=f"at most {part.limits.most_items}", remedy="Send it in parts.")
        if above:
            above[-1].remove(element)  # type: ignore[attr-defined]
    return tuple(merged)
