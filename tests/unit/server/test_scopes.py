"""SMART scopes form an algebra: closed, ordered, and never wider than what was asked and what was allowed."""

import pytest
from hypothesis import given, strategies as st

from rosette.server.smart import Atom, Scopes, read_scopes, scopes_of

TYPES = ("Patient", "Observation", "Condition")
NEEDS = [("category", "laboratory"), ("category", "vital-signs"), ("code", "a|b")]
CONTEXTS = st.sampled_from(["patient", "user", "system"])
needs = st.frozensets(st.sampled_from(NEEDS), max_size=2)
atoms = st.builds(Atom, CONTEXTS, st.sampled_from([*TYPES, "*"]), st.sampled_from("cruds"), needs)
words = st.frozensets(st.sampled_from(["launch", "launch/patient", "offline_access"]))
scopes = st.builds(Scopes, st.frozensets(atoms, max_size=6), words)
asked = st.builds(
    Atom, CONTEXTS, st.sampled_from(TYPES), st.sampled_from("cruds"), st.frozensets(st.sampled_from(NEEDS))
)


@given(scopes, scopes)
def test_what_both_allow_is_the_same_in_any_order(a: Scopes, b: Scopes) -> None:
    assert a & b == b & a


@given(scopes, scopes, scopes)
def test_what_three_allow_does_not_depend_on_brackets(a: Scopes, b: Scopes, c: Scopes) -> None:
    assert (a & b) & c == a & (b & c)


@given(scopes)
def test_a_set_with_itself_is_itself(a: Scopes) -> None:
    assert a & a == a | a == a


@given(scopes, scopes)
def test_what_is_granted_is_below_what_was_asked_and_below_what_was_allowed(a: Scopes, b: Scopes) -> None:
    assert a & b <= a
    assert a & b <= b
    assert (a <= b) is (a & b == a)


@given(scopes, scopes, asked)
def test_both_allow_exactly_what_each_allows(a: Scopes, b: Scopes, what: Atom) -> None:
    assert (a & b).allows(what) is (a.allows(what) and b.allows(what))
    assert (a | b).allows(what) is (a.allows(what) or b.allows(what))


@given(scopes, scopes, asked)
def test_a_smaller_set_allows_no_more(a: Scopes, b: Scopes, what: Atom) -> None:
    assert not (a & b <= a and (a & b).allows(what)) or a.allows(what)


@given(scopes)
def test_what_is_written_is_read_again(a: Scopes) -> None:
    assert scopes_of(str(a)) == a


@given(st.text(alphabet="patiensyumru/.*:?=&|, ObservationrsdcwE", max_size=60))
def test_no_text_gives_a_scope_that_it_does_not_spell(text: str) -> None:
    found, strange = read_scopes(text)
    said = text.split()
    assert set(strange) <= set(said)
    assert not found.atoms or any("/" in word and word not in strange for word in said)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("patient/Observation.read", "patient/Observation.rs"),
        ("user/*.write", "user/*.cud"),
        ("system/Patient.*", "system/Patient.cruds"),
    ],
)
def test_the_old_form_means_the_new_one(old: str, new: str) -> None:
    assert scopes_of(old) == scopes_of(new)


@pytest.mark.parametrize(
    "word",
    [
        "system:Patient.read",
        "patient/Observation.sr",
        "patient/Observation.",
        "patient/observation.rs",
        "Patient/Observation.rs",
        "patient/Observation.rs?",
        "patient/Observation.rs?colour=red",
        "patient/Observation.rs?category=",
        "patient/Observation.rs?category=a,",
        "patient/Observation.read?category=a",
        "patient/*",
        "*/*.rs",
        "patient/Observation.rs?category=" + ",".join("abcdefghi"),
        "openid",
    ],
)
def test_what_is_no_scope_allows_nothing(word: str) -> None:
    assert read_scopes(word) == (Scopes(), (word,))


def test_a_category_narrows_and_a_comma_is_either() -> None:
    either = scopes_of("patient/Observation.rs?category=laboratory,vital-signs")
    for category, answer in (("laboratory", True), ("vital-signs", True), ("imaging", False)):
        has = frozenset({("category", category)})
        assert either.allows(Atom("patient", "Observation", "r", has)) is answer
    assert not either.allows(Atom("patient", "Observation", "r"))
    assert either <= scopes_of("patient/Observation.rs") <= scopes_of("patient/*.cruds")


def test_too_much_text_is_not_read_at_all() -> None:
    many = " ".join(f"patient/A{chr(97 + number // 26)}{chr(97 + number % 26)}.r" for number in range(41))
    assert not read_scopes(many)[0].atoms
    assert not read_scopes("patient/*.rs " + "x" * 4000)[0].atoms


def test_a_type_that_is_not_served_is_no_scope() -> None:
    assert read_scopes("user/Observation.rs user/Binary.rs", types=TYPES)[1] == ("user/Binary.rs",)
