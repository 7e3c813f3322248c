"""Reads the age of entry and the age at diagnosis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rosette.portfolio.drafting.ages import Bound, bars_the_rest, days, register_doubts
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import Clause, Reading, doubt, open_doubt

_UNITS = {"y": "year", "m": "month", "w": "week", "d": "day"}
_BOUND = re.compile(
    r"(?:(?P<op>>=|<=|>|<|=|\?|greater than or equal to|less than or equal to|minimum age(?: of)?|"
    r"maximum age(?: of)?|at least|over|under|up to|older than|younger than|less than|greater than|more than|"
    r"no older than|before the age of|before age|no more than|not older than)\s*(?:the age of )?)?"
    r"(?<![\d.])(?P<n>\d{1,4}|one|two|three|twelve|eighteen|twenty-one)(?:st|nd|rd|th)?\b(?: ?\(\d+\))?"
    r"(?:\s*-?\s*(?P<u>years?|yrs?|months?|weeks?|days?)\b)?(?: of age| old)?"
    r"(?P<after>\s*(?:of age )?(?:and|or) (?:under|younger|older|over|above|less|greater|more|up)(?! than)|"
    r"\s*birthday)?",
    re.IGNORECASE,
)
_OPS = {
    "at least": ">=", "over": ">", "under": "<", "up to": "<=", "older than": ">", "younger than": "<",
    "less than": "<", "greater than": ">", "more than": ">", "no older than": "<=", "not older than": "<=",
    "greater than or equal to": ">=", "less than or equal to": "<=", "minimum age": ">=", "minimum age of": ">=",
    "maximum age": "<=", "maximum age of": "<=", "before the age of": "<", "before age": "<", "no more than": "<=",
}  # fmt: skip
_AFTER = {"under": "<=", "younger": "<=", "less": "<=", "older": ">=", "over": ">=", "above": ">=", "greater": ">=",
          "more": ">=", "up": ">="}  # fmt: skip
_UPPER = ("", "<", "<=", "under", "less than", "younger than")
_BETWEEN = re.compile(r"^\s*(?:-|to|and|through|until)\s*$", re.IGNORECASE)
_HEADING = re.compile(r"(?:^|/ )age\b", re.IGNORECASE)
_ALONE = re.compile(
    r"(?:over|under|at least|up to|>=|<=|>|<)? ?\d{1,2}"
    r"(?: ?(?:to|-) ?(?:under |<)?\d{1,2}| (?:and|or) (?:under|over|older|younger))?\.?",
    re.IGNORECASE,
)
_ABOUT_AGE = re.compile(r"\b(?:age|aged|ages|years? old|birthday|diagnosed)\b", re.IGNORECASE)
_DIAGNOSIS = re.compile(r"(?:at|time of)[^.;]{0,25}diagnosis|diagnosed", re.IGNORECASE)
_OTHER = re.compile(
    r"pregnan|menarch|menses|menstru|child[- ]?bearing|assent|(?<!time of )(?<!time of informed )consent|contracept|"
    r"lansky|karnofsky|ecog|creatinine|stage|\d\.\d|girl|women|mg/dl|swallow|weigh|mycn|any age",
    re.IGNORECASE,
)

_SPELLED = {"one": 1, "two": 2, "three": 3, "twelve": 12, "eighteen": 18, "twenty-one": 21}


def read_age(clause: Clause) -> list[Reading]:
    """The bounds of age in a clause that speaks of the age of entry or at diagnosis."""
    if not _speaks_of_age(clause):
        return []
    parts = _parts(clause.text)
    return [reading for start, end in parts if (reading := _read(clause, start, end))]


def _speaks_of_age(clause: Clause) -> bool:
    """Whether the clause is on age and on nothing else that has ages in it."""
    if _OTHER.search(clause.text) or _BOUND.search(clause.text) is None:
        return False
    headed = _headed(clause)
    return bool(headed or _ABOUT_AGE.search(clause.text)) or _bare(clause)


def _headed(clause: Clause) -> bool:
    return _HEADING.search(clause.piece.above) is not None


def _bare(clause: Clause) -> bool:
    """A clause that has years and nothing else but a subject: "patients from 2 to < 18 years"."""
    if not re.search(r"\byears?\b", clause.text) or clause.piece.label or len(clause.piece.heads) > 1:
        return False
    rest = clause.words.tables["filler"][0].pattern.sub(" ", _BOUND.sub(" ", clause.text))
    return re.search(r"[A-Za-z]{3}", rest) is None


def _parts(text: str) -> list[tuple[int, int]]:
    """The clause, cut where it turns from the age now to the age at diagnosis."""
    turn = re.search(r"\band (?=diagnosed\b)", text)
    return [(0, turn.start()), (turn.end(), len(text))] if turn else [(0, len(text))]


def _read(clause: Clause, start: int, end: int) -> Reading | None:
    text = clause.text[start:end]
    alone = _headed(clause) and _ALONE.fullmatch(text) is not None
    hits = [hit for hit in _BOUND.finditer(text) if alone or _is_age(hit, text)][:3]
    if not hits:
        return None
    doubts: list[Doubt] = []
    bounds = list(_bounds(hits, text, doubts))
    diagnosis = " at diagnosis" if _DIAGNOSIS.search(text) else ""
    if not diagnosis and not clause.excluding:
        doubts += register_doubts(clause.fields, bounds)
    expr = _expression(bounds, diagnosis)
    if clause.excluding and expr and not bars_the_rest(clause.fields, bounds):
        doubts.append(open_doubt("against the usual", "An age stands below the exclusion heading."))
    opened = expr is None or any(each.open for each in doubts)
    others = tuple(_candidates(bounds, diagnosis)) if opened else ()
    return Reading(
        kind="age at diagnosis" if diagnosis else "age",
        polarity=clause.polarity,
        expr=None if opened else expr,
        start=start + hits[0].start(),
        end=start + hits[-1].end(),
        doubts=tuple(doubts),
        others=others,
        confidence="medium" if doubts else "high",
    )


def _is_age(hit: re.Match[str], text: str) -> bool:
    """A number with a unit of age, one end of a range whose other end has it, or a bare number with "and under"."""
    if hit["u"] or hit["after"]:
        return True
    return re.match(
        r"\s*(?:-|to|and)\s*(?:<=?|>=?)?\s*\d+\s*-?\s*(?:years?|yrs?|months?|days?)", text[hit.end() :], re.I
    ) is not None or (
        re.search(
            r"\bage(?:d|s)?\b[^.;]{0,12}$|before the age of ?$|diagnosed before[^.;]{0,12}$",
            text[: hit.start("n")],
            re.I,
        )
        is not None
    )


def _bounds(hits: list[re.Match[str]], text: str, doubts: list[Doubt]) -> Iterator[Bound]:
    unit = next((hit["u"] for hit in hits if hit["u"]), "years")
    ranged = len(hits) > 1 and _BETWEEN.match(text[hits[0].end() : hits[1].start()]) is not None
    between = ranged and _op(hits[0]) in ("", ">", ">=") and (hits[1]["op"] or "").lower() in _UPPER
    between = between and not hits[1]["after"]
    if len(hits) > 2:
        doubts.append(open_doubt("second limit", f"A third age ({hits[2]['n']}) stands in the clause."))
    hits = hits[:2] if between else _without_repeats(hits)
    for place, hit in enumerate(hits):
        own = _UNITS[(hit["u"] or (hits[1]["u"] if between and hits[1]["u"] else unit)).lower()[0]]
        op = _op(hit)
        if op in ("", "=", "?") and between and not _op(hit):
            op = (">=", "<=")[place]
            doubts += _edge_doubts(text, place)
        if hit["after"] and hit["after"].strip().lower() == "birthday":
            op = "<" if place == 0 or op == "" else op
            own = "year"
        if op in ("", "=", "?"):
            doubts.append(
                open_doubt("lost sign", f"No comparison sign stands with the age of {hit['n']}: it may be lost.")
            )
        yield op, _count(hit), own


def _without_repeats(hits: list[re.Match[str]]) -> list[re.Match[str]]:
    """The ages without a birthday that says the one before again: "21 years, until the 22nd birthday"."""
    last, said = hits[-1], (hits[-1]["after"] or "").strip().lower()
    again = len(hits) > 1 and said == "birthday" and _op(hits[-2]) == "<=" and _count(last) == _count(hits[-2]) + 1
    return hits[:-1] if again else hits


def _count(hit: re.Match[str]) -> int:
    return _SPELLED.get(hit["n"].lower()) or int(hit["n"])


def _op(hit: re.Match[str]) -> str:
    said = (hit["op"] or "").lower()
    if said:
        return _OPS.get(said, said)
    after = (hit["after"] or "").lower().split()
    return _AFTER.get(after[-1], "") if after else ""


def _edge_doubts(text: str, place: int) -> Iterator[Doubt]:
    if place == 1 and re.search(r"\bbetween\b", text, re.IGNORECASE):
        yield doubt("edges", '"Between" is read with both of its ends.')


def _expression(bounds: list[Bound], diagnosis: str) -> str | None:
    bounds = [bound for bound in bounds if bound[:2] != (">=", 0)]
    lower = [bound for bound in bounds if bound[0] in (">=", ">")]
    upper = [bound for bound in bounds if bound[0] in ("<=", "<")]
    if len(lower) > 1 or len(upper) > 1 or len(lower) + len(upper) != len(bounds):
        return None
    if lower and upper and days(*lower[0][1:]) >= days(*upper[0][1:]):
        return None
    written = [f"{op} {n} {unit}{'' if n == 1 else 's'}" for op, n, unit in (*lower, *upper)]
    return f"age{diagnosis} {' and '.join(written)}" if written else None


def _candidates(bounds: list[Bound], diagnosis: str) -> Iterator[str]:
    expr = _expression(bounds, diagnosis)
    if expr:
        yield expr
        return
    for op, n, unit in bounds[:1]:
        for sign in (">=", ">", "<=", "<") if op in ("", "=", "?") else (op,):
            yield f"age{diagnosis} {sign} {n} {unit}{'' if n == 1 else 's'}"
