"""Trials under way: the ledger in the database, what it refuses, and who may do what."""

from collections.abc import Callable

import pytest
from django.test import Client

from rosette.designs.conduct import late_changes, levels_on
from rosette.server.services import clock
from rosette.server.services.trials import ledger_of
from rosette.server.store.models import RunningTrial


@pytest.fixture
def trial() -> RunningTrial:
    """The trial of the demonstration."""
    return RunningTrial.objects.select_related("site").get()


def test_the_demo_trial_has_two_levels_done_and_a_late_re_grade(trial: RunningTrial) -> None:
    ledger = ledger_of(trial)
    levels = [(each.evaluable, each.toxicities, each.pending) for each in levels_on(ledger, clock.today())]
    assert levels == [(3, 1, 0), (6, 1, 0), (0, 0, 1)]
    assert [each.number for each in late_changes(ledger) if each.changes] == [5]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "ledger/",
        "design/",
        "files/",
        "children/P02/",
        "enter/reserve/",
        "enter/enrol/",
        "enter/deliver/",
        "enter/regrade/",
        "enter/follow/",
        "enter/note/",
    ],
)
def test_pages(trial: RunningTrial, signed_in: Callable[..., Client], path: str) -> None:
    answer = signed_in("coordinator").get(f"/trials/{trial.public_id}/{path}")
    assert answer.status_code == 200
