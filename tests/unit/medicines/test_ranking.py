"""Weights belong to their ranges; ranks are shares; the same seed gives the same bytes; what is not known is said."""

import math
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings, strategies as st

from rosette.kernel import BadInput, NotComputable
from rosette.knowledge import Knowledge, Regimen
from rosette.medicines import Beta
from rosette.medicines.effects import effects_row
from rosette.medicines.ranking import (
    FREE,
    Criterion,
    Measure,
    Weights,
    WeightsVoid,
    check_weights,
    criteria_of,
    draw_weights,
    exponential,
    load_weights,
    piecewise,
    product,
    rank_options,
    read_weights,
)
from rosette.medicines.reading import read_gaps, read_ranking

TWO = (
    Criterion(id="response", name="response", unit="share", worst=0, best=0.6),
    Criterion(id="contact_days", name="days", unit="d of 28", worst=14, best=0),
)
RANGES = {each.id: (each.worst, each.best) for each in TWO}
MEASURES = {
    "strong": (Measure(source="s", beta=Beta(12, 12)), Measure(source="s", fixed=10.0)),
    "gentle": (Measure(source="g", beta=Beta(3, 17)), Measure(source="g", fixed=1.0)),
    "unread": (Measure(source="u"), Measure(source="u")),
}


def swing(**points: float) -> Weights:
    return Weights(form="swing", ranges=RANGES, points=points, stated_by="a test")


class TestWeights:
    def test_a_range_edited_after_the_weights_voids_them(self) -> None:
        edited = (evolve(TWO[0], best=0.8), TWO[1])
        with pytest.raises(WeightsVoid) as fault:
            rank_options(MEASURES, edited, weights=swing(response=100, contact_days=40), draws=100, seed=1)
        (problem,) = fault.value.problems
        assert "response" in problem.path
        assert "0 to 0.6" in problem.found
        assert "0 to 0.8" in problem.found
        assert "again" in problem.remedy

    @pytest.mark.parametrize("form", ["order", "bounds", "swing"])
    def test_weights_of_every_form_need_their_ranges(self, form: Any) -> None:
        weights = Weights(
            form=form, order=("response", "contact_days"), bounds={"response": (0.2, 1)}, points={"response": 100}
        )
        with pytest.raises(BadInput, match="no range"):
            check_weights(weights, TWO)

    def test_a_name_that_is_no_criterion_is_refused_with_the_nearest(self) -> None:
        with pytest.raises(BadInput, match='did you mean "response"'):
            check_weights(Weights(form="swing", ranges={"respons": (0, 1)}, points={"respons": 100}), TWO)

    def test_swings_are_shares_of_their_sum(self) -> None:
        found = draw_weights(swing(response=100, contact_days=25), TWO, draws=3, chance=np.random.default_rng(1))
        assert found == pytest.approx(np.tile([0.8, 0.2], (3, 1)))

    def test_an_order_holds_in_every_draw(self) -> None:
        weights = Weights(form="order", order=("contact_days", "response"), ranges=RANGES)
        found = draw_weights(weights, TWO, draws=2000, chance=np.random.default_rng(1))
        assert (found[:, 1] >= found[:, 0]).all()
        assert found[:, 1].mean() == pytest.approx(0.75, abs=0.02)  # the larger of two uniform parts

    def test_bounds_hold_in_every_draw(self) -> None:
        weights = Weights(form="bounds", bounds={"response": (0.5, 0.6)}, ranges=RANGES)
        found = draw_weights(weights, TWO, draws=500, chance=np.random.default_rng(1))
        assert ((found[:, 0] >= 0.5) & (found[:, 0] <= 0.6)).all()

    def test_bounds_that_nothing_meets_are_told(self) -> None:
        bounds = {"response": (0.9, 1.0), "contact_days": (0.9, 1.0)}
        with pytest.raises(NotComputable, match="widen"):
            draw_weights(
                Weights(form="bounds", bounds=bounds, ranges=RANGES), TWO, draws=500, chance=np.random.default_rng(1)
            )

    @given(seed=st.integers(0, 1000))
    @settings(max_examples=20)
    def test_free_weights_sum_to_one(self, seed: int) -> None:
        found = draw_weights(FREE, TWO, draws=50, chance=np.random.default_rng(seed))
        assert found.sum(axis=1) == pytest.approx(np.ones(50))
        assert (found >= 0).all()


class TestFile:
    GOOD: ClassVar[dict[str, Any]] = {
        "format": "rosette-weights/1",
        "form": "swing",
        "ranges": {"response": [0, 0.6]},
        "swing": {"response": 100},
    }

    def test_the_examples_fit_the_criteria_that_stand(self, knowledge: Knowledge) -> None:
        for path in sorted(Path("examples/weights").glob("*.toml")):
            check_weights(load_weights(path), criteria_of(knowledge))

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"format": "x"}, "rosette-weights/1"),
            ({"form": "feeling"}, "free, order, bounds"),
            ({"swing": {"response": 80}}, "100 for the swing chosen first"),
            ({"swing": {"response": 101}}, "0 to 100"),
            ({"ranges": {"response": [0]}}, "two numbers"),
            ({"ranges": 3}, "a table"),
            ({"form": "order", "order": ["response"]}, "at least two"),
            ({"form": "order", "order": ["response", "response"]}, "each once"),
            ({"form": "bounds", "bounds": {"response": [0.6, 0.2]}}, "shares from 0 to 1"),
            ({"swings": {}}, 'did you mean "swing"'),
        ],
    )
    def test_faults_are_named(self, change: dict[str, Any], words: str) -> None:
        with pytest.raises(BadInput) as fault:
            read_weights({**self.GOOD, **change})
        assert words in fault.value.explain()

    def test_all_faults_are_listed_at_once(self) -> None:
        with pytest.raises(BadInput) as fault:
            read_weights({"format": "x", "form": "y", "swing": {"response": -1}, "z": 1})
        assert len(fault.value.problems) >= 4

    @pytest.mark.parametrize("text", ["not = [toml", None])
    def test_a_file_that_cannot_be_read(self, tmp_path: Path, text: str | None) -> None:
        path = tmp_path / "weights.toml"
        if text:
            path.write_text(text)
        with pytest.raises(BadInput, match=r"not TOML|cannot be read"):
            load_weights(path)


class TestRanking:
    def test_the_same_seed_gives_the_same_bytes(self) -> None:
        first, second = (rank_options(MEASURES, TWO, draws=5000, seed=7) for _ in range(2))
        for name in ("acceptability", "central", "confidence", "pairwise"):
            assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
        assert (first.seed, first.draws) == (7, 5000)

    def test_another_seed_gives_others(self) -> None:
        first, second = (rank_options(MEASURES, TWO, draws=5000, seed=seed) for seed in (7, 8))
        assert first.acceptability.tobytes() != second.acceptability.tobytes()

    @pytest.mark.parametrize("form", ["additive", "product"])
    def test_shares_are_shares(self, form: Any) -> None:
        found = rank_options(MEASURES, TWO, draws=5000, seed=7, form=form)
        assert found.acceptability.sum(axis=0) == pytest.approx(np.ones(3))
        assert found.acceptability.sum(axis=1) == pytest.approx(np.ones(3))
        assert found.pairwise + found.pairwise.T == pytest.approx(1 - np.eye(3))
        assert np.nansum(found.central, axis=1) == pytest.approx(np.ones(3))

    def test_equal_evidence_ties_and_shares_its_ranks(self) -> None:
        twins = {"a": MEASURES["strong"], "b": MEASURES["strong"]}
        found = rank_options(twins, TWO, draws=1000, seed=7)
        assert found.acceptability == pytest.approx(np.full((2, 2), 0.5))
        assert found.pairwise == pytest.approx(np.zeros((2, 2)))
        assert found.order == ("a", "b")

    def test_an_option_worse_everywhere_is_never_first(self) -> None:
        worse = {"good": (Measure(source="g", fixed=0.5), Measure(source="g", fixed=2.0))}
        worse["bad"] = (Measure(source="b", fixed=0.1), Measure(source="b", fixed=9.0))
        found = rank_options(worse, TWO, draws=1000, seed=7)
        assert (found.first("good"), found.first("bad")) == (1, 0)
        assert math.isnan(found.confidence[1])

    def test_one_worthless_side_cannot_be_bought_off_by_products(self) -> None:
        measures = {
            "inactive": (Measure(source="i", fixed=0.0), Measure(source="i", fixed=0.0)),
            "middling": (Measure(source="m", fixed=0.15), Measure(source="m", fixed=9.0)),
        }
        weights = swing(response=50, contact_days=100)
        sums, products = (
            rank_options(measures, TWO, weights=weights, draws=100, seed=1, form=f) for f in ("additive", "product")
        )
        assert sums.order[0] == "inactive"
        assert products.order[0] == "middling"

    @pytest.mark.parametrize(("measures", "draws"), [({}, 100), (MEASURES, 0)])
    def test_nothing_to_rank_is_told(self, measures: Any, draws: int) -> None:
        with pytest.raises(NotComputable):
            rank_options(measures, TWO, draws=draws, seed=1)


class TestValue:
    @given(level=st.floats(-100, 100))
    def test_a_value_stays_between_0_and_1(self, level: float) -> None:
        for criterion in TWO:
            assert 0 <= float(criterion.value(level)) <= 1

    def test_the_ends_are_0_and_1(self) -> None:
        assert [float(TWO[1].value(level)) for level in (14, 0)] == [0, 1]

    @pytest.mark.parametrize("c", [-3, -0.1, 0, 0.1, 3])
    def test_exponential_ends_where_linear_does(self, c: float) -> None:
        shape = exponential(c)
        assert [float(shape(np.array(z))) for z in (0.0, 1.0)] == pytest.approx([0, 1])

    def test_bisection_points(self) -> None:
        shape = piecewise([(0, 0), (0.3, 0.5), (1, 1)])
        assert float(shape(np.array(0.3))) == 0.5

    @pytest.mark.parametrize("points", [[], [(0, 0), (1, 0.9)], [(0, 0), (0.5, 0.6), (0.6, 0.5), (1, 1)]])
    def test_points_that_do_not_rise_are_refused(self, points: Any) -> None:
        with pytest.raises(NotComputable):
            piecewise(points)

    def test_a_criterion_without_weight_does_not_zero_a_product(self) -> None:
        assert product(np.array([0.0, 0.5]), np.array([0.0, 1.0])) == pytest.approx(0.5)


class TestEffects:
    def row(self, name: str | None, knowledge: Knowledge) -> Any:
        regimen = knowledge.table(Regimen)[name] if name else None
        return effects_row(
            option="x/y", title="x", regimen=regimen, criteria=criteria_of(knowledge), knowledge=knowledge
        )

    def test_what_is_not_loaded_is_said_and_wide(self, knowledge: Knowledge) -> None:
        row = self.row(None, knowledge)
        assert len(row.missing) == len(criteria_of(knowledge))
        assert "no evidence loaded" in row.cells[0].text
        assert row.cells[0].measure.beta is not None  # the average early-phase agent, not zero and not best

    def test_rows_say_in_whom_and_how_it_was_found(self, knowledge: Knowledge) -> None:
        response = self.row("naxi", knowledge).cells[0]
        assert "bone or marrow only" in response.strength
        assert "single arm" in response.strength
        assert response.sources

    def test_severe_harm_of_one_kind_is_not_made_of_single_events(self, knowledge: Knowledge) -> None:
        cells = {cell.criterion: cell for cell in self.row("naxi", knowledge).cells}
        assert not cells["severe_toxicity"].loaded
        assert "hypotension 58%" in cells["severe_toxicity"].text

    def test_front_line_rates_are_not_used(self, knowledge: Knowledge) -> None:
        cells = {cell.criterion: cell for cell in self.row("itdin", knowledge).cells}
        assert not cells["severe_toxicity"].loaded

    def test_the_reading_names_what_it_does_not_settle(self, knowledge: Knowledge) -> None:
        rows = [self.row("mibg", knowledge), self.row(None, knowledge)]
        rows = [evolve(row, option=name, title=name) for row, name in zip(rows, ("mibg", "new"), strict=True)]
        measures = {row.option: row.measures for row in rows}
        found = [
            rank_options(measures, criteria_of(knowledge), draws=2000, seed=1, form=f) for f in ("additive", "product")
        ]
        told = " ".join(read_ranking(found[0], found[1], rows))
        assert "all weightings" in told
        assert "2,000 draws, seed 1" in told
        assert "the family decide" in told
        assert "No evidence loaded at all" in " ".join(read_gaps(rows))
