"""Laws of judging: what is learned changes only what rests on it; ways open what they say they open."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings, strategies as st
from tests.support.children import node
from tests.support.language import LEAVES, expressions, keyed, leaves
from tests.support.records import ON, make, records

from rosette.eligibility import Judgement, Openings, Remedy, Subject, Way, judge_for
from rosette.eligibility.judge import fold
from rosette.eligibility.nodes import AllOf, AnyOf, AtLeastOf, IfThen, Node, Not
from rosette.kernel import Masks, PartialDate, Quantity, Truth
from rosette.knowledge import load_knowledge
from rosette.records import (
    LISTS,
    Assessment,
    ChildRecord,
    Closure,
    Condition,
    Fact,
    Imaging,
    Laboratory,
    Measurement,
    Medication,
    Molecular,
    MolecularFinding,
    Performance,
    Preference,
    ReportedOutcome,
    StemCells,
    Therapy,
    Transplant,
)

KNOWLEDGE = load_knowledge()
ASKED = "NCT01154816/J1"
children = records(KNOWLEDGE)
trees = expressions(most=6).map(lambda tree: keyed(tree, ASKED))
few = settings(max_examples=60)


def judged(child: ChildRecord, tree: Node) -> Judgement:
    return judge_for(Subject(child, KNOWLEDGE, ON), tree)


def truth(child: ChildRecord, tree: Node) -> Truth:
    return judged(child, tree).truth


def bit(value: Judgement) -> int:
    return value.frame.bit(value.on)


# --- the logic ---------------------------------------------------------------------------------------------


@given(child=children, tree=trees, other=trees)
@few
def test_de_morgan_holds_between_expressions(child: ChildRecord, tree: Node, other: Node) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    nand = judge_for(subject, Not(part=AllOf(parts=(tree, other))))
    or_not = judge_for(subject, AnyOf(parts=(Not(part=tree), Not(part=other))))
    nor = judge_for(subject, Not(part=AnyOf(parts=(tree, other))))
    and_not = judge_for(subject, AllOf(parts=(Not(part=tree), Not(part=other))))
    assert (nand.strict, nand.carried, nand.lasting) == (or_not.strict, or_not.carried, or_not.lasting)
    assert (nor.strict, nor.carried, nor.lasting) == (and_not.strict, and_not.carried, and_not.lasting)


@given(child=children, tree=trees)
@few
def test_not_not_is_the_same(child: ChildRecord, tree: Node) -> None:
    plain, twice = judged(child, tree), judged(child, Not(part=Not(part=tree)))
    assert (plain.strict, plain.carried, plain.reason, plain.why) == (
        twice.strict,
        twice.carried,
        twice.reason,
        twice.why,
    )


@given(child=children, parts=st.lists(trees, min_size=2, max_size=3).map(tuple))
@few
def test_at_least_one_is_any_and_at_least_all_is_all(child: ChildRecord, parts: tuple[Node, ...]) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    one, every = (judge_for(subject, AtLeastOf(count=count, parts=parts)) for count in (1, len(parts)))
    assert one.strict == judge_for(subject, AnyOf(parts=parts)).strict
    assert every.strict == judge_for(subject, AllOf(parts=parts)).strict


@given(child=children, condition=trees, then=trees)
@few
def test_if_then_without_else_is_met_where_the_condition_fails(child: ChildRecord, condition: Node, then: Node) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    chosen = judge_for(subject, IfThen(condition=condition, then=then))
    implied = judge_for(subject, AnyOf(parts=(Not(part=condition), then)))
    assert chosen.strict == implied.strict


@given(child=children, condition=trees, branch=trees)
@few
def test_a_choice_between_equal_branches_does_not_depend_on_the_condition(
    child: ChildRecord, condition: Node, branch: Node
) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    chosen = judge_for(subject, IfThen(condition=condition, then=branch, otherwise=branch))
    assert chosen.strict == judge_for(subject, branch).strict


# --- one judgement -----------------------------------------------------------------------------------------


@given(child=children, tree=trees)
@few
def test_yes_and_no_never_hold_on_one_day(child: ChildRecord, tree: Node) -> None:
    found = judged(child, tree)
    assert found.strict[0] & found.strict[1] == 0
    assert found.carried[0] & found.carried[1] == 0
    assert all(0 <= mask <= found.frame.full for mask in (*found.strict, *found.carried))


@given(child=children, leaf=leaves().map(lambda leaf: keyed(leaf, ASKED)))
@settings(max_examples=150)
def test_the_carried_reading_is_the_strict_one_up_to_the_day(child: ChildRecord, leaf: Node) -> None:
    subject = Subject(child, KNOWLEDGE, ON)
    found = judge_for(subject, leaf)
    past = subject.frame.days(None, subject.day)
    assert [mask & past for mask in found.strict] == [mask & past for mask in found.carried]


@given(child=children, leaf=leaves().map(lambda leaf: keyed(leaf, ASKED)))
@settings(max_examples=150)
def test_every_unknown_leaf_says_why_and_what_to_do(child: ChildRecord, leaf: Node) -> None:
    found = judged(child, leaf)
    assert found.why
    if found.truth is Truth.UNKNOWN:
        assert found.reason is not None
        assert found.remedies
        assert not found.lasting
        assert all(remedy.sentence.endswith(".") or ":" in remedy.sentence for remedy in found.remedies)


@given(child=children, tree=trees, days=st.integers(1, 200))
@few
def test_what_is_lasting_holds_on_every_later_day(child: ChildRecord, tree: Node, days: int) -> None:
    found = judged(child, tree)
    if found.lasting:
        later = judge_for(Subject(child, KNOWLEDGE, ON + timedelta(days=days)), tree)
        assert later.truth is found.truth


# --- what is learned ---------------------------------------------------------------------------------------


def unrelated() -> tuple[Fact, ...]:
    """Facts that no expression of the strategy asks about, of kinds that it asks about and of others."""
    finding = MolecularFinding(gene="TP53", alteration="loss")
    return (
        make(Laboratory, id="new-1", code="ferritin", quantity="90 ng/mL", on="2026-05-30"),
        make(Preference, id="new-2", text="time at home"),
        make(Measurement, id="new-3", code="temperature", quantity="38.9 Cel", on="2026-05-31"),
        make(Assessment, id="new-4", code="csf_flow", result="blocked", on="2026-05-31"),
        make(Condition, id="new-5", code="fracture", on="2026-05-31"),
        make(Molecular, id="new-6", assay="other", covers=(("TP53", ("loss",)),), findings=(finding,), on="2026-05-31"),
        make(Medication, id="new-7", agent="paracetamol", classes=("opioid",), start="2026-05-01", ongoing=True),
        make(ReportedOutcome, id="new-8", instrument="x", domain="pain", reporter="self", score=3.0, on="2026-05-31"),
        make(Imaging, id="new-9", modality="ultrasound", on="2026-05-31"),
    )


@given(child=children, tree=trees, fact=st.sampled_from(unrelated()))
@settings(max_examples=100)
def test_learning_an_unrelated_fact_changes_no_verdict(child: ChildRecord, tree: Node, fact: Fact) -> None:
    before, after = judged(child, tree), judged(child.with_facts(fact), tree)
    assert (before.strict, before.carried) == (after.strict, after.carried)
    assert (before.reason, before.lasting, before.why) == (after.reason, after.lasting, after.why)


@given(child=children, tree=trees, seed=st.integers(0, 99))
@settings(max_examples=100)
def test_the_order_of_facts_is_irrelevant(child: ChildRecord, tree: Node, seed: int) -> None:
    shuffled = list(child.facts)
    random.Random(seed).shuffle(shuffled)
    before, after = judged(child, tree), judged(attrs.evolve(child, facts=tuple(shuffled)), tree)
    assert (before.strict, before.carried, before.lasting) == (after.strict, after.carried, after.lasting)


@given(child=children, tree=trees)
@few
def test_a_fact_entered_in_error_or_superseded_says_nothing(child: ChildRecord, tree: Node) -> None:
    kept = attrs.evolve(child, facts=child.active)
    gone = attrs.evolve(child, facts=tuple(attrs.evolve(fact, supersedes=None) for fact in kept.facts))
    assert judged(child, tree).strict == judged(gone, tree).strict


@given(child=children, tree=trees, value=st.sampled_from((20000.0, 60000.0, 90000.0, 300000.0)))
@few
def test_a_first_platelet_count_settles_and_never_overturns(child: ChildRecord, tree: Node, value: float) -> None:
    without = child.without("laboratory:platelets")
    count = make(Laboratory, id="new-1", code="platelets", quantity="1 /uL", on="2026-06-01")
    learned = attrs.evolve(count, quantity=Quantity(value, count.quantity.unit))
    before, after = truth(without, tree), truth(without.with_facts(learned), tree)
    assert before is Truth.UNKNOWN or after is before


@given(child=children, tree=trees, lists=st.sets(st.sampled_from(LISTS), min_size=1))
@few
def test_a_review_of_lists_settles_and_never_overturns(child: ChildRecord, tree: Node, lists: set[str]) -> None:
    review = make(Closure, id="new-1", on=str(ON), covers=tuple(sorted(lists)))
    before, after = truth(child, tree), truth(child.with_facts(review), tree)
    assert before is Truth.UNKNOWN or after is before


# Details that a fact may leave out, and what may stand there. Filling one in must not overturn what was settled.
DETAILS: Mapping[type[Fact], Mapping[str, tuple[Any, ...]]] = {
    Therapy: {
        "cycles": (1, 2, 6),
        "cumulative": tuple(Quantity.parse(text) for text in ("40 mg/m2", "500 mg/m2")),
        "intent": ("frontline", "relapse", "maintenance"),
        "dose": (Quantity.parse("50 mg/m2"), Quantity.parse("150 mg/m2")),
        "best_response": ("PD", "PR"),
        "reason_stopped": ("progression", "completed"),
        "investigational": (True, False),
    },
    Transplant: {"tbi": (True, False)},
    Condition: {"grade": (1, 3), "controlled": (True, False), "controlled_from": (PartialDate.of(ON),)},
    StemCells: {
        "purged": (True, False),
        "viable": (True, False),
        "released": (True, False),
        "cd34": (Quantity.parse("1 10*6/kg"), Quantity.parse("9 10*6/kg")),
    },
    Laboratory: {"uln": (0.5, 45.0, 200.0)},
    Medication: {"dose": (Quantity.parse("1 mg/d"), Quantity.parse("9 mg/d"))},
    Performance: {"wheelchair": (True, False)},
}


def refinements(child: ChildRecord) -> Iterator[Callable[[ChildRecord], ChildRecord]]:
    """Every way to fill in one detail of a record: a day known in part, a field left out, birth, sex."""
    if not child.birth.exact:
        for day in (child.birth.earliest, child.birth.latest, child.birth.earliest + timedelta(days=14)):
            yield lambda one, day=day: attrs.evolve(one, birth=PartialDate.of(day))
    if child.sex is None:
        for sex in ("female", "male"):
            yield lambda one, sex=sex: attrs.evolve(one, sex=sex)
    for fact in child.facts:
        for change in _details(fact):
            yield lambda one, fact=fact, change=change: attrs.evolve(
                one, facts=tuple(attrs.evolve(each, **change) if each.id == fact.id else each for each in one.facts)
            )


def _details(fact: Fact) -> Iterator[dict[str, Any]]:
    for name in ("on", "start", "end"):
        partial = getattr(fact, name)
        if partial is not None and not partial.exact:
            yield from ({name: PartialDate.of(day)} for day in _days_of(fact, name, partial))
    for name, values in DETAILS.get(type(fact), {}).items():
        if getattr(fact, name) is None and not (name == "uln" and getattr(fact, "quantity", None) is None):
            yield from ({name: value} for value in values)
    if isinstance(fact, Condition) and fact.controlled is True and fact.controlled_from is None:
        yield {"controlled_from": fact.since}
    if isinstance(fact, Transplant) and not fact.conditioning:
        yield from ({"conditioning": agents} for agents in (("melphalan",), ("busulfan", "melphalan")))


def _days_of(fact: Fact, name: str, partial: PartialDate) -> Iterator[date]:
    """Some whole days that a partial day can mean, the start not after the end."""
    span = (partial.latest - partial.earliest).days
    for share in (0, 1, 3, 7, 14, 28, span):
        day = partial.earliest + timedelta(days=min(share, span))
        too_late = name == "start" and fact.end is not None and day > fact.end.earliest
        too_early = name == "end" and fact.start is not None and day < fact.start.latest
        if not (too_late or too_early):
            yield day


@pytest.mark.parametrize("family", LEAVES)
def test_filling_in_a_detail_settles_and_never_overturns(family: str) -> None:
    @given(child=children, leaf=leaves(family), place=st.integers(0, 10**6))
    @settings(max_examples=60)
    def check(child: ChildRecord, leaf: Node, place: int) -> None:
        ways = list(refinements(child))
        assume(ways)
        asked, refined = keyed(leaf, ASKED), ways[place % len(ways)](child)
        before, after = truth(child, asked), truth(refined, asked)
        assert before is Truth.UNKNOWN or after is before

    check()


OPEN_TAGS = (
    "investigational_agent",
    "total_body_irradiation",
    "substantial_marrow_radiation",
    "melphalan",
    "alkylator",
)


@given(
    child=children,
    tag=st.sampled_from(OPEN_TAGS),
    wait=st.sampled_from(("prior {}", "2 months since last {}", "5 years since last {}")),
    place=st.integers(0, 10**6),
)
@settings(max_examples=100)
def test_saying_what_belonged_to_a_treatment_settles_and_never_overturns(
    child: ChildRecord, tag: str, wait: str, place: int
) -> None:
    ways = list(refinements(child))
    assume(ways)
    asked, refined = node(wait.format(tag)), ways[place % len(ways)](child)
    before = truth(child, asked)
    assert before is Truth.UNKNOWN or truth(refined, asked) is before


# --- ways in -----------------------------------------------------------------------------------------------


def ways_of(child: ChildRecord, tree: Node) -> tuple[Openings, Judgement, tuple[Way, ...]]:
    subject = Subject(child, KNOWLEDGE, ON)
    openings, found = Openings(subject.frame, subject.day), judge_for(subject, tree)
    return openings, found, openings.ways([found])


def supposing(found: Judgement, supposed: Mapping[Node, Truth], withheld: frozenset[Node] = frozenset()) -> Masks:
    """The carried masks with some leaves settled from the day on where that can be, others not known."""
    ahead = found.frame.days(found.on, None)
    if found.parts:
        return fold(found.node, [supposing(each, supposed, withheld) for each in found.parts], full=found.frame.full)
    if found.node in withheld:
        return found.carried[0] & ~ahead, found.carried[1] & ~ahead
    if found.node not in supposed:
        return found.carried
    days, value = ahead & found.attainable, supposed[found.node]
    yes, no = found.carried[0] & ~days, found.carried[1] & ~days
    return (yes | days, no) if value is Truth.YES else (yes, no | days)


def first_yes(found: Judgement, masks: Masks) -> date | None:
    mask = masks[0] & found.frame.days(found.on, None)
    return date.fromordinal(found.frame.start + (mask & -mask).bit_length() - 1) if mask else None


@given(child=children, tree=trees)
@settings(max_examples=100)
def test_a_way_opens_on_its_day_and_not_before(child: ChildRecord, tree: Node) -> None:
    _, found, ways = ways_of(child, tree)
    for way in ways:
        assert way.opens_on >= ON
        assert first_yes(found, supposing(found, dict(way.supposed))) == way.opens_on


@given(child=children, tree=trees)
@settings(max_examples=100)
def test_no_part_of_a_way_opens_without_the_rest(child: ChildRecord, tree: Node) -> None:
    """What one remedy was to settle stays unknown: then the others do not make it YES on the day."""
    _, found, ways = ways_of(child, tree)
    leaf_of = {leaf.node: leaf for leaf in found.leaves()}
    for way in ways:
        for remedy in way.remedies:
            withheld = frozenset(node for node, _ in way.supposed if _needs(leaf_of[node], remedy))
            rest = {node: value for node, value in way.supposed if node not in withheld}
            day = found.frame.bit(way.opens_on.toordinal())
            assert withheld
            assert not supposing(found, rest, withheld)[0] & day


def _needs(leaf: Judgement, remedy: Remedy) -> bool:
    return any(each.what == remedy.what for each in leaf.remedies)


@given(child=children, tree=trees)
@few
def test_no_way_contains_another(child: ChildRecord, tree: Node) -> None:
    ways = ways_of(child, tree)[2]
    sets = [(frozenset(way.remedies), frozenset(way.supposed)) for way in ways]
    for one in sets:
        assert not any(other != one and other[0] <= one[0] and other[1] <= one[1] for other in sets)


@given(child=children, tree=trees)
@few
def test_ways_stand_from_the_cheapest_to_the_dearest(child: ChildRecord, tree: Node) -> None:
    ways = ways_of(child, tree)[2]
    assert [way.burden for way in ways] == sorted(way.burden for way in ways)


@given(child=children, tree=trees)
@few
def test_what_is_met_needs_nothing_and_what_lasts_against_it_has_no_way(child: ChildRecord, tree: Node) -> None:
    _, found, ways = ways_of(child, tree)
    if found.truth is Truth.YES:
        assert ways[0].remedies == ()
        assert ways[0].opens_on == ON
    if found.truth is Truth.NO and found.lasting:
        assert ways == ()


@given(child=children, tree=trees)
@few
def test_a_door_that_waiting_alone_opens_has_the_empty_way(child: ChildRecord, tree: Node) -> None:
    """Not for UNKNOWN: what a repeat would show is assumed by the carried reading, and asked for by the way."""
    _, found, ways = ways_of(child, tree)
    if all(leaf.truth is not Truth.UNKNOWN for leaf in found.leaves()):
        alone = first_yes(found, found.carried)
        empty = [way.opens_on for way in ways if not way.remedies]
        assert alone is None or empty == [alone]
