"""Kills a writer again and again and looks at what is left: `python -m tests.durability.killing ROUNDS`.

Every fact whose id the writer printed was acknowledged; none may be missing afterwards, and the chain must be whole.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.support.template import copy_template

PLATELETS = {"kind": "laboratory", "on": "2026-06-01", "code": "platelets", "value": 50000, "unit": "/uL"}
FILES = [Path(__file__).parents[2] / "examples" / "children" / "demo-01.json"]


def prepared(data: Path) -> None:
    """A site with one child in a database of its own."""
    os.environ.update(ROSETTE_MODE="demo", ROSETTE_DATA=str(data))
    os.environ["DJANGO_SETTINGS_MODULE"] = "rosette.server.config.settings"
    if "DATABASE_URL" not in os.environ:
        copy_template(data)
    from rosette.server.run import prepare

    prepare()
    from rosette.server.services.demo import seed_demo

    seed_demo(FILES, survivors=False)


def write_until_killed(out: int) -> None:
    """Add facts and say each id once it is committed."""
    from rosette.server.accounts.models import User
    from rosette.server.services.facts import add_facts
    from rosette.server.store.models import Child

    child = Child.objects.select_related("referring_site", "programme_site").get()
    doctor = User.objects.get(email="doctor@demo.invalid")
    while True:
        (fact,) = add_facts(child=child, facts=[PLATELETS], by=doctor)
        os.write(out, f"{fact}\n".encode())


def one_round(chance: random.Random) -> list[str]:
    """Start a writer, kill it at a moment of chance, give the ids that it acknowledged."""
    from django.db import connections

    connections.close_all()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            write_until_killed(write)
        finally:
            os._exit(1)
    os.close(write)
    told = os.read(read, 1 << 16)
    time.sleep(chance.uniform(0, 0.12))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while piece := os.read(read, 1 << 16):
        told += piece
    os.close(read)
    return [line for line in told.decode().split("\n")[:-1] if line]


def run(rounds: int) -> dict[str, Any]:
    """Kill so many writers; what was acknowledged, what is missing, whether chain and database are whole."""
    with tempfile.TemporaryDirectory(prefix="rosette-kill-") as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        prepared(data)
        chance, acknowledged = random.Random(20260601), list[str]()
        for _ in range(rounds):
            acknowledged += one_round(chance)
        return {"rounds": rounds, "acknowledged": len(acknowledged), **_looked(acknowledged)}


def _looked(acknowledged: list[str]) -> dict[str, Any]:
    from django.db import connection

    from rosette.server.services.checkpoints import verify_chain
    from rosette.server.store.models import AuditRow, Child, FactRow
    from rosette.server.store.records import record_of

    stored = set(FactRow.objects.values_list("fact_id", flat=True))
    audited = set(AuditRow.objects.filter(act="fact.add").values_list("object_id", flat=True))
    integrity = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            integrity = cursor.fetchone()[0]
    record = record_of(Child.objects.get())
    added = {fact.id for fact in record.facts if fact.recorded_by == "Dr Amara Okoye"}
    return {
        "database": connection.vendor,
        "lost": len(set(acknowledged) - stored),
        "without audit": len(added - audited),
        "audit without fact": len(audited - stored),
        "chain whole": verify_chain().whole,
        "integrity": integrity,
    }


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1])), indent=1))
