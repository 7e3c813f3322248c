"""One release of the cited data, frozen."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar, cast

from attrs import field, frozen

from rosette.kernel import did_you_mean
from rosette.knowledge.agents import Agent, HalfLife
from rosette.knowledge.bibliography import Reference
from rosette.knowledge.classes import ConditionCode, TherapyClass
from rosette.knowledge.conventions import Allele, Closure, Constant
from rosette.knowledge.conversions import ConversionSet, CumulativeGroup
from rosette.knowledge.entries import Entry
from rosette.knowledge.graph import above, below
from rosette.knowledge.naming import plain_name
from rosette.knowledge.observations import Attribute, CodedTest, ObservationCode, Procedure
from rosette.knowledge.scales import PerformanceScale
from rosette.knowledge.tables import AgeSexTable

ANTICANCER = "anticancer_therapy"
E = TypeVar("E", bound=Entry)


@frozen
class CitedRow:
    """A row with its kind, for lists of rows."""

    kind: str
    entry: Entry


@frozen(kw_only=True, eq=False, slots=False)
class Knowledge:
    """Everything that the data files say, by id; `release` and `digest` name it in every output."""

    release: str
    digest: str
    references: Mapping[str, Reference]
    classes: Mapping[str, TherapyClass]
    agents: Mapping[str, Agent]
    half_lives: Mapping[str, HalfLife]
    conditions: Mapping[str, ConditionCode]
    observations: Mapping[str, ObservationCode]
    coded: Mapping[str, CodedTest]
    attributes: Mapping[str, Attribute]
    procedure_rows: Mapping[str, Procedure]
    age_sex_tables: Mapping[str, AgeSexTable]
    alleles: tuple[Allele, ...]
    performance_scales: Mapping[str, PerformanceScale]
    conversion_sets: Mapping[str, ConversionSet]
    cumulative_groups: Mapping[str, CumulativeGroup]
    closures: Mapping[str, Closure]
    constants: Mapping[str, Constant]
    rows: tuple[CitedRow, ...] = field(repr=False)

    @functools.cached_property
    def procedures(self) -> tuple[str, ...]:
        """Procedures by burden to the child, the least first."""
        return tuple(self.procedure_rows)

    @functools.cached_property
    def closure_validity(self) -> Mapping[str, int]:
        """Days for which a reviewed list counts as complete."""
        return {name: closure.valid_days for name, closure in self.closures.items()}

    @functools.cached_property
    def allele_sets(self) -> Mapping[str, frozenset[str]]:
        """Protein changes by set; only verified ones that are held to be activating."""
        names = {allele.set for allele in self.alleles}
        return {
            name: frozenset(a.id for a in self.alleles if a.set == name and _activates(a)) for name in sorted(names)
        }

    @functools.cached_property
    def _treatment_parents(self) -> Mapping[str, tuple[str, ...]]:
        agents = {name: tuple(sorted(agent.classes)) for name, agent in self.agents.items()}
        return {**{name: each.parents for name, each in self.classes.items()}, **agents}

    @functools.cached_property
    def _members(self) -> Mapping[str, frozenset[str]]:
        return below(self._treatment_parents)

    @functools.cached_property
    def _condition_members(self) -> Mapping[str, frozenset[str]]:
        return below({name: each.parents for name, each in self.conditions.items()})

    @functools.cached_property
    def _agent_names(self) -> Mapping[str, Agent]:
        names = {}
        for agent in self.agents.values():
            for name in (agent.id, agent.name, *agent.synonyms):
                names[plain_name(name)] = agent
        return names

    @functools.cached_property
    def _tables(self) -> dict[type[Entry], Mapping[str, Entry]]:
        return {}

    def table(self, kind: type[E]) -> Mapping[str, E]:
        """The rows of one class by id, such as `knowledge.table(Regimen)`, in file order."""
        if kind not in self._tables:
            self._tables[kind] = {each.entry.id: each.entry for each in self.rows if type(each.entry) is kind}
        return cast(Mapping[str, E], self._tables[kind])

    def members(self, name: str) -> frozenset[str]:
        """A class with every class and agent below it; an agent alone. KeyError for another name."""
        return self._members[name]

    def condition_members(self, name: str) -> frozenset[str]:
        """A condition with every condition below it. KeyError for another name."""
        return self._condition_members[name]

    def classes_of(self, name: str) -> frozenset[str]:
        """An agent or class with every class above it; empty for a name that is not held."""
        return above(name, self._treatment_parents) if name in self._treatment_parents else frozenset()

    def fact_kinds(self, name: str) -> tuple[str, ...]:
        """The kinds of facts that can hold a class or an agent; empty for a name that is not held.

        An anticancer agent is held as such, even where it has an effect that a class of medicines names.
        """
        if name in self.classes:
            return self.classes[name].applies_to
        classes = sorted(self.agents[name].classes) if name in self.agents else []
        against_cancer = [each for each in classes if each in self.members(ANTICANCER)]
        kinds = (kind for each in against_cancer or classes for kind in self.classes[each].applies_to)
        return tuple(dict.fromkeys(kinds))

    def agent(self, name: str) -> Agent | None:
        """Find an agent by id, name or synonym, without regard to case, spaces and signs."""
        return self._agent_names.get(plain_name(name))

    def suggest(self, word: str) -> str:
        """Return ' (did you mean "x"?)' for the nearest id, name or synonym, or an empty string."""
        return did_you_mean(word, self._words)

    @functools.cached_property
    def _words(self) -> tuple[str, ...]:
        ids = [row.entry.id for row in self.rows]
        synonyms = [word for agent in self.agents.values() for word in (agent.name, *agent.synonyms)]
        return tuple(dict.fromkeys([*ids, *synonyms]))

    def stale(self, on: date) -> tuple[CitedRow, ...]:
        """Rows whose review was due before `on`, the longest overdue first."""
        late = (row for row in self.rows if row.entry.overdue(on))
        return tuple(sorted(late, key=lambda row: (row.entry.review.due, row.kind, row.entry.id)))

    def unverified(self) -> Iterator[CitedRow]:
        """Rows that are stored and shown, and refused in any computation."""
        return (row for row in self.rows if not row.entry.verified)


def _activates(allele: Allele) -> bool:
    return allele.effect == "activating" and allele.verified
