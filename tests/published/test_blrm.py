"""Logistic regression with overdose control against figures computed elsewhere, and against a peer's simulation.

Means and standard deviations: a grid of 801 by 801 points elsewhere, right to the last digit, give or take one.
Probabilities of intervals from that grid count a point wholly or not at all, so they are off by up to half a cell
(.004 at the reference dose, where the rate does not depend on the slope). They are reproduced here with such a grid,
and the engine is held against a finer sum that cuts where the edge is.
"""

import math

import numpy as np
import pytest
from tests.support.blrm_grid import dense, indicator_grid

from rosette.designs.blrm import Blrm, Prior
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.overdose import blrm
from rosette.designs.states import State

# 15 doses in mg, reference 250 mg; 3, 4, 5, 4, 2 children at 1, 2.5, 5, 10, 25 mg, toxicity in both at 25 mg
MG = (1, 2.5, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250)
SEEN = [3, 4, 5, 4, 0, 0, 2, *[0] * 8], [0, 0, 0, 0, 0, 0, 2, *[0] * 8]
FOUR = (0.20, 0.35, 0.60)
# dose, mean, sd, probability of a rate below .20, .20 to .35, .35 to .60, above
ROWS = """
10 .1272 .0882 .8088 .1698 .0214 .0000
15 .1918 .1105 .5786 .3270 .0935 .0008
20 .2527 .1257 .3770 .4015 .2160 .0055
25 .3088 .1359 .2332 .3947 .3519 .0202
30 .3601 .1422 .1405 .3427 .4662 .0507
40 .4486 .1475 .0495 .2130 .5748 .1627
"""
# an invented ladder, doses in mCi/kg, reference 12; 0 of 3, 0 of 3, 1 of 3 children with toxicity
MCI = (4, 8, 12, 18, 24)
LADDER_PRIOR = Prior(mean=(-0.85, 0.2), sd=(2.0, 1.0))
LADDER = """
4 .0474 .9341 .0603 .0056
8 .1080 .7644 .2001 .0355
12 .2295 .4034 .3614 .2351
18 .4260 .2052 .2505 .5443
24 .5261 .1465 .1967 .6568
"""


def table(text):
    return [line.split() for line in text.strip().splitlines()]


def agrees(found, printed):
    """Equal at the printed digits, give or take one of the last."""
    return abs(found - float(printed)) <= 1.5 * 10.0 ** -len(printed.partition(".")[2])


def posterior(prior, doses, reference, edges, n, y):
    model = Blrm(prior=prior, doses=doses, reference=reference, edges=edges)
    return model.posterior(np.array([n]), np.array([y]))


def drug(correlation, n=SEEN[0]):
    return posterior(Prior(mean=(2.15, 0.52), sd=(0.84, 0.80), correlation=correlation), MG, 250, FOUR, n, SEEN[1])


def ladder():
    return posterior(LADDER_PRIOR, MCI, 12, (0.16, 0.33), [3, 3, 3, 0, 0], [0, 0, 1, 0, 0])


def test_the_example_of_2008_to_the_last_digit():
    found = drug(0.2)
    for dose, mean, sd, *_ in table(ROWS):
        place = MG.index(int(dose))
        assert agrees(found.mean[0, place], mean)
        assert agrees(found.sd[0, place], sd)
    assert all(agrees(value, text) for value, text in zip(found.parameters[0], ("2.3888", ".3202"), strict=True))


@pytest.mark.parametrize(
    ("n5", "means"), [(5, ".1290 .1950 .2569 .3139 .3658 .4549"), (4, ".1348 .2018 .2641 .3212 .3729")]
)
def test_the_example_without_correlation(n5, means):
    """With four children at 5 mg a sampler elsewhere prints .1385 .2064 .2692 .3264 .3780, .005 above these."""
    found = drug(0.0, [3, 4, n5, *SEEN[0][3:]])
    for place, mean in enumerate(means.split(), MG.index(10)):
        assert agrees(found.mean[0, place], mean)


def test_a_ladder_of_activities_to_the_last_digit():
    found = ladder()
    assert all(agrees(value, row[1]) for value, row in zip(found.mean[0], table(LADDER), strict=True))
    assert (found.over[0] < 0.25).tolist() == [True, True, True, False, False]
    assert found.target[0, :3].argmax() == 2


def check_shares(found, rows, n, y, logs, prior, edges):
    """The printed shares are those of the grid; ours are those of the finer sum, and nearer than half a cell."""
    coarse, fine = indicator_grid(n, y, logs, prior, edges), dense(n, y, logs, prior, edges)
    for place, printed in rows:
        shares = np.diff(coarse[place, 2:], prepend=0.0, append=1.0)
        assert all(agrees(value, text) for value, text in zip(shares, printed, strict=True))
        assert np.diff(fine[place, 2:], prepend=0.0, append=1.0) == pytest.approx(found.shares[0, place], abs=2e-6)
        assert [float(text) for text in printed] == pytest.approx(found.shares[0, place], abs=0.0045)


def test_the_shares_of_intervals_are_those_of_the_grid_but_for_its_cells():
    rows = [(MG.index(int(row[0])), row[3:]) for row in table(ROWS)]
    logs = np.log(np.array(MG) / 250)
    check_shares(drug(0.2), rows, *SEEN, logs, (2.15, 0.52, 0.84, 0.80, 0.2), FOUR)
    ladder_rows = [(place, row[2:]) for place, row in enumerate(table(LADDER))]
    seen = [3, 3, 3, 0, 0], [0, 0, 1, 0, 0]
    check_shares(ladder(), ladder_rows, *seen, np.log(np.array(MCI) / 12), (-0.85, 0.2, 2.0, 1.0, 0.0), (0.16, 0.33))


def test_the_exact_characteristics_fit_the_simulation_of_a_peer():
    """crmPack 2.0.1, 100 trials: dose 1 to 5 and none %, mean children by dose. The peer samples its posterior."""
    design = blrm(prior=LADDER_PRIOR, doses=MCI, reference=12, edges=(0.16, 0.33), overdose=0.25, most=30)
    found = characteristics(chain_of(design), (0.05, 0.15, 0.30, 0.45, 0.60))
    for share, seen in zip((*found.selected, found.none), (12, 51, 20, 5, 0, 12), strict=True):
        assert abs(seen / 100 - share) < 3 * math.sqrt(share * (1 - share) / 100)
    assert found.children == pytest.approx((6.06, 13.05, 6.15, 1.32, 0.24), abs=1.5)
    assert (found.total, found.total_toxicities) == pytest.approx((26.82, 4.95), rel=0.1)
    assert design.decide(State(n=(3, 3, 3, 0, 0), y=(0, 0, 1, 0, 0), at=3, last=(3, 1))).dose == 3
