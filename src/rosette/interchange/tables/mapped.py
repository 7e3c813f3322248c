"""A grid by a mapping to what it holds: every row is a candidate, a loss, or says who the child is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rosette.interchange.codes import code_book
from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Found, Loss, Origin
from rosette.interchange.guarded import Content
from rosette.interchange.tables.applying import Applied, Bench, apply
from rosette.interchange.tables.children import Gathered
from rosette.interchange.tables.grid import Grid, Line, cells_told
from rosette.interchange.tables.rules import TableMapping
from rosette.kernel import Problems, did_you_mean, one_of
from rosette.knowledge import Knowledge


def mapped(grid: Grid, mapping: TableMapping, content: Content, knowledge: Knowledge) -> Found:
    """Read a grid by a mapping; raises InterchangeError when the mapping names columns that it does not have."""
    _refuse_strangers(grid, mapping, content)
    private = mapping.layout.private | grid.private
    bench = Bench(
        system=mapping.system,
        layout=mapping.layout,
        book=code_book(knowledge),
        knowledge=knowledge,
        private=private,
        missing=grid.missing,
        unticked=grid.unticked,
    )
    children: dict[str, Gathered] = {}
    losses = [*grid.losses, *_unread_columns(grid, mapping, private)]
    for line in grid.lines:
        name = line.text(mapping.child)
        if not name or line.cells[mapping.child].fault:
            losses.append(_nobody(line, mapping))
            continue
        _take(line, children.setdefault(name, Gathered(reference=name)), mapping, bench)
    return Found(
        origin=Origin(file=content.name, sha256=content.sha256, format=grid.told, version=_version(grid, mapping)),
        children=tuple(each.child() for each in children.values()),
        losses=tuple(losses),
        seen={**grid.seen, "cells": grid.filled},
    )


def _version(grid: Grid, mapping: TableMapping) -> str:
    return ", ".join(part for part in (grid.version, f"by the mapping {mapping.name}") if part)


def _refuse_strangers(grid: Grid, mapping: TableMapping, content: Content) -> None:
    problems = Problems()
    for name in sorted(mapping.used - set(grid.columns)):
        found = f'it has no column "{name}", which the mapping names{did_you_mean(name, grid.columns)}'
        problems.add("header", found=found, wanted=one_of(grid.columns, most=20))
    problems.raise_as(InterchangeError, what=content.name)


def _nobody(line: Line, mapping: TableMapping) -> Loss:
    fault = line.cells[mapping.child].fault if mapping.child in line.cells else "it is empty"
    why = f"the row does not say which child it is about: {fault}"
    said = cells_told(len(line.cells))
    return Loss(place=line.at(mapping.child), said=said, why=why, remedy="Fill the cell.", grade="about_nobody")


def _unread_columns(grid: Grid, mapping: TableMapping, private: frozenset[str]) -> Iterable[Loss]:
    """One loss for each column that no rule reads; its cells are counted and not quoted."""
    filled = Counter(name for line in grid.lines for name in line.cells)
    for name in grid.columns:
        if name in mapping.used | grid.frame or not filled[name]:
            continue
        said, place = cells_told(filled[name]), f'column "{name}"'
        if name in private:
            why = "it identifies a person, and is not carried into a record"
            yield Loss(place=place, said=said, why=why, grade="kept_aside")
        elif name in mapping.layout.aside:
            yield Loss(place=place, said=said, why=mapping.layout.aside[name], grade="kept_aside")
        else:
            remedy = "Add a rule for it, or put it aside with a reason."
            yield Loss(place=place, said=said, why="the mapping does not say what it means", remedy=remedy)


def _take(line: Line, child: Gathered, mapping: TableMapping, bench: Bench) -> None:
    child.about(line, mapping, bench)
    aside = next((each for each in mapping.asides if each.when.holds(line)), None)
    if aside is not None:
        said = "; ".join(f"{name}: {line.text(name)}" for name in aside.when.texts if name not in bench.private)
        child.losses.append(Loss(place=line.place, said=said, why=aside.why, grade="kept_aside"))
        return
    applied = [(rule, apply(rule, line, bench)) for rule in mapping.facts]
    child.candidates += [each.candidate for _, each in applied if each.candidate is not None]
    child.losses += [loss for _, each in applied for loss in each.losses]
    used = frozenset[str]().union(*(rule.used for rule, each in applied if each.anything))
    child.losses += _left_over(line, used, mapping, bench, [each for _, each in applied])


def _left_over(
    line: Line, used: frozenset[str], mapping: TableMapping, bench: Bench, applied: list[Applied]
) -> Iterable[Loss]:
    """What a row holds beside what was read: the whole row when no rule reads it, else cell by cell."""
    about = {mapping.child, *(each.name for each in (mapping.birth, mapping.sex) if each is not None)}
    left = [name for name in line.cells if name in mapping.read - used - about]
    if not left:
        return []
    if any(each.anything for each in applied):
        return [_unused(line, name, bench) for name in left]
    quoted = mapping.used - about - bench.private
    strange = list(dict.fromkeys(each.strange for each in applied if each.strange))
    said = "; ".join(f"{name}: {line.text(name)}" for name in line.cells if name in quoted)
    why = "; ".join(strange) or "no rule of the mapping reads this row"
    remedy = "Enter it by hand, or add a rule to the mapping."
    return [Loss(place=line.place, said=said, why=why, remedy=remedy)]


def _unused(line: Line, name: str, bench: Bench) -> Loss:
    said = "" if name in bench.private else line.text(name)
    return Loss(place=line.at(name), said=said, why="no rule that fits this row reads it", grade="not_understood")
