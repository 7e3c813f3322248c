"""Write generated records as FHIR and read them again; stops at the first that is not equal.

python -m tools.fhir_round_trip 10000
"""

from __future__ import annotations

import sys
import time

from hypothesis import HealthCheck, given, settings
from tests.support.records import records

from rosette.interchange import Content
from rosette.interchange.fhir.writing import bundle_text, restored_record
from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord

KNOWLEDGE = load_knowledge()
COUNT = {"records": 0, "facts": 0}


def main(most: int) -> None:
    """Try so many records and tell how many facts they had."""

    @settings(max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(records(KNOWLEDGE))
    def equal(record: ChildRecord) -> None:
        text = bundle_text(record, knowledge=KNOWLEDGE)
        assert restored_record(Content(name="record.json", data=text.encode()), knowledge=KNOWLEDGE) == record
        COUNT["records"] += 1
        COUNT["facts"] += len(record.facts)

    begun = time.monotonic()
    equal()
    print(f"{COUNT['records']} records, {COUNT['facts']} facts, all equal, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
