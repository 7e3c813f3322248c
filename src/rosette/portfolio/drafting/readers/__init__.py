"""Readers of one clause, by kind of criterion: each returns what it read and leaves the rest."""

from rosette.portfolio.drafting.readers.age import read_age
from rosette.portfolio.drafting.readers.laboratory import read_laboratory
from rosette.portfolio.drafting.readers.performance import read_performance
from rosette.portfolio.drafting.readers.statements import read_statements
from rosette.portfolio.drafting.readers.washout import read_washouts

__all__ = ["read_age", "read_laboratory", "read_performance", "read_statements", "read_washouts"]
