"""Performance: which scale counts at which age, scores, wheelchairs, births known in part."""

from __future__ import annotations

import pytest
from tests.support.children import NO, UNKNOWN, YES, Fact, fact, rows, truth, word


def scored(scale: str, score: int, on: str = "2026-05-29", **more: object) -> Fact:
    return fact("performance", scale=scale, score=score, on=on, **more)


SPLITS = """
    scales                                         | born       | Lansky | Karnofsky
    lansky under 16 years, karnofsky from 16 years | 2010-06-02 | counts | -
    lansky under 16 years, karnofsky from 16 years | 2010-06-01 | -      | counts
    lansky through 16 years, karnofsky over 16 years | 2010-06-01 | counts | -
    lansky through 16 years, karnofsky over 16 years | 2009-06-02 | counts | -
    lansky through 16 years, karnofsky over 16 years | 2009-06-01 | -    | counts
    lansky under 10 years, karnofsky over 10 years | 2016-06-02 | counts | -
    lansky under 10 years, karnofsky over 10 years | 2016-06-01 | -      | -
    lansky under 10 years, karnofsky over 10 years | 2015-06-02 | -      | -
    lansky under 10 years, karnofsky over 10 years | 2015-06-01 | -      | counts
    lansky through 10 years, karnofsky from 10 years | 2016-06-01 | counts | counts
    lansky or karnofsky                            | 2016-06-01 | counts | counts
"""


@pytest.mark.parametrize("row", rows(SPLITS))
def test_the_scale_that_counts_at_an_age(row: list[str]) -> None:
    """The fourth split leaves a gap at ten years of age: there no score counts, and the truth is unknown."""
    scales, born, *expected = row
    asked = f"performance >= 50 ({scales})"
    found = [truth(asked, scored(scale, 90), birth=born) for scale in ("lansky", "karnofsky")]
    assert ["counts" if each is YES else "-" for each in found] == expected
    assert set(found) <= {YES, UNKNOWN}


SCORES = """
    asked                                    | scale     | score | truth
    performance >= 50 (lansky or karnofsky)  | lansky    | 50    | yes
    performance > 50 (lansky or karnofsky)   | lansky    | 50    | no
    performance > 50 (lansky or karnofsky)   | lansky    | 60    | yes
    performance >= 50 (lansky or karnofsky)  | ecog      | 1     | ?
    performance <= 2 (ecog)                  | ecog      | 2     | yes
    performance <= 2 (ecog)                  | ecog      | 3     | no
    performance <= 2 (ecog)                  | lansky    | 90    | ?
"""


@pytest.mark.parametrize("row", rows(SCORES))
def test_scores(row: list[str]) -> None:
    asked, scale, score, expected = row
    assert word(truth(asked, scored(scale, int(score)))) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-05-18", YES), ("2026-05-17", UNKNOWN)])
def test_a_score_goes_stale(on: str, expected: object) -> None:
    assert truth("performance >= 50 (lansky) within 14 days", scored("lansky", 90, on)) is expected


WHEELCHAIR = """
    asked                                             | score | wheelchair | truth
    performance >= 50 (lansky) wheelchair counts      | 40    | yes        | ?
    performance >= 50 (lansky) wheelchair counts      | 40    | no         | no
    performance >= 50 (lansky) wheelchair counts      | 60    | yes        | yes
    performance >= 50 (lansky) wheelchair counts      | 40    | not said   | ?
    performance >= 50 (lansky) wheelchair counts      | 60    | not said   | yes
    performance >= 50 (lansky)                        | 40    | yes        | no
"""


@pytest.mark.parametrize("row", rows(WHEELCHAIR))
def test_a_low_score_in_a_wheelchair_that_counts_as_walking_is_asked_about_again(row: list[str]) -> None:
    asked, score, wheelchair, expected = row
    more = {} if wheelchair == "not said" else {"wheelchair": wheelchair == "yes"}
    assert word(truth(asked, scored("lansky", int(score), **more))) == expected


def test_two_scores_of_one_day_that_disagree_are_conflicting() -> None:
    facts = [scored("lansky", 40), scored("karnofsky", 90)]
    assert truth("performance >= 50 (lansky or karnofsky)", *facts) is UNKNOWN
    assert truth("performance >= 50 (lansky)", *facts) is NO


def test_a_birth_known_in_part_may_leave_open_which_scale_counts() -> None:
    asked = "performance >= 50 (lansky under 16 years, karnofsky from 16 years)"
    assert truth(asked, scored("lansky", 90), birth="2010") is UNKNOWN
    assert truth(asked, scored("lansky", 90), birth="2011") is YES


def test_without_a_score_performance_is_unknown() -> None:
    assert truth("performance >= 50 (lansky)") is UNKNOWN
