"""One row of a VCF for one sample: findings, or the reason why there is none."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from rosette.interchange.variants.calls import Call, call_of, fraction_in
from rosette.interchange.variants.effects import Effect, annotated, plain
from rosette.interchange.variants.gathering import EVERY, Row
from rosette.interchange.variants.header import FAULTS, Head
from rosette.interchange.variants.outcomes import small, structural
from rosette.interchange.variants.words import words
from rosette.knowledge import Knowledge
from rosette.molecular import find_gene

if TYPE_CHECKING:
    from vcfpy import Record


@frozen(kw_only=True)
class Line:
    """One row that could be read, with its place in the file."""

    number: int
    text: str
    record: Record = field(repr=False)

    @property
    def said(self) -> str:
        """Its place in the genome and its alleles."""
        chromosome, place, _, ref, alt = self.text.split("\t")[:5]
        return f"{chromosome}:{place} {ref[:40]}>{alt[:60]}"


def parsed(number: int, text: str, head: Head) -> Line | Row:
    """Read one row; one that cannot be read leaves every gene in doubt."""
    from vcfpy.exceptions import VCFPyException

    cells = text.split("\t")
    wrong = _wrong(cells)
    if wrong is None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                record = head.parser.parse_line(text)
            if record is not None:
                return Line(number=number, text=text, record=record)
            wrong = "the row is empty"
        except (VCFPyException, *FAULTS) as fault:
            wrong = (
                f"the row cannot be read: {str(fault).splitlines()[0][:120] if str(fault) else type(fault).__name__}"
            )
    said = " ".join(cells[:5])[:200] or "?"
    return Row(line=number, said=said, why=wrong, remedy="Ask for the row again.", grade="refused", doubts=(EVERY,))


def _wrong(cells: Sequence[str]) -> str | None:
    if len(cells) < 8:
        return f"the row has {len(cells)} columns, not 8 or more"
    if not cells[3].strip():
        return "empty REF"
    if not set(cells[3].upper()) <= set("ACGTNRYSWKMBDHV"):
        return "REF is no sequence of bases"
    return None if cells[1].isdecimal() else "the position is no number"


@frozen(kw_only=True)
class Seat:
    """Whose report a row is read for: a sample, and the germline sample of the same child; None: a file without any."""

    sample: str | None
    normal: str | None
    head: Head = field(repr=False)
    knowledge: Knowledge = field(repr=False)


def rows_for(line: Line, seat: Seat) -> Iterator[Row]:
    """What a row says of a sample, one answer for each of its alleles."""
    base = Row(line=line.number, said=line.said)
    alleles = line.text.split("\t")[4].split(",")
    if alleles == ["."]:
        yield evolve(base, why="the row says that the reference stands there")
    else:
        for number, raw in enumerate(alleles, 1):
            yield _allele(line, base, number, raw, seat)


def _allele(line: Line, base: Row, number: int, raw: str, seat: Seat) -> Row:
    call = _called(line, seat.sample, number)
    beside = _called(line, seat.normal, number) if seat.normal else None
    effects = _effects(line, raw, number, seat)
    genes = tuple(dict.fromkeys(each.gene for each in effects)) or (EVERY,)
    if (silent := _silent(line, raw, call, beside)) is not None:
        why, certain = silent
        return evolve(base, why=why, doubts=() if certain else genes)
    if not effects:
        why = "no gene is named, and none is worked out without a reference"
        return evolve(base, why=why, remedy="Annotate the file first.", grade="not_understood", doubts=(EVERY,))
    origin = _origin(line, seat, call, beside)
    shared = {"vaf": _vaf(line, call), "origin": origin, "text": _text(line, raw, call, seat.head)}
    if raw.startswith("<") or set("[]") & set(raw):
        return structural(base, raw, _copies(line, seat.sample), effects, shared)
    return small(base, effects, shared, genes)


def _called(line: Line, sample: str | None, number: int) -> Call:
    """The call of a sample; a file without samples lists what was found."""
    if sample is None:
        return Call(carried=True)
    return call_of(line.record.call_for_sample[sample].data, number)


def _silent(line: Line, raw: str, call: Call, beside: Call | None) -> tuple[str, bool] | None:
    """Why a row is no finding before its effect is asked for, and whether that is certain."""
    if raw in ("*", "<*>", "<NON_REF>"):
        return "it stands for no allele of its own", True
    carried = call.carried or (beside is not None and beside.carried)
    if not carried and call.carried is False:
        return "the sample does not carry it", True
    if not carried:
        return "there is no call: whether the sample carries it is not known", False
    failed = [each for each in line.record.FILTER if each != "PASS"]
    return (f"the laboratory's filter refused it: {', '.join(failed)}", False) if failed else None


def _origin(line: Line, seat: Seat, call: Call, beside: Call | None) -> str | None:
    """Germline or somatic, where a sample of the germline or a flag says so; a tumour alone does not tell."""
    if seat.sample is not None and seat.head.roles.get(seat.sample) == "germline":
        return "germline"
    if beside is not None and beside.carried is not None:
        return "germline" if beside.carried else "somatic" if call.carried else None
    return "somatic" if line.record.INFO.get("SOMATIC") is True else None


def _vaf(line: Line, call: Call) -> float | None:
    found = (_joined(line.record.INFO.get(key)) for key in words().info["fraction"])
    return call.vaf if call.vaf is not None else next((x for x in map(fraction_in, found) if x is not None), None)


def _text(line: Line, raw: str, call: Call, head: Head) -> str:
    chromosome, place, _, ref = line.text.split("\t")[:4]
    status = "PASS" if "PASS" in line.record.FILTER else "no filter applied"
    limit = _joined(line.record.INFO.get("LOD"))
    told = (f"{chromosome}:{place} {ref[:60]}>{raw[:60]}", head.build or "genome build not told", str(call), status)
    return "; ".join(each for each in (*told, f"limit of detection {limit}" if limit else "") if each)


def _effects(line: Line, raw: str, number: int, seat: Seat) -> list[Effect]:
    info, alone = line.record.INFO, len(line.record.ALT) == 1
    found: list[Effect] = []
    for key, names in (("CSQ", seat.head.csq), ("ANN", seat.head.ann)):
        if not found and names and info.get(key):
            found = annotated(_listed(info[key]), names, raw, number, alone)
    found = found or plain({key.upper(): _joined(value) for key, value in info.items()})
    named = [evolve(each, gene=_symbol(each.gene, seat.knowledge)) for each in found]
    return [each for each in named if each.gene or each.consequence]


def _symbol(name: str, knowledge: Knowledge) -> str:
    known = find_gene(name, knowledge)
    return known.id if known else name


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _joined(value: Any) -> str:
    return "" if value is None or value is True else ",".join(_listed(value))


def _copies(line: Line, sample: str | None) -> float | None:
    """The copies that the sample's own column tells, else the row."""
    own = line.record.call_for_sample[sample].data if sample is not None else {}
    for holder in (own, line.record.INFO):
        try:
            return float(_joined(holder.get("CN")))
        except ValueError:
            continue
    return None
