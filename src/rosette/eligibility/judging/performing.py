"""Performance scores: which scale counts depends on the child's age; a scale that does not count says nothing."""

from __future__ import annotations

from datetime import date

from rosette.eligibility.judgement import Act, Judgement, Why
from rosette.eligibility.judging.ages import turning_day
from rosette.eligibility.judging.bounds import compare
from rosette.eligibility.judging.making import agreed, joined, make, only, unknown
from rosette.eligibility.judging.series import DayGroup, completions, groups, valid_days
from rosette.eligibility.nodes import Bound, Op, Performance, ScaleRule, Side
from rosette.eligibility.subject import Subject, day_text
from rosette.kernel import Masks
from rosette.records import views
from rosette.records.views import PerformanceReading

_SCALE_NAMES = {"lansky": "Lansky", "karnofsky": "Karnofsky", "ecog": "ECOG"}
_SIDE_OPS: dict[Side, Op] = {"under": "<", "through": "<=", "from": ">=", "over": ">"}


def scale_days(subject: Subject, rule: ScaleRule, birth: date) -> int:
    """Days on which the scale counts at the child's age: "over 16 years" begins with the 17th birthday."""
    if rule.side is None or rule.age is None:
        return subject.full
    age = rule.age
    if rule.side == "over":
        age = type(age)(age.count + 1, age.unit)
    op = ">=" if rule.side == "over" else _SIDE_OPS[rule.side]
    rising, day = turning_day(birth, Bound(op=op, age=age))
    return subject.frame.days(day, None) if rising else subject.frame.days(None, day - 1)


def judge_performance(subject: Subject, node: Performance) -> Judgement:
    """Judge the latest score on a scale that counts."""
    scales = {rule.scale for rule in node.scales}
    scores = [
        each for each in views.performance(subject.index) if each.scale in scales and each.first < subject.frame.stop
    ]
    remedy = subject.remedy(
        Act.ORDER,
        "performance",
        f"Score the child on {' or '.join(_SCALE_NAMES[scale] for scale in sorted(scales))}.",
        "exam",
        f"valid for {node.within}" if node.within else "",
    )
    if not scores:
        return unknown(subject, node, "performance not scored on a scale that counts", Why.NEVER_MEASURED, remedy)
    births = sorted({subject.record.birth.earliest, subject.record.birth.latest})
    both = [_both(subject, node, groups(each), birth) for each in completions(scores) for birth in births]
    strict = agreed((subject.full if both else 0,) * 2, *(pair[0] for pair in both))
    carried = agreed((subject.full if both else 0,) * 2, *(pair[1] for pair in both))
    last = [each for each in scores if each.first <= subject.day][-1:]
    why, reason = _said(subject, node, last)
    return make(
        subject,
        node,
        strict,
        why,
        carried=carried,
        reason=reason,
        evidence=tuple(each.fact for each in last),
        remedies=(remedy,),
    )


def _said(subject: Subject, node: Performance, last: list[PerformanceReading]) -> tuple[str, Why]:
    if not last:
        return f"performance not scored up to {subject.on}", Why.NEVER_MEASURED
    score = last[0]
    said = f"{_SCALE_NAMES[score.scale]} {score.score:g} on {day_text(score.last)}"
    today = subject.frame.bit(subject.day)
    if not valid_days(subject, score.last, None, node.within) & today:
        return f"{said}: older than {node.within}", Why.STALE
    if not _counting_days(subject, node, score.scale) & today:
        return f"{said}: that scale does not count at this age", Why.INCOMPLETE
    return said, Why.CONFLICTING


def _counting_days(subject: Subject, node: Performance, scale: str) -> int:
    """Days on which the scale counts, whatever day of birth is meant."""
    birth, days = subject.record.birth, subject.full
    for born in (birth.earliest, birth.latest):
        days &= _scale_mask(subject, node, scale, born)
    return days


def _scale_mask(subject: Subject, node: Performance, scale: str, birth: date) -> int:
    days = 0
    for rule in node.scales:
        days |= scale_days(subject, rule, birth) if rule.scale == scale else 0
    return days


def _both(
    subject: Subject, node: Performance, runs: list[DayGroup[PerformanceReading]], birth: date
) -> tuple[Masks, Masks]:
    strict: list[Masks] = []
    ahead: Masks = (0, 0)
    for place, run in enumerate(runs):
        until = runs[place + 1].day - 1 if place + 1 < len(runs) else None
        raw = _group(subject, node, run, birth)
        strict.append(only(raw, valid_days(subject, run.day, until, node.within)))
        later = subject.frame.days(max(run.day, subject.day + 1), until)
        ahead = joined(only(ahead, ~later), only(raw, later) if run.day <= subject.day else strict[-1])
    now = joined(*strict)
    return now, joined(only(now, ~subject.future), only(ahead, subject.future))


def _group(subject: Subject, node: Performance, run: DayGroup[PerformanceReading], birth: date) -> Masks:
    """Scores of one day: those on a scale that counts at the age must agree; on other days they say nothing.

    Where a wheelchair counts as walking, a score that is too low may have been given for the wheelchair alone,
    unless it is said that there was none.
    """
    counted, yes, no = 0, 0, 0
    for each in run.items:
        days = _scale_mask(subject, node, each.scale, birth)
        met = compare(each.score, node.op, node.score)
        counted |= days
        excused = node.wheelchair and each.wheelchair is not False
        yes, no = yes | (days if met or excused else 0), no | (0 if met else days)
    return counted & yes & ~no, counted & no & ~yes
