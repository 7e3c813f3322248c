"""The criteria language and its two engines: `judge` explains one child, `screen` reads many at once.

Promises: strong Kleene truth on every day; silence is never absence; what is printed reads back the same; the two
engines agree cell by cell.
"""

from rosette.eligibility.criteria import Criterion, Drop, Item, Note, Polarity, overlaid, print_criteria
from rosette.eligibility.expressions import read_expression, write_expression
from rosette.eligibility.judge import judge, judge_for
from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.opening import Openings, Way
from rosette.eligibility.parser import Macro, parse_criteria, parse_macros
from rosette.eligibility.reader import Reader, Unreadable, Vocabulary
from rosette.eligibility.static import check_static
from rosette.eligibility.subject import Subject
from rosette.eligibility.vocabulary import vocabulary_of

__all__ = [
    "Act",
    "Criterion",
    "Drop",
    "Item",
    "Judgement",
    "Macro",
    "Note",
    "Openings",
    "Polarity",
    "Reader",
    "Remedy",
    "Subject",
    "Unreadable",
    "Vocabulary",
    "Way",
    "Why",
    "check_static",
    "judge",
    "judge_for",
    "overlaid",
    "parse_criteria",
    "parse_macros",
    "print_criteria",
    "read_expression",
    "vocabulary_of",
    "write_expression",
]
