"""What a nuclear scan says: avid or not, how many sites and lesions, which score."""

from __future__ import annotations

import pytest
from tests.support.records import child, make, table

from rosette.knowledge import Knowledge
from rosette.records import Imaging, Lesion
from rosette.records.views import RecordIndex, coded, readings

SCANS = """
avid | sites       | lesions | curie | siopen | says   | sites found | lesions found | score | siopen found
-----+-------------+---------+-------+--------+--------+-------------+---------------+-------+-------------
yes  | -           | -       | -     | -      | yes    | >=1         | >=1           | -     | -
yes  | skull       | -       | -     | -      | yes    | 1           | >=1           | -     | -
yes  | skull,femur | -       | 8     | 12     | yes    | 2           | >=2           | 8     | 12
yes  | skull,skull | -       | -     | -      | yes    | 1           | >=1           | -     | -
yes  | skull       | 3       | 2     | -      | yes    | 1           | 3             | 2     | -
no   | -           | -       | -     | -      | no     | 0           | 0             | -     | -
no   | -           | -       | 0     | 0      | no     | 0           | 0             | 0     | 0
-    | -           | -       | -     | -      | -      | -           | -             | -     | -
-    | skull,femur | -       | -     | -      | yes    | 2           | >=2           | -     | -
-    | -           | 2       | -     | -      | yes    | -           | 2             | -     | -
-    | -           | -       | 0     | -      | no     | -           | -             | 0     | -
-    | -           | -       | 4     | -      | yes    | -           | -             | 4     | -
no   | skull       | -       | -     | -      | no,yes | 1           | >=1           | -     | -
"""


def scan(avid: str, sites: str, lesions: str, curie: str, siopen: str, modality: str) -> Imaging:
    count = 0 if lesions == "-" else int(lesions)
    return make(
        Imaging,
        id="scan",
        on="2026-05-20",
        modality=modality,
        avid={"yes": True, "no": False, "-": None}[avid],
        sites=() if sites == "-" else tuple(sites.split(",")),
        lesions=tuple(Lesion(site=f"s{number}", avid=True) for number in range(count)),
        curie=None if curie == "-" else int(curie),
        siopen=None if siopen == "-" else int(siopen),
    )


def values(code: str, index: RecordIndex) -> str:
    found = [f"{each.comparator or ''}{each.value:g}" for each in readings(index, code)]
    return ",".join(found) or "-"


@pytest.mark.parametrize(
    (
        "avid",
        "sites",
        "lesions",
        "curie",
        "siopen",
        "says",
        "sites_found",
        "lesions_found",
        "score",
        "siopen_found",
    ),
    table(SCANS),
)
def test_an_mibg_scan(
    avid: str,
    sites: str,
    lesions: str,
    curie: str,
    siopen: str,
    says: str,
    sites_found: str,
    lesions_found: str,
    score: str,
    siopen_found: str,
    knowledge: Knowledge,
) -> None:
    index = RecordIndex(child(scan(avid, sites, lesions, curie, siopen, "mibg")), knowledge)
    assert (",".join(each.value for each in coded(index, "mibg_avid")) or "-") == says
    assert values("mibg_avid_sites", index) == sites_found
    assert values("mibg_lesions", index) == lesions_found
    assert values("curie_score", index) == score
    assert values("siopen_score", index) == siopen_found


def test_a_pet_scan_answers_for_fdg_and_not_for_mibg(knowledge: Knowledge) -> None:
    index = RecordIndex(child(scan("yes", "skull,femur", "-", "-", "-", "fdg_pet")), knowledge)
    assert [each.value for each in coded(index, "fdg_avid")] == ["yes"]
    assert coded(index, "mibg_avid") == ()
    assert values("fdg_avid_sites", index) == "2"
    assert values("mibg_avid_sites", index) == "-"


def test_a_lesion_that_is_not_said_to_be_avid_is_not_counted(knowledge: Knowledge) -> None:
    found = (Lesion(site="a", avid=True), Lesion(site="b", avid=False), Lesion(site="c"))
    index = RecordIndex(child(make(Imaging, on="2026-05-20", modality="mibg", avid=True, lesions=found)), knowledge)
    assert values("mibg_lesions", index) == "1"


BONE = """
study          | avid | bone lesions | complete | bone disease | lesions
---------------+------+--------------+----------+--------------+--------
ct             | -    | 2            | -        | yes          | >=2
ct             | -    | 2            | yes      | yes          | 2
ct             | -    | 0            | -        | -            | -
ct             | -    | 0            | yes      | -            | 0
bone_scan      | yes  | 0            | -        | yes          | >=1
bone_scan      | no   | 0            | -        | no           | 0
bone_scan      | -    | 0            | -        | -            | -
mibg           | yes  | 1            | -        | yes          | >=1
mibg           | no   | 0            | -        | -            | -
ultrasound     | -    | 0            | yes      | -            | -
"""


@pytest.mark.parametrize(("modality", "avid", "count", "complete", "says", "found"), table(BONE))
def test_disease_in_bone(
    modality: str, avid: str, count: str, complete: str, says: str, found: str, knowledge: Knowledge
) -> None:
    study = make(
        Imaging,
        on="2026-05-20",
        modality=modality,
        avid={"yes": True, "no": False, "-": None}[avid],
        complete=True if complete == "yes" else None,
        lesions=tuple(Lesion(site=f"s{number}", bone=True, irradiated=False) for number in range(int(count))),
    )
    index = RecordIndex(child(study), knowledge)
    assert (",".join(each.value for each in coded(index, "bone_disease")) or "-") == says
    assert values("bone_lesions", index) == found
