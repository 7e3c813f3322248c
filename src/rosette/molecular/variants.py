"""Variants as HGVS names them: a sequence, a kind of coordinates, a place and what changed there."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from rosette.records.views.molecular import AMINO_ACIDS

LETTERS = {**AMINO_ACIDS, "Xaa": "X"}
NAMES = {letter: name for name, letter in LETTERS.items()}
Kind = Literal["substitution", "deletion", "duplication", "insertion", "delins", "inversion", "frameshift"]
Coordinates = Literal["c", "g", "m", "n", "p"]


@frozen
class Base:
    """A place in a nucleotide sequence; `offset` counts into an intron; `from_stop` after the stop (c.*32)."""

    number: int
    offset: int = 0
    from_stop: bool = False

    def __str__(self) -> str:
        offset = f"{self.offset:+d}" if self.offset else ""
        return f"{'*' if self.from_stop else ''}{self.number}{offset}"


@frozen
class Residue:
    """A place in a protein: one-letter amino acid and number, F1174; the stop is `*`."""

    amino_acid: str
    number: int

    def __str__(self) -> str:
        return f"{NAMES[self.amino_acid]}{self.number}"

    @property
    def short(self) -> str:
        """One letter and the number."""
        return f"{self.amino_acid}{self.number}"


@frozen(kw_only=True)
class Variant:
    """One variant. kind: of Kind, or "extension", "identity", "unknown", "no protein". predicted: in brackets.

    `new` is what stands there afterwards: bases, or one-letter amino acids; `stop` how far the new stop is.
    """

    sequence: str | None
    coordinates: Coordinates
    kind: str
    start: Base | Residue | None = None
    end: Base | Residue | None = None
    old: str = ""
    new: str = ""
    stop: int | None = None
    predicted: bool = False

    @property
    def place(self) -> str:
        """First and last place as HGVS writes them."""
        if self.start is None:
            return ""
        return f"{self.start}" if self.end in (None, self.start) else f"{self.start}_{self.end}"

    @property
    def residue(self) -> str | None:
        """Residue of a change of a protein, F1174; None for others."""
        return self.start.short if isinstance(self.start, Residue) else None

    @property
    def short(self) -> str:
        """The change in one-letter form without the sequence, F1174L; nucleotide changes stay as they are."""
        if self.coordinates != "p":
            return self.change
        return _written(self, short=True)

    @property
    def change(self) -> str:
        """What changed, without the sequence: p.(Phe1174Leu)."""
        body = _written(self, short=False)
        return f"{self.coordinates}.({body})" if self.predicted else f"{self.coordinates}.{body}"

    def __str__(self) -> str:
        return f"{self.sequence}:{self.change}" if self.sequence else self.change


def _written(variant: Variant, *, short: bool) -> str:
    if variant.kind == "unknown" and variant.start is None:
        return "?"
    if variant.kind == "no protein":
        return "0"
    if variant.start is None:
        return "="
    if isinstance(variant.start, Base):
        return variant.place + _nucleotide(variant)
    ends = [each for each in (variant.start, variant.end) if isinstance(each, Residue)]
    place = "_".join(each.short if short else str(each) for each in dict.fromkeys(ends))
    return place + _protein(variant, short=short)


def _nucleotide(variant: Variant) -> str:
    words = {"deletion": "del", "duplication": "dup", "inversion": "inv", "identity": "="}
    if variant.kind == "substitution":
        return f"{variant.old}>{variant.new}"
    if variant.kind in words:
        return words[variant.kind]
    return ("delins" if variant.kind == "delins" else "ins") + variant.new


def _protein(variant: Variant, *, short: bool) -> str:
    new = variant.new if short else "".join(NAMES[letter] for letter in variant.new)
    stop = "*" if short else "Ter"
    words = {"deletion": "del", "duplication": "dup", "identity": "=", "unknown": "?", "substitution": new}
    if variant.kind in words:
        return words[variant.kind]
    if variant.kind == "frameshift":
        return f"{new}fs" + ("" if variant.stop is None else f"{stop}{variant.stop}")
    if variant.kind == "extension":
        return _extension(variant, new, stop)
    return ("delins" if variant.kind == "delins" else "ins") + new


def _extension(variant: Variant, new: str, stop: str) -> str:
    if isinstance(variant.start, Residue) and variant.start.amino_acid == "M":
        return f"ext{variant.stop}"
    return f"{new}ext{stop}{'?' if variant.stop is None else variant.stop}"
