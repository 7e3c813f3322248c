"""Coded tests and attributes: which answer counts, for how long, and when answers contradict each other."""

from __future__ import annotations

import pytest
from tests.support.children import NO, UNKNOWN, YES, closed, coded, fact, judged, rows, truth, truths, word

from rosette.eligibility import Act, Why

TESTS = """
    asked                                      | answers                              | truth
    pregnancy_test is negative                 | negative 2026-05-29                  | yes
    pregnancy_test is negative                 | positive 2026-05-29                  | no
    pregnancy_test is negative                 |                                      | ?
    pregnancy_test is negative within 7 days   | negative 2026-05-25                  | yes
    pregnancy_test is negative within 7 days   | negative 2026-05-24                  | ?
    pregnancy_test is negative                 | positive 2026-05-20, negative 2026-05-29 | yes
    pregnancy_test is negative                 | negative 2026-05-20, positive 2026-05-29 | no
    pregnancy_test is negative                 | negative 2026-05-29, positive 2026-05-29 | ?
    pregnancy_test is negative                 | negative 2026-05-29, positive 2026-06-02 | yes
    pregnancy_test is negative                 | negative 2026-05-20, positive 2026-05 | ?
    urine_dipstick_protein is negative, trace  | negative 2026-05-29, trace 2026-05-29 | yes
    urine_dipstick_protein is negative, trace  | 1+ 2026-05-29                        | no
"""


@pytest.mark.parametrize("row", rows(TESTS))
def test_coded_tests(row: list[str]) -> None:
    asked, answers, expected = row
    code = asked.split()[0]
    facts = [coded(code, *answer.split()) for answer in answers.split(", ") if answer]
    assert word(truth(asked, *facts)) == expected


def diagnosis(on: str = "2022-04-01", **more: object) -> dict[str, object]:
    return fact("diagnosis", on=on, diagnosis="neuroblastoma", **more)


ATTRIBUTES = """
    asked                                     | diagnosis says       | truth
    diagnosis is neuroblastoma                |                      | yes
    diagnosis is melanoma, neuroblastoma      |                      | yes
    diagnosis is melanoma                     |                      | no
    basis is histology                        | basis histology      | yes
    basis is marrow_and_catecholamines        | basis histology      | no
    basis is histology                        |                      | ?
    inss is 4, 4S                             | inss 4S              | yes
    inss is 2A                                | inss 2B              | no
    inrgss is M, MS                           | inrgss L2            | no
    mycn is amplified                         | mycn amplified       | yes
    mycn is amplified                         | mycn gain            | no
    cog_risk is high                          | cog_risk high        | yes
"""


@pytest.mark.parametrize("row", rows(ATTRIBUTES))
def test_attributes(row: list[str]) -> None:
    asked, said, expected = row
    more = dict([said.split()]) if said else {}
    assert word(truth(asked, diagnosis(**more))) == expected


def test_two_diagnoses_of_one_day_that_differ_are_conflicting() -> None:
    found = judged("mycn is amplified", diagnosis(mycn="amplified"), diagnosis(mycn="not_amplified"))
    assert (found.truth, found.reason) == (UNKNOWN, Why.CONFLICTING)
    assert [remedy.act for remedy in found.remedies] == [Act.ADJUDICATE]


def test_sex_is_known_or_not() -> None:
    assert truth("sex is female") is YES
    assert truth("sex is female", sex="male") is NO
    assert truth("sex is female", sex=None) is UNKNOWN


def event(name: str, on: str, **more: object) -> dict[str, object]:
    return fact("disease_event", event=name, on=on, **more)


def test_the_state_of_the_disease_changes_on_the_day_of_its_event() -> None:
    facts = [event("relapse", "2026-06-03"), closed("disease_events")]
    assert truths("disease_status is relapsed", facts, ["2026-06-02", "2026-06-03"])[1] is YES


def test_that_there_was_no_relapse_is_known_only_from_a_review_of_the_course() -> None:
    response = event("response", "2026-05-01", response="PR")
    assert truth("disease_status is relapsed", response) is UNKNOWN
    assert truth("disease_status is relapsed", response, closed("disease_events")) is NO
    assert judged("disease_status is relapsed", response, closed("disease_events")).flips_on is not None


MARROW = """
    left     | right    | involved
    involved | free     | yes
    involved | -        | yes
    free     | free     | no
    free     | -        | ?
    -        | -        | ?
"""


@pytest.mark.parametrize("row", rows(MARROW))
def test_marrow_is_free_only_on_both_sides(row: list[str]) -> None:
    *sides, expected = row
    facts = [
        fact("marrow", site=site, involved=state == "involved", on="2026-05-21")
        for site, state in zip(("left", "right"), sides, strict=True)
        if state != "-"
    ]
    assert word(truth("marrow is involved", *facts)) == expected


AVID = """
    avid | sites  | truth
    yes  |        | yes
    -    | pelvis | yes
    no   |        | no
    -    |        | ?
"""


@pytest.mark.parametrize("row", rows(AVID))
def test_mibg_avidity(row: list[str]) -> None:
    avid, sites, expected = row
    more = {} if avid == "-" else {"avid": avid == "yes"}
    scan = fact("imaging", modality="mibg", on="2026-05-20", sites=[sites] if sites else [], **more)
    assert word(truth("mibg_avid is yes", scan)) == expected
