"""The status of the disease on a day, as its events tell it.

Events are written "day:event" or "day:event:response". A relapse or progression makes it relapsed from then
on; a refractory event refractory. The rest is known only while the list of disease events is complete.
"""

from __future__ import annotations

import pytest
from tests.support.records import child, day, make, table

from rosette.knowledge import Knowledge
from rosette.records import Closure, DiseaseEvent, Fact, Therapy
from rosette.records.views import RecordIndex, attribute, attribute_days

STATUS = """
events                                              | reviewed on | on 2026-06-01
----------------------------------------------------+-------------+-----------------
2026-01-15:relapse                                  | -           | relapsed
2026-01-15:progression                              | -           | relapsed
2026-01-15:response:PD                              | -           | relapsed
2026-01-15:refractory                               | -           | refractory
2026-01-15:refractory 2026-03-01:progression        | -           | relapsed
2024-01-15:relapse 2025-01-15:remission             | -           | relapsed
2026-06-01:relapse                                  | -           | relapsed
2026-06-02:relapse                                  | -           | -
2026-06:relapse                                     | -           | -
2026-06:relapse                                     | 2026-05-29  | -
2026:relapse                                        | 2026-05-29  | -
2026-05:relapse                                     | -           | relapsed
2026-01-15:relapse 2026-06:relapse                  | -           | relapsed
2026-06:refractory                                  | -           | -
2025-01-15:response:PR                              | -           | -
2025-01-15:response:PR                              | 2026-05-29  | responding
2025-01-15:response:VGPR                            | 2026-05-29  | responding
2025-01-15:response:MR                              | 2026-05-29  | responding
2025-01-15:response:SD                              | 2026-05-29  | persistent
2025-01-15:response:CR                              | 2026-05-29  | no_evidence
2025-01-15:remission                                | 2026-05-29  | no_evidence
2025-01-15:response                                 | 2026-05-29  | -
2024-01-15:response:PR 2025-01-15:response:SD       | 2026-05-29  | persistent
2025-01-15:response:PR 2025-01-15:response:SD       | 2026-05-29  | persistent,responding
2025-01-15:response:PR 2025-01-15:response:MR       | 2026-05-29  | responding
-                                                   | -           | -
-                                                   | 2026-05-29  | newly_diagnosed
-                                                   | 2026-05-02  | newly_diagnosed
-                                                   | 2026-05-01  | -
-                                                   | 2026-06-02  | -
2026-01-15:relapse                                  | 2026-05-29  | relapsed
2026-06-02:relapse                                  | 2026-05-29  | newly_diagnosed
"""


def event(text: str) -> DiseaseEvent:
    on, kind, *response = text.split(":")
    return make(DiseaseEvent, id=text, on=on, event=kind, response=response[0] if response else None)


def events(text: str) -> list[Fact]:
    return [] if text == "-" else [event(word) for word in text.split()]


def review(on: str, *lists: str) -> list[Fact]:
    return [] if on == "-" else [make(Closure, on=on, covers=lists or ("disease_events", "therapies"))]


def said(name: str, on: str, index: RecordIndex) -> str:
    return ",".join(value for value, _ in attribute(index, name, day(on))) or "-"


@pytest.mark.parametrize(("told", "reviewed", "status"), table(STATUS))
def test_the_status_of_the_disease(told: str, reviewed: str, status: str, knowledge: Knowledge) -> None:
    index = RecordIndex(child(*events(told), *review(reviewed)), knowledge)
    assert said("disease_status", "2026-06-01", index) == status


def test_a_treated_child_without_an_event_is_not_newly_diagnosed(knowledge: Knowledge) -> None:
    given = make(Therapy, agent="vincristine", start="2026-04-01")
    index = RecordIndex(child(given, *review("2026-05-29")), knowledge)
    assert said("disease_status", "2026-06-01", index) == "none"


def test_whether_a_child_was_treated_must_be_known_too(knowledge: Knowledge) -> None:
    index = RecordIndex(child(*review("2026-05-29", "disease_events")), knowledge)
    assert said("disease_status", "2026-06-01", index) == "none"


def test_the_events_that_say_so_are_named(knowledge: Knowledge) -> None:
    record = child(event("2025-01-15:relapse"), event("2026-01-15:progression"), event("2026-02-01:response:PR"))
    ((value, facts),) = attribute(RecordIndex(record, knowledge), "disease_status", day("2026-06-01"))
    assert (value, [fact.id for fact in facts]) == (
        "relapsed",
        ["2025-01-15:relapse", "2026-01-15:progression"],
    )


RESPONSE = """
events                                                                | best response
----------------------------------------------------------------------+--------------
2025-01-15:response:PR                                                | PR
2025-01-15:response:PR 2025-06-15:response:VGPR                       | VGPR
2025-01-15:response:CR 2025-06-15:response:SD                         | CR
2025-01-15:remission                                                  | CR
2024-01-15:response:CR 2026-01-15:relapse 2026-03-15:response:MR      | MR
2024-01-15:response:CR 2026-01-15:relapse                             | -
2026-01-15:relapse 2026-06:response:PR                                | -
-                                                                     | -
"""


@pytest.mark.parametrize(("told", "best"), table(RESPONSE))
def test_the_best_response_since_the_last_relapse(told: str, best: str, knowledge: Knowledge) -> None:
    index = RecordIndex(child(*events(told), *review("2026-05-29")), knowledge)
    assert said("best_response", "2026-06-01", index) == best


def test_without_a_review_a_better_response_may_be_missing(knowledge: Knowledge) -> None:
    index = RecordIndex(child(event("2025-01-15:response:PR")), knowledge)
    assert said("best_response", "2026-06-01", index) == "-"


def test_the_answer_changes_only_on_the_days_that_are_named(knowledge: Knowledge) -> None:
    told = events("2026-03-01:response:PR 2026-04:refractory 2026-05-10:relapse")
    index = RecordIndex(child(*told, *review("2026-02-20"), *review("2026-03-28")), knowledge)
    turns = attribute_days(index, "disease_status")
    for ordinal in range(day("2026-01-01"), day("2026-08-01")):
        if ordinal not in turns:
            before = attribute(index, "disease_status", ordinal - 1)
            assert attribute(index, "disease_status", ordinal) == before
