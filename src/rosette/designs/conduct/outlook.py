"""What comes next: the decision of the rule on today's data, and after every completion."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.designs.conduct.bounds import Boundary, boundaries
from rosette.designs.conduct.children import children_on, unanswered
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.standing import state_on
from rosette.designs.conduct.whatif import Completion, decide_on, what_if
from rosette.designs.design import Decision
from rosette.designs.states import State
from rosette.kernel import NotComputable


@frozen(kw_only=True)
class Outlook:
    """The rule on the data of a day; nothing of it is in force.

    determined: it waits for nobody, since every completion gives this decision. completions: empty with `too_many`
    saying why when there are too many of them. recommended: the level if the trial ended here. unanswered: children
    with toxicity whose response is not known and counts as none so far.
    """

    state: State
    decision: Decision
    determined: bool
    recommended: int | None
    boundaries: tuple[Boundary, ...]
    completions: tuple[Completion, ...]
    too_many: str = ""
    unanswered: tuple[str, ...] = ()


def outlook(ledger: Ledger, day: date) -> Outlook:
    """What the rule would say at the end of a day; raises UsageError when the design does not say its conduct."""
    known = ledger.until(day)
    design, state = known.specification.design, state_on(known, day)
    completions: tuple[Completion, ...] = ()
    why, ask = "", unanswered(children_on(known, day), known.plan)
    decision, early = (design.decide(state), False) if ask else decide_on(design, state)
    try:
        completions = what_if(design, state) if sum(state.pending) else ()
    except NotComputable as fault:
        why = str(fault)
    return Outlook(
        state=state,
        decision=decision,
        determined=early,
        recommended=design.recommend(state),
        boundaries=boundaries(design, state),
        completions=completions,
        too_many=why,
        unanswered=ask,
    )
