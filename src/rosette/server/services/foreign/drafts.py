"""A foreign file between its preview and its import: kept sealed, one a person and child, a day at most."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import attrs
from attrs import frozen
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from rosette.interchange import Asked
from rosette.interchange.formats import FORMATS
from rosette.kernel import BadInput
from rosette.knowledge import load_knowledge
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.foreign.letting_in import bytes_of, content_as
from rosette.server.store.models import Child, ImportDraft
from rosette.server.uploads.inspect import display_name

KEPT = timedelta(days=1)
FORMATS_READ: Final = tuple((each.name, each.told) for each in FORMATS)


@frozen(kw_only=True)
class Beside:
    """What was given beside the file: its format, and the texts of a mapping and of a panel."""

    named: str | None = None
    mapping: str | None = None
    panel: str | None = None

    def asked(self) -> Asked:
        """For the readers."""
        return Asked(knowledge=load_knowledge(), mapping=self.mapping, panel=self.panel)


def put_draft(*, child: Child, file: UploadedFile, beside: Beside, by: Any) -> ImportDraft:
    """Let a foreign file in to be looked at; raises BadInput with every reason, and nothing is kept then."""
    from rosette.server.services.foreign.looking import found_in

    refuse_unless(by, Act.ADD, Kind.IMPORT, child)
    name = display_name(str(file.name))
    try:
        data = bytes_of(file)
        found_in(content_as(name, data), beside)
    except BadInput:
        audit.write(by=by, act="import.refuse", kind="import", child=child, outcome="refused")
        raise
    return _keep(child, name, data, beside, by=by)


def _keep(child: Child, name: str, data: bytes, beside: Beside, *, by: Any) -> ImportDraft:
    digest = content_as(name, data).sha256
    row = ImportDraft(child=child, by=by, name=name, asked=json.dumps(attrs.asdict(beside)), sha256=digest)
    row.at = clock.now()
    path = path_of(row)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(child.data_key.seal(data, table="import", column="file", row=str(row.pk)))
    path.chmod(0o600)
    try:
        with transaction.atomic():
            for old in ImportDraft.objects.filter(child=child, by=by):
                drop(old)
            row.save(force_insert=True)
            audit.write(by=by, act="import.look", kind="import", thing=row.public_id, child=child, detail=digest)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return row


def path_of(row: ImportDraft) -> Path:
    """Where the sealed file lies."""
    return Path(settings.MEDIA_ROOT) / row.pk.hex[:2] / f"{row.pk.hex}.import"


def draft_of(child: Child, public_id: str, *, by: Any) -> ImportDraft | None:
    """The person's own file that is being looked at; None when it was imported, replaced, or is older than a day."""
    rows = ImportDraft.objects.filter(child=child, by=by, public_id=public_id, at__gte=clock.now() - KEPT)
    row = rows.first()
    if row is not None:
        row.child = child
    return row if row is not None and path_of(row).exists() else None


def draft_bytes(row: ImportDraft) -> bytes:
    """The file's bytes, opened."""
    return row.child.data_key.open(path_of(row).read_bytes(), table="import", column="file", row=str(row.pk))


def beside_of(row: ImportDraft) -> Beside:
    """What was given beside the file."""
    return Beside(**json.loads(row.asked))


def drop(row: ImportDraft) -> None:
    """Forget a file that was looked at; its bytes go when the database has forgotten it."""
    path = path_of(row)
    row.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)


def drop_old() -> None:
    """Forget the files that nobody came back to within a day."""
    with transaction.atomic():
        for row in ImportDraft.objects.filter(at__lt=clock.now() - KEPT):
            drop(row)
