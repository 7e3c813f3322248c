"""Children of a ledger against its days."""

from datetime import timedelta

from tests.support.command import ROOT

from rosette.designs.conduct import children_on, load_ledger
from rosette.designs.conduct.accrual import accrual_of
from rosette.designs.spec import load_specification

DESIGNS = ROOT / "examples" / "designs"


def ledger():
    return load_ledger(DESIGNS / "ledger.json", [load_specification(DESIGNS / "under-way.toml")])


def test_every_enrolled_child_has_its_lane_and_nothing_is_told_that_was_not_known_on_the_day():
    found = ledger()
    last = found.lines[-1].entry.day
    for back in range(0, 200, 20):
        day = last - timedelta(days=back)
        if day < found.lines[0].entry.day:
            break
        path, children = accrual_of(found, day), children_on(found, day)
        enrolled = [stay for stay in path.children if stay.enrolled is not None]
        assert len(enrolled) == len(children)
        assert sum(stay.outcome == "P" for stay in enrolled) == sum(child.status.pending for child in children)
        assert sum(stay.outcome in "TB" for stay in enrolled) == sum(bool(child.toxicities) for child in children)
        assert path.days == (day - found.lines[0].entry.day).days


def test_a_suspension_that_was_not_ended_goes_on_to_the_day():
    from rosette.designs.conduct import Suspended, append

    found = ledger()
    last = found.lines[-1].entry.day
    stopped = append(found, Suspended(day=last, by="dr-invented", reason="a review", until="the board has met"))
    path = accrual_of(stopped, last + timedelta(days=9))
    assert path.suspended[-1].last - path.suspended[-1].first == 9
