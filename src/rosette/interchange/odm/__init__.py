"""CDISC ODM 1.3 and REDCap project XML to facts, by the same mapping files as tables, on the OIDs of the fields.

Promises: a value outside its own list of choices is refused; a code of missing data and a box that was not ticked are
"not stated"; a day is read by the type of its field.
"""

from rosette.interchange.odm.reading import ODM, odm_grid

__all__ = ["ODM", "odm_grid"]
