"""Simulations of peers against our exact figures: every share within four of the peer's standard errors.

Peers (R 4.2.2): escalation 0.2.3, UBCRM 1.0.2, BOIN 2.7.2, Keyboard 0.1.3, dfcrm 0.2-2.1; trials and seeds as stated.
"""

import math

import pytest
from tests.published.test_designs import A, B, C, boin

from rosette.designs.crm import crm, skeleton_of
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.intervals import boin_boundaries, elimination_row, interval_boundaries, table_design
from rosette.designs.steps import three_plus_three

SKELETON = skeleton_of(width=0.05, target=0.25, prior=3, doses=5)
KEYBOARD = interval_boundaries(kind="Keyboard", target=0.30, most=30)
STRICT = elimination_row(target=0.25, most=30, cut=0.90)
EXTRA = table_design(
    name="BOIN",
    boundaries=boin_boundaries(target=0.25, most=30, parity=True),
    target=0.25,
    doses=5,
    most=30,
    extra=STRICT,
)

# peer, design, scenario, trials, recommended % by dose and none
PEERS = [
    ("escalation, three plus three that goes back, seed 6", three_plus_three(doses=5), B, 1000,
     "13.0 37.5 33.7 10.8 1.9 3.1"),
    ("UBCRM ssim3p3, seed 1", three_plus_three(doses=5, back=False), B, 1000, "13.2 34.7 34.9 12.7 1.7 2.8"),
    ("BOIN get.oc, seed 6", boin(0.30, 30), A, 10_000, "1.08 23.52 54.96 19.03 1.39 .02"),
    ("BOIN get.oc, stop at 12, seed 6", boin(0.25, 36, enough_here=12), B, 10_000, "1.86 25.94 56.18 15.26 .76 0"),
    ("BOIN get.oc, extra safe, seed 6", EXTRA, C, 10_000, "41.5 6.08 .26 .06 0 52.1"),
    ("Keyboard get.oc.kb", table_design(name="Keyboard", boundaries=KEYBOARD, target=0.30, doses=5, most=30), A, 1000,
     "1.1 22.9 54.3 20.6 1.1 0"),
    ("dfcrm crmsim, seed 1009", crm(skeleton=SKELETON, target=0.25, most=30), B, 1000, "0.6 17.4 56.3 24.7 1.0 0"),
    ("dfcrm crmsim, one at a time from dose 3, seed 1009",
     crm(skeleton=SKELETON, target=0.25, most=24, cohort=1, start=3), B, 1000, ".6 24.3 51.6 22.3 1.2 0"),
    ("escalation, dfcrm without coherence, seed 6",
     crm(skeleton=SKELETON, target=0.25, most=30, coherent=False), B, 500,
     ".2 16.8 62.2 18.4 2.4 0"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("design", "scenario", "trials", "shares"), [row[1:] for row in PEERS], ids=[p[0] for p in PEERS]
)
def test_a_peer_simulated_what_is_exact_here(design, scenario, trials, shares):
    exact = characteristics(chain_of(design), scenario)
    for ours, printed in zip((*exact.selected, exact.none), map(float, shares.split()), strict=True):
        error = max(math.sqrt(ours * (1 - ours) / trials), 1 / trials)
        assert abs(ours - printed / 100) < 4 * error + 5e-4, (ours, printed)
