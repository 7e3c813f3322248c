"""Decides what a file is and whether it may come in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping

from attrs import frozen

from rosette.kernel import BadInput, Problems
from rosette.server.uploads.archives import check_zip
from rosette.server.uploads.pictures import cleaned_picture
from rosette.server.uploads.scanning import Scanner

KINDS: Mapping[str, str] = {
    "pdf": "pdf",
    "png": "png",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "json": "json",
    "csv": "csv",
    "txt": "text",
    "zip": "zip",
    "docx": "docx",
    "dcm": "dicom",
}
BEGINS: Mapping[str, bytes] = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff",
    "zip": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
}
ACTIVE_PDF = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/RichMedia", b"/XFA")
TEXTS = frozenset({"json", "csv", "text"})


class UploadRefused(BadInput):
    """The file may not come in; every reason is listed."""


@frozen(kw_only=True)
class Limits:
    """How large and how deep a file may be."""

    most_bytes: int = 40_000_000
    most_unpacked: int = 200_000_000
    most_ratio: int = 120
    most_entries: int = 1_000
    most_pixels: int = 60_000_000


@frozen(kw_only=True)
class Inspected:
    """A file that may come in: kind, a name to show, the cleaned bytes, their digest, remarks."""

    kind: str
    name: str
    data: bytes
    sha256: str
    warnings: tuple[str, ...] = ()
    scanned: bool = False


def inspect(name: str, data: bytes, *, limits: Limits | None = None, scanner: Scanner | None = None) -> Inspected:
    """Look at a file; raises UploadRefused with every reason and what to do."""
    bounds, problems = limits or Limits(), Problems()
    shown = display_name(name)
    kind = KINDS.get(shown.rpartition(".")[2].casefold(), "") if "." in shown else ""
    _check_size(shown, data, bounds, problems)
    _check_kind(shown, kind, data, problems)
    if not problems:
        _CHECKS.get(kind, _no_check)(shown, data, bounds, problems)
    clean = data
    if not problems and kind in ("png", "jpeg"):
        clean = cleaned_picture(shown, data, kind=kind, most_pixels=bounds.most_pixels, problems=problems)
    found = scanner.scan(data) if scanner is not None and not problems else ""
    if found:
        problems.add(shown, found=f"the scanner found {found}", remedy="Do not open the file. Tell whoever sent it.")
    problems.raise_as(UploadRefused, what="file")
    warnings = () if scanner is not None else ("no malware scanner is set up",)
    return Inspected(
        kind=kind,
        name=shown,
        data=clean,
        sha256=hashlib.sha256(clean).hexdigest(),
        warnings=warnings,
        scanned=scanner is not None,
    )


def display_name(name: str) -> str:
    """A name that is safe to show: without folders, controls and marks that turn the direction."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return kept.strip(" .")[-120:] or "file"


def _check_size(name: str, data: bytes, limits: Limits, problems: Problems) -> None:
    if not data:
        problems.add(name, found="the file is empty", remedy="Choose the file again.")
    if len(data) > limits.most_bytes:
        found = f"the file has {len(data) / 1e6:.0f} MB"
        problems.add(
            name,
            found=found,
            wanted=f"at most {limits.most_bytes / 1e6:.0f} MB",
            remedy="Send it in parts, or by image exchange.",
        )


def _check_kind(name: str, kind: str, data: bytes, problems: Problems) -> None:
    allowed = ", ".join(sorted(set(KINDS)))
    if not kind:
        problems.add(name, found="this kind of file is not taken", wanted=allowed, remedy="Save it as PDF.")
        return
    begins = BEGINS.get(kind)
    if begins is not None and not data.startswith(begins):
        problems.add(name, found=f"the content is no {kind}", remedy="The name says something else than the file is.")
    if kind == "dicom" and data[128:132] != b"DICM":
        problems.add(name, found="the content is no DICOM", remedy="Export it again as DICOM.")
    if kind in TEXTS:
        _check_text(name, data, problems)
    if kind not in ("zip", "docx", "dicom") and _is_two_things(data, kind):
        problems.add(
            name, found="the file is two things at once", remedy="Save it again from the program that made it."
        )


def _check_text(name: str, data: bytes, problems: Problems) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(name, found=f"byte {error.start} is no UTF-8", remedy="Save the file as UTF-8.")
        return
    if "\x00" in text:
        problems.add(name, found="the text holds binary data", remedy="Save it as plain text.")
    if re.match(r"\s*<(!doctype|html|svg|script|\?xml)", text, re.IGNORECASE):
        problems.add(name, found="the text is a web page or a drawing", remedy="Save it as PDF.")


def _is_two_things(data: bytes, kind: str) -> bool:
    """Whether an archive, a program or a page hides in it."""
    head = data[:1024]
    if kind != "pdf" and b"%PDF-" in head:
        return True
    if data[:2] == b"MZ" or data[:4] == b"\x7fELF" or data[:2] == b"#!":
        return True
    return (
        b"PK\x05\x06" in data[-66_000:]
        or b"PK\x03\x04" in head[4:]
        or re.search(rb"<(script|html|svg)", head, re.I) is not None
    )


def _check_pdf(name: str, data: bytes, limits: Limits, problems: Problems) -> None:
    active = sorted({word.decode() for word in ACTIVE_PDF if re.search(re.escape(word) + rb"[\s/<(\[]", data)})
    if active:
        problems.add(
            name, found=f"the PDF is active ({', '.join(active)})", remedy="Print it to a new PDF and send that."
        )
    if b"%%EOF" not in data[-2048:]:
        problems.add(name, found="the PDF is cut off", remedy="Save it again.")


def _check_archive(name: str, data: bytes, limits: Limits, problems: Problems) -> None:
    check_zip(name, data, limits=limits, problems=problems)


def _no_check(name: str, data: bytes, limits: Limits, problems: Problems) -> None:
    """Nothing more to look at."""


_CHECKS: Mapping[str, Callable[[str, bytes, Limits, Problems], None]] = {
    "pdf": _check_pdf,
    "zip": _check_archive,
    "docx": _check_archive,
}
