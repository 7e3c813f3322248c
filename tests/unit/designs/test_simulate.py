"""Simulated trials: chance belongs to a child, the rule that plays is the rule that decides, bad accrual is refused."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from rosette.designs.backfill import with_backfill
from rosette.designs.crm import crm, skeleton_of
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.intervals import boin_boundaries, table_design
from rosette.designs.late import tite_boin, tite_crm
from rosette.designs.simulate import (
    Accrual,
    Assumed,
    Order,
    Purpose,
    answers_of,
    characterised,
    engine,
    job_of,
    jobs,
    played,
    runs_of,
    simulate,
    timed,
    uniforms,
)
from rosette.designs.simulate.clocked import clocked
from rosette.designs.simulate.one import one_trial
from rosette.designs.spec import DesignError, read_specification
from rosette.designs.states import State
from rosette.designs.steps import rolling_six, three_plus_three
from rosette.kernel import NotComputable, UsageError

RATES = (0.05, 0.15, 0.30, 0.45, 0.60)
SKELETON = skeleton_of(width=0.05, target=0.25, prior=3, doses=5)
BOIN = table_design(name="BOIN", boundaries=boin_boundaries(target=0.3, most=24), target=0.3, doses=5, most=24)
MODEL = crm(skeleton=SKELETON, target=0.25, most=18)
OBSERVING = [
    rolling_six(doses=5, variant="cog"),
    rolling_six(doses=5, variant="r6-pkg"),
    tite_boin(target=0.25, doses=5, most=18, cohort=1),
    tite_boin(target=0.25, doses=5, most=18, cohort=1, variant="share"),
    tite_boin(target=0.25, doses=5, most=18, cohort=1, enough_here=9),
    tite_crm(skeleton=SKELETON, target=0.25, most=18),
    tite_crm(skeleton=SKELETON, target=0.25, most=18, coherent=False, model="logistic"),
]
CLOCK = Accrual(gap=10, window=28)
BUSY = Accrual(gap=4, window=28, late=0.7, not_evaluable=0.15)
AWAY = Accrual(gap=5, window=28, pattern="fixed", arrivals="turned away")
FILLED = with_backfill(BOIN, cap=9)
EFFECTIVE = Assumed(toxicity=RATES, efficacy=(0.1, 0.2, 0.3, 0.4, 0.5))
TWO_ENGINES = [BOIN, MODEL, three_plus_three(doses=5), *OBSERVING, tite_boin(target=0.25, doses=5, most=18)]


def words(*counter, key):
    from rosette.designs.simulate.kernels import philox

    out = np.empty(4)
    philox(*map(np.uint64, counter), *map(np.uint64, key), out)
    return [int(each * 2**32) for each in out]


@pytest.mark.parametrize(
    ("counter", "key", "known"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_the_generator_gives_the_known_answers_of_its_authors(counter, key, known):
    assert words(*counter, key=key) == list(known)


def test_a_number_belongs_to_seed_scenario_trial_child_and_purpose_alone():
    whole = uniforms(seed=3, scenario=9, trials=range(40), children=11, purpose=Purpose.TIME)
    part = uniforms(seed=3, scenario=9, trials=[17], children=6, purpose=Purpose.TIME)
    assert (part[0] == whole[17, :6]).all()
    for other in (
        {"seed": 4}, {"scenario": 8}, {"purpose": Purpose.TOXICITY}, {"trials": range(40, 80)},
    ):  # fmt: skip
        keys = {"seed": 3, "scenario": 9, "trials": range(40), "purpose": Purpose.TIME} | other
        assert (uniforms(children=11, **keys) != whole).all()


def test_uniform_numbers_are_uniform_and_independent_between_children():
    found = uniforms(seed=1, scenario=2, trials=range(50_000), children=4, purpose=Purpose.TOXICITY)
    assert found.min() > 0
    assert found.max() < 1
    assert abs(found.mean() - 0.5) < 4 * np.sqrt(1 / 12 / found.size)
    assert np.abs(np.corrcoef(found.T)[np.triu_indices(4, 1)]).max() < 4 / np.sqrt(len(found))


def test_a_seed_outside_is_refused():
    with pytest.raises(UsageError, match="seed -1"):
        uniforms(seed=-1, scenario=1, trials=[0], children=1, purpose=Purpose.TIME)


@pytest.mark.parametrize("design", [BOIN, MODEL, *OBSERVING], ids=lambda each: f"{each.name} {each.variant}")
def test_one_seed_is_one_answer_on_any_threads_and_blocks(design, monkeypatch):
    answers = answers_of(design)
    one = played(design, RATES, Order(trials=600, seed=11, accrual=CLOCK), answers=answers)
    monkeypatch.setattr(jobs, "BLOCK", 70)
    two = played(design, RATES, Order(trials=600, seed=11, accrual=CLOCK, threads=2), answers=answers)
    for name in ("selected", "why", "n", "y", "days", "waited", "away", "replaced"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name


@pytest.mark.enable_socket
def test_dask_gives_the_very_same_answer():
    from rosette.designs.simulate.cluster import characterised_on, client_of

    design, order = OBSERVING[0], Order(trials=6_000, seed=5, accrual=CLOCK)
    asked_each_time = Order(trials=40, seed=5, accrual=CLOCK)
    told = []
    with client_of(None, workers=2) as client:
        found = characterised_on(client, job_of(design, Assumed(toxicity=RATES), order), told=told.append)
        other = characterised_on(client, job_of(FILLED, EFFECTIVE, asked_each_time))
    assert found == simulate(design, RATES, order)
    assert other == characterised(job_of(FILLED, EFFECTIVE, asked_each_time))
    assert told == [2_500, 2_500, 1_000]


@pytest.mark.parametrize("design", [BOIN, MODEL, three_plus_three(doses=5)], ids=lambda each: each.name)
def test_the_clock_changes_days_and_nothing_else_where_nobody_is_observed_at_a_decision(design):
    still = played(design, RATES, Order(trials=2_000, seed=2))
    clock = played(design, RATES, Order(trials=2_000, seed=2, accrual=CLOCK))
    assert np.array_equal(still.n, clock.n)
    assert np.array_equal(still.y, clock.y)
    assert np.array_equal(still.selected, clock.selected)
    assert np.array_equal(still.why, clock.why)


@pytest.mark.parametrize("accrual", [CLOCK, BUSY, AWAY], ids=["wait", "leave", "turned away"])
@pytest.mark.parametrize("design", TWO_ENGINES, ids=lambda each: f"{each.name} {each.variant} {each.enough_here}")
def test_answers_asked_before_and_asked_each_time_play_the_same_trials(design, accrual):
    """Two loops that share no code but the rule and the chance of a child agree trial by trial."""
    before = played(design, RATES, Order(trials=250, seed=4, accrual=accrual))
    each = clocked(design, Assumed(toxicity=RATES), accrual, rows=np.arange(250), seed=4)
    for name in ("selected", "why", "n", "y", "away", "replaced"):
        assert np.array_equal(getattr(before, name), getattr(each, name)), name
    assert np.allclose(before.days, each.days, atol=1e-9)
    assert np.allclose(before.waited, each.waited, atol=1e-9)


def test_children_beside_the_cohort_shorten_the_wait_and_stay_at_lower_doses_under_their_cap():
    order = Order(trials=600, seed=1, accrual=Accrual(gap=5, window=28))
    plain = runs_of(job_of(BOIN, EFFECTIVE, order))
    filled = runs_of(job_of(FILLED, EFFECTIVE, order))
    assert filled.waited.mean() < 0.8 * plain.waited.mean()
    assert filled.days.mean() < plain.days.mean()
    assert (filled.n.sum(axis=1) <= BOIN.most).all()
    assert (filled.y <= filled.n).all()
    assert (filled.eff <= filled.n).all()


def test_nobody_is_beside_a_cohort_where_a_response_is_needed_and_none_is_seen():
    order = Order(trials=200, seed=1, accrual=Accrual(gap=5, window=28))
    silent = Assumed(toxicity=RATES, efficacy=(0.0,) * 5)
    filled, plain = (runs_of(job_of(design, silent, order)) for design in (FILLED, BOIN))
    assert np.allclose(filled.waited.mean(), plain.waited.mean(), rtol=0.15)
    assert (filled.n[:, 0] % 3 == 0).all()


def test_a_design_with_children_beside_its_cohorts_needs_a_clock_and_efficacy():
    with pytest.raises(NotComputable, match="say how they come"):
        runs_of(job_of(FILLED, EFFECTIVE, Order(trials=10, seed=1)))
    with pytest.raises(NotComputable, match="efficacy"):
        job_of(FILLED, Assumed(toxicity=RATES), Order(trials=10, seed=1, accrual=CLOCK))


def test_designs_share_their_chance():
    """The first cohort of two designs meets the same children, so it has the same toxicities."""
    one = played(BOIN, RATES, Order(trials=500, seed=8))
    other = played(three_plus_three(doses=5), RATES, Order(trials=500, seed=8))
    first = uniforms(seed=8, scenario=scenario(), trials=range(500), children=3, purpose=Purpose.TOXICITY) < RATES[0]
    still = other.n[:, 0] == 3
    assert np.array_equal(other.y[still, 0], first.sum(axis=1)[still])
    still = one.n[:, 0] == 3
    assert np.array_equal(one.y[still, 0], first.sum(axis=1)[still])


def scenario():
    from rosette.designs.simulate import scenario_key

    return scenario_key(list(RATES))


def seen(whole, day, until, doses):
    """The state of a trial on a day, from its children one by one: the way a team keeps it, not the way a loop does."""
    n, y, watched = [0] * doses, [0] * doses, [[] for _ in range(doses)]
    for dose, toxic, left, start, end in zip(*whole[:3], *day, strict=True):
        if start >= until:
            continue
        if end > until:
            watched[dose - 1].append((until - start) / CLOCK.window)
        elif not left:
            n[dose - 1] += 1
            y[dose - 1] += int(toxic)
    last = max((i for i, start in enumerate(day[0]) if start < until), default=None)
    known = last is not None and day[1][last] <= until and not whole[2][last]
    return State(
        n=tuple(n),
        y=tuple(y),
        at=1 if last is None else int(whole[0][last]),
        last=(1, int(whole[1][last])) if known else (0, 0),
        pending=tuple(map(len, watched)),
        watched=tuple(map(tuple, watched)),
    )


@pytest.mark.parametrize("lost", [0.0, 0.15])
@pytest.mark.parametrize("design", OBSERVING, ids=lambda each: f"{each.name} {each.variant} {each.enough_here}")
def test_every_child_of_a_played_trial_got_the_dose_that_the_rule_gives_for_that_day(design, lost):
    """Simulation and conduct agree: what was played is decided again, child by child, by the design itself."""
    answers = answers_of(design)
    accrual = Accrual(gap=10, window=28, late=0.7, not_evaluable=lost)
    for trial in range(12):
        _, (whole, day) = timed(answers, np.array(RATES), accrual, seed=6, first=trial, trials=1)
        for child in range(1, whole.shape[1]):
            state = seen(whole, day, day[0][child], design.doses)
            assert design.decide(state).dose == whole[0][child], (trial, child, state)


@pytest.mark.parametrize("design", OBSERVING, ids=lambda each: f"{each.name} {each.variant} {each.enough_here}")
def test_a_child_waits_only_where_the_rule_waits(design):
    """On the day that a waiting child came the rule gave no dose."""
    answers, waited = answers_of(design), 0
    fixed = Accrual(gap=5, window=28, pattern="fixed")
    for trial in range(12):
        _, (whole, day) = timed(answers, np.array(RATES), fixed, seed=6, first=trial, trials=1)
        for child in range(1, whole.shape[1]):
            came = day[0][child - 1] + 5
            if day[0][child] > came:
                waited += 1
                assert design.decide(seen(whole, day, came, design.doses)).dose is None
    assert waited > 0 or design.name == "TITE-CRM"


def test_slow_children_make_an_observing_design_one_that_waits():
    slow = simulate(OBSERVING[0], RATES, Order(trials=1_000_000, seed=4, accrual=Accrual(gap=1e6, window=28)))
    exact = characteristics(chain_of(OBSERVING[0]), RATES)
    for found, true in zip(slow.selected, exact.selected, strict=True):
        assert abs(found - true) < 4 * np.sqrt(true * (1 - true) / slow.trials)


def test_children_who_leave_are_replaced():
    accrual = Accrual(gap=10, window=28, not_evaluable=0.2)
    for design in (BOIN, OBSERVING[2], OBSERVING[5]):
        found = played(design, (0.01,) * 5, Order(trials=2_000, seed=1, accrual=accrual))
        assert (found.n.sum(axis=1) == design.most).all()
        expected = design.most * 0.2 / 0.8
        assert abs(found.replaced.mean() - expected) < 0.35


def test_children_who_are_turned_away_are_counted_and_do_not_wait():
    accrual = Accrual(gap=5, window=28, arrivals="turned away")
    found = simulate(BOIN, RATES, Order(trials=2_000, seed=1, accrual=accrual))
    assert found.times.turned_away > 10
    assert found.times.waited == 0


def test_late_toxicities_come_late():
    day_of = []
    for late in (0.0, 0.5, 1.0):
        accrual = Accrual(gap=10, window=28, late=late)
        _, (whole, day) = timed(
            answers_of(tite_crm(skeleton=SKELETON, target=0.9, most=200, cohort=200)), np.array([0.9] * 5), accrual,
            seed=1, first=0, trials=1,
        )  # fmt: skip
        toxic = whole[1] > 0
        day_of.append((day[1] - day[0])[toxic])
    assert day_of[0].max() <= 14
    assert day_of[2].min() >= 14
    assert 11 < day_of[1].mean() < 17


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.integers(0, 2**64 - 1))
def test_counts_add_up_whatever_the_scenario(rates, seed):
    for design in (OBSERVING[0], OBSERVING[2]):
        found = played(design, rates, Order(trials=20, seed=seed, accrual=CLOCK))
        assert (found.y <= found.n).all()
        assert (found.n.sum(axis=1) <= design.most).all()
        assert ((found.selected >= 0) & (found.selected <= 5)).all()
        tried = np.where(found.n > 0, np.arange(1, 6), 0).max(axis=1)
        assert (found.selected <= tried).all()


def test_a_design_that_decides_while_children_are_observed_needs_a_clock():
    with pytest.raises(NotComputable, match="say how they come"):
        simulate(OBSERVING[0], RATES, Order(trials=10, seed=1))


def test_too_many_who_leave_end_in_an_error_and_not_in_a_wrong_figure(monkeypatch):
    monkeypatch.setattr(engine, "SPARE", -60)
    with pytest.raises(NotComputable, match="did not end"):
        simulate(tite_crm(skeleton=SKELETON, target=0.25, most=18), RATES, Order(trials=10, seed=1, accrual=CLOCK))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"gap": 0.0}, "between children"),
        ({"window": -1.0}, "window of -1"),
        ({"late": 1.2}, "1.2 is no share"),
        ({"not_evaluable": 0.9}, "from 0 to 0.5"),
        ({"pattern": "weekly"}, "no pattern"),
        ({"arrivals": "queue"}, "wait or are turned away"),
    ],
)
def test_impossible_accrual_is_refused(change, told):
    with pytest.raises(UsageError, match=told):
        Accrual(**({"gap": 10.0, "window": 28.0} | change))


FILE = """
format = "rosette-design-1"
name = "invented"
design = "TITE-BOIN"
target = 0.25
most = 12
[accrual]
{}
[[level]]
name = "1"
dose = "12 mCi/kg"
"""


@pytest.mark.parametrize(
    ("accrual", "told"),
    [
        ('gap = "10"\nwindow = "28 d"', "is no number of days"),
        ('gap = "10 d"\nwindow = "28 mCi"', "is no number of days"),
        ('gap = "2 d"\nwindow = "60 d"', "outlast the trial: 12 children come in 24"),
        ('gap = "10 d"\nwindow = "28 d"\nlate = 2', "no share of late"),
        ('gap = "10 d"\nwindow = "28 d"\nlate = "half"', "is no share"),
        ('gap = "10 d"\nwindow = "28 d"\nspeed = 1', "speed"),
    ],
)
def test_accrual_of_a_file_is_refused_with_its_fault(accrual, told):
    with pytest.raises(DesignError) as found:
        read_specification(FILE.format(accrual))
    assert told in str(found.value)


def test_accrual_is_read_in_any_unit_of_time():
    found = read_specification(FILE.format('gap = "1 wk"\nwindow = "4 wk"\narrivals = "turned away"'))
    assert found.accrual == Accrual(gap=7, window=28, arrivals="turned away")


def test_lots_with_a_clock_are_those_without_one():
    from rosette.designs.combinations import boin_grid

    grid = boin_grid(target=0.25, rows=2, columns=2, most=12, cohort=1, tie="random")
    rates = Assumed(toxicity=(0.05, 0.15, 0.15, 0.3))
    still = runs_of(job_of(grid, rates, Order(trials=300, seed=3)))
    slow = runs_of(job_of(grid, rates, Order(trials=300, seed=3, accrual=CLOCK)))
    assert np.array_equal(still.n, slow.n)
    assert np.array_equal(still.selected, slow.selected)


BACKFILL = FILE.replace('"TITE-BOIN"', '"BOIN"').replace("[accrual]\n{}", "[backfill]\n{}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cap = 0", "whole number from 1"),
        ('response = "here"', "cap"),
        ('cap = 3\nresponse = "none"\nwide = true', "wide"),
        ("cap = 3", "response"),
    ],
)
def test_backfill_of_a_file_is_refused_with_its_fault(text, told):
    with pytest.raises(DesignError) as found:
        read_specification(BACKFILL.format(text))
    assert told in str(found.value)


def test_backfill_is_read_from_a_file():
    found = read_specification(BACKFILL.format('cap = 6\nresponse = "here or below"')).design.chooser
    assert (found.cap, found.response) == (6, "here or below")


@pytest.mark.parametrize("accrual", [CLOCK, BUSY, AWAY], ids=["wait", "leave", "turned away"])
def test_the_trial_that_is_drawn_is_the_one_that_is_played(accrual):
    job = job_of(FILLED, EFFECTIVE, Order(trials=9, seed=2, accrual=accrual))
    runs = runs_of(job)
    for trial in range(9):
        path = one_trial(job, trial)
        counted = [stay for stay in path.children if stay.enrolled is not None and stay.outcome != "L"]
        for level in range(1, 6):
            mine = [stay for stay in counted if stay.level == level]
            assert len(mine) == runs.n[trial, level - 1]
            assert sum(stay.outcome in "TB" for stay in mine) == runs.y[trial, level - 1]
            assert sum(stay.outcome in "EB" for stay in mine) == runs.eff[trial, level - 1]
        assert sum(stay.waited or 0 for stay in path.children) == pytest.approx(runs.waited[trial])
        assert sum(stay.enrolled is None for stay in path.children) == runs.away[trial]
        assert sum(stay.outcome == "L" for stay in path.children) == runs.replaced[trial]


def test_no_trial_is_drawn_without_a_clock():
    with pytest.raises(NotComputable, match="say how they come"):
        one_trial(job_of(BOIN, EFFECTIVE, Order(trials=1, seed=1)), 0)


UNSAFE = """
format = "rosette-design-1"
name = "invented"
design = "CRM"
variant = "empiric"
target = 0
most = 30
[skeleton]
guesses = [0.3, 0.2]
[accrual]
gap = "1 d"
window = "90 d"
[[level]]
name = "1"
dose = "12"
[[level]]
name = "2"
dose = "15 mCi/kg"
"""


def test_an_unsafe_file_is_refused_with_every_fault_at_once():
    with pytest.raises(DesignError) as found:
        read_specification(UNSAFE)
    told = str(found.value)
    for each in (".target: 0", "does not rise", "outlast the trial", '"12" is no dose with a unit'):
        assert each in told, each
