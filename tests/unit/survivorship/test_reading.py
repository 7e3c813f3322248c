"""Rows that a second reading of the source against the rules brought to light."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.unit.survivorship.samples import agent, course, event, history

from rosette.survivorship import Exposed, Exposures, RuleBook, plan_of

ON = date(2026, 11, 30)
DAY = date(2019, 5, 1)


def codes(exposures: Exposures, book: RuleBook) -> set[str]:
    return {item.code for item in plan_of(exposures, book, on=ON).items}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (course("neck_radiation", DAY, 20, carotid=20), {"BP-1"}),
        (course("head_radiation", DAY, 30, lens=5), {"EAR-1"}),
        (agent("methotrexate", 100), {"BON-2", "NCG-1"}),
        (agent("cytarabine", 100), {"NCG-1"}),
        (event("surgery", "nephrectomy", DAY), {"GI-1", "SUR-A"}),
        (event("surgery", "splenectomy", DAY), {"GI-1", "SUR-A"}),
        (event("surgery", "pelvic_surgery", DAY), {"GI-1", "SUR-A"}),
        (event("surgery", "spinal_surgery", DAY), {"GI-1", "SPI-1", "LUT-1"}),
        (agent("gd2_car_nkt", first=DAY, last=DAY), {"NB-CART"}),
        (agent("mibg_131i", first=DAY, last=DAY), {"SMN-MIBG"}),
    ],
)
def test_an_exposure_asks_for_what_the_source_says(given: Exposed, asked: set[str], book: RuleBook) -> None:
    assert asked <= codes(history(given), book)
    assert not asked & codes(history(), book)


def test_head_radiation_below_30_gy_asks_for_no_audiometry(book: RuleBook) -> None:
    assert "EAR-1" not in codes(history(course("head_radiation", DAY, 29.9, brain=29.9)), book)


@pytest.mark.parametrize(
    ("condition", "asked"),
    [("gvhd_chronic", {"EYE-1", "GI-1"}), ("spinal_cord_compression", {"SPI-1", "LUT-1", "GI-1", "SUR-S", "GON-M3"})],
)
def test_a_condition_asks_for_what_the_source_says(condition: str, asked: set[str], book: RuleBook) -> None:
    assert asked <= codes(history(conditions=frozenset({condition})), book)


@pytest.mark.parametrize(
    ("puberty", "since", "due", "state"),
    [
        (None, None, None, "on event"),
        ("before", None, None, "on event"),
        ("past", date(2026, 2, 1), date(2026, 2, 1), "overdue"),
        ("past", None, date(2015, 6, 15), "overdue"),
    ],
)
def test_a_sexual_history_waits_for_puberty(
    puberty: str | None, since: date | None, due: date | None, state: str, book: RuleBook
) -> None:
    boy = history(course("pelvic_radiation", DAY, 20, testes=10), puberty=puberty, puberty_past_on=since)
    item = plan_of(boy, book, on=ON).item("GON-M3")
    assert item is not None
    assert (item.first_due, item.state) == (due, state)


def test_hearing_after_eflornithine_is_watched_from_its_first_dose(book: RuleBook) -> None:
    item = plan_of(history(agent("eflornithine", first=DAY, last=date(2020, 3, 1))), book, on=ON).item("NB-DFMO")
    assert item is not None
    assert item.first_due == DAY


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (date(1970, 1, 1), {"HEP-B", "HEP-C", "HIV-1"}),
        (date(1972, 1, 1), {"HEP-C", "HIV-1"}),
        (date(1985, 12, 31), {"HEP-C", "HIV-1"}),
        (date(1986, 1, 1), {"HEP-C"}),
        (date(1992, 12, 31), {"HEP-C"}),
        (date(1993, 1, 1), set()),
    ],
)
def test_a_transfusion_before_donors_were_tested_asks_for_the_virus(day: date, asked: set[str], book: RuleBook) -> None:
    adult = attrs.evolve(history(), birth=date(1969, 1, 1), transfused="once", first_transfusion=day)
    found = {item.code: item for item in plan_of(adult, book, on=ON).items}
    assert {code for code in found if code.startswith(("HEP", "HIV"))} == asked
    assert all(found[code].acts for code in asked)
