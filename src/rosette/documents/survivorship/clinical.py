"""What the papers for the clinic and for the family doctor say, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rosette.knowledge import Reference
from rosette.survivorship import Item, Plan, RuleBook, Sum, TreatmentSummary, merged, summary_of
from rosette.survivorship.exposures import Exposed

Data = dict[str, Any]
ROW_HEAD = ("test", "why", "how often", "next", "by", "if abnormal")
GROUPS = (
    *("chemotherapy", "immunotherapy", "targeted", "retinoids"),
    *("infusions", "radiation", "transplants", "surgery"),
)


def clinic_text(plan: Plan, book: RuleBook) -> Data:
    """The whole plan with the treatment from which it follows, in the words of the rules."""
    items, summary = merged(plan).items, summary_of(plan.exposures, book)
    acting = open_rows(items)
    asked = [item for item in items if not item.acts]
    return {
        **_head(plan),
        "warnings": list(dict.fromkeys([*plan.warnings, *summary.warnings])),
        "given": given_rows(summary),
        "totals": total_rows(summary),
        "requests": [f"{each.what}: {each.why}" for each in summary.requests],
        "overdue": [_row(item) for item in acting if item.overdue_since is not None],
        "dated": [_row(item) for item in acting if item.due is not None and item.overdue_since is None],
        "undated": [_row(item) for item in acting if item.due is None],
        "asked": [[*_row(item)[:3], "; ".join(item.unverified)] for item in asked],
        "not_routine": [f"{item.test.name}: {_reasons(item)}" for item in items if item.acts and item.form == "none"],
        "over": [f"{item.test.name}: {next_words(item)}" for item in items if item.state == "ended"],
        "flags": flag_lines(items),
        "conventions": list(plan.conventions),
    }


def doctor_text(plan: Plan, book: RuleBook) -> Data:
    """One page: what falls to the family doctor, what the clinic does, and what was given."""
    items, summary = merged(plan).items, summary_of(plan.exposures, book)
    acting = open_rows(items)
    own = [item for item in acting if item.owner == "family doctor"]
    return {
        **_head(plan),
        "warnings": list(plan.warnings),
        "given": [f"{kind}: {what}" for kind, what in given_rows(summary, doses=False)],
        "own": [[cell for place, cell in enumerate(plan_row(item)) if place != 4] for item in own],
        "others": [_short(item) for item in acting if item.owner != "family doctor"],
        "asked": [item.test.name for item in items if not item.acts],
        "unsigned": any(flag.startswith("not yet signed") for item in items for flag in item.flags),
    }


def source_lines(plan: Plan, references: Mapping[str, Reference]) -> list[str]:
    """Each source of the rules once, with its title and year where they are known, and the places that were used."""
    places: dict[str, set[str]] = {}
    for source in (source for item in plan.items for rule in item.rules for source in rule.sources):
        places.setdefault(source.ref, set()).add(source.at)
    found = []
    for key, used in sorted(places.items()):
        known = references.get(key)
        name = key if known is None else f"{known.title}{f' ({known.year})' if known.year else ''}"
        found.append(f"{name}: {', '.join(sorted(used))}")
    return found


def _row(item: Item) -> list[str]:
    """A row of a plan with the code by which flags name it; a missed day alone, as the proposed one is told above."""
    name, why, often, day, *rest = plan_row(item)
    return [f"{name} · {item.code}", why, often, str(item.overdue_since or day), *rest]


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


def _head(plan: Plan) -> Data:
    late = {item.catch_up for item in open_rows(merged(plan).items) if item.overdue_since is not None}
    return {
        "on": str(plan.on),
        "born": str(plan.exposures.birth),
        "end": plan.exposures.end_words,
        "profile": [f"{plan.profile_name}, {plan.edition}", f"site: {plan.practice.name}"],
        "proposed": [str(day) for day in late if day is not None],
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
        state = "no day" if item.state == "on event" else item.state
        return state if item.done is None else f"{state}, last {item.done}"
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
        [f"{name.replace('_', ' ')}, radiation", _gray(total.value, complete=total.complete)]
        for name, total in summary.organs.items()
    )
    return [*found, *organs]


def _gray(value: float, *, complete: bool) -> str:
    """What an organ got; in a field whose dose to it is not told that is not known, and not nothing."""
    if not complete and not value:
        return "dose unknown"
    return f"{'' if complete else 'at least '}{value:g} Gy"


def _sum(total: Sum) -> str:
    """A total with what is not verified about it and what it leaves out."""
    names = (", ".join(each).replace("_", " ") for each in (total.unverified, total.without))
    marks = [
        f"{word}: {each}" for word, each in zip(("factor not verified", "without a factor"), names, strict=True) if each
    ]
    return "; ".join([str(total), *([f"not verified: {total.set_unverified}"] if total.set_unverified else []), *marks])
