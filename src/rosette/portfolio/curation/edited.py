"""Lines that a person wrote for one passage: read and checked before they are kept."""

from __future__ import annotations

import re

from rosette.eligibility import Criterion, Note, check_static, parse_criteria, vocabulary_of
from rosette.kernel import BadInput, LanguageError, Problems
from rosette.knowledge import Knowledge
from rosette.portfolio.drafting import DraftItem

FENCE, LONGEST = "'''", 10_000
_NOT_QUOTED = re.compile(r'["\[\]#\r\n]+')


def checked_edit(item: DraftItem, text: str, *, knowledge: Knowledge) -> str:
    """The lines without blanks around them; raises LanguageError with every fault at `item:line:column`."""
    problems, lines = Problems(), text.replace("\r\n", "\n").strip()
    if not lines:
        problems.add(
            "text", found="nothing is written", wanted="lines of criteria", remedy="Reject it to leave it out."
        )
    if len(lines) > LONGEST:
        problems.add("text", found=f"{len(lines)} characters", wanted=f"at most {LONGEST}")
        problems.raise_as(LanguageError, what=item.id)
    if FENCE in lines:
        problems.add("text", found=f"{FENCE} ends a text in a trial file", remedy='Write one or two "\'" at most.')
    _read(item, lines, knowledge, problems)
    problems.raise_as(LanguageError, what=item.id)
    return lines


def _read(item: DraftItem, lines: str, knowledge: Knowledge, problems: Problems) -> None:
    try:
        items = parse_criteria(lines, vocabulary=vocabulary_of(knowledge), name=item.id)
    except BadInput as fault:
        problems.extend(fault.problems)
        return
    if lines and not items:
        problems.add("text", found="no criterion and no note stand here", wanted="at least one")
    for each in items:
        _check_id(item, each.id, problems)
        if not isinstance(each, Criterion | Note):
            problems.add(f"{item.id}, {each.id}", found="only a criterion or a note may stand here")
    criteria = [each for each in items if isinstance(each, Criterion)]
    problems.extend(check_static(criteria, knowledge=knowledge, name=item.id))


def _check_id(item: DraftItem, found: str, problems: Problems) -> None:
    if not re.fullmatch(rf"{item.id}(?:[a-z]|z[0-9]+)?", found):
        wanted = f"{item.id}, {item.id}a, {item.id}b: the ids of this passage"
        problems.add(f"{item.id}, {found}", found=f'the id "{found}"', wanted=wanted)


def as_question(item: DraftItem, question: str, *, knowledge: Knowledge) -> str:
    """The passage as a question to a person, asked so that "yes" lets the child in; raises LanguageError."""
    asks = _sentence(question)
    _refuse_empty(item, asks, "question", "a question that a person can answer with yes or no")
    return checked_edit(item, f'{item.id} require judgement "{asks}" [{_cite(item)}]', knowledge=knowledge)


def as_note(item: DraftItem, reason: str, *, knowledge: Knowledge) -> str:
    """The passage as a note that is shown and never judged, with the reason why it is none; raises LanguageError."""
    told = _sentence(reason)
    _refuse_empty(item, told, "reason", "why this is no criterion")
    return checked_edit(item, f'{item.id} note "{told}" [{_cite(item)}]', knowledge=knowledge)


def _refuse_empty(item: DraftItem, told: str, path: str, wanted: str) -> None:
    problems = Problems()
    if not told:
        problems.add(path, found="nothing is written", wanted=wanted)
    problems.raise_as(LanguageError, what=item.id)


def _sentence(text: str) -> str:
    """One line, in which no sign ends the quotation."""
    return " ".join(_NOT_QUOTED.sub("'", " ".join(text.split())).split())


def _cite(item: DraftItem) -> str:
    return item.cite or item.section
