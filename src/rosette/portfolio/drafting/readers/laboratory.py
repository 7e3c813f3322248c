"""Reads measured quantities: blood counts, chemistry, clearance, heart, lungs, body size, lesions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from rosette.eligibility.nodes import Op
from rosette.portfolio.drafting.amounts import FLIPPED, STRICT, Amount, amounts
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.readers.limits import expression_of, options_of, support_doubts, window_end
from rosette.portfolio.drafting.readers.normal import normal_value
from rosette.portfolio.drafting.reading import Clause, Reading, doubt, open_doubt, spelled
from rosette.portfolio.drafting.words import Found, Word

FARTHEST = 90


_BARE_LIMIT = re.compile(r"^[\s:,(]*(?:must |should |is |be )*(?:within )?(?:the )?(?P<sign><=|<)\s*(?=\D)")


def read_laboratory(clause: Clause) -> list[Reading]:
    """Every measured quantity of a clause with the limit that stands with it."""
    if clause.words.says("fixed_normal", clause.text) and not clause.words.says("op", clause.text):
        return []
    names = clause.words.found("measure", clause.text)
    read: list[Reading] = []
    waiting: list[Found] = []
    for place, (hit, word) in enumerate(names):
        end = names[place + 1][0].start() if place + 1 < len(names) else len(clause.text)
        found = _limits(clause, hit.end(), end, word)
        normal = None if found else normal_value(clause, hit, end, waiting, word)
        if normal is not None:
            read.append(normal)
            waiting = []
            continue
        if not found:
            waiting.append((hit, word))
            continue
        shared = [*waiting, (hit, word)] if _joins(clause, waiting, hit) else [(hit, word)]
        waiting = []
        read.append(_read(clause, shared, found, end))
    return read


def _joins(clause: Clause, waiting: list[Found], hit: re.Match[str]) -> bool:
    """Whether names without a limit of their own share the limit of the next one."""
    if not waiting:
        return False
    between = clause.text[waiting[-1][0].end() : hit.start()]
    return re.fullmatch(r"[\s,/]*(?:and|&|,|/)?[\s(]*(?:serum )?", between) is not None


def _limits(clause: Clause, start: int, end: int, word: Word) -> list[Amount]:
    """The numbers that stand with a name: the first must be near it and have a unit that fits, or a sign."""
    text = clause.text[start:end]
    found = amounts(text, clause.words, start=start)
    near = [each for each in found if not _foreign(each, word)]
    if not near or near[0].start - start > word.get("far", FARTHEST) or (word.get("far") and not near[0].unit):
        bare = _bare(clause, start, end)
        return [bare] if bare else []
    if near[0].op is None and near[0].high is None and not near[0].unit and near[0].start - start > FARTHEST / 3:
        return []
    return near


def _bare(clause: Clause, start: int, end: int) -> Amount | None:
    """ "<= ULN" without a factor is one time the limit of normal."""
    rest = clause.text[start:end]
    sign = _BARE_LIMIT.match(rest)
    if sign is None:
        return None
    op: Op = "<=" if sign["sign"] == "<=" else "<"
    for hit, word in clause.words.found("multiple", rest[sign.end() :]):
        if hit.start() == 0:
            return Amount(
                start=start + sign.start(), end=start + sign.end() + hit.end(), op=op, value=1.0, unit=word["ucum"]
            )
    return None


def _foreign(amount: Amount, word: Word) -> bool:
    """Whether a number has a unit that this quantity is never given in."""
    unit = amount.unit
    return (
        bool(unit)
        and "x " not in unit
        and unit not in word["units"]
        and not (unit == "mL/min" and word["units"][0].startswith("mL/min"))
    )


def _read(clause: Clause, names: list[Found], found: list[Amount], end: int) -> Reading:
    start, word = names[0][0].start(), names[-1][1]
    amount = _with_unit(found[0], word)
    faults = [*_faults(amount, word), *_seconds(clause, found[1:], word), *_joined_faults(clause, names)]
    op = amount.op
    if op is None and amount.high is not None:
        return _ranged(clause, names, amount, faults, start)
    signs = (op,) if op else STRICT[word["usual"]]
    options = options_of(clause, word)
    shown = evolve(amount, unit=word["units"][0]) if amount.unit in ("mL/min", "") else amount
    exprs = [expression_of(clause, names, each, shown, options) for each in signs]
    if op is not None and _against(clause, op, word):
        faults.append(open_doubt("against the usual", _reversed_sentence(clause, word)))
    faults += support_doubts(clause, word, options)
    if any(fault.open for fault in faults):
        return _reading(clause, word, None, start, amount.end, faults, tuple(exprs))
    return _reading(clause, word, exprs[0], start, max(amount.end, window_end(clause, options)), faults, ())


def _reading(
    clause: Clause, word: Word, expr: str | None, start: int, end: int, faults: list[Doubt], others: tuple[str, ...]
) -> Reading:
    return Reading(
        kind=word["kind"],
        polarity=clause.polarity,
        expr=expr,
        start=start,
        end=end,
        doubts=tuple(faults),
        others=others,
        confidence="medium" if faults else "high",
    )


def _with_unit(amount: Amount, word: Word) -> Amount:
    default = word.get("unit_default")
    return evolve(amount, unit=default) if not amount.unit and default else amount


def _faults(amount: Amount, word: Word) -> Iterator[Doubt]:
    """What is wrong with the number itself: sign, power, unit."""
    if amount.op is None and amount.high is None:
        yield open_doubt("lost sign", f"No comparison sign stands with {spelled(amount.value)}: it may be lost.")
    if amount.flattened:
        yield open_doubt("flattened power", "A power of ten is written without a mark for its exponent.")
    if not amount.unit:
        yield open_doubt("lost unit", f"No unit stands with {spelled(amount.value)}.")
    if amount.unit == "mL/min":
        yield open_doubt("lost unit", "The clearance is printed in mL/min without the body surface of 1.73 m2.")


def _seconds(clause: Clause, more: list[Amount], word: Word) -> Iterator[Doubt]:
    """Other numbers that belong to the same name: another limit for some children, or another test."""
    told = [each for each in more if not clause.words.says("fixed_normal", clause.text) or each.op]
    told = [each for each in told if each.op or (each.unit and each.unit in word["units"])]
    if told:
        yield open_doubt("second limit", f"A second number ({spelled(told[0].value)}) stands with the same test.")


def _joined_faults(clause: Clause, names: list[Found]) -> Iterator[Doubt]:
    """Of two tests joined by "or", one is enough to bar; which is asked for is not said."""
    if not clause.excluding and any(word.get("join") == "open" for _, word in names):
        yield open_doubt("plain or", 'Two tests are joined by "or": whether both or one must be met is not said.')


def _ranged(clause: Clause, names: Sequence[Found], amount: Amount, faults: list[Doubt], start: int) -> Reading:
    """A range such as 0.2-1.4 mg/dL: both ends count."""
    word = names[-1][1]
    low, high = amount, evolve(amount, value=amount.high or 0.0)
    parts = [expression_of(clause, names, ">=", low, ""), expression_of(clause, names, "<=", high, "")]
    expr = f"all of ({'; '.join(parts)})"
    faults = [*faults, doubt("range", "A range is read with both of its ends.")]
    opened = any(fault.open for fault in faults) or clause.excluding
    if clause.excluding:
        faults.append(open_doubt("against the usual", "A range stands below the exclusion heading."))
    return _reading(clause, word, None if opened else expr, start, amount.end, faults, (expr,) if opened else ())


def _against(clause: Clause, op: Op, word: Word) -> bool:
    asked = FLIPPED[op] if clause.excluding else op
    return (asked in (">=", ">")) is not bool(word["usual"] == "at least")


def _reversed_sentence(clause: Clause, word: Word) -> str:
    where = "an exclusion heading" if clause.excluding else "an inclusion heading"
    return f"Below {where} this limit for {word['kind']} points the other way than usual: it may be in the wrong list."
