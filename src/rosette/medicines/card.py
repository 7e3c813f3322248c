"""Everything that is held of one regimen on one card: evidence, shrinkage in its group, harm, schedule."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from rosette.knowledge import Knowledge, Regimen, Result, Schedule, Toxicity
from rosette.medicines.burden import burden_of, schedule_of
from rosette.medicines.evidence import Contrast, PooledEvidence, contrasts, nant_prior, response_evidence
from rosette.medicines.shrinkage import Shrunk, shrink


@frozen(kw_only=True)
class Card:
    """One regimen; what is unverified stands here, marked, and enters nothing."""

    regimen: Regimen
    response: PooledEvidence
    shrunk: Shrunk | None
    results: tuple[Result, ...]
    contrasts: tuple[Contrast, ...]
    toxicities: tuple[Toxicity, ...]
    schedule: Schedule | None

    @property
    def next_ten(self) -> tuple[int, int] | None:
        """Responses among the next ten children, 95 % predictive interval; None without evidence."""
        known = self.response.posterior
        return None if known is None else known.predictive_interval(10)


def card_of(name: str, knowledge: Knowledge) -> Card:
    """The card of a regimen. KeyError for another name."""
    regimen = knowledge.table(Regimen)[name]
    own = tuple(row for row in knowledge.table(Result).values() if row.regimen == name)
    return Card(
        regimen=regimen,
        response=response_evidence(name, knowledge),
        shrunk=_shrunk(regimen, knowledge),
        results=own,
        contrasts=tuple(c for c in contrasts(knowledge) if any(row.regimen == name for row in c.rows)),
        toxicities=tuple(row for row in knowledge.table(Toxicity).values() if row.regimen == name),
        schedule=schedule_of(name, knowledge),
    )


def _shrunk(regimen: Regimen, knowledge: Knowledge) -> Shrunk | None:
    """The regimen among those of its group, when two or more have evidence."""
    group = [row.id for row in knowledge.table(Regimen).values() if row.group == regimen.group]
    counts = {name: found.counts for name in group if (found := response_evidence(name, knowledge)).used}
    if regimen.id not in counts or len(counts) < 2:
        return None
    return shrink(counts, prior=nant_prior(knowledge)[0]).members[regimen.id]


def card_json(card: Card) -> dict[str, Any]:
    """Plain data."""
    regimen, schedule = card.regimen, card.schedule
    return {
        "id": regimen.id,
        "name": regimen.name,
        "group": regimen.group,
        "targets": list(regimen.targets),
        "agents": list(regimen.agents),
        "gates": list(regimen.gates),
        "schedule": regimen.schedule,
        "dose": regimen.dose,
        "trials": list(regimen.trials),
        "sources": [str(source) for source in regimen.sources],
        "response": _evidence_json(card.response),
        "in_its_group": None if card.shrunk is None else {"mean": card.shrunk.mean, "interval": card.shrunk.interval},
        "next_ten": card.next_ten,
        "contrasts": [
            {"name": c.name, "beats": [{"first": a, "second": b, "p": p} for (a, b), p in c.beats.items()]}
            for c in card.contrasts
        ],
        "results": [_result_json(row) for row in card.results],
        "harm": [
            {"event": t.event, "grade": t.grade, "rate": t.rate, "per": t.per, "population": t.population}
            | {"unverified": t.unverified, "sources": [str(source) for source in t.sources]}
            for t in card.toxicities
        ],
        "burden": burden_of(schedule).sentence if schedule is not None and schedule.verified else None,
        "late_effects": schedule.late_effects if schedule is not None else None,
    }


def _evidence_json(found: PooledEvidence) -> dict[str, Any]:
    known = found.posterior
    return {
        "says": found.sentence,
        "prior": found.prior_name,
        "posterior": None if known is None else {"a": known.a, "b": known.b, "interval": known.interval()},
        "used": [row.id for row in found.used],
        "left_out": [{"id": each.result.id, "why": each.why} for each in found.left_out],
    }


def _result_json(row: Result) -> dict[str, Any]:
    return {
        "id": row.id,
        "endpoint": row.endpoint,
        "definition": row.definition,
        "at": row.at,
        "intent": row.intent,
        "counts": row.counts,
        "estimate": row.estimate,
        "interval": row.interval,
        "statistic": row.statistic,
        "population": row.population,
        "contrast": row.contrast or None,
        "unverified": row.unverified,
        "says": row.statement,
        "sources": [str(source) for source in row.sources],
    }
