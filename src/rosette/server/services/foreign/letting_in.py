"""Whether a foreign file may come in: its size, what it unpacks to, the scanner; and its name without a person."""

from __future__ import annotations

import hashlib

from django.core.files.uploadedfile import UploadedFile

from rosette.interchange import Content, Limits, entries_of, text_of, unpacked
from rosette.kernel import BadInput, Problem, Problems
from rosette.server.services.uploads import scanner
from rosette.server.uploads.inspect import UploadRefused, display_name

MOST_BYTES = 10_000_000
LIMITS = Limits(most_bytes=40_000_000)


def bytes_of(file: UploadedFile) -> bytes:
    """The bytes of an uploaded file; raises UploadRefused before reading what is too large."""
    name, size = display_name(str(file.name)), file.size or 0
    if size > MOST_BYTES:
        found, wanted = f"the file has {size / 1e6:,.0f} MB", f"at most {MOST_BYTES // 1_000_000} MB"
        raise UploadRefused([Problem(name, found, wanted, "Send it in parts.")], what="file")
    data = file.read()
    _refuse_hostile(name, data)
    return data


def _refuse_hostile(name: str, data: bytes) -> None:
    """Empty files, bombs and what the scanner knows; raises UploadRefused with every reason."""
    problems = Problems()
    if not data:
        problems.add(name, found="the file is empty", remedy="Choose the file again.")
    try:
        _open_archive(Content(name=name, data=data, limits=LIMITS))
    except BadInput as error:
        for each in error.problems:
            problems.add(name, found=each.found, wanted=each.wanted, remedy=each.remedy)
    found = scanner().scan(data) if not problems else ""
    if found:
        problems.add(name, found=f"the scanner found {found}", remedy="Do not open the file. Tell whoever sent it.")
    problems.raise_as(UploadRefused, what="file")


def _open_archive(content: Content) -> None:
    if content.data.startswith(b"PK\x03\x04"):
        entries_of(content)
    unpacked(content)


def content_as(name: str, data: bytes) -> Content:
    """The file for its reader, under a name that cannot name a person: its digest and its endings."""
    ends = "".join(f".{end}" for end in display_name(name).split(".")[1:][-2:] if end.isalnum() and len(end) <= 8)
    return Content(name=f"{hashlib.sha256(data).hexdigest()[:12]}{ends}", data=data, limits=LIMITS)


def text_beside(file: UploadedFile | None) -> str | None:
    """The text of a mapping or of a panel; None without a file."""
    if file is None:
        return None
    return text_of(Content(name=display_name(str(file.name)), data=bytes_of(file), limits=LIMITS))
