"""The fifth gate for late effects: every name in a rule leads somewhere, and every series falls off in strictness."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.kernel import Problems
from rosette.knowledge.crossrefs import resolve
from rosette.knowledge.entries import Entry
from rosette.knowledge.shelf import Shelf
from rosette.knowledge.triggers import AgeAt, FieldDose, Given, HasCondition, OrganDose, Predicate, Total, leaves

ANTHRACYCLINE, CED = "anthracycline", "ced"


def check_surveillance(shelf: Shelf, problems: Problems) -> None:
    """Note every profile, test, agent, class, organ, condition and code that leads nowhere."""
    _check_profiles(shelf, problems)
    _check_rules(shelf, problems)
    _check_results(shelf, problems)
    agents, organs = ids(shelf.agents), ids(shelf.organs)
    for factor in shelf.ced_factors:
        resolve(factor, "id", [factor.id], agents, problems)
    for reach in shelf.field_reaches:
        resolve(reach, "id", () if reach.sites else [reach.id], ids(shelf.classes), problems)
        resolve(reach, "organs", reach.organs, organs, problems)


def ids(entries: Iterable[Entry]) -> set[str]:
    """The ids of some rows."""
    return {entry.id for entry in entries}


def _check_profiles(shelf: Shelf, problems: Problems) -> None:
    sets = {each.id: each for each in shelf.conversion_sets}
    for profile in shelf.surveillance_profiles:
        resolve(profile, "includes", profile.includes, ids(shelf.surveillance_profiles), problems)
        resolve(profile, "conversion", [profile.conversion], sets, problems)
        if not profile.to_sign and profile.conversion in sets and not sets[profile.conversion].verified:
            found = f'"{profile.conversion}" is unverified'
            problems.add(f"{profile.place}.conversion", found=found, wanted="a verified set")


def _check_rules(shelf: Shelf, problems: Problems) -> None:
    profiles, tests = ids(shelf.surveillance_profiles), ids(shelf.surveillance_tests)
    known = _Known(shelf)
    for rule in shelf.surveillance_rules:
        resolve(rule, "profile", [rule.profile], profiles, problems)
        resolve(rule, "test", [rule.test], tests, problems)
        for predicate in leaves(rule.when):
            known.check(rule, predicate, problems)
        if rule.tag == "GK" and rule.verified:
            remedy = "Say why it is unverified, or give it the tag of what was read."
            problems.add(rule.place, found="general knowledge without unverified", remedy=remedy)


def _check_results(shelf: Shelf, problems: Problems) -> None:
    codes = ids(shelf.observations) | ids(shelf.coded_tests)
    for test in shelf.surveillance_tests:
        resolve(test, "codes", test.codes, codes, problems)
    for result in shelf.surveillance_results:
        resolve(result, "test", [result.test], ids(shelf.surveillance_tests), problems)
        resolve(result, "code", [result.code], codes, problems)


class _Known:
    """What the predicates of a rule may name."""

    def __init__(self, shelf: Shelf) -> None:
        self.agents = ids(shelf.agents)
        self.treatments = self.agents | ids(shelf.classes)
        self.organs = ids(shelf.organs)
        self.conditions = ids(shelf.conditions)

    def check(self, rule: Entry, predicate: Predicate, problems: Problems) -> None:
        match predicate:
            case Total():
                resolve(rule, "when", [predicate.of], self.agents | {ANTHRACYCLINE, CED}, problems)
            case Given():
                resolve(rule, "when", [predicate.of], self.treatments, problems)
            case FieldDose():
                resolve(rule, "when", [predicate.field], self.treatments, problems)
            case OrganDose():
                resolve(rule, "when", [predicate.organ], self.organs, problems)
            case AgeAt():
                resolve(rule, "when", [predicate.of], self.treatments | self.organs, problems)
            case HasCondition():
                resolve(rule, "when", [predicate.condition], self.conditions, problems)
            case _:
                pass
