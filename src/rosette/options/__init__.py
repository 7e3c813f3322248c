"""One child's board of options: every place of the portfolio judged, with days, ways in and blockers.

Promises: every option is there, comfort-focused care always; the object that decides is the object that is shown.
"""

from rosette.options.as_json import board_json, criterion_json, option_json
from rosette.options.board import Board, Section, make_board, section_of
from rosette.options.option import CriterionReport, No, Option, judge_arm
from rosette.options.settling import Settling, TestSet, settle

__all__ = [
    "Board",
    "CriterionReport",
    "No",
    "Option",
    "Section",
    "Settling",
    "TestSet",
    "board_json",
    "criterion_json",
    "judge_arm",
    "make_board",
    "option_json",
    "section_of",
    "settle",
]
