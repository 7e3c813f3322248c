"""Reads statements: states that bar or are asked for, treatments had or taken, consent, questions for a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from attrs import evolve

from rosette.eligibility.criteria import Polarity
from rosette.portfolio.drafting.amounts import amounts
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import Clause, Reading, open_doubt, spelled

NEAR = 34
Reader = Callable[[Clause], Iterator[Reading]]
_LENGTH = re.compile(r"(?P<n>\d+)(?: \(\d+\))?[\s-]*(?P<unit>days?|weeks?|months?|years?)", re.IGNORECASE)
_SAID = {">=": "at least", ">": "more than", "<": "less than", "<=": "at most"}
_TEST_AGE = re.compile(
    r"(?P<op>>=|<=|>|<|over|older than|at least|above|=|\?)?\s*(?:the age of )?(?P<n>\d{1,2})\s*(?:years?|yrs?)"
    r"(?P<after>[^.;]{0,10}(?:or|and) (?:older|over|above))?",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"(?P<op>>=|>|greater than or equal to|greater than|more than|at least)?\s*(?:CTCAE )?grade\s*"
    r"(?P<sign>>=|>)?\s*(?P<n>[1-5])(?P<after>\s*(?:or|and) (?:greater|higher|above|more))?",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"[\s,;/()]*(?:(?:and|or|other|including|e\.g\.|i\.e\.|such as|any|systemic|therapeutic|the)[\s,/()]*)*",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"\b(?:symptomatic|untreated|unstable|progressi(?:ve|ng)|severe|recent)[\s,]+(?:or )?$", re.IGNORECASE
)
_OF_WHOM = "The text asks for a negative pregnancy test without saying of whom: is none needed for this girl?"
_FOLLOWING = re.compile(r"\bfollowing\b[^.;]*:\s*$", re.IGNORECASE)
_TEST_OPS = {"over": ">", "older than": ">", "above": ">", "at least": ">="}


def read_statements(clause: Clause) -> list[Reading]:
    """Every statement that the tables know, in the order of the clause."""
    return [reading for reader in _READERS for reading in reader(clause)]


def asks_against(clause: Clause, at: int) -> bool:
    """Whether a state named at a place of the clause is a bar: by the section, or by a word that denies it."""
    words, text = clause.words, clause.text
    if clause.excluding:
        return True
    return words.says("negative", text[:at]) or words.says("barring", text)


def _states(clause: Clause) -> Iterator[Reading]:
    tables = ("state", "histology", "status")
    for hit, word in (each for table in tables for each in clause.words.found(table, clause.text)):
        barred = word["usual"] == "barred" if word.get("fixed") else asks_against(clause, hit.start())
        if not word.get("fixed") and _allowed(clause):
            continue
        usual = word["usual"] == "barred"
        grade = _grade(clause, hit) if word.get("graded") else ""
        if word.get("needs_grade") and not grade:
            continue
        faults = () if barred == usual else (_other_way(clause, word["kind"], barred),)
        if _NARROWED.search(clause.text[: hit.start()]):
            faults = (*faults, open_doubt("exception", "A word before the state narrows it."))
        fresh = "" if usual else _fresh(clause)
        made = _made(
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


def _allowed(clause: Clause) -> bool:
    """Whether the clause only allows what it names."""
    return clause.words.says("allowing", clause.text) and not clause.words.says("barring", clause.text)


def _other_way(clause: Clause, kind: str, barred: bool) -> Doubt:
    said = "bars it" if barred else "asks for it"
    where = "exclusion" if clause.excluding else "inclusion"
    return open_doubt(
        "against the usual", f"As it stands in the {where} part the text {said} ({kind}); the other way is usual."
    )


def _made(
    kind: str,
    polarity: Polarity,
    expr: str,
    hit: re.Match[str],
    faults: tuple[Doubt, ...] = (),
    *,
    judged: bool = False,
) -> Reading:
    opened = any(fault.open for fault in faults)
    return Reading(
        kind=kind,
        polarity=polarity,
        expr=None if opened else expr,
        start=hit.start(),
        end=hit.end(),
        doubts=faults,
        others=(expr,) if opened else (),
        judged=judged,
        confidence="medium",
    )


def _treatments(clause: Clause) -> Iterator[Reading]:
    """Treatments that must not be going on, or must not have been given."""
    text, words = clause.text, clause.words
    if _allowed(clause) or words.says("allowing", text):
        return
    found = [(hit, word["tag"], bool(word.get("event"))) for hit, word in words.found("therapy", text)]
    held = [(hit.start(), hit.end()) for hit, _, _ in found]
    for hit, word in words.found("agent", text):
        if all(hit.end() <= start or hit.start() >= end for start, end in held):
            found.append((hit, word["tag"], False))
    counted = (
        (open_doubt("count", "The text names a number of courses or lines."),) if words.says("counted", text) else ()
    )
    ended, verb = -1, ""
    for hit, tag, event in sorted(found, key=lambda each: each[0].start()):
        if not (verb and _LISTED.fullmatch(text, ended, hit.start())):
            verb = _verb(clause, hit.start())
        ended = hit.end()
        if verb and asks_against(clause, hit.start()) and not (event and verb == "taking"):
            kind = {"taking": "medicine being taken", "prior": "prior treatment"}[verb]
            yield _made(kind, "exclude", f"{verb} {tag}", hit, counted)


def _verb(clause: Clause, at: int) -> str:
    """Whether a treatment named at a place is being taken or was given: by the words close before it."""
    listed = _FOLLOWING.search(clause.text[:at]) is not None
    near = clause.text[0 if listed else max(at - NEAR, 0) : at]
    hits = [
        (hit.end(), verb)
        for table, verb in (("now", "taking"), ("before", "prior"))
        for hit, _ in clause.words.found(table, near)
    ]
    return max(hits, default=(0, ""))[1]


def _consents(clause: Clause) -> Iterator[Reading]:
    if clause.excluding and not clause.words.says("obliging", clause.text):
        return
    for table in ("consent", "assent"):
        for hit, word in clause.words.found(table, clause.text):
            yield _made("consent", "require", word["expr"], hit)
            break


def _stable(clause: Clause) -> Iterator[Reading]:
    if clause.words.says("steroid", clause.text):
        for hit, word in clause.words.found("stable", clause.text):
            expr = word["expr"].format(count=hit["count"], unit=hit["unit"])
            faults = (
                (open_doubt("exception", "The stable dose holds for some children only."),) if _allowed(clause) else ()
            )
            yield _made("steroid", "require", expr, hit, faults)


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
        return _made("cumulative anthracycline", polarity, expr.format("<="), hit, faults)
    wrong = (op in (">", ">=")) != (polarity == "exclude")
    faults = (_other_way(clause, "cumulative dose", polarity == "exclude"),) if wrong else ()
    return _made("cumulative anthracycline", polarity, expr.format(op), hit, faults)


def _life(clause: Clause) -> Iterator[Reading]:
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
        yield _made("life expectancy", "require", question, found, (fault,), judged=True)
        return
    question = f'judgement "Is life expectancy {_SAID[op]} {found["n"]} {found["unit"]}?"'
    yield _made("life expectancy", "exclude" if clause.excluding else "require", question, found, judged=True)


def _pregnancy_test(clause: Clause) -> Iterator[Reading]:
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
        yield _made("pregnancy test", "require", expr, hit, faults)
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


def _questions(clause: Clause) -> Iterator[Reading]:
    for hit, word in clause.words.found("question", clause.text):
        if _allowed(clause) and word["act"] == "exclude":
            continue
        yield _made(word["kind"], word["act"], f'judgement "{word["question"]}"', hit, judged=True)


def _adequate(clause: Clause) -> Iterator[Reading]:
    for hit, word in clause.words.found("adequate", clause.text):
        yield _made("organ function without a number", "require", f'protocol "{word["protocol"]}"', hit, judged=True)


_READERS: tuple[Reader, ...] = (
    _states, _treatments, _consents, _stable, _cumulative, _life, _pregnancy_test, _questions, _adequate,
)  # fmt: skip
