"""Files that come with an inquiry: inspected, sealed with its key, taken over by the child when a case is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

from rosette.kernel import BadInput, Problem
from rosette.records import ChildRecord, read_record
from rosette.server.services import audit, clock
from rosette.server.services.uploads import TYPES, scanner, take_file
from rosette.server.store.models import Case, Child, Inquiry, InquiryFile
from rosette.server.uploads import Limits, UploadRefused, inspect

MOST_FILES = 30
LIMITS = Limits()


def add_file(inquiry: Inquiry, item: str, file: UploadedFile) -> InquiryFile:
    """Let a file in; raises UploadRefused with every reason, and nothing is kept then."""
    if inquiry.files.filter(removed_at__isnull=True).count() >= MOST_FILES:
        found = f"{MOST_FILES} files are here already"
        raise UploadRefused([Problem(str(file.name), found, remedy="Send the others later.")], what="file")
    if (file.size or 0) > LIMITS.most_bytes:
        raise UploadRefused(
            [Problem(str(file.name), f"{file.size:,} bytes", f"at most {LIMITS.most_bytes:,}")], what="file"
        )
    found = inspect(str(file.name), file.read(), limits=LIMITS, scanner=scanner())
    if item == "record":
        read_record(found.data, what=found.name)
    return _keep(inquiry, item, found)


def _keep(inquiry: Inquiry, item: str, found: Any) -> InquiryFile:
    told = {"name": found.name, "kind": found.kind, "size": len(found.data), "sha256": found.sha256}
    row = InquiryFile(inquiry=inquiry, item=item, warnings=list(found.warnings), at=clock.now(), **told)
    path = path_of(row)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(inquiry.data_key.seal(found.data, table="inquiryfile", column="file", row=str(row.pk)))
    path.chmod(0o600)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.write(by=None, act="inquiry.file", kind="inquiry", thing=inquiry.public_id, detail=found.kind)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return row


def path_of(row: InquiryFile) -> Path:
    """Where the sealed file lies."""
    return Path(settings.MEDIA_ROOT) / "inquiries" / row.pk.hex[:2] / f"{row.pk.hex}.sealed"


def bytes_of(row: InquiryFile) -> bytes:
    """The file's bytes, opened."""
    return row.inquiry.data_key.open(path_of(row).read_bytes(), table="inquiryfile", column="file", row=str(row.pk))


def type_of(row: InquiryFile) -> str:
    """The media type by which it is sent."""
    return TYPES.get(row.kind, "application/octet-stream")


def remove_file(row: InquiryFile) -> None:
    """Take a file of a draft away."""
    path_of(row).unlink(missing_ok=True)
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])


def remove_files(inquiry: Inquiry) -> None:
    """Take every file away, rows too: the draft is removed."""
    for row in inquiry.files.all():
        path_of(row).unlink(missing_ok=True)
        row.delete()


def held_files(inquiry: Inquiry) -> list[InquiryFile]:
    """The files that are here."""
    return list(inquiry.files.filter(removed_at__isnull=True))


def record_in(inquiry: Inquiry) -> ChildRecord | None:
    """The record file that came along, read; None when there is none or it cannot be read any more."""
    row = inquiry.files.filter(item="record", removed_at__isnull=True).order_by("-at").first()
    if row is None:
        return None
    try:
        return read_record(bytes_of(row), what=row.name)
    except BadInput:
        return None


def take_over(inquiry: Inquiry, *, child: Child, case: Case, by: Any) -> int:
    """Give the files to the child; a record file stays here, its facts went into the record."""
    rows = [row for row in held_files(inquiry) if row.taken_at is None and row.item != "record"]
    for row in rows:
        take_file(child=child, case=case, file=SimpleUploadedFile(row.name, bytes_of(row)), by=by)
        row.taken_at = clock.now()
        row.save(update_fields=["taken_at"])
    return len(rows)
