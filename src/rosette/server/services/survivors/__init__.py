"""Survivors on the server: plans of surveillance, the list, results, the practice of a site and its signatures."""

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
    "Counts",
    "Followed",
    "MarkFault",
    "RuleState",
    "audiogram_fact",
    "compared",
    "counts_of",
    "followed",
    "make_again",
    "make_some",
    "marks_of",
    "practice_of_site",
    "put_practice",
    "replan",
    "reports_of",
    "rule_state",
    "rule_states",
    "sign_rule",
    "survivors",
    "withdraw_signature",
]
