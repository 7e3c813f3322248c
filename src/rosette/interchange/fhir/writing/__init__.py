"""Records to FHIR R4: one resource a fact, its Provenance, and an extension for what FHIR has no place for."""

from rosette.interchange.fhir.writing.bundle import bundle_text, fhir_bundle
from rosette.interchange.fhir.writing.restoring import restored_record

__all__ = ["bundle_text", "fhir_bundle", "restored_record"]
