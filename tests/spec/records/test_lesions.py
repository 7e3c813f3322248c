"""The size of a lesion that counts, and what a study that shows only part of the child can say.

measurable_lesion: longest diameter of the largest soft-tissue lesion on CT or MRI that is no node, no bone,
no fluid, and was not irradiated unless it has grown since. node_short_axis: the same for nodes, by their
short axis. largest_lesion: whatever it is. A study marked complete shows all known disease; any other gives a lower
bound.
"""

from __future__ import annotations

import pytest
from tests.support.records import child, make, table

from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.records import Closure, Fact, Imaging, Lesion, Radiation, Transplant
from rosette.records.views import RecordIndex, coded, lesions, readings

ONE_LESION = """
lesion                                   | study    | measurable | node | largest | soft tissue
-----------------------------------------+----------+------------+------+---------+------------
liver 24                                 | complete | 24         | 0    | 24      | yes
liver 24                                 | part     | >=24       | -    | >=24    | yes
liver 24 node                            | complete | 0          | >=0  | 24      | yes
liver 24 short 16 node                   | complete | 0          | 16   | 24      | yes
liver 24 short 16 node                   | part     | -          | >=16 | >=24    | yes
liver 24 short 16                        | complete | 24         | 0    | 24      | yes
rib 12 bone                              | complete | 0          | 0    | 12      | no
rib 12 bone                              | part     | -          | -    | >=12    | -
liver 24 irradiated                      | complete | 0          | 0    | 24      | no
liver 24 irradiated                      | part     | -          | -    | >=24    | -
liver 24 irradiated grown                | complete | 24         | 0    | 24      | yes
liver 24 irradiated unsaid-growth        | complete | >=0        | 0    | 24      | -
liver 24 unsaid                          | complete | >=0        | 0    | 24      | -
liver 24 unsaid                          | part     | -          | -    | >=24    | -
pleural-effusion 24                      | complete | 0          | 0    | 24      | no
ascites 90                               | complete | 0          | 0    | 90      | no
liver nosize                             | complete | >=0        | 0    | >=0     | yes
liver 0                                  | complete | 0          | 0    | 0       | no
none                                     | complete | 0          | 0    | 0       | no
none                                     | part     | -          | -    | -       | -
"""


def lesion(text: str) -> Lesion:
    """Read "liver 24 short 16 node irradiated grown"; irradiation is denied unless it is said or unsaid."""
    words = text.split()
    short = float(words[words.index("short") + 1]) if "short" in words else None
    unsaid = {"unsaid": None, "irradiated": True}
    irradiated = next((value for word, value in unsaid.items() if word in words), False)
    grown = True if "grown" in words else None if "unsaid-growth" in words else False
    return Lesion(
        site=words[0],
        longest_mm=None if words[1] == "nosize" else float(words[1]),
        short_axis_mm=short,
        node="node" in words or None,
        bone="bone" in words or None,
        irradiated=irradiated,
        progressed_since_irradiation=None if irradiated is None else grown,
    )


def study(*found: str, on: str = "2026-05-20", complete: bool | None = None, modality: str = "ct") -> Imaging:
    return make(
        Imaging,
        id=f"{modality}{on}{found}",
        on=on,
        modality=modality,
        complete=complete,
        lesions=tuple(lesion(text) for text in found if text != "none"),
    )


def sizes(code: str, knowledge: Knowledge, *facts: Fact) -> list[str]:
    found = readings(RecordIndex(child(*facts), knowledge), code)
    return [f"{each.comparator or ''}{each.value:g}" for each in found]


def expected(cell: str) -> list[str]:
    return [] if cell == "-" else [cell]


@pytest.mark.parametrize(("text", "whole", "measurable", "node", "largest", "soft"), table(ONE_LESION))
def test_one_lesion_of_one_study(
    text: str, whole: str, measurable: str, node: str, largest: str, soft: str, knowledge: Knowledge
) -> None:
    scan = study(text, complete=whole == "complete" or None)
    assert sizes("measurable_lesion", knowledge, scan) == expected(measurable)
    assert sizes("node_short_axis", knowledge, scan) == expected(node)
    assert sizes("largest_lesion", knowledge, scan) == expected(largest)
    found = coded(RecordIndex(child(scan), knowledge), "soft_tissue_disease")
    assert [reading.value for reading in found] == expected(soft)


SEVERAL = """
first study (1 May)  | second study (20 May)     | measurable
---------------------+---------------------------+-----------------
liver 24 part        | -                         | >=24
liver 24 part        | lung 8 part               | >=24
liver 24 part        | lung 30 part              | >=24 >=30
liver 24 part        | liver 8 part              | >=24 >=8
liver 24 part        | none part                 | >=24
liver 24 part        | none complete             | >=24 0
liver 24 complete    | lung 8 part               | 24
liver 24 complete    | lung 8 complete           | 24 8
liver 8 part         | lung 24 irradiated part   | >=8
liver 24 part        | liver 24 irradiated part  | >=24
liver 8 complete     | liver 24 part             | 8 >=24
"""


@pytest.mark.parametrize(("one", "other", "measurable"), table(SEVERAL))
def test_a_later_study_hides_only_what_it_shows_again(
    one: str, other: str, measurable: str, knowledge: Knowledge
) -> None:
    scans = [_scan(text, on) for text, on in ((one, "2026-05-01"), (other, "2026-05-20")) if text != "-"]
    assert sizes("measurable_lesion", knowledge, *scans) == measurable.split()


def _scan(text: str, on: str) -> Imaging:
    found, _, whole = text.rpartition(" ")
    return study(found, on=on, complete=whole == "complete" or None)


def test_the_largest_lesion_of_a_study_counts(knowledge: Knowledge) -> None:
    assert sizes("measurable_lesion", knowledge, study("liver 12", "lung 24", "skin 3", complete=True)) == ["24"]


def test_two_lesions_of_one_site_are_both_seen(knowledge: Knowledge) -> None:
    assert sizes("measurable_lesion", knowledge, study("liver 24", "liver 12", complete=True)) == ["24"]


def test_a_smaller_lesion_that_may_count_changes_nothing(knowledge: Knowledge) -> None:
    assert sizes("measurable_lesion", knowledge, study("liver 24", "lung 8 unsaid", complete=True)) == ["24"]


def test_a_larger_lesion_that_may_count_leaves_a_lower_bound(knowledge: Knowledge) -> None:
    assert sizes("measurable_lesion", knowledge, study("liver 24", "lung 30 unsaid", complete=True)) == [">=24"]


def test_studies_of_one_day_are_read_together(knowledge: Knowledge) -> None:
    chest = study("lung 8", complete=True)
    abdomen = study("liver 24", modality="mri")
    assert sizes("measurable_lesion", knowledge, chest, abdomen) == ["24"]
    (reading,) = readings(RecordIndex(child(chest, abdomen), knowledge), "measurable_lesion")
    assert {reading.fact.id, *(fact.id for fact in reading.also)} == {chest.id, abdomen.id}


@pytest.mark.parametrize("modality", ["mibg", "fdg_pet", "bone_scan", "ultrasound"])
def test_only_ct_and_mri_measure(modality: str, knowledge: Knowledge) -> None:
    scan = study("liver 24", modality=modality, complete=True)
    assert sizes("measurable_lesion", knowledge, scan) == []
    assert lesions(RecordIndex(child(scan), knowledge))[0].counts is Truth.NO


REVIEWED = make(Closure, on="2026-05-29", covers=("radiation",))


def test_no_radiation_at_all_means_that_no_lesion_was_irradiated(knowledge: Knowledge) -> None:
    assert sizes("measurable_lesion", knowledge, study("liver 24 unsaid", complete=True), REVIEWED) == ["24"]


@pytest.mark.parametrize(
    "given",
    [
        make(Radiation, field="lung_radiation", start="2023-02-06", end="2023-02-20"),
        make(Transplant, on="2022-12-10", type="autologous_transplant", tbi=True),
        make(Transplant, on="2022-12-10", type="autologous_transplant"),
    ],
    ids=["radiation", "total-body irradiation", "total-body irradiation unsaid"],
)
def test_with_radiation_recorded_a_lesion_may_have_been_irradiated(given: Fact, knowledge: Knowledge) -> None:
    scan = study("liver 24 unsaid", complete=True)
    assert sizes("measurable_lesion", knowledge, scan, REVIEWED, given) == [">=0"]


def test_a_transplant_without_total_body_irradiation_irradiates_nothing(knowledge: Knowledge) -> None:
    given = make(Transplant, on="2022-12-10", type="autologous_transplant", tbi=False)
    scan = study("liver 24 unsaid", complete=True)
    assert sizes("measurable_lesion", knowledge, scan, REVIEWED, given) == ["24"]
