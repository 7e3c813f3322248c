"""The pack for the data and safety monitoring board."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rosette.designs.conduct import rows
from rosette.designs.conduct.expansion import ExpansionStatus
from rosette.designs.conduct.late import LateChange
from rosette.designs.conduct.pack import Pack
from rosette.designs.plan import ConductPlan
from rosette.documents.printing import printed
from rosette.documents.trials.weekly import week_text
from rosette.version import SOFTWARE

TEMPLATE = Path(__file__).with_name("pack.typ")


def pack_text(pack: Pack, *, made: str = SOFTWARE) -> dict[str, Any]:
    """Everything that the pack says, as plain data."""
    week, doses = pack.week, [level.assigned_dose for level in pack.week.levels]
    return {
        **week_text(week, made=made),
        "title": f"{week.name}: pack for the data and safety monitoring board",
        "on": str(week.day),
        "plan": _plan(pack.plan),
        "needs": [f"level {level.name}: {level.needs}" for level in week.levels if level.needs],
        "accrual": {"head": ["month", "enrolled"], "rows": [[month, str(count)] for month, count in pack.accrual]},
        "watched": {"head": rows.WATCHED, "rows": rows.watched_rows(week.watched)},
        "queue": {"head": rows.QUEUE, "rows": rows.queue_rows(week.queue)},
        "completions": {"head": rows.COMPLETIONS, "rows": rows.completion_rows(week.next.completions)},
        "children": {"head": rows.CHILDREN, "rows": rows.child_rows(pack.children, doses)},
        "rulings": {"head": rows.RULINGS, "rows": rows.ruling_rows(pack.rulings)},
        "late": _late(pack.late),
        "replacements": [_replacement(each.child, each.why, each.by, needed=each.needed) for each in pack.replacements],
        "uncounted": [
            f"{each.child}, level {each.dose} ({each.why}): {'; '.join(each.events)}" for each in pack.uncounted
        ],
        "expansion": _expansion(pack.expansion),
        "versions": [_version(each.name, each.version, each.specification, str(each.day)) for each in pack.versions],
        "characteristics": {"head": rows.CHARACTERISTICS, "rows": rows.characteristic_rows(pack.versions[-1])},
        "states": f"{pack.versions[-1].states} reachable states were swept before it was activated; no law was broken.",
    }


def pack_pdf(pack: Pack, *, made: str = SOFTWARE) -> bytes:
    """The pack as PDF; the same pack gives the same bytes."""
    return printed(TEMPLATE, pack_text(pack, made=made))


def _late(changes: tuple[LateChange, ...]) -> list[str]:
    """The decisions that would have been others, each in a sentence; then those that stand, in one."""
    stand = [str(each.number) for each in changes if not each.changes]
    last = [f"Looked at again and unchanged: decision {', '.join(stand)}."] if stand else []
    return [*(each.sentence for each in changes if each.changes), *last]


def _plan(plan: ConductPlan) -> list[str]:
    windows = [f"{each.criterion}: {each.days} days from the first treatment" for each in plan.windows]
    more = [f"Response: {plan.response}"] if plan.response else []
    return [*windows, f"Evaluable: {plan.evaluable}", *more]


def _replacement(child: str, why: str, by: str | None, *, needed: bool) -> str:
    after = f"replaced by {by}" if by else "to be replaced" if needed else "not replaced: the level was left"
    return f"{child} ({why}): {after}"


def _version(name: str, version: int, digest: str, day: str) -> str:
    return f"{name}, version {version}, {digest[:12]}, active from {day}"


def _expansion(found: ExpansionStatus | None) -> str:
    if found is None:
        return ""
    bound = "no number of them stops it yet" if found.stops_at is None else f"{found.stops_at} stop it"
    seen = f"{found.toxicities} toxicities of {found.evaluable} evaluable children of the level; {bound}"
    return f"Level {found.dose}: {found.enrolled} of {found.planned} enrolled; {seen}."
