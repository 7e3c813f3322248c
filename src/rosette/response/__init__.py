"""Response to treatment by named rules, scores of scans, stages, risk groups and grades.

Promises: "not evaluable" is never "not involved"; where the written rules leave a gap, the default and the other
reading are both told; a set of rules whose text was not read is named and not applied.
"""

from rosette.response.assessment import Assessment, assess
from rosette.response.codes import Code, Component, RuleGap
from rosette.response.grading import Grade, grade
from rosette.response.rules import NAMED, SHIPPED, RuleSet, rule_set
from rosette.response.scores import Scores, ScoresError, cut_readings, scores_in
from rosette.response.series import SeriesDay, series_of
from rosette.response.staging import Extent, RiskFeatures, features_of, inrgss, inss, risk_group

__all__ = [
    "NAMED",
    "SHIPPED",
    "Assessment",
    "Code",
    "Component",
    "Extent",
    "Grade",
    "RiskFeatures",
    "RuleGap",
    "RuleSet",
    "Scores",
    "ScoresError",
    "SeriesDay",
    "assess",
    "cut_readings",
    "features_of",
    "grade",
    "inrgss",
    "inss",
    "risk_group",
    "rule_set",
    "scores_in",
    "series_of",
]
