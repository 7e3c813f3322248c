"""The declarations of the facts: one place for reader, writer and schema."""

from __future__ import annotations

import attrs
import pytest
from tests.support.records import make

from rosette.kernel import PartialDate
from rosette.records import KINDS, LISTS, Fact, GrowthFactor, Home, Imaging, Laboratory, Molecular, Therapy
from rosette.records.facts import PointFact, PointOrSpanFact, SpanFact, UndatedFact
from rosette.records.shapes import declared

SPEC_KINDS = [
    "diagnosis",
    "disease_event",
    "therapy",
    "radiation",
    "radiopharmaceutical",
    "transplant",
    "surgery",
    "stem_cells",
    "laboratory",
    "transfusion",
    "growth_factor",
    "measurement",
    "performance",
    "organ_test",
    "imaging",
    "marrow",
    "molecular",
    "condition",
    "medication",
    "assessment",
    "reported_outcome",
    "attestation",
    "closure",
    "consent",
    "preference",
    "home",
]


def keys(kind: type[Fact]) -> list[str]:
    return [key for each in declared(kind) for key in each.part.keys]


def test_every_kind_has_one_class() -> None:
    assert sorted(KINDS) == sorted(SPEC_KINDS)
    assert len(set(KINDS.values())) == len(KINDS)


@pytest.mark.parametrize("name", SPEC_KINDS)
def test_a_class_knows_its_kind(name: str) -> None:
    assert KINDS[name].kind == name


@pytest.mark.parametrize("name", SPEC_KINDS)
def test_every_field_of_a_class_is_declared(name: str) -> None:
    """A field without a declaration would be lost when a record is written."""
    fields = {field.name for field in attrs.fields(KINDS[name])} - KINDS[name].without_fields
    assert {each.name for each in declared(KINDS[name])} == fields


@pytest.mark.parametrize("name", SPEC_KINDS)
def test_no_two_fields_share_a_key(name: str) -> None:
    assert len(keys(KINDS[name])) == len(set(keys(KINDS[name])))


@pytest.mark.parametrize("name", SPEC_KINDS)
def test_every_fact_has_the_envelope(name: str) -> None:
    assert {"id", "source", "recorded_at", "recorded_by", "supersedes", "status"} <= set(keys(KINDS[name]))


@pytest.mark.parametrize("name", SPEC_KINDS)
def test_every_selector_is_a_field(name: str) -> None:
    assert set(KINDS[name].selectors) <= {field.name for field in attrs.fields(KINDS[name])}


@pytest.mark.parametrize("name", SPEC_KINDS)
def test_every_class_says_what_it_is(name: str) -> None:
    assert (KINDS[name].__doc__ or "").strip().endswith(".")


@pytest.mark.parametrize(
    ("base", "days"),
    [
        (PointFact, {"on"}),
        (SpanFact, {"from", "to", "ongoing"}),
        (PointOrSpanFact, {"on", "from", "to", "ongoing"}),
        (UndatedFact, {"on"}),
    ],
)
def test_a_kind_takes_the_days_that_suit_it(base: type[Fact], days: set[str]) -> None:
    kinds = [kind for kind in KINDS.values() if issubclass(kind, base)]
    assert kinds
    for kind in kinds:
        assert set(keys(kind)) & {"on", "from", "to", "ongoing"} == days


def test_a_fact_of_one_day_begins_and_ends_on_it() -> None:
    fact = make(Laboratory, code="anc", on="2026-05-29")
    assert (fact.since, fact.until) == (PartialDate(2026, 5, 29), PartialDate(2026, 5, 29))


def test_a_fact_of_a_stretch_begins_and_ends_with_it() -> None:
    fact = make(Therapy, agent="irinotecan", start="2026-01", end="2026-03-05")
    assert (fact.since, fact.until) == (PartialDate(2026, 1), PartialDate(2026, 3, 5))


def test_an_open_stretch_has_no_end() -> None:
    assert make(Home, start="2019-03-10").until is None


def test_a_growth_factor_may_be_given_once_or_for_a_time() -> None:
    once = make(GrowthFactor, agent="pegfilgrastim", on="2026-05-02")
    daily = make(GrowthFactor, agent="filgrastim", start="2026-05-02", end="2026-05-09")
    assert (str(once.until), str(daily.until)) == ("2026-05-02", "2026-05-09")


@pytest.mark.parametrize(
    ("fact", "names"),
    [
        (make(Laboratory, code="anc", on="2026-05-29"), {"anc"}),
        (make(Imaging, modality="ct", on="2026-05-20"), {"ct"}),
        (make(Home, start="2019-03-10"), set()),
        (make(Home, start="2019-03-10", country="US"), {"US"}),
        (make(Molecular, assay="panel", on="2026-01-20", covers=(("ALK", ("gain",)),)), {"panel", "ALK"}),
    ],
    ids=lambda value: value.kind if isinstance(value, Fact) else None,
)
def test_a_fact_is_picked_by_its_names(fact: Fact, names: set[str]) -> None:
    assert fact.names() == names


def test_the_lists_that_can_be_closed_are_those_of_the_format() -> None:
    assert LISTS == (
        "therapies",
        "medications",
        "radiation",
        "transplants",
        "surgery",
        "transfusions",
        "growth_factors",
        "conditions",
        "disease_events",
        "stem_cells",
    )
