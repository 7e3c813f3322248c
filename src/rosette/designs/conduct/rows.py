"""The tables of a trial under way as rows of text: one wording for terminal, page and paper."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.designs.conduct.bounds import Boundary
from rosette.designs.conduct.children import Child
from rosette.designs.conduct.ledger import Line
from rosette.designs.conduct.levels import LevelCount
from rosette.designs.conduct.outlook import Outlook
from rosette.designs.conduct.pack import Ruling
from rosette.designs.conduct.places import Place
from rosette.designs.conduct.rulings import Activated
from rosette.designs.conduct.sentences import act_text, counts_text, sentence
from rosette.designs.conduct.watching import Event
from rosette.designs.conduct.whatif import Completion

Rows = list[list[str]]
LEVELS = ["level", "dose", "assigned", "given", "evaluable", "toxicities", "open", "missing", "not evaluable"]
LEVELS += ["infeasible"]
WATCHED = ["child", "level", "treated", "status", "windows"]
CHILDREN = ["child", "level", "given of assigned", "status", "events"]
QUEUE = ["slot", "cohort", "since", "until", "place"]
RULINGS = ["decision", "asked", "seen", "rule", "in effect", "settled"]
BOUNDS = ["level", "toxicities of enrolled", "out at", "away"]
COMPLETIONS = ["toxicities among them", "then", "because"]
LINES = ["entry", "day", "by", "what"]
CHARACTERISTICS = ["scenario", "level", "toxicity", "recommended %", "children", "toxicities"]


def level_rows(levels: Iterable[LevelCount]) -> Rows:
    """Below `LEVELS`."""
    return [
        [
            each.name,
            each.assigned_dose + (f" (at most {each.cap})" if each.cap else ""),
            str(each.assigned),
            f"{each.delivered}{_range(each.lowest, each.highest)}",
            *map(str, (each.evaluable, each.toxicities, each.pending, each.missing, each.not_evaluable)),
            str(each.infeasible),
        ]
        for each in levels
    ]


def _range(lowest: float | None, highest: float | None) -> str:
    if lowest is None or highest is None:
        return ""
    low, high = f"{100 * lowest:.0f}", f"{100 * highest:.0f}"
    return f" ({low} %)" if low == high else f" ({low} to {high} %)"


def watched_rows(children: Iterable[Child]) -> Rows:
    """Below `WATCHED`: the children under observation, with the days left of every window."""
    return [
        [
            child.child,
            str(child.dose),
            str(child.treated or "not yet"),
            child.status.value + (f" ({child.reason})" if child.reason else ""),
            "; ".join(
                f"{watch.criterion}: {watch.left} of {watch.days} days left"
                + (f", followed up to {watch.followed}" if watch.followed else "")
                for watch in child.windows
                if not watch.complete
            ),
        ]
        for child in children
    ]


def child_rows(children: Iterable[Child], doses: list[str]) -> Rows:
    """Below `CHILDREN`: every child with what was given and what was seen; doses: of the levels, in order."""
    return [
        [
            child.child + (" (expansion)" if child.expansion else ""),
            str(child.dose),
            _given(child, doses[child.dose - 1]),
            child.status.value + (f": {child.reason}" if child.reason and not child.toxicities else ""),
            "; ".join(map(event_text, child.events)),
        ]
        for child in children
    ]


def _given(child: Child, assigned: str) -> str:
    if child.given is None:
        return f"nothing of {assigned}"
    total = f", {child.total} in all" if child.total else ""
    return f"{child.given} of {assigned}{total}" + (f": {child.differs}" if child.differs else "")


def event_text(event: Event) -> str:
    """One event as it is judged now."""
    judged = "toxicity" if event.toxicity else "no toxicity"
    grade = f", grade {event.grade}" if event.grade is not None else ""
    again = f", re-graded: {'; '.join(event.regraded)}" if event.regraded else ""
    return f"{event.what}{grade}, {event.on}, {event.criterion}: {judged}{again}"


def queue_rows(queue: Iterable[Place]) -> Rows:
    """Below `QUEUE`."""
    return [
        [
            each.slot,
            f"{each.trial}, {each.cohort}",
            str(each.since),
            str(each.until or "—"),
            "open" if each.holds else "waits",
        ]
        for each in queue
    ]


def ruling_rows(rulings: Iterable[Ruling]) -> Rows:
    """Below `RULINGS`."""
    return [
        [
            f"{each.number}" + (" (in force)" if each.in_force else ""),
            f"{each.asked_on}, {each.asked_by}",
            f"{counts_text(each.state)} (entry {each.cut}, {each.digest[:12]})",
            f"{act_text(each.decision.dose)}: {each.decision.reason.words}"
            + (", determined already" if each.determined else ""),
            act_text(each.dose) if each.settled_by else "nothing yet",
            _settled(each),
        ]
        for each in rulings
    ]


def _settled(each: Ruling) -> str:
    if not each.settled_by:
        return "neither confirmed nor overridden"
    act = f"overridden ({each.reason})" if each.overridden else "confirmed"
    return f"{act}, {each.settled_on}, {each.settled_by}"


def boundary_rows(boundaries: Iterable[Boundary]) -> Rows:
    """Below `BOUNDS`."""
    return [
        [
            str(each.dose),
            f"{each.toxicities} of {each.enrolled}",
            "never" if each.out_at is None else str(each.out_at),
            "—" if each.distance is None else str(each.distance) if each.distance else "out now",
        ]
        for each in boundaries
    ]


def completion_rows(completions: Iterable[Completion]) -> Rows:
    """Below `COMPLETIONS`."""
    return [[_among(each), act_text(each.dose), each.reason.words] for each in completions]


def _among(each: Completion) -> str:
    toxic = ", ".join(f"level {dose}: {count}" for dose, count in enumerate(each.toxicities, 1) if count) or "none"
    if each.responses is None:
        return toxic
    worked = ", ".join(f"level {dose}: {count}" for dose, count in enumerate(each.responses, 1) if count) or "none"
    return f"{toxic}; responses {worked}"


def line_rows(lines: Iterable[Line]) -> Rows:
    """Below `LINES`."""
    return [[str(line.number), str(line.entry.day), line.entry.by, sentence(line.entry)] for line in lines]


def characteristic_rows(version: Activated) -> Rows:
    """Below `CHARACTERISTICS`: a row for each level of each scenario."""
    return [
        [each.scenario, str(dose), f"{rate:g}", f"{100 * chosen:.1f}", f"{children:.1f}", f"{toxic:.1f}"]
        for each in version.characteristics
        for dose, (rate, chosen, children, toxic) in enumerate(
            zip(each.toxicity, each.selected, each.children, each.toxicities, strict=True), 1
        )
    ]


def next_sentence(found: Outlook) -> str:
    """What the rule says on the data of the day, in words; nothing of it is in force."""
    early = ", whatever the children under observation show" if found.determined else ""
    seen = counts_text(found.state)
    return f"On {seen} the rule says: {act_text(found.decision.dose)}{early} ({found.decision.reason.words})."
