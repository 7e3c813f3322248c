"""Phase 2 files: every example plans, looks and concludes; impossible and unsafe ones are refused with every fault."""

from __future__ import annotations

import math
import re
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

from rosette.designs import DesignError
from rosette.designs.phase2 import simon_designs
from rosette.designs.phase2.trials import KINDS, Phase2Specification, Seen, load_phase2, read_phase2
from rosette.designs.phase2.trials.files import FollowUpError, read_follow_up, read_groups
from rosette.kernel import NotComputable, UsageError

FOLDER = Path(__file__).parents[3] / "examples" / "designs" / "phase2"
EXAMPLES = sorted(path.stem for path in FOLDER.glob("*.toml"))
QUICK = [name for name in EXAMPLES if name not in ("baskets", "exnex", "log-rank")]
FOUR = ("neuroblastoma", "osteosarcoma", "Ewing sarcoma", "other")


@lru_cache
def example(name: str) -> Phase2Specification:
    return load_phase2(FOLDER / f"{name}.toml")


def text(name: str, *changes: tuple[str, str]) -> str:
    found = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in found, old
        found = found.replace(old, new, 1)
    return found


def test_there_is_an_example_of_every_kind():
    kinds = {tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["design"] for name in EXAMPLES}
    assert kinds == set(KINDS)
    assert all((FOLDER / f"{name}.toml").read_text(encoding="utf-8").startswith("# An invented") for name in EXAMPLES)


@pytest.mark.parametrize("name", QUICK)
def test_a_plan_has_probabilities_in_every_state_of_the_world(name):
    plan = example(name).trial.plan()
    assert plan.cases
    for case in plan.cases:
        assert all(-1e-12 <= chance <= 1 + 1e-12 for chance in case.probabilities.values())
    assert name == "selection" or any(look.conditions for look in plan.looks)


def test_a_plan_is_that_of_the_method():
    best = simon_designs(p0=0.1, p1=0.3, alpha=0.05, beta=0.2).optimal
    plan = example("simon").trial.plan()
    null, hoped = plan.cases[:2]
    assert plan.facts["design"] == best.words == "1/10 5/29"
    assert null.probabilities["promising"] == pytest.approx(best.alpha)
    assert hoped.probabilities["promising"] == pytest.approx(best.power)
    assert null.children == pytest.approx(best.expected)
    assert plan.facts["children under observation on average"] == pytest.approx(2.4)


LOOKS = [
    ("simon", {"children": 10, "responses": 1}, "stop: too few responses", [("responses", 1, "go on")]),
    ("simon", {"children": 10, "responses": 2}, "go on", [("responses", -1, "stop: too few responses")]),
    ("bop2", {"children": 20, "responses": 3}, "stop: too few responses", [("responses", 1, "go on")]),
    ("predictive", {"children": 17, "responses": 1}, "stop: too few responses", [("responses", 1, "go on")]),
    (
        "bop2-two",
        {"children": 10, "responses": 3, "toxicities": 5},
        "stop: too many toxicities",
        [("responses", -1, "stop: too many toxicities")],
    ),
    (
        "expansion",
        {"children": 9, "responses": 2, "toxicities": 5},
        "stop: too many toxicities",
        [("toxicities", -1, "go on")],
    ),
    ("expansion", {"children": 12, "responses": 0, "toxicities": 1}, "stop: too few responses", None),
]


@pytest.mark.parametrize(("name", "given", "act", "changes"), LOOKS)
def test_a_look_decides_and_says_what_would_have_changed_it(name, given, act, changes):
    found = example(name).trial.look(Seen(**given))
    assert found.act == act
    assert found.reason
    told = [(each.what, each.by, each.then) for each in found.changes]
    if changes and name != "bop2-two":
        assert told == changes
    for each in found.changes:
        other = given | {each.what: given[each.what] + each.by}
        assert example(name).trial.look(Seen(**other)).act == each.then != act


def test_a_look_at_arms_waits_for_all_of_them_and_a_tie_is_drawn_by_lot():
    arms = ("131I-MIBG alone", "with medicine A", "with medicine B")
    trial = example("selection").trial
    early = trial.look(Seen(groups=dict.fromkeys(arms, (3, 20))))
    assert early.act == "go on"
    assert "with medicine A: 24" in early.reason
    counts = dict(zip(arms, ((9, 44), (15, 44), (15, 44)), strict=True))
    tied = trial.look(Seen(groups=counts))
    assert tied.act == "draw by lot among with medicine A, with medicine B"
    for each in tied.changes:
        arm = each.what.removeprefix("responses in ")
        y, n = counts[arm]
        assert trial.look(Seen(groups={**counts, arm: (y + each.by, n)})).act == each.then == f"pick {arm}"
    assert trial.result(Seen(groups=counts)).verdict == tied.act
    with pytest.raises(NotComputable, match="no arm is picked yet"):
        trial.result(Seen(groups=dict.fromkeys(arms, (3, 20))))


def test_a_look_at_baskets_ends_those_that_are_futile_with_the_others_known():
    trial = example("baskets").trial
    counts = dict(zip(FOUR, ((2, 8), (0, 15), (1, 6), (2, 9)), strict=True))
    found = trial.look(Seen(groups=counts))
    assert found.act == "stop osteosarcoma"
    assert "responses in osteosarcoma" in {each.what for each in found.changes}
    for each in found.changes:
        name = each.what.removeprefix("responses in ")
        y, n = counts[name]
        assert trial.look(Seen(groups={**counts, name: (y + each.by, n)})).act != found.act


def test_the_result_of_baskets_is_the_posterior_by_basket():
    counts = dict(zip(FOUR, ((2, 15), (5, 15), (1, 12), (6, 18)), strict=True))
    found = example("baskets").trial.result(Seen(groups=counts))
    means = [each.value for each in found.estimates if "mean" in each.what]
    assert means == pytest.approx([0.1899, 0.2712, 0.1771, 0.2744], abs=2e-4)
    assert found.verdict == "no basket is promising"
    apart = example("exnex").trial.result(Seen(groups=counts))
    others = [each.value for each in apart.estimates if "mean" in each.what]
    assert max(others) - min(others) > max(means) - min(means)


def test_small_baskets_have_exact_characteristics_and_large_ones_say_why_not():
    small = re.sub(r"children = \d+", "children = 5", text("baskets"))
    plan = read_phase2(small).trial.plan()
    assert [case.name for case in plan.cases] == ["no basket works", "one works", "all work"]
    assert (
        plan.cases[1].probabilities["neuroblastoma promising"] > plan.cases[0].probabilities["neuroblastoma promising"]
    )
    large = re.sub(r"children = \d+", "children = 60", text("baskets"))
    plan = read_phase2(large).trial.plan()
    assert plan.cases == ()
    assert any("too many to go through" in note for note in plan.notes)


def test_the_result_of_two_stages_tells_over_and_under_run():
    trial = example("simon").trial
    planned = trial.result(Seen(children=29, responses=6, first=2))
    assert planned.verdict == "promising"
    assert planned.notes == ("children: 29, as planned",)
    over = trial.result(Seen(children=31, responses=6, first=2))
    assert over.notes[0] == "children: 31, 2 more than planned"
    assert "no longer holds" in over.notes[1]
    stopped = trial.result(Seen(children=10, responses=1))
    assert stopped.verdict == "not promising"
    assert [each.value for each in stopped.estimates if "UMVUE" in each.what] == [0.1]


def test_the_result_of_other_designs_is_a_posterior_with_its_decision():
    found = example("bop2").trial.result(Seen(children=40, responses=12))
    assert found.verdict == "the end: promising"
    assert found.estimates[0].value == pytest.approx((12 + 0.2) / 41)
    pair = example("expansion").trial.result(Seen(children=20, responses=6, toxicities=3))
    assert pair.verdict == "the end: no bound crossed"
    assert [round(each.value, 3) for each in pair.estimates[::2]] == [round(6.1 / 21, 3), round(3.3 / 21, 3)]


RATE = -math.log(0.62) / 728
STATED = (
    ('variant = "two stages"', 'variant = "two stages stated"\nn = 46\ninterim = "265 wk"\nfirst = 0.135'),
    ("power = 0.80", "power = 0.80"),
)


def follow_up(events: int, expected: float) -> tuple[tuple[float, bool], ...]:
    return tuple((expected / RATE / 46, place < events) for place in range(46))


def test_a_log_rank_looks_at_its_interim_and_concludes_at_its_end():
    trial = read_phase2(text("log-rank", *STATED)).trial
    stop = trial.look(Seen(follow_up=follow_up(12, 10.0)))
    assert stop.act == "stop for futility"
    (change,) = stop.changes
    assert trial.look(Seen(follow_up=follow_up(12 + change.by, 10.0))).act == "go on"
    assert trial.look(Seen(follow_up=follow_up(12 + change.by + 1, 10.0))).act == "stop for futility"
    end = trial.result(Seen(follow_up=follow_up(18, 16.3598)))
    assert end.verdict == "not promising"
    assert [round(each.value, 4) for each in end.estimates][2] == -0.4055
    assert trial.result(Seen(follow_up=follow_up(8, 16.3598))).verdict == "promising"


def test_an_event_after_the_end_of_follow_up_does_not_count():
    trial = read_phase2(text("log-rank", *STATED)).trial
    late = tuple((900.0, True) for _ in range(46))
    seen = {each.what: each.value for each in trial.result(Seen(follow_up=late)).estimates}
    assert seen["events seen"] == 0
    assert seen["events expected"] == pytest.approx(46 * RATE * 728)


def test_two_stages_are_searched_for_and_told_with_their_bounds():
    plan = read_phase2(text("log-rank", ("0.467", "0.30"), ("0.096 /wk", "0.2 /wk"))).trial.plan()
    assert plan.cases[1].probabilities["promising"] == pytest.approx(0.8, abs=1e-3)
    assert plan.cases[0].children < plan.facts["children"]
    assert [look.conditions[0].then for look in plan.looks] == ["stop for futility", "promising"]
    with pytest.raises(NotComputable, match="allow more"):
        read_phase2(text("log-rank", ("power = 0.80", "power = 0.80\nmost = 10")))


def test_one_stage_has_no_look_and_holds_its_power():
    trial = example("log-rank-one").trial
    assert trial.plan().cases[1].probabilities["promising"] >= 0.8
    with pytest.raises(NotComputable, match="no look before its end"):
        trial.look(Seen(follow_up=follow_up(3, 5.0)))


def test_a_look_asks_for_what_it_needs_and_refuses_what_it_does_not():
    with pytest.raises(UsageError) as refused:
        example("simon").trial.look(Seen(children=10, toxicities=1))
    assert "--responses is missing; --toxicities is not asked for" in str(refused.value)


@pytest.mark.parametrize(
    ("groups", "fault"),
    [
        ({"neuroblastoma": (3, 5)}, '"osteosarcoma" is not told'),
        ({**dict.fromkeys(FOUR, (1, 5)), "leukaemia": (1, 2)}, '"leukaemia" is not in the file'),
        ({**dict.fromkeys(FOUR, (1, 5)), "other": (6, 5)}, "other: 6 responses of 5 children"),
        ({**dict.fromkeys(FOUR, (1, 5)), "other": (6, 50)}, "other: 50 children, planned are 18"),
    ],
)
def test_groups_that_do_not_fit_the_file_are_refused(groups, fault):
    with pytest.raises(UsageError) as refused:
        example("baskets").trial.result(Seen(groups=groups))
    assert fault in str(refused.value)


def test_an_admissible_design_is_picked_by_the_weight_of_its_size():
    words = [
        read_phase2(text("simon", ('"optimal"', f'"admissible"\nweight = {weight}'))).trial.plan().facts["design"]
        for weight in (0, 0.4, 1)
    ]
    assert words[0] == "1/10 5/29"
    assert words[2] == "1/15 5/25"
    assert len(set(words)) == 3


def test_a_stated_design_is_held_to_its_errors():
    stated = ('"optimal"', '"stated"\nr1 = 1\nn1 = 10\nr = 5\nn = 29')
    assert read_phase2(text("simon", stated)).trial.plan().facts["design"] == "1/10 5/29"
    bold = ('"optimal"', '"stated"\nr1 = 1\nn1 = 10\nr = 4\nn = 29')
    (fault,) = faults(text("simon", bold))
    assert "type I error" in fault


def faults(document: str) -> list[str]:
    with pytest.raises(DesignError) as refused:
        read_phase2(document)
    return [each.sentence() for each in refused.value.problems]


REFUSED = [
    ("simon", [("p1 = 0.30", "p1 = 0.10")], ["p1: 0.1 is not above p0"]),
    ("simon", [("p0 = 0.10", "p0 = 0"), ("alpha = 0.05", "alpha = 2")], ["p0: 0 is no such number", "alpha: 2"]),
    ("simon", [('window = "84 d"', 'window = "3000 d"')], ["3000 d is longer than the trial: all 29 children enter"]),
    ("simon", [('window = "84 d"', "window = 84")], ["84 is a bare number"]),
    ("simon", [('accrual = "0.2 /wk"', 'accrual = "0 /wk"')], ["0 /wk is not above zero"]),
    ("simon", [('accrual = "0.2 /wk"', "")], ['a quantity such as "0.5 /wk"']),
    ("simon", [('"optimal"', '"optimum"')], ['"optimum" is not known']),
    ("simon", [("response = 0.20", "response = 1.2")], ["1.2 is no probability"]),
    ("simon", [("beta = 0.20", "beta = 0.20\nbets = 3")], ['unknown key "bets"']),
    ("simon", [('"optimal"', '"stated"\nr1 = 10\nn1 = 10\nr = 5\nn = 9')], ["looks are [10, 9]"]),
    ("bop2", [("[10, 20, 30, 40]", "[10, 30, 20, 40]")], ["[10, 30, 20, 40] are no looks"]),
    ("bop2", [("[10, 20, 30, 40]", '"ten"')], ['"ten" are no looks']),
    ("bop2", [("[10, 20, 30, 40]", "[1, 40]")], ["no look before the last could stop the trial"]),
    ("predictive", [("sure = 0.90", "sure = 0.9999999"), ("10\nmost = 36", "2\nmost = 4")], ["even 4 responses"]),
    ("predictive", [("[0.2, 0.8]", "[0.2]"), ("futility = 0.001", "futility = -1")], ["[0.2] is no prior", "-1 is no"]),
    ("predictive", [("futility = 0.001", "futility = 0.0")], ["no look before the last could stop the trial"]),
    ("bop2-two", [('stop_when = "either"', 'stop_when = "both"')], ["a toxic treatment that works would never"]),
    ("bop2-two", [("both = 0.15", "both = 0.05")], ["the cells sum to 0.9"]),
    (
        "bop2-two",
        [("0.15\nfirst = 0.30\nsecond = 0.15\nneither = 0.40", "0.1\nfirst = 0.5\nsecond = 0.1\nneither = 0.3")],
        ['"weak and toxic" is not bad: rates 0.6 and 0.2'],
    ),
    ("bop2-two", [("second = 0.02\nneither = 0.38", "second = 0.30\nneither = 0.10")], ["it is not good"]),
    ("selection", [('"with medicine A", "with medicine B"', ""), ("alone\", ", "alone\"")], ["1 arms"]),
    ("selection", [("low = 0.20", "low = 0.90")], ["pass 1: give smaller ones"]),
    ("selection", [("wanted = 0.90", "wanted = 0.90\nchildren_an_arm = 10")], ["10 pick the best too rarely"]),
    ("baskets", [("futility = 0.05", "futility = 0.95")], ["0.95 is not below the cut"]),
    ("baskets", [('"osteosarcoma"', '"neuroblastoma"')], ["two baskets have one name"]),
    ("baskets", [("tau = 1.0", "tau = 0.0")], ["tau is 0.0"]),
    ("exnex", [("weight = 0.5", "weight = 1.5")], ["weight: 1.5 is no such number"]),
    ("log-rank", [("hazard_ratio = 0.467", "hazard_ratio = 1.2")], ["hazard_ratio: 1.2 is no such number"]),
    ("log-rank", [('follow_up = "104 wk"', 'follow_up = "300 wk"')], ["2100 d goes beyond what is known"]),
    ("log-rank", [(STATED[0][0], STATED[0][1].replace("265", "900"))], ["all 46 children have entered at"]),
    ("log-rank", [(STATED[0][0], STATED[0][1].replace("46", "30").replace("265", "200"))], ["has a power of"]),
    ("expansion", [("most = 20", "most = 99999999")], ["99999999 children are too many to go through"]),
    ("bop2", [("[10, 20, 30, 40]", "[10, 99999999]")], ["whole numbers of children, 1 to 300"]),
    ("expansion", [("limit = 0.30", "limit = 0")], ["limit: 0 is no such number"]),
    ("expansion", [("most = 20", "most = 2"), ("first = 3", "first = 1"), ("cut = 0.90", "cut = 0.999"),
                   ("looks = [12]", "looks = [2]"), ('window = "42 d"', 'window = "1 d"')],
     ["no number of toxicities among 2 children would stop"]),
    ("expansion", [("prior = [0.3, 0.7]", "prior = [9, 1]")], ["the trial would stop without a toxicity"]),
    ("expansion", [("looks = [12]", "looks = [12, 30]")], ["the trial ends at 20 children"]),
    ("expansion", [('window = "42 d"', 'window = "400 d"')], ["400 d is longer than the trial"]),
    ("expansion", [("toxicity = 0.15", "toxicity = 0.15\nboth = 0.5")], ["one is -"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "told"), REFUSED)
def test_an_impossible_or_unsafe_file_is_refused(name, changes, told):
    found = faults(text(name, *changes))
    assert [each for each in told if not any(each in fault for fault in found)] == []


def test_every_fault_of_a_file_is_listed():
    found = faults('format = "other"\nname = ""\ndesign = "Simon"\nvariant = "optimal"\np0 = 1\np1 = 0\n')
    places = {each.partition(":")[0] for each in found}
    assert {".format", ".name", ".p0", ".p1", ".window", ".accrual", ".alpha", ".beta"} <= places


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ("p0 = = 1", "not TOML"),
        ('format = "rosette-phase2-1"\nname = "a"\ndesign = "Simons"', "did you mean"),
        ('format = "rosette-phase2-1"\nname = "a"\ndesign = "expansion"\nmost = 20', "there is no scenario"),
    ],
)
def test_what_is_no_phase_2_file_is_refused(document, fault):
    assert any(fault in each for each in faults(document))


def test_a_design_that_no_size_allows_is_not_made_up():
    with pytest.raises(NotComputable, match="allow more children"):
        read_phase2(text("simon", ("beta = 0.20", "beta = 0.20\nmost = 20")))


def test_groups_are_read_as_typed():
    assert read_groups(["other = 3/15", "Ewing sarcoma=0/2"]) == {"other": (3, 15), "Ewing sarcoma": (0, 2)}
    with pytest.raises(UsageError, match=r'"3/15" is not such as .*; "a" is told twice'):
        read_groups(["3/15", "a=1/2", "a=1/3"])


def test_follow_up_is_read_with_its_units(tmp_path):
    path = tmp_path / "seen.csv"
    path.write_text("time,event\n104 wk,no\n30 d,yes\n", encoding="utf-8")
    assert read_follow_up(path) == ((728.0, False), (30.0, True))
    path.write_text("time,events\n104,no\n30 d,perhaps\n-1 d,yes\n", encoding="utf-8")
    with pytest.raises(FollowUpError) as refused:
        read_follow_up(path)
    told = str(refused.value)
    assert "4 problems" in told
    assert all(each in told for each in ("line 1", '"104" is no time', '"perhaps" is no event', "is below zero"))
    path.write_text("", encoding="utf-8")
    with pytest.raises(FollowUpError, match="no child"):
        read_follow_up(path)
