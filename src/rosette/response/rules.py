"""Named sets of rules, with the numbers of each from the cited data."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import NotComputable, UsageError, did_you_mean
from rosette.knowledge import Knowledge

SHIPPED = "INRC2017"
NAMED = (SHIPPED, "NANT_v1_0", "NANT_v1_2", "NANT_v2_0")


@frozen(kw_only=True)
class RuleSet:
    """The numbers of a set of rules: mm, shares of 0 to 1, per cent of marrow as 0 to 100.

    node_mm is the limit taken for a target node, node_other_mm that of the other reading.
    """

    name: str
    residual_mm: float
    node_mm: float
    node_other_mm: float
    fall: float
    rise: float
    rise_mm: float
    score_fall: float
    score_low: float
    score_rise: float
    marrow_minimal: float
    marrow_high: float
    marrow_fold: float


def rule_set(name: str, knowledge: Knowledge) -> RuleSet:
    """The rules by name; raises UsageError for an unknown name, NotComputable for one whose text is not in hand.

    Source: [@park-2017, abstract], [@pdq-neuroblastoma, response criteria].
    """
    if name not in NAMED:
        raise UsageError(f'"{name}" is no set of rules{did_you_mean(name, NAMED)}: {", ".join(NAMED)}')
    if name != SHIPPED:
        raise NotComputable(
            f"{name} is named and not shipped: its protocol appendix could not be read. Judge by {SHIPPED}, and say so."
        )
    return RuleSet(
        name=name,
        residual_mm=_value(knowledge, "residual_under"),
        node_mm=_value(knowledge, "node_residual_under.paper"),
        node_other_mm=_value(knowledge, "node_residual_under"),
        fall=_value(knowledge, "size_fall") / 100,
        rise=_value(knowledge, "size_rise") / 100,
        rise_mm=_value(knowledge, "size_rise_absolute"),
        score_fall=_value(knowledge, "score_fall") / 100,
        score_low=_value(knowledge, "score_low") / 100,
        score_rise=_value(knowledge, "score_rise") / 100,
        marrow_minimal=_value(knowledge, "marrow_minimal"),
        marrow_high=_value(knowledge, "marrow_high"),
        marrow_fold=_value(knowledge, "marrow_fold"),
    )


def _value(knowledge: Knowledge, name: str) -> float:
    return knowledge.constants[f"inrc.{name}"].value.value
