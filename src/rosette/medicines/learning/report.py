"""A report of the programme's own outcomes from a file: posteriors with priors, days, and DOOR between two options."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from rosette.kernel import BadInput, NotComputable, Problems, did_you_mean
from rosette.knowledge import Knowledge, Regimen
from rosette.knowledge.textfiles import read_text
from rosette.medicines.betas import UNIFORM
from rosette.medicines.evidence import nant_prior, response_evidence
from rosette.medicines.learning.door import Door, door
from rosette.medicines.learning.outcomes import (
    Learned,
    Outcome,
    TimeToxicity,
    learn_harm,
    learn_response,
    time_toxicity,
)

COLUMNS = ("child", "regimen", "started", "response", "severe_harm", "days", "contact_days", "planned_days", "level")
ANSWERS: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}
LEVELS = ("1", "2", "3", "4")
LEVEL_WORDS = (
    "alive, not progressed, home on 75 % of the days or more, no lasting severe harm",
    "alive, not progressed, otherwise",
    "alive, progressed",
    "died",
)


@frozen(kw_only=True)
class Row:
    """One child of the file; `level` at six months by LEVEL_WORDS, None when it is not known."""

    outcome: Outcome
    level: int | None


@frozen(kw_only=True)
class RegimenReport:
    """What own children add to one regimen."""

    regimen: Regimen
    response: Learned
    prior: str
    harm: Learned
    time: TimeToxicity


@frozen(kw_only=True)
class LearningReport:
    """Each regimen of the file, and DOOR for each pair with levels for two children or more."""

    regimens: tuple[RegimenReport, ...]
    doors: tuple[tuple[str, str, Door], ...]


def load_outcomes(path: Path, knowledge: Knowledge) -> tuple[Row, ...]:
    """Read a CSV with the columns COLUMNS; raises BadInput with every fault of every row."""
    problems = Problems()
    text = read_text(path, problems)
    problems.raise_as(BadInput, what=path.name)
    reader = csv.DictReader((text or "").splitlines())
    missing = [name for name in COLUMNS[:7] if name not in (reader.fieldnames or ())]
    if missing:
        problems.add(f"{path.name}, header", found=f"no column {', '.join(missing)}", wanted=", ".join(COLUMNS))
        problems.raise_as(BadInput, what=path.name)
    rows = [_row(raw, f"{path.name}, line {n}", knowledge, problems) for n, raw in enumerate(reader, start=2)]
    if not rows:
        problems.add(path.name, found="no row", wanted="one child a row")
    problems.raise_as(BadInput, what=path.name)
    return tuple(row for row in rows if row is not None)


def _row(raw: Mapping[str, str | None], place: str, knowledge: Knowledge, problems: Problems) -> Row | None:
    told = {key: (raw.get(key) or "").strip() for key in COLUMNS}
    before = len(problems.found)
    regimens = knowledge.table(Regimen)
    if told["regimen"] not in regimens:
        problems.add(f"{place}, regimen", found=f'"{told["regimen"]}"{did_you_mean(told["regimen"], regimens)}')
    for key in ("response", "severe_harm"):
        if told[key] not in ANSWERS:
            problems.add(f"{place}, {key}", found=f'"{told[key]}"', wanted="yes, no, or empty when not evaluable")
    for key in ("days", "contact_days", *(("planned_days",) if told["planned_days"] else ())):
        if not (told[key].isascii() and told[key].isdigit()):
            problems.add(f"{place}, {key}", found=f'"{told[key]}"', wanted="a whole number of days")
    if told["level"] and told["level"] not in LEVELS:
        problems.add(f"{place}, level", found=f'"{told["level"]}"', wanted="1 to 4, or empty")
    started = _day(told["started"], f"{place}, started", problems)
    if started is None or len(problems.found) > before:
        return None
    return _made(told, started, place, problems)


def _day(text: str, place: str, problems: Problems) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.add(place, found=f'"{text}"', wanted="a day such as 2026-03-01")
        return None


def _made(told: Mapping[str, str], started: date, place: str, problems: Problems) -> Row | None:
    try:
        outcome = Outcome(
            child=told["child"],
            option=told["regimen"],
            started=started,
            response=ANSWERS[told["response"]],
            severe_harm=ANSWERS[told["severe_harm"]],
            days=int(told["days"]),
            contact_days=int(told["contact_days"]),
            planned_days=int(told["planned_days"]) if told["planned_days"] else None,
        )
    except NotComputable as fault:
        problems.add(place, found=str(fault))
        return None
    return Row(outcome=outcome, level=int(told["level"]) if told["level"] else None)


def learn(rows: Sequence[Row], knowledge: Knowledge) -> LearningReport:
    """What the rows add, regimen by regimen in the order of their names."""
    names = sorted({row.outcome.option for row in rows})
    return LearningReport(
        regimens=tuple(
            _regimen(name, [r.outcome for r in rows if r.outcome.option == name], knowledge) for name in names
        ),
        doors=tuple(_doors(rows, names)),
    )


def _regimen(name: str, outcomes: Sequence[Outcome], knowledge: Knowledge) -> RegimenReport:
    """Response goes on from the published posterior; harm from nothing, since kinds of harm differ by trial."""
    published = response_evidence(name, knowledge)
    before = published.posterior or nant_prior(knowledge)[0]
    return RegimenReport(
        regimen=knowledge.table(Regimen)[name],
        response=learn_response(before, outcomes),
        prior=published.sentence if published.posterior else f"{published.sentence}; {nant_prior(knowledge)[1]}",
        harm=learn_harm(UNIFORM, outcomes),
        time=time_toxicity(outcomes),
    )


def _doors(rows: Sequence[Row], names: Sequence[str]) -> list[tuple[str, str, Door]]:
    counts = {name: _levels(rows, name) for name in names}
    enough = [name for name in names if sum(counts[name]) >= 2]
    return [(a, b, door(counts[a], counts[b])) for a, b in itertools.combinations(enough, 2)]


def _levels(rows: Sequence[Row], name: str) -> tuple[int, ...]:
    return tuple(sum(r.outcome.option == name and r.level == level for r in rows) for level in range(1, 5))


def learning_json(found: LearningReport) -> dict[str, Any]:
    """Plain data."""
    return {
        "regimens": [
            {
                "id": each.regimen.id,
                "prior": each.prior,
                "response": each.response.sentence,
                "posterior": {"a": each.response.after.a, "b": each.response.after.b},
                "harm": each.harm.sentence,
                "children": each.time.children,
                "days": each.time.days,
                "contact_days": each.time.contact_days,
                "planned_days": each.time.planned_days,
                "time_toxicity": each.time.share,
            }
            for each in found.regimens
        ],
        "doors": [_door_json(a, b, d) for a, b, d in found.doors],
        "levels": list(LEVEL_WORDS),
    }


def _door_json(first: str, second: str, found: Door) -> dict[str, Any]:
    low, high = found.bounds
    return {
        "first": first,
        "second": second,
        "probability": found.probability,
        "interval": [low, high],
        "win_ratio": found.win_ratio if found.losses else None,
        "net_benefit": found.net_benefit,
        "wins": found.wins,
        "ties": found.ties,
        "losses": found.losses,
    }
