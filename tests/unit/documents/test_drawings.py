"""Drawings say what their tables say, hold no markup of texts, no style and no script, and read from right to left."""

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from rosette.documents.drawings import (
    Funnel,
    FunnelStage,
    calendar_svg,
    eligibility_calendar,
    funnel_svg,
    record_timeline,
    timeline_svg,
)
from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.options import Board, make_board
from rosette.portfolio import load_portfolio, load_programme
from rosette.records import build_record, load_record, record_document

ON = date(2026, 6, 1)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def board() -> Board:
    from rosette.knowledge import load_knowledge

    return make_board(
        load_record(Path("examples/children/demo-01.json")),
        on=ON,
        portfolio=load_portfolio(),
        programme=load_programme(),
        knowledge=load_knowledge(),
    )


def test_the_calendar_has_a_row_for_every_option_of_the_programme(board: Board) -> None:
    calendar = eligibility_calendar(board)
    assert {row.id for row in calendar.rows} == {option.id for option in board.here()}
    assert len(calendar.table()) == len(calendar.rows)


def test_a_span_of_the_calendar_says_what_the_option_says_on_each_of_its_days(board: Board) -> None:
    options = {option.id: option for option in board.options}
    for row in eligibility_calendar(board, days=40).rows:
        option, covered = options[row.id], 0
        for span in row.spans:
            day = span.first
            while day <= span.last:
                strict, carried = option.strict.at(day), option.carried.at(day)
                here = option.slot is None or option.slot.open_on(day)
                assert (span.state in ("open", "repeat")) is (carried is Truth.YES and strict is not Truth.NO and here)
                assert span.state != "open" or strict is Truth.YES
                day += timedelta(days=1)
                covered += 1
        assert covered == 40


def test_the_calendar_marks_the_day_on_which_a_result_goes_stale(board: Board) -> None:
    row = next(row for row in eligibility_calendar(board).rows if row.id.startswith("chemo-immunotherapy"))
    assert (row.opens, row.stale) == (ON, date(2026, 6, 14))
    assert [span.state for span in row.spans] == ["open", "repeat"]


def test_the_timeline_has_every_fact_that_counts_and_no_other(board: Board, knowledge: Knowledge) -> None:
    timeline = record_timeline(board.record, knowledge, on=ON)
    assert {entry.fact_id for entry in timeline.entries} == {fact.id for fact in board.record.active}
    assert len(timeline.table()) == len(board.record.active)


def test_a_partial_date_is_drawn_over_all_days_that_it_may_be(board: Board, knowledge: Knowledge) -> None:
    document = record_document(board.record)
    fact = {
        "id": "x",
        "kind": "surgery",
        "on": "2024-03",
        "extent": "biopsy",
        "source": {"type": "person", "name": "x"},
        "recorded_at": "2026-06-01T10:00:00Z",
        "recorded_by": "x",
    }
    record = build_record({**document, "facts": [fact]})
    (entry,) = record_timeline(record, knowledge, on=ON).entries
    assert (entry.first, entry.last, entry.soft) == (date(2024, 3, 1), date(2024, 3, 31), True)


def drawn(board: Board, knowledge: Knowledge, *, mirrored: bool = False) -> list[str]:
    funnel = Funnel(
        title="x",
        stages=(FunnelStage(word="Found", count=30, days=None), FunnelStage(word="Offered", count=None, days=None)),
    )
    return [
        calendar_svg(eligibility_calendar(board), mirrored=mirrored),
        timeline_svg(record_timeline(board.record, knowledge, on=ON), mirrored=mirrored),
        funnel_svg(funnel, mirrored=mirrored),
    ]


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_drawing_has_title_and_description_and_neither_style_nor_script(
    board: Board, knowledge: Knowledge, mirrored: bool
) -> None:
    for text in drawn(board, knowledge, mirrored=mirrored):
        root = Xml.fromstring(text)
        assert root.get("role") == "img"
        ids = set((root.get("aria-labelledby") or "").split())
        assert ids == {each.get("id") for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")}
        for each in root.iter():
            assert each.tag != f"{SVG}script"
            assert not {name for name in each.attrib if name == "style" or name.startswith("on")}


def test_a_mirrored_drawing_has_every_mark_on_the_other_side(board: Board, knowledge: Knowledge) -> None:
    plain, turned = (Xml.fromstring(drawn(board, knowledge, mirrored=each)[0]) for each in (False, True))
    width = float(plain.get("width") or 0)
    for one, two in zip(plain.iter(f"{SVG}rect"), turned.iter(f"{SVG}rect"), strict=True):
        left, right = float(one.get("x") or 0), float(two.get("x") or 0) + float(two.get("width") or 0)
        assert left + right == pytest.approx(width, abs=0.02)


def test_hostile_text_stays_text(board: Board, knowledge: Knowledge) -> None:
    document = record_document(board.record)
    evil = "</text><script>alert(1)</script>"
    fact = {
        "id": "x",
        "kind": "preference",
        "on": "2026-06-01",
        "text": evil,
        "source": {"type": "person", "name": evil},
        "recorded_at": "2026-06-01T10:00:00Z",
        "recorded_by": "x",
    }
    record = build_record({**document, "facts": [fact]})
    text = timeline_svg(record_timeline(record, knowledge, on=ON))
    assert "<script>" not in text
    assert Xml.fromstring(text) is not None


def test_a_hidden_count_is_drawn_with_one_width_whatever_it_is() -> None:
    stage = FunnelStage(word="Offered", count=None, days=None)
    one, two = (
        Funnel(title="x", stages=(FunnelStage(word="Found", count=count, days=None), stage)) for count in (12, 400)
    )
    boxes = [
        [each.get("width") for each in Xml.fromstring(funnel_svg(funnel)).iter(f"{SVG}rect")][1]
        for funnel in (one, two)
    ]
    assert boxes[0] == boxes[1]
    assert "fewer than 11" in one.table()[1]
