"""What a curator sees."""

from collections.abc import Callable
from datetime import date

from rosette.knowledge import Knowledge, knowledge_report


def test_a_row_is_overdue_from_the_day_after_it_was_due(loaded: Callable[[str], Knowledge]) -> None:
    knowledge = loaded("")
    assert knowledge.stale(date(2027, 1, 1)) == ()
    assert len(knowledge.stale(date(2027, 1, 2))) == len(knowledge.rows)


def test_the_longest_overdue_comes_first(loaded: Callable[[str], Knowledge]) -> None:
    review = 'review = { on = 2025-01-01, by = "tests", due = 2025-06-01 }'
    knowledge = loaded(f'agent = [{{ id = "old", classes = ["alk"], {review} }}]')
    assert knowledge.stale(date(2030, 1, 1))[0].entry.id == "old"
    assert [row.entry.id for row in knowledge.stale(date(2025, 6, 2))] == ["old"]


def test_a_report_counts_and_lists(loaded: Callable[[str], Knowledge]) -> None:
    knowledge = loaded(
        'half_life = [{ id = "onetinib", value = "3 h", population = "adults" }, '
        '{ id = "twotinib", value = "3 h", population = "adults", unverified = "from memory" }]'
    )
    report = knowledge_report(knowledge, on=date(2026, 2, 1))
    assert report.counts == {"agent": 2, "class": 3, "half_life": 2, "procedure": 2}
    assert report.without_half_life == ("twotinib",)
    assert [row.entry.id for row in report.unverified] == ["twotinib"]
    assert report.unopened == ("hearsay",)
    assert (report.release, report.digest, report.stale) == ("test.1", knowledge.digest, ())


def test_a_row_knows_its_place(loaded: Callable[[str], Knowledge]) -> None:
    assert loaded("").agents["twotinib"].place == "agents/base.toml, agent[1]"


def test_a_reference_prints_title_and_year(shipped: Knowledge) -> None:
    assert str(shipped.references["schwartz-2009"]) == "New equations to estimate GFR in children with CKD (2009)"
    assert str(shipped.references["NCT00075634"]) == "Decitabine with doxorubicin and cyclophosphamide"
