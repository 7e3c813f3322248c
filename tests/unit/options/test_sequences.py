"""Sequences: a step changes the record, doors shut and open by the criteria themselves, and never one answer."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from rosette.kernel import PartialDate, Truth
from rosette.knowledge import Knowledge
from rosette.medicines import nant_prior
from rosette.medicines.ranking import load_weights
from rosette.options import Board, make_board
from rosette.options.alike import may_start
from rosette.options.sequences import Sequences, after, frontier, make_sequences, sequences_json, waited
from rosette.options.sequences.doors import SHUT, Screener
from rosette.options.sequences.steps import step_of
from rosette.options.weighing import gate, weigh, weighed_json
from rosette.portfolio import load_portfolio, load_programme
from rosette.records import Radiopharmaceutical, StemCells, Therapy, load_record

ON = date(2026, 6, 1)
CHILDREN = Path("examples/children")


def board_of(number: int, knowledge: Knowledge) -> Board:
    record = load_record(CHILDREN / f"demo-{number:02d}.json")
    return make_board(record, on=ON, portfolio=load_portfolio(), programme=load_programme(), knowledge=knowledge)


@pytest.fixture(scope="module")
def board(knowledge: Knowledge) -> Board:
    return board_of(1, knowledge)


@pytest.fixture(scope="module")
def sequences(board: Board) -> Sequences:
    return make_sequences(board)


def option(board: Board, place: str) -> Any:
    return next(each for each in board.options if each.id == place)


class TestSteps:
    def test_a_step_lies_before_the_day_and_everything_given_lies_further_back(self, board: Board) -> None:
        step = step_of(option(board, "lorlatinib-compassionate/lorlatinib"), board.knowledge)
        then = after(board.record, (step,), board.knowledge, on=ON)
        (given,) = [f for f in then.of(Therapy) if f.id.startswith("sequence-")]
        assert given.start == PartialDate.of(ON - timedelta(days=step.elapsed))
        assert given.end == PartialDate.of(ON - timedelta(days=29))
        old, new = board.record.by_id["therapy-01"], then.by_id["therapy-01"]
        assert (old.start.earliest - new.start.earliest).days == step.elapsed  # type: ignore[union-attr]
        assert (board.record.birth.earliest - then.birth.earliest).days == step.elapsed

    def test_results_are_carried(self, board: Board) -> None:
        then = waited(board.record, 100)
        assert [f for f in then.facts if f.kind == "laboratory"] == [
            f for f in board.record.facts if f.kind == "laboratory"
        ]

    def test_radioactive_medicine_is_one_administration_and_takes_stored_cells(self, board: Board) -> None:
        step = step_of(option(board, "NCT02035137/a"), board.knowledge)
        then = after(board.record, (step,), board.knowledge, on=ON)
        assert [f.agent for f in then.of(Radiopharmaceutical) if f.id.startswith("sequence-")] == ["mibg_131i"]
        stored = [sum(not f.released for f in r.of(StemCells)) for r in (board.record, then)]
        assert stored == [1, 0]

    def test_lines_go_on_counting(self, board: Board) -> None:
        steps = tuple(
            step_of(option(board, place), board.knowledge)
            for place in (
                "lorlatinib-compassionate/lorlatinib",
                "topotecan-cyclophosphamide/topotecan-cyclophosphamide",
            )
        )
        then = after(board.record, steps, board.knowledge, on=ON)
        lines = {f.line for f in then.of(Therapy) if f.id.startswith("sequence-")}
        before = max(f.line or 0 for f in board.record.of(Therapy))
        assert lines == {before + 1, before + 2}

    def test_no_record_on_file_is_changed(self, board: Board, sequences: Sequences) -> None:
        assert board.record == load_record(CHILDREN / "demo-01.json")
        assert sequences.board is board

    @given(days=st.integers(0, 900), month=st.integers(1, 12))
    def test_a_partial_day_stays_partial(self, days: int, month: int) -> None:
        from rosette.options.sequences.steps import _earlier

        assert _earlier(PartialDate(2024, month), days).day is None
        assert _earlier(PartialDate(2024), days).month is None


class TestDoors:
    def test_mibg_without_more_cells_shuts_what_needs_cells(self, sequences: Sequences) -> None:
        first = sequences.first_step("NCT02035137/b")
        assert first is not None
        assert "mibg-therapy/mibg/2" in first.shuts_for_ever

    def test_anti_gd2_shuts_for_now_what_asks_for_a_wait_after_antibodies(self, sequences: Sequences) -> None:
        first = sequences.first_step("chemo-immunotherapy/irinotecan-temozolomide-dinutuximab")
        assert first is not None
        assert "NCT01154816/nb-measurable" in first.shut_for_now
        assert first.kept is not None
        assert 0 < first.kept < 1

    @pytest.mark.parametrize("number", [1, 2, 5, 9])
    def test_a_shut_door_is_shut_by_the_reference_engine_too(self, knowledge: Knowledge, number: int) -> None:
        """The columnar engine with steady leaves, cell for cell against `judge` on the record as it would be."""
        from rosette.eligibility import Subject, judge_for

        board = board_of(number, knowledge)
        places = [each for each in board.here() if each.arm.agents]
        screener = Screener(record=board.record, options=places, knowledge=knowledge, on=ON)
        starts = [step_of(each, knowledge) for each in places if may_start(each)][:4]
        doors = screener.after([(step,) for step in starts])
        for step, row in zip(starts, doors, strict=True):
            then = after(board.record, (step,), knowledge, on=ON)
            subject = Subject(then, knowledge, ON, horizon=0)
            for each, door in zip(places, row, strict=True):
                truths = [judge_for(subject, criterion.met).truth for criterion in each.arm.criteria]
                assert (Truth.NO in truths) is bool(door == SHUT), (step.id, each.id)


class TestSequences:
    def test_never_one_answer(self, sequences: Sequences) -> None:
        assert 1 < len(sequences.sequences) <= 9
        assert all(sequence.reasons for sequence in sequences.sequences)
        assert any("home" in reason for sequence in sequences.sequences for reason in sequence.reasons)

    def test_what_is_assumed_is_said(self, sequences: Sequences) -> None:
        told = " ".join(sequences.assumed)
        for words in ("pause", "taken to repeat", "later lines do worse", "comfort"):
            assert words in told

    def test_a_plan_does_not_give_the_same_again(self, sequences: Sequences) -> None:
        for sequence in sequences.sequences:
            given: set[str] = set()
            for step in sequence.steps:
                assert len(step.agents - given) >= len(step.agents) / 2
                given |= step.agents

    def test_every_step_of_a_shown_plan_is_open_when_its_turn_comes(self, sequences: Sequences, board: Board) -> None:
        from rosette.eligibility import Subject, judge_for

        for sequence in sequences.sequences:
            for n in range(1, len(sequence.steps)):
                then = after(board.record, sequence.steps[:n], board.knowledge, on=ON)
                subject = Subject(then, board.knowledge, ON, horizon=0)
                places = (sequence.steps[n].option, *sequence.steps[n].also)
                shut = [any(judge_for(subject, c.met).truth is Truth.NO for c in each.arm.criteria) for each in places]
                assert not all(shut), sequence.id

    def test_benefit_is_a_response_in_one_step_at_least(self, sequences: Sequences, knowledge: Knowledge) -> None:
        prior = nant_prior(knowledge)[0].mean
        alone = next(p for p in sequences.sequences if len(p.steps) == 1)
        assert alone.benefit == pytest.approx(prior)
        assert alone.assumed == (alone.steps[0].id,)

    def test_unknown_days_neither_win_nor_lose(self, sequences: Sequences) -> None:
        unknown = [sequence for sequence in sequences.sequences if sequence.home_share is None]
        assert all("days are not known" in " ".join(sequence.reasons) for sequence in unknown)
        assert all(sequence.contact_days is None for sequence in unknown)

    def test_plain_data_names_depth_and_number(self, sequences: Sequences) -> None:
        data = sequences_json(sequences)
        assert data["depth"] == 3
        assert data["looked_at"] == sequences.looked_at > 1000
        assert len(data["sequences"]) == len(sequences.sequences)

    @pytest.mark.parametrize("depth", [1, 2])
    def test_shallower_plans_are_shorter(self, board: Board, depth: int) -> None:
        found = make_sequences(board, depth=depth)
        assert max(len(sequence.steps) for sequence in found.sequences) <= depth


@given(rows=st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=30))
@settings(max_examples=60)
def test_the_frontier_is_what_nothing_beats(rows: list[tuple[int, ...]]) -> None:
    levels = np.array(rows, dtype=float)
    front = set(frontier(levels))
    for n, row in enumerate(levels):
        beaten = any((other >= row).all() and (other > row).any() for other in levels)
        assert (n not in front) is beaten


class TestWeighing:
    def test_gates_come_first(self, board: Board) -> None:
        found = weigh(board, draws=1000)
        ranked = {place for row in found.rows for place in row.places}
        assert ranked.isdisjoint(each.option.id for each in found.gated)
        assert all(each.why for each in found.gated)
        assert gate(option(board, "NCT01505608/a")).startswith("not eligible")

    def test_places_that_give_the_same_are_one_row(self, board: Board) -> None:
        rows = {row.regimen.id: row for row in weigh(board, draws=1000).rows if row.regimen}
        assert "NCT03107988/b1" in rows["lorl"].places
        assert "lorlatinib-compassionate/lorlatinib" in rows["lorl"].places

    def test_what_nothing_is_loaded_of_is_listed_and_not_ranked(self, board: Board) -> None:
        found = weigh(board, draws=1000)
        bare = {row.option for row in found.rows if row.bare}
        assert found.additive is not None
        assert bare
        assert bare.isdisjoint(found.additive.options)
        assert "says nothing against them" in " ".join(found.gaps)

    def test_comfort_has_its_own_row_and_no_rank(self, board: Board) -> None:
        found = weigh(board, draws=1000)
        assert [row.regimen.id for row in found.comfort if row.regimen] == ["comfort"]
        assert found.additive is not None
        assert "comfort-care/comfort-care" not in found.additive.options

    def test_seed_and_draws_stand_in_the_result_and_give_the_same(self, board: Board) -> None:
        weights = load_weights(Path("examples/weights/invented-family.toml"))
        one, two = (weighed_json(weigh(board, weights=weights, draws=2000, seed=3)) for _ in range(2))
        assert one == two
        assert (one["additive"]["draws"], one["additive"]["seed"]) == (2000, 3)
        assert "an invented family" in one["additive"]["weights"]

    def test_every_gap_is_told(self, board: Board) -> None:
        found = weigh(board, draws=1000)
        told = " ".join(found.gaps)
        for row in found.rows:
            if row.missing:
                assert row.title in told
