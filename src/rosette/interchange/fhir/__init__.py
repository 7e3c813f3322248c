"""FHIR R4: single resources, Bundles and NDJSON to facts (US Core, mCODE, Genomics Reporting), and records back.

Promises: each resource ends as a candidate, as part of one, or as a loss; what a status, a modifier or a missing value
keeps from being a fact is told; a record written and read again is equal.
"""

from rosette.interchange.fhir.reading import read_fhir
from rosette.interchange.fhir.resources import looks_like_fhir

__all__ = ["looks_like_fhir", "read_fhir"]
