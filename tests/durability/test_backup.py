"""The drill: back up, destroy, restore, and what was there is there; and a tampered site is seen."""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.template import copy_template

SEED = """
import sys
from pathlib import Path
sys.path.insert(0, ".")
from rosette.server.run import prepare
prepare()
from rosette.server.services.demo import seed_demo
seed_demo([Path("examples/children/demo-01.json")], survivors=False)
"""
ONE_MORE = """
from rosette.server.run import prepare
prepare()
from rosette.server.services import audit
audit.write(by=None, act="test", kind="audit")
"""
pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the files of this drill are SQLite's")


def environment(data: Path) -> dict[str, str]:
    told = {key: value for key, value in os.environ.items() if not key.startswith(("ROSETTE_", "DJANGO_", "DATABASE_"))}
    return {**told, "ROSETTE_MODE": "demo", "ROSETTE_DATA": str(data)}


def rosette(data: Path, *words: str, code: int = 0) -> Any:
    made = subprocess.run(
        [sys.executable, "-m", "rosette.cli", *words],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == code, made.stdout + made.stderr
    return made.stdout + made.stderr


def _made(folder: Path) -> None:
    """Seed a site, sign its audit, back it up, stop it."""
    data = folder / "data"
    data.mkdir(mode=0o700, parents=True)
    copy_template(data)
    subprocess.run([sys.executable, "-c", SEED], env=environment(data), check=True)
    rosette(data, "audit", "checkpoint")
    (folder / "told.json").write_text(rosette(data, "backup", str(folder / "backups"), "--json"), encoding="utf-8")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was filled, signed and backed up once a run: the first worker makes it, another waits for it."""
    base = tmp_path_factory.getbasetemp()
    found = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "backed-up"
    with found.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            part = found.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            _made(part)
            part.rename(found)
    return found


@pytest.fixture
def data(site: Path, tmp_path: Path) -> Path:
    """A copy of its data, to be broken."""
    return Path(shutil.copytree(site / "data", tmp_path / "data"))


@pytest.fixture(scope="session")
def kept(site: Path) -> Path:
    """Its backup, to be read."""
    (found,) = (site / "backups").glob("*.backup")
    return found


@pytest.fixture
def backup(kept: Path, tmp_path: Path) -> Path:
    """A copy of its backup, to be broken."""
    return Path(shutil.copy2(kept, tmp_path / kept.name))


def moved_keys(data: Path, to: Path) -> Path:
    to.mkdir(mode=0o700)
    (data / "keys.json").rename(to / "keys.json")
    return to


def test_what_was_destroyed_is_there_again_and_checked(site: Path, data: Path, backup: Path, tmp_path: Path) -> None:
    told = json.loads((site / "told.json").read_text(encoding="utf-8"))
    fresh = moved_keys(data, tmp_path / "fresh")
    found = json.loads(rosette(fresh, "restore", str(backup), "--json"))
    assert found["rows"] == told["rows"]
    assert found["children"] == 1
    assert found["sealed_text_opens"]
    assert "whole" in rosette(fresh, "audit", "verify")


def test_nothing_of_a_child_stands_in_a_backup_in_clear(kept: Path) -> None:
    raw = kept.read_bytes()
    assert not any(word in raw for word in (b"Invented", b"neuroblastoma", b"SQLite format"))
    assert kept.stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten_by_a_restore(data: Path, backup: Path) -> None:
    assert "Move it away first" in rosette(data, "restore", str(backup), code=3)


@pytest.mark.parametrize("how", ["changed", "cut", "other keys", "no backup"])
def test_a_backup_that_cannot_be_trusted_is_refused_and_leaves_nothing(
    data: Path, backup: Path, tmp_path: Path, how: str
) -> None:
    raw = bytearray(backup.read_bytes())
    if how == "changed":
        raw[len(raw) // 2] ^= 1
    if how == "cut":
        del raw[-40:]
    if how == "no backup":
        raw = bytearray(b"nothing")
    backup.write_bytes(raw)
    fresh = tmp_path / "fresh"
    fresh.mkdir(mode=0o700)
    if how != "other keys":
        (fresh / "keys.json").write_bytes((data / "keys.json").read_bytes())
        (fresh / "keys.json").chmod(0o600)
    told = rosette(fresh, "restore", str(backup), code=3)
    assert any(word in told for word in ("changed", "cut off", "no Rosette backup")), told
    assert not (fresh / "rosette.sqlite3").exists()


def without_triggers(database: sqlite3.Connection) -> None:
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        database.execute(f"DROP TRIGGER {name}")


TAMPERED = {
    "a byte is flipped": "UPDATE store_auditrow SET actor = 'x' || substr(actor, 2) WHERE seq = 5",
    "a row is dropped": "DELETE FROM store_auditrow WHERE seq = 5",
    "two rows are swapped": "UPDATE store_auditrow SET object_id = (SELECT object_id FROM store_auditrow "
    "AS other WHERE other.seq = 14 - store_auditrow.seq) WHERE seq IN (5, 9)",
    "the tail is cut": "DELETE FROM store_auditrow WHERE seq > 12",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_audit_is_seen_and_the_first_bad_row_named(data: Path, how: str) -> None:
    database = sqlite3.connect(data / "rosette.sqlite3")
    without_triggers(database)
    database.execute(TAMPERED[how])
    database.commit()
    database.close()
    told = rosette(data, "audit", "verify", code=4)
    assert "Row 13" in told if how == "the tail is cut" else "Row 5" in told


def test_an_old_copy_put_in_place_is_seen_by_the_checkpoint(data: Path, tmp_path: Path) -> None:
    old = (data / "rosette.sqlite3").read_bytes()
    with sqlite3.connect(data / "rosette.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    old = (data / "rosette.sqlite3").read_bytes()
    subprocess.run(
        [sys.executable, "-c", ONE_MORE],
        env=environment(data),
        check=True,
    )
    rosette(data, "audit", "checkpoint")
    for name in ("rosette.sqlite3-wal", "rosette.sqlite3-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "rosette.sqlite3").write_bytes(old)
    assert "tail was cut or an old copy replayed" in rosette(data, "audit", "verify", code=4)


def test_a_fact_row_that_is_moved_to_another_does_not_open(data: Path) -> None:
    database = sqlite3.connect(data / "rosette.sqlite3")
    without_triggers(database)
    rows = [row[0] for row in database.execute("SELECT id FROM store_factrow ORDER BY seq LIMIT 2")]
    sealed = database.execute("SELECT document FROM store_factrow WHERE id = ?", (rows[0],)).fetchone()[0]
    database.execute("UPDATE store_factrow SET document = ? WHERE id = ?", (sealed, rows[1]))
    database.commit()
    database.close()
    code = (
        "from rosette.server.run.serving import configure; configure();"
        "from rosette.server.store.models import Child; from rosette.server.store.records import record_of;"
        "record_of(Child.objects.get())"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], env=environment(data), capture_output=True, text=True, check=False
    )
    assert made.returncode != 0
    assert "moved to another row" in made.stderr
