"""What a surveillance test can report, and reports as facts of the record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from rosette.kernel import BadInput, Problems
from rosette.knowledge import HearingGrade, Knowledge, SurveillanceTest, load_knowledge
from rosette.survivorship import Ear, audiometry
from rosette.survivorship.recorded import SIOP_GRADE

LEVEL = re.compile(r"(\d+(?:\.\d+)?)(?: ?kHz)?\s*[: ]\s*(-?(?:\d{1,2}|1[0-3]\d)(?:\.\d+)?)(?: ?dB)?")


@frozen(kw_only=True)
class Report:
    """One code under which a test is reported: a number in one of `units`, or one of `values`."""

    code: str
    name: str
    kind: str
    units: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def limits(self) -> bool:
        """Whether a report states limits of normal."""
        return self.kind == "laboratory"


def reports_of(test: SurveillanceTest, knowledge: Knowledge) -> tuple[Report, ...]:
    """What a test can report, numbers first."""
    found = [_report(code, knowledge) for code in test.codes]
    return tuple(sorted(found, key=lambda each: each.kind == "assessment"))


def _report(code: str, knowledge: Knowledge) -> Report:
    measured = knowledge.observations.get(code)
    if measured is not None:
        units = tuple(dict.fromkeys((measured.unit, *measured.units)))
        return Report(code=code, name=measured.name, kind=measured.kind, units=units)
    coded = knowledge.coded[code]
    return Report(code=code, name=coded.name, kind="assessment", values=coded.values)


# --- audiograms --------------------------------------------------------------------------------------------


def audiogram_fact(lines: Mapping[str, str], *, abnormal: Mapping[str, bool], on: date, source: str) -> dict[str, Any]:
    """An audiogram as a fact: the SIOP Boston grade of the worse ear, with the levels in the name of its source.

    lines: levels of "right_air", "right_bone", "left_air", "left_bone" as "1: 10, 2: 15", kHz and dB. abnormal: whether
    the tympanogram of "right" and "left" was. Raises BadInput with every fault, NotComputable when bone is missing.
    """
    problems = Problems()
    levels = {name: _levels(name, text, problems) for name, text in lines.items()}
    for side in ("right", "left"):
        if not lines.get(f"{side}_air", "").strip():
            problems.add(f"{side}_air", found=f"the {side} ear has no levels", remedy="Both ears decide the grade.")
    problems.raise_as(BadInput, what="audiogram")
    ears = (_ear(levels, side, abnormal.get(side, False)) for side in ("left", "right"))
    grade = audiometry(*ears, load_knowledge(), on=on).grade.partition(" ")[2]
    told = "; ".join(f"{name.replace('_', ' ')} {text.strip()}" for name, text in lines.items() if text.strip())
    marks = "".join(f"; {side} tympanogram abnormal" for side in ("right", "left") if abnormal.get(side))
    name = f"{source}: {told}{marks}"
    return {
        "kind": "assessment",
        "code": SIOP_GRADE,
        "result": grade,
        "on": on.isoformat(),
        "source": {"type": "document", "name": name},
    }


def _ear(levels: Mapping[str, Mapping[str, float]], side: str, abnormal: bool) -> Ear:
    bone = levels.get(f"{side}_bone", {})
    return Ear(air=levels[f"{side}_air"], bone=bone, tympanogram_normal=not abnormal)


def _levels(name: str, text: str, problems: Problems) -> dict[str, float]:
    """Levels by frequency of one line; the frequencies are those that a scale asks for."""
    found: dict[str, float] = {}
    known = sorted({at for row in load_knowledge().table(HearingGrade).values() for at in row.at}, key=float)
    for part in (part.strip() for part in text.split(",")):
        hit = LEVEL.fullmatch(part)
        if not part:
            continue
        if hit is None or hit[1] not in known:
            wanted = f"kHz ({', '.join(known)}) and a level in dB, such as 4: 25"
            problems.add(name, found=f'"{part}" is no level', wanted=wanted)
        elif hit[1] in found:
            problems.add(name, found=f"{hit[1]} kHz stands twice", remedy="Keep the one that counts.")
        else:
            found[hit[1]] = float(hit[2])
    return found
