"""A part of a criterion that another rule language cannot say, and why."""

from __future__ import annotations

from attrs import frozen

from rosette.eligibility.nodes import (
    Age,
    Attested,
    Compare,
    Condition,
    Consent,
    Cumulative,
    Cycles,
    Interval,
    Is,
    Leaf,
    Molecular,
    Performance,
    Prior,
    Progressed,
    StableDose,
    StemCells,
    Taking,
    Together,
    Washout,
)


@frozen(kw_only=True)
class Unsaid:
    """One leaf that was left out: the criterion it belongs to, its text here, and why."""

    criterion: str
    text: str
    why: str


CLOSURES = "that it was never given is known here only from a reviewed list, which that language does not know"
WHY: dict[type, str] = {
    Age: "age at diagnosis needs the day of diagnosis",
    Is: "the test or attribute has no code on the lists here",
    Compare: "the limit, the support or the code cannot be said",
    Performance: "the scale changes with the age of the child",
    Washout: CLOSURES,
    Prior: CLOSURES,
    Together: "agents of one regimen are not told apart from agents that follow each other",
    Progressed: "progression during a treatment has no resource",
    Cycles: "cycles are not counted in that language's data",
    Taking: CLOSURES,
    StableDose: "a dose that has not risen needs the whole list of doses",
    Cumulative: "missing doses leave a lower bound, which that language does not know",
    Interval: "the first exposure needs the whole list of exposures",
    Condition: "grade, control, window or code cannot be said",
    Molecular: "covered and not found, and not covered, are not told apart there",
    StemCells: "stored cells have no resource",
    Consent: "the types of consent have no code",
    Attested: "a person answers it",
}


def why_unsaid(leaf: Leaf) -> str:
    """Why a leaf has no words in that language."""
    return WHY.get(type(leaf), "it counts facts of the record")
