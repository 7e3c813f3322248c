"""Oncogenicity by points, tiers side by side, CIViC exports of both header sets."""

from pathlib import Path

import pytest

from rosette.kernel import BadInput
from rosette.knowledge import Knowledge
from rosette.molecular import (
    PCGR,
    STANDARD,
    amp_tier,
    call_oncogenicity,
    disagree,
    disagreements,
    load_civic,
    load_oncokb,
    parse_variant,
    profile_score,
    read_civic,
    seven_step_aid,
    tier,
)

F1174L = parse_variant("F1174L")


def test_adult_and_paediatric_counts_are_both_shown(knowledge: Knowledge) -> None:
    """Horak 2022: 14 samples at F1174, 11 with L, give OM3 and 8 points; a paediatric series gives OS3 and 10."""
    adult, child = call_oncogenicity(F1174L, gene="ALK", codes=("OS2", "OP1", "OP4"), knowledge=knowledge)
    assert (adult.points, adult.verdict, adult.codes[-1]) == (8, "Likely oncogenic", "OM3")
    assert (child.points, child.verdict, child.codes[-1]) == (10, "Oncogenic", "OS3")


def test_f1245c_has_no_hotspot_code(knowledge: Knowledge) -> None:
    calls = call_oncogenicity(
        parse_variant("F1245C"), gene="ALK", codes=("OS2", "OM1", "OP1", "OP4"), knowledge=knowledge
    )
    assert {call.points for call in calls} == {8}


def test_a_hotspot_code_steps_aside_for_a_stronger_one(knowledge: Knowledge) -> None:
    adult, child = call_oncogenicity(F1174L, gene="ALK", codes=("OS1",), knowledge=knowledge)
    assert "OS3" not in child.codes
    assert adult.codes == ("OS1", "OM3")


@pytest.mark.parametrize(
    ("points", "verdict"),
    [
        (10, "Oncogenic"),
        (9, "Likely oncogenic"),
        (6, "Likely oncogenic"),
        (5, "Uncertain significance"),
        (0, "Uncertain significance"),
        (-1, "Likely benign"),
        (-6, "Likely benign"),
        (-7, "Benign"),
    ],
)
def test_cuts(points: int, verdict: str) -> None:
    assert STANDARD.of(points) == verdict


def test_other_cuts_have_their_own_name() -> None:
    assert (PCGR.of(9), PCGR.of(5), PCGR.name) == ("Oncogenic", "Likely oncogenic", "PCGR")


@pytest.mark.parametrize("codes", [("XX1",), ("OS3",), ("OP1", "SBP1")])
def test_codes_that_cannot_stand_are_refused(knowledge: Knowledge, codes: tuple[str, ...]) -> None:
    with pytest.raises(BadInput):
        call_oncogenicity(F1174L, gene="ALK", codes=codes, knowledge=knowledge)


@pytest.mark.parametrize(("level", "grade"), [("A", "I"), ("B", "I"), ("C", "II"), ("D", "II"), (None, "III")])
def test_amp_tiers(level: str | None, grade: str) -> None:
    assert amp_tier(level, by="panel").grade == grade


def test_axes_stay_apart_and_disagreement_is_between_therapeutic_grades() -> None:
    prognostic = amp_tier("A", by="panel", axis="prognostic")
    therapeutic = amp_tier("D", by="panel")
    assert not disagree((prognostic, therapeutic))
    assert disagree((tier("ESCAT", "II-B", by="panel"), tier("OncoKB", "4", by="file")))


def test_what_of_escat_was_not_read_is_said() -> None:
    assert "not read" in tier("ESCAT", "V", by="panel").note


@pytest.mark.parametrize(("system", "grade"), [("ESCAT", "II-C"), ("ESKAT", "I-A"), ("OncoKB", "5")])
def test_unknown_grades_are_refused(system: str, grade: str) -> None:
    with pytest.raises(BadInput):
        tier(system, grade, by="panel")


def test_the_aid_of_seven_steps_is_named_ours() -> None:
    assert seven_step_aid(target="direct", disease="clinical, this disease", certainty="established activating") == (
        8,
        "very high",
    )
    assert seven_step_aid(target="indirect", disease="none", certainty="unknown", subclonal=True) == (0, "very low")


HEAD = "evidence_type evidence_direction evidence_level"
OLD = "\t".join(f"evidence_id gene variant disease drugs {HEAD} clinical_significance rating citation".split())
NEW = "\t".join(f"evidence_id molecular_profile disease therapies {HEAD} significance rating citation".split())
R1275Q = [(39, "D", 3), (48, "D", 3), (143, "D", 3), (1269, "C", 2), (1270, "C", 2), (1331, "D", 4)]


def row(profile: str, number: int, level: str, rating: object, direction: str, drugs: str) -> str:
    parts = [
        number,
        profile,
        "Neuroblastoma",
        drugs,
        "Predictive",
        direction,
        level,
        "Sensitivity/Response",
        rating,
        "x",
    ]
    return "\t".join(map(str, parts))


def old_row(number: int, level: str, rating: object, direction: str = "Supports", drugs: str = "TAE684") -> str:
    return row("ALK\tR1275Q", number, level, rating, direction, drugs)


def new_row(number: int, level: str, rating: object, direction: str = "Supports", drugs: str = "TAE684") -> str:
    return row("ALK R1275Q", number, level, rating, direction, drugs)


@pytest.mark.parametrize(("header", "made"), [(OLD, old_row), (NEW, new_row)], ids=["old headers", "new headers"])
def test_both_header_sets_give_the_same_items(header: str, made: object) -> None:
    """CIViC: the items of ALK R1275Q sum to 25, which says how much is curated, not how good a match is."""
    items = read_civic("\n".join([header, *(made(*each) for each in R1275Q)]))  # type: ignore[operator]
    assert profile_score(items) == 25
    assert {(i.gene, i.variant) for i in items} == {("ALK", "R1275Q")}


def test_items_that_contradict_each_other_stay_side_by_side() -> None:
    items = read_civic("\n".join([OLD, old_row(39, "D", 3), old_row(48, "D", 3, "Does Not Support")]))
    ((first, second),) = disagreements(items)
    assert {first.id, second.id} == {39, 48}


def test_a_rating_may_be_empty_and_several_therapies_are_several() -> None:
    (item,) = read_civic("\n".join([OLD, old_row(7, "C", "", drugs="Dabrafenib,Trametinib")]))
    assert (item.rating, item.score, item.therapies) == (None, 0, ("Dabrafenib", "Trametinib"))


def test_every_fault_of_an_export_is_listed() -> None:
    with pytest.raises(BadInput) as fault:
        read_civic("\n".join([OLD, old_row(7, "C", 9), "x" + old_row(8, "C", 3)]))
    assert len(fault.value.problems) == 2


def test_another_table_is_refused_by_its_header() -> None:
    with pytest.raises(BadInput, match="no column"):
        read_civic("gene\tvariant\nALK\tF1174L")


def test_a_pickle_is_refused_unopened(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="runs code"):
        load_civic(tmp_path / "cache.pkl")


def test_oncokb_comes_from_the_users_own_file(tmp_path: Path) -> None:
    path = tmp_path / "annotated.txt"
    path.write_text("Hugo_Symbol\tHGVSp_Short\tHIGHEST_LEVEL\nALK\tp.F1174L\tLEVEL_3A\nTP53\tp.R175H\t\n")
    ((gene, change, grade),) = load_oncokb(path)
    assert (gene, change, grade.grade, grade.by) == ("ALK", "F1174L", "3A", "file annotated.txt")
