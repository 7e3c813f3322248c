"""A migrated empty database, made once a machine and copied: migrating takes longer than most tests that need it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
MIGRATIONS = sorted((ROOT / "src/rosette").rglob("migrations/*.py"))


def _key() -> str:
    made = hashlib.sha256("".join(version(name) for name in ("django", "wagtail", "django-allauth")).encode())
    for path in [*MIGRATIONS, ROOT / "src/rosette/server/config/settings.py"]:
        made.update(path.name.encode() + path.read_bytes())
    return made.hexdigest()[:16]


def template() -> Path:
    """The SQLite file; another process that is making it is waited for."""
    folder = Path(tempfile.gettempdir()) / f"rosette-template-{os.geteuid()}-{_key()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder / "rosette.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            _make(found)
    return found


def _make(found: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="rosette-making-") as made:
        told = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "ROSETTE_"))}
        told |= {"ROSETTE_MODE": "test", "ROSETTE_DATA": made}
        told["DJANGO_SETTINGS_MODULE"] = "rosette.server.config.settings"
        for act in ("migrate", "createcachetable"):
            subprocess.run([sys.executable, "-m", "django", act, "-v", "0"], env=told, check=True, cwd=ROOT)
        made_file = Path(made) / "rosette.sqlite3"
        subprocess.run([sys.executable, "-c", SETTLE, str(made_file)], check=True)
        shutil.copyfile(made_file, found.with_suffix(".part"))
        found.with_suffix(".part").rename(found)


SETTLE = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchall()"


def copy_template(folder: Path) -> Path:
    """A migrated database in a data folder, for its owner alone."""
    found = folder / "rosette.sqlite3"
    shutil.copyfile(template(), found)
    found.chmod(0o600)
    return found
