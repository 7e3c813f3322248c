"""Cumulative doses: of one agent, of anthracyclines by each set of factors, and as cyclophosphamide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from attrs import frozen

from rosette.kernel import number_text
from rosette.survivorship.exposures import Exposed, Exposures
from rosette.survivorship.rulebook import RuleBook

ANTHRACYCLINE, CED = "anthracycline", "ced"
WITHOUT_CED = ("temozolomide", "dacarbazine", "treosulfan", "cisplatin", "carboplatin")
GROUPS = ((250.0, "high"), (100.0, "moderate"), (0.0, "low"))


@frozen(kw_only=True)
class Sum:
    """A cumulative dose in mg/m2: at least `value`, all of it when `complete`.

    without: agents for which there is no factor, listed beside the sum and never as zero. unverified: agents whose
    factor is not verified.
    """

    name: str
    value: float
    complete: bool
    estimated: bool
    agents: tuple[Exposed, ...]
    without: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    set_unverified: str | None = None
    computed: bool = False

    def __str__(self) -> str:
        if not self.agents:
            return "none given"
        if self.value == 0 and not self.complete:
            return "dose unknown"
        told = f"{number_text(round(self.value, 1))} mg/m2"
        marks = [] if self.complete else ["at least"]
        marks += ["estimated"] if self.estimated else []
        marks += ["computed"] if self.computed else []
        return f"{told} ({', '.join(marks)})" if marks else told


def summed(name: str, agents: Iterable[Exposed], factors: Mapping[str, float] | None = None) -> Sum:
    """The sum over some agents, each times its factor; an agent without a factor leaves the sum incomplete."""
    value, complete, estimated = 0.0, True, False
    listed, without = tuple(agents), []
    for each in listed:
        factor = 1.0 if factors is None else factors.get(each.name)
        if factor is None:
            without.append(each.name)
        else:
            value += factor * (each.dose.value or 0.0)
            complete &= each.dose.complete
            estimated |= each.dose.status == "estimated"
    return Sum(
        name=name,
        value=value,
        complete=complete and not without,
        estimated=estimated,
        agents=listed,
        without=tuple(dict.fromkeys(without)),
        computed=any(each.dose.status == "computed" for each in listed if each.name not in without),
    )


def total_of(exposures: Exposures, of: str, book: RuleBook) -> Sum:
    """The total that a rule asks for: of an agent, of the anthracyclines, or as cyclophosphamide."""
    if of == ANTHRACYCLINE:
        return summed(book.conversion.name, exposures.tagged.get(of, ()), book.conversion.factors)
    return ced(exposures, book) if of == CED else summed(of, exposures.tagged.get(of, ()))


def ced(exposures: Exposures, book: RuleBook) -> Sum:
    """The cyclophosphamide equivalent dose, with the agents whose factor is unverified or does not exist."""
    agents = [each for each in exposures.of("agent") if each.name in book.ced]
    factors = {name: row.factor for name, row in book.ced.items()}
    found = summed("cyclophosphamide equivalent dose", agents, factors)
    beside = [each.name for each in exposures.of("agent") if each.name in WITHOUT_CED]
    return attrs.evolve(
        found,
        without=tuple(dict.fromkeys(beside)),
        unverified=tuple(dict.fromkeys(each.name for each in agents if not book.ced[each.name].verified)),
    )


def group_of(total: Sum) -> str:
    """The group of an anthracycline total: none, low, moderate, high; unknown when the missing part may decide.

    The cuts are those of [@pancare-cardiac, surveillance by dose].
    """
    if not total.agents:
        return "none"
    group = next(name for least, name in GROUPS if total.value >= least)
    return group if total.complete or group == "high" else "unknown"


def side_by_side_sets(exposures: Exposures, book: RuleBook) -> tuple[Sum, ...]:
    """The anthracycline total by every set, that of the profile first."""
    agents = exposures.tagged.get(ANTHRACYCLINE, ())
    ordered = sorted(book.sets.values(), key=lambda each: each.id != book.profile.conversion)
    found = []
    for each in ordered:
        total = summed(each.name, agents, each.factors)
        found.append(attrs.evolve(total, set_unverified=each.unverified))
    return tuple(found)


def disagreement(totals: Iterable[Sum]) -> str:
    """A warning when the sets put the child into different groups; a set that lacks a factor takes no part."""
    groups: dict[str, list[str]] = {}
    for each in totals:
        if each.without:
            continue
        groups.setdefault(group_of(each), []).append(each.name)
    if len(groups) < 2:
        return ""
    told = "; ".join(f"{group}: {', '.join(names)}" for group, names in groups.items())
    return f"The sets of factors do not agree on the group ({told})."
