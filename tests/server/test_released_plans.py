"""Follow-up plans released to survivors and families: who reads, what stays, what is kept, what is taken back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from rosette.kernel import Refused
from rosette.server.services import clock
from rosette.server.services.children import tie
from rosette.server.services.survivors import (
    ReleaseFault,
    draft_paper,
    paper_in,
    practice_of_site,
    release_plan,
    withdraw_plan,
    withdraw_signature,
)
from rosette.server.store.models import AuditRow, Child, Notice, ReleasedPlan, Tie

DAY = clock.DEMO_DAY


@pytest.fixture
def paper(db: None) -> ReleasedPlan:
    """What the demonstration released to its adult survivor."""
    return ReleasedPlan.objects.select_related("child__referring_site", "child__programme_site").get()


def released_to(child: Child, reader: str, by: Any, language: str = "en") -> ReleasedPlan:
    seen = draft_paper(child, reader=reader, language=language, on=DAY).digest
    return release_plan(child=child, reader=reader, language=language, seen=seen, on=DAY, by=by)


def acts(release: ReleasedPlan) -> list[str]:
    return list(AuditRow.objects.filter(object_id=release.public_id).order_by("seq").values_list("act", flat=True))


# --- who reads ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["", "file/plan/", "file/doctor/", "file/calendar/"])
def test_the_survivor_and_the_team_read_it_and_for_everybody_else_it_does_not_exist(
    form: str, paper: ReleasedPlan, signed_in: Callable[..., Client]
) -> None:
    readers = {"survivor", "doctor", "second", "coordinator"}
    for word in (
        *readers,
        "parent",
        "young",
        "home-doctor",
        "lakeview",
        "nurse",
        "board",
        "admin",
        "system",
        "auditor",
    ):
        answer = signed_in(word).get(f"/follow-up/{paper.public_id}/{form}")
        assert answer.status_code == (200 if word in readers else 404), word


def test_the_survivor_finds_it_from_the_first_page_and_sees_no_record(
    paper: ReleasedPlan, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("survivor")
    home = client.get("/today/").content.decode()
    assert "Your follow-up plan is here" in home
    assert f"/children/{paper.child.public_id}/follow-up/" in home
    listed = client.get(f"/children/{paper.child.public_id}/follow-up/").content.decode()
    assert f"/follow-up/{paper.public_id}/" in listed
    assert "Release the plan" not in listed
    assert "first read" not in listed
    for path in ("record/", "options/", ""):
        assert client.get(f"/children/{paper.child.public_id}/{path}").status_code == 404


def test_what_is_written_to_a_young_person_is_not_for_the_family(
    child: Child, person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    tie(child=child, user=person("young"), relation="self", by=None)
    own, families = (released_to(child, reader, person("doctor")) for reader in ("teenager", "family"))
    for word, seen in (("young", {own, families}), ("parent", {families})):
        client = signed_in(word)
        listed = client.get(f"/children/{child.public_id}/follow-up/").content.decode()
        for each in (own, families):
            assert (client.get(f"/follow-up/{each.public_id}/").status_code == 200) is (each in seen), word
            assert (each.public_id in listed) is (each in seen)
    refused = AuditRow.objects.get(object_id=own.public_id, outcome="refused")
    assert refused.actor == person("parent").public_id


def test_only_a_physician_of_the_programme_releases(
    child: Child, person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    for word in ("coordinator", "parent", "home-doctor", "nurse"):
        with pytest.raises(Refused):
            released_to(child, "family", person(word))
        assert signed_in(word).get(f"/children/{child.public_id}/follow-up/release/").status_code == 404
    assert not child.released_plans.exists()


def test_releasing_asks_again_who_it_is(child: Child, signed_in: Callable[..., Client]) -> None:
    answer = signed_in("doctor", fresh=False).get(f"/children/{child.public_id}/follow-up/release/")
    assert answer.status_code == 302
    assert "/account/again/" in answer["Location"]


@pytest.mark.parametrize(
    ("number", "reader"), [("RZ-00001", "survivor"), ("RZ-00004", "family"), ("RZ-00001", "nurse")]
)
def test_who_may_read_turns_with_the_eighteenth_birthday(number: str, reader: str) -> None:
    with pytest.raises(ReleaseFault, match="no reader for this child"):
        draft_paper(Child.objects.get(number=number), reader=reader, language="en", on=DAY)


def test_the_plan_page_shows_what_went_out_to_those_alone_who_may_see_it(
    paper: ReleasedPlan, signed_in: Callable[..., Client]
) -> None:
    for word, sees in (("doctor", True), ("coordinator", True), ("home-doctor", False), ("nurse", False)):
        page = signed_in(word).get(f"/children/{paper.child.public_id}/late-effects/").content.decode()
        assert ("For the survivor or the family" in page) is (f"/follow-up/{paper.public_id}/" in page) is sees, word
        assert ("Release the plan to the survivor" in page) is (word == "doctor")


# --- what was released stays -------------------------------------------------------------------------------


def test_a_release_stays_letter_by_letter_and_names_what_it_was_made_from(
    child: Child, person: Callable[[str], Any]
) -> None:
    seen = draft_paper(child, reader="family", language="es", on=DAY)
    release = released_to(child, "family", person("doctor"), language="es")
    frozen = paper_in(ReleasedPlan.objects.get(pk=release.pk))
    assert (frozen, frozen.digest) == (seen, release.digest)
    assert release.record in frozen.made["record"]
    assert frozen.made["practice"] == release.practice == practice_of_site(child.programme_site).name
    for change in ({"digest": "0" * 64}, {"reader": "survivor"}, {"content": b"x"}, {"released_by": person("second")}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ReleasedPlan.objects.filter(pk=release.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedPlan.objects.filter(pk=release.pk)._raw_delete("default")


def test_what_is_stored_is_sealed(paper: ReleasedPlan) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM store_releasedplan")
        (raw,) = cursor.fetchone()
    assert b"doxorubicin" in paper.content.encode()
    assert b"doxorubicin" not in bytes(raw)


def test_a_plan_that_changed_after_the_preview_is_not_released(child: Child, person: Callable[[str], Any]) -> None:
    with pytest.raises(ReleaseFault, match="not the one that you previewed"):
        release_plan(child=child, reader="family", language="en", seen="0" * 64, on=DAY, by=person("doctor"))
    assert not child.released_plans.exists()
    assert not AuditRow.objects.filter(act="released_plan.release", child=child.public_id).exists()


def test_the_page_previews_then_releases_what_was_previewed(
    child: Child, signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    client, url = signed_in("doctor"), f"/children/{child.public_id}/follow-up/release/"
    page = client.get(url, {"reader": "family", "language": "es"}).content.decode()
    assert "Pruebas de salud tras el tratamiento" in page
    assert f"It is told to: {person('parent').name}." in page
    seen = draft_paper(child, reader="family", language="es", on=DAY).digest
    refused = client.post(url, {"reader": "family", "language": "es", "seen": "x"})
    assert refused.status_code == 400
    assert b"not the one that you previewed" in refused.content
    answer = client.post(url, {"reader": "family", "language": "es", "seen": seen})
    release = child.released_plans.get()
    assert answer["Location"] == f"/follow-up/{release.public_id}/"
    assert Notice.objects.get(user=person("parent"), link__contains=release.public_id).sentence
    assert b'<article lang="es"' in client.get(answer["Location"]).content


def test_a_new_calendar_follows_the_one_that_went_out_before_and_cancels_what_fell_away(
    person: Callable[[str], Any],
) -> None:
    child = Child.objects.select_related("referring_site", "programme_site").get(number="RZ-00005")
    before = paper_in(released_to(child, "family", person("doctor")))
    again = paper_in(released_to(child, "family", person("doctor")))
    assert [each.said for each in again.events] == [each.said for each in before.events]
    assert {each.version for each in before.events} == {None}
    withdraw_signature(site=child.programme_site, rule="PSY-1", reason="wrong row", by=person("doctor"))
    changed = draft_paper(child, reader="family", language="en", on=DAY)
    gone = [each for each in changed.events if each.cancelled]
    assert [each.title for each in gone] == ["Talk about how life goes"]
    kept = {each.uid: each.version for each in again.events}
    assert all(each.version == kept[each.uid] for each in changed.events if not each.cancelled)
    assert gone[0].version == kept[gone[0].uid] + 1
    for_another = draft_paper(child, reader="teenager", language="en", on=DAY)
    assert not any(each.cancelled for each in for_another.events)


# --- reading, files, taking back ---------------------------------------------------------------------------


def test_every_reading_is_kept_and_the_first_of_the_reader_is_dated(
    paper: ReleasedPlan, signed_in: Callable[..., Client]
) -> None:
    signed_in("doctor").get(f"/follow-up/{paper.public_id}/")
    paper.refresh_from_db()
    assert paper.read_at is None
    for _ in range(2):
        signed_in("survivor").get(f"/follow-up/{paper.public_id}/")
    signed_in("survivor").get(f"/follow-up/{paper.public_id}/file/calendar/")
    paper.refresh_from_db()
    assert paper.read_at is not None
    assert acts(paper).count("released_plan.view") == 4
    assert acts(paper).count("released_plan.read") == 1


def test_the_files_say_what_the_page_says(paper: ReleasedPlan, signed_in: Callable[..., Client]) -> None:
    client, frozen = signed_in("survivor"), paper_in(paper)
    url = f"/follow-up/{paper.public_id}/file"
    pages = PdfReader(io.BytesIO(client.get(f"{url}/plan/").content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for part in frozen.page["parts"]:
        for entry in part["entries"]:
            assert entry["name"] in text
    doctor = PdfReader(io.BytesIO(client.get(f"{url}/doctor/").content)).pages
    assert "For the family doctor" in doctor[0].extract_text()
    days = client.get(f"{url}/calendar/").content.decode()
    assert days.count("BEGIN:VEVENT") == len(frozen.events) > 10
    assert "neuroblastoma" not in days.casefold()
    assert client.get(f"{url}/other/").status_code == 404


def test_a_paper_taken_back_shows_its_reader_when_and_why_and_no_more(
    paper: ReleasedPlan, signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    client, url = signed_in("doctor"), f"/follow-up/{paper.public_id}/"
    assert client.post(f"{url}take-back/", {"reason": " "}).status_code == 400
    assert client.post(f"{url}take-back/", {"reason": "The heart dose was wrong."}).status_code == 302
    page = signed_in("survivor").get(url).content.decode()
    assert "The team took this page back on June 1, 2026." in page
    assert "The heart dose was wrong." in page
    assert "Hearing test" not in page
    assert signed_in("survivor").get(f"{url}file/plan/")["Location"] == url
    assert "Hearing test" in signed_in("second").get(url).content.decode()
    sentences = [each.sentence for each in person("survivor").notices.all()]
    assert "A follow-up plan was taken back" in sentences
    assert "released_plan.withdraw" in acts(paper)
    with pytest.raises(ReleaseFault, match="already"):
        withdraw_plan(release=paper, why="again", by=person("doctor"))


def test_a_refused_withdrawal_changes_nothing(paper: ReleasedPlan, person: Callable[[str], Any]) -> None:
    with pytest.raises(Refused):
        withdraw_plan(release=paper, why="mine", by=person("survivor"))
    paper.refresh_from_db()
    assert paper.withdrawn_at is None


def test_a_newer_paper_is_named_on_the_older_one(
    paper: ReleasedPlan, person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    newer = released_to(paper.child, "survivor", person("doctor"), language="es")
    page = signed_in("survivor").get(f"/follow-up/{paper.public_id}/").content.decode()
    assert f'href="/follow-up/{newer.public_id}/"' in page
    assert "There is a newer page" in page


def test_a_tie_that_ended_reads_no_more(paper: ReleasedPlan, signed_in: Callable[..., Client]) -> None:
    from django.utils import timezone

    Tie.objects.filter(child=paper.child, relation="self").update(until=timezone.now())
    assert signed_in("survivor").get(f"/follow-up/{paper.public_id}/").status_code == 404
