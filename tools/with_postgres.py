"""Runs a command with DATABASE_URL of a PostgreSQL cluster that lives as long as it: `with_postgres.py COMMAND...`.

Needs Debian's postgresql (or any on the path); says so and does nothing when there is none.
"""

from __future__ import annotations

import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

TEMPLATE = "rosette_template"


def binaries() -> Path | None:
    """Where initdb and pg_ctl lie."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [each for each in [shutil.which("initdb")] if each]
    return Path(found[-1]).resolve().parent if found else None


def owner() -> list[str]:
    """PostgreSQL does not run as root: as root it runs as the user that Debian makes for it."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def migrate(url: str) -> None:
    """Bring an empty database up to date; the databases of the tests are copies of it."""
    with tempfile.TemporaryDirectory(prefix="rosette-migrate-") as data:
        told = {**os.environ, "DATABASE_URL": url, "ROSETTE_MODE": "test", "ROSETTE_DATA": data}
        told["DJANGO_SETTINGS_MODULE"] = "rosette.server.config.settings"
        for act in ("createcachetable", "migrate"):
            subprocess.run([sys.executable, "-m", "django", act, "-v", "0"], env=told, check=True)


def main(command: list[str]) -> int:
    """Start, run, stop."""
    bin_folder = binaries()
    if bin_folder is None:
        print("PostgreSQL is not installed: the tests on it are left out.", file=sys.stderr)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="rosette-postgres-"))
    if owner():
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": folder}
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    run = [*owner(), str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    initdb = [*owner(), str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-k", "-E", "UTF8"]
    subprocess.run(initdb, **quiet)
    subprocess.run([*run, "-o", options, "start"], **quiet)
    try:
        user = "postgres" if owner() else os.environ.get("USER", "postgres")
        server = f"postgresql://{user}@127.0.0.1:{port}"
        create = [str(bin_folder / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", user]
        subprocess.run([*create, TEMPLATE], **quiet)
        migrate(f"{server}/{TEMPLATE}")
        subprocess.run([*create, "-T", TEMPLATE, "rosette"], **quiet)
        told = {**os.environ, "DATABASE_URL": f"{server}/rosette", "ROSETTE_TEMPLATE": TEMPLATE}
        told["PATH"] = f"{bin_folder}:{told['PATH']}"
        return subprocess.run(command, env=told, check=False).returncode
    finally:
        subprocess.run([*run, "-m", "fast", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
