"""Baskets as a trial: how each is judged with what the others show, and how often it is called promising."""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import evolve, field, frozen

from rosette.designs.numbers import number
from rosette.designs.phase2.basket_plan import BasketsCharacteristics, basket_characteristics
from rosette.designs.phase2.baskets import BasketsResult, analyse_baskets
from rosette.designs.phase2.borrowing import Basket, Borrowing, Normal, alone_borrowing
from rosette.designs.phase2.trials.choosing import group_counts, rates_of
from rosette.designs.phase2.trials.reading import Pace, Told, attempt, check_pace, pace, real, scenarios, size, under
from rosette.designs.phase2.trials.told import Answer, Case, Change, Estimate, Plan, Result, Seen
from rosette.kernel import NotComputable
from rosette.knowledge.rows import Row

POINTS = 40  # of tau: probabilities are good to 0.0002, and every table of responses is gone through in seconds
VARIANTS = ("BHM", "EXNEX", "alone")


@frozen(kw_only=True)
class BasketsTrial:
    """Baskets by name with their planned children; `cut` makes one promising, `futility` ends it at a look.

    told: called while the characteristics are computed.
    """

    names: tuple[str, ...]
    baskets: tuple[Basket, ...]
    borrowing: Borrowing
    cut: float
    futility: float | None
    variant: str
    pace: Pace
    others: tuple[tuple[str, tuple[float, ...]], ...]
    told: Told = field(eq=False, repr=False)

    def plan(self) -> Plan:
        """How often each basket is called promising when none works, and in the scenarios."""
        cases = [("no basket works", tuple(each.p0 for each in self.baskets)), *self.others]
        try:
            found, notes = self._characteristics([rates for _, rates in cases]), self._notes()
        except NotComputable as fault:
            found, notes = (), (f"exact characteristics are not computed: {fault}", *self._notes())
        total = sum(each.n for each in self.baskets)
        facts: dict[str, object] = {
            "model": self.variant,
            "cut": self.cut,
            "futility": self.futility,
            "children": total,
        }
        facts |= {"mean of log odds": round(self.borrowing.mu.mean, 4), "sd of log odds": self.borrowing.mu.sd}
        facts |= {"scale of tau": self.borrowing.tau, "weight of belonging": self.borrowing.exchangeable}
        told = tuple(self._case(name, each) for (name, _), each in zip(cases, found, strict=False))
        return Plan(facts={**facts, **self.pace.facts(total)}, looks=(), cases=told, notes=notes)

    def _characteristics(self, rates: Sequence[tuple[float, ...]]) -> tuple[BasketsCharacteristics, ...]:
        return basket_characteristics(
            baskets=self.baskets, borrowing=self.borrowing, cut=self.cut, rates=rates, told=self.told
        )

    def _notes(self) -> tuple[str, ...]:
        looked = () if self.futility is None else ("characteristics are those of the last analysis, without the looks",)
        return (
            "a basket is promising when P(rate > p0) is above the cut; what the others show counts for it",
            "borrowing raises the error of a basket that does not work among others that do: see the scenarios",
            *looked,
        )

    def _case(self, name: str, found: BasketsCharacteristics) -> Case:
        told = {f"{basket} promising": each for basket, each in zip(self.names, found.promising, strict=True)}
        told["any promising that is not above p0"] = found.wrong
        return Case(name=name, rates=dict(zip(self.names, found.rates, strict=True)), probabilities=told, children=None)

    def _judged(self, counts: dict[str, tuple[int, int]]) -> BasketsResult:
        seen = zip(self.baskets, counts.values(), strict=True)
        return analyse_baskets(
            baskets=[evolve(each, responses=y, n=n) for each, (y, n) in seen], borrowing=self.borrowing
        )

    def look(self, seen: Seen) -> Answer:
        """Which baskets end for futility, and which other count of each would have turned it."""
        if self.futility is None:
            raise NotComputable("the file has no look for futility: baskets are judged at the end, by `result`")
        counts = self._counts(seen)
        ended = self._ended(counts)
        acts = [f"stop {name}" for name, stop in zip(self.names, ended, strict=True) if stop]
        found = [f"{n} {each.above:.3f}" for n, each in zip(self.names, self._judged(counts).baskets, strict=True)]
        reason = f"P(rate > p0): {', '.join(found)}; below {self.futility:g} a basket ends"
        return Answer(act="; ".join(acts) or "go on", reason=reason, changes=tuple(self._changes(counts, ended)))

    def _ended(self, counts: dict[str, tuple[int, int]]) -> list[bool]:
        below = self.futility or 0.0
        return [each.above < below and each.basket.n > 0 for each in self._judged(counts).baskets]

    def _changes(self, counts: dict[str, tuple[int, int]], ended: list[bool]) -> list[Change]:
        """For each basket, the nearest count of its own that turns its own act."""
        found = []
        for place, (name, (y, n)) in enumerate(counts.items()):
            step = 1 if ended[place] else -1
            for other in range(y + step, n + 1 if step > 0 else -1, step):
                if self._ended({**counts, name: (other, n)})[place] is not ended[place]:
                    then = f"{name} goes on" if ended[place] else f"stop {name}"
                    found.append(Change(what=f"responses in {name}", by=other - y, then=then))
                    break
        return found

    def result(self, seen: Seen) -> Result:
        """The posterior of every basket."""
        counts = self._counts(seen)
        found = self._judged(counts)
        told, good = [], []
        for name, each in zip(self.names, found.baskets, strict=True):
            told += [
                Estimate(what=f"{name}: mean response rate", value=each.mean),
                Estimate(what=f"{name}: P(rate > {each.basket.p0:g})", value=each.above),
                Estimate(what=f"{name}: probability that it belongs with the others", value=each.exchangeable),
            ]
            good += [name] if each.above > self.cut else []
        verdict = f"promising: {', '.join(good)}" if good else "no basket is promising"
        short = [name for name, (_, n) in counts.items() if n < self.baskets[self.names.index(name)].n]
        notes = (f"fewer children than planned in {', '.join(short)}",) if short else ()
        return Result(verdict=verdict, estimates=tuple(told), notes=(*notes, *self._notes()[:1]))

    def _counts(self, seen: Seen) -> dict[str, tuple[int, int]]:
        seen.only("groups")
        return group_counts(seen, {name: each.n for name, each in zip(self.names, self.baskets, strict=True)})


def baskets(row: Row, told: Told) -> BasketsTrial | None:
    """Baskets with a hierarchical model, EXNEX, or each alone."""
    variant, timing, cut = row.choice("variant", VARIANTS), pace(row), number(row, "cut")
    futility = number(row, "futility") if row.get("futility") is not None else None
    rows = [_basket(each) for each in row.rows("basket")]
    borrow = _borrowing(under(row, "borrowing"), variant)
    others = tuple(_scenario(each, len(rows)) for each in scenarios(row))
    names = [each[0] for each in rows if each]
    if len(set(names)) < len(names):
        row.refuse("basket", "two baskets have one name", "each name once")
    if cut is not None and futility is not None and futility >= cut:
        row.refuse("futility", f"{futility:g} is not below the cut, {cut:g}")
    known = [each for each in rows if each]
    check_pace(row, timing, sum(each.n for _, each in known))
    if row.problems or timing is None or cut is None or borrow is None or not known:
        return None
    return BasketsTrial(
        names=tuple(names),
        baskets=tuple(each for _, each in known),
        borrowing=borrow,
        cut=cut,
        futility=futility,
        variant=variant,
        pace=timing,
        others=others,
        told=told,
    )


def _basket(row: Row) -> tuple[str, Basket] | None:
    name, n, p0 = row.text("name"), size(row, "children"), number(row, "p0")
    row.close()
    return (name, Basket(responses=0, n=n, p0=p0)) if name and n and p0 is not None else None


def _borrowing(row: Row, variant: str) -> Borrowing | None:
    rate, sd = number(row, "rate"), real(row, "sd")
    tau = real(row, "tau") if variant != "alone" else None
    weight = number(row, "weight") if variant == "EXNEX" else 1.0
    alone_rate = number(row, "alone_rate") if variant == "EXNEX" else None
    alone_sd = real(row, "alone_sd") if variant == "EXNEX" else None
    row.close()
    if rate is None or sd is None:
        return None
    mu = Normal(mean=math.log(rate / (1 - rate)), sd=sd)
    if variant == "alone":
        return attempt(row, "sd", lambda: evolve(alone_borrowing(mu), points=POINTS))
    if tau is None:
        return None
    if variant == "BHM":
        return attempt(row, "tau", lambda: Borrowing(mu=mu, tau=tau, points=POINTS))
    if weight is None or alone_rate is None or alone_sd is None:
        return None
    alone = Normal(mean=math.log(alone_rate / (1 - alone_rate)), sd=alone_sd)
    return attempt(row, "tau", lambda: Borrowing(mu=mu, tau=tau, exchangeable=weight, alone=alone, points=POINTS))


def _scenario(row: Row, count: int) -> tuple[str, tuple[float, ...]]:
    name, rates = row.text("name"), rates_of(row, count)
    row.close()
    return name, rates
