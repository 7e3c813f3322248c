"""Prints a treatment summary, a surveillance plan, and what changed between two plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rosette.cli.show.mibg import head, lines, table
from rosette.cli.show.words import console
from rosette.documents.survivorship.clinical import flag_lines, given_rows, next_words, open_rows, plan_row, total_rows
from rosette.survivorship import Change, Changes, Compared, Item, Plan, RiskScore, TreatmentSummary
from rosette.version import SOFTWARE


def print_summary(found: TreatmentSummary, scores: Sequence[RiskScore], *, on: date) -> None:
    """Print a treatment summary."""
    out = console()
    head(out, f"Treatment of {found.exposures.id} as of {on}: {found.exposures.end_words}")
    lines(out, "READ WITH", found.warnings)
    table(out, "GIVEN", ("kind", "what, dose, last day"), given_rows(found))
    table(out, "TOTALS", ("total", "dose"), total_rows(found))
    lines(out, "HEART FAILURE SCORE (no part of a plan)", (_score(each) for each in scores))
    lines(out, "ASK THE TREATING HOSPITAL FOR", (f"{each.what}: {each.why}" for each in found.requests))
    _foot(out)


def _score(each: RiskScore) -> str:
    flag = f" ({each.flag})" if each.flag else ""
    if each.total is None:
        return f"{each.reading}: none, missing {', '.join(each.missing)}{flag}"
    return f"{each.reading}: {each.total} points, {each.group}, {each.risk}{flag}"


def print_plan(plan: Plan) -> None:
    """Print a plan; rows that nobody verified stand apart."""
    out = console()
    head(out, f"Surveillance of {plan.exposures.id} as of {plan.on}")
    lines(out, "", [f"{plan.profile_name}, {plan.edition}; site: {plan.practice.name}"])
    lines(out, "READ WITH", plan.warnings)
    rows = open_rows(plan.items)
    late = [item for item in rows if item.overdue_since is not None]
    _print_rows(out, f"OVERDUE, PROPOSED FOR {late[0].catch_up}" if late else "", late)
    _print_rows(out, "PLANNED", [item for item in rows if item.overdue_since is None])
    asked = [(item.test.name, item.words, "; ".join(item.unverified)) for item in plan.items if not item.acts]
    table(out, "NOT VERIFIED: A CLINICIAN DECIDES", ("test", "how often", "what is not verified"), asked)
    none = [item for item in plan.items if item.acts and item.form == "none"]
    lines(out, "NOT ASKED FOR AS A ROUTINE", (item.test.name for item in none))
    over = (f"{item.test.name}: {next_words(item)}" for item in plan.items if item.state == "ended")
    lines(out, "OVER", over)
    lines(out, "FLAGS", flag_lines(plan.items))
    lines(out, "HOW THE PLAN WAS MADE", plan.conventions)
    _foot(out, plan.release)


def _print_rows(out: Console, title: str, items: Sequence[Item]) -> None:
    """Rows under a heading, each with its code: the name, then day, interval and owner, then why."""
    if title:
        head(out, title)
    for item in items:
        name, why, often, day, owner, abnormal = plan_row(item)
        out.print(Padding(Text.assemble((name, "bold"), f" [{item.code}]"), (0, 0, 0, 2), expand=False))
        when = day if item.overdue_since is None else f"since {item.overdue_since}"
        told = [f"{when} · {often} · {owner}", f"why: {why}", *([f"if abnormal: {abnormal}"] if abnormal else [])]
        lines(out, "", told, indent=4)


def print_changes(found: Changes) -> None:
    """Print what differs between two plans."""
    out = console()
    head(out, f"Plans of {found.child}: {' to '.join(dict.fromkeys(found.profiles))}")
    if not found:
        lines(out, "", ["No row differs."])
    table(out, "ROWS THAT DIFFER", ("code", "what", "before", "after", "why"), [_change(row) for row in found.rows])
    _foot(out, " to ".join(dict.fromkeys(found.releases)))


def print_released(found: Sequence[Changes], count: int, *, releases: tuple[str, str]) -> None:
    """Print every child whose plan a release of the rules changes."""
    out = console()
    head(out, f"{len(found)} of {count} children have a plan that the new rules change")
    for each in found:
        rows = [_change(row) for row in each.rows]
        table(out, each.child, ("code", "what", "before", "after", "why"), rows)
    _foot(out, " to ".join(dict.fromkeys(releases)))


def print_compared(child: str, profiles: Sequence[str], rows: Sequence[Compared], *, release: str) -> None:
    """Print one child by several profiles, the rows that differ first."""
    out = console()
    head(out, f"Plans of {child} by {', '.join(profiles)}")
    for title, same in (("ROWS THAT DIFFER", False), ("THE SAME IN ALL", True)):
        told = [(row.code, _named(row), *(_beside(each) for each in row.items)) for row in rows if row.same is same]
        table(out, title, ("code", "test", *profiles), told)
    lines(out, "", ["A result of a record is not counted here: the rules are compared, not what was done."])
    _foot(out, release)


def _named(row: Compared) -> str:
    return next(each.test.name for each in row.items if each is not None)


def _beside(item: Item | None) -> str:
    if item is None:
        return "no row"
    return f"{item.words}, {next_words(item)}{'' if item.acts else ' (not verified)'}"


def _change(row: Change) -> tuple[str, str, str, str, str]:
    before, after = (_item(each) for each in (row.before, row.after))
    return row.code, row.kind, before, after, "; ".join(row.why)


def _item(item: Item | None) -> str:
    return "" if item is None else f"{item.words}, {next_words(item)}"


def _foot(out: Console, release: str = "") -> None:
    out.print()
    told = f"knowledge {release} · " if release else ""
    out.print(Text(f"{told}{SOFTWARE} · informs a team that decides", style="dim"))
