"""Laws of timelines: they say of each day what a list of truths would say."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from rosette.kernel import Frame, Timeline, Truth, merge_all, merge_any, merge_at_least

START = date(2026, 2, 20)
LENGTH = 12
FRAME = Frame.between(START, START + timedelta(days=LENGTH - 1))
rows = st.lists(st.sampled_from(Truth), min_size=LENGTH, max_size=LENGTH)
offsets = st.integers(0, LENGTH - 1)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def timeline(row: list[Truth]) -> Timeline:
    return Timeline.of(FRAME, [(day(at), day(at), truth) for at, truth in enumerate(row)])


lines = rows.map(timeline)


@given(row=rows)
def test_each_day_says_what_was_put_in(row: list[Truth]) -> None:
    assert [timeline(row).at(day(at)) for at in range(LENGTH)] == row


@given(row=rows, since=offsets, wanted=st.sampled_from(Truth))
def test_first_is_the_first_in_the_list(row: list[Truth], since: int, wanted: Truth) -> None:
    found = next((day(at) for at in range(since, LENGTH) if row[at] is wanted), None)
    assert timeline(row).first(wanted, since=day(since)) == found


@given(row=rows, since=offsets)
def test_first_other_is_the_first_that_differs(row: list[Truth], since: int) -> None:
    found = next((day(at) for at in range(since, LENGTH) if row[at] is not row[since]), None)
    assert timeline(row).first_other(since=day(since)) == found


@given(row=rows, on=offsets)
def test_held_since_is_the_day_after_the_last_that_differs(row: list[Truth], on: int) -> None:
    differ = [at for at in range(on) if row[at] is not row[on]]
    assert timeline(row).held_since(day(on)) == (day(differ[-1] + 1) if differ else None)


@given(line=lines)
def test_the_runs_make_the_timeline_again_and_no_two_neighbours_agree(line: Timeline) -> None:
    runs = list(line.stretches())
    assert Timeline.of(FRAME, [(run.first, run.last, run.truth) for run in runs]) == line
    assert all(one.truth is not other.truth for one, other in pairwise(runs))
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(runs))
    assert (runs[0].first, runs[-1].last) == (START, day(LENGTH - 1))


@given(one=lines, other=lines)
def test_de_morgan_holds_day_by_day(one: Timeline, other: Timeline) -> None:
    assert ~(one & other) == ~one | ~other
    assert ~(one | other) == ~one & ~other


@given(parts=st.lists(lines, min_size=1, max_size=4))
def test_at_least_one_is_any_and_at_least_all_is_all(parts: list[Timeline]) -> None:
    assert merge_at_least(1, parts) == merge_any(parts)
    assert merge_at_least(len(parts), parts) == merge_all(parts)


@given(line=lines)
def test_twice_not_is_nothing(line: Timeline) -> None:
    assert ~~line == line
