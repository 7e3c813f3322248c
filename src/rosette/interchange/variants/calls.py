"""Who carries an allele: genotype, depths and fraction of one sample in one row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class Call:
    """What one sample shows of one allele. carried: None when that is not told; vaf: a fraction, 0 to 1."""

    carried: bool | None
    genotype: str = ""
    vaf: float | None = None
    depth: str = ""

    def __str__(self) -> str:
        told = (f"GT {self.genotype}" if self.genotype else "", f"depth {self.depth}" if self.depth else "")
        return ", ".join(each for each in told if each)


def call_of(data: Mapping[str, Any], number: int) -> Call:
    """Read the columns of one sample for the allele of that number, 1 for the first ALT."""
    genotype = data.get("GT")
    fraction = _fraction(data, number)
    carried = _carried(genotype, number) if isinstance(genotype, str) and genotype else None
    if not genotype and fraction is not None:
        carried = fraction > 0
    depth = data.get("DP")
    told = str(genotype) if genotype else ""
    return Call(carried=carried, genotype=told, vaf=fraction, depth="" if depth is None else str(depth))


def _carried(genotype: str, number: int) -> bool | None:
    alleles = re.split(r"[/|]", genotype)
    if str(number) in alleles:
        return True
    return None if "." in alleles else False


def _fraction(data: Mapping[str, Any], number: int) -> float | None:
    """The share of reads with the allele: told as such, or of the depths by allele."""
    for key in ("AF", "VAF", "FREQ", "FA"):
        found = fraction_in(_nth(data.get(key), number - 1))
        if found is not None:
            return found
    depths = data.get("AD")
    counts = [each for each in depths if isinstance(each, int)] if isinstance(depths, list) else []
    if isinstance(depths, list) and len(counts) == len(depths) > number and sum(counts) > 0:
        return round(counts[number] / sum(counts), 9)
    return None


def _nth(value: Any, index: int) -> Any:
    if isinstance(value, list):
        return value[index] if index < len(value) else None
    return value if index == 0 else None


def fraction_in(value: Any) -> float | None:
    """A fraction from 0 to 1, or a percentage with its sign; None for anything else."""
    text = str(value).strip() if value is not None else ""
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        return None
    number = number / 100 if text.endswith("%") else number
    return round(number, 9) if 0 <= number <= 1 else None
