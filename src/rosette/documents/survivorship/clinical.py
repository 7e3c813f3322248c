"""What the papers for the clinic and for the family doctor say, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rosette.survivorship import Item, Plan, RuleBook, Sum, TreatmentSummary, merged, summary_of
from rosette.survivorship.exposures import Exposed

Data = dict[str, Any]
PURPOSE = "Made by rule for a team that decides. It is about late effects of treatment, not about relapse."
ROW_HEAD = ("test", "why", "how often", "next", "by", "if abnormal")
GROUPS = (
    *("chemotherapy", "immunotherapy", "targeted", "retinoids"),
    *("infusions", "radiation", "transplants", "surgery"),
)


def clinic_text(plan: Plan, book: RuleBook, *, software: str) -> Data:
    """The whole plan with the treatment from which it follows."""
    items, summary = merged(plan).items, summary_of(plan.exposures, book)
    acting = open_rows(items)
    asked = [item for item in items if not item.acts]
    return {
        **_head(plan, software),
        "title": f"Follow-up of late effects, {plan.exposures.id}",
        "warnings": list(dict.fromkeys([*plan.warnings, *summary.warnings])),
        "given": given_rows(summary),
        "totals": total_rows(summary),
        "requests": [f"{each.what}: {each.why}" for each in summary.requests],
        "row_head": list(ROW_HEAD),
        "dated": [plan_row(item) for item in acting if item.due is not None],
        "undated": [plan_row(item) for item in acting if item.due is None],
        "asked": [[*plan_row(item)[:3], "; ".join(item.unverified)] for item in asked],
        "not_routine": [f"{item.test.name}: {_reasons(item)}" for item in items if item.acts and item.form == "none"],
        "over": [f"{item.test.name}: {next_words(item)}" for item in items if item.state == "ended"],
        "flags": flag_lines(items),
        "conventions": list(plan.conventions),
        "sources": sorted({str(source) for item in items for rule in item.rules for source in rule.sources}),
    }


def doctor_text(plan: Plan, book: RuleBook, *, software: str) -> Data:
    """One page: what falls to the family doctor, what the clinic does, and what was given."""
    items, summary = merged(plan).items, summary_of(plan.exposures, book)
    acting = open_rows(items)
    own = [item for item in acting if item.owner == "family doctor"]
    return {
        **_head(plan, software),
        "title": f"For the family doctor of {plan.exposures.id}",
        "given": [f"{kind}: {what}" for kind, what in given_rows(summary, doses=False)],
        "row_head": [*ROW_HEAD[:4], ROW_HEAD[5]],
        "own": [[cell for place, cell in enumerate(plan_row(item)) if place != 4] for item in own],
        "others": [_short(item) for item in acting if item.owner != "family doctor"],
        "asked": [item.test.name for item in items if not item.acts],
        "flags": [each.partition(":")[0] for each in flag_lines(items) if each.startswith("not yet signed")],
    }


def open_rows(items: Iterable[Item]) -> list[Item]:
    """The rows that are to be done: verified, not over, and no advice against a routine."""
    return [item for item in items if item.acts and item.form != "none" and item.state != "ended"]


def flag_lines(items: Iterable[Item]) -> list[str]:
    """What rows are to be read with, each flag once with the tests that bear it."""
    bearers: dict[str, list[str]] = {}
    for item in items:
        for flag in item.flags:
            bearers.setdefault(flag, []).append(item.code)
    return [f"{flag}: {', '.join(codes)}" for flag, codes in bearers.items()]


def _head(plan: Plan, software: str) -> Data:
    end = plan.exposures.end_of_therapy
    return {
        "on": str(plan.on),
        "purpose": PURPOSE,
        "born": str(plan.exposures.birth),
        "end": "treatment goes on" if end is None else f"treatment ended on {end}",
        "profile": f"{plan.profile_name}, {plan.edition}; site: {plan.practice.name}",
        "warnings": list(plan.warnings),
        "made": f"record {plan.exposures.id} · knowledge {plan.release} ({plan.digest[:8]}) · {software}",
    }


def plan_row(item: Item) -> list[str]:
    """One row of a plan under ROW_HEAD."""
    name = item.test.name if item.form == "test" else f"{item.test.name} (advice)"
    return [name, _reasons(item), item.words, next_words(item), item.owner, "; ".join(_abnormal(item))]


def _reasons(item: Item) -> str:
    return "; ".join(reason.text for reason in item.reasons)


def _abnormal(item: Item) -> Iterable[str]:
    return dict.fromkeys(rule.if_abnormal for rule in item.rules if rule.if_abnormal)


def next_words(item: Item) -> str:
    """When the test is due next, in words; a missed day is kept beside the proposed one."""
    if item.overdue_since is not None:
        return f"overdue since {item.overdue_since}; proposed {item.catch_up}"
    if item.state == "ended" and item.until is not None:
        return f"ended on {item.until}"
    if item.due is None:
        return item.state if item.done is None else f"{item.state}, last {item.done}"
    window = f" to {item.window[1]}" if item.window and item.window[1] > item.due else ""
    return f"{item.due}{window}"


def _short(item: Item) -> str:
    day = item.catch_up or item.due
    return item.test.name if day is None else f"{item.test.name} ({day})"


def given_rows(summary: TreatmentSummary, *, doses: bool = True) -> list[list[str]]:
    """What was given by kind."""
    groups = ((name, getattr(summary, name)) for name in GROUPS)
    return [[name, "; ".join(_told(group, doses))] for name, group in groups if group]


def _told(group: Iterable[Exposed], doses: bool) -> Iterable[str]:
    """Each exposure in words; without doses, each name once."""
    words = [_exposed(each, doses) for each in group]
    return words if doses else dict.fromkeys(words)


def _exposed(each: Exposed, doses: bool) -> str:
    name = each.name.replace("_", " ")
    dosed = doses and each.kind in ("agent", "radiation", "infusion")
    days = "" if each.last is None or not doses else f", {each.last}"
    return f"{name}, {each.dose}{days}" if dosed else f"{name}{days}"


def total_rows(summary: TreatmentSummary) -> list[list[str]]:
    """Cumulative doses: anthracyclines by every set of factors, alkylators, platinum, and organs."""
    found = [
        [f"anthracyclines as doxorubicin, {each.name}", _sum(each)] for each in summary.anthracyclines if each.agents
    ]
    found += [["cyclophosphamide equivalent dose", _sum(summary.ced)]] if summary.ced.agents else []
    found += [[each.name, str(each)] for each in summary.platinum]
    organs = (
        [f"{name.replace('_', ' ')}, radiation", f"{'' if total.complete else 'at least '}{total.value:g} Gy"]
        for name, total in summary.organs.items()
    )
    return [*found, *organs]


def _sum(total: Sum) -> str:
    """A total with what is not verified about it and what it leaves out."""
    names = (", ".join(each).replace("_", " ") for each in (total.unverified, total.without))
    marks = [
        f"{word}: {each}" for word, each in zip(("factor not verified", "without a factor"), names, strict=True) if each
    ]
    return "; ".join([str(total), *([f"not verified: {total.set_unverified}"] if total.set_unverified else []), *marks])
