"""Backup while the site runs, and restore with a drill: counts, hash chain, and one sealed text are checked."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from rosette.server.run.sealedfile import PIECE, BackupFault, read_key_id, read_sealed, write_sealed

DATABASE, MANIFEST = "database", "manifest.json"


@frozen(kw_only=True)
class Backup:
    """A backup that was made: where, how large, what it holds."""

    path: Path
    bytes: int
    rows: dict[str, int]
    last_audit: int


def make_backup(folder: Path, *, at: datetime) -> Backup:
    """Copy the running database and the files into one sealed file."""
    from django.conf import settings

    from rosette.server.store.sealing import masters

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"rosette-{at:%Y%m%dT%H%M%S}.backup"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        work = Path(scratch)
        _dump(work / DATABASE)
        rows, last = _counts(), _last_audit()
        manifest = {"at": at.isoformat(), "rows": rows, "last_audit": last, "database": _digest(work / DATABASE)}
        (work / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        tar = work / "all.tar"
        with tarfile.open(tar, "w") as archive:
            archive.add(work / DATABASE, DATABASE)
            archive.add(work / MANIFEST, MANIFEST)
            for name, source in (("uploads", Path(settings.MEDIA_ROOT)), ("checkpoints", settings.ROSETTE.checkpoints)):
                if source.exists():
                    archive.add(source, name)
        keys = masters()
        write_sealed(path, _pieces(tar), master=keys.keys[keys.current], key_id=keys.current)
    return Backup(path=path, bytes=path.stat().st_size, rows=rows, last_audit=last)


def restore_backup(path: Path) -> dict[str, Any]:
    """Restore into an empty data folder and check it; raises BackupFault and leaves nothing when a check fails."""
    from django.conf import settings
    from django.db import connections

    data: Path = settings.ROSETTE.data
    target = Path(str(settings.DATABASES["default"]["NAME"]))
    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if sqlite and target.exists() and target.stat().st_size:
        raise BackupFault.of(f"there is a database at {target}", "Move it away first: nothing is overwritten.")
    with tempfile.TemporaryDirectory(dir=data) as scratch:
        work = Path(scratch)
        _unpack(path, work)
        manifest = json.loads((work / MANIFEST).read_text(encoding="utf-8"))
        if manifest["database"] != _digest(work / DATABASE):
            raise BackupFault.of("the database in the backup is not the one that was copied", "Use another backup.")
        connections.close_all()
        _load(work / DATABASE, target, sqlite=sqlite)
        _put(work / "uploads", Path(settings.MEDIA_ROOT))
        _put(work / "checkpoints", settings.ROSETTE.checkpoints)
    return _drill(manifest)


def _drill(manifest: dict[str, Any]) -> dict[str, Any]:
    """What a restore must show before anybody trusts it."""
    from rosette.server.services.checkpoints import verify_chain
    from rosette.server.store.models import Child, FactRow

    rows = _counts()
    wrong = [
        f"{name}: {rows.get(name)} rows, {count} expected"
        for name, count in manifest["rows"].items()
        if rows.get(name) != count
    ]
    verdict = verify_chain()
    if wrong or not verdict.whole:
        raise BackupFault.of("; ".join([*wrong, verdict.why]), "Use another backup.")
    fact = FactRow.objects.select_related("child").first()
    opened = fact is None or bool(fact.document)
    return {"rows": rows, "audit_rows": verdict.rows, "children": Child.objects.count(), "sealed_text_opens": opened}


def _dump(to: Path) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(to) as copy:
            connection.connection.backup(copy, pages=2000)
        copy.close()
        return
    _run(["pg_dump", "--format=custom", f"--file={to}", *_pg_arguments()])


def _load(source: Path, target: Path, *, sqlite: bool) -> None:
    if not sqlite:
        _run(["pg_restore", "--exit-on-error", "--no-owner", *_pg_arguments(dbname=True), str(source)])
        return
    with sqlite3.connect(source) as found:
        answer = found.execute("PRAGMA integrity_check").fetchone()[0]
    found.close()
    if answer != "ok":
        raise BackupFault.of(f"the database in the backup is damaged: {answer}", "Use another backup.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.replace(source, target)
    target.chmod(0o600)


def _pg_arguments(*, dbname: bool = False) -> list[str]:
    from django.db import connection

    told = connection.settings_dict
    found = [
        f"--{name}={told[key]}" for name, key in (("host", "HOST"), ("port", "PORT"), ("username", "USER")) if told[key]
    ]
    return [*found, f"--dbname={told['NAME']}" if dbname else str(told["NAME"])]


def _run(command: list[str]) -> None:
    from django.db import connection

    environment = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFault.of(
            f"{command[0]}: {done.stderr.strip()[:500]}", "Install the PostgreSQL client of the server's version."
        )


def _unpack(path: Path, to: Path) -> None:
    from rosette.server.store.sealing import masters

    with path.open("rb") as file:
        key_id, salt = read_key_id(file)
        keys = masters().keys
        if key_id not in keys:
            raise BackupFault.of(f'the master key "{key_id}" is not here', "Put the site's key file in place first.")
        tar = to / "all.tar"
        with tar.open("wb") as out:
            for piece in read_sealed(file, master=keys[key_id], salt=salt):
                out.write(piece)
    with tarfile.open(tar) as archive:
        archive.extractall(to, filter="data")
    tar.unlink()


def _put(source: Path, target: Path) -> None:
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in sorted(source.rglob("*")):
        if file.is_file():
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not place.exists():
                os.replace(file, place)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def _counts() -> dict[str, int]:
    from django.apps import apps

    told = ("accounts", "store")
    models = [model for name in told for model in apps.get_app_config(name).get_models()]
    return {model._meta.db_table: model._default_manager.count() for model in models}


def _last_audit() -> int:
    from rosette.server.store.models import AuditRow

    return AuditRow.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
