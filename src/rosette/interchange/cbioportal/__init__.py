"""Study folders of cBioPortal: reports of variants and copy numbers to facts, and a record as a study of one child.

Promises: a file that a meta file names and that is not there is told; a Git LFS pointer is no data; a gain is no
amplification; what a study cannot say of a record is listed when it is written.
Source: [@cbioportal-formats, file formats].
"""

from rosette.interchange.cbioportal.reading import CBIOPORTAL
from rosette.interchange.cbioportal.writing import Study, study_of

__all__ = ["CBIOPORTAL", "Study", "study_of"]
