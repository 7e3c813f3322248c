"""Ways out of a surveillance plan: calendar, care plan, papers; plain words stay plain and promise nothing."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import icalendar
import pypdf
import pytest

from rosette.documents.calendar import Event, surveillance_events, to_ical
from rosette.documents.survivorship import LANGUAGES, READERS, care_plan, family_page, paper, plain_name
from rosette.documents.survivorship.plain import described
from rosette.kernel import UsageError
from rosette.knowledge import SurveillanceTest, load_knowledge
from rosette.survivorship import Practice, Result, load_history, load_practice, merged, plan_of, rules_of
from rosette.texts import long_sentences, reading_grade, spanish_ease

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples" / "survivorship"
HISTORIES = [
    *(EXAMPLES / f"{name}.toml" for name in ("girl", "boy", "unknown")),
    *sorted((ROOT / "tests" / "published" / "survivors").glob("case-*.toml")),
]
KNOWLEDGE = load_knowledge()
BOOK = rules_of(KNOWLEDGE)
TESTS = sorted(KNOWLEDGE.table(SurveillanceTest))
ON = date(2026, 6, 1)
STAMP = datetime(2026, 6, 1, tzinfo=UTC)
ILLNESS = re.compile(r"cancer|tumou?r|neoplasm|leuk|blastoma|hiv|hepatitis|c[áa]ncer|sida", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def plan(
    path: Path = HISTORIES[0], *, on: date = ON, practice: Practice | None = None, results: tuple[Result, ...] = ()
):
    return plan_of(load_history(path, KNOWLEDGE), BOOK, on=on, practice=practice or Practice(), results=results)


def file_of(found, **more) -> bytes:
    return to_ical(surveillance_events(found, **more), name="Health checks", stamp=STAMP)


def plain_lines(raw: bytes) -> list[tuple[str, str, str]]:
    """Name, parameters and value of each content line, read by RFC 5545 3.1: CRLF, folded lines joined, text unescaped.

    A reader of our own, independent of the writing library: no second library for calendars is installed.
    """
    text = raw.decode("utf-8")
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    found = []
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        head, _, value = line.partition(":")
        name, _, parameters = head.partition(";")
        value = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)
        found.append((name, parameters, value))
    return found


def plain_events(raw: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name, parameters, value in plain_lines(raw):
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        elif found and name != "END":
            assert name not in found[-1]
            assert parameters == ("VALUE=DATE" if name in ("DTSTART", "DTEND") else "")
            found[-1][name] = value
    return found


# --- the calendar ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_two_readers_find_the_same_whole_days_in_the_calendar(path: Path) -> None:
    raw = file_of(plan(path))
    read = [
        (
            str(each["UID"]),
            each.decoded("DTSTART"),
            each.decoded("DTEND"),
            str(each["SUMMARY"]),
            str(each["DESCRIPTION"]),
        )
        for each in icalendar.Calendar.from_ical(raw).walk("VEVENT")
    ]
    own = [
        (each["UID"], day(each["DTSTART"]), day(each["DTEND"]), each["SUMMARY"], each["DESCRIPTION"])
        for each in plain_events(raw)
    ]
    assert read == own
    assert own
    assert all((end - start).days == 1 for _, start, end, _, _ in own)
    assert len({uid for uid, *_ in own}) == len(own)


def day(text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()


def test_the_calendar_holds_the_dated_rows_that_act_and_nothing_else() -> None:
    found = merged(plan())
    asked = {item.test.id for item in found.items if not item.acts}
    dated = [item for item in found.items if item.acts and item.due and item.form != "none" and item.state != "ended"]
    repeats = [item for item in found.items if item.acts and item.again and item.again != item.due]
    assert asked
    assert repeats
    assert len(plain_events(file_of(found))) == len(dated) + len(repeats)


def test_an_event_keeps_its_id_when_a_later_day_is_proposed_and_when_words_change() -> None:
    one, two = plan(), plan(practice=Practice(next_visit=date(2026, 9, 14)))
    first, second = plain_events(file_of(one)), plain_events(file_of(two, language="es"))
    assert [each["UID"] for each in first] == [each["UID"] for each in second]
    assert {each["DTSTART"] for each in first} != {each["DTSTART"] for each in second}
    assert {each["SUMMARY"] for each in first}.isdisjoint(each["SUMMARY"] for each in second)


def test_another_child_or_another_due_day_is_another_event() -> None:
    other = attrs.evolve(plan(), exposures=attrs.evolve(plan().exposures, id="SV-99"))
    done = plan(results=(Result(test="audiometry", on=date(2026, 5, 1)),))
    ids = {each["UID"] for each in plain_events(file_of(plan()))}
    assert ids.isdisjoint(each["UID"] for each in plain_events(file_of(other)))
    new = [each for each in plain_events(file_of(done)) if each["UID"] not in ids]
    assert [(each["SUMMARY"], each["DTSTART"]) for each in new] == [("Hearing test", "20280501")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_title_names_no_illness_and_no_treatment_unless_it_is_asked_to(path: Path, language: str) -> None:
    titles = [each["SUMMARY"] for each in plain_events(file_of(plan(path), language=language))]
    assert not [title for title in titles if ILLNESS.search(title)]
    known = {plain_name(test, language) for test in TESTS}
    assert set(titles) <= known


def test_full_titles_tell_the_test_and_the_late_effect() -> None:
    told = {each["SUMMARY"]: each["DESCRIPTION"] for each in plain_events(file_of(plan(), full=True))}
    assert "cisplatin, 400 mg/m2" in told["audiometry: hearing loss, tinnitus"]
    assert not any("cisplatin" in each["DESCRIPTION"] for each in plain_events(file_of(plan())))


def test_what_an_event_says_comes_back_through_both_readers_unharmed() -> None:
    said = 'comma, semicolon; back\\slash "quoted"\nnew line, ñ and a long tail ' + "ü" * 90
    raw = to_ical([Event(on=ON, title=said.replace("\n", " "), text=said, key="k")], name="n", stamp=STAMP)
    assert plain_events(raw)[0]["DESCRIPTION"] == said
    assert str(icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]["DESCRIPTION"]) == said


# --- the care plan -----------------------------------------------------------------------------------------

DETAIL = {
    *("kind", "code", "reasonCode", "status", "statusReason", "doNotPerform", "performer", "description"),
    *("scheduledTiming", "scheduledPeriod", "scheduledString"),
}
STATUSES = {"not-started", "completed", "stopped", "on-hold"}


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_the_care_plan_has_the_shape_of_fhir_r4_without_extensions(path: Path) -> None:
    told = care_plan(plan(path))
    assert "xtension" not in json.dumps(told)
    assert (told["resourceType"], told["status"], told["intent"]) == ("CarePlan", "active", "plan")
    assert told["subject"]["identifier"]["value"] == plan(path).exposures.id
    assert set(told) == {
        *("resourceType", "identifier", "status", "intent", "title", "description", "subject", "period", "created"),
        *("activity", "note"),
    }
    for each in told["activity"]:
        detail = each["detail"]
        assert set(each) == {"detail"}
        assert set(detail) <= DETAIL
        assert detail["status"] in STATUSES
        assert detail["kind"] == "ServiceRequest"
        assert detail["code"]["text"]
        assert len([key for key in detail if key.startswith("scheduled")]) == 1
        assert isinstance(detail["doNotPerform"], bool)
        timing(detail.get("scheduledTiming"))
        period(detail.get("scheduledPeriod"))


def timing(told) -> None:
    """Timing of FHIR R4: a period needs a unit of UCUM time; events are days."""
    if told is None:
        return
    repeat = told["repeat"]
    assert set(told) == {"event", "repeat"}
    assert all(DATE.fullmatch(each) for each in told["event"])
    assert set(repeat) == {"boundsPeriod", "frequency", "period", "periodUnit"}
    assert repeat["periodUnit"] in ("d", "wk", "mo", "a")
    assert repeat["period"] > 0
    period(repeat["boundsPeriod"])


def period(told) -> None:
    """Period of FHIR R4: the end is not before the start."""
    if told is not None:
        assert set(told) <= {"start", "end"}
        assert DATE.fullmatch(told["start"])
        assert told.get("end", told["start"]) >= told["start"]


def test_rows_of_the_care_plan_say_what_the_plan_says() -> None:
    found = merged(plan(practice=load_practice(EXAMPLES / "site.toml")))
    details = {each["detail"]["code"]["coding"][0]["code"]: each["detail"] for each in care_plan(found)["activity"]}
    assert len(details) == len(found.items)
    hearing = details["audiometry"]
    assert hearing["scheduledTiming"]["event"] == ["2026-09-14"]
    assert "overdue since 2019-09-20" in hearing["description"]
    assert hearing["reasonCode"] == [{"text": "cisplatin, 400 mg/m2"}]
    pressure = details["blood_pressure"]["scheduledTiming"]["repeat"]
    assert (pressure["period"], pressure["periodUnit"]) == (2, "a")
    assert details["psychosocial"]["status"] == "not-started"
    assert details["dental"]["status"] == "on-hold"
    assert "a clinician decides" in details["dental"]["statusReason"]["text"]
    assert "scheduledString" in details["dental"]


def test_a_test_that_is_not_routine_is_told_as_not_to_be_performed() -> None:
    told = care_plan(plan(HISTORIES[1]))["activity"]
    assert {each["detail"]["code"]["text"] for each in told if each["detail"]["doNotPerform"]} == {"echocardiogram"}


# --- plain words -------------------------------------------------------------------------------------------


def test_every_test_has_plain_words_that_are_easy_by_themselves_and_name_no_illness() -> None:
    for test in TESTS:
        assert reading_grade("\n".join(described(test, "en"))) <= 6, test
        assert spanish_ease("\n".join(described(test, "es"))) >= 70, test
        assert not [name for name in (plain_name(test, each) for each in LANGUAGES) if ILLNESS.search(name)]


@pytest.mark.parametrize("reader", ["family", "teenager"])
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_the_pages_of_a_family_are_for_grade_six_in_both_languages_and_alike(path: Path, reader: str) -> None:
    found = plan(path)
    english, spanish = (family_page(found, BOOK, reader=reader, language=each) for each in LANGUAGES)
    assert reading_grade(english.text) <= 6
    assert spanish_ease(spanish.text) >= 70
    assert not long_sentences(english.text)
    assert not long_sentences(spanish.text)
    assert [len(part.entries) for part in english.parts] == [len(part.entries) for part in spanish.parts]
    assert sum(len(part.entries) for part in english.parts) == len(merged(found).items)


def test_a_page_tells_why_and_when_and_leaves_what_nobody_verified_to_the_clinic() -> None:
    page = family_page(plan(), BOOK, phone="555-0100")
    parts = {part.title: part for part in page.parts}
    hearing = next(each for each in parts["Checks"].entries if each.name == "Hearing test")
    assert hearing.why == "This check is planned for your child because of strong medicines."
    assert hearing.when == "Every year. Was due on September 20, 2019. The clinic can tell you the new day."
    asked = parts["Ask your clinic about these"]
    assert "Visit to the dentist" in {each.name for each in asked.entries}
    assert {(each.why, each.when) for each in asked.entries} == {("", "")}
    assert "555-0100" in page.call
    assert "does not tell you which care is best" in page.kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_gives_no_advice_on_treatment(language: str) -> None:
    advice = re.compile(
        r"\b(should|must|need to|we recommend|debe|deben|tiene que hacer|recomendamos)\b", re.IGNORECASE
    )
    for path in HISTORIES:
        assert not advice.search(family_page(plan(path), BOOK, language=language).text)


def test_each_state_of_a_row_has_its_words() -> None:
    done = (Result(test="ferritin", on=date(2026, 5, 1)), Result(test="kidney_function", on=date(2026, 5, 1)))
    entries = {
        each.name: each.when
        for path in (HISTORIES[0], EXAMPLES / "unknown.toml")
        for part in family_page(plan(path, results=done), BOOK).parts
        for each in part.entries
    }
    assert entries["Blood test for iron"] == "One time. Done on May 1, 2026."
    assert entries["Kidney check"] == "Every 5 years. Next: May 1, 2031."
    assert entries["Check for growing up too soon"].endswith("This one is over.")
    assert entries["Blood count"] == "When there are signs."
    assert "Next: " in entries["Breast scan"]


def test_while_treatment_goes_on_no_day_is_promised() -> None:
    found = plan()
    going = plan_of(attrs.evolve(found.exposures, end_of_therapy=None), BOOK, on=ON)
    told = family_page(going, BOOK).text
    assert "The day is set when treatment ends." in told


def test_another_reader_or_language_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="family or teenager"):
        family_page(plan(), BOOK, reader="nurse")
    with pytest.raises(UsageError, match="en or es"):
        family_page(plan(), BOOK, language="fr")
    with pytest.raises(UsageError, match="clinician, family-doctor, family"):
        paper(plan(), BOOK, reader="nurse", software="x")
    with pytest.raises(UsageError, match="clinician is in English"):
        paper(plan(), BOOK, reader="clinician", language="es", software="x")
    with pytest.raises(UsageError, match="en or es"):
        list(surveillance_events(plan(), language="fr"))


# --- papers ------------------------------------------------------------------------------------------------


def text_of(raw: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages).split())


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_the_family_doctor_gets_one_page(path: Path) -> None:
    raw = paper(plan(path), BOOK, reader="family-doctor", software="x")
    assert len(pypdf.PdfReader(io.BytesIO(raw)).pages) == 1


def test_the_clinician_reads_doses_reasons_days_and_what_is_not_verified() -> None:
    text = text_of(paper(plan(), BOOK, reader="clinician", software="rosette x"))
    for words in (
        *("cisplatin, 400 mg/m2", "factor not verified: thiotepa, melphalan", "overdue since 2019-09-20"),
        *("Not verified: a clinician decides", "dental examination", "not yet signed by a late-effects clinician"),
        *("rosette x", "Sources:", "An unknown dose is never zero"),
    ):
        assert words in text, words


def test_the_clinician_is_told_which_papers_are_missing_and_what_is_over() -> None:
    text = text_of(paper(plan(EXAMPLES / "unknown.toml"), BOOK, reader="clinician", software="x"))
    assert "cumulative dose of doxorubicin in mg/m2" in text
    assert "check for early puberty: ended on 2011-12-01" in text


@pytest.mark.parametrize("reader", READERS)
def test_equal_plans_have_equal_bytes(reader: str) -> None:
    one, two = (paper(plan(), BOOK, reader=reader, software="x") for _ in range(2))
    assert one == two


def test_the_page_of_a_teenager_is_printed_in_spanish() -> None:
    text = text_of(paper(plan(), BOOK, reader="teenager", language="es", phone="555-0100", software="x"))
    assert "Tus pruebas de salud" in text
    assert "555-0100" in text


def test_the_family_doctor_reads_each_treatment_once_and_that_the_rules_are_not_signed() -> None:
    text = text_of(paper(plan(EXAMPLES / "boy.toml"), BOOK, reader="family-doctor", software="x"))
    given = text.partition("Given")[2]
    assert given.count("mibg 131i") == 1
    assert "Rules of this plan are not yet signed by a late-effects clinician." in text
    assert "not verified, not planned: ask the clinic dental examination" in text.lower()
