"""The search for a trial: the same criteria as on a board, counts that can be clicked, links that can be shared."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from rosette.eligibility import Subject, judge_for
from rosette.kernel import Truth
from rosette.knowledge import load_knowledge
from rosette.portfolio import load_portfolio, load_programme
from rosette.portfolio.search import (
    FACETS,
    STATES,
    Entry,
    Query,
    SearchIndex,
    build_index,
    effect_of,
    load_search_terms,
    read_query,
)
from rosette.portfolio.search.index import index_of, tokens_of
from rosette.records import FORMAT, build_record

DAY = date(2026, 6, 1)
TERMS = load_search_terms()
INDEX = build_index(load_portfolio(), load_programme(), on=DAY)
ENTRIES = {entry.trial.id: entry for entry in INDEX.entries}


def ids(query: Query, index: SearchIndex = INDEX) -> list[str]:
    return [entry.trial.id for entry in index.search(query).entries]


def test_an_empty_query_finds_everything_open_ones_first() -> None:
    found = INDEX.search(Query()).entries
    assert len(found) == len(load_portfolio().trials)
    ranks = [STATES.index(entry.state) for entry in found]
    assert ranks == sorted(ranks)


KNOWN = [
    ("NCT03561259", ("mibg",), ("mibg",)),
    ("NCT03373097", ("cells",), ("gd2",)),
    ("NCT03107988", ("targeted", "chemotherapy"), ("alk",)),
    ("NCT03794349", ("immunotherapy", "targeted", "chemotherapy"), ("gd2", "odc")),
    ("comfort-care", ("supportive",), ()),
    ("NCT03155620", ("testing",), ()),
]


@pytest.mark.parametrize(("trial", "types", "targets"), KNOWN)
def test_types_and_targets_come_from_the_medicines(
    trial: str, types: tuple[str, ...], targets: tuple[str, ...]
) -> None:
    assert set(ENTRIES[trial].types) == set(types)
    assert set(ENTRIES[trial].targets) == set(targets)


AGES = [
    ("NCT02035137", 2, 29),
    ("NCT01288573", 1, 17),
    ("NCT03373097", 1, 18),
    ("NCT00112619", 3, 21),
    ("comfort-care", 0, 30),
]


@pytest.mark.parametrize(("trial", "first", "last"), AGES)
def test_ages_are_those_that_the_criteria_leave_open(trial: str, first: int, last: int) -> None:
    assert (ENTRIES[trial].youngest, ENTRIES[trial].oldest) == (first, last)


@pytest.mark.parametrize("age", [0, 1, 7, 21, 25])
def test_a_trial_is_left_out_by_age_exactly_when_an_age_criterion_is_false(age: int) -> None:
    """The same judge as on a board, for a child in the middle of that year of life."""
    knowledge = load_knowledge()
    birth = date(DAY.year - age - 1, 12, 1)
    record = build_record({"format": FORMAT, "id": "x", "birth_date": birth.isoformat(), "facts": []}, what="x")
    shown = set(ids(Query(age=age)))
    for trial in load_portfolio().trials.values():
        subject = Subject(record, knowledge, DAY, 1)
        arms = [
            [judge_for(subject, each.met).truth for each in arm.criteria if "age" in each.text] for arm in trial.arms
        ]
        if all(Truth.NO in truths for truths in arms):
            assert trial.id not in shown or age in ENTRIES[trial.id].ages


EFFECTS = [
    ("NCT00567567", "mibg", "bars"),
    ("NCT01592045", "anti_gd2", "bars"),
    ("NCT01288573", "transplant", "bars"),
    ("NCT04106219", "donor_transplant", "bars"),
    ("NCT01154816", "chemotherapy", "waits"),
    ("NCT03561259", "mibg", "unknown"),
    ("comfort-care", "mibg", "free"),
]


@pytest.mark.parametrize(("trial", "had", "effect"), EFFECTS)
def test_what_a_child_has_had_bars_waits_or_does_not_matter(trial: str, had: str, effect: str) -> None:
    assert ENTRIES[trial].effects[had] == effect


def test_a_partial_copy_never_says_that_an_earlier_treatment_does_not_matter() -> None:
    for entry in INDEX.entries:
        if entry.trial.completeness == "partial":
            assert "free" not in entry.effects.values()


def test_a_trial_that_bars_is_put_apart_and_not_lost() -> None:
    found = INDEX.search(Query(had=frozenset({"anti_gd2"})))
    apart = {entry.trial.id for entry in found.shut_out}
    assert "NCT01592045" in apart
    assert apart | {entry.trial.id for entry in found.entries} == set(ENTRIES)
    assert apart & {entry.trial.id for entry in found.entries} == set()


def test_the_best_arm_counts_for_a_trial() -> None:
    knowledge = load_knowledge()
    for entry in INDEX.entries:
        for name, facts in TERMS.had.items():
            each = {effect_of(arm, facts, knowledge, on=DAY) for arm in entry.trial.arms}
            assert (entry.effects[name] == "bars") is (each == {"bars"})


WORDS = [
    ("optimum", "NCT03561259"),
    ("NCT03561259", "NCT03561259"),
    ("nct0356", "NCT03561259"),
    ("lorlatinib", "NCT03107988"),
    ("PF-06463922", "NCT03107988"),
    ("naxi", "NCT03363373"),
]


@pytest.mark.parametrize(("words", "trial"), WORDS)
def test_words_find_a_trial_by_number_name_medicine_or_their_beginning(words: str, trial: str) -> None:
    assert trial in ids(Query(words=words))


def test_every_word_must_be_there_and_accents_do_not_count() -> None:
    assert ids(Query(words="optimum lorlatinib")) == []
    assert tokens_of("Anticuerpo ANTI-GD2 médula") == ("anticuerpo", "anti", "gd2", "medula")


def queries() -> st.SearchStrategy[Query]:
    sets: dict[str, Any] = {
        name: st.frozensets(st.sampled_from(sorted(INDEX.bits[name])), max_size=2) for name in FACETS
    }
    return st.builds(
        Query,
        words=st.sampled_from(["", "mibg", "alk", "gd2", "trial", "zzz"]),
        age=st.one_of(st.none(), st.integers(0, 30)),
        had=st.frozensets(st.sampled_from(sorted(TERMS.had)), max_size=2),
        **sets,
    )


@given(queries())
def test_a_count_beside_a_choice_is_what_the_choice_then_shows(query: Query) -> None:
    found = INDEX.search(query)
    for name in FACETS:
        for facet in found.facets[name]:
            alone = evolve(query, **{name: frozenset({facet.value})})
            assert facet.count == len(INDEX.search(alone).entries)


@given(queries())
def test_a_link_carries_the_query_and_is_always_written_alike(query: Query) -> None:
    given_: dict[str, list[str]] = {}
    for name, value in query.pairs():
        given_.setdefault(name, []).append(value)
    again = read_query(given_, TERMS)
    assert again == query
    assert again.pairs() == query.pairs()
    assert again.faults == ()


@given(queries())
def test_more_choices_of_another_kind_never_add_trials(query: Query) -> None:
    wider = evolve(query, age=None, target=frozenset())
    assert set(ids(query)) <= set(ids(wider)) | {entry.trial.id for entry in INDEX.search(wider).shut_out}


BAD = [
    ({"age": ["seven"]}, ("age",)),
    ({"age": ["-1"]}, ("age",)),
    ({"age": ["31"]}, ("age",)),
    ({"age": ["٧"]}, ("age",)),
    ({"type": ["magic"]}, ("type",)),
    ({"had": ["x", "mibg"]}, ("had",)),
    ({"page": ["x"]}, ()),
]


@pytest.mark.parametrize(("given_", "faults"), BAD)
def test_what_a_link_asks_and_nobody_knows_is_left_out_and_named(
    given_: dict[str, list[str]], faults: tuple[str, ...]
) -> None:
    assert read_query(given_, TERMS).faults == faults


@given(
    st.dictionaries(
        st.sampled_from(["q", "age", "type", "place", "had", "page"]), st.lists(st.text(max_size=30), max_size=3)
    )
)
def test_no_link_breaks_the_search(given_: dict[str, list[str]]) -> None:
    INDEX.search(read_query(given_, TERMS))


def test_a_suspended_place_shows_when_the_office_suspends_it() -> None:
    programme = load_programme()
    slots = {place: evolve(slot, status="suspended") for place, slot in programme.slots.items()}
    entry = ENTRIES["NCT03561259"].placed(evolve(programme, slots=slots), on=DAY)
    assert (ENTRIES["NCT03561259"].state, entry.state) == ("open", "paused")


def test_places_are_those_of_the_copy_with_its_day() -> None:
    entry = ENTRIES["NCT00567567"]
    assert sum(region.hospitals for region in entry.regions) == 190
    assert {region.as_of for region in entry.regions} == {date(2022, 4, 28)}
    assert "US-California" in entry.places
    assert ENTRIES["NCT03107988"].regions == ()


def thousand() -> tuple[Entry, ...]:
    made = []
    for count in range(1000):
        entry = INDEX.entries[count % len(INDEX.entries)]
        trial = evolve(entry.trial, id=f"NCT9{count:07d}", short=f"{entry.trial.short} {count}")
        made.append(evolve(entry, trial=trial))
    return tuple(made)


def test_a_thousand_trials_are_searched_alike() -> None:
    index = index_of(thousand(), load_knowledge(), on=DAY)
    assert ids(Query(words="NCT90000007"), index) == ["NCT90000007"]
    found = index.search(Query(target=frozenset({"alk"})))
    assert all("alk" in entry.targets for entry in found.entries)
    assert len(found.entries) > 50
