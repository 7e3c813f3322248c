"""From a criteria draft to a trial file, by the decisions of persons: nothing is used that nobody decided.

Promises: a passage left open is never accepted as it stands; a passage that was not encoded is acknowledged, never
dropped; a decision holds for the very words that it was made on; a curated trial never stands in for a
trial file of the portfolio.
"""

from rosette.portfolio.curation.decision import (
    Choice,
    Curated,
    CurationAct,
    DecisionAct,
    offered,
    settled_as,
    why_not_accepted,
)
from rosette.portfolio.curation.edited import as_note, as_question, checked_edit
from rosette.portfolio.curation.overlay import curated_trial, with_curated
from rosette.portfolio.curation.passages import asked, passage_keys
from rosette.portfolio.curation.standing import decisions_for, decisions_on
from rosette.portfolio.curation.trialfile import Finish, approved_text, text_digest, trial_text

__all__ = [
    "Choice",
    "Curated",
    "CurationAct",
    "DecisionAct",
    "Finish",
    "approved_text",
    "as_note",
    "as_question",
    "asked",
    "checked_edit",
    "curated_trial",
    "decisions_for",
    "decisions_on",
    "offered",
    "passage_keys",
    "settled_as",
    "text_digest",
    "trial_text",
    "why_not_accepted",
    "with_curated",
]
