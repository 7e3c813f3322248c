"""Laboratory messages of HL7 v2 (ORU^R01), by a tolerant splitter: any line end, any version from 2.1 to 2.9."""

from rosette.interchange.hl7v2.reading import HL7_V2
from rosette.interchange.hl7v2.splitting import Message, Segment, messages_of

__all__ = ["HL7_V2", "Message", "Segment", "messages_of"]
