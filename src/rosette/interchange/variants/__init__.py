"""Files of variants: VCF and MAF, one molecular report for each sample, with what was looked for by a panel.

Promises: found, looked for and not found, and not tested stay apart; a row that is refused, filtered or without a gene
takes the word "not found" from every gene that it may lie in; each row ends as a finding or a loss with its line.
Source: [@vcf-spec, sections 1 to 3], [@maf-spec, columns].
"""

from rosette.interchange.variants.maf import MAF
from rosette.interchange.variants.vcf import VCF

__all__ = ["MAF", "VCF"]
