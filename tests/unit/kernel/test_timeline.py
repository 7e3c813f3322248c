"""Truth by day: frames, runs, the first day of something, and folding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rosette.kernel import Frame, Stretch, Timeline, Truth, merge_all, merge_any, merge_at_least

START = date(2026, 6, 1)
FRAME = Frame.between(START, START + timedelta(days=9))
SIGNS = {"y": Truth.YES, "n": Truth.NO, "?": Truth.UNKNOWN}


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def drawn(signs: str) -> Timeline:
    """A timeline with a sign a day."""
    frame = Frame(START.toordinal(), len(signs))
    return Timeline.of(frame, [(day(at), day(at), SIGNS[sign]) for at, sign in enumerate(signs)])


def signs(timeline: Timeline) -> str:
    names = {truth: sign for sign, truth in SIGNS.items()}
    return "".join(names[timeline.at(day(at))] for at in range(timeline.frame.length))


# --- frames ---------------------------------------------------------------------------------------------------


def test_a_frame_holds_both_its_ends() -> None:
    frame = Frame.between(date(2026, 6, 1), date(2026, 6, 10))
    assert frame == FRAME == Frame(START.toordinal(), 10)
    assert frame.stop == date(2026, 6, 11).toordinal()
    assert Frame.between(START, START).length == 1


def test_the_full_mask_has_a_bit_a_day() -> None:
    assert FRAME.full == 0b1111111111
    assert Frame(5, 1).full == 1


@pytest.mark.parametrize(
    ("first", "last", "mask"),
    [
        (None, None, 0b11111),
        (100, 104, 0b11111),
        (101, 102, 0b00110),
        (102, None, 0b11100),
        (None, 102, 0b00111),
        (90, 100, 0b00001),
        (104, 120, 0b10000),
        (100, 100, 0b00001),
        (104, 104, 0b10000),
        (105, 120, 0),
        (80, 99, 0),
        (103, 102, 0),
        (103, 103, 0b01000),
        (None, 99, 0),
        (None, 90, 0),
        (104, 101, 0),
        (110, 101, 0),
        (105, None, 0),
        (90, 120, 0b11111),
    ],
)
def test_a_range_of_days_is_clipped_to_the_frame(first: int | None, last: int | None, mask: int) -> None:
    assert Frame(100, 5).days(first, last) == mask


@pytest.mark.parametrize(("day_", "mask"), [(99, 0), (100, 1), (101, 2), (104, 16), (105, 0), (3, 0)])
def test_the_bit_of_a_day_is_zero_outside_the_frame(day_: int, mask: int) -> None:
    assert Frame(100, 5).bit(day_) == mask


# --- making and reading -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("truth", Truth)
def test_a_constant_is_the_same_on_every_day(truth: Truth) -> None:
    timeline = Timeline.constant(FRAME, truth)
    assert {timeline.at(day(at)) for at in range(10)} == {truth}
    assert list(timeline.stretches()) == [Stretch(START, day(9), truth)]


def test_days_that_no_stretch_names_are_unknown() -> None:
    timeline = Timeline.of(FRAME, [(day(2), day(3), Truth.YES), (day(5), day(5), Truth.NO)])
    assert signs(timeline) == "??yy?n????"


def test_a_later_stretch_overwrites_an_earlier_one() -> None:
    spans = [(day(0), day(9), Truth.YES), (day(2), day(5), Truth.NO), (day(4), day(7), Truth.UNKNOWN)]
    assert signs(Timeline.of(FRAME, spans)) == "yynn????yy"
    assert signs(Timeline.of(FRAME, [*spans, (day(3), day(4), Truth.YES)])) == "yynyy???yy"


def test_stretches_that_reach_out_of_the_frame_are_clipped() -> None:
    spans = [(day(-5), day(1), Truth.YES), (day(8), day(50), Truth.NO), (day(20), day(30), Truth.YES)]
    assert signs(Timeline.of(FRAME, spans)) == "yy??????nn"


def test_a_day_outside_the_frame_is_unknown() -> None:
    timeline = Timeline.constant(FRAME, Truth.YES)
    assert timeline.at(day(-1)) is Truth.UNKNOWN
    assert timeline.at(day(10)) is Truth.UNKNOWN
    assert timeline.at(day(9)) is Truth.YES


def test_the_masks_are_yes_and_no() -> None:
    assert drawn("yn?").masks == (0b001, 0b010)


# --- first, first_other, held_since, stretches ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "since", "found"),
    [
        (Truth.YES, 0, 2),
        (Truth.YES, 2, 2),
        (Truth.YES, 3, 3),
        (Truth.YES, 4, 7),
        (Truth.YES, 8, None),
        (Truth.NO, 0, 0),
        (Truth.NO, 1, 6),
        (Truth.UNKNOWN, 0, 1),
        (Truth.UNKNOWN, 2, 4),
        (Truth.UNKNOWN, 6, None),
        (Truth.NO, -20, 0),
        (Truth.NO, 20, None),
    ],
)
def test_the_first_day_of_a_truth_on_or_after_a_day(truth: Truth, since: int, found: int | None) -> None:
    assert drawn("n?yy??ny").first(truth, since=day(since)) == (None if found is None else day(found))


@pytest.mark.parametrize(("since", "found"), [(0, 1), (1, 2), (2, 4), (3, 4), (4, 6), (5, 6), (6, 7), (7, None)])
def test_the_first_day_on_which_the_truth_is_another(since: int, found: int | None) -> None:
    assert drawn("n?yy??ny").first_other(since=day(since)) == (None if found is None else day(found))


@pytest.mark.parametrize(
    ("on", "found"), [(0, None), (1, None), (2, 2), (3, 2), (4, 4), (5, 4), (6, 6), (7, 7), (8, 7)]
)
def test_the_first_day_of_the_run_that_holds_the_day(on: int, found: int | None) -> None:
    assert drawn("yy??nnynn").held_since(day(on)) == (None if found is None else day(found))


def test_the_runs_are_given_in_order_with_both_ends() -> None:
    assert list(drawn("yynn?y").stretches()) == [
        Stretch(day(0), day(1), Truth.YES),
        Stretch(day(2), day(3), Truth.NO),
        Stretch(day(4), day(4), Truth.UNKNOWN),
        Stretch(day(5), day(5), Truth.YES),
    ]


# --- folding ------------------------------------------------------------------------------------------------------


def test_timelines_are_folded_day_by_day() -> None:
    one, other = drawn("yyy???nnn"), drawn("y?ny?ny?n")
    assert signs(one & other) == "y?n??nnnn"
    assert signs(one | other) == "yyyy??y?n"
    assert signs(~one) == "nnn???yyy"
    assert merge_all([one, other]) == one & other
    assert merge_any([one, other]) == one | other


def test_at_least_so_many_timelines() -> None:
    parts = [drawn("yyyn?"), drawn("yy?n?"), drawn("yn?ny")]
    assert signs(merge_at_least(2, parts)) == "yy?n?"
    assert signs(merge_at_least(3, parts)) == "yn?n?"
    assert signs(merge_at_least(1, parts)) == "yyyny"


@pytest.mark.parametrize("merge", [merge_all, merge_any, lambda parts: merge_at_least(1, parts)])
def test_timelines_of_different_frames_or_none_are_not_merged(merge: object) -> None:
    assert callable(merge)
    with pytest.raises(ValueError, match=r"^timelines of different frames, or none, cannot be merged$"):
        merge([drawn("yy"), drawn("yyy")])
    with pytest.raises(ValueError, match=r"^timelines of different frames, or none, cannot be merged$"):
        merge([])
