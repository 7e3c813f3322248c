"""Example children of a trial file: the common invented record with changes, and the verdict that must come out."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from rosette.eligibility import Criterion, Subject, judge_for
from rosette.eligibility.nodes import Attested, Node, Not, children
from rosette.kernel import PortfolioError, Problem, Truth
from rosette.knowledge import Knowledge
from rosette.portfolio.trial import Arm, Example, Trial, Verdict
from rosette.portfolio.verdicts import verdict_of
from rosette.records import ChildRecord, read_record

BASE = Path(__file__).parent / "data" / "examples" / "base.json"
DAY = date(2026, 6, 1)
_ENVELOPE = {
    "source": {"type": "document", "name": "invented example"},
    "recorded_at": "2026-06-01T08:00:00+00:00",
    "recorded_by": "example",
}


@frozen(kw_only=True)
class ExampleResult:
    """What came out for one example child."""

    trial: str
    name: str
    expected: Verdict
    expected_because: tuple[str, ...]
    verdict: Verdict
    because: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether verdict and deciding criteria are as stated, in any order."""
        return self.verdict == self.expected and sorted(self.because) == sorted(self.expected_because)

    def sentence(self) -> str:
        """What was expected and what came out."""
        found = f"{self.verdict} because of {', '.join(self.because) or 'nothing'}"
        stated = f"{self.expected}: {', '.join(self.expected_because) or 'nothing'}"
        return f'example "{self.name}" is {found}; the file says {stated}'


def check_examples(trial: Trial, knowledge: Knowledge) -> list[ExampleResult]:
    """Judge every example child of a trial file; raises RecordError when an example's change is not a record."""
    return [_check(trial, example, knowledge) for example in trial.examples]


def _check(trial: Trial, example: Example, knowledge: Knowledge) -> ExampleResult:
    arm = _arm_of(trial, example)
    subject = Subject(example_record(example, arm, knowledge), knowledge, DAY)
    truths = {each.id: judge_for(subject, each.met) for each in arm.criteria}
    verdict = verdict_of(truths.values())
    worst = Truth.NO if verdict == "not_eligible" else Truth.UNKNOWN
    because = tuple(name for name, judged in truths.items() if judged.truth is worst)
    return ExampleResult(
        trial=trial.id,
        name=example.name,
        expected=example.verdict,
        expected_because=example.because,
        verdict=verdict,
        because=() if verdict == "eligible" else because,
    )


def _arm_of(trial: Trial, example: Example) -> Arm:
    found = [arm for arm in trial.arms if arm.id == example.arm and example.level in (None, arm.level)]
    if not found:
        raise PortfolioError(
            [Problem(f"{trial.id}, example", f'"{example.arm}" level {example.level} is not an arm')],
            what=trial.id,
        )
    return found[0]


def example_record(example: Example, arm: Arm, knowledge: Knowledge) -> ChildRecord:
    """The record of an example child."""
    table: dict[str, Any] = json.loads(_base())
    facts: list[dict[str, Any]] = [fact for fact in table["facts"] if not _picked(fact, example.without)]
    changes = dict(example.set)
    for name in [name for name in changes if name in ("birth_date", "sex", "id", "label")]:
        table[name] = changes.pop(name)
    for selector, change in changes.items():
        _change(facts, selector, change)
    table["facts"] = facts + list(_added(example.add)) + list(_attested(arm.criteria) if example.attest else ())
    return read_record(json.dumps(table), knowledge=knowledge)


@functools.cache
def _base() -> str:
    return BASE.read_text(encoding="utf-8")


def _picked(fact: Mapping[str, Any], selectors: Sequence[str]) -> bool:
    return any(_selects(selector, fact) for selector in selectors)


def _selects(selector: str, fact: Mapping[str, Any]) -> bool:
    """ "kind" or "kind:word", where the word is one of the fact's own words (code, agent, modality, scale ...)."""
    kind, _, word = selector.partition(":")
    words = [part for value in fact.values() for part in (value if isinstance(value, list) else [value])]
    return bool(fact["kind"] == kind and (not word or word in words))


def _change(facts: list[dict[str, Any]], selector: str, change: Mapping[str, Any]) -> None:
    found = [fact for fact in facts if _selects(selector, fact)]
    if not found:
        raise PortfolioError(
            [Problem("example.set", f'"{selector}" selects no fact of the base record')], what="example"
        )
    latest = max(found, key=lambda fact: str(fact.get("on") or fact.get("to") or fact.get("from") or ""))
    latest.update(change)
    for gone in [name for name, value in change.items() if value == ""]:
        del latest[gone]


def _added(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(rows):
        yield {"id": f"added-{place}", **_ENVELOPE, **row}


def _attested(criteria: Sequence[Criterion]) -> Iterator[dict[str, Any]]:
    """The favourable answer to every question of the criteria."""
    answers = {leaf.key: good for each in criteria for leaf, good in _asked(each.met, True) if leaf.ask != "protocol"}
    for place, (key, good) in enumerate(answers.items()):
        answer = "yes" if good else "no"
        yield {
            "id": f"attested-{place}",
            "kind": "attestation",
            "on": str(DAY),
            "question": key,
            "answer": answer,
            **_ENVELOPE,
        }


def _asked(node: Node, good: bool) -> Iterator[tuple[Attested, bool]]:
    """Every question below a node, with the answer that helps."""
    if isinstance(node, Attested):
        yield node, good
    for part in children(node):
        yield from _asked(part, good != isinstance(node, Not))
