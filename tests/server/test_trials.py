"""Trials under way: the ledger in the database, what it refuses, and who may do what."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from pypdf import PdfReader

from rosette.designs.conduct import (
    Decided,
    in_force,
    late_changes,
    ledger_from_json,
    levels_on,
    queue_on,
)
from rosette.designs.spec import read_specification
from rosette.kernel import NotComputable, Refused, UsageError
from rosette.server.accounts.models import User
from rosette.server.services import clock
from rosette.server.services.trials import (
    TrialFault,
    activate,
    ask_rule,
    confirm,
    enter,
    freeze,
    keep_line,
    ledger_of,
    look,
    override,
    reserve_slot,
)
from rosette.server.store.models import AuditRow, Child, LedgerLine, Notice, RunningTrial, SlotChild, TrialVersion

DESIGN = (Path("examples/designs") / "under-way.toml").read_text(encoding="utf-8")
PORTFOLIO, COHORT = "NCT01019850", "mibg-vorinostat"


@pytest.fixture
def trial() -> RunningTrial:
    """The trial of the demonstration."""
    return RunningTrial.objects.select_related("site").get()


@pytest.fixture
def base(trial: RunningTrial) -> str:
    return f"/trials/{trial.public_id}/"


@pytest.fixture
def fresh(trial: RunningTrial, person: Callable[[str], Any]) -> RunningTrial:
    """A trial that begins today."""
    return activate(site=trial.site, portfolio=PORTFOLIO, text=DESIGN, by=person("coordinator"))


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def decided(trial: RunningTrial, person: Callable[[str], Any]) -> None:
    freeze(trial=trial, by=person("statistician"))
    ask_rule(trial=trial, by=person("statistician"))
    confirm(trial=trial, number=len(ledger_of(trial).of(Decided)), by=person("doctor"))


# --- the demonstration -------------------------------------------------------------------------------------


def test_the_demo_trial_has_two_levels_done_and_a_late_re_grade(trial: RunningTrial) -> None:
    ledger = ledger_of(trial)
    levels = [(each.evaluable, each.toxicities, each.pending) for each in levels_on(ledger, clock.today())]
    assert levels == [(3, 1, 0), (6, 1, 0), (0, 0, 1)]
    assert [each.number for each in late_changes(ledger) if each.changes] == [5]


def test_what_was_learnt_late_stands_before_everything_else(signed_in: Callable[..., Client], base: str) -> None:
    text = text_of(signed_in("coordinator"), base)
    assert text.index("This changes decision 5") < text.index("On 1 June 2026: decision 11 is in force, level 3")
    assert text.index("Nobody can be enrolled") < text.index("On today")


# --- who may -----------------------------------------------------------------------------------------------

MAY = """
             view  enter  ask  settle  open  take
coordinator  yes   yes    no   no      yes   yes
nurse        yes   yes    no   no      no    yes
statistician yes   no     yes  no      yes   yes
doctor       yes   yes    yes  yes     no    yes
admin        yes   no     no   no      no    no
board        no    no     no   no      no    no
physicist    no    no     no   no      no    no
home-doctor  no    no     no   no      no    no
lakeview     no    no     no   no      no    no
parent       no    no     no   no      no    no
auditor      no    no     no   no      no    no
system       no    no     no   no      no    no
"""
PATHS = ("", "enter/note/", "ask/freeze/", "settle/confirm/", "version/", "files/lines/")


@pytest.mark.parametrize("line", MAY.strip().splitlines()[1:], ids=lambda line: line.split()[0])
def test_each_role_does_its_part(signed_in: Callable[..., Client], base: str, line: str) -> None:
    word, *cells = line.split()
    client = signed_in(word)
    found = [client.get(base + path).status_code for path in PATHS]
    assert found == [200 if cell == "yes" else 404 for cell in cells]


def test_a_refused_look_is_kept_in_the_audit(signed_in: Callable[..., Client], base: str) -> None:
    signed_in("lakeview").get(base)
    row = AuditRow.objects.order_by("-seq").first()
    assert (row.act, row.outcome) == ("running_trial.view", "refused")


@pytest.mark.parametrize("path", ["settle/confirm/", "files/pack/"])
def test_what_weighs_most_asks_again_who_it_is(signed_in: Callable[..., Client], base: str, path: str) -> None:
    answer = signed_in("doctor", fresh=False).get(base + path)
    assert "/account/again/" in answer["Location"]


def test_the_child_behind_a_number_is_named_only_to_those_who_may_see_it(
    signed_in: Callable[..., Client], base: str
) -> None:
    for path in ("", "children/P02/"):
        assert "RZ-00002" in text_of(signed_in("doctor"), base + path)
        assert "RZ-" not in text_of(signed_in("statistician"), base + path)
    assert SlotChild.objects.count() == 4


def test_a_service_refuses_whom_the_policy_refuses(trial: RunningTrial, person: Callable[[str], Any]) -> None:
    with pytest.raises(Refused):
        freeze(trial=trial, by=person("coordinator"))
    with pytest.raises(Refused):
        enter(trial=trial, what="note", typed={"text": "x", "about": ""}, by=person("statistician"))


# --- what is kept stays ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [RunningTrial, TrialVersion, LedgerLine, SlotChild])
def test_the_database_refuses_to_change_or_delete(kind: Any) -> None:
    row = kind.objects.first()
    with pytest.raises(DatabaseError, match="added and never changed"), transaction.atomic():
        kind.objects.filter(pk=row.pk).update(trial=row.trial) if kind is not RunningTrial else row.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {kind._meta.db_table}")


def test_entries_lie_sealed_in_the_database(trial: RunningTrial) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM store_ledgerline")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert any("mucositis" in row.entry for row in LedgerLine.objects.filter(trial=trial))
    assert b"mucositis" not in stored
    assert b"P02" not in stored


def test_a_line_that_was_not_sealed_so_is_named(
    trial: RunningTrial, person: Callable[[str], Any], signed_in: Callable[..., Client], base: str
) -> None:
    last = LedgerLine.objects.filter(trial=trial).order_by("-number").first()
    LedgerLine.objects.create(
        trial=trial, number=last.number + 1, entry=last.entry, digest="0" * 64, made_at=clock.now()
    )
    with pytest.raises(NotComputable, match=f"entry {last.number + 1} of the ledger is not what was sealed"):
        ledger_of(trial)
    client = signed_in("doctor")
    assert client.get(base).status_code == 400
    assert f"entry {last.number + 1} of the ledger" in text_of(client, "/trials/")


def test_two_writers_cannot_make_the_same_line(trial: RunningTrial, person: Callable[[str], Any]) -> None:
    before = ledger_of(trial)
    enter(trial=trial, what="note", typed={"text": "first", "about": ""}, by=person("nurse"), seen=before.digest)
    with pytest.raises(TrialFault, match=r"Entries were made since you opened this page: 82 \(noted, Tom Baker\)"):
        enter(trial=trial, what="note", typed={"text": "twice", "about": ""}, by=person("nurse"), seen=before.digest)
    line = ledger_of(trial).lines[-1]
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_line(trial, line, by=person("nurse"))
    assert len(ledger_of(trial).lines) == len(before.lines) + 1


def test_a_refused_entry_leaves_nothing_behind(trial: RunningTrial, person: Callable[[str], Any], child: Child) -> None:
    counts = [kind.objects.count() for kind in (LedgerLine, SlotChild, Notice)]
    coordinator = person("coordinator")
    with pytest.raises(TrialFault, match="RZ-00001 is in this trial already, as P01"):
        reserve_slot(trial=trial, cohort=COHORT, child=child, by=coordinator)
    with pytest.raises(TrialFault, match='"elsewhere" is no cohort of N2007-03'):
        reserve_slot(trial=trial, cohort="elsewhere", by=coordinator)
    with pytest.raises(TrialFault, match="No place is open"):
        enter(trial=trial, what="enrol", typed={"slot": "S12"}, by=coordinator)
    assert [kind.objects.count() for kind in (LedgerLine, SlotChild, Notice)] == counts


# --- a refusal comes back into the form --------------------------------------------------------------------

FOLLOW = {"child": "P11", "until": "2026-05-31", "criterion": ""}
GIVEN = {"child": "P11", "on": "2026-06-01", "given": "18 mCi/kg", "total": "380 mCi", "reason": "counted again"}
EVENT = {"child": "P11", "criterion": "other organ", "what": "rash", "on": "2026-06-01", "grade": "1", "toxicity": "no"}
FAULTS: list[tuple[str, dict[str, str], str]] = [
    ("follow", {**FOLLOW, "until": "2026-07-01"}, "2026-07-01 has not come"),
    ("deliver", {**GIVEN, "given": "18"}, "no unit"),
    ("deliver", {**GIVEN, "given": "18 mCi/kg", "reason": ""}, "correction needs its reason"),
    ("deliver", {**GIVEN, "total": ""}, "has a cap of 900 mCi: say what was given in all"),
    ("observe", {**EVENT, "on": "2026-05-01"}, "is before P11 was treated"),
    ("not-evaluable", {"child": "P06", "reason": "progression"}, "had a toxicity and therefore counts"),
    ("regrade", {"event": "21", "toxicity": "yes", "grade": "3", "reason": "again"}, "Nothing changes"),
    ("release", {"slot": "S12", "reason": " "}, "This field is required"),
    ("reserve", {"cohort": COHORT, "number": "RZ-99999", "until": ""}, "RZ-99999 is no child of yours"),
    ("resume", {"reason": "go on"}, "Enrolment is not suspended"),
]


@pytest.mark.parametrize(("what", "typed", "said"), FAULTS, ids=lambda each: each if isinstance(each, str) else "")
def test_what_the_ledger_refuses_comes_back_with_its_sentence_and_what_was_typed(
    signed_in: Callable[..., Client], trial: RunningTrial, base: str, what: str, typed: dict[str, str], said: str
) -> None:
    count = LedgerLine.objects.count()
    sent = {**typed, "seen": ledger_of(trial).digest}
    answer = signed_in("coordinator").post(f"{base}enter/{what}/", sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert said in text
    assert "Nothing was saved; what you typed is still here" in text
    assert LedgerLine.objects.count() == count


def test_a_second_click_shows_what_came_and_can_be_sent_again(
    signed_in: Callable[..., Client], trial: RunningTrial, base: str
) -> None:
    client, seen = signed_in("nurse"), ledger_of(trial).digest
    sent = {"text": "a call", "about": "P11", "seen": seen}
    assert client.post(f"{base}enter/note/", sent).status_code == 302
    again = client.post(f"{base}enter/note/", sent)
    assert again.status_code == 400
    assert "Look at them, then press again" in again.content.decode()
    assert ledger_of(trial).digest in again.content.decode()


# --- asked and confirmed -----------------------------------------------------------------------------------


def test_nobody_confirms_what_they_asked_whatever_their_name_is_now(
    fresh: RunningTrial, person: Callable[[str], Any]
) -> None:
    doctor = person("doctor")
    freeze(trial=fresh, by=doctor)
    ask_rule(trial=fresh, by=doctor)
    with pytest.raises(TrialFault, match="asked for decision 1: another person confirms"):
        confirm(trial=fresh, number=1, by=doctor)
    User.objects.filter(pk=doctor.pk).update(name="Dr Amara Okoye-Berg")
    with pytest.raises(TrialFault, match="You asked for decision 1"):
        override(trial=fresh, number=1, dose=None, reason="wait", by=person("doctor"))
    confirm(trial=fresh, number=1, by=person("second"))
    assert in_force(ledger_of(fresh)).dose == 1


def test_an_override_needs_a_reason_and_an_admissible_level(fresh: RunningTrial, person: Callable[[str], Any]) -> None:
    freeze(trial=fresh, by=person("statistician"))
    ask_rule(trial=fresh, by=person("statistician"))
    with pytest.raises(TrialFault, match="skip a level"):
        override(trial=fresh, number=1, dose=3, reason="we hope", by=person("doctor"))
    with pytest.raises(TrialFault, match="reason is empty"):
        override(trial=fresh, number=1, dose=None, reason=" ", by=person("doctor"))
    override(trial=fresh, number=1, dose=None, reason="the room is closed", by=person("doctor"))
    assert in_force(ledger_of(fresh)).overridden


def test_stale_data_are_not_asked_about(trial: RunningTrial, person: Callable[[str], Any]) -> None:
    with pytest.raises(TrialFault, match="is not of the latest data"):
        ask_rule(trial=trial, by=person("statistician"))


def test_the_panel_offers_each_person_only_what_comes_next(
    fresh: RunningTrial, signed_in: Callable[..., Client], person: Callable[[str], Any]
) -> None:
    base = f"/trials/{fresh.public_id}/"
    statistician, doctor = signed_in("statistician"), signed_in("doctor")
    assert "ask/freeze/" in text_of(statistician, base)
    assert statistician.post(f"{base}ask/freeze/", {"seen": ledger_of(fresh).digest}).status_code == 302
    assert "ask/ask/" in text_of(statistician, base)
    assert statistician.post(f"{base}ask/ask/", {"seen": ledger_of(fresh).digest}).status_code == 302
    assert "settle/" not in text_of(statistician, base)
    assert "Waits for another person" in text_of(statistician, base)
    assert "settle/confirm/" in text_of(doctor, base)
    assert "Level 1: nobody was treated yet" in text_of(doctor, f"{base}settle/confirm/")
    assert doctor.post(f"{base}settle/confirm/", {"seen": ledger_of(fresh).digest}).status_code == 302
    assert "1 place is open" in text_of(doctor, base)


# --- the way of a child ------------------------------------------------------------------------------------


def test_a_child_goes_from_its_slot_to_the_end_of_its_windows(
    fresh: RunningTrial,
    child: Child,
    person: Callable[[str], Any],
    signed_in: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, base = signed_in("coordinator"), f"/trials/{fresh.public_id}/"

    def send(what: str, **typed: str) -> None:
        answer = client.post(f"{base}enter/{what}/", {**typed, "seen": ledger_of(fresh).digest})
        assert answer.status_code == 302, answer.content.decode()

    send("reserve", cohort=COHORT, number=child.number.lower(), until="")
    decided(fresh, person)
    assert [place.holds for place in queue_on(ledger_of(fresh), clock.today())] == [True]
    send("enrol", slot="S01")
    assert child.number in text_of(client, base)
    send("deliver", child="P01", on="2026-06-01", given="444 MBq/kg", total="240 mCi", reason="")
    monkeypatch.setattr(clock, "DEMO_DAY", clock.DEMO_DAY + timedelta(days=60))
    assert "Follow-up missing: ask" in text_of(client, base)
    send("follow", child="P01", until="2026-07-31", criterion="")
    text = text_of(client, f"{base}children/P01/")
    assert "✓" in text
    assert "Complete" in text
    assert "240 mCi" in text


def test_a_toxicity_learnt_late_tells_everybody_but_its_author(
    trial: RunningTrial, person: Callable[[str], Any]
) -> None:
    """P05 was followed at level 2; now its second toxicity there is told."""
    on = clock.today() - timedelta(days=92)
    typed = {"child": "P05", "criterion": "other organ", "what": "liver", "on": on, "grade": 3, "toxicity": True}
    line = enter(trial=trial, what="observe", typed=typed, by=person("second"))
    told: dict[str, list[str]] = {}
    for row in Notice.objects.filter(key__startswith=f"trial {trial.public_id} {line.number} "):
        told.setdefault(row.user.email.partition("@")[0], []).append(row.sentence)
    assert set(told) == {"statistician", "coordinator", "nurse", "doctor"}
    assert any(each.startswith("This changes decision 11") for each in told["statistician"])
    assert not any(each.startswith("This changes decision 5 ") for each in told["statistician"])


def test_a_suspension_is_told_and_ends_enrolment(
    fresh: RunningTrial, person: Callable[[str], Any], signed_in: Callable[..., Client]
) -> None:
    decided(fresh, person)
    stop = {"reason": "supply stopped", "until": "the supply is back"}
    enter(trial=fresh, what="suspend", typed=stop, by=person("nurse"))
    assert queue_on(ledger_of(fresh), clock.today()) == ()
    text = text_of(signed_in("statistician"), "/notices/")
    assert "Enrolment is suspended: supply stopped. It goes on when: the supply is back." in text
    assert fresh.name in text
    assert "the supply is back" in text_of(signed_in("doctor"), f"/trials/{fresh.public_id}/")
    enter(trial=fresh, what="resume", typed={"reason": "it is back"}, by=person("nurse"))
    assert "Enrolment goes on: it is back" in text_of(signed_in("doctor"), "/notices/")


def test_a_decision_that_waits_is_told_to_those_who_may_confirm(
    fresh: RunningTrial, person: Callable[[str], Any]
) -> None:
    freeze(trial=fresh, by=person("statistician"))
    ask_rule(trial=fresh, by=person("statistician"))
    rows = Notice.objects.filter(key__contains=fresh.public_id)
    assert {row.user.email.partition("@")[0] for row in rows} == {"doctor", "second"}


# --- activation --------------------------------------------------------------------------------------------


def unconducted(text: str = DESIGN) -> str:
    """The same file without the way in which the trial is conducted."""
    return text[: text.index("[conduct]")]


def test_a_version_is_looked_at_before_it_is_activated(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, count = signed_in("statistician"), RunningTrial.objects.count()
    sent = {"portfolio": PORTFOLIO, "file": SimpleUploadedFile("design.toml", DESIGN.encode())}
    answer = client.post("/trials/new/", sent)
    text = answer.content.decode()
    assert answer.status_code == 200
    for each in ("Ready.", "4193, no law broken", "as hoped", "39.8", "Activate this version"):
        assert each in text, each
    assert RunningTrial.objects.count() == count
    done = client.post(
        "/trials/new/", {"portfolio": PORTFOLIO, "text": DESIGN.replace("\n", "\r\n"), "activate": "yes"}
    )
    made = RunningTrial.objects.latest("opened_at")
    assert done["Location"] == f"/trials/{made.public_id}/"
    entry = ledger_of(made).active
    assert entry.specification == read_specification(DESIGN).digest
    assert entry.characteristics[0].selected == pytest.approx((0.2080, 0.3274, 0.3983), abs=1e-4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste the design file"),
        ("nonsense", "not TOML"),
        (DESIGN.replace("12 mCi/kg", "twelve"), "is no dose with a unit"),
        (unconducted(), "does not say how the trial is conducted"),
    ],
)
def test_a_version_with_a_fault_is_told_and_not_kept(signed_in: Callable[..., Client], text: str, said: str) -> None:
    count = RunningTrial.objects.count(), TrialVersion.objects.count()
    for more in ({}, {"activate": "yes"}):
        answer = signed_in("coordinator").post("/trials/new/", {"portfolio": PORTFOLIO, "text": text, **more})
        assert said in answer.content.decode()
    assert (RunningTrial.objects.count(), TrialVersion.objects.count()) == count


def test_a_broken_law_refuses_the_version(
    person: Callable[[str], Any], trial: RunningTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    from attrs import evolve

    from rosette.server.services.trials import opening

    right = opening.activation

    def broken(*args: Any, **words: Any) -> Any:
        return evolve(
            right(*args, **words), findings=("an untried dose is skipped: 0/3, 0/0, 0/0 after dose 1; next 3",)
        )

    monkeypatch.setattr(opening, "activation", broken)
    found = look(DESIGN, by=person("coordinator"))
    assert found.refusals == (
        "the version is not ready: an untried dose is skipped: 0/3, 0/0, 0/0 after dose 1; next 3",
    )
    with pytest.raises(TrialFault, match="The version is not ready"):
        activate(site=trial.site, portfolio=PORTFOLIO, text=DESIGN, by=person("coordinator"))
    assert RunningTrial.objects.count() == 1


def test_another_version_may_not_change_a_level_that_was_given(
    signed_in: Callable[..., Client], trial: RunningTrial, base: str
) -> None:
    client = signed_in("statistician")
    changed = DESIGN.replace("12 mCi/kg", "11 mCi/kg")
    text = client.post(f"{base}version/", {"text": changed}).content.decode()
    assert "level 1 was given and would change" in text
    assert "Activate this version" not in text
    assert "11 mCi/kg" in client.post(f"{base}version/", {"text": changed, "edit": "yes"}).content.decode()
    longer = DESIGN.replace("days = 42", "days = 49")
    answer = client.post(f"{base}version/", {"text": longer, "activate": "yes"})
    assert answer.status_code == 302
    assert ledger_of(trial).plan.windows[1].days == 49
    assert TrialVersion.objects.filter(trial=trial).count() == 2


# --- files -------------------------------------------------------------------------------------------------


def test_the_files_name_no_child_of_the_programme(
    signed_in: Callable[..., Client], trial: RunningTrial, base: str
) -> None:
    client = signed_in("statistician")
    made = {form: client.get(f"{base}files/{form}/") for form in ("pack", "week", "children", "lines", "ledger")}
    assert all(answer.status_code == 200 for answer in made.values())
    ledger = ledger_from_json(made["ledger"].content.decode(), [read_specification(DESIGN)])
    assert ledger.digest == ledger_of(trial).digest
    assert b"P06" in made["children"].content
    assert "This changes decision 5" in " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made["pack"].content)).pages).split()
    )
    assert len(PdfReader(io.BytesIO(made["week"].content)).pages) == 1
    assert not any(b"RZ-" in made[form].content for form in ("children", "lines", "ledger"))
    assert AuditRow.objects.filter(act="running_trial.export", detail="pack").exists()


def test_a_trial_page_asks_the_database_no_more_when_the_ledger_grows(
    signed_in: Callable[..., Client], trial: RunningTrial, base: str, person: Callable[[str], Any]
) -> None:
    from django.test.utils import CaptureQueriesContext

    client = signed_in("statistician")
    client.get(base)
    with CaptureQueriesContext(connection) as before:
        client.get(base)
    for count in range(3):
        enter(trial=trial, what="note", typed={"text": f"call {count}", "about": "P11"}, by=person("nurse"))
    with CaptureQueriesContext(connection) as after:
        client.get(base)
    assert len(after) == len(before) <= 40


def test_the_day_moves_only_in_the_demo(signed_in: Callable[..., Client]) -> None:
    assert signed_in("coordinator").get("/trials/day/").status_code == 404
    with pytest.raises(UsageError):
        clock.move_on(7)
