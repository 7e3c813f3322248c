"""The formats that are read, in the order in which they are tried."""

from __future__ import annotations

from rosette.interchange.cbioportal import CBIOPORTAL
from rosette.interchange.ccda import CCDA
from rosette.interchange.fhir import looks_like_fhir, read_fhir
from rosette.interchange.hl7v2 import HL7_V2
from rosette.interchange.odm import ODM
from rosette.interchange.phenopackets import PHENOPACKETS
from rosette.interchange.reading import Format
from rosette.interchange.tables import CSV, EXCEL
from rosette.interchange.variants import MAF, VCF

FORMATS: tuple[Format, ...] = (
    Format(name="fhir", told="FHIR R4 in JSON: a resource, a Bundle, or NDJSON", looks=looks_like_fhir, read=read_fhir),
    HL7_V2,
    CCDA,
    PHENOPACKETS,
    VCF,
    MAF,
    CBIOPORTAL,
    ODM,
    CSV,
    EXCEL,
)
