"""The columnar engine: many children against many criteria on one day, equal to `judge` cell by cell."""

from rosette.eligibility.screening.engine import Screened, screen
from rosette.eligibility.screening.table import Table

__all__ = ["Screened", "Table", "screen"]
