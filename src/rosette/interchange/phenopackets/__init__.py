"""Phenopackets of GA4GH, version 2, in JSON: to facts of a record, and a record as a phenopacket.

Promises: an age becomes a day only with an exact day of birth, and then only as exact as the age is; an excluded
feature is absence only where its code is the word of the record itself; each item ends as a candidate or a loss.
Source: [@phenopackets-v2, building blocks].
"""

from rosette.interchange.phenopackets.reading import PHENOPACKETS
from rosette.interchange.phenopackets.writing import Packet, phenopacket_of

__all__ = ["PHENOPACKETS", "Packet", "phenopacket_of"]
