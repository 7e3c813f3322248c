"""Reads consent, life expectancy, the pregnancy test, and what only a person can attest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.readers.said import only_allows, reading_at
from rosette.portfolio.drafting.reading import Clause, Reading, open_doubt

_LENGTH = re.compile(r"(?P<n>\d+)(?: \(\d+\))?[\s-]*(?P<unit>days?|weeks?|months?|years?)", re.IGNORECASE)


_SAID = {">=": "at least", ">": "more than", "<": "less than", "<=": "at most"}


_TEST_AGE = re.compile(
    r"(?P<op>>=|<=|>|<|over|older than|at least|above|=|\?)?\s*(?:the age of )?(?P<n>\d{1,2})\s*(?:years?|yrs?)"
    r"(?P<after>[^.;]{0,10}(?:or|and) (?:older|over|above))?",
    re.IGNORECASE,
)


_OF_WHOM = "The text asks for a negative pregnancy test without saying of whom: is none needed for this girl?"


_TEST_OPS = {"over": ">", "older than": ">", "above": ">", "at least": ">="}


def consents(clause: Clause) -> Iterator[Reading]:
    """Consent and assent."""
    if clause.excluding and not clause.words.says("obliging", clause.text):
        return
    for table in ("consent", "assent"):
        for hit, word in clause.words.found(table, clause.text):
            yield reading_at("consent", "require", word["expr"], hit)
            break


def life(clause: Clause) -> Iterator[Reading]:
    """Life expectancy, which only a person can judge."""
    text = clause.text
    if not clause.words.says("life", f"{clause.piece.above} / {text}"):
        return
    found = _LENGTH.search(text)
    if found is None:
        return
    ops = [
        word["op"] for hit, word in clause.words.found("op", text[: found.start()]) if found.start() - hit.end() < 12
    ]
    after = [word["op"] for _, word in clause.words.found("op_after", text[found.end() :])]
    op = (ops[-1:] or after[:1] or [None])[0]
    lower = op in ("<", "<=")
    if op is None or lower != clause.excluding:
        fault = open_doubt("lost sign", "The comparison of the life expectancy is lost or points the other way.")
        question = f'judgement "Is life expectancy at least {found["n"]} {found["unit"]}?"'
        yield reading_at("life expectancy", "require", question, found, (fault,), judged=True)
        return
    question = f'judgement "Is life expectancy {_SAID[op]} {found["n"]} {found["unit"]}?"'
    yield reading_at("life expectancy", "exclude" if clause.excluding else "require", question, found, judged=True)


def pregnancy_test(clause: Clause) -> Iterator[Reading]:
    """A negative pregnancy test, and of whom it is asked."""
    words, text = clause.words, clause.text
    for hit, _ in words.found("pregnancy_test", text):
        fresh = re.search(r"within (\d+) (days?|weeks?|hours?)", text)
        test = "pregnancy_test is negative" + (
            f" within {fresh[1]} {fresh[2]}" if fresh and "hour" not in fresh[2] else ""
        )
        whom, faults = _whom(clause)
        expr = (
            f"if all of (sex is female; {whom}) then {test}"
            if whom
            else f'any of (sex is male; {test}; judgement "{_OF_WHOM}")'
        )
        yield reading_at("pregnancy test", "require", expr, hit, faults)
        return


def _whom(clause: Clause) -> tuple[str, tuple[Doubt, ...]]:
    """Whom the test is asked of: by age, after menarche."""
    parts, faults = [], []
    found = _TEST_AGE.search(clause.text)
    if found:
        op = _TEST_OPS.get((found["op"] or "").lower(), found["op"]) or (">=" if found["after"] else None)
        if op not in (">", ">="):
            faults.append(
                open_doubt("lost sign", f"No comparison sign stands with the age of {found['n']} for the test.")
            )
            op = ">="
        parts.append(f"age {op} {found['n']} years")
    if clause.words.says("post_menarche", clause.text) or (
        clause.words.says("childbearing", clause.text) and not parts
    ):
        parts.insert(0, "menarche is yes")
    whom = f"any of ({'; '.join(parts)})" if len(parts) > 1 else "".join(parts)
    return whom, tuple(faults)


def questions(clause: Clause) -> Iterator[Reading]:
    """What only a person can attest."""
    for hit, word in clause.words.found("question", clause.text):
        if only_allows(clause) and word["act"] == "exclude":
            continue
        yield reading_at(word["kind"], word["act"], f'judgement "{word["question"]}"', hit, judged=True)


def adequate(clause: Clause) -> Iterator[Reading]:
    """Adequate function without a number."""
    for hit, word in clause.words.found("adequate", clause.text):
        yield reading_at(
            "organ function without a number", "require", f'protocol "{word["protocol"]}"', hit, judged=True
        )
