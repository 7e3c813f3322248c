"""Every way in which an expression cannot be read: the place, what stands there, what was wanted instead."""

from __future__ import annotations

import pytest
from tests.unit.eligibility.reading import refusal

STARTS = '"(" or "all of" or "any of" or "at least" or "earlier of" or "if" or "later of" or "more than"'
UNITS = '"day" or "days" or "month" or "months" or "week" or "weeks" or "year" or "years"'
OPS = '"<" or "<=" or ">" or ">="'
SPAN = "a number of days, weeks, months or years"

BEGINNINGS = [
    ("", 0, f"the end of the criterion; expected {STARTS}"),
    (")", 0, f'")"; expected {STARTS}'),
    ('"text"', 0, f'""text""; expected {STARTS}'),
    (
        "platlets >= 75000 /uL",
        0,
        '"platlets" is not the start of a criterion (did you mean "platelets"?); expected the start of a criterion',
    ),
    (
        "prio lorlatinib",
        0,
        '"prio" is not the start of a criterion (did you mean "prior"?); expected the start of a criterion',
    ),
    (
        "relapse >= 1",
        0,
        '"relapse" is not the start of a criterion (did you mean "relapses"?); expected the start of a criterion',
    ),
    (
        "Sex is female",
        0,
        '"Sex" is not the start of a criterion (did you mean "sex"?); expected the start of a criterion',
    ),
    (
        "allof (consent a; consent b)",
        0,
        '"allof" is not the start of a criterion (did you mean "all of"?); expected the start of a criterion',
    ),
    ("zzzz", 0, '"zzzz" is not the start of a criterion; expected the start of a criterion'),
    ("all (consent a; consent b)", 4, '"("; expected "of"'),
    ("any off (consent a; consent b)", 4, '"off" (did you mean "of"?); expected "of"'),
    ("at leest 2 of (consent a; consent b)", 3, '"leest" (did you mean "least"?); expected "least"'),
    ("not prior lorlatinib", 4, '"prior"; expected "("'),
    ("progressed lorlatinib", 11, '"lorlatinib"; expected "on"'),
    ("cycles irinotecan", 7, '"irinotecan"; expected "of"'),
    ("stable dose corticosteroid", 7, '"dose" (did you mean "dose of"?); expected "dose of"'),
    ("interval from chemotherapy", 9, '"from"; expected "from first"'),
    ("stem cell >= 2", 5, '"cell" (did you mean "cells"?); expected "cells"'),
    ("stem", 4, 'the end of the criterion; expected "cells"'),
]

COMBINATIONS = [
    ("all of (consent a)", 17, '")"; expected ";"'),
    ("all of consent a", 7, '"consent"; expected "("'),
    ("any of (consent a; consent b", 28, 'the end of the criterion; expected ")" or ";"'),
    ("any of (consent a, consent b)", 17, '","; expected ";"'),
    ("at least 3 of (consent a; consent b)", 9, "at least 3 of 2; expected a number from 1 to 2"),
    ("at least  0 of (consent a; consent b)", 10, "at least 0 of 2; expected a number from 1 to 2"),
    ("at least 1.5 of (consent a; consent b)", 9, '"1.5"; expected a whole number'),
    ("at least two of (consent a; consent b)", 9, '"two"; expected a whole number'),
    ("at least 2 (consent a; consent b)", 11, '"("; expected "of"'),
    ("not (consent a", 14, 'the end of the criterion; expected ")"'),
    ("(consent a", 10, 'the end of the criterion; expected ")"'),
    ("if consent a", 12, 'the end of the criterion; expected "then"'),
    ("if consent a else consent b", 13, '"else"; expected "then"'),
    (
        "if  if consent a then consent b then consent c",
        4,
        '"if" inside "if"; expected round brackets around the inner one',
    ),
    (
        "if consent a then if consent b then consent c",
        18,
        '"if" inside "if"; expected round brackets around the inner one',
    ),
    (
        "if consent a then consent b else if consent b then consent c",
        33,
        '"if" inside "if"; expected round brackets around the inner one',
    ),
]

LEAVES = [
    ("age", 3, f"the end of the criterion; expected {OPS}"),
    ("age at diagnosis", 16, f"the end of the criterion; expected {OPS}"),
    ("age = 1 year", 4, f'"=" (did you mean ">="?); expected {OPS}'),
    ("age >= one year", 7, f'"one"; expected {SPAN}'),
    ("age >= 1.5 years", 7, f'"1.5"; expected {SPAN}'),
    ("age >= 1 yeer", 9, f'"yeer" (did you mean "year"?); expected {UNITS}'),
    ("age >= 1", 8, f"the end of the criterion; expected {UNITS}"),
    ("age >= 1 hour", 9, f'"hour"; expected {UNITS}'),
    ("age >= 151 years", 7, '"151 years"; expected at most 150 years'),
    ("age >=  1801 months", 8, '"1801 months"; expected at most 1800 months'),
    ("age >= 7827 weeks", 7, '"7827 weeks"; expected at most 7826 weeks'),
    ("age >= 54788 days", 7, '"54788 days"; expected at most 54787 days'),
    ("age >= 1e999 days", 7, f'"1e999"; expected {SPAN}'),
    ("age >= 1 year and 3 years", 18, f'"3"; expected {OPS}'),
    ("sex female", 4, '"female"; expected "is"'),
    ("sex >= 1", 4, '">="; expected "is"'),
    ("sex is femal", 7, '"femal" is not a value of sex; expected one of male, female'),
    ("inss is 4,  5", 12, '"5" is not a value of inss; expected one of 1, 2A, 2B, 3, 4, 4S'),
    ("sex is", 6, "the end of the criterion; expected a value of sex"),
    (
        "sex is male after last nothing",
        23,
        '"nothing" is not a therapy class or agent (did you mean "nilotinib"?); expected a therapy class or agent',
    ),
    ("platelets is low", 10, f'"is"; expected {OPS}'),
    (
        "platelets >= ",
        13,
        'the end of the criterion; expected "table" or a number with a unit, a multiple of ULN, or a table',
    ),
    ("platelets >= low", 13, '"low"; expected "table" or a number with a unit, a multiple of ULN, or a table'),
    ("platelets >= 75000", 18, "the end of the criterion; expected a unit"),
    ("platelets >= 75000; x", 18, '";"; expected a unit'),
    (
        "platelets >= 75000 within 7 days",
        19,
        '"within" in "within" is not a UCUM unit; expected a UCUM unit',
    ),
    ("platelets >= 75000  /uLL", 20, '"uLL" in "/uLL" is not a UCUM unit; expected a UCUM unit'),
    ("platelets >= 75000/uLL", 18, '"uLL" in "/uLL" is not a UCUM unit; expected a UCUM unit'),
    ("platelets >= 7 /()", 15, '"" in "/()" is not a UCUM unit; expected a UCUM unit'),
    ("platelets >= 7 //", 15, '"//" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"'),
    (
        "platelets >= 7 g/24.h",
        15,
        '"g/24.h" is read left to right; expected a UCUM unit. Write the divisor in brackets, such as "g/(24.h)".',
    ),
    ("platelets >= 1e999 /uL", 13, '"1e999"; expected a number with a unit, a multiple of ULN, or a table'),
    ("alt <= 5 x UNL", 9, '"x" in "x" is not a UCUM unit; expected a UCUM unit'),
    ("alt <= 5 x ULN of day", 18, '"day"; expected a number'),
    (
        "creatinine <= table creatinine_cogg",
        20,
        '"creatinine_cogg" is not an age-sex table (did you mean "creatinine_cog"?); expected an age-sex table',
    ),
    ("creatinine <= table", 19, "the end of the criterion; expected an age-sex table"),
    (
        "platelets >= 1 /uL without platelet 7 days",
        27,
        '"platelet" is not a therapy class or agent (did you mean "antiplatelet"?); expected a therapy class or agent',
    ),
    ("platelets >= 1 /uL untransfused week", 32, f'"week"; expected {SPAN}'),
    ("platelets >= 1 /uL within week", 26, f'"week"; expected {SPAN}'),
    ("performance >= 50", 17, 'the end of the criterion; expected "("'),
    ("performance >= fifty (lansky)", 15, '"fifty"; expected a number'),
    (
        "performance >= 50 (lanski)",
        19,
        '"lanski" (did you mean "lansky"?); expected "ecog" or "karnofsky" or "lansky"',
    ),
    (
        "performance >= 50 (lansky below 16 years)",
        26,
        '"below"; expected ")" or "," or "from" or "or" or "over" or "through" or "under"',
    ),
    ("performance >= 50 (lansky under 16)", 34, f'")"; expected {UNITS}'),
    ("21 days", 7, 'the end of the criterion; expected "since last"'),
    ("21 days since chemotherapy", 8, '"since" (did you mean "since last"?); expected "since last"'),
    ("21 since last chemotherapy", 3, f'"since"; expected {UNITS}'),
    ("more than two weeks since last chemotherapy", 10, f'"two"; expected {SPAN}'),
    ("later of 14 days since last chemotherapy", 9, '"14"; expected "("'),
    ("later of (x) since last chemotherapy", 10, '"x"; expected "more than" or a wait such as 21 days or 3 half-lives'),
    ("earlier of (14 days; 5 half-lives) since last vinca", 19, '";"; expected ")" or ","'),
    (
        "21 days since last chemo",
        19,
        '"chemo" is not a therapy class or agent; expected a therapy class or agent',
    ),
    (
        "prior lorlatinibb",
        6,
        '"lorlatinibb" is not a therapy class or agent (did you mean "lorlatinib"?); expected a therapy class or agent',
    ),
    ("prior", 5, "the end of the criterion; expected a therapy class or agent"),
    ("prior together irinotecan", 15, '"irinotecan"; expected "("'),
    ("prior together (irinotecan temozolomide)", 27, '"temozolomide"; expected ")" or ","'),
    ("cycles of (irinotecan) <= 1.5", 26, '"1.5"; expected a whole number'),
    ("relapses >= 1e999", 12, '"1e999"; expected a whole number'),
    ("relapses 1", 9, f'"1"; expected {OPS}'),
    ("stable dose of corticosteroid", 29, 'the end of the criterion; expected "for"'),
    (
        "cumulative cisplatinum <= 1 mg/m2",
        11,
        '"cisplatinum" is not a cumulative dose group (did you mean "cisplatin"?); expected a cumulative dose group',
    ),
    ("interval from first vinca to second vinca", 26, '"to"; expected "to first"'),
    (
        "condition infektion",
        10,
        '"infektion" is not a condition (did you mean "infection"?); expected a condition',
    ),
    ("condition infection grade 2", 26, f'"2"; expected {OPS}'),
    ("condition infection grade >= two", 29, '"two"; expected a number'),
    (
        "molecular ALK mutated",
        14,
        '"mutated" (did you mean "mutation"?); expected '
        '"amplification" or "expression" or "fusion" or "gain" or "loss" or "mutation"',
    ),
    ("molecular", 9, "the end of the criterion; expected a name"),
    (
        "molecular ALK mutation in alk_activation",
        26,
        '"alk_activation" is not an allele set (did you mean "alk_activating"?); expected an allele set',
    ),
    ("molecular ALK mutation vaf >= 5", 31, 'the end of the criterion; expected "%"'),
    ("stem cells >= 2 CD34", 16, '"CD34" (did you mean "CD34/kg"?); expected "CD34/kg"'),
    ("consent", 7, "the end of the criterion; expected a name"),
    ("judgement Can they come?", 10, '"Can"; expected a text in double quotes'),
    ('protocol "not closed', 9, '""not"; expected a text in double quotes'),
    ('flagged "two\nlines"', 8, '""two"; expected a text in double quotes'),
]


@pytest.mark.parametrize(("text", "position", "said"), [*BEGINNINGS, *COMBINATIONS, *LEAVES])
def test_what_cannot_be_read_is_refused_at_its_place(text: str, position: int, said: str) -> None:
    assert refusal(text) == (position, said)
