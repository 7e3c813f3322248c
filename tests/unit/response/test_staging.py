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
