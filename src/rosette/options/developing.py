"""What to develop next for the programme's own children: prevalence, who has no option, and the exact choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from attrs import field, frozen

from rosette.kernel import BadInput, Problems, did_you_mean
from rosette.knowledge import Knowledge, MolecularLesion
from rosette.medicines.pipeline import (
    MODULES,
    Candidate,
    Choice,
    Dossier,
    Limits,
    PipelineFile,
    Sensitivity,
    choose,
    sensitivity,
)
from rosette.molecular import Status, findings_of, lesions_of
from rosette.options.alike import may_start
from rosette.options.board import is_comfort, make_board
from rosette.portfolio import Portfolio, Programme
from rosette.records import ChildRecord

NO_OPTION_WEIGHT = 2.0


@frozen(kw_only=True)
class Prevalence:
    """Own children with the lesions of a candidate, without them, and those in whom nobody looked for all."""

    found: tuple[str, ...]
    not_found: tuple[str, ...]
    not_tested: tuple[str, ...]


@frozen(kw_only=True)
class Developed:
    """Dossiers in reading order, prevalence by candidate, children without option, the choice and what moves it."""

    file: PipelineFile
    dossiers: tuple[Dossier, ...]
    prevalence: dict[str, Prevalence]
    without_option: tuple[str, ...]
    weights: dict[str, float]
    choice: Choice
    moved: tuple[Sensitivity, ...] = field(repr=False)


def develop(
    file: PipelineFile,
    children: Sequence[ChildRecord],
    *,
    on: date,
    portfolio: Portfolio,
    programme: Programme,
    knowledge: Knowledge,
    progress: Callable[[int, int], None] | None = None,
) -> Developed:
    """Choose candidates for the children. A child without any option now counts twice.

    A child in whom nobody looked for the lesion is not counted as having it: test it and ask again.
    Raises BadInput for a lesion that knowledge does not hold.
    """
    _check(file, knowledge)
    told = progress or (lambda done, total: None)
    states, without = {}, []
    for count, child in enumerate(children, start=1):
        reports = lesions_of(findings_of(child, knowledge, on=on), knowledge)
        states[child.id] = {each.lesion.id: each.status for each in reports}
        if not _has_option(child, on, portfolio, programme, knowledge):
            without.append(child.id)
        told(count, len(children))
    prevalence = {each.id: _prevalence(each, states) for each in file.dossiers}
    weights = {name: NO_OPTION_WEIGHT if name in without else 1.0 for name in states}
    candidates = [
        Candidate(id=each.id, cost=each.cost, children=frozenset(prevalence[each.id].found)) for each in file.dossiers
    ]
    limits = Limits(slots=file.slots, budget=file.budget)
    return Developed(
        file=file,
        dossiers=tuple(sorted(file.dossiers, key=lambda each: each.order)),
        prevalence=prevalence,
        without_option=tuple(without),
        weights=weights,
        choice=choose(candidates, limits, weights=weights),
        moved=sensitivity(candidates, limits, weights=weights),
    )


def _check(file: PipelineFile, knowledge: Knowledge) -> None:
    problems, known = Problems(), knowledge.table(MolecularLesion)
    for dossier in file.dossiers:
        for name in dossier.for_lesions:
            if name not in known:
                problems.add(f"{dossier.id}.for_lesions", found=f'"{name}" is not held{did_you_mean(name, known)}')
    problems.raise_as(BadInput, what="pipeline")


def _has_option(child: ChildRecord, on: date, portfolio: Portfolio, programme: Programme, knowledge: Knowledge) -> bool:
    board = make_board(child, on=on, portfolio=portfolio, programme=programme, knowledge=knowledge)
    return any(may_start(each) and each.arm.agents and not is_comfort(each) for each in board.here())


def _prevalence(dossier: Dossier, states: dict[str, dict[str, Status]]) -> Prevalence:
    found, looked, untested = [], [], []
    for child, lesions in states.items():
        statuses = {lesions[name] for name in dossier.for_lesions}
        if Status.FOUND in statuses:
            found.append(child)
        elif Status.NOT_TESTED in statuses or not statuses:
            untested.append(child)
        else:
            looked.append(child)
    return Prevalence(found=tuple(found), not_found=tuple(looked), not_tested=tuple(untested))


def developed_json(found: Developed) -> dict[str, Any]:
    """Plain data."""
    return {
        "label": found.file.label,
        "slots": found.file.slots,
        "budget": found.file.budget,
        "unit": found.file.unit,
        "candidates": [_dossier_json(each, found) for each in found.dossiers],
        "children": len(found.weights),
        "without_option": list(found.without_option),
        "choice": _choice_json(found.choice),
        "sensitivity": [
            {"change": each.change, "gained": list(each.gained), "lost": list(each.lost), "weight": each.choice.weight}
            for each in found.moved
        ],
    }


def _choice_json(choice: Choice) -> dict[str, Any]:
    return {
        "chosen": list(choice.chosen),
        "met": sorted(choice.met),
        "unmet": list(choice.unmet),
        "weight": choice.weight,
        "cost": choice.cost,
        "proven": choice.proven,
    }


def _dossier_json(each: Dossier, found: Developed) -> dict[str, Any]:
    own = found.prevalence[each.id]
    return {
        "id": each.id,
        "name": each.name,
        "target": each.target,
        "mechanism": each.mechanism,
        "fda": each.fda,
        "fda_on": str(each.fda_on) if each.fda_on else None,
        "cost": each.cost,
        "in_class_response": each.in_class_response,
        "modules": {name: each.module(name) for name in MODULES},
        "coverage": each.coverage,
        "models": [model.sentence for model in each.models],
        "own_children": {"found": list(own.found), "not_found": len(own.not_found), "not_tested": len(own.not_tested)},
    }
