"""Limits of measured values as expressions, with how fresh and how free of support the result must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rosette.eligibility.nodes import Op
from rosette.portfolio.drafting.amounts import Amount
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import Clause, doubt, spelled
from rosette.portfolio.drafting.words import Found, Word


def expression_of(clause: Clause, names: Sequence[Found], op: Op, amount: Amount, options: str) -> str:
    """The test of a quantity, or of several joined, with its limit."""
    fixed = _fixed(clause, amount)
    codes = [(code, word) for _, word in names for code in word["codes"]]
    tests = [f"{code} {op} {amount.limit()}{fixed}{options}" for code, _ in dict.fromkeys(codes)]
    if len(tests) == 1:
        return _with_wait(tests[0], options)
    joins = ("any", "open") if clause.excluding else ("any",)
    any_one = len(names) == 1 and names[0][1].get("join") in joins
    return f"{'any' if any_one else 'all'} of ({'; '.join(tests)})"


def _with_wait(test: str, options: str) -> str:
    """Free of transfusion for so long is a wait after the last one as well."""
    support = re.search(r" without (\w+) (\d+ \w+)", options)
    return f"all of ({test}; {support[2]} since last {support[1]})" if support else test


def _fixed(clause: Clause, amount: Amount) -> str:
    word = clause.words.first("fixed_normal", clause.text) if amount.unit == "x ULN" else None
    found = word.pattern.search(clause.text) if word else None
    if word is None or found is None:
        return ""
    value = next(value for value in found.groupdict().values() if value)
    return f" of {spelled(float(value))} {word['unit']}"


def options_of(clause: Clause, word: Word) -> str:
    """Freshness and freedom from transfusion, where the clause says them."""
    options = ""
    for table, form in (("fresh", "within {} {}"), ("untransfused", "without {} {} {}")):
        found = _window(clause, table)
        if found and table == "fresh":
            options += " " + form.format(*found)
        elif found and word.get("support"):
            options += " " + form.format(word["support"], *found)
    return options


def _window(clause: Clause, table: str) -> tuple[str, str] | None:
    word = clause.words.first(table, clause.text)
    found = word.pattern.search(clause.text) if word else None
    return (found["count"], f"{found['unit'].rstrip('s')}{'' if found['count'] == '1' else 's'}") if found else None


def window_end(clause: Clause, options: str) -> int:
    """Where the words on transfusion and freshness end that the options hold."""
    ends = [
        found.end()
        for table, mark in (("fresh", " within "), ("untransfused", " without "))
        if mark in options
        and (word := clause.words.first(table, clause.text))
        and (found := word.pattern.search(clause.text))
    ]
    return max(ends, default=0)


def support_doubts(clause: Clause, word: Word, options: str) -> Iterator[Doubt]:
    """What is doubted of freedom from transfusion."""
    if word.get("support") and " without " not in options and clause.words.says("independent", clause.text):
        yield doubt("transfusion", "The text asks for independence of transfusion without saying for how long.")
