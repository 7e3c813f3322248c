"""Why the next dose of a trial is what it is."""

from __future__ import annotations

from enum import IntEnum


class Reason(IntEnum):
    """Why the next dose is what it is; a rule gives one for every state."""

    START = 0
    UP = 1
    STAY = 2
    DOWN = 3
    NO_SKIP = 4
    COHERENT = 5
    HELD = 6
    TOO_TOXIC = 7
    ENOUGH_HERE = 8
    ALL_ENROLLED = 9
    DECLARED = 10
    SUSPENDED = 11
    NO_JUMP = 12
    BESIDE = 13
    TOP = 14
    BOTTOM = 15
    DESIRED = 20
    MORE_DESIRED = 21
    LESS_DESIRED = 22
    EXPLORE = 23
    POOLED = 24
    LOT = 25

    @property
    def words(self) -> str:
        """In words, for a person."""
        return WORDS[self]


WORDS = {
    Reason.START: "nobody was treated yet",
    Reason.UP: "the data ask for the next dose up",
    Reason.STAY: "the data ask for more children at this dose",
    Reason.DOWN: "the data ask for the next dose down",
    Reason.TOP: "the data ask for a higher dose, and there is none",
    Reason.BOTTOM: "the data ask for a lower dose, and there is none",
    Reason.NO_SKIP: "no untried dose is skipped",
    Reason.COHERENT: "no step up right after a cohort with that many toxicities",
    Reason.HELD: "a higher dose is not admissible",
    Reason.TOO_TOXIC: "no dose is admissible",
    Reason.ENOUGH_HERE: "enough children at a dose that would be given again",
    Reason.ALL_ENROLLED: "all children of the design are enrolled",
    Reason.DECLARED: "the rule has found its dose",
    Reason.SUSPENDED: "the children under observation decide: wait for them",
    Reason.BESIDE: "the cohort waits: a child beside it at a lower dose, backfill",
    Reason.DESIRED: "this dose weighs best, toxicity and efficacy together",
    Reason.MORE_DESIRED: "the next dose up weighs best, toxicity and efficacy together",
    Reason.LESS_DESIRED: "a lower dose weighs best, toxicity and efficacy together",
    Reason.EXPLORE: "many children at this dose, no toxicity against it, and the dose above is untried",
    Reason.LOT: "a step in either medicine is as good: draw a lot; shown is the step in the first",
    Reason.POOLED: "a lower dose speaks against it: both together are more cautious",
    Reason.NO_JUMP: "no step raises the dose by more than the design allows",
}
