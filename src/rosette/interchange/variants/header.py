"""The head of a VCF: its samples and their roles, the genome build, and what else it says of the assay."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

from rosette.interchange.guarded import Content
from rosette.interchange.reading import Asked
from rosette.interchange.variants.effects import ANN_FIELDS, fields_of
from rosette.kernel import UsageError, one_of

if TYPE_CHECKING:
    from vcfpy.parser import RecordParser

_BUILD = re.compile(r"GRCh3[78]|hg(?:19|38|18)|b37|NCBI ?(?:build )?3[678]|T2T-CHM13", re.IGNORECASE)
_DEFINED = ("##INFO", "##FORMAT", "##FILTER", "##ALT", "##contig")
_DECLARED = re.compile(r"##(tumor|normal)_sample=(\S+)")
ROLES = {"TUMOR": "tumour", "TUMOUR": "tumour", "NORMAL": "germline"}
FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OverflowError, SyntaxError)


@frozen(kw_only=True)
class Head:
    """What the head says. ann, csq: the parts of an annotation; roles: "tumour" or "germline" by sample."""

    samples: tuple[str, ...]
    roles: dict[str, str] = field(eq=False)
    version: str
    build: str | None
    about: str
    ann: tuple[str, ...]
    csq: tuple[str, ...]
    parser: RecordParser = field(repr=False, eq=False)


def head_of(lines: Sequence[str], content: Content, asked: Asked) -> Head:
    """Read the head; raises InterchangeError when there is none, UsageError for a sample that it does not name."""
    import vcfpy
    from vcfpy.exceptions import VCFPyException
    from vcfpy.parser import RecordParser

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            header = vcfpy.Reader.from_stream(io.StringIO("\n".join(lines) + "\n")).header
    except (VCFPyException, *FAULTS) as fault:
        raise content.refuse(
            f"the head is not that of a VCF: {str(fault)[:200]}", remedy="Ask for the file again."
        ) from None
    samples = tuple(header.samples.names)
    meta = [line for line in lines if line.startswith("##") and not line.startswith(_DEFINED)]
    defined = {key: _described(lines, key) for key in ("ANN", "CSQ")}
    return Head(
        samples=samples,
        roles=_roles(samples, meta, asked, content),
        version=next((line.partition("=")[2] for line in meta if line.startswith("##fileformat=")), ""),
        build=_build(lines),
        about="; ".join(line[2:] for line in meta if not line.startswith("##fileformat"))[:1000],
        ann=fields_of(defined["ANN"], fallback=ANN_FIELDS),
        csq=fields_of(defined["CSQ"]),
        parser=RecordParser(header, header.samples),
    )


def _described(lines: Sequence[str], key: str) -> str | None:
    return next((line for line in lines if line.startswith(f"##INFO=<ID={key},")), None)


def _build(lines: Sequence[str]) -> str | None:
    """The genome build, where all lines that name one agree."""
    told = [line for line in lines if line.startswith(("##reference", "##contig", "##assembly", "##source_GENOME"))]
    found = {match.group() for line in told if (match := _BUILD.search(line))}
    return found.pop() if len(found) == 1 else None


def _roles(samples: Sequence[str], meta: Sequence[str], asked: Asked, content: Content) -> dict[str, str]:
    unknown = [each for each in (*asked.tumours, *asked.germline) if each not in samples]
    if unknown:
        raise UsageError(f"{content.name} has no sample {', '.join(unknown)}: {one_of(samples, most=40)}")
    if asked.tumours or asked.germline:
        return {**dict.fromkeys(asked.germline, "germline"), **dict.fromkeys(asked.tumours, "tumour")}
    told = [match for line in meta if (match := _DECLARED.match(line))]
    found = {match[2]: ROLES[match[1].upper()] for match in told if match[2] in samples}
    return found or {each: ROLES[each.upper()] for each in samples if each.upper() in ROLES}
