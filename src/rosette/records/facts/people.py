"""Facts that people state: reported outcomes, attestations, closures, consent, preferences, home."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from rosette.kernel import PartialDate
from rosette.records.facts.envelope import PointFact, SpanFact, UndatedFact
from rosette.records.shapes import Choice, Day, Many, Number, Pattern, Table, Text, Whole, said

LISTS = (
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
YES_NO = ("yes", "no")


@frozen(kw_only=True)
class ReportedOutcome(PointFact):
    """What the child, or somebody for the child, answered in a questionnaire."""

    kind: ClassVar[str] = "reported_outcome"
    selectors: ClassVar[tuple[str, ...]] = ("domain", "instrument")

    instrument: str = field(metadata=said(Text()))
    domain: str = field(metadata=said(Text()))
    reporter: str = field(metadata=said(Choice(("self", "proxy"))))
    score: float = field(metadata=said(Number()))


@frozen(kw_only=True)
class Attestation(PointFact):
    """A person's answer to a criterion that needs judgement, such as "NCT01154816/J1"."""

    kind: ClassVar[str] = "attestation"
    selectors: ClassVar[tuple[str, ...]] = ("question",)

    question: str = field(metadata=said(Text()))
    answer: str = field(metadata=said(Choice(YES_NO)))
    reason: str | None = field(default=None, metadata=said(Text()))
    valid_until: PartialDate | None = field(default=None, metadata=said(Day()))


@frozen(kw_only=True)
class Closure(PointFact):
    """The lists that were reviewed on the day and found complete: the only way in which absence is known."""

    kind: ClassVar[str] = "closure"
    selectors: ClassVar[tuple[str, ...]] = ("covers",)

    covers: tuple[str, ...] = field(metadata=said(Many(Choice(LISTS))))


@frozen(kw_only=True)
class Consent(PointFact):
    """A consent that was given or refused."""

    kind: ClassVar[str] = "consent"
    selectors: ClassVar[tuple[str, ...]] = ("type",)

    type: str = field(metadata=said(Text()))
    answer: str = field(metadata=said(Choice(YES_NO)))
    by: str | None = field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class Preference(UndatedFact):
    """What matters to this family, with their weights and limits."""

    kind: ClassVar[str] = "preference"

    text: str | None = field(default=None, metadata=said(Text()))
    weights: tuple[tuple[str, float], ...] = field(default=(), metadata=said(Table(Number())))
    travel_limit_km: float | None = field(default=None, metadata=said(Number(most=40000)))
    max_days_in_hospital_per_cycle: int | None = field(default=None, metadata=said(Whole(most=366)))


@frozen(kw_only=True)
class Home(SpanFact):
    """Where the child lives and which language the family speaks; the country by its two letters."""

    kind: ClassVar[str] = "home"
    selectors: ClassVar[tuple[str, ...]] = ("country",)
    required_fields: ClassVar[frozenset[str]] = frozenset({"start"})

    country: str | None = field(default=None, metadata=said(Pattern("[A-Z]{2}", 'two capital letters such as "US"')))
    state: str | None = field(default=None, metadata=said(Text()))
    language: str | None = field(
        default=None, metadata=said(Pattern("[a-z]{2,3}(-[A-Za-z0-9]+)*", 'a language tag such as "en"'))
    )
    distance_km: float | None = field(default=None, metadata=said(Number(most=40000)))
