"""Stages by INRGSS and INSS."""

from __future__ import annotations

import pytest
from tests.support.response import KNOWLEDGE, child

from rosette.kernel import UsageError
from rosette.response.staged import staged
from rosette.response.staging import Extent, inrgss, inss

ONE_SIDE = {"distant": (), "across_midline": False, "nodes_other_side": False}


@pytest.mark.parametrize(
    ("extent", "months", "stages"),
    [
        (Extent(), 10, ("L1", "L2", "M", "MS")),
        (Extent(distant=(), risk_factors=()), 10, ("L1",)),
        (Extent(distant=(), risk_factors=("intraspinal",)), 10, ("L2",)),
        (Extent(distant=()), 10, ("L1", "L2")),
        (Extent(distant=("bone",)), 10, ("M",)),
        (Extent(distant=("skin", "liver")), 17, ("MS",)),
        (Extent(distant=("skin", "liver")), 18, ("M",)),
        (Extent(distant=("marrow",), marrow=9.9), 10, ("MS",)),
        (Extent(distant=("marrow",), marrow=10), 10, ("M",)),
        (Extent(distant=("marrow",)), 10, ("M", "MS")),
        (Extent(distant=("liver",)), None, ("M", "MS")),
    ],
)
def test_inrgss(extent, months, stages):
    assert inrgss(extent, months=months, knowledge=KNOWLEDGE).stages == stages


@pytest.mark.parametrize(
    ("extent", "months", "stages"),
    [
        (Extent(distant=("liver",)), 11, ("4S",)),
        (Extent(distant=("liver",)), 12, ("4",)),
        (Extent(distant=("bone",)), 5, ("4",)),
        (Extent(distant=(), across_midline=True), 30, ("3",)),
        (Extent(**ONE_SIDE, nodes_same_side=False, excised=True), 30, ("1",)),
        (Extent(**ONE_SIDE, nodes_same_side=False, excised=False), 30, ("2A",)),
        (Extent(**ONE_SIDE, nodes_same_side=True), 30, ("2B",)),
        (Extent(distant=()), 30, ("1", "2A", "2B", "3")),
    ],
)  # fmt: skip
def test_inss(extent, months, stages):
    assert inss(extent, months=months, knowledge=KNOWLEDGE).stages == stages


@pytest.mark.parametrize(
    ("distant", "marrow", "said"),
    [
        (["liver"], 40.0, "marrow is not among the sites"),
        (["none"], 12.0, "marrow is not among the sites"),
        (["marrow"], float("nan"), "no share"),
        (["Liver"], None, "no site"),
        (["none", "bone"], None, "beside other sites"),
    ],
)
def test_contradictory_sites_have_no_stage(distant, marrow, said):
    with pytest.raises(UsageError, match=said):
        staged(child(birth="2019-03-02"), knowledge=KNOWLEDGE, distant=distant, marrow=marrow)


def test_a_primary_across_the_midline_is_no_4s():
    assert inss(Extent(distant=("liver",), across_midline=True), months=5, knowledge=KNOWLEDGE).stages == ("4",)


@pytest.mark.parametrize(
    ("extent", "months", "asks"),
    [
        (Extent(distant=("marrow",)), None, ("age at diagnosis", "share of tumour cells in marrow")),
        (Extent(distant=("marrow",), marrow=3), None, ("age at diagnosis",)),
        (Extent(distant=("marrow", "skin")), 3, ("share of tumour cells in marrow",)),
        (Extent(distant=("marrow",), marrow=10), None, ()),
        (Extent(distant=("marrow", "bone")), None, ()),
        (Extent(distant=("liver",)), 18, ()),
        (Extent(distant=("liver",)), 3, ()),
    ],
)
def test_what_decides_between_m_and_ms(extent, months, asks):
    assert inrgss(extent, months=months, knowledge=KNOWLEDGE).asks == asks


@pytest.mark.parametrize("system", [inrgss, inss])
def test_a_diagnosis_whose_sites_are_not_said_asks_for_them(system):
    found = system(Extent(), months=3, knowledge=KNOWLEDGE)
    assert found.asks == ("distant sites",)
    assert found.sentence.endswith("It hangs on distant sites")


@pytest.mark.parametrize(
    ("said", "stages", "asks"),
    [
        ({"across_midline": False}, ("1", "2A", "2B", "3"), 3),
        ({"nodes_other_side": False}, ("1", "2A", "2B", "3"), 3),
        ({"nodes_other_side": True}, ("3",), 0),
        ({**ONE_SIDE}, ("1", "2A", "2B"), 2),
        ({**ONE_SIDE, "nodes_same_side": False}, ("1", "2A"), 1),
        ({**ONE_SIDE, "nodes_same_side": True, "excised": False}, ("2B",), 0),
        ({**ONE_SIDE, "excised": True}, ("1", "2B"), 1),
        ({**ONE_SIDE, "excised": False}, ("2A", "2B"), 1),
        ({"nodes_same_side": True}, ("2B", "3"), 3),
    ],
)
def test_what_is_not_said_leaves_localised_stages_open(said, stages, asks):
    found = inss(Extent(**{"distant": (), **said}), months=30, knowledge=KNOWLEDGE)
    assert (found.stages, len(found.asks)) == (stages, asks)


@pytest.mark.parametrize("said", [{"across_midline": True}, {"nodes_other_side": True}])
def test_ms_looks_not_at_the_midline_and_4s_does(said):
    extent = Extent(distant=("skin",), **said)
    assert inrgss(extent, months=3, knowledge=KNOWLEDGE).stages == ("MS",)
    assert inss(extent, months=3, knowledge=KNOWLEDGE).stages == ("4",)


@pytest.mark.parametrize(
    ("birth", "stages"),
    [
        ("2019-03-02", (("MS",), ("4S",))),
        ("2019-01-02", (("MS",), ("4",))),
        ("2019-01-03", (("MS",), ("4S",))),
        ("2018-07-02", (("M",), ("4",))),
        ("2018-07-03", (("MS",), ("4",))),
        ("2019", (("M", "MS"), ("4", "4S"))),
    ],
)
def test_months_are_completed_months_and_open_when_the_birth_is(birth, stages):
    record = child({"kind": "diagnosis", "on": "2020-01-02"}, birth=birth)
    found = staged(record, knowledge=KNOWLEDGE, distant=["skin"])
    assert tuple(each.stages for each in found.stages) == stages


@pytest.mark.parametrize("share", [-0.1, 100.1])
def test_a_share_beyond_0_and_100_is_refused(share):
    with pytest.raises(UsageError, match="no share"):
        staged(child(), knowledge=KNOWLEDGE, distant=["marrow"], marrow=share)


@pytest.mark.parametrize("share", [0, 100])
def test_a_share_of_0_or_100_is_one(share):
    found = staged(child(), knowledge=KNOWLEDGE, distant=["marrow"], marrow=share)
    assert ("MS" in found.stages[0].stages) is (share == 0)


def test_no_sites_said_give_no_stage_and_none_said_gives_l1():
    assert staged(child(), knowledge=KNOWLEDGE).stages == ()
    assert staged(child(), knowledge=KNOWLEDGE, marrow=40).stages == ()
    found = staged(child(), knowledge=KNOWLEDGE, distant=["none"], risk_factors=["none"], marrow=0)
    assert found.stages[0].stages == ("L1",)
