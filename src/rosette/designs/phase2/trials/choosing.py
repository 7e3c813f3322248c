"""Pick the winner as a trial: children an arm, how often the best is picked, and which arm leads."""

from __future__ import annotations

from attrs import frozen

from rosette.designs.numbers import number
from rosette.designs.phase2.selection import least_per_arm, selection_probabilities
from rosette.designs.phase2.trials.reading import Pace, Told, attempt, check_pace, pace, scenarios, size
from rosette.designs.phase2.trials.told import Answer, Case, Change, Estimate, Plan, Result, Seen
from rosette.kernel import NotComputable, UsageError
from rosette.knowledge.rows import Row, shown


@frozen(kw_only=True)
class SelectionTrial:
    """Arms of one size; the arm with most responses goes on, ties are broken at random."""

    arms: tuple[str, ...]
    n: int
    low: float
    difference: float
    wanted: float
    pace: Pace
    others: tuple[tuple[str, tuple[float, ...]], ...]

    def plan(self) -> Plan:
        """How often each arm is picked when one is better by the difference, when none is, and in the scenarios."""
        best = (self.low + self.difference,) + (self.low,) * (len(self.arms) - 1)
        cases = [("one arm better", best), ("all alike", (self.low,) * len(self.arms)), *self.others]
        total = self.n * len(self.arms)
        facts = {"children an arm": self.n, "children": total, "low": self.low, "difference": self.difference}
        return Plan(
            facts={**facts, "wanted": self.wanted, **self.pace.facts(total)},
            looks=(),
            cases=tuple(self._case(name, rates) for name, rates in cases),
            notes=(
                "one arm is always picked, even when none works: this is no test against a rate or against each other",
            ),
        )

    def _case(self, name: str, rates: tuple[float, ...]) -> Case:
        picked = selection_probabilities(n=self.n, rates=rates)
        told = {f"{arm} picked": each for arm, each in zip(self.arms, picked, strict=True)}
        return Case(name=name, rates=dict(zip(self.arms, rates, strict=True)), probabilities=told, children=None)

    def look(self, seen: Seen) -> Answer:
        """Which arm leads; before the end nothing is decided."""
        counts = self._counts(seen)
        if any(n < self.n for _, n in counts.values()):
            missing = ", ".join(f"{arm}: {self.n - n}" for arm, (_, n) in counts.items() if n < self.n)
            return Answer(
                act="go on", reason=f"the arm is picked once each has {self.n} children; missing are {missing}"
            )
        top = self._top(counts)
        return Answer(act=_act(top), reason=_reason(counts), changes=tuple(self._changes(counts, top)))

    def result(self, seen: Seen) -> Result:
        """The arm that is picked, with the share of responses in each."""
        counts = self._counts(seen)
        if any(n < self.n for _, n in counts.values()):
            raise NotComputable(f"an arm has fewer than {self.n} children: no arm is picked yet")
        shares = tuple(Estimate(what=f"{arm}: responses over children", value=y / n) for arm, (y, n) in counts.items())
        notes = (_reason(counts), "shares of responses are not adjusted for the picking: the best one is flattered")
        return Result(verdict=_act(self._top(counts)), estimates=shares, notes=notes)

    def _top(self, counts: dict[str, tuple[int, int]]) -> list[str]:
        most = max(y for y, _ in counts.values())
        return [arm for arm, (y, _) in counts.items() if y == most]

    def _changes(self, counts: dict[str, tuple[int, int]], top: list[str]) -> list[Change]:
        """For each other arm, the responses that it lacks to be ahead; for tied ones the one that decides."""
        most = max(y for y, _ in counts.values())
        behind = {arm: most - y + 1 for arm, (y, _) in counts.items() if arm not in top or len(top) > 1}
        return [
            Change(what=f"responses in {arm}", by=by, then=f"pick {arm}")
            for arm, by in behind.items()
            if counts[arm][0] + by <= counts[arm][1]
        ]

    def _counts(self, seen: Seen) -> dict[str, tuple[int, int]]:
        seen.only("groups")
        return group_counts(seen, dict.fromkeys(self.arms, self.n))


def _act(top: list[str]) -> str:
    return f"pick {top[0]}" if len(top) == 1 else f"draw by lot among {', '.join(top)}"


def _reason(counts: dict[str, tuple[int, int]]) -> str:
    told = ", ".join(f"{arm} {y} of {n}" for arm, (y, n) in counts.items())
    return f"responses: {told}; the most goes on, a tie is broken at random"


def group_counts(seen: Seen, most: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Counts of every group of a trial; raises UsageError with every fault: missing, unknown, impossible."""
    faults = [f'"{name}" is not told' for name in most if name not in seen.groups]
    faults += [f'"{name}" is not in the file' for name in seen.groups if name not in most]
    for name, (y, n) in seen.groups.items():
        if not 0 <= y <= n:
            faults.append(f"{name}: {y} responses of {n} children")
        elif name in most and n > most[name]:
            faults.append(f"{name}: {n} children, planned are {most[name]}; judge what came beyond by another analysis")
    if faults:
        raise UsageError("groups cannot be read: " + "; ".join(faults) + ".")
    return {name: seen.groups[name] for name in most}


def selection(row: Row, told: Told) -> SelectionTrial | None:
    """Arms with the fewest children that pick the best often enough, or so many as the file states."""
    arms, timing = row.words("arms", needed=True), pace(row)
    low, difference, wanted = number(row, "low"), number(row, "difference"), number(row, "wanted")
    stated = size(row, "children_an_arm") if row.get("children_an_arm") is not None else 0
    others = _others(row, len(arms))
    if len(arms) < 2:
        row.refuse("arms", f"{len(arms)} arms", "two or more")
        return None
    if timing is None or low is None or difference is None or wanted is None:
        return None
    least = attempt(row, "wanted", lambda: least_per_arm(arms=len(arms), low=low, difference=difference, wanted=wanted))
    if least is None:
        return None
    if stated and stated < least:
        row.refuse("children_an_arm", f"{stated} pick the best too rarely", f"{least} or more")
    n = stated or least
    check_pace(row, timing, n * len(arms))
    return SelectionTrial(arms=arms, n=n, low=low, difference=difference, wanted=wanted, pace=timing, others=others)


def _others(row: Row, arms: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
    found = []
    for each in scenarios(row):
        name, rates = each.text("name"), rates_of(each, arms)
        each.close()
        if name and rates:
            found.append((name, rates))
    return tuple(found)


def rates_of(row: Row, count: int) -> tuple[float, ...]:
    """`response` as one probability for each group; empty and a fault otherwise."""
    found = row.get("response")
    good = isinstance(found, list) and len(found) == count
    if good and isinstance(found, list) and all(isinstance(x, (int, float)) and 0 <= x <= 1 for x in found):
        return tuple(float(x) for x in found)
    row.refuse(
        "response", f"{found if isinstance(found, list) else shown(found)} does not fit", f"{count} numbers from 0 to 1"
    )
    return ()
