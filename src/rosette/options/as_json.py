"""The board as plain data for `--json` and programs: the same object that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rosette.eligibility import Remedy, Way
from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.options.board import Board, section_of
from rosette.options.option import CriterionReport, Option
from rosette.options.worth import Worth, worth_of
from rosette.portfolio import Slot
from rosette.records import Fact, describe

WORDS = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "unknown"}


def board_json(board: Board, *, software: str) -> dict[str, Any]:
    """The whole board; keys as in docs/reference/board-json.md."""
    return {
        "on": board.on.isoformat(),
        "record": {"id": board.record.id, "label": board.record.label},
        "knowledge": {"release": board.knowledge.release, "digest": board.knowledge.digest},
        "portfolio": {
            "digest": board.portfolio.digest,
            "programme": board.programme.id,
            "as_of": str(board.programme.as_of),
        },
        "software": software,
        "options": [option_json(option, board.knowledge) for option in board.options],
        "settling": [
            {"tests": [remedy_json(test) for test in each.tests], "settles": list(each.settles)}
            for each in board.settling.sets
        ],
    }


def option_json(option: Option, knowledge: Knowledge) -> dict[str, Any]:
    """One option."""
    return {
        "id": option.id,
        "kind": option.arm.kind,
        "title": option.title,
        "verdict": option.verdict,
        "section": section_of(option).value,
        "slots": slot_json(option.slot, on=option.on),
        "registry": {"status": option.trial.registry.status, "as_of": _day(option.trial.registry.as_of)},
        "version": option.trial.version,
        "completeness": option.trial.completeness,
        "since": _day(option.since),
        "opens_on": _day(option.opens_on),
        "stale_on": _day(option.stale_on),
        "closes_on": _day(option.closes_on),
        "criteria": [criterion_json(each, knowledge) for each in option.criteria],
        "blockers": [each.criterion.id for each in option.blockers],
        "resolvers": [way_json(way) for way in option.ways],
        **worth_json(worth_of(option, knowledge)),
        "rank": None,
    }


def worth_json(worth: Worth | None) -> dict[str, Any]:
    """Benefit and burden; null for what gives no medicine."""
    if worth is None:
        return {"benefit": None, "burden": None}
    responders, days = worth.responders or (None, None), worth.days or (None, None)
    return {
        "benefit": {"says": worth.benefit, "responders": responders[0], "children": responders[1]},
        "burden": {"says": worth.burden, "contact_days": days[0], "cycle_days": days[1]},
    }


def slot_json(slot: Slot | None, *, on: date) -> Mapping[str, Any] | None:
    """The programme's places of an arm on a day."""
    if slot is None:
        return None
    return {
        "status": slot.status,
        "sentence": slot.sentence(on),
        "total": slot.total,
        "left": slot.left,
        "opened": _day(slot.opened),
        "closes": _day(slot.closes),
        "next_slot": _day(slot.next_slot),
    }


def criterion_json(report: CriterionReport, knowledge: Knowledge) -> dict[str, Any]:
    """One criterion with its truth, reasons and facts."""
    return {
        "id": report.criterion.id,
        "text": report.criterion.text,
        "truth": WORDS[report.truth],
        "why": report.judgement.why,
        "unknown_because": report.judgement.reason.value if report.judgement.reason else None,
        "no_because": report.no.value if report.no else None,
        "evidence": [evidence_json(fact, knowledge) for fact in report.judgement.evidence],
        "missing": [remedy_json(remedy) for remedy in missing(report)],
        "flips_on": _day(report.flips_on),
        "sources": [report.criterion.cite],
    }


def missing(report: CriterionReport) -> tuple[Remedy, ...]:
    """What would resolve the criterion: the cheapest way's things to do."""
    return report.ways[0].remedies if report.truth is not Truth.YES and report.ways else ()


def evidence_json(fact: Fact, knowledge: Knowledge) -> dict[str, str]:
    """A fact that was used."""
    return {"fact": fact.id, "kind": fact.kind, "says": describe(fact, knowledge), "source": fact.source.name}


def remedy_json(remedy: Remedy) -> dict[str, str]:
    """One thing to do."""
    return {
        "act": remedy.act.value,
        "what": remedy.what,
        "sentence": remedy.sentence,
        "procedure": remedy.procedure,
        "valid_for": remedy.valid_for,
    }


def way_json(way: Way) -> dict[str, Any]:
    """One way in."""
    return {"opens_on": way.opens_on.isoformat(), "do": [remedy_json(remedy) for remedy in way.remedies]}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
