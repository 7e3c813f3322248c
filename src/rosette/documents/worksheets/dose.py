"""The worksheet of a whole-body dose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rosette.documents.drawings import retention_svg, styled
from rosette.documents.printing import printed
from rosette.documents.worksheets.signing import PURPOSE, SignedLine, signed_lines
from rosette.kernel import number_text
from rosette.mibg.dosimetry import WholeBodyDose
from rosette.version import SOFTWARE

TEMPLATE = Path(__file__).with_name("dose.typ")


def dose_text(
    found: WholeBodyDose, *, on: str, child: str = "", made: str = SOFTWARE, signed: Sequence[SignedLine] = ()
) -> dict[str, Any]:
    """Everything that the worksheet says, as plain data; the warnings come before the number."""
    given = found.given
    return {
        "title": "Whole-body dose of 131I-MIBG",
        "child": child or "child not named",
        "on": on,
        "purpose": PURPOSE,
        "warnings": list(found.warnings),
        "dose": f"{found.dose.gy:.3f} Gy",
        "spread": found.spread.sentence,
        "given": f"{given.activity}, {given.activity / given.mass}, body mass {given.mass.kg:g} kg",
        "rule": f"{found.way.value}; after the last reading {found.tail.value}: {found.extrapolated:.1%} of the area",
        "numbers": [
            ["area under the curve", f"{found.area_h:.4f} h"],
            ["time-integrated activity", f"{number_text(found.integrated)} MBq h"],
            ["dose for each MBq h", f"{found.s_value:.5e} Gy"],
            ["physical half-life", f"{found.half_life.value} ({found.half_life.id})"],
            *([["lesion", found.lesion.sentence]] if found.lesion else []),
            [f"still to come on day {found.site.cells.after_days}", f"{found.at_cells.gy:.4f} Gy"],
        ],
        "readings": [list(row) for row in _readings(found)],
        "ways": [
            [each.name, f"{each.area_h:.3f}", f"{each.dose.gy:.3f}", "; ".join(each.faults) or "passes"]
            for each in found.others
        ],
        "relation": found.site.whole_body.source,
        "site": f"{found.site.site}, {found.site.version}, {found.site.digest[:12]}",
        "site_signed": found.site.signed,
        "signed": signed_lines(signed),
        "made": made,
    }


def _readings(found: WholeBodyDose) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for n, each in enumerate(found.retention.readings):
        background = f"{each.background_anterior:g} / {each.background_posterior:g}"
        mean, share = found.retention.mean[n], float(found.retention.share[n])
        counts = (f"{each.hours:g}", f"{each.anterior:g}", f"{each.posterior:g}", background)
        rows.append((*counts, f"{mean:.2f}", f"{share:.5f}", f"{found.curve.at(each.hours):.5f}"))
    return rows


def dose_pdf(
    found: WholeBodyDose, *, on: str, child: str = "", made: str = SOFTWARE, signed: Sequence[SignedLine] = ()
) -> bytes:
    """The worksheet as PDF; the same dose gives the same bytes."""
    told = dose_text(found, on=on, child=child, made=made, signed=signed)
    drawing = styled(retention_svg(list(found.retention.hours), list(found.retention.share), found.curve))
    return printed(TEMPLATE, told, drawings={"curve": drawing})
