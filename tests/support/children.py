"""Children in a few words, and criteria from their text: what the tests of judging are written with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rosette.eligibility import (
    Criterion,
    Item,
    Judgement,
    Openings,
    Reader,
    Subject,
    Way,
    judge_for,
    parse_criteria,
    read_expression,
    vocabulary_of,
)
from rosette.eligibility.nodes import Node
from rosette.kernel import Truth
from rosette.knowledge import load_knowledge
from rosette.records import LISTS, ChildRecord, build_record

KNOWLEDGE = load_knowledge()
VOCABULARY = vocabulary_of(KNOWLEDGE)
ON = date(2026, 6, 1)
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
_ENVELOPE = {
    "source": {"type": "document", "name": "invented chart"},
    "recorded_at": "2026-06-01T08:00:00Z",
    "recorded_by": "tester",
}
Fact = dict[str, Any]


# --- facts -------------------------------------------------------------------------------------------------


def fact(kind: str, /, **fields: Any) -> Fact:
    """One fact as a record file has it; `start` and `end` are its "from" and "to"."""
    names = {"start": "from", "end": "to"}
    return {"kind": kind, **{names.get(name, name): value for name, value in fields.items()}}


def measured(kind: str, code: str, amount: str, on: str, **more: Any) -> Fact:
    """A measured value from text: "75000 /uL", "<0.2 mg/dL"."""
    number, unit = amount.split(" ", 1)
    bare = number.lstrip("<>=")
    sign = {"comparator": number[: -len(bare)]} if bare != number else {}
    return fact(kind, code=code, on=on, value=float(bare), unit=unit, **sign, **more)


def lab(code: str, amount: str, on: str = "2026-05-29", **more: Any) -> Fact:
    """A laboratory value, three days before the day unless said otherwise."""
    return measured("laboratory", code, amount, on, **more)


def coded(code: str, result: str, on: str = "2026-05-29") -> Fact:
    """The answer to a coded question."""
    return fact("assessment", code=code, result=result, on=on)


def therapy(agent: str, start: str, end: str | None = None, **more: Any) -> Fact:
    """An anticancer agent from first to last dose; without `end` none is recorded."""
    return fact("therapy", agent=agent, start=start, **({} if end is None else {"end": end}), **more)


def medicine(agent: str, start: str, end: str | None = None, **more: Any) -> Fact:
    """Another medicine; without `end` it goes on."""
    return fact("medication", agent=agent, start=start, **({"ongoing": True} if end is None else {"end": end}), **more)


def marrow(state: str, on: str = "2026-05-21") -> Fact:
    """A bilateral sample of marrow: "involved" or "free"."""
    return fact("marrow", site="bilateral", involved=state == "involved", on=on)


def alk(finding: str | None = None, *, covers: tuple[str, ...] = ("mutation", "amplification"), **more: Any) -> Fact:
    """A panel on ALK: a protein change that it found, or none; what it covers."""
    found = [] if finding is None else [{"gene": "ALK", "alteration": "mutation", "hgvs_p": finding, **more}]
    return fact("molecular", on="2026-02-01", assay="panel", covers={"ALK": list(covers)}, findings=found)


def closed(*lists: str, on: str = "2026-05-29") -> Fact:
    """A review that found these lists complete; all lists when none is named."""
    return fact("closure", on=on, covers=list(lists or LISTS))


# --- records, criteria, judgements ---------------------------------------------------------------------------


def record(*facts: Fact, birth: str = "2019-03-10", sex: str | None = "female") -> ChildRecord:
    """A record of these facts, read as a file is read: nothing that a file may not say gets in."""
    numbered = [{"id": f"{each['kind']}-{place}", **_ENVELOPE, **each} for place, each in enumerate(facts, start=1)]
    head = {"format": "rosette-record/1", "id": "test-child", "birth_date": birth}
    return build_record({**head, **({} if sex is None else {"sex": sex}), "facts": numbered}, knowledge=KNOWLEDGE)


def node(text: str) -> Node:
    """The node of an expression."""
    reader = Reader(text, VOCABULARY)
    found = read_expression(reader)
    assert reader.at_end(), f"not read: {text[reader.position :]}"
    return found


def criteria(text: str, *, prefix: str = "T1") -> tuple[Item, ...]:
    """The criteria of a text, one a line; a line without a place in the source gets one."""
    lines = [line if line.rstrip().endswith("]") else f"{line} [here]" for line in text.strip().splitlines()]
    lines = [line.removesuffix(" [here]") if line.startswith("drop ") else line for line in lines]
    return parse_criteria("\n".join(line.strip() for line in lines), vocabulary=VOCABULARY, prefix=prefix)


def criterion(line: str, *, prefix: str = "T1") -> Criterion:
    """One criterion: "J1 require judgement ..."."""
    (found,) = criteria(line, prefix=prefix)
    assert isinstance(found, Criterion)
    return found


def day(text: str) -> date:
    """A day, or days from the day of the tests: "+3", "-7"."""
    return ON + timedelta(days=int(text)) if text[0] in "+-" else date.fromisoformat(text)


def ago(days: int) -> str:
    """The day so long before the day of the tests, as text."""
    return (ON - timedelta(days=days)).isoformat()


def judged(asked: str | Node, *facts: Fact, on: date | str = ON, **child: Any) -> Judgement:
    """Judge an expression for a child of these facts."""
    when = day(on) if isinstance(on, str) else on
    tree = node(asked) if isinstance(asked, str) else asked
    return judge_for(Subject(record(*facts, **child), KNOWLEDGE, when), tree)


def truth(asked: str | Node, *facts: Fact, on: date | str = ON, **child: Any) -> Truth:
    """The truth of an expression for a child of these facts."""
    return judged(asked, *facts, on=on, **child).truth


def truths(asked: str, facts: Sequence[Fact], days: Sequence[str], **child: Any) -> list[Truth]:
    """The truth judged on each of some days."""
    return [truth(asked, *facts, on=each, **child) for each in days]


def ways(*asked: str | Node, facts: Sequence[Fact] = (), on: date = ON, **child: Any) -> tuple[Way, ...]:
    """The ways to meet all of these expressions, the cheapest first."""
    subject = Subject(record(*facts, **child), KNOWLEDGE, on)
    found = [judge_for(subject, node(each) if isinstance(each, str) else each) for each in asked]
    return Openings(subject.frame, subject.day).ways(found)


def word(value: Truth) -> str:
    """A truth as tables write it: yes, no, ?."""
    return {YES: "yes", NO: "no", UNKNOWN: "?"}[value]


def rows(table: str) -> list[list[str]]:
    """The rows of a drawn table below its first line; "|" parts cells."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines[1:]]
