"""A tidy data cut of records: one table a kind of fact as CSV and Parquet, a codebook, a manifest of digests.

Promises: equal records give equal bytes; no label, no name of a record and no name of who entered a fact is in it; a
cell that a spreadsheet could run is guarded; every table comes with the mapping file that reads it again.
"""

from rosette.interchange.tidy.columns import CHILDREN, TidyColumn, columns, meaning
from rosette.interchange.tidy.cut import FORM, MANIFEST, tidy_cut
from rosette.interchange.tidy.mappings import mapping_text

__all__ = ["CHILDREN", "FORM", "MANIFEST", "TidyColumn", "columns", "mapping_text", "meaning", "tidy_cut"]
