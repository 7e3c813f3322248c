"""Files that come in: inspected, cleaned, sealed under a random name outside the web root, served as attachments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from rosette.kernel import BadInput, Problem
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.store.models import Case, Child, Upload
from rosette.server.uploads import ClamdScanner, Inspected, Limits, MarkerScanner, Scanner, inspect

MOST_RECORD_BYTES = 10_000_000
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "json": "application/json",
    "csv": "text/csv",
    "text": "text/plain",
    "zip": "application/zip",
    "dicom": "application/dicom",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def record_bytes(file: UploadedFile) -> bytes:
    """The bytes of a record file; raises BadInput when it is too large."""
    if (file.size or 0) > MOST_RECORD_BYTES:
        found = f"the file has {file.size:,} bytes"
        problem = Problem(str(file.name), found, f"at most {MOST_RECORD_BYTES:,}", "Send it in parts.")
        raise BadInput([problem], what="record file")
    return file.read()


def scanner() -> Scanner:
    """The scanner that is set up: a daemon, or the one that only knows the test string."""
    return ClamdScanner(settings.ROSETTE.scanner) if settings.ROSETTE.scanner else MarkerScanner()


def take_file(*, child: Child, case: Case | None, file: UploadedFile, by: Any) -> Upload:
    """Let a file in; raises UploadRefused with every reason, and nothing is kept then."""
    refuse_unless(by, Act.ADD, Kind.UPLOAD, child)
    limits = Limits()
    data = file.read() if (file.size or 0) <= limits.most_bytes else b"x" * (limits.most_bytes + 1)
    try:
        found = inspect(str(file.name), data, limits=limits, scanner=scanner())
    except BadInput:
        audit.write(by=by, act="upload.refuse", kind="upload", child=child, outcome="refused")
        raise
    return _keep(child, case, found, by=by)


def _keep(child: Child, case: Case | None, found: Inspected, *, by: Any) -> Upload:
    row = Upload(
        child=child,
        case=case,
        name=found.name,
        kind=found.kind,
        size=len(found.data),
        sha256=found.sha256,
        scanned=bool(settings.ROSETTE.scanner),
        warnings=list(found.warnings),
        at=clock.now(),
        by=by,
    )
    keep_sealed(row, found.data)
    return row


def keep_sealed(row: Upload, data: bytes) -> None:
    """Seal a file under its row and keep both, or neither, with an audit row."""
    path = path_of(row)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(row.child.data_key.seal(data, table="upload", column="file", row=str(row.pk)))
    path.chmod(0o600)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.write(
                by=row.by, act="upload.add", kind="upload", thing=row.public_id, child=row.child, detail=row.kind
            )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def path_of(row: Upload) -> Path:
    """Where the sealed file lies: a random name, never the file's own."""
    return Path(settings.MEDIA_ROOT) / row.pk.hex[:2] / f"{row.pk.hex}.sealed"


def file_bytes(row: Upload) -> bytes:
    """The file's bytes, opened."""
    return row.child.data_key.open(path_of(row).read_bytes(), table="upload", column="file", row=str(row.pk))
