"""Write generated records as phenopackets and as studies, and read them again; stops at the first that is not equal.

python -m tools.genomic_round_trip 10000
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from hypothesis import HealthCheck, given, settings
from tests.support.records import records
from tests.unit.interchange.genomic import KNOWLEDGE, contents, read_again

from rosette.interchange.cbioportal import CBIOPORTAL, study_of
from rosette.interchange.losing import Lost
from rosette.interchange.phenopackets import PHENOPACKETS, phenopacket_of
from rosette.records import ChildRecord, Fact

COUNT: Counter[str] = Counter()


def main(most: int) -> None:
    """Try so many records and tell how many facts came back whole, without a field, or not at all."""

    @settings(max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(records(KNOWLEDGE))
    def equal(record: ChildRecord) -> None:
        packet, study = phenopacket_of(record, KNOWLEDGE), study_of(record, KNOWLEDGE)
        COUNT["records"] += 1
        COUNT["facts"] += len(record.active)
        back = read_again(PHENOPACKETS, packet.text, record).record.facts
        _compare("phenopacket", record, packet.lost, back)
        _compare("study", record, study.lost, read_again(CBIOPORTAL, dict(study.files), record).record.facts)

    begun = time.monotonic()
    equal()
    print(dict(COUNT), f"all equal but for what is lost, {time.monotonic() - begun:.0f} s")


def _compare(name: str, record: ChildRecord, lost: tuple[Lost, ...], back: tuple[Fact, ...]) -> None:
    assert contents(back) == contents(record.active, lost)
    gone = {each.fact for each in lost if each.whole}
    fields = {each.fact for each in lost if not each.whole and each.fact} - gone
    COUNT[f"{name}: whole"] += len(record.active) - len(gone) - len(fields)
    COUNT[f"{name}: without a field"] += len(fields)
    COUNT[f"{name}: lost"] += len(gone)


if __name__ == "__main__":
    main(int(sys.argv[1]))
