"""Which function judges which leaf."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rosette.eligibility import nodes as n
from rosette.eligibility.judgement import Judgement
from rosette.eligibility.judging.ages import judge_age
from rosette.eligibility.judging.asked import judge_attested, judge_consent
from rosette.eligibility.judging.coded import judge_is
from rosette.eligibility.judging.conditions import judge_condition
from rosette.eligibility.judging.findings import judge_molecular
from rosette.eligibility.judging.given import judge_prior, judge_taking
from rosette.eligibility.judging.history import (
    judge_count,
    judge_cumulative,
    judge_cycles,
    judge_interval,
)
from rosette.eligibility.judging.measured import judge_compare
from rosette.eligibility.judging.performing import judge_performance
from rosette.eligibility.judging.regimens import judge_progressed, judge_together
from rosette.eligibility.judging.stable import judge_stable_dose
from rosette.eligibility.judging.stored import judge_stem_cells
from rosette.eligibility.judging.washouts import judge_washout
from rosette.eligibility.subject import Subject

JUDGES: Mapping[type, Callable[[Subject, Any], Judgement]] = {
    n.Age: judge_age,
    n.Is: judge_is,
    n.Compare: judge_compare,
    n.Performance: judge_performance,
    n.Washout: judge_washout,
    n.Prior: judge_prior,
    n.Together: judge_together,
    n.Progressed: judge_progressed,
    n.Cycles: judge_cycles,
    n.Count: judge_count,
    n.Taking: judge_taking,
    n.StableDose: judge_stable_dose,
    n.Cumulative: judge_cumulative,
    n.Interval: judge_interval,
    n.Condition: judge_condition,
    n.Molecular: judge_molecular,
    n.StemCells: judge_stem_cells,
    n.Consent: judge_consent,
    n.Attested: judge_attested,
}


def judge_leaf(subject: Subject, leaf: n.Leaf) -> Judgement:
    """Judge one leaf for the subject."""
    return JUDGES[type(leaf)](subject, leaf)
