"""How each kind of leaf is judged; one module a family of facts. `judge_leaf` finds the right one."""

from rosette.eligibility.judging.table import judge_leaf

__all__ = ["judge_leaf"]
