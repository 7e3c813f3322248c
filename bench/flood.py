"""Ten thousand junk inquiries through the front door: `python bench/flood.py [count]`.

Prints how many were taken, slowed down and held, the rate, and how long the coordinator's list takes afterwards.
A tenth comes from one connection, the others from connections of their own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter


def main(count: int = 10_000) -> None:
    """Send them and look at the desk."""
    from rosette.server.run import prepare

    prepare(mode="demo")
    from django.conf import settings
    from django.test import Client

    from rosette.cli.demo import demo_files
    from rosette.server.accounts.models import User
    from rosette.server.services.demo import seed_demo
    from rosette.server.services.flood import TooMany
    from rosette.server.services.inquiries import keep, send, start
    from rosette.server.store.models import Inquiry

    settings.ALLOWED_HOSTS = ["*"]
    seed_demo(demo_files()[:2])
    told: Counter[str] = Counter()
    begun = time.perf_counter()
    for number in range(count):
        address = "10.9.9.9" if number % 10 == 0 else f"10.{number % 200}.{number // 200 % 200}.{number // 40_000}"
        try:
            made, _ = start(door="family", language="en", address=address, trials=[])
        except TooMany:
            told["slowed down at the start"] += 1
            continue
        keep(made, {"wish": "comment", "name": "Bot", "question": f"buy {number}"})
        try:
            told[send(made).state] += 1
        except TooMany:
            told["kept as a draft, slowed down"] += 1
    seconds = time.perf_counter() - begun
    print(f"{count} junk inquiries: {count / seconds:.0f} a second; {dict(told)}")
    print(f"  rows in the database: {dict(Counter(Inquiry.objects.values_list('state', flat=True)))}")
    desk = Client()
    desk.force_login(User.objects.get(email="coordinator@demo.invalid"))
    for name, url in (
        ("open inquiries", "/inquiries/"),
        ("held inquiries", "/inquiries/?held=1"),
        ("today", "/today/"),
    ):
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            answer = desk.get(url)
            times.append(time.perf_counter() - begun)
            assert answer.status_code == 200, url
        print(f"  the coordinator's {name} afterwards: {sorted(times)[3] * 1000:.0f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROSETTE_DATA"] = folder
        main(*(int(word) for word in sys.argv[1:]))
