"""Two thousand children, twenty requests a second for a minute: `python bench/load.py [children] [seconds]`.

Prints percentiles, the slowest, and the errors. The children are cloned from the demo ones; the daily work has judged
every board beforehand, as it does at night, and how fast it did is told as well.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

RATE = 20
FOLDER = Path(__file__).parents[1]
PAGES = ("", "record/", "options/", "options/calendar/", "cases/", "options/mibg-therapy/mibg/1/")


def filled(count: int) -> tuple[list[str], str]:
    """Make the children and a signed-in session; give their ids and the cookie."""
    from rosette.server.run import prepare

    prepare(mode="demo")
    from django.db import transaction

    from rosette.cli.demo import demo_files
    from rosette.records import load_record
    from rosette.server.accounts.models import Site, User
    from rosette.server.services.children import take_in
    from rosette.server.services.demo import seed_demo
    from rosette.server.store.models import Child

    files = demo_files()
    seed_demo(files)
    coordinator = User.objects.get(email="coordinator@demo.invalid")
    records = [load_record(path) for path in files]
    home, centre = Site.objects.get(code="hillside"), Site.objects.get(code="rosette")
    while (have := Child.objects.count()) < count:
        with transaction.atomic():
            for number in range(have, min(have + 50, count)):
                take_in(
                    record=records[number % len(records)],
                    name="Invented",
                    initials="IN",
                    mrn=f"L{number}",
                    referring_site=home,
                    programme_site=centre,
                    by=coordinator,
                    as_recorded=True,
                )
        print(f"{Child.objects.count()} children", file=sys.stderr)
    _consents()
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()
    return list(Child.objects.values_list("public_id", flat=True)), _session(
        User.objects.get(email="doctor@demo.invalid")
    )


def _consents() -> None:
    from rosette.server.services import clock
    from rosette.server.store.models import Child, ConsentGiven, ConsentText

    text = ConsentText.objects.get(purpose="screening")
    told = {
        "text": text,
        "signed_by": "Invented",
        "relation": "proxy",
        "assent": "too_young",
        "on": clock.today(),
        "recorded_at": clock.now(),
    }
    bare = Child.objects.exclude(consents__text=text).select_related("created_by")
    ConsentGiven.objects.bulk_create([ConsentGiven(child=each, recorded_by=each.created_by, **told) for each in bare])


def judged_beforehand(children: list[str]) -> float:
    """The daily work on two processes; boards a second."""
    from django.db import connections

    connections.close_all()
    start, workers = time.perf_counter(), []
    for half in (children[::2], children[1::2]):
        pid = os.fork()
        if pid == 0:
            _judge(half)
            os._exit(0)
        workers.append(pid)
    for pid in workers:
        os.waitpid(pid, 0)
    return len(children) / (time.perf_counter() - start)


def _judge(children: list[str]) -> None:
    from rosette.server.clinic.parts import warm
    from rosette.server.services.notices import rejudge
    from rosette.server.store.models import Child

    for child in Child.objects.filter(public_id__in=children).select_related("referring_site", "programme_site"):
        rejudge(child)
        warm(child)


def _session(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def ask(port: int, cookie: str, path: str, found: list[tuple[float, int, str]]) -> None:
    """One request, timed."""
    start = time.perf_counter()
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        link.request("GET", path, headers={"Cookie": f"rosette={cookie}"})
        answer = link.getresponse()
        answer.read()
        status = answer.status
        link.close()
    except OSError:
        status = 0
    found.append((time.perf_counter() - start, status, path))


def drive(port: int, cookie: str, children: list[str], seconds: int) -> list[tuple[float, int, str]]:
    """Twenty requests a second, whether or not the earlier ones were answered."""
    chance, found, threads = random.Random(1), list[tuple[float, int, str]](), []
    begin = time.perf_counter()
    for number in range(RATE * seconds):
        time.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
        page = chance.choice(
            [*(f"/children/{chance.choice(children)}/{each}" for each in PAGES), "/children/", "/cases/", "/"]
        )
        threads.append(threading.Thread(target=ask, args=(port, cookie, page, found)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return found


def main(count: int = 2000, seconds: int = 60) -> None:
    """Fill, serve, drive, tell."""
    with tempfile.TemporaryDirectory(prefix="rosette-load-") as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        os.environ.update(ROSETTE_DATA=str(data), ROSETTE_MODE="demo")
        children, cookie = filled(count)
        from django.db import connections

        rate = judged_beforehand(children)
        connections.close_all()
        code = "from rosette.server.services import limits; limits.MOST_REQUESTS = limits.MOST_CHILDREN = 10**9\n"
        code += "from rosette.server.run import serve\nfrom rosette.server.run.serving import Address, configure\n"
        code += "configure()\nserve(Address(port=8765), workers=2)"
        site = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        try:
            time.sleep(10)
            warm: list[tuple[float, int, str]] = []
            for _ in range(20):
                ask(8765, cookie, "/children/", warm)
            found = drive(8765, cookie, children, seconds)
        finally:
            os.killpg(site.pid, signal.SIGTERM)
            site.wait(20)
    times = sorted(each for each, _, _ in found)
    by_page = {
        page: [t for t, _, path in found if path.endswith(page)] for page in ("options/", "record/", "/children/")
    }
    print(
        json.dumps(
            {
                "children": count,
                "boards_judged_a_second": round(rate, 1),
                "requests": len(found),
                "errors": sum(status != 200 for _, status, _ in found),
                "p50_ms": round(times[len(times) // 2] * 1000),
                "p95_ms": round(times[int(len(times) * 0.95)] * 1000),
                "slowest_ms": round(times[-1] * 1000),
                "median_by_page_ms": {
                    page: round(statistics.median(each) * 1000) for page, each in by_page.items() if each
                },
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
