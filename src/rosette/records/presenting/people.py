"""Sentences for what people stated."""

from __future__ import annotations

from collections.abc import Iterator

from rosette.kernel import number_text
from rosette.knowledge import Knowledge
from rosette.records.facts import Attestation, Closure, Consent, Fact, Home, Preference, ReportedOutcome
from rosette.records.presenting.words import Sayer, labelled, listed, spaced


def _outcome(fact: ReportedOutcome, knowledge: Knowledge) -> Iterator[str]:
    who = "the child" if fact.reporter == "self" else "somebody for the child"
    yield f"{fact.instrument} {spaced(fact.domain)} {number_text(fact.score)}"
    yield f"answered by {who}"


def _attestation(fact: Attestation, knowledge: Knowledge) -> Iterator[str]:
    yield f"{fact.question} answered {fact.answer} by {fact.recorded_by}"
    yield fact.reason or ""
    yield labelled("valid until", fact.valid_until)


def _closure(fact: Closure, knowledge: Knowledge) -> Iterator[str]:
    yield listed(map(spaced, fact.covers), before="reviewed and complete: ")


def _consent(fact: Consent, knowledge: Knowledge) -> Iterator[str]:
    yield f"{spaced(fact.type)} {'given' if fact.answer == 'yes' else 'refused'}"
    yield labelled("by", fact.by)


def _preference(fact: Preference, knowledge: Knowledge) -> Iterator[str]:
    yield fact.text or "preference"
    yield listed((f"{spaced(name)} {number_text(weight)}" for name, weight in fact.weights), before="weights: ")
    yield "" if fact.travel_limit_km is None else f"travels at most {number_text(fact.travel_limit_km)} km"
    days = fact.max_days_in_hospital_per_cycle
    yield "" if days is None else f"at most {days} days in hospital a cycle"


def _home(fact: Home, knowledge: Knowledge) -> Iterator[str]:
    yield listed((part for part in (fact.state, fact.country) if part), before="lives in ")
    yield labelled("language", fact.language)
    yield "" if fact.distance_km is None else f"{number_text(fact.distance_km)} km away"


PEOPLE: dict[type[Fact], Sayer] = {
    ReportedOutcome: _outcome,
    Attestation: _attestation,
    Closure: _closure,
    Consent: _consent,
    Preference: _preference,
    Home: _home,
}
