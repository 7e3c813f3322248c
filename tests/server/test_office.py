"""Places, reservations, waiting lists, suspension, the funnel; what changes is told to the right people, once."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from rosette.kernel import BadInput
from rosette.server.services import clock
from rosette.server.services.boards import board_of
from rosette.server.services.consents import give_consent, newest_texts, withdraw_consent
from rosette.server.services.facts import add_facts
from rosette.server.services.funnel import count_funnel, hides_small, steps_for
from rosette.server.services.notices import rejudge
from rosette.server.services.office import (
    end_reservation,
    expire_reservations,
    reserve,
    set_place,
    step,
    suspend,
    wait,
)
from rosette.server.store.models import BoardMark, Child, FunnelStep, Notice, Reservation

ROOM = "mibg-therapy/mibg/1"
OPEN_ARM = "chemo-immunotherapy/irinotecan-temozolomide-dinutuximab"


@pytest.fixture
def nurse(person: Callable[[str], Any]) -> Any:
    return person("nurse")


def option(child: Child, place: str) -> Any:
    return next(each for each in board_of(child).options if each.id == place)


def test_a_suspended_arm_is_closed_on_every_board_at_the_next_look(child: Child, nurse: Any) -> None:
    assert option(child, OPEN_ARM).open_here
    suspend(site=child.programme_site, place=OPEN_ARM, reason="supply stopped", by=nurse)
    found = option(child, OPEN_ARM)
    assert not found.open_here
    assert "suspended" in found.slot.sentence(clock.today())


def test_a_kept_place_is_taken_for_everybody_else(child: Child, other: Child, nurse: Any) -> None:
    reserve(child=child, place=ROOM, expires=clock.today() + timedelta(days=3), by=nurse)
    assert option(other, ROOM).slot.left == 0
    with pytest.raises(BadInput, match="no place can be kept"):
        reserve(child=other, place=ROOM, expires=clock.today(), by=nurse)


def test_an_expired_place_is_free_again_and_the_first_who_waits_is_told(
    child: Child, other: Child, nurse: Any, person: Callable[[str], Any]
) -> None:
    reserve(child=child, place=ROOM, expires=clock.today(), by=nurse)
    wait(child=other, place=ROOM, by=nurse)
    Reservation.objects.update(expires=clock.today() - timedelta(days=1))
    assert expire_reservations() == 1
    assert option(other, ROOM).slot.left == 1
    assert any("first on the waiting list" in each.sentence for each in Notice.objects.filter(child=other))


def test_an_enrolled_child_holds_its_place_for_good(child: Child, nurse: Any) -> None:
    kept = reserve(child=child, place=ROOM, expires=clock.today(), by=nurse)
    end_reservation(reservation=kept, ending="enrolled", by=nurse)
    assert option(child, ROOM).slot.left == 0
    assert FunnelStep.objects.filter(child=child, place=ROOM, stage="enrolled").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "no/such"},
        {"reason": " "},
        {"total": 1, "taken": 2},
        {"opened": clock.DEMO_DAY, "closes": clock.DEMO_DAY},
    ],
)
def test_a_place_that_contradicts_itself_is_refused(child: Child, nurse: Any, wrong: dict[str, Any]) -> None:
    told = {"site": child.programme_site, "place": ROOM, "status": "open", "reason": "test", "by": nurse}
    with pytest.raises(BadInput):
        set_place(**{**told, **wrong})


def test_a_new_fact_judges_again_and_says_what_changed_and_why(child: Child, person: Callable[[str], Any]) -> None:
    rejudge(child)
    low = {"kind": "laboratory", "on": "2026-06-01", "code": "platelets", "value": 5000, "unit": "/uL"}
    add_facts(child=child, facts=[low], by=person("home-doctor"))
    rejudge(child)
    told = list(Notice.objects.filter(child=child, user=person("doctor")))
    changed = [each for each in told if "became not eligible" in each.sentence]
    assert changed
    assert any("platelets" in (each.why or "") for each in changed)


def test_the_same_thing_is_not_told_twice(child: Child) -> None:
    rejudge(child)
    count = Notice.objects.filter(child=child).count()
    assert rejudge(child) == 0
    assert Notice.objects.filter(child=child).count() == count


def test_what_comes_soon_is_told_with_its_day(
    child: Child, person: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "DEMO_DAY", clock.DEMO_DAY + timedelta(days=12))
    rejudge(child)
    told = [each.sentence for each in Notice.objects.filter(child=child, user=person("doctor"))]
    assert any("4 answers (J1, J2, J3, J4) lapse tomorrow, on 14 Jun 2026" in text for text in told), told


def test_a_suspension_is_told_to_those_whose_child_it_concerns(
    child: Child, nurse: Any, person: Callable[[str], Any]
) -> None:
    rejudge(child)
    suspend(site=child.programme_site, place=OPEN_ARM, reason="supply stopped", by=nurse)
    rejudge(child)
    told = [each.sentence for each in Notice.objects.filter(child=child, user=person("doctor"))]
    assert any("no place is open any more" in text for text in told)
    assert not Notice.objects.filter(child=child, user=person("parent"), sentence__isnull=False).exists()


def test_without_consent_to_screening_nothing_is_judged_in_the_background(
    child: Child, person: Callable[[str], Any]
) -> None:
    withdraw_consent(child=child, purpose="screening", by=person("parent"))
    child.__dict__.pop("_consents", None)
    assert rejudge(child) == 0
    assert not BoardMark.objects.filter(child=child).exists()


def test_a_withdrawn_consent_is_given_again_in_new_words(child: Child, person: Callable[[str], Any]) -> None:
    withdraw_consent(child=child, purpose="screening", by=person("parent"))
    text = next(each for each in newest_texts() if each.purpose == "screening")
    told = {"signed_by": "Invented parent", "relation": "proxy", "assent": "given", "on": clock.today()}
    give_consent(child=child, text=text, by=person("parent"), **told)
    assert child.consents.filter(text__purpose="screening", withdrawn_at__isnull=True).count() == 1


def steps(child: Child, by: Any) -> None:
    step(child=child, place=ROOM, stage="offered", on=clock.today(), by=by)
    step(child=child, place=ROOM, stage="not", reason="distance", on=clock.today(), by=by)


def test_the_funnel_counts_children_and_reasons(child: Child, nurse: Any) -> None:
    steps(child, nurse)
    found = count_funnel(steps_for(nurse), hide=False, title="x")
    assert [stage.count for stage in found.stages] == [1, 1, 0, 0, 0]
    assert found.stages[1].left == ("Too far from home: 1",)


def test_small_counts_are_hidden_from_those_who_see_no_child(
    child: Child, nurse: Any, person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    steps(child, nurse)
    assert hides_small(person("statistician"))
    assert not hides_small(nurse)
    page = signed_in("statistician").get("/office/funnel/").content.decode()
    assert "fewer than 11" in page
    rows = list(
        csv.reader(io.StringIO(signed_in("statistician").get("/office/funnel.csv").content.decode("utf-8-sig")))
    )
    assert set(rows[1][1:]) == {"fewer than 11"}


def test_the_funnel_as_excel_holds_the_same_rows(child: Child, nurse: Any, signed_in: Callable[..., Client]) -> None:
    steps(child, nurse)
    client = signed_in("nurse")
    sheet = load_workbook(io.BytesIO(client.get("/office/funnel.xlsx").content)).active
    rows = list(csv.reader(io.StringIO(client.get("/office/funnel.csv").content.decode("utf-8-sig"))))
    assert [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == rows


@pytest.mark.parametrize(
    "wrong", [{"stage": "not", "reason": ""}, {"stage": "offered", "on": clock.DEMO_DAY + timedelta(days=9)}]
)
def test_a_step_without_reason_or_in_the_future_is_refused(child: Child, nurse: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        step(**{"child": child, "place": ROOM, "on": clock.today(), "by": nurse, **wrong})
