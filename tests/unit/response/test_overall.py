"""The whole response from three components."""

from __future__ import annotations

import itertools

from tests.support.response import ORDER

from rosette.response import Code
from rosette.response.codes import RANKS
from rosette.response.overall import FROM_MINIMAL, FROM_MORE, FROM_NEGATIVE, overall

PARTS = (Code.CR, Code.PR, Code.SD, Code.PD, Code.NI, Code.NE)


MARROWS = (Code.CR, Code.MD, Code.SD, Code.PD, Code.NI, Code.NE)


EVERY = list(itertools.product(PARTS, PARTS, MARROWS, (FROM_MORE, FROM_MINIMAL, FROM_NEGATIVE)))


def test_every_combination_of_components_has_an_answer():
    for primary, metastatic, marrow, before in EVERY:
        found = overall(primary, metastatic, marrow, before=before)
        assert found.code is None or found.code in (*RANKS, Code.NE)
        assert (found.code is Code.PD) is (Code.PD in (primary, metastatic, marrow))


def test_primary_and_metastases_are_alike_to_the_whole():
    for primary, metastatic, marrow, before in EVERY:
        one, two = (
            overall(primary, metastatic, marrow, before=before),
            overall(metastatic, primary, marrow, before=before),
        )
        assert (one.code, one.best, one.worst) == (two.code, two.best, two.worst)


def test_a_worse_component_never_improves_the_whole():
    for primary, metastatic, marrow, before in EVERY:
        codes = (primary, metastatic, marrow)
        if Code.NE in codes or Code.NI in codes or overall(*codes, before=before).code is None:
            continue
        for worse in (Code.PR, Code.SD, Code.PD):
            if ORDER[worse] > ORDER[primary]:
                later = overall(worse, metastatic, marrow, before=before).code
                assert RANKS.index(later) >= RANKS.index(overall(*codes, before=before).code)


def test_not_evaluable_and_not_involved_are_apart():
    assert overall(Code.NI, Code.NI, Code.NI, before=FROM_NEGATIVE).code is None
    missing = overall(Code.NE, Code.NI, Code.NI, before=FROM_NEGATIVE)
    assert (missing.code, missing.best, missing.worst) == (Code.NE, Code.CR, Code.PD)
