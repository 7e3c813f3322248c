"""One row by one rule: a candidate fact, or the losses that say why there is none."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from attrs import field, frozen

from rosette.interchange.codes import CodeBook
from rosette.interchange.finds import Candidate, Loss
from rosette.interchange.tables.amounts import amount_of, contradicted, own_unit, put, without_unit
from rosette.interchange.tables.grid import Cell, Line
from rosette.interchange.tables.layout import Layout
from rosette.interchange.tables.rules import Coded, Column, Rule
from rosette.interchange.tables.targets import Target, targets
from rosette.interchange.tables.values import Amount, Refusal, read_value
from rosette.knowledge import Knowledge

_CLASSES = (
    ("radiopharmaceutical", "radiopharmaceutical"),
    ("growth_factor", "growth_factor"),
    ("therapy", "anticancer_therapy"),
)
NOT_STATED = "not stated: the code stands for no value"


@frozen(kw_only=True)
class Bench:
    """What all rows share: who sent them, how they are written, the codes at hand, what may not be quoted."""

    system: str
    layout: Layout
    book: CodeBook = field(repr=False)
    knowledge: Knowledge = field(repr=False)
    private: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()

    def states(self, cell: Cell, column: Column) -> bool:
        """Whether a cell says anything, by the codes of the mapping and of the file."""
        if cell.text in self.layout.missing | column.missing | self.missing:
            return False
        return not (column.name in self.unticked and cell.text == "0" and "0" not in column.words)


@frozen(kw_only=True)
class Applied:
    """What a rule made of a row. strange: why a code or a medicine of the row is none of this rule."""

    candidate: Candidate | None = None
    losses: tuple[Loss, ...] = ()
    strange: str = ""

    @property
    def anything(self) -> bool:
        """Whether the row is accounted for."""
        return self.candidate is not None or bool(self.losses)


def apply(rule: Rule, line: Line, bench: Bench) -> Applied:
    """Read a row by a rule; nothing when the row says nothing of its fact."""
    trigger = rule.trigger
    if not rule.when.holds(line) or trigger not in line.cells:
        return Applied()
    coded = _coded(rule.coded, rule.kind, line, bench) if rule.coded else {}
    if isinstance(coded, Applied):
        return coded
    if strange := _other_class(rule, line, bench):
        return Applied(strange=strange)
    content: dict[str, Any] = dict(coded)
    losses: list[Loss] = []
    for key, target in targets(rule.kind).items():
        if key in rule.says:
            losses += _fill(content, target, rule.says[key], line, bench)
    losses += contradicted(content, line, rule)
    stated = trigger in line.cells and not _missing(trigger, rule, line, bench)
    losses += without_unit(content, rule, line) if not losses else []
    if not stated or any(each.grade == "refused" for each in losses):
        return Applied(losses=tuple(losses))
    return Applied(candidate=_candidate(rule, content, line, bench), losses=tuple(losses))


def _missing(trigger: str, rule: Rule, line: Line, bench: Bench) -> bool:
    read = [each for each in rule.columns.values() if each.name == trigger]
    return any(not bench.states(line.cells[trigger], each) for each in read)


def _coded(coded: Coded, kind: str, line: Line, bench: Bench) -> dict[str, Any] | Applied:
    """What the foreign code says, when it says this kind of fact."""
    code = line.text(coded.code)
    system = line.text(coded.system.name) if isinstance(coded.system, Column) else coded.system
    meaning = bench.book.meaning(system, code)
    if meaning is None:
        unlisted = f'the code "{code}" of {system or "no system"} is on no list here'
        return Applied(strange=bench.book.doubt(system, code, None) or unlisted)
    if meaning.kind != kind:
        return Applied(strange=f'the code "{code}" says {meaning.name or meaning.kind}, which is no {kind}')
    return dict(meaning.content)


def _other_class(rule: Rule, line: Line, bench: Bench) -> str:
    """Why the agent of a row is none of those that make this kind of fact; empty when it is, or need not be."""
    column = rule.columns.get("agent")
    if not rule.by_class or column is None:
        return ""
    name = line.text(column.name)
    agent = bench.knowledge.agent(str(column.words.get(name, name)))
    if agent is None:
        return f'the medicine "{name}" is not known here'
    kind = next((kind for kind, root in _CLASSES if agent.id in bench.knowledge.members(root)), "medication")
    return "" if kind == rule.kind else f'the medicine "{name}" makes a fact of kind {kind}'


def _fill(content: dict[str, Any], target: Target, said: Any, line: Line, bench: Bench) -> list[Loss]:
    """Put what a constant or a column says under its key; the loss when it says nothing that may be used."""
    if not isinstance(said, Column):
        put(content, target.key, said)
        return []
    cell = line.cells.get(said.name)
    if cell is None or not bench.states(cell, said):
        return _nothing(cell, target, said, line)
    value = read_value(cell, said, target, bench.layout)
    if isinstance(value, Amount):
        value = amount_of(content, target, value)
        if cell.unit and not isinstance(value, Refusal):
            value = own_unit(content, target, value, cell.unit)
    if target.key == "comparator" and content.get("comparator", value) != value:
        value = Refusal(why=f'the value itself says "{content["comparator"]}"', remedy="Ask the sender which counts.")
    if isinstance(value, Refusal):
        return [_refused(value, line, said.name, bench)]
    put(content, target.key, value)
    return []


def _nothing(cell: Cell | None, target: Target, said: Column, line: Line) -> list[Loss]:
    """A cell that states nothing: told when it holds a code, refused when the fact cannot be without it."""
    text = cell.text if cell else ""
    if target.required or target.default is not None:
        why = f'"{target.key}" is not stated, and the fact needs it'
        return [Loss(place=line.at(said.name), said=text, why=why, remedy="Fill the cell.", grade="refused")]
    return [Loss(place=line.at(said.name), said=text, why=NOT_STATED, grade="kept_aside")] if cell else []


def _refused(fault: Refusal, line: Line, column: str, bench: Bench) -> Loss:
    text = "" if column in bench.private else line.text(column)
    return Loss(place=line.at(column), said=text, why=fault.why, remedy=fault.remedy, grade="refused")


def _candidate(rule: Rule, content: dict[str, Any], line: Line, bench: Bench) -> Candidate:
    columns = dict.fromkeys(each.name for each in rule.columns.values())
    columns |= dict.fromkeys([rule.coded.code] if rule.coded else [])
    told = [f"{name}: {line.text(name)}" for name in columns if name in line.cells and name not in bench.private]
    key = [line.text(name) for name in rule.key]
    return Candidate(
        kind=rule.kind,
        content=content,
        place=line.at(rule.trigger),
        said="; ".join(told),
        key="|".join((rule.name, *key)) if any(key) else f"{rule.name}|{_digest(content)}",
        system=bench.system,
        item=" ".join(key),
        withdrawn=line.withdrawn or (rule.withdrawn is not None and rule.withdrawn.holds(line)),
    )


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
