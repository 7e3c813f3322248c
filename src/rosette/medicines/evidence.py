"""What the published counts say of one regimen: which rows entered, which were left out and why, and the posterior."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import field, frozen

from rosette.kernel import NotComputable
from rosette.knowledge import Entry, Knowledge, Regimen, Result
from rosette.medicines.betas import Beta, beta_from

RESPONSE_DEFINITIONS = ("CR+PR", "ORR", "CR+PR after 4 cycles", "CR+PR by NANT", "CR+PR by INRC", "PR after 2 cycles")
PRIOR_RESULT, PRIOR_WEIGHT = "nant-pooled", 10.0
NO_EVIDENCE = "no evidence loaded"


class Unverified(NotComputable):
    """A scorer was given a value that nobody has verified."""


def verified(entry: Entry) -> Entry:
    """The row, if its value may be used; raises Unverified that names it otherwise."""
    if entry.unverified is not None:
        raise Unverified(f"{entry.id} is not verified ({entry.unverified}): no score may use it")
    return entry


@frozen(kw_only=True)
class LeftOut:
    """A row that did not enter, and why."""

    result: Result
    why: str


@frozen(kw_only=True)
class PooledEvidence:
    """The posterior of a share, its prior, the rows used and the rows left out."""

    regimen: Regimen
    endpoint: str
    prior: Beta
    prior_name: str
    used: tuple[Result, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """Children with the event of the children looked at, over the rows used."""
        rows = [each.counts for each in self.used if each.counts]
        return sum(r for r, _ in rows), sum(n for _, n in rows)

    @cached_property
    def posterior(self) -> Beta | None:
        """What is known; None when no evidence is loaded: the prior alone is not evidence."""
        return self.prior.updated(*self.counts) if self.used else None

    @property
    def sentence(self) -> str:
        """In words, with counts of children."""
        if self.posterior is None:
            return f"{NO_EVIDENCE}{self._stored}"
        low, high = self.posterior.interval()
        r, n = self.counts
        return f"{r} of {n} children; expected {self.posterior.mean:.0%} (95 % interval {low:.0%} to {high:.0%})"

    @property
    def _stored(self) -> str:
        waiting = [each.result.id for each in self.left_out if each.result.unverified]
        return f"; stored unverified, not used: {', '.join(waiting)}" if waiting else ""


def nant_prior(knowledge: Knowledge) -> tuple[Beta, str]:
    """A prior worth ten children, centred on what early-phase agents were worth on average."""
    row = knowledge.table(Result)[PRIOR_RESULT]
    assert row.counts is not None
    verified(row)
    centre = row.counts[0] / row.counts[1]
    name = f"centred on {row.counts[0]} of {row.counts[1]} ({row.sources[0]}), worth {PRIOR_WEIGHT:g} children"
    return Beta(centre * PRIOR_WEIGHT, (1 - centre) * PRIOR_WEIGHT), name


def response_evidence(regimen: str, knowledge: Knowledge, *, prior: Beta | None = None) -> PooledEvidence:
    """Response of one regimen by its published counts, overlapping series entering once."""
    centred, name = nant_prior(knowledge)
    rows = [row for row in knowledge.table(Result).values() if row.regimen == regimen]
    used, left_out = _sorted_out(rows)
    return PooledEvidence(
        regimen=knowledge.table(Regimen)[regimen],
        endpoint="response",
        prior=prior or centred,
        prior_name="given" if prior else name,
        used=used,
        left_out=left_out,
    )


def _sorted_out(rows: Iterable[Result]) -> tuple[tuple[Result, ...], tuple[LeftOut, ...]]:
    used: list[Result] = []
    left_out: list[LeftOut] = []
    for row in sorted(rows, key=lambda each: bool(each.overlaps)):
        why = unfit(row) or _overlap(row, used)
        if why:
            left_out.append(LeftOut(result=row, why=why))
        else:
            used.append(row)
    return tuple(used), tuple(left_out)


def unfit(row: Result) -> str:
    """Why a row is not a response rate of relapsed or refractory disease that a pool may take; empty when it is."""
    if row.unverified is not None:
        return f"not verified: {row.unverified}"
    if row.endpoint != "response":
        return f"another endpoint: {row.endpoint.replace('_', ' ')}"
    if row.intent != "treat":
        return f"another intent: {row.intent}"
    if row.definition not in RESPONSE_DEFINITIONS:
        return f"another definition: {row.definition}"
    if row.counts is None:
        return "no counts printed"
    return "another disease among them" if "all tumours" in row.population else ""


def _overlap(row: Result, used: list[Result]) -> str:
    shared = [each.id for each in used if each.id in row.overlaps or row.id in each.overlaps]
    return f"shares children with {', '.join(shared)}" if shared else ""


def survival_evidence(regimen: str, endpoint: str, at: str, knowledge: Knowledge) -> tuple[Result, Beta] | None:
    """The published estimate of one endpoint at one time, with an interval, as a beta; None when there is none.

    The standard deviation is a quarter of the width of the 95 % interval.
    """
    rows = knowledge.table(Result).values()
    fits = [r for r in rows if (r.regimen, r.endpoint, r.at) == (regimen, endpoint, at) and r.verified]
    for row in fits:
        if row.statistic == "proportion" and row.intent == "treat" and row.estimate is not None and row.interval:
            return row, beta_from(row.estimate, (row.interval[1] - row.interval[0]) / 3.92)
    return None


@frozen(kw_only=True)
class Contrast:
    """A randomised comparison: the only rows that may be laid side by side."""

    name: str
    rows: tuple[Result, ...]
    beats: Mapping[tuple[str, str], float] = field(factory=dict)


def contrasts(knowledge: Knowledge, *, endpoint: str = "response") -> tuple[Contrast, ...]:
    """Every randomised contrast with counts in two arms or more, and P(one arm's share is above the other's)."""
    prior, _ = nant_prior(knowledge)
    groups: dict[str, list[Result]] = {}
    for row in knowledge.table(Result).values():
        if row.contrast and row.endpoint == endpoint and row.counts and row.verified and not row.overlaps:
            groups.setdefault(row.contrast, []).append(row)
    return tuple(_contrast(name, tuple(rows), prior) for name, rows in groups.items() if len(rows) > 1)


def _contrast(name: str, rows: tuple[Result, ...], prior: Beta) -> Contrast:
    known = {row.regimen: prior.updated(*row.counts) for row in rows if row.counts}
    pairs = {(a, b): known[a].beats(known[b]) for a in known for b in known if a != b}
    return Contrast(name=name, rows=rows, beats=pairs)
