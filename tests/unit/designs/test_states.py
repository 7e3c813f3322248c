"""What a state may be, what the notation of trialists says at its edges, and a state as it could have been."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, strategies as st

from rosette.designs.outcomes import read_outcomes, state_after
from rosette.designs.states import State, equal_rows, many
from rosette.designs.what_if import with_toxicities
from rosette.kernel import UsageError

# --- what cannot be -------------------------------------------------------------------------------------------

# the words of a state at dose 1 of 4 children, 2 with toxicity, and what is said of it; None: it can be
STATES = [
    ({}, None),
    ({"y": (0,)}, None),
    ({"y": (4,)}, None),
    ({"y": (-1,)}, "-1 toxicities of 4"),
    ({"y": (5,)}, "5 toxicities of 4"),
    ({"y": (2, 0)}, "different numbers of doses"),
    ({"pending": (0, 0)}, "different numbers of doses"),
    ({"watched": ((), ())}, "different numbers of doses"),
    ({"at": 0}, "dose 0 is not one of 1 to 1"),
    ({"at": 2}, "dose 2 is not one of 1 to 1"),
    ({"eff": (1,)}, "without efficacy together with toxicity"),
    ({"both": (1,)}, "without efficacy together with toxicity"),
    ({"eff": (1,), "both": (0,)}, None),
    ({"eff": (1,), "both": (1,)}, None),
    ({"eff": (1,), "both": (2,)}, "do not fit"),  # more with both than with efficacy
    ({"eff": (3,), "both": (0,)}, "do not fit"),  # of 3 and 2 of 4 children one at least has both
    ({"eff": (3,), "both": (1,)}, None),
    ({"eff": (3,), "both": (3,)}, "do not fit"),  # more with both than with toxicity
    ({"eff": (5,), "both": (2,)}, "do not fit"),
    ({"pending": (1,), "watched": ((0.0,),)}, None),
    ({"pending": (1,), "watched": ((1.0,),)}, None),
    ({"pending": (1,), "watched": ((1.1,),)}, "is not one share"),
    ({"pending": (1,), "watched": ((-0.1,),)}, "is not one share"),
    ({"pending": (2,), "watched": ((0.5,),)}, "is not one share"),
]


@pytest.mark.parametrize(("words", "said"), STATES, ids=[str(words) for words, _ in STATES])
def test_a_state_can_be_or_is_refused_with_its_fault(words, said):
    words = {"n": (4,), "y": (2,), "at": 1, **words}
    if said is None:
        assert many([State(**words)]).total[0] == 4 + sum(words.get("pending", ()))
    else:
        with pytest.raises(UsageError, match=said):
            State(**words)


def test_children_under_observation_lie_side_by_side_and_empty_places_belong_to_no_dose():
    one = State(n=(1, 0), y=(0, 0), at=1, pending=(0, 2), watched=((), (0.25, 0.5)))
    two = State(n=(1, 0), y=(0, 0), at=1, pending=(1, 0), watched=((1.0,), ()))
    watched = many([one, two]).watched
    assert watched.dose.tolist() == [[2, 2], [1, 0]]
    assert watched.share.tolist() == [[0.25, 0.5], [1.0, 0.0]]
    assert watched.followed(2).tolist() == [[0.0, 0.75], [1.0, 0.0]]
    assert many([one, State(n=(1, 0), y=(0, 0), at=1)]).watched is None


# --- which states are the same --------------------------------------------------------------------------------


def every(most):
    """Each number of toxicities of each number of children."""
    return [(n, y) for n in range(most + 1) for y in range(n + 1)]


@pytest.mark.parametrize("scale", [1, 30_000])
def test_states_are_grouped_with_their_equals_alone(scale):
    """Scale 30000: the counts are too large for one whole number of a state."""
    rows = [(one, two, more) for one, two in product(every(3), repeat=2) for more in (-1, 0, 1)]
    rows = rows + rows[::-1]
    n, y = (scale * np.array([[one[at], two[at], 2, 3] for one, two, _ in rows]) for at in (0, 1))
    more = np.array([each[2] for each in rows])
    first, group = equal_rows(n, np.minimum(y, n), more)
    assert len(first) == len(rows) // 2
    assert all(rows[place] == rows[first[group[place]]] for place in range(len(rows)))
    assert len(equal_rows(n, np.minimum(y, n))[0]) == len(rows) // 6


# --- the notation at its edges --------------------------------------------------------------------------------

SHARES = [
    ("2P[0]", ((), (0.0,))), ("2P[1]", ((), (1.0,))), ("2P[.5]", ((), (0.5,))), ("2P[1.]", ((), (1.0,))),
    ("1NP[0.4]P[0.2] 2P[0.1]", ((0.4, 0.2), (0.1,))), ("1NP[0.4]P", None), ("1NT", ((), ())),
    ("2P[1.01]", "from 0 to 1"), ("2P[2]", "from 0 to 1"), ("2P[.]", "from 0 to 1"), ("2P[0..5]", "from 0 to 1"),
    ("2P[0.5.]", "from 0 to 1"), ("2P[]", "is no cohort"), ("0N", "only 1 to 2"), ("3N", "only 1 to 2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SHARES)
def test_the_follow_up_of_each_child_is_read_or_refused(text, found):
    if isinstance(found, str):
        with pytest.raises(UsageError, match=found):
            read_outcomes(text, doses=2)
    else:
        assert state_after(read_outcomes(text, doses=2), doses=2).watched == found


def test_a_trial_without_children_stands_at_its_start_with_no_cohort():
    state = state_after((), doses=3)
    assert (state.at, state.last, state.n, state.pending) == (1, (0, 0), (0, 0, 0), (0, 0, 0))
    assert state_after((), doses=3, start=2).at == 2


def test_the_last_cohort_is_of_the_last_dose_and_of_the_last_children():
    told = read_outcomes("1TTT 2TNN 2NNP", doses=3)
    assert state_after(told, doses=3, size=3).last == (2, 0)
    assert state_after(told, doses=3, size=4).last == (3, 0)
    assert state_after(told, doses=3, size=9).last == (5, 1)


def test_efficacy_is_read_beside_toxicity():
    state = state_after(read_outcomes("1NEB 2TEP", doses=2), doses=2)
    assert (state.n, state.y, state.eff, state.both) == ((3, 2), (1, 1), (2, 1), (1, 0))


# --- a state as it could have been ----------------------------------------------------------------------------

# 4 children at dose 2, 2 with toxicity, 1 of them among the 3 of the last cohort; 3 with efficacy, 2 with both
OTHERWISE = [(0, (3, 0), 0), (1, (3, 0), 1), (2, (3, 1), 2), (3, (3, 2), 2), (4, (3, 3), 3)]


@pytest.mark.parametrize(("y", "last", "both"), OTHERWISE)
def test_the_last_cohort_has_the_difference_and_efficacy_stays(y, last, both):
    state = State(n=(3, 4, 0), y=(0, 2, 0), at=2, last=(3, 1), eff=(1, 3, 0), both=(0, 2, 0))
    other = with_toxicities(state, 1, y)
    assert (other.y, other.last, other.eff, other.both) == ((0, y, 0), last, (1, 3, 0), (0, both, 0))


def test_toxicities_that_need_not_overlap_with_efficacy_do_not():
    state = State(n=(4,), y=(0,), at=1, last=(3, 0), eff=(1,), both=(0,))
    assert [with_toxicities(state, 0, y).both for y in range(5)] == [(0,), (0,), (0,), (0,), (1,)]
    assert with_toxicities(State(n=(4,), y=(0,), at=1), 0, 2).both is None


@given(st.data())
def test_every_state_as_it_could_have_been_can_be(data):
    n = data.draw(st.integers(1, 6))
    y, eff = data.draw(st.integers(0, n)), data.draw(st.integers(0, n))
    both = data.draw(st.integers(max(0, eff + y - n), min(eff, y)))
    last_n = data.draw(st.integers(0, n))
    last = (last_n, data.draw(st.integers(max(0, y - n + last_n), min(last_n, y))))
    state = State(n=(n,), y=(y,), at=1, last=last, eff=(eff,), both=(both,))
    assert with_toxicities(state, 0, y) == state
    for other in (with_toxicities(state, 0, toxic) for toxic in range(n + 1)):
        assert 0 <= other.last[1] <= other.last[0]
