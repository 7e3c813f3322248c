"""Late effects: what a child was exposed to, which cited rules follow, and the dated calendar of surveillance.

Promises: an unknown dose is never zero and makes a plan stricter, never looser; a row that rests on unverified numbers
is shown and asks a clinician; every row keeps its reasons; merging never lengthens an interval.
"""

from rosette.survivorship.as_json import (
    changes_as_json,
    compared_as_json,
    item_as_json,
    plan_as_json,
    risk_as_json,
    summary_as_json,
)
from rosette.survivorship.differing import Change, Changes, Compared, diff, side_by_side, touched
from rosette.survivorship.doses import Dose
from rosette.survivorship.duties import Duty, DutyError
from rosette.survivorship.exposures import Exposed, Exposures
from rosette.survivorship.gathering import exposures_of
from rosette.survivorship.hearing import Ear, EarGrade, HearingGrades, audiometry, ear_grade, hearing_grades
from rosette.survivorship.history import History, HistoryError, history_of, load_history, read_history, told_history
from rosette.survivorship.items import CONVENTIONS, Item, Plan
from rosette.survivorship.kept import changes_since, kept_plan
from rosette.survivorship.merging import Visit, merged, visits
from rosette.survivorship.planning import plan_of
from rosette.survivorship.practice import Practice, PracticeError, Signature, load_practice, practice_of
from rosette.survivorship.predicates import Reason
from rosette.survivorship.recorded import results_of
from rosette.survivorship.results import Result
from rosette.survivorship.risk import RiskScore, heart_failure_scores
from rosette.survivorship.rulebook import FIRST_PROFILE, RuleBook, rules_of
from rosette.survivorship.signing import needs_signature, row_digest
from rosette.survivorship.summary import Request, TreatmentSummary, summary_of
from rosette.survivorship.totals import Sum
from rosette.survivorship.wording import trigger_words

__all__ = [
    "CONVENTIONS",
    "FIRST_PROFILE",
    "Change",
    "Changes",
    "Compared",
    "Dose",
    "Duty",
    "DutyError",
    "Ear",
    "EarGrade",
    "Exposed",
    "Exposures",
    "HearingGrades",
    "History",
    "HistoryError",
    "Item",
    "Plan",
    "Practice",
    "PracticeError",
    "Reason",
    "Request",
    "Result",
    "RiskScore",
    "RuleBook",
    "Signature",
    "Sum",
    "TreatmentSummary",
    "Visit",
    "audiometry",
    "changes_as_json",
    "changes_since",
    "compared_as_json",
    "diff",
    "ear_grade",
    "exposures_of",
    "hearing_grades",
    "heart_failure_scores",
    "history_of",
    "item_as_json",
    "kept_plan",
    "load_history",
    "load_practice",
    "merged",
    "needs_signature",
    "plan_as_json",
    "plan_of",
    "practice_of",
    "read_history",
    "results_of",
    "risk_as_json",
    "row_digest",
    "rules_of",
    "side_by_side",
    "summary_as_json",
    "summary_of",
    "told_history",
    "touched",
    "trigger_words",
    "visits",
]
