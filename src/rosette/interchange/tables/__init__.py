"""Tables (CSV, Excel) to facts, by a mapping file that states columns, units, days, decimal sign and words.

Promises: a delimiter, a day, a decimal sign, a unit, a code is stated and never guessed; a missing code is "not stated"
and never "no"; every fault of a row names its row and column; a column that no rule reads is told.
"""

from rosette.interchange.tables.grid import Cell, Grid, Line
from rosette.interchange.tables.mapped import mapped
from rosette.interchange.tables.mapping import FORM, read_mapping
from rosette.interchange.tables.reading import CSV, EXCEL
from rosette.interchange.tables.rules import TableMapping
from rosette.interchange.tables.shipped import chosen, shipped
from rosette.interchange.tables.targets import Target, targets

__all__ = [
    "CSV",
    "EXCEL",
    "FORM",
    "Cell",
    "Grid",
    "Line",
    "TableMapping",
    "Target",
    "chosen",
    "mapped",
    "read_mapping",
    "shipped",
    "targets",
]
