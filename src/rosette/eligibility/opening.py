"""What would open a closed door: the minimal ways to a wanted truth, cheapest first, and what bars for ever.

A way is a set of things to do (tests, attestations, changes); waiting is not a thing to do but gives the day.
Each way is checked on the timeline: the first day on which the node holds if every test turns out well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from attrs import evolve, field, frozen

from rosette.eligibility.judge import fold
from rosette.eligibility.judgement import Act, Judgement, Remedy
from rosette.eligibility.nodes import AllOf, AnyOf, AtLeastOf, Node, Not
from rosette.kernel import Frame, Masks, Truth

MOST_WAYS = 24
Choice = tuple[frozenset[Remedy], frozenset[tuple[Node, Truth]]]


@frozen(kw_only=True)
class Way:
    """One way in: what to do, and the first day on which all would hold."""

    remedies: tuple[Remedy, ...]
    opens_on: date
    supposed: tuple[tuple[Node, Truth], ...] = field(repr=False, eq=False)

    @property
    def burden(self) -> tuple[bool, int, int, date]:
        """Order of ways: tests before changes, then by the heaviest thing to do, how many, and the day."""
        heaviest = max((each.burden for each in self.remedies), default=-1)
        return self.changes, heaviest, len(self.remedies), self.opens_on

    @property
    def changes(self) -> bool:
        """Whether it asks for more than learning something: to treat, to stop a medicine."""
        return any(each.act is Act.CHANGE for each in self.remedies)


@frozen(eq=False)
class Openings:
    """Finds ways for one child's judgements; what was found for a node is kept, as nodes recur across trials."""

    frame: Frame
    on: int
    _kept: dict[tuple[Node, Truth], list[Choice]] = field(factory=dict, repr=False)

    def ways(self, judgements: Sequence[Judgement], *, want: Truth = Truth.YES) -> tuple[Way, ...]:
        """The minimal ways to the wanted truth of all judgements, cheapest first; empty when nothing can bring it."""
        found = []
        for remedies, supposed in self._each(judgements, want):
            opens = self.first_day(judgements, dict(supposed), want=want)
            if opens is not None:
                found.append(
                    Way(
                        remedies=tuple(sorted(remedies, key=lambda each: each.order)),
                        opens_on=opens,
                        supposed=tuple(supposed),
                    )
                )
        return tuple(sorted(found, key=lambda way: (way.burden, [each.what for each in way.remedies])))

    def first_day(
        self, judgements: Sequence[Judgement], supposed: Mapping[Node, Truth], *, want: Truth = Truth.YES
    ) -> date | None:
        """First day on which all have the wanted truth in the carried reading, if the supposed truths come out."""
        side = 0 if want is Truth.YES else 1
        mask = self.frame.days(self.on, None)
        for judgement in judgements:
            mask &= _supposing(judgement, supposed)[side]
        return date.fromordinal(self.frame.start + (mask & -mask).bit_length() - 1) if mask else None

    def choices(self, judgement: Judgement, want: Truth) -> list[Choice]:
        """Sets of remedies that may bring the wanted truth, before they are checked on the timeline."""
        key = (judgement.node, want)
        if key not in self._kept:
            self._kept[key] = self._find(judgement, want)
        return self._kept[key]

    def _find(self, judgement: Judgement, want: Truth) -> list[Choice]:
        node, parts = judgement.node, judgement.parts
        if not parts:
            return _leaf_choices(judgement, want)
        if isinstance(node, Not):
            return self.choices(parts[0], ~want)
        if isinstance(node, AllOf | AnyOf):
            every = isinstance(node, AllOf) == (want is Truth.YES)
            return self._each(parts, want) if every else _some(self.choices(part, want) for part in parts)
        if isinstance(node, AtLeastOf):
            needed = node.count if want is Truth.YES else len(parts) - node.count + 1
            return _some(self._each(some, want) for some in combinations(parts, needed))
        return self._branches(parts, want)

    def _branches(self, parts: Sequence[Judgement], want: Truth) -> list[Choice]:
        """Of if / then / else: either branch with its condition, or both branches whatever the condition is."""
        condition, then = parts[0], parts[1]
        if len(parts) == 2 and want is Truth.YES:
            return _some([self.choices(condition, Truth.NO), self.choices(then, want)])
        met = _cross(self.choices(condition, Truth.YES), self.choices(then, want))
        if len(parts) == 2:
            return met
        unmet = _cross(self.choices(condition, Truth.NO), self.choices(parts[2], want))
        return _some([met, unmet, self._each(parts[1:], want)])

    def _each(self, judgements: Iterable[Judgement], want: Truth) -> list[Choice]:
        """All of them: those with one choice are joined first, the others are paired."""
        result: list[Choice] = [(frozenset(), frozenset())]
        several = sorted((self.choices(each, want) for each in judgements), key=len)
        for choices in several:
            result = _cross(result, choices)
            if not result:
                break
        return result


def _supposing(judgement: Judgement, supposed: Mapping[Node, Truth]) -> Masks:
    if not any(node in supposed for node in judgement.asks):
        return judgement.carried
    if not judgement.parts:
        return _from_now(judgement, supposed[judgement.node])
    parts = [_supposing(part, supposed) for part in judgement.parts]
    return fold(judgement.node, parts, full=judgement.frame.full)


def _from_now(judgement: Judgement, value: Truth) -> Masks:
    days = judgement.frame.days(judgement.on, None) & judgement.attainable
    yes, no = (days, 0) if value is Truth.YES else (0, days)
    return judgement.carried[0] & ~days | yes, judgement.carried[1] & ~days | no


def _leaf_choices(judgement: Judgement, want: Truth) -> list[Choice]:
    nothing: Choice = (frozenset(), frozenset())
    if judgement.truth is want:
        return [nothing]
    if judgement.truth is Truth.UNKNOWN:
        return [_doing(judgement, want)]
    if judgement.carried[0 if want is Truth.YES else 1] & judgement.frame.days(judgement.on, None):
        return [nothing]
    return [] if judgement.lasting or not judgement.remedies else [_changing(judgement, want)]


def _doing(judgement: Judgement, want: Truth) -> Choice:
    return frozenset(judgement.remedies), frozenset({(judgement.node, want)})


def _changing(judgement: Judgement, want: Truth) -> Choice:
    """A NO that may change asks first for the change, then for what shows it."""
    return frozenset(_treating(each) for each in judgement.remedies), frozenset({(judgement.node, want)})


def _treating(remedy: Remedy) -> Remedy:
    if remedy.act not in (Act.ORDER, Act.REPEAT):
        return remedy
    sentence = f"Treat if possible, then: {remedy.sentence}"
    return evolve(remedy, act=Act.CHANGE, same=sentence, sentence=sentence)


def _some(choices: Iterable[list[Choice]]) -> list[Choice]:
    return _minimal([choice for some in choices for choice in some])


def _cross(ones: list[Choice], others: list[Choice]) -> list[Choice]:
    """Every pairing that does not suppose a node to be both."""
    pairs = [(one[0] | other[0], one[1] | other[1]) for one in ones for other in others if _coherent(one[1] | other[1])]
    return _minimal(pairs)


def _coherent(supposed: frozenset[tuple[Node, Truth]]) -> bool:
    return len({node for node, _ in supposed}) == len(supposed)


def _minimal(choices: list[Choice]) -> list[Choice]:
    """Drop what contains another way; keep the cheapest."""
    if len(choices) < 2:
        return choices
    choices = list(dict.fromkeys(choices))
    ordered = sorted(
        choices, key=lambda choice: (len(choice[0]), sum(each.burden for each in choice[0]), len(choice[1]))
    )
    kept: list[Choice] = []
    for choice in ordered:
        if not any(other[0] <= choice[0] and other[1] <= choice[1] for other in kept):
            kept.append(choice)
    return sorted(kept, key=_cost)[:MOST_WAYS]


def _cost(choice: Choice) -> tuple[bool, int, int]:
    changes = any(each.act is Act.CHANGE for each in choice[0])
    return changes, max((each.burden for each in choice[0]), default=-1), len(choice[0])
