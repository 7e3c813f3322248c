"""Names of medicines, and half-lives that are never guessed."""

from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from rosette.kernel import Citation
from rosette.knowledge import Knowledge, load_knowledge


@pytest.mark.parametrize(
    ("name", "agent"),
    [
        ("lorlatinib", "lorlatinib"),
        ("Lorbrena", "lorlatinib"),
        ("PF-06463922", "lorlatinib"),
        ("13-cis-RA", "isotretinoin"),
        ("13 CIS RETINOIC ACID", "isotretinoin"),
        ("ch14.18/CHO", "dinutuximab_beta"),
        ("ch14.18", "dinutuximab"),
        ("GM-CSF", "sargramostim"),
        ("G-CSF", "filgrastim"),
        ("IL-2", "aldesleukin"),
        ("131I-MIBG", "mibg_131i"),
        ("cyclosporine", "ciclosporin"),
        ("Dinutuximab Beta", "dinutuximab_beta"),
    ],
)
def test_an_agent_is_found_by_any_of_its_names(shipped: Knowledge, name: str, agent: str) -> None:
    found = shipped.agent(name)
    assert found is not None
    assert found.id == agent


@given(st.sampled_from(sorted(load_knowledge().agents)), st.booleans())
def test_case_and_spaces_do_not_matter(name: str, upper: bool) -> None:
    written = name.replace("_", " ")
    found = load_knowledge().agent(written.upper() if upper else written)
    assert found is not None
    assert found.id == name


def test_a_name_that_is_not_held_is_none(shipped: Knowledge) -> None:
    assert shipped.agent("placebo-zumab") is None
    assert shipped.agent("") is None


def test_the_nearest_name_is_suggested(shipped: Knowledge) -> None:
    assert shipped.suggest("lorlatinb") == ' (did you mean "lorlatinib"?)'
    assert shipped.suggest("plateletes") == ' (did you mean "platelets"?)'
    assert shipped.suggest("zzzzzz") == ""


def test_a_sourced_half_life_is_a_number_of_hours(shipped: Knowledge) -> None:
    agent = shipped.agents["dinutuximab"]
    assert agent.half_life == agent.half_life_h == 240.0
    assert agent.half_life_unverified is None
    assert agent.half_life_sources == (Citation("rxreasoner-dinutuximab", "pharmacokinetic properties"),)


def test_a_half_life_that_nobody_sourced_is_unknown_and_says_so(shipped: Knowledge) -> None:
    agent = shipped.agents["eflornithine"]
    assert agent.half_life is None
    assert agent.half_life_unverified == "half-life of eflornithine not sourced"
    assert agent.half_life_sources == ()


def test_an_unverified_half_life_is_shown_and_not_used(shipped: Knowledge) -> None:
    agent = shipped.agents["dinutuximab_beta"]
    assert agent.half_life is None
    assert agent.half_life_h is None
    assert agent.half_life_unverified is not None
    assert agent.half_life_unverified.startswith("half-life of dinutuximab beta not verified: read only for ch14.18")
    assert agent.half_life_unverified.endswith("; 7 d (14 children, ch14.18 of another cell line) is stored")


def test_no_unverified_half_life_is_ever_numeric(shipped: Knowledge) -> None:
    for row in shipped.half_lives.values():
        assert (shipped.agents[row.id].half_life is None) is not row.verified


def test_no_half_life_is_zero(shipped: Knowledge) -> None:
    assert all(row.hours > 0 for row in shipped.half_lives.values())


@pytest.mark.parametrize("unit", ["min", "h", "d", "wk"])
def test_marking_a_half_life_unverified_takes_its_number_away(loaded: Callable[[str], Knowledge], unit: str) -> None:
    row = f'id = "onetinib", value = "3 {unit}", population = "adults", unverified = "from memory"'
    agent = loaded(f"half_life = [{{ {row} }}]").agents["onetinib"]
    assert agent.half_life is None
    assert agent.half_life_unverified == (
        f"half-life of onetinib not verified: from memory; 3 {unit} (adults) is stored"
    )
