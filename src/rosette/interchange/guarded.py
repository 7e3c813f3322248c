"""Opens foreign files inside limits: size, depth, line length, entities, archives; what is beyond is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from rosette.interchange.errors import InterchangeError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@frozen(kw_only=True)
class Limits:
    """How much a foreign file may hold, unpacked; lengths in characters."""

    most_bytes: int = 64_000_000
    longest_line: int = 1_000_000
    deepest: int = 100
    most_entries: int = 2_000
    most_items: int = 200_000


LIMITS = Limits()


@frozen(kw_only=True)
class Content:
    """A file in memory, inside its limits; of a folder its files by their names."""

    name: str
    data: bytes = field(repr=False)
    files: Mapping[str, Content] = field(factory=dict, repr=False)
    limits: Limits = LIMITS

    @property
    def sha256(self) -> str:
        """The digest of the file as it came; of a folder that of its files, in the order of their names."""
        parts = [f"{name} {each.sha256}\n".encode() for name, each in sorted(self.files.items())]
        return hashlib.sha256(b"".join(parts) if parts else self.data).hexdigest()

    def refuse(self, found: str, *, at: str = "", wanted: str = "", remedy: str = "") -> InterchangeError:
        """The error that names this file."""
        return InterchangeError.of(found, what=self.name, at=at, wanted=wanted, remedy=remedy)


def content_of(path: Path, *, limits: Limits = LIMITS) -> Content:
    """Take a file or a folder into memory; raises InterchangeError beyond its limits, OSError without it."""
    if path.is_dir():
        return _folder(path, limits)
    name, size = path.name, path.stat().st_size
    if size > limits.most_bytes:
        raise InterchangeError.of(_too_large(size), what=name, wanted=_most(limits), remedy="Send it in parts.")
    return Content(name=name, data=path.read_bytes(), limits=limits)


def _folder(path: Path, limits: Limits) -> Content:
    found = sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
    if len(found) > limits.most_entries or sum(each.stat().st_size for each in found) > limits.most_bytes:
        wanted = f"at most {limits.most_entries} files and {limits.most_bytes // 1_000_000} MB"
        raise InterchangeError.of("the folder is too large", what=path.name, wanted=wanted)
    files = {each.relative_to(path).as_posix(): content_of(each, limits=limits) for each in found}
    return Content(name=path.name, data=b"", files=files, limits=limits)


def text_of(content: Content) -> str:
    """The text of a file in UTF-8; raises InterchangeError for other encodings, binary content and endless lines."""
    data = content.data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        found = f"byte {fault.start + 1} is not UTF-8 text"
        raise content.refuse(found, remedy="Save it as UTF-8; the encoding is not guessed.") from None
    if "\x00" in text:
        raise content.refuse("the file is binary, not text", wanted="a text in UTF-8")
    return text


def lines_of(content: Content) -> Iterator[str]:
    """The lines of a text, whatever ends them; raises InterchangeError for a line beyond its limit."""
    for number, line in enumerate(text_of(content).splitlines(), 1):
        if len(line) > content.limits.longest_line:
            found = f"the line has {len(line)} characters"
            raise content.refuse(found, at=f"line {number}", wanted=f"at most {content.limits.longest_line}")
        yield line


def json_of(content: Content) -> Any:
    """The JSON of a file; raises InterchangeError with the place of the fault."""
    try:
        return json.loads(text_of(content), parse_constant=_not_finite, parse_float=_number)
    except json.JSONDecodeError as fault:
        at = f"line {fault.lineno}, column {fault.colno}"
        raise content.refuse(f"not JSON: {fault.msg}", at=at, remedy="Was the file cut short?") from None
    except (RecursionError, ValueError) as fault:
        found = "it is nested too deeply" if isinstance(fault, RecursionError) else str(fault)
        raise content.refuse(found, wanted="plain JSON") from None


def _not_finite(word: str) -> float:
    raise ValueError(f"{word} is not a number of JSON")


def _number(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text[:40]} is beyond every number")
    return value


def xml_of(content: Content) -> Element:
    """The root of an XML file without entities or a document type; raises InterchangeError for what is hostile."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(content.data, forbid_dtd=True)
    except DefusedXmlException:
        remedy = "Send it without a document type and without entities."
        raise content.refuse("it declares entities or a document type", remedy=remedy) from None
    except (ParseError, ValueError, LookupError) as fault:
        raise content.refuse(f"not XML: {fault}", remedy="Was the file cut short?") from None
    _refuse_depth(root, content)
    return root


def _refuse_depth(root: Element, content: Content) -> None:
    level = [root]
    for _ in range(content.limits.deepest):
        level = [child for each in level for child in each]
        if not level:
            return
    raise content.refuse("its elements are nested too deeply", wanted=f"at most {content.limits.deepest} levels")


def unpacked(content: Content) -> Content:
    """The content of a gzip file, or the content itself; raises InterchangeError for a bomb."""
    if not content.data.startswith(b"\x1f\x8b"):
        return content
    most = content.limits.most_bytes
    try:
        with gzip.open(io.BytesIO(content.data)) as stream:
            data = stream.read(most + 1)
    except (OSError, EOFError, ValueError) as fault:
        raise content.refuse(f"the packed file cannot be read: {fault}", remedy="Send it again.") from None
    if len(data) > most:
        raise content.refuse("it unpacks beyond its limit", wanted=_most(content.limits), remedy="Send it in parts.")
    return Content(name=content.name.removesuffix(".gz"), data=data, limits=content.limits)


def entries_of(content: Content) -> dict[str, Content]:
    """The files of a folder or a zip archive by name; raises InterchangeError for what leaves it, links and bombs."""
    if content.files:
        return dict(content.files)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content.data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise content.refuse("the archive cannot be read", remedy="Make it again.") from None
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _refuse_entries(entries, content)
    return {entry.filename: _entry(archive, entry, content) for entry in entries}


def _refuse_entries(entries: list[zipfile.ZipInfo], content: Content) -> None:
    if len(entries) > content.limits.most_entries:
        raise content.refuse(f"{len(entries)} files inside", wanted=f"at most {content.limits.most_entries}")
    if sum(entry.file_size for entry in entries) > content.limits.most_bytes:
        raise content.refuse("it unpacks beyond its limit", wanted=_most(content.limits))
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in entry.filename:
            raise content.refuse(f'"{entry.filename}" leaves its folder', remedy="Make the archive again.")
        if entry.flag_bits & 0x1 or (entry.external_attr >> 28) == 0xA:
            raise content.refuse(f'"{entry.filename}" has a password or is a link', remedy="Put the file itself in.")


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, content: Content) -> Content:
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except (OSError, RuntimeError, EOFError, zipfile.BadZipFile, NotImplementedError, ValueError) as fault:
        raise content.refuse(f'"{entry.filename}" cannot be read: {fault}', remedy="Make it again.") from None
    if len(data) > entry.file_size:
        raise content.refuse(f'"{entry.filename}" is larger than it says', remedy="Make the archive again.")
    return Content(name=entry.filename, data=data, limits=content.limits)


def _too_large(size: int) -> str:
    return f"the file has {size / 1e6:.0f} MB"


def _most(limits: Limits) -> str:
    return f"at most {limits.most_bytes // 1_000_000} MB"
