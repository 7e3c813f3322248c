"""Xenograft classes at their edges, dossiers that never hide a gap, and a choice that enumeration confirms."""

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from rosette.kernel import BadInput, NotComputable
from rosette.medicines.pipeline import (
    Candidate,
    Curve,
    Limits,
    MouseClass,
    choose,
    efs_ratio,
    group_class,
    load_pipeline,
    median_event,
    read_pipeline,
    sensitivity,
    volume_ratio,
)


def curve(*volumes: float) -> Curve:
    return Curve(days=tuple(7.0 * n for n in range(len(volumes))), volumes=volumes)


@pytest.mark.parametrize(
    ("volumes", "wanted"),
    [
        ((0.3, 0.2, 0.09), MouseClass.MCR),  # below the measurable limit at the end
        ((0.3, 0.09, 0.2), MouseClass.CR),  # below it once
        ((0.3, 0.10, 0.2), MouseClass.PR),  # exactly at it is measurable
        ((0.3, 0.15, 0.3), MouseClass.PR),  # exactly half
        ((0.3, 0.16, 0.375), MouseClass.SD),  # exactly a quarter more
        ((0.3, 0.16, 0.376), MouseClass.PD),
    ],
)
def test_classes_at_their_edges(volumes: tuple[float, ...], wanted: MouseClass) -> None:
    assert curve(*volumes).mouse_class() is wanted


def test_an_event_that_never_comes_has_no_time() -> None:
    assert curve(0.3, 0.4, 1.19).time_to_event() is None
    assert curve(0.3, 0.4, 1.2).time_to_event() == pytest.approx(14)


@pytest.mark.parametrize(
    ("days", "volumes"),
    [
        ((0, 7), (0.3,)),
        ((0, 0), (0.3, 0.4)),
        ((7, 0), (0.3, 0.4)),
        ((0,), (0.3,)),
        ((0, 7), (0, 0.4)),
        ((0, 7), (0.3, -1)),
    ],
)
def test_curves_that_cannot_be_are_refused(days: Any, volumes: Any) -> None:
    with pytest.raises(NotComputable):
        Curve(days=days, volumes=volumes)


def test_medians_and_ratios_say_when_they_are_not_reached() -> None:
    assert median_event([10, 20, 30, None]) == 20
    assert median_event([10, None, None, None]) is None
    assert efs_ratio([20, 30, 40], [10, 12, 14], end=42) == ("=", pytest.approx(30 / 12))
    assert efs_ratio([None, None, 30], [10, 12, 14], end=42) == (">", pytest.approx(42 / 12))
    with pytest.raises(NotComputable):
        efs_ratio([20], [None, None], end=42)


def test_a_group_between_two_classes_says_both() -> None:
    assert group_class([MouseClass.SD, MouseClass.PR]) == (MouseClass.SD, MouseClass.PR)
    with pytest.raises(NotComputable):
        group_class([])


def test_relative_volumes() -> None:
    assert volume_ratio([0.5, 1.5], [4.0, 4.0]) == pytest.approx(0.25)


CANDIDATE = {"id": "a", "name": "A", "target": "ALK", "cost": 1.0}


def pipeline(**change: Any) -> Any:
    return read_pipeline({"slots": 1, "budget": 1, "candidate": [{**CANDIDATE, **change}]}).dossiers[0]


def test_an_empty_module_is_unknown_not_zero() -> None:
    found = pipeline(finding=[{"module": "dependency", "outcome": 0, "quality": 2, "source": "x"}])
    assert found.module("dependency") == 0
    assert found.module("clinical") is None
    assert found.coverage == pytest.approx(1 / 9)


def test_activity_counts_only_at_an_exposure_that_a_child_can_reach() -> None:
    vivo = {"module": "activity in vivo", "outcome": 3, "quality": 3, "source": "x"}
    match = {"module": "exposure match", "outcome": 2, "quality": 2, "source": "x"}
    assert pipeline(finding=[vivo, match]).order < pipeline(finding=[vivo, {**match, "outcome": -2}]).order


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fda": "maybe"}, "relevant, not relevant"),
        ({"fda": "relevant"}, "date of the list"),
        ({"cost": -1}, "0 or more"),
        ({"finding": [{"module": "vivo", "outcome": 1, "quality": 1, "source": "x"}]}, "target present"),
        ({"finding": [{"module": "clinical", "outcome": 4, "quality": 1, "source": "x"}]}, "-3 to 3"),
        ({"finding": [{"module": "clinical", "outcome": 1, "quality": 0, "source": "x"}]}, "1 to 3"),
        ({"finding": [{"module": "clinical", "outcome": 1, "quality": 1}]}, "where it was read"),
        ({"id": None}, "text"),
    ],
)
def test_faults_of_a_dossier_are_named(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as fault:
        pipeline(**change)
    assert words in fault.value.explain()


def test_an_fda_status_keeps_the_date_of_its_list() -> None:
    assert pipeline(fda="not listed", fda_on=date(2026, 1, 15)).fda_on == date(2026, 1, 15)


def test_the_example_loads_and_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert len(load_pipeline(Path("examples/pipeline/demo.toml")).dossiers) == 3
    with pytest.raises(BadInput):
        load_pipeline(tmp_path / "none.toml")
    with pytest.raises(BadInput, match="no candidate"):
        read_pipeline({"slots": 1, "budget": 1})


def test_mice_of_a_model_speak_together() -> None:
    """The worked mouse (PR) beside a complete response; controls reach four times the start volume in about 14 days."""
    (model,) = load_pipeline(Path("examples/pipeline/demo.toml")).dossiers[0].models
    assert model.classes == (MouseClass.PR, MouseClass.CR)
    assert model.objective
    assert model.ratio is not None
    assert model.ratio[0] == "="
    assert model.ratio[1] == pytest.approx(2.9, abs=0.3)
    assert "between PR and CR" in model.sentence
    assert "reachable exposure" in model.sentence


def test_without_controls_there_is_no_ratio() -> None:
    mouse = {"model": "a", "days": [0, 7], "volumes": [0.3, 0.31]}
    (model,) = pipeline(mouse=[mouse]).models
    assert model.ratio is None
    assert "exposure not matched" in model.sentence


@pytest.mark.parametrize(
    "mouse",
    [
        {"days": [0, 7], "volumes": [0.3, 0.3]},
        {"model": "a"},
        {"model": "a", "days": [0, 7], "volumes": [0.3]},
        {"model": "a", "days": [7, 0], "volumes": [0.3, 0.3]},
        {"model": "a", "days": "0 7", "volumes": [0.3, 0.3]},
    ],
)
def test_mice_that_cannot_be_read_are_named(mouse: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as fault:
        pipeline(mouse=[mouse])
    assert "mouse[0]" in fault.value.explain()


CHILDREN = [f"c{n}" for n in range(6)]
CANDIDATES = st.lists(
    st.builds(
        lambda cost, children: (cost, frozenset(children)),
        st.integers(1, 6),
        st.sets(st.sampled_from(CHILDREN), max_size=4),
    ),
    min_size=1,
    max_size=6,
)


@given(rows=CANDIDATES, slots=st.integers(0, 4), budget=st.integers(0, 12), twice=st.sets(st.sampled_from(CHILDREN)))
@settings(max_examples=60)
def test_no_set_that_fits_meets_more(rows: Any, slots: int, budget: int, twice: set[str]) -> None:
    candidates = [Candidate(id=f"k{n}", cost=cost, children=children) for n, (cost, children) in enumerate(rows)]
    weights = {child: 2.0 if child in twice else 1.0 for child in CHILDREN}
    found = choose(candidates, Limits(slots=slots, budget=budget), weights=weights)
    fits = [
        chosen
        for size in range(slots + 1)
        for chosen in itertools.combinations(candidates, size)
        if sum(each.cost for each in chosen) <= budget
    ]
    best = max(sum(weights[c] for c in frozenset().union(*(each.children for each in chosen))) for chosen in fits)
    assert found.weight == pytest.approx(best)
    assert len(found.chosen) <= slots
    assert found.cost <= budget
    assert set(found.unmet) == set(CHILDREN) - found.met


def test_of_two_equal_sets_the_cheaper_is_taken() -> None:
    rows = [Candidate(id=name, cost=cost, children=frozenset("x")) for name, cost in (("dear", 3), ("cheap", 1))]
    assert choose(rows, Limits(slots=1, budget=5), weights={"x": 1.0}).chosen == ("cheap",)


def test_what_moves_the_choice_is_told() -> None:
    rows = [
        Candidate(id="a", cost=3, children=frozenset({"x", "y"})),
        Candidate(id="b", cost=2, children=frozenset({"z"})),
    ]
    moved = {
        each.change: each for each in sensitivity(rows, Limits(slots=2, budget=5), weights=dict.fromkeys("xyz", 1.0))
    }
    assert moved["one slot less"].lost == ("b",)
    assert moved["without a"].lost == ("a",)
    assert moved["one slot more"].lost == ()
