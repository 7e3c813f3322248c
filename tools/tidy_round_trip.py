"""Write generated records as tidy data cuts and read them again; stops at the first whose facts differ.

python -m tools.tidy_round_trip 10000
"""

from __future__ import annotations

import sys
import time
from datetime import date

from hypothesis import HealthCheck, given, settings
from tests.support.cuts import contents, read_back
from tests.support.records import records

from rosette.interchange.tidy import tidy_cut
from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord

KNOWLEDGE = load_knowledge()
COUNT = {"records": 0, "facts": 0}


def main(most: int) -> None:
    """Try so many records and tell how many facts counted in them."""

    @settings(max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(records(KNOWLEDGE))
    def equal(record: ChildRecord) -> None:
        files = tidy_cut([record], on=date(2026, 6, 1), knowledge=KNOWLEDGE)
        (again,) = read_back(files, KNOWLEDGE).values()
        assert contents(again) == contents(record)
        COUNT["records"] += 1
        COUNT["facts"] += len(record.active)

    begun = time.monotonic()
    equal()
    print(f"{COUNT['records']} records, {COUNT['facts']} facts, all equal, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
