"""The rules of one profile of one release, ready to be applied."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import field, frozen

from rosette.kernel import UsageError, did_you_mean, one_of
from rosette.knowledge import (
    CedFactor,
    ConversionSet,
    Knowledge,
    SurveillanceProfile,
    SurveillanceResult,
    SurveillanceRule,
    SurveillanceTest,
)

FIRST_PROFILE = "ighg-pancare"
OF_A_SCORE = "anthracycline_chow_2015"


@frozen(kw_only=True, eq=False)
class RuleBook:
    """The rules of a profile with the profiles it includes, and the tables that they need.

    sets: every conversion set of anthracyclines; that of the profile decides. names: every agent and class.
    """

    profile: SurveillanceProfile
    rules: tuple[SurveillanceRule, ...]
    tests: Mapping[str, SurveillanceTest] = field(repr=False)
    results: Mapping[str, tuple[SurveillanceResult, ...]] = field(repr=False)
    sets: Mapping[str, ConversionSet] = field(repr=False)
    ced: Mapping[str, CedFactor] = field(repr=False)
    editions: Mapping[str, str]
    to_sign: frozenset[str]
    release: str
    digest: str
    names: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def conversion(self) -> ConversionSet:
        """The set that turns anthracyclines into doxorubicin in this profile."""
        return self.sets[self.profile.conversion]

    def with_tests(self, tests: Mapping[str, SurveillanceTest]) -> RuleBook:
        """The book with more tests, such as those of duties of trials."""
        return attrs.evolve(self, tests={**self.tests, **tests}) if tests else self

    def with_rules(self, *rules: SurveillanceRule, release: str = "") -> RuleBook:
        """The book with other rules, such as those of a draft."""
        return attrs.evolve(self, rules=rules, release=release or self.release)


def rules_of(knowledge: Knowledge, profile: str = FIRST_PROFILE) -> RuleBook:
    """The rule book of a profile; raises UsageError when there is no such profile."""
    profiles = knowledge.table(SurveillanceProfile)
    if profile not in profiles:
        near = did_you_mean(profile, profiles)
        raise UsageError(f'There is no profile "{profile}"{near}. Profiles: {one_of(sorted(profiles))}.')
    chosen = profiles[profile]
    names = (profile, *chosen.includes)
    results: dict[str, list[SurveillanceResult]] = {}
    for each in knowledge.table(SurveillanceResult).values():
        results.setdefault(each.test, []).append(each)
    return RuleBook(
        profile=chosen,
        rules=tuple(rule for rule in knowledge.table(SurveillanceRule).values() if rule.profile in names),
        tests=knowledge.table(SurveillanceTest),
        results={test: tuple(rows) for test, rows in results.items()},
        sets={name: each for name, each in knowledge.conversion_sets.items() if _for_surveillance(each)},
        ced=knowledge.table(CedFactor),
        editions={name: profiles[name].edition for name in names},
        to_sign=frozenset(name for name in names if profiles[name].to_sign),
        release=knowledge.release,
        digest=knowledge.digest,
        names=frozenset(knowledge.agents) | frozenset(knowledge.classes),
    )


def _for_surveillance(conversion: ConversionSet) -> bool:
    """Whether a set serves rules; that of a score serves the score alone."""
    return conversion.into == "doxorubicin" and conversion.id != OF_A_SCORE
