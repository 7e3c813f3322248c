"""Clinical documents of C-CDA: coded entries through the FHIR mapping, sections of text as losses."""

from rosette.interchange.ccda.reading import CCDA

__all__ = ["CCDA"]
