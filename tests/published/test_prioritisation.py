"""Worked examples of the methods by which agents are prioritised; levels marked invented test the arithmetic alone."""

import numpy as np
import pytest

from rosette.medicines import UNIFORM, Beta, burden_of
from rosette.medicines.learning import (
    States,
    difference,
    door,
    indifference,
    partial_credit,
    pedsql_score,
    threshold_plane,
)
from rosette.medicines.pipeline import Curve, MouseClass, group_class, growth_delay, objective_response
from rosette.medicines.ranking import Criterion, Measure, Weights, additive, product, rank_options

CRITERIA = (
    Criterion(id="response", name="response", unit="share", worst=0, best=0.60),
    Criterion(id="g3", name="grade 3+", unit="share", worst=0.80, best=0),
    Criterion(id="days", name="contact days", unit="d of 28", worst=14, best=0),
    Criterion(id="nights", name="isolation nights", unit="nights", worst=7, best=0),
)
RANGES = {each.id: (each.worst, each.best) for each in CRITERIA}
LEVELS = {  # invented but for the response shares
    "chemo-immunotherapy": (0.415, 0.50, 9, 0),
    "oral TKI": (0.30, 0.25, 3, 0),
    "radioligand": (0.32, 0.35, 8, 5),
}


class TestXenograft:
    """Invented curve; classes and interpolation as the preclinical programmes define them."""

    CURVE = Curve(days=(0, 7, 14, 21, 28, 35, 42), volumes=(0.30, 0.22, 0.12, 0.16, 0.33, 0.62, 1.25))

    def test_lowest_volume_class_and_time_to_event(self) -> None:
        assert self.CURVE.lowest == pytest.approx(0.40)
        assert self.CURVE.mouse_class() is MouseClass.PR
        assert self.CURVE.time_to_event() == pytest.approx(41.59, abs=0.005)

    def test_growth_delay(self) -> None:
        assert growth_delay(self.CURVE.time_to_event() or 0, 14.2) == pytest.approx(2.93, abs=0.005)

    def test_ten_mice_are_a_partial_response(self) -> None:
        mice = [MouseClass[word] for word in ["PR", "CR", "PR", "SD", "CR", "PR", "PD2", "CR", "MCR", "PR"]]
        assert group_class(mice) == (MouseClass.PR, MouseClass.PR)
        assert objective_response(mice)


@pytest.mark.parametrize(
    ("option", "values", "v", "u"),
    [
        ("chemo-immunotherapy", (0.6917, 0.3750, 0.3571, 1), 0.5725, 0.537),
        ("oral TKI", (0.5, 0.6875, 0.7857, 1), 0.6485, 0.631),
        ("radioligand", (0.5333, 0.5625, 0.4286, 0.2857), 0.4997, 0.491),
    ],
)
def test_additive_and_product_value(option: str, values: tuple[float, ...], v: float, u: float) -> None:
    weights = np.array([100, 60, 40, 20]) / 220
    found = np.array([c.value(level) for c, level in zip(CRITERIA, LEVELS[option], strict=True)])
    assert found == pytest.approx(values, abs=5e-5)
    assert additive(found, weights) == pytest.approx(v, abs=5e-5)
    assert product(found, weights) == pytest.approx(u, abs=5e-4)


def measures() -> dict[str, tuple[Measure, ...]]:
    counts = {
        "chemo-immunotherapy": ((22, 53), (26, 53)),
        "oral TKI": ((6, 20), (5, 20)),
        "radioligand": ((11, 34), (12, 34)),
    }
    return {
        name: (
            Measure(source=name, beta=UNIFORM.updated(*response)),
            Measure(source=name, beta=UNIFORM.updated(*harm)),
            Measure(source=name, fixed=LEVELS[name][2]),
            Measure(source=name, fixed=LEVELS[name][3]),
        )
        for name, (response, harm) in counts.items()
    }


FREE = {
    "chemo-immunotherapy": ((0.133, 0.691, 0.176), (0.49, 0.15, 0.10, 0.26), 0.49),
    "oral TKI": ((0.849, 0.126, 0.025), (0.21, 0.26, 0.28, 0.25), 1.00),
    "radioligand": ((0.018, 0.183, 0.799), (0.44, 0.39, 0.12, 0.06), 0.10),
}
ORDERED = {
    "chemo-immunotherapy": ((0.273, 0.509, 0.219), (0.60, 0.24, 0.12, 0.05), 0.40),
    "oral TKI": ((0.631, 0.231, 0.139), (0.48, 0.29, 0.16, 0.07), 0.70),
    "radioligand": ((0.096, 0.261, 0.643), (0.58, 0.27, 0.11, 0.04), 0.14),
}


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (Weights(form="free"), FREE),
        (Weights(form="order", order=("response", "g3", "days", "nights"), ranges=RANGES), ORDERED),
    ],
    ids=["free weights", "response before harm before days before nights"],
)
def test_smaa_2(weights: Weights, expected: dict[str, tuple[tuple[float, ...], tuple[float, ...], float]]) -> None:
    """200,000 draws: Monte Carlo error of a rank about 0.002; central weights and confidence are printed to 0.01."""
    found = rank_options(measures(), CRITERIA, weights=weights, draws=200_000, seed=1)
    for n, name in enumerate(found.options):
        ranks, central, confidence = expected[name]
        assert found.acceptability[n] == pytest.approx(ranks, abs=0.006)
        assert found.central[n] == pytest.approx(central, abs=0.02)
        assert found.confidence[n] == pytest.approx(confidence, abs=0.03)


def test_mibg_with_vorinostat_against_mibg_alone() -> None:
    assert Beta(12, 24).beats(Beta(6, 32)) == pytest.approx(0.964, abs=0.0005)


class TestQualityAdjustedTime:
    """Invented months: A 4, 3, 5; B 1, 4.5, 6."""

    A, B = States(toxic=4, twist=3, relapse=5), States(toxic=1, twist=4.5, relapse=6)

    @pytest.mark.parametrize(("u", "v", "expected"), [(0.5, 0.5, -0.5), (1, 1, 0.5)])
    def test_difference(self, u: float, v: float, expected: float) -> None:
        assert difference(self.A, self.B, toxic=u, relapse=v) == pytest.approx(expected)

    @pytest.mark.parametrize("v", [0, 0.5, 1])
    def test_indifference_line(self, v: float) -> None:
        assert indifference(self.A, self.B, relapse=v) == pytest.approx(0.5 + v / 3)

    def test_the_plane_is_zero_on_the_line(self) -> None:
        plane = threshold_plane(self.A, self.B, steps=3)
        assert plane[1, 0] == pytest.approx(0)
        assert plane[0, 0] < 0 < plane[2, 0]


class TestDoor:
    """Invented children by level: A 12, 10, 8, 5; B 6, 9, 12, 8."""

    FOUND = door((12, 10, 8, 5), (6, 9, 12, 8))

    def test_pairs(self) -> None:
        assert (self.FOUND.wins, self.FOUND.ties, self.FOUND.losses, self.FOUND.pairs) == (612, 298, 315, 1225)

    def test_probability_with_its_intervals(self) -> None:
        assert self.FOUND.probability == pytest.approx(0.6212, abs=5e-5)
        assert self.FOUND.se == pytest.approx(0.0653, abs=5e-5)
        assert self.FOUND.interval() == pytest.approx((0.493, 0.749), abs=5e-4)
        assert self.FOUND.logit_interval() == pytest.approx((0.488, 0.739), abs=5e-4)

    def test_ratio_benefit_and_odds(self) -> None:
        assert self.FOUND.win_ratio == pytest.approx(1.943, abs=5e-4)
        assert self.FOUND.net_benefit == pytest.approx(0.2424, abs=5e-5)
        assert self.FOUND.win_odds == pytest.approx(1.640, abs=5e-4)

    def test_partial_credit(self) -> None:
        credit = (100, 70, 30, 0)
        assert partial_credit((12, 10, 8, 5), credit) == pytest.approx(61.1, abs=0.05)
        assert partial_credit((6, 9, 12, 8), credit) == pytest.approx(45.4, abs=0.05)


@pytest.mark.parametrize(
    ("regimen", "fever", "stay", "contact", "share"),
    [
        ("itdin", 0.3, 4, 8.2, 0.39),  # five infusion days, two visits, a stay of four days in three of ten cycles
        ("lorl", 0, 0, 2, 0.07),
        ("mibg", 0, 0, 17, 0.40),  # six days of stay, one of cells, ten of blood
    ],
)
def test_contact_days(knowledge, regimen: str, fever: float, stay: float, contact: float, share: float) -> None:  # type: ignore[no-untyped-def]
    from rosette.medicines import schedule_of

    found = burden_of(schedule_of(regimen, knowledge), fever=fever, stay_days=stay)  # type: ignore[arg-type]
    assert found.contact_days == pytest.approx(contact)
    assert found.share == pytest.approx(share, abs=0.005)
    assert found.home_days == pytest.approx(found.cycle_days - contact)


def test_pedsql_answers_are_turned_round_and_averaged() -> None:
    assert pedsql_score([0, 1, 2, 1, 0, 3, 1, 2]) == pytest.approx(68.75)
