"""The 35 worked cases of the revised response criteria and of the two scores, with the defaults taken."""

from __future__ import annotations

import pytest

from rosette.knowledge import load_knowledge
from rosette.response.codes import Code
from rosette.response.marrow import MarrowShares, judge_marrow
from rosette.response.metastatic import BoneScore, Metastases, NewLesion, SoftTissue, judge_metastatic
from rosette.response.overall import marrow_before, overall
from rosette.response.primary import Primary, Uptake, judge_primary
from rosette.response.rules import rule_set
from rosette.response.scores import Scores, cut_readings, responded
from rosette.response.sizes import Diameters

KNOWLEDGE = load_knowledge()
RULES = rule_set("INRC2017", KNOWLEDGE)
GONE, KEPT = Uptake.RESOLVED, Uptake.STABLE


def mass(baseline, now, uptake=KEPT, nadir=None) -> Primary:
    return Primary(involved=True, diameters=Diameters(baseline=baseline, now=now, smallest=nadir), uptake=uptake)


def bone(baseline, now, method="curie") -> BoneScore:
    return BoneScore(method=method, baseline=baseline, now=now)


def soft(baseline, now, resolved=False) -> SoftTissue:
    return SoftTissue(total=Diameters(baseline=baseline, now=now), others_now_mm=(now,), resolved_uptake=resolved)


NO_PRIMARY, NO_METASTASES, FREE = Primary(involved=False), Metastases(), (0, 0)
CASES = [
    (1, mass(60, 8, GONE), Metastases(bone=bone(14, 0)), (40, 0), "CR CR CR CR"),
    (2, NO_PRIMARY, Metastases(bone=bone(20, 9, "siopen")), FREE, "NI PR NI PR"),
    (3, mass(50, 34), Metastases(bone=bone(12, 5)), (30, 4), "PR PR MD PR"),
    (4, mass(50, 36), Metastases(bone=bone(12, 5)), (30, 4), "SD PR MD MR"),
    (5, mass(50, 48), Metastases(bone=bone(12, 10)), (30, 22), "SD SD SD SD"),
    (6, mass(50, 30), Metastases(bone=bone(12, 15)), FREE, "PR PD NI PD"),
    (7, NO_PRIMARY, Metastases(bone=bone(12, 14)), FREE, "NI SD NI SD"),
    (8, NO_PRIMARY, Metastases(bone=bone(10, 12)), FREE, "NI PD NI PD"),
    (9, mass(20, 24.5), NO_METASTASES, FREE, "SD NI NI SD"),
    (10, mass(20, 25), NO_METASTASES, FREE, "PD NI NI PD"),
    (11, mass(60, 35, KEPT, 30), NO_METASTASES, FREE, "PR NI NI PR"),
    (12, mass(60, 37, KEPT, 30), NO_METASTASES, FREE, "PD NI NI PD"),
    (13, NO_PRIMARY, NO_METASTASES, (0, 3), "NI NI MD SD"),
    (14, NO_PRIMARY, NO_METASTASES, (0, 6), "NI NI PD PD"),
    (15, NO_PRIMARY, NO_METASTASES, (8, 17), "NI NI SD SD"),
    (16, NO_PRIMARY, NO_METASTASES, (12, 25), "NI NI PD PD"),
    (17, NO_PRIMARY, NO_METASTASES, (15, 25), "NI NI SD SD"),
    (18, NO_PRIMARY, NO_METASTASES, (12, 24), "NI NI SD SD"),
    (19, NO_PRIMARY, NO_METASTASES, (10, 5), "NI NI MD PR"),
    (20, NO_PRIMARY, NO_METASTASES, (3, 2), "NI NI MD SD"),
    (21, mass(60, 8, GONE), Metastases(bone=bone(14, 0)), (40, 2), "CR CR MD PR"),
    (22, mass(50, 48), NO_METASTASES, (40, 3), "SD NI MD MR"),
    (23, mass(50, 48), NO_METASTASES, (4, 3), "SD NI MD SD"),
    (24, mass(60, 8, GONE), Metastases(bone=bone(12, 10)), FREE, "CR SD NI MR"),
    (25, mass(50, 34), Metastases(bone=bone(14, 0)), (20, None), "PR CR NE NE"),
    (26, Primary(involved=True), Metastases(new=(NewLesion(site="femur", bone=True, avid=True),)), FREE, "NE PD NI PD"),
    (27, NO_PRIMARY, Metastases(soft=soft(40, 26), bone=bone(8, 4)), FREE, "NI PR NI PR"),
    (28, NO_PRIMARY, Metastases(soft=soft(40, 26), bone=bone(8, 5)), FREE, "NI SD NI SD"),
    (29, NO_PRIMARY, Metastases(bone=bone(30, 2)), FREE, "NI PR NI PR"),
    (30, NO_PRIMARY, Metastases(bone=bone(7, 3, "pet")), FREE, "NI PR NI PR"),
    (31, mass(50, 30), Metastases(new=(NewLesion(site="node", bone=False, avid=False),)), FREE, "PR SD NI MR"),
    (32, NO_PRIMARY, NO_METASTASES, FREE, "NI NI NI None"),
]


def judged(primary, metastases, marrow):
    base, now = marrow
    parts = (
        judge_primary(primary, RULES),
        judge_metastatic(metastases, RULES),
        judge_marrow(MarrowShares(baseline=base, now=now), RULES),
    )
    return parts, overall(*(part.code for part in parts), before=marrow_before(base, RULES))


@pytest.mark.parametrize(("number", "primary", "metastases", "marrow", "codes"), CASES, ids=[str(c[0]) for c in CASES])
def test_case(number, primary, metastases, marrow, codes):
    parts, whole = judged(primary, metastases, marrow)
    assert " ".join([*(part.code for part in parts), str(whole.code)]) == codes


@pytest.mark.parametrize(("number", "gap"), [(13, "G2"), (19, "G2"), (20, "G2"), (21, "G1"), (22, "G3"), (23, "G3")])
def test_a_gap_of_the_table_is_named_with_both_readings(number, gap):
    _, whole = judged(*CASES[number - 1][1:4])
    assert [each.id for each in whole.gaps] == [gap]
    assert whole.gaps[0].taken != whole.gaps[0].alternative


def test_case_25_bounds_what_a_missing_marrow_could_make_of_it():
    _, whole = judged(*CASES[24][1:4])
    assert (whole.best, whole.worst) == (Code.PR, Code.PD)


def test_case_31_asks_for_a_biopsy_and_names_the_other_reading():
    (_, metastatic, _), _ = judged(*CASES[30][1:4])
    assert "Biopsy of node" in metastatic.asks[0]
    assert metastatic.gaps[0].alternative == "PD"


def test_case_32_nothing_to_evaluate():
    _, whole = judged(*CASES[31][1:4])
    assert whole.sentence == "No evaluable disease"


def test_case_33_curie_total_by_segment():
    names = [
        "head",
        "thoracic_spine",
        "chest",
        "lumbar_spine",
        "pelvis",
        "upper_arms",
        "lower_arms",
        "femurs",
        "lower_legs",
    ]
    points = dict(zip(names, [3, 1, 2, 0, 3, 1, 0, 2, 0], strict=True))
    found = Scores.of({**points, "soft_tissue": 1}, KNOWLEDGE)
    assert (found.scale, found.total, found.bone) == ("curie", 13, 12)


def test_case_34_curie_after_induction_without_amplification():
    two, three = (_after_induction(total) for total in (2, 3))
    assert two == "better event-free survival"
    assert three == "worse event-free survival"


def _after_induction(total):
    rows = cut_readings("curie", total, use="after induction", mycn="not_amplified", knowledge=KNOWLEDGE)
    return next(each.says for each in rows if each.cut.id == "curie.post_induction.na")


def test_case_35_siopen_halved_is_a_response():
    assert pytest.approx(0.50) == 26 / 52
    assert responded(baseline=52, now=26, knowledge=KNOWLEDGE)
    assert not responded(baseline=52, now=27, knowledge=KNOWLEDGE)
