"""Plans, summaries and changes as plain values for JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from rosette.kernel import Truth
from rosette.knowledge import SurveillanceRule
from rosette.survivorship.differing import Changes, Compared
from rosette.survivorship.exposures import Exposed
from rosette.survivorship.items import Item, Plan
from rosette.survivorship.risk import RiskScore
from rosette.survivorship.summary import TreatmentSummary
from rosette.survivorship.totals import Sum, group_of

Plain = dict[str, Any]


def plan_as_json(plan: Plan) -> Plain:
    """A plan with everything that is needed to make it again."""
    return {
        "child": plan.exposures.id,
        "on": str(plan.on),
        "profile": plan.profile,
        "edition": plan.edition,
        "knowledge": {"release": plan.release, "digest": plan.digest},
        "end_of_therapy": _day(plan.exposures.end_of_therapy),
        "end_of_therapy_known": plan.exposures.end_known,
        "site": plan.practice.name,
        "warnings": list(plan.warnings),
        "conventions": list(plan.conventions),
        "items": [item_as_json(item) for item in plan.items],
    }


def item_as_json(item: Item) -> Plain:
    """One row of a plan."""
    return {
        "code": item.code,
        "test": {"id": item.test.id, "name": item.test.name},
        "form": item.form,
        "effects": list(item.effects),
        "state": item.state,
        "first_due": _day(item.first_due),
        "due": _day(item.due),
        "window": None if item.window is None else [str(day) for day in item.window],
        "interval": item.words,
        "every": None if item.every is None else str(item.every),
        "again": _day(item.again),
        "until": _day(item.until),
        "done": _day(item.done),
        "overdue_since": _day(item.overdue_since),
        "catch_up": _day(item.catch_up),
        "owner": item.owner,
        "reasons": [{"text": each.text, "sure": each.truth is Truth.YES} for each in item.reasons],
        "referrals": list(item.referrals),
        "grades": list(item.grades),
        "acts": item.acts,
        "unverified": list(item.unverified),
        "flags": list(item.flags),
        "signed": [{"by": each.by, "on": str(each.on)} for each in item.signed],
        "rules": [_rule(rule) for rule in item.rules],
    }


def _rule(rule: SurveillanceRule) -> Plain:
    return {
        "id": rule.id,
        "profile": rule.profile,
        "tag": rule.tag,
        "evidence": rule.evidence,
        "note": rule.note,
        "if_abnormal": rule.if_abnormal,
        "start": str(rule.start),
        "review_due": str(rule.review.due),
        "signed_by": rule.signed_by,
        "signed_on": _day(rule.signed_on),
        "sources": [str(source) for source in rule.sources],
    }


def summary_as_json(summary: TreatmentSummary) -> Plain:
    """A treatment summary."""
    groups = ("chemotherapy", "immunotherapy", "targeted", "retinoids")
    given = (*groups, "infusions", "radiation", "transplants", "surgery")
    return {
        "child": summary.exposures.id,
        "end_of_therapy": _day(summary.exposures.end_of_therapy),
        "end_of_therapy_known": summary.exposures.end_known,
        **{name: [_exposed(each) for each in getattr(summary, name)] for name in given},
        "anthracyclines": [{**_sum(each), "group": group_of(each)} for each in summary.anthracyclines],
        "anthracycline_group": summary.group,
        "cyclophosphamide_equivalent": _sum(summary.ced),
        "platinum": [_sum(each) for each in summary.platinum],
        "organs": {
            name: {"gy": round(each.value, 2), "complete": each.complete, "estimated": each.estimated}
            for name, each in summary.organs.items()
        },
        "warnings": list(summary.warnings),
        "requests": [{"what": each.what, "why": each.why} for each in summary.requests],
    }


def _exposed(each: Exposed) -> Plain:
    return {
        "name": each.name,
        "dose": None if each.dose.value is None else each.dose.value,
        "unit": each.dose.unit,
        "status": each.dose.status,
        "first": _day(each.first),
        "last": _day(each.last),
        "organs": {name: {"gy": dose.value, "status": dose.status} for name, dose in each.organs.items()},
        "sources": list(each.sources),
    }


def _sum(total: Sum) -> Plain:
    return {
        "name": total.name,
        "mg_per_m2": round(total.value, 2) if total.agents else 0.0,
        "complete": total.complete,
        "estimated": total.estimated,
        "computed": total.computed,
        "without_factor": list(total.without),
        "unverified_factors": list(total.unverified),
        "unverified": total.set_unverified,
    }


def changes_as_json(changes: Changes) -> Plain:
    """What differs between two plans."""
    return {
        "child": changes.child,
        "releases": list(changes.releases),
        "profiles": list(changes.profiles),
        "rows": [
            {
                "code": row.code,
                "kind": row.kind,
                "due": [_day(day) for day in row.days],
                "interval": [None if each is None else each.words for each in (row.before, row.after)],
                "why": list(row.why),
            }
            for row in changes.rows
        ],
    }


def compared_as_json(rows: tuple[Compared, ...]) -> list[Plain]:
    """Profiles side by side."""
    return [
        {
            "code": row.code,
            "same": row.same,
            "profiles": [None if item is None else item_as_json(item) for item in row.items],
        }
        for row in rows
    ]


def risk_as_json(scores: tuple[RiskScore, ...]) -> list[Plain]:
    """The readings of a score."""
    return [
        {
            "model": each.model,
            "reading": each.reading,
            "points": dict(each.points),
            "total": each.total,
            "group": each.group,
            "risk": each.risk,
            "missing": list(each.missing),
            "flag": each.flag,
        }
        for each in scores
    ]


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)
