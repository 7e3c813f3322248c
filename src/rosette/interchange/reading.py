"""Every format that is read, by name; and which of them a file is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen

from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Found
from rosette.interchange.guarded import LIMITS, Content, Limits, content_of
from rosette.kernel import PartialDate, UsageError, did_you_mean, one_of
from rosette.knowledge import Knowledge


@frozen(kw_only=True)
class Asked:
    """What the person who imports adds: the words of the files' columns, and what the file cannot say.

    mapping: the text of a mapping file, for tables. panel: the text of a file with what an assay looked at, gene
    symbols a line or BED, when the variants' file does not say; without it nothing counts as looked for. birth: for
    files that tell ages. specimen, assay: of a report of variants whose file does not say when the specimen was taken
    and how it was looked at. tumours, germline: the names of samples.
    """

    knowledge: Knowledge
    mapping: str | None = field(default=None, repr=False)
    panel: str | None = field(default=None, repr=False)
    birth: PartialDate | None = None
    specimen: PartialDate | None = None
    assay: str | None = None
    tumours: tuple[str, ...] = ()
    germline: tuple[str, ...] = ()


Read = Callable[[Content, Asked], Found]
Looks = Callable[[Content], bool]


@frozen(kw_only=True)
class Format:
    """One format that is read: how it is recognised, and its reader. told: what a person calls it."""

    name: str
    told: str
    looks: Looks
    read: Read


def read_foreign(
    path: Path, *, asked: Asked, formats: tuple[Format, ...], named: str | None = None, limits: Limits = LIMITS
) -> Found:
    """Read a foreign file; raises InterchangeError with every fault, UsageError for a format that is not known."""
    return read_content(content_of(path, limits=limits), asked=asked, formats=formats, named=named)


def read_content(content: Content, *, asked: Asked, formats: tuple[Format, ...], named: str | None = None) -> Found:
    """Read the content of a foreign file, as the format named, or as the only one that it looks like."""
    return format_of(content, formats=formats, named=named).read(content, asked)


def format_of(content: Content, *, formats: tuple[Format, ...], named: str | None = None) -> Format:
    """The format of a content; raises InterchangeError when it looks like none or like several."""
    if named is not None:
        return _named(named, formats)
    likely = [each for each in formats if each.looks(content)]
    if len(likely) == 1:
        return likely[0]
    names = [each.name for each in likely or formats]
    if not likely and b'"protocolSection"' in content.data[:4000]:
        remedy = "`rosette portfolio draft` and `rosette portfolio sync` read it."
        raise content.refuse("it is a trial's registry record, not about a child", remedy=remedy)
    found = f"it could be {' or '.join(names)}" if likely else "it looks like no format that is read here"
    raise InterchangeError.of(found, what=content.name, wanted=one_of(names, most=40), remedy="Name its format.")


def _named(name: str, formats: tuple[Format, ...]) -> Format:
    for each in formats:
        if each.name == name:
            return each
    names = [each.name for each in formats]
    raise UsageError(f'"{name}" is not a format{did_you_mean(name, names)}: {one_of(names, most=40)}')
