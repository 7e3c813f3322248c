"""When marrow is involved, by the samples of one day.

Involved: any sample of the day shows tumour. Not involved: both sides, or one bilateral sample, are free of
tumour. Otherwise the day says nothing: a side that was not sampled may hold tumour.
"""

from __future__ import annotations

import pytest
from tests.support.records import child, make, table

from rosette.knowledge import Knowledge
from rosette.records import Marrow
from rosette.records.views import RecordIndex, coded, readings

SAMPLES = """
left      | right    | bilateral | marrow       | per cent
----------+----------+-----------+--------------+---------
free      | free     | -         | not_involved | 0
free      | -        | -         | ?            | ?
-         | free     | -         | ?            | ?
-         | -        | free      | not_involved | 0
tumour    | free     | -         | involved     | ?
free      | tumour   | -         | involved     | ?
tumour    | tumour   | -         | involved     | ?
tumour    | -        | -         | involved     | ?
-         | -        | tumour    | involved     | ?
free      | free     | tumour    | involved     | ?
0 %       | 0 %      | -         | not_involved | 0
0 %       | -        | -         | ?            | 0
5 %       | 0 %      | -         | involved     | 5
5 %       | 30 %     | -         | involved     | 30
5 %       | tumour   | -         | involved     | >=5
0 %       | free     | -         | not_involved | 0
unsaid    | free     | -         | ?            | ?
unsaid    | unsaid   | -         | ?            | ?
unsaid    | tumour   | -         | involved     | ?
-         | -        | unsaid    | ?            | ?
-         | -        | 12 %      | involved     | 12
-         | -        | -         | ?            | ?
"""


def samples(left: str, right: str, bilateral: str) -> list[Marrow]:
    cells = {"left": left, "right": right, "bilateral": bilateral}
    return [sample(site, cell) for site, cell in cells.items() if cell != "-"]


def sample(site: str, cell: str, on: str = "2026-05-21") -> Marrow:
    involved = {"free": False, "tumour": True}.get(cell)
    percent = float(cell.removesuffix("%")) if cell.endswith("%") else None
    return make(Marrow, id=f"{site}{cell}{on}", on=on, site=site, involved=involved, percent=percent)


@pytest.mark.parametrize(("left", "right", "bilateral", "marrow", "percent"), table(SAMPLES))
def test_the_samples_of_one_day(
    left: str, right: str, bilateral: str, marrow: str, percent: str, knowledge: Knowledge
) -> None:
    index = RecordIndex(child(*samples(left, right, bilateral)), knowledge)
    assert [reading.value for reading in coded(index, "marrow")] == ([] if marrow == "?" else [marrow])
    found = [f"{each.comparator or ''}{each.value:g}" for each in readings(index, "marrow_percent")]
    assert found == ([] if percent == "?" else [percent])


def test_two_sides_of_different_days_do_not_make_a_whole_marrow(knowledge: Knowledge) -> None:
    record = child(sample("left", "free", "2026-05-20"), sample("right", "free", "2026-05-21"))
    assert coded(RecordIndex(record, knowledge), "marrow") == ()


def test_every_day_is_judged_by_itself(knowledge: Knowledge) -> None:
    record = child(
        sample("left", "tumour", "2026-01-20"),
        sample("left", "free", "2026-05-21"),
        sample("right", "free", "2026-05-21"),
    )
    found = coded(RecordIndex(record, knowledge), "marrow")
    assert [reading.value for reading in found] == ["involved", "not_involved"]


def test_samples_of_one_month_are_read_together(knowledge: Knowledge) -> None:
    record = child(sample("left", "free", "2026-05"), sample("right", "free", "2026-05"))
    (reading,) = coded(RecordIndex(record, knowledge), "marrow")
    assert reading.last - reading.first == 30
