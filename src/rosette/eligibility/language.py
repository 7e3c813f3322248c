"""The criteria language as one table of forms: each row reads and writes one kind of leaf."""

from __future__ import annotations

from typing import Any

from rosette.eligibility import codecs as c
from rosette.eligibility.forms import Codec, Flag, Form, OneWord, Option, Slot, Values, Word, bracketed
from rosette.eligibility.nodes import (
    ALTERATIONS,
    TIES,
    Age,
    Attested,
    Compare,
    Condition,
    Consent,
    Count,
    Cumulative,
    Cycles,
    Interval,
    Is,
    Molecular,
    Performance,
    Prior,
    Progressed,
    StableDose,
    StemCells,
    Support,
    Taking,
    Together,
    Washout,
)
from rosette.eligibility.reader import Reader


class _Supports:
    """ "without CLASS SPAN", as often as needed; "untransfused SPAN" is short for any transfusion."""

    def accept(self, reader: Reader, values: Values) -> bool:
        """Read one more support that the result must be free of."""
        if reader.accept("untransfused"):
            support = Support(tag="transfusion", span=c.SPAN.read(reader))
        elif reader.accept("without"):
            support = c.SUPPORT.read(reader)
        else:
            return False
        values["without"] = (*values.get("without", ()), support)
        return True

    def read(self, reader: Reader, values: Values) -> None:
        """Read all of them."""
        while self.accept(reader, values):
            pass

    def write(self, node: Any) -> str:
        """Write all of them."""
        return " ".join(
            f"untransfused {support.span}" if support.tag == "transfusion" else f"without {c.SUPPORT.write(support)}"
            for support in node.without
        )


class _ValuesOfCode:
    """The values of a coded test or attribute; which are allowed depends on its code."""

    def read(self, reader: Reader, values: Values) -> None:
        """Read the values."""
        values["values"] = c.read_values(reader, values["code"])

    def write(self, node: Any) -> str:
        """Write the values."""
        return ", ".join(node.values)


def _alteration(reader: Reader) -> str:
    for word in ALTERATIONS:
        if reader.accept(word):
            return word
    return reader.fail()


_EXCEPT = Option("except", "excepting", c.TAGS)
_WITHIN = Option("within", "within", c.SPAN)

FORMS: dict[str, Form] = {
    "age at diagnosis": Form(
        lambda **values: Age(at_diagnosis=True, **values),
        (Word("age at diagnosis"), Slot("bounds", c.BOUNDS)),
    ),
    "age": Form(Age, (Word("age"), Slot("bounds", c.BOUNDS))),
    "performance": Form(
        Performance,
        (Word("performance"), Slot("op", c.OP), Slot("score", c.NUMBER), Slot("scales", c.SCALES)),
        (_WITHIN, Flag("wheelchair counts", "wheelchair")),
    ),
    "prior together": Form(Together, (Word("prior together"), Slot("agents", bracketed(c.TAGS)))),
    "prior": Form(
        Prior,
        (Word("prior"), Slot("of", c.TAG)),
        (
            _EXCEPT,
            OneWord("role", ("frontline", "relapse"), prefix="as"),
            _WITHIN,
            Option("above", "above", c.QUANTITY),
        ),
    ),
    "progressed on": Form(Progressed, (Word("progressed on"), Slot("of", c.TAG))),
    "cycles of": Form(
        Cycles,
        (Word("cycles of"), Slot("agents", bracketed(c.TAGS)), Slot("op", c.OP), Slot("count", c.WHOLE)),
    ),
    "taking": Form(Taking, (Word("taking"), Slot("of", c.TAG)), (_EXCEPT,)),
    "stable dose of": Form(
        StableDose, (Word("stable dose of"), Slot("of", c.TAG), Word("for"), Slot("within", c.SPAN))
    ),
    "cumulative": Form(
        Cumulative,
        (Word("cumulative"), Slot("group", c.GROUP), Slot("op", c.OP), Slot("quantity", c.QUANTITY)),
    ),
    "interval from first": Form(
        Interval,
        (
            Word("interval from first"),
            Slot("start", c.TAG),
            Word("to first"),
            Slot("end", c.TAG),
            Slot("op", c.OP),
            Slot("span", c.SPAN),
        ),
    ),
    "condition": Form(
        Condition,
        (Word("condition"), Slot("codes", c.CONDITIONS)),
        (
            Option("except", "excepting", c.CONDITIONS),
            Option("grade", "grade", c.THRESHOLD),
            Flag("ever", "ever"),
            _WITHIN,
            Option("not controlled for", "controlled_for", c.SPAN),
            Flag("not controlled", "uncontrolled"),
        ),
    ),
    "molecular": Form(
        Molecular,
        (Word("molecular"), Slot("gene", c.PLAIN), Slot("alteration", Codec(_alteration))),
        (
            Option("in", "alleles", c.ALLELES),
            Option("vaf", "vaf", c.PERCENT),
            Option("copies", "copies", c.THRESHOLD),
            OneWord("origin", ("germline", "somatic")),
        ),
    ),
    "stem cells": Form(
        StemCells,
        (Word("stem cells"), Slot("op", c.OP), Slot("cd34_per_kg", c.NUMBER), Word("CD34/kg")),
        (Flag("unpurged", "unpurged"), Flag("viable", "viable")),
    ),
    "consent": Form(Consent, (Word("consent"), Slot("type", c.PLAIN))),
    "judgement": Form(lambda **v: Attested(ask="judgement", **v), (Word("judgement"), Slot("question", c.STRING))),
    "protocol": Form(lambda **v: Attested(ask="protocol", **v), (Word("protocol"), Slot("question", c.STRING))),
    "flagged": Form(lambda **v: Attested(ask="flagged", **v), (Word("flagged"), Slot("question", c.STRING))),
}
WASHOUT = Form(Washout, (Slot("wait", c.WAIT), Word("since last"), Slot("of", c.TAG)), (_EXCEPT,))
COUNT = Form(Count, (Slot("code", c.COUNTED), Slot("op", c.OP), Slot("count", c.WHOLE)))
IS = Form(Is, (Slot("code", c.CODED), Word("is"), _ValuesOfCode()), (_WITHIN, Option("after last", "after", c.TAG)))
COMPARE = Form(
    Compare,
    (Slot("code", c.MEASURE), Slot("op", c.OP), Slot("limit", c.LIMIT)),
    (
        _WITHIN,
        Option("after last", "after", c.TAG),
        _Supports(),
        OneWord("tie", TIES, suffix="of day"),
    ),
)
