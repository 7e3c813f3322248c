"""Dose-finding designs against exact, published and peer figures.

Exact figures: every way of the trial enumerated elsewhere; right to the last printed digit, give or take one.
Peer figures (dfcrm, BOIN): the numbers that these packages print, at the digits that they print.
"""

import math

import pytest

from rosette.designs.crm import Crm, crm, skeleton_of
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.intervals import boin_boundaries, boin_rates, interval_boundaries, table_design
from rosette.designs.isotonic import Isotonic, isotonic_rates
from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.states import State, many
from rosette.designs.steps import rolling_six, three_plus_three

A = (0.05, 0.15, 0.30, 0.45, 0.60)
B = (0.05, 0.12, 0.25, 0.40, 0.55)
C = (0.30, 0.45, 0.55, 0.65, 0.75)
D = (0.02, 0.05, 0.10, 0.18, 0.30)
M4 = (0.08, 0.16, 0.28, 0.42)
SKELETON = skeleton_of(width=0.05, target=0.25, prior=3, doses=5)


# Rolling six as [@frankel2020] prints it in table 2: enrolled | observed in full | toxicities | for the next child
ROLLING_SIX = """
1-5 | 0 | 0 | same
6 | 0 | 0 | hold
1-5 | 1 | 0 | same
6 | 1 | 0 | hold
2-5 | 2 | 0 | same
6 | 2 | 0 | hold
3 | 3 | 0 | up
4-5 | 3 | 0 | same
6 | 3 | 0 | hold
4 | 4 | 0 | up
5 | 4 | 0 | same
6 | 4 | 0 | hold
5 | 5 | 0 | up
6 | 5 | 0 | up
1-5 | 1-5 | 1 | same
6 | 1-5 | 1 | hold
6 | 6 | 1 | up
2-6 | 2-6 | 2 | down
3-6 | 3-6 | 3 | down
"""


def span(cell):
    return range(int(cell.partition("-")[0]), int(cell.rpartition("-")[2]) + 1)


@pytest.mark.parametrize("row", ROLLING_SIX.strip().splitlines())
def test_rolling_six_decides_as_a_published_table_prints(row):
    enrolled, observed, toxic, act = (cell.strip() for cell in row.split("|"))
    design = rolling_six(doses=3, variant="cog")
    for whole in span(enrolled):
        for n in (each for each in span(observed) if each <= whole):
            state = State(n=(3, n, 0), y=(0, int(toxic), 0), at=2, pending=(0, whole - n, 0))
            assert {2: "same", 3: "up", 1: "down", None: "hold"}[design.decide(state).dose] == act, (whole, n)


def boin(target, most, **more):
    table = boin_boundaries(target=target, most=most, parity=True)
    return table_design(name="BOIN", boundaries=table, target=target, doses=5, most=most, **more)


def mtpi2(target, most):
    table = interval_boundaries(kind="mTPI-2", target=target, most=most)
    return table_design(name="mTPI-2", boundaries=table, target=target, doses=5, most=most)


BACK, ON = three_plus_three(doses=5), three_plus_three(doses=5, back=False)
SLOW, FAST = rolling_six(doses=5, variant="cog"), rolling_six(doses=5, variant="cog", cohort=6)
FULL_CRM = crm(skeleton=SKELETON, target=0.25, most=30)

# design, scenario, recommended % by dose and none (4 digits), children by dose (5 digits), toxicities by dose or in all
EXACT = [
    (BACK, A, "20.0575 42.8782 27.6469 5.8765 0.7563 2.7847", "3.93951 4.88717 4.10166 1.83365 .35451",
     ".19698 .73308 1.23050 .82514 .21270"),
    (ON, A, "18.1262 40.0635 29.9799 8.4183 0.7563 2.6558", "3.40613 3.86980 3.42459 1.65433 .35451",
     ".17031 .58047 1.02738 .74445 .21270"),
    (BACK, B, "13.6122 36.9940 34.3094 10.4276 1.9135 2.7433", "3.76811 4.63018 4.43184 2.47573 .62996",
     ".18841 .55562 1.10796 .99029 .34648"),
    (ON, B, "12.5131 33.9449 35.1465 13.8262 1.9135 2.6558", "3.40612 3.73447 3.61858 2.18607 .62996",
     ".17031 .44814 .90464 .87443 .34648"),
    (BACK, D, "2.7021 9.5713 23.3693 31.2799 32.6170 0.4603", "3.24960 3.64508 4.19039 4.32512 2.85280",
     ".06499 .18225 .41904 .77852 .85584"),
    (three_plus_three(doses=4), M4, "20.9944 36.3760 24.9298 11.0646 6.6353", "4.14093 4.62174 3.80228 1.70127",
     ".33127 .73948 1.06464 .71453"),
    (SLOW, A, "20.0575 42.8782 27.6469 5.8765 0.7563 2.7847", "3.91660 4.72234 3.72708 1.55877 .28343",
     ".19583 .70835 1.11812 .70145 .17006"),
    (SLOW, B, "13.6122 36.9940 34.3094 10.4276 1.9135 2.7433", "3.74534 4.51807 4.11583 2.15024 .51148", "2.8998"),
    (FAST, A, "21.6190 43.5469 26.3950 4.9502 0.2114 3.2774", "6 5.80336 4.50622 1.89340 .30970", ""),
    (FAST, B, "15.0528 38.0634 33.4339 9.4686 0.7039 3.2774", "6 5.80336 4.90019 2.61638 .61035", ""),
    (boin(0.30, 30), A, "1.1693 23.2062 54.6330 19.3704 1.6000 .0211", "4.17510 9.09694 11.15880 4.75093 .81285",
     ".20876 1.36454 3.34764 2.13792 .48771"),
    (boin(0.25, 36, enough_here=12), B, "1.8639 26.6682 55.8786 14.7860 .7818 .0215",
     "5.36638 9.56785 10.21810 4.52639 .84459", ".26832 1.14814 2.55452 1.81056 .46452"),
    (boin(0.25, 30), B, ".9630 26.5778 55.3379 15.7647 1.3349 .0216", "5.49188 9.98064 9.83803 3.94635 .73763",
     ".27459 1.19768 2.45951 1.57854 .40570"),
    (boin(0.25, 30), C, "64.9471 6.5204 .3630 .0221 .0004 28.1471", "20.4847 4.28241 .59793 .05019 .00197",
     "6.14541 1.92709 .32886 .03262 .00148"),
    (boin(0.30, 36, enough_here=12), A, "1.7089 25.9426 55.1286 16.3625 .8363 .0211",
     "4.01115 7.60708 9.47642 4.65721 .84674", ".20056 1.14106 2.84293 2.09575 .50804"),
    (mtpi2(0.30, 30), A, "1.1667 22.7338 54.8286 19.6498 1.6000 .0211", "4.17380 9.06645 11.17601 4.76551 .81285",
     "7.55365"),
    (FULL_CRM, B, ".3527 17.4415 57.9857 22.9543 1.2658 0", "4.04836 7.56768 11.73107 5.71331 .93958",
     ".20242 .90812 2.93277 2.28532 .51677"),
    (FULL_CRM, C, "90.9268 8.7242 .3426 .0063 .0000 0", "24.38531 4.77861 .77689 .05738 .00181", "9.93191"),
]  # fmt: skip


def agrees(found, printed):
    """Equal at the printed digits, give or take one of the last."""
    digits = len(printed.partition(".")[2])
    return abs(found - float(printed)) <= 1.5 * 10.0**-digits


@pytest.mark.parametrize(("design", "scenario", "chosen", "children", "toxic"), EXACT)
def test_the_exact_characteristics_are_right_to_the_last_digit(design, scenario, chosen, children, toxic):
    found = characteristics(chain_of(design), scenario)
    for value, printed in zip((*found.selected, found.none), chosen.split(), strict=True):
        assert agrees(100 * value, printed)
    for value, printed in zip(found.children, children.split(), strict=True):
        assert agrees(value, printed)
    told = toxic.split()
    values = (found.total_toxicities,) if len(told) == 1 else found.toxicities if told else ()
    assert all(agrees(value, printed) for value, printed in zip(values, told, strict=True))


GO_UP = {0.05: ".97344", 0.10: ".90615", 0.15: ".81379", 0.20: ".70861", 0.25: ".59985", 0.30: ".49426", 0.33: ".43443",
         0.40: ".30931", 0.50: ".17188"}  # fmt: skip


@pytest.mark.parametrize(("rate", "printed"), GO_UP.items())
def test_three_plus_three_leaves_a_level_upwards_by_the_known_probability(rate, printed):
    found = characteristics(chain_of(three_plus_three(doses=1)), (rate,))
    assert agrees(found.selected[0], printed)
    three = [math.comb(3, k) * rate**k * (1 - rate) ** (3 - k) for k in range(4)]
    assert found.selected[0] == pytest.approx(three[0] + three[1] * three[0])


# --- BOIN ---------------------------------------------------------------------------------------------------

BOIN = [
    (0.10, ".0784490", ".1190318", "0 0 0 0 1 1", "1 1 2 2 2 3", "2 2 3 3 4 4"),
    (0.15, ".1177966", ".1786863", "0 0 1 1 1 2", "1 2 2 3 3 4", "2 3 3 4 5 6"),
    (0.20, ".1572423", ".2384624", "0 0 1 1 2 2", "1 2 3 3 4 5", "2 3 4 5 6 7"),
    (0.25, ".1968009", ".2983922", "0 1 1 2 2 3", "1 2 3 4 5 6", "3 4 5 6 7 8"),
    (0.30, ".2364907", ".3585195", "0 1 2 2 3 4 4 5 6 7", "2 3 4 5 6 7 8 9 10 11", "3 4 5 7 8 9 10 11 12 14"),
    (1 / 3, ".2630344", ".3987442", "0 1 2 3 3 4", "2 3 4 5 6 8", "3 4 6 7 8 10"),
]


@pytest.mark.parametrize(("target", "low", "high", "up", "down", "out"), BOIN)
def test_boin_has_the_boundaries_that_protocols_print(target, low, high, up, down, out):
    rates = boin_rates(target=target, low=0.6 * target, high=1.4 * target)
    assert agrees(rates[0], low)
    assert agrees(rates[1], high)
    table = boin_boundaries(target=target, most=30, parity=True)
    for row, printed in ((table.up, up), (table.down, down), (table.out, out)):
        assert [row[n] for n in range(3, 3 * len(printed.split()) + 1, 3)] == [int(each) for each in printed.split()]


def test_two_known_selections_of_boin():
    for target, n, y, rates, dose in (
        (0.30, (3, 3, 15, 9, 0), (0, 0, 4, 4, 0), ".02 .02 .27 .45", 3),
        (0.25, (3, 6, 12, 6, 3), (0, 0, 3, 3, 3), ".01 .01 .25 .50 .98", 3),
    ):
        states = many([State(n=n, y=y, at=3)])
        found = isotonic_rates(states.n, states.y, states.n > 0)[0]
        assert all(agrees(value, printed) for value, printed in zip(found, rates.split(), strict=False))
        assert Isotonic(target=target, safety=boin(target, 30).safety).select(states)[0] == dose


# --- mTPI, mTPI-2, Keyboard -----------------------------------------------------------------------------------

KEYS = [
    (0.20, "0 0 0 0 0 0 0 1 1 1 1 1 1 1 2 2 2 2", "1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 4 5 5",
     "2 3 3 3 4 4 4 5 5 5 5 6 6 6 7 7"),
    (0.25, "0 0 0 0 0 1 1 1 1 1 2 2 2 2 2 3 3 3", "1 1 1 2 2 2 3 3 3 3 4 4 4 5 5 5 6 6",
     "3 3 3 4 4 4 5 5 6 6 6 7 7 7 8 8"),
    (0.30, "0 0 0 0 1 1 1 1 2 2 2 2 3 3 3 3 4 4", "1 1 2 2 2 3 3 3 4 4 4 5 5 5 6 6 6 7",
     "3 3 4 4 5 5 5 6 6 7 7 8 8 8 9 9"),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["mTPI-2", "Keyboard"])
@pytest.mark.parametrize(("target", "up", "down", "out"), KEYS)
def test_mtpi2_and_keyboard_have_one_table(kind, target, up, down, out):
    table = interval_boundaries(kind=kind, target=target, most=18)
    assert list(table.up[1:]) == [int(each) for each in up.split()]
    assert list(table.down[1:]) == [int(each) for each in down.split()]
    assert list(table.out[3:]) == [int(each) for each in out.split()]


def test_mtpi_has_the_known_table():
    table = interval_boundaries(kind="mTPI", target=0.30, most=12)
    assert table.up[1:] == (0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2)
    assert table.down[1:] == (1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6)


# --- CRM ----------------------------------------------------------------------------------------------------

SKELETONS = [
    ("empiric", 0.05, 0.25, 3, ".083973 .156741 .250000 .354500 .460343"),
    ("empiric", 0.05, 0.20, 3, ".049092 .110528 .200000 .308487 .423416 .533661"),
    ("empiric", 0.06, 0.30, 3, ".095440 .186039 .300000 .422356 .539547"),
    ("logistic", 0.05, 0.25, 3, ".088874 .158049 .250000 .355496 .461772"),
]


@pytest.mark.parametrize(("model", "width", "target", "prior", "printed"), SKELETONS)
def test_skeletons_are_those_of_dfcrm(model, width, target, prior, printed):
    words = printed.split()
    found = skeleton_of(width=width, target=target, prior=prior, doses=len(words), model=model)
    assert all(agrees(value, word) for value, word in zip(found, words, strict=True))


FITS = [
    ("empiric", ".110872", ".164462", ".03519 .07634 .16561 .30946 .46097 .67133"),
    ("logistic", ".055091", None, ".03622 .07645 .16318 .30491 .45762 .67379"),
]


@pytest.mark.parametrize(("model", "mean", "variance", "rates"), FITS)
def test_the_fit_of_dfcrm_s_own_example(model, mean, variance, rates):
    found = Crm(skeleton=(0.05, 0.10, 0.20, 0.35, 0.50, 0.70), target=0.2, model=model).fit(
        (0, 3, 4, 3, 0, 0), (0, 0, 0, 2, 0, 0)
    )
    assert found.dose == 3
    assert agrees(found.mean, mean)
    assert variance is None or agrees(found.variance, variance)
    assert all(agrees(value, word) for value, word in zip(found.rates, rates.split(), strict=True))


def test_the_first_cohorts_of_dfcrm():
    model = Crm(skeleton=SKELETON, target=0.25)
    first, second = model.fit((3, 0, 0, 0, 0), (0,) * 5), model.fit((3, 3, 0, 0, 0), (0, 1, 0, 0, 0))
    assert first.dose == 5
    assert second.dose == 2
    assert agrees(first.mean, ".586032")
    assert agrees(math.sqrt(first.variance), ".887729")
    assert agrees(second.mean, "-.146582")
    for fit, printed in (
        (first, ".01166 .03580 .08283 .15514 .24809"),
        (second, ".11771 .20180 .30201 .40834 .51170"),
    ):
        assert all(agrees(value, word) for value, word in zip(fit.rates, printed.split(), strict=True))
    assert FULL_CRM.decide(state_after(read_outcomes("1NNN", doses=5), doses=5)).dose == 2
