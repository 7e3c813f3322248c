"""Reads statements: states that bar or are asked for, treatments had or taken, consent, questions for a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from attrs import evolve

from rosette.eligibility.criteria import Polarity
from rosette.portfolio.drafting.amounts import amounts
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.readers.counts import cells, counts
from rosette.portfolio.drafting.readers.questions import adequate, consents, life, pregnancy_test, questions
from rosette.portfolio.drafting.readers.said import asks_against, only_allows, other_way, reading_at
from rosette.portfolio.drafting.reading import Clause, Reading, open_doubt, spelled

NEAR = 34


Reader = Callable[[Clause], Iterator[Reading]]


_GRADE = re.compile(
    r"(?P<op>>=|>|greater than or equal to|greater than|more than|at least)?\s*(?:CTCAE )?grade\s*"
    r"(?P<sign>>=|>)?\s*(?P<n>[1-5])(?P<after>\s*(?:or|and) (?:greater|higher|above|more))?",
    re.IGNORECASE,
)


_HIGHEST = re.compile(
    r"(?P<op><=|<|no (?:more|greater|higher) than|less than or equal to|less than|at most)\s*"
    r"(?:CTCAE )?grade\s*(?P<n>[1-4])\b"
    r"|grade\s*(?P<sign><=|<)\s*(?P<m>[1-4])\b|grade (?P<k>[1-4]) or (?:less|lower|better)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"[\s,;/()]*(?:(?:and|or|other|including|e\.g\.|i\.e\.|such as|any|systemic|therapeutic|the)[\s,/()]*)*",
    re.IGNORECASE,
)


_NARROWED = re.compile(
    r"\b(?:symptomatic|untreated|unstable|progressi(?:ve|ng)|severe|recent)[\s,]+(?:or )?$", re.IGNORECASE
)


_FOLLOWING = re.compile(r"\bfollowing\b[^.;]*:\s*$", re.IGNORECASE)


def read_statements(clause: Clause) -> list[Reading]:
    """Every statement that the tables know, in the order of the clause."""
    return [reading for reader in _READERS for reading in reader(clause)]


def _states(clause: Clause) -> Iterator[Reading]:
    tables = ("state", "histology", "status", "risk")
    for hit, word in (each for table in tables for each in clause.words.found(table, clause.text)):
        barred = word["usual"] == "barred" if word.get("fixed") else asks_against(clause, hit.start())
        if not word.get("fixed") and only_allows(clause):
            continue
        usual = word["usual"] == "barred"
        grade = _grade(clause, hit) if word.get("graded") else ""
        beyond = _beyond(clause) if word.get("graded") and not barred else ""
        barred, grade = (True, beyond) if beyond else (barred, grade)
        if word.get("needs_grade") and not grade:
            continue
        faults = () if barred == usual else (other_way(clause, word["kind"], barred),)
        if _NARROWED.search(clause.text[: hit.start()]):
            faults = (*faults, open_doubt("exception", "A word before the state narrows it."))
        fresh = "" if usual else _fresh(clause)
        made = reading_at(
            word["kind"],
            "exclude" if usual else "require",
            word["expr"] + (fresh if word.get("scan") else grade),
            hit,
            faults,
        )
        yield evolve(made, state=True, end=_fresh_end(clause, hit) if fresh and word.get("scan") else hit.end())


def _fresh(clause: Clause) -> str:
    """How fresh the finding must be, where the clause says it."""
    found = next(iter(clause.words.found("fresh", clause.text)), None)
    return f" within {found[0]['count']} {found[0]['unit']}" if found else ""


def _fresh_end(clause: Clause, hit: re.Match[str]) -> int:
    return max([hit.end(), *(found.end() for found, _ in clause.words.found("fresh", clause.text))])


def _grade(clause: Clause, hit: re.Match[str]) -> str:
    """The grade from which a state counts, where the clause names one."""
    found = _GRADE.search(clause.text)
    if found is None:
        return ""
    sign = (found["op"] or found["sign"] or "").lower()
    op = {"greater than": ">", "more than": ">", "at least": ">=", "greater than or equal to": ">="}.get(sign, sign)
    op = op or (">=" if found["after"] else "")
    return f" grade {op} {found['n']}" if op in (">", ">=") else ""


def _beyond(clause: Clause) -> str:
    """The grades that a highest allowed grade leaves out: "must be <= grade 2" bars what is above."""
    found = _HIGHEST.search(clause.text)
    if found is None:
        return ""
    sign = (found["op"] or found["sign"] or "").lower()
    return f" grade {'>=' if sign in ('<', 'less than') else '>'} {found['n'] or found['m'] or found['k']}"


def _treatments(clause: Clause) -> Iterator[Reading]:
    """Treatments that must not be going on, or must not have been given."""
    text, words = clause.text, clause.words
    if only_allows(clause) or words.says("allowing", text):
        return
    found = [
        (hit, tag, bool(word.get("event")))
        for hit, word in words.found("therapy", text)
        for tag in (word["tag"], *word.get("also", ()))
    ]
    held = [(hit.start(), hit.end()) for hit, _, _ in found]
    for hit, word in words.found("agent", text):
        if all(hit.end() <= start or hit.start() >= end for start, end in held):
            found.append((hit, word["tag"], False))
    counted = (
        (open_doubt("count", "The text names a number of courses or lines."),) if words.says("counted", text) else ()
    )
    ended, verb = -1, ""
    for hit, tag, event in sorted(found, key=lambda each: each[0].start()):
        if ended != hit.end() and not (verb and _LISTED.fullmatch(text, ended, hit.start())):
            verb = _verb(clause, hit.start())
        ended = hit.end()
        if verb and asks_against(clause, hit.start()) and not (event and verb == "taking"):
            narrowed = _WHO.match(text, hit.end()) if verb == "taking" else None
            faults = (*counted, _NARROWER) if narrowed else counted
            yield reading_at(_KINDS[verb], "exclude", f"{verb} {tag}", hit, faults)
        elif not clause.excluding and words.says("must_have_had", text[: hit.start()]):
            yield reading_at("prior treatment", "require", f"prior {tag}", hit, counted)


_WHO = re.compile(r"[^.;,]{0,30}\b(?:who|that) (?:have|has|is|are) ", re.IGNORECASE)
_NARROWER = open_doubt("exception", "What follows the medicine narrows whom this bars.")
_KINDS = {"taking": "medicine being taken", "prior": "prior treatment"}


def _verb(clause: Clause, at: int) -> str:
    """Whether a treatment named at a place is being taken or was given: by the words close before it."""
    listed = _FOLLOWING.search(clause.text[:at]) is not None
    near = clause.text[0 if listed else max(at - NEAR, 0) : at]
    hits = [
        (hit.end(), verb)
        for table, verb in (("now", "taking"), ("before", "prior"))
        for hit, _ in clause.words.found(table, near)
    ]
    under = "taking" if clause.words.says("being_taken", clause.piece.above) else ""
    return max(hits, default=(0, under))[1]


def _stable(clause: Clause) -> Iterator[Reading]:
    if clause.words.says("steroid", clause.text):
        for hit, word in clause.words.found("stable", clause.text):
            expr = word["expr"].format(count=hit["count"], unit=hit["unit"])
            faults = (
                (open_doubt("exception", "The stable dose holds for some children only."),)
                if only_allows(clause)
                else ()
            )
            yield reading_at("steroid", "require", expr, hit, faults)


def _cumulative(clause: Clause) -> Iterator[Reading]:
    for hit, word in clause.words.found("cumulative", clause.text):
        for amount in amounts(clause.text, clause.words):
            if not clause.words.says("dose_unit", clause.text[amount.end :]) and amount.unit != "mg/m2":
                continue
            expr = f"cumulative {word['group']} {{}} {spelled(amount.value)} mg/m2"
            yield _dose(clause, amount.op, expr, hit)
            return


def _dose(clause: Clause, op: str | None, expr: str, hit: re.Match[str]) -> Reading:
    polarity: Polarity = "exclude" if asks_against(clause, hit.start()) else "require"
    if op is None:
        faults: tuple[Doubt, ...] = (open_doubt("lost sign", "No comparison sign stands with the cumulative dose."),)
        return reading_at("cumulative anthracycline", polarity, expr.format("<="), hit, faults)
    wrong = (op in (">", ">=")) != (polarity == "exclude")
    faults = (other_way(clause, "cumulative dose", polarity == "exclude"),) if wrong else ()
    return reading_at("cumulative anthracycline", polarity, expr.format(op), hit, faults)


_READERS: tuple[Reader, ...] = (
    _states, _treatments, consents, _stable, _cumulative, counts, cells, life, pregnancy_test, questions, adequate,
)  # fmt: skip
