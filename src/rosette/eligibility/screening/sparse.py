"""Leaves whose facts few children have: the others are settled by column, those few are judged one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import numpy as np

from rosette.eligibility import nodes as n
from rosette.eligibility.judging.bounds import compare
from rosette.eligibility.judging.conditions import LIST
from rosette.eligibility.judging.performing import scale_days
from rosette.eligibility.screening.columns import Pair, in_window, nothing, with_hard
from rosette.eligibility.screening.table import Bools, Table
from rosette.eligibility.subject import Subject
from rosette.records import Attestation, views


def _having(table: Table, key: Hashable, words: Callable[[Subject], Iterable[Hashable]]) -> Mapping[Hashable, Bools]:
    """For each word the children whose facts have it."""

    def find() -> Mapping[Hashable, Bools]:
        found: dict[Hashable, Bools] = {}
        for place, subject in enumerate(table.subjects):
            for word in set(words(subject)):
                found.setdefault(word, nothing(table))[place] = True
        return found

    return table.kept(("having", key), find)


def attested(table: Table, leaf: n.Attested) -> Pair:
    """Children with an attestation of the question are judged; for all others it is UNKNOWN."""
    having = _having(table, "attestations", lambda each: (fact.question for fact in each.record.of(Attestation)))
    asked = having.get(leaf.key) if leaf.ask != "protocol" else None
    yes, no = nothing(table), nothing(table)
    return (yes, no) if asked is None else with_hard(table, leaf, yes, no, asked)


def condition(table: Table, leaf: n.Condition) -> Pair:
    """Children with a statement on the condition are judged; for all others the closed list decides."""
    having = _having(
        table, "conditions", lambda each: (tag for span in views.conditions(each.index) for tag in span.tags)
    )
    stated = nothing(table)
    for code in leaf.codes:
        stated |= having.get(code, False)
    return with_hard(table, leaf, nothing(table), table.known_absent(LIST).copy(), stated)


def molecular(table: Table, leaf: n.Molecular) -> Pair:
    """Children with a report that covers or found the alteration are judged; for all others it is UNKNOWN."""
    having = _having(table, "molecular", _alterations)
    tested = having.get((leaf.gene, leaf.alteration))
    yes, no = nothing(table), nothing(table)
    return (yes, no) if tested is None else with_hard(table, leaf, yes, no, tested)


def _alterations(subject: Subject) -> Iterable[Hashable]:
    view = views.molecular(subject.index)
    yield from ((each.gene, each.alteration) for each in view.findings)
    yield from ((each.gene, alteration) for each in view.coverage for alteration in each.alterations)


def performance(table: Table, leaf: n.Performance) -> Pair:
    """The latest score where it is one score of one whole day and the birth date is whole."""
    scales = tuple(sorted({rule.scale for rule in leaf.scales}))
    scores = table.kept(("scores", scales), lambda: _scores(table, scales))
    counts = nothing(table)
    for rule in leaf.scales:
        counts |= _on_scale(table, rule) & (scores["scale"] == scales.index(rule.scale))
    counts &= (scores["day"] > 0) & in_window(table, leaf, scores["day"])
    met = np.array([compare(score, leaf.op, leaf.score) for score in range(101)])[scores["score"]]
    missed = counts & ~met & ~(scores["seated"] & leaf.wheelchair)
    return with_hard(table, leaf, counts & met, missed, scores["hard"])


def _on_scale(table: Table, rule: n.ScaleRule) -> Bools:
    def counts(subject: Subject) -> bool:
        return bool(scale_days(subject, rule, subject.record.birth.earliest) & subject.frame.bit(subject.day))

    return table.column(("on scale", rule), counts, np.bool_)


def _scores(table: Table, scales: tuple[str, ...]) -> Mapping[str, Any]:
    def of(subject: Subject) -> tuple[int, int, int, bool, bool]:
        found = [
            each for each in views.performance(subject.index) if each.scale in scales and each.first <= subject.day
        ]
        if not found:
            return 0, 0, 0, False, False
        last = found[-1]
        hard = not subject.record.birth.exact or any(each.first != each.last for each in found)
        hard = hard or (len(found) > 1 and found[-2].last == last.last)
        return int(last.score), last.last, scales.index(last.scale), last.wheelchair is not False, hard

    rows = [of(each) for each in table.subjects]
    kinds = (("score", np.intp), ("day", np.int64), ("scale", np.intp), ("seated", np.bool_), ("hard", np.bool_))
    return {name: np.array([row[place] for row in rows], dtype=kind) for place, (name, kind) in enumerate(kinds)}
