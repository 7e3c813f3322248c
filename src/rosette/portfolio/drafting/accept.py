"""From a draft and a person's decisions to criteria: what was not accepted does not appear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from rosette.eligibility import check_static, parse_criteria, vocabulary_of
from rosette.eligibility.criteria import Criterion
from rosette.kernel import BadInput, LanguageError, Problem, Problems
from rosette.knowledge import Knowledge
from rosette.portfolio.drafting.draft import Draft, DraftItem

Act = Literal["accept", "edit", "reject"]
ACTS: tuple[Act, ...] = ("accept", "edit", "reject")


@frozen(kw_only=True)
class Decision:
    """What a person decided on one item; `text` is the edited lines of the criteria language.

    Who decided and when is kept by the one who calls: the domain reads no clock.
    """

    act: Act
    text: str | None = None


def accepted(draft: Draft, decisions: Mapping[str, Decision], *, knowledge: Knowledge) -> str:
    """Criteria of the items that were accepted or edited, one a line, in the order of the text.

    Raises LanguageError with every fault: an unknown item, an accepted item that has no draft, an edit that does not
    read, ids that stand twice, criteria that cannot be met together. Items without a decision do not appear.
    """
    problems = Problems()
    for unknown in sorted(set(decisions) - {item.id for item in draft.items}):
        problems.add(unknown, found="no such item in the draft", wanted=f"an item of {draft.trial}")
    lines = [_lines(item, decisions[item.id], problems) for item in draft.items if item.id in decisions]
    text = "\n".join(line for line in lines if line)
    problems.extend(_faults(text, draft.trial, knowledge))
    problems.raise_as(LanguageError, what=f"accepted criteria of {draft.trial}")
    return text


def _lines(item: DraftItem, decision: Decision, problems: Problems) -> str:
    if decision.act == "reject":
        return ""
    if decision.act == "edit":
        if not (decision.text or "").strip():
            problems.add(
                item.id, found="an edit without a text", wanted="criteria", remedy="Reject it to leave it out."
            )
        return (decision.text or "").strip()
    if item.text is None:
        problems.add(item.id, found="nothing was encoded here", remedy="Edit it, or reject it after reading it.")
    return item.text or ""


def _faults(text: str, name: str, knowledge: Knowledge) -> tuple[Problem, ...]:
    try:
        items = parse_criteria(text, vocabulary=vocabulary_of(knowledge), name=name)
    except BadInput as fault:
        return fault.problems
    criteria = [item for item in items if isinstance(item, Criterion)]
    return tuple(check_static(criteria, knowledge=knowledge, name=name))
