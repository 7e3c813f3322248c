"""New rules: each child whose plan they change is listed, with days before and after, and why, until it is reviewed."""

from __future__ import annotations

import functools
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import rosette.knowledge
from rosette.kernel import Refused
from rosette.knowledge import Knowledge, load_knowledge
from rosette.server.services import clock
from rosette.server.services.survivors import ChangeFault, practice_of_site, replan, review_change, rows_of
from rosette.server.services.tasks import replan_everyone
from rosette.server.store.models import AuditRow, Child, LastPlan, Notice, PlanChange, PlanRow
from rosette.server.store.records import record_of, record_version
from rosette.survivorship import changes_as_json, diff, exposures_of, plan_of, results_of, rules_of

DAY = clock.DEMO_DAY
DATA = Path(rosette.knowledge.__file__).parent / "data"


@functools.cache
def next_release() -> Knowledge:
    """The release in use with an echocardiogram of the moderate group as often as that of the high one."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(DATA, data)
        rules = data / "survivorship" / "ighg-pancare.toml"
        head, mark, rest = rules.read_text(encoding="utf-8").partition('id = "CARD-1M"')
        assert mark
        rules.write_text(head + mark + rest.replace('"5 years"', '"2 years"', 1), encoding="utf-8")
        (data / "release.toml").write_text('release = "2027.01"\n', encoding="utf-8")
        return load_knowledge(data)


@pytest.fixture
def new_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Put the next release in the place of this one."""

    def put() -> None:
        made = next_release()
        for place in ("planned", "practice", "rows"):
            monkeypatch.setattr(f"rosette.server.services.survivors.{place}.load_knowledge", lambda: made)

    return put


@pytest.fixture
def planned(new_rules: Callable[[], None]) -> list[Child]:
    """Every child planned by the rules in use; then come the new ones."""
    assert replan_everyone.enqueue().return_value == Child.objects.count()
    assert LastPlan.objects.count() == Child.objects.count()
    assert not PlanChange.objects.exists()
    new_rules()
    return list(Child.objects.select_related("referring_site", "programme_site").order_by("number"))


def expected(child: Child) -> list[dict[str, Any]]:
    """What the two releases say of one record by the comparison of the domain."""
    record, practice = record_of(child), practice_of_site(child.programme_site)
    plans = []
    for each in (load_knowledge(), next_release()):
        exposures, results = exposures_of(record, each, on=DAY), results_of(record, each, on=DAY)
        plans.append(plan_of(exposures, rules_of(each), on=DAY, results=results, practice=practice))
    return list(changes_as_json(diff(*plans))["rows"])


def change_of(child: Child) -> PlanChange:
    """Plan a child again; what new rules changed."""
    replan(child)
    return PlanChange.objects.select_related("child").get(child=child)


def test_new_rules_list_exactly_the_children_whose_plan_they_change(planned: list[Child]) -> None:
    assert replan_everyone.enqueue().return_value == len(planned)
    found = {change.child_id: rows_of(change) for change in PlanChange.objects.select_related("child")}
    touched = {child.pk: rows for child in planned if (rows := expected(child))}
    assert touched
    assert set(found) == set(touched) < {child.pk for child in planned}
    for child, rows in touched.items():
        told = [{key: row[key] for key in ("code", "kind", "due", "interval", "why")} for row in found[child]]
        assert told == rows
    assert {row["why"][0] for rows in found.values() for row in rows} == {
        "rule CARD-1M: interval was every 5 years, is every 2 years"
    }


def test_the_same_rules_again_list_nobody_twice(planned: list[Child]) -> None:
    for _ in range(2):
        replan_everyone.enqueue()
    changes = PlanChange.objects.values_list("child", flat=True)
    assert len(changes) == len(set(changes))
    assert set(LastPlan.objects.values_list("release", flat=True)) == {"2027.01"}


def test_a_record_that_changed_meanwhile_does_not_hide_in_the_change(
    planned: list[Child], person: Callable[[str], Any]
) -> None:
    from rosette.server.services.facts import add_facts

    touched = next(child for child in planned if expected(child))
    rows = expected(touched)
    before = record_version(touched)
    told = {"kind": "organ_test", "on": "2026-05-30", "code": "lvef", "value": 61, "unit": "%"}
    source = {"type": "document", "name": "Invented report"}
    add_facts(child=touched, facts=[{**told, "source": source}], by=person("doctor"))
    change = change_of(Child.objects.get(pk=touched.pk))
    assert (change.record, change.on) == (before, DAY)
    assert [row["due"] for row in rows_of(change)] == [row["due"] for row in rows]
    assert LastPlan.objects.get(child=touched).record == record_version(change.child) != before


def test_a_new_record_under_the_same_rules_is_no_change_of_rules(child: Child, person: Callable[[str], Any]) -> None:
    replan(child)
    LastPlan.objects.filter(child=child).update(record="0.0-")
    PlanRow.objects.filter(child=child).delete()
    replan(child)
    assert not PlanChange.objects.filter(child=child).exists()
    assert LastPlan.objects.get(child=child).record == record_version(child)


def test_the_kept_row_is_compact_and_sealed(child: Child) -> None:
    replan(child)
    row = LastPlan.objects.select_related("child").get(child=child)
    assert len(row.kept) < 40_000
    assert json.loads(row.kept)["release"] == load_knowledge().release


# --- looking at it -----------------------------------------------------------------------------------------


def test_a_physician_is_told_once_and_marks_it_as_looked_at(
    planned: list[Child], signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    replan_everyone.enqueue()
    change = PlanChange.objects.select_related("child").first()
    notices = [each for each in Notice.objects.all() if each.key.startswith("plan changes")]
    assert len({(each.user_id, each.key) for each in notices}) == len(notices) > 0
    client = signed_in("doctor")
    listed = client.get("/follow-up/changes/").content.decode()
    assert f"{PlanChange.objects.count()} plans changed, {PlanChange.objects.count()} to look at." in listed
    page = client.get(f"/follow-up/changes/{change.public_id}/").content.decode()
    assert "every 5 years" in page
    assert "every 2 years" in page
    answer = client.post(f"/follow-up/changes/{change.public_id}/", {"note": "Told the family."})
    assert answer["Location"] == "/follow-up/changes/"
    change.refresh_from_db()
    assert change.reviewed_by == person("doctor")
    assert (
        f"{person('doctor').name}, 1 Jun 2026. Told the family." in client.get("/follow-up/changes/").content.decode()
    )
    assert AuditRow.objects.filter(act="plan_change.review", object_id=change.public_id).count() == 1
    with pytest.raises(ChangeFault, match="already"):
        review_change(change=change, note="", by=person("second"))


@pytest.mark.parametrize("word", ["coordinator", "survivor", "parent", "home-doctor", "nurse"])
def test_who_does_not_treat_marks_nothing(
    word: str, planned: list[Child], person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    change = change_of(next(child for child in planned if expected(child)))
    with pytest.raises(Refused):
        review_change(change=change, note="", by=person(word))
    seen = signed_in(word).get("/follow-up/changes/").status_code
    assert seen == (200 if word == "coordinator" else 404)
    assert signed_in(word).post(f"/follow-up/changes/{change.public_id}/", {}).status_code == 404


def test_the_page_says_how_far_the_planning_is_and_asks_for_more(
    child: Child, signed_in: Callable[..., Client], new_rules: Callable[[], None]
) -> None:
    client, count = signed_in("doctor"), Child.objects.count()
    LastPlan.objects.all().delete()
    PlanRow.objects.all().delete()
    assert f"0 of {count} plans are made with them; 0 wait with earlier rules, {count} wait for their first." in (
        client.get("/follow-up/changes/").content.decode()
    )
    assert client.post("/follow-up/changes/").status_code == 302
    assert f"{count} of {count} plans are made with them" in client.get("/follow-up/changes/").content.decode()


def test_a_new_day_plans_everyone(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    from rosette.server.services.daily import new_day

    monkeypatch.setattr("rosette.server.services.tasks._rejudged", lambda child, since: 0)
    LastPlan.objects.all().delete()
    PlanRow.objects.all().delete()
    new_day()
    assert LastPlan.objects.filter(child=child).exists()


def test_the_adult_of_the_demo_is_the_third_survivor() -> None:
    ours = Child.objects.filter(ties__user__email="survivor@demo.invalid")
    assert [each.number for each in ours] == ["RZ-00007"]
