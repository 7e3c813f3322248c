"""What people type into the front door: kept as typed, faults that say what to do, nothing guessed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from rosette.intake import Step, all_steps, check_step, day_of, given_of, steps_for

TODAY = date(2026, 6, 1)


def step(slug: str, door: Any = "family") -> Step:
    return next(each for each in all_steps(door) if each.slug == slug)


def checked(slug: str, answers: dict[str, Any] | None = None, **typed: Any) -> Any:
    values = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return check_step(step(slug), values, answers=answers or {}, today=TODAY)


DAYS = [
    ("31", "2", "2020", "day_not_real"),
    ("29", "2", "2023", "day_not_real"),
    ("0", "1", "2020", "day_not_real"),
    ("3", "13", "2020", "day_not_real"),
    ("x", "1", "2020", "day_not_real"),
    ("²", "1", "2020", "day_not_real"),
    ("2", "6", "2026", "day_future"),
    ("1", "1", "1950", "day_old"),
    ("", "1", "2020", "day_missing_day"),
    ("1", "", "2020", "day_missing_month"),
    ("1", "1", "", "day_missing_year"),
    ("", "", "", "empty"),
]


@pytest.mark.parametrize(("day", "month", "year", "key"), DAYS)
def test_an_impossible_birth_date_is_named_and_kept(day: str, month: str, year: str, key: str) -> None:
    found = checked("birth", birth_day=day, birth_month=month, birth_year=year)
    assert [fault.key for fault in found.faults] == [key]
    if key != "empty":
        assert found.answers["birth"] == {"day": day, "month": month, "year": year}


@pytest.mark.parametrize(("day", "month", "year"), [("1", "6", "2026"), ("29", "2", "2024"), ("٢٧", "٣", "٢٠٢١")])
def test_a_real_birth_date_is_taken_in_any_digits(day: str, month: str, year: str) -> None:
    found = checked("birth", birth_day=day, birth_month=month, birth_year=year)
    assert found.faults == ()
    assert day_of(found.answers["birth"]) == date(int(year), int(month), int(day))


NAMES = [
    "Lucía",
    "María José",
    "O’Neil",
    "Smith-Jones",
    "محمد علي",
    "Nguyễn Văn A",
    "李小龙",
    "Ngũgĩ wa Thiong'o",
    "St. John",
]
WRONG = [
    ("Ana😀", "name_letters"),
    ("Ana\u202egnp", "hidden_marks"),
    ("R2D2", "name_letters"),
    ("<b>Ana</b>", "name_letters"),
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_world_are_names(name: str) -> None:
    assert checked("name", name=name).faults == ()


@pytest.mark.parametrize(("name", "key"), WRONG)
def test_emoji_and_marks_that_turn_letters_are_answered_kindly(name: str, key: str) -> None:
    found = checked("name", name=name)
    assert [fault.key for fault in found.faults] == [key]
    assert found.answers["name"] == name.replace("\u202e", "")


def test_a_turned_name_passes_once_it_was_looked_at() -> None:
    first = checked("name", name="Ana\u202eB")
    assert checked("name", name=first.answers["name"]).faults == ()


@pytest.mark.parametrize(
    "address", ["rosa", "rosa@", "@x.org", "rosa@x", "rosa@@x.org", "ro sa@x.org", "rosa@x..org", "a@b.c"]
)
def test_an_email_of_the_wrong_kind_is_named_and_kept(address: str) -> None:
    found = checked("reach", email=address)
    assert [fault.key for fault in found.faults] == ["email"]
    assert found.answers["email"] == address


@pytest.mark.parametrize("address", ["rosa@example.org", "r.osa+x@mail.example.co", "أمل@example.org"])
def test_an_email_is_an_email(address: str) -> None:
    assert checked("reach", email=address).faults == ()


@pytest.mark.parametrize(
    ("number", "good"), [("+52 55 5555 0100", True), ("(555) 010-0100 ext 5", True), ("12", False), ("call me", False)]
)
def test_a_telephone_number_has_digits(number: str, good: bool) -> None:
    assert (checked("reach", email="a@example.org", phone=number).faults == ()) is good


def test_too_long_says_how_long() -> None:
    fault = checked("question", question="x" * 4001).faults[0]
    assert (fault.key, fault.blanks) == ("too_long", {"most": 4000, "has": 4001})


def test_none_and_a_sign_of_danger_exclude_each_other() -> None:
    assert checked("danger", danger=["none", "legs"]).faults[0].key == "none_and_more"
    assert checked("danger", danger=[]).faults[0].key == "choose"


def test_without_consent_nothing_is_sent() -> None:
    assert checked("consent", consent=["share"]).faults[0].key == "consent_keep"
    assert checked("consent", consent=["keep"]).faults == ()


def test_a_country_and_a_state_come_from_the_list() -> None:
    assert checked("country", country="XX").faults[0].key == "choose"
    assert checked("region", {"country": "US"}, region="CA").faults == ()
    assert checked("region", {"country": "MX"}, region="CA").faults[0].key == "choose"


TEXT = st.text(max_size=40)


@given(
    st.dictionaries(
        st.sampled_from(["name", "email", "phone", "question", "birth_day", "birth_month", "had"]),
        st.lists(TEXT, max_size=3),
    )
)
def test_no_input_breaks_a_page_and_kept_answers_check_again_alike(typed: dict[str, list[str]]) -> None:
    for door in ("family", "physician"):
        for each in all_steps(door):  # type: ignore[arg-type]
            first = check_step(each, typed, answers={}, today=TODAY)
            again = check_step(each, given_of(each, first.answers), answers={}, today=TODAY)
            assert again.answers == first.answers
            assert {f.key for f in again.faults} <= {f.key for f in first.faults} | {
                "name_letters",
                "email",
                "phone",
                "empty",
            }


EXISTING = {"wish": "appointment", "known": "existing", "role": "young_person", "country": "US"}
WAYS: list[tuple[str, dict[str, Any], str]] = [
    ("family", {"wish": "question"}, "danger wish known you name reach language question consent"),
    (
        "family",
        EXISTING,
        "danger wish known you name reach language child birth country region question consent",
    ),
    ("physician", {"wish": "question"}, "danger wish doctor_you question consent"),
    (
        "physician",
        {"wish": "treatment", "country": "US"},
        "danger wish doctor_you child country region course question family documents consent",
    ),
]


@pytest.mark.parametrize(("door", "answers", "slugs"), WAYS)
def test_only_what_is_needed_is_asked(door: Any, answers: dict[str, Any], slugs: str) -> None:
    assert " ".join(each.slug for each in steps_for(door, answers)) == slugs


@pytest.mark.parametrize("door", ["family", "physician"])
def test_no_question_is_asked_twice_on_one_way(door: Any) -> None:
    names = [each.name for asked in all_steps(door) for each in asked.fields]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("door", ["family", "physician"])
def test_the_red_flags_come_first(door: Any) -> None:
    assert all_steps(door)[0].slug == "danger"


UNION = {
    "child_given", "child_family", "birth", "country", "region", "email", "phone", "role", "right", "payer", "doctor",
    "hospital", "doctor_reach", "disease", "disease_words", "had", "had_words", "documents", "question", "language",
    "interpreter", "passport", "visa", "caregiver", "inpatient", "court",
}  # fmt: skip


def test_the_family_door_asks_what_real_programmes_ask() -> None:
    names = {each.name for asked in all_steps("family") for each in asked.fields}
    assert names >= UNION
