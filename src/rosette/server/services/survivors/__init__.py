"""Survivors on the server: plans of surveillance, the list, results, the practice of a site, papers that went out.

Promises: a survivor or a family reads only what the team released, letter by letter as it was released; what a new
release of the rules changes is kept for every child until somebody of the team looked at it.
"""

from rosette.server.services.survivors.planned import Followed, compared, followed
from rosette.server.services.survivors.practice import (
    MEANING,
    MarkFault,
    RuleState,
    marks_of,
    practice_of_site,
    put_practice,
    rule_state,
    rule_states,
    sign_rule,
    withdraw_signature,
)
from rosette.server.services.survivors.releasing import (
    ReleaseFault,
    draft_paper,
    note_reading,
    paper_in,
    readers_for,
    release_plan,
    withdraw_plan,
)
from rosette.server.services.survivors.replanning import ChangeFault, review_change, rows_of
from rosette.server.services.survivors.reported import audiogram_fact, reports_of
from rosette.server.services.survivors.rows import (
    SHOWS,
    SOON,
    Counts,
    counts_of,
    make_again,
    make_some,
    replan,
    survivors,
)

__all__ = [
    "MEANING",
    "SHOWS",
    "SOON",
    "ChangeFault",
    "Counts",
    "Followed",
    "MarkFault",
    "ReleaseFault",
    "RuleState",
    "audiogram_fact",
    "compared",
    "counts_of",
    "draft_paper",
    "followed",
    "make_again",
    "make_some",
    "marks_of",
    "note_reading",
    "paper_in",
    "practice_of_site",
    "put_practice",
    "readers_for",
    "release_plan",
    "replan",
    "reports_of",
    "review_change",
    "rows_of",
    "rule_state",
    "rule_states",
    "sign_rule",
    "survivors",
    "withdraw_plan",
    "withdraw_signature",
]
