"""Invented children with scans, marrows and lines of treatment, and the rules that they are judged by."""

from __future__ import annotations

from datetime import date

from rosette.knowledge import load_knowledge
from rosette.records import build_record
from rosette.response import Code, assess, rule_set
from rosette.response.scores import segments_of

KNOWLEDGE = load_knowledge()
RULES = rule_set("INRC2017", KNOWLEDGE)
ORDER = {code: place for place, code in enumerate((Code.CR, Code.NI, Code.PR, Code.MD, Code.MR, Code.SD, Code.PD))}
ENVELOPE = {
    "source": {"type": "document", "name": "invented"},
    "recorded_at": "2026-05-01T10:00:00",
    "recorded_by": "test",
}
CURIE = [row.segment for row in segments_of("curie", KNOWLEDGE)]


def child(*facts, birth="2019-03-02"):
    rows = [{"id": f"fact-{n}", **ENVELOPE, **fact} for n, fact in enumerate(facts)]
    return build_record(
        {"format": "rosette-record/1", "id": "invented", "birth_date": birth, "sex": "male", "facts": rows}
    )


def mibg(day, points, **more):
    return {"kind": "imaging", "on": day, "modality": "mibg", "segments": dict(zip(CURIE, points, strict=True)), **more}


def ct(day, *lesions, complete=True):
    return {"kind": "imaging", "on": day, "modality": "ct", "complete": complete, "lesions": list(lesions)}


def mass(mm, **more):
    return {"site": "left_adrenal", "longest_mm": mm, "primary": True, "bone": False, "node": False, **more}


def marrow(day, percent, site="bilateral"):
    return {"kind": "marrow", "on": day, "site": site, "percent": percent}


def pet(day, bones, **more):
    lesions = [{"site": f"bone_{n}", "bone": True, "avid": True} for n in range(bones)]
    return {"kind": "imaging", "on": day, "modality": "fdg_pet", "complete": True, "lesions": lesions, **more}


THERAPY = {"kind": "therapy", "from": "2026-01-10", "to": "2026-04-01", "agent": "irinotecan", "line": 2}
BEFORE = (
    ct("2026-01-05", mass(60, avid=True)),
    mibg("2026-01-06", [2, 2, 1, 2, 2, 1, 0, 3, 0, 1]),
    marrow("2026-01-07", 40),
)
AFTER = (
    ct("2026-04-10", mass(30, avid=True)),
    mibg("2026-04-11", [1, 1, 0, 1, 1, 0, 0, 2, 0, 0]),
    marrow("2026-04-12", 3),
)
ON = date(2026, 5, 1)


def judged(*facts, on=ON, **more):
    return assess(child(THERAPY, *facts), on=on, knowledge=KNOWLEDGE, **more)
