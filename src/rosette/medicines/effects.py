"""The effects table: for each option and criterion a level with its uncertainty, strength and source, or why none.

Source: [@prioritisation-frame, effects table].
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.knowledge import Entry, Knowledge, Regimen, Result, Toxicity
from rosette.medicines.betas import UNIFORM, Beta
from rosette.medicines.burden import SPEED_KM_PER_H, Burden, burden_of, schedule_of
from rosette.medicines.evidence import NO_EVIDENCE, nant_prior, response_evidence, survival_evidence
from rosette.medicines.ranking.model import Criterion
from rosette.medicines.ranking.smaa import Measure

MIBG = "mibg_131i"
SEVERE = ("any related", "any non-haematologic")


@frozen(kw_only=True)
class Cell:
    """One cell: what a scorer takes, what a person reads, how strong it is, and where it comes from."""

    criterion: str
    measure: Measure
    text: str
    strength: str = ""
    sources: tuple[str, ...] = ()

    @property
    def loaded(self) -> bool:
        """Whether there is evidence; without, every level of the range is taken as equally likely."""
        return not self.measure.unknown


@frozen(kw_only=True)
class EffectsRow:
    """One option with every place that gives it, its regimen if one is held, and its cells as the criteria stand."""

    option: str
    places: tuple[str, ...]
    title: str
    regimen: Regimen | None
    cells: tuple[Cell, ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What a ranking takes."""
        return tuple(cell.measure for cell in self.cells)

    @property
    def bare(self) -> bool:
        """Whether nothing is loaded of what the medicine does or asks for: then there is nothing to rank it by."""
        return all(not cell.loaded or cell.criterion == "doors" for cell in self.cells)

    @property
    def missing(self) -> tuple[str, ...]:
        """Criteria without evidence."""
        return tuple(cell.criterion for cell in self.cells if not cell.loaded)


def effects_row(
    *,
    option: str,
    places: tuple[str, ...] = (),
    title: str,
    regimen: Regimen | None,
    criteria: Sequence[Criterion],
    knowledge: Knowledge,
    distance_km: float | None = None,
    doors: float | None = None,
    own_nights: int | None = None,
) -> EffectsRow:
    """The row of one option. distance_km: from the child's home; doors: share of open options that stay open.

    own_nights: nights of isolation that the child needed after 131I-MIBG before, for regimens that hold it.
    """
    makers = {
        "response": _response,
        "progression_free": _progression,
        "severe_toxicity": _toxicity,
    }
    nights = own_nights if regimen is not None and MIBG in regimen.agents else None
    burden = _burden(regimen, knowledge, distance_km, nights)
    cells = []
    for criterion in criteria:
        if criterion.id == "doors":
            cells.append(_doors(doors, option))
        elif criterion.id in makers:
            cells.append(
                makers[criterion.id](regimen, knowledge) if regimen else _none(criterion.id, option, knowledge)
            )
        else:
            cells.append(_of_burden(criterion.id, burden, option))
    return EffectsRow(option=option, places=places or (option,), title=title, regimen=regimen, cells=tuple(cells))


def _nothing(criterion: str, option: str, why: str = NO_EVIDENCE) -> Cell:
    return Cell(criterion=criterion, measure=Measure(source=option), text=why)


def _none(criterion: str, option: str, knowledge: Knowledge) -> Cell:
    """Without a regimen a response is taken as wide as that of the average early-phase agent, and said to be so."""
    return _assumed(option, NO_EVIDENCE, knowledge) if criterion == "response" else _nothing(criterion, option)


def _assumed(source: str, why: str, knowledge: Knowledge) -> Cell:
    prior, _ = nant_prior(knowledge)
    measure = Measure(source=f"assumed {source}", beta=prior, assumed=True)
    text = f"{why}; ranked as the average early-phase agent ({prior.mean:.0%}, very wide)"
    return Cell(criterion="response", measure=measure, text=text)


def _cited(entry: Entry) -> tuple[str, ...]:
    return tuple(str(source) for source in entry.sources)


def _response(regimen: Regimen, knowledge: Knowledge) -> Cell:
    evidence = response_evidence(regimen.id, knowledge)
    if evidence.posterior is None:
        return _assumed(regimen.id, evidence.sentence, knowledge)
    _, n = evidence.counts
    kinds = ", ".join(dict.fromkeys(each.definition for each in evidence.used))
    return Cell(
        criterion="response",
        measure=Measure(source=regimen.id, beta=evidence.posterior),
        text=evidence.sentence,
        strength=f"{len(evidence.used)} series, {n} children, {kinds}; {_population(evidence.used)}",
        sources=tuple(dict.fromkeys(text for each in evidence.used for text in _cited(each))),
    )


def _population(rows: Sequence[Result]) -> str:
    """In whom, and how: children of a narrow group say little of others."""
    return f"{'; '.join(dict.fromkeys(each.population for each in rows))}; {_design(rows)}"


def _design(rows: Sequence[Result]) -> str:
    return "randomised contrast" if all(each.contrast for each in rows) else "single arm"


def _progression(regimen: Regimen, knowledge: Knowledge) -> Cell:
    found = survival_evidence(regimen.id, "progression_free", "1 year", knowledge)
    if found is None:
        return _nothing("progression_free", regimen.id)
    row, beta = found
    low, high = row.interval or (0.0, 1.0)
    return Cell(
        criterion="progression_free",
        measure=Measure(source=regimen.id, beta=beta),
        text=f"{row.estimate:.0%} at one year ({low:.0%} to {high:.0%})",
        strength=f"{row.population}; {_design([row])}",
        sources=_cited(row),
    )


def _toxicity(regimen: Regimen, knowledge: Knowledge) -> Cell:
    rows = [t for t in knowledge.table(Toxicity).values() if t.regimen == regimen.id]
    for row in rows:
        fits = row.event in SEVERE and (row.grade, row.per, row.population) == ("3+", "patient", "relapse")
        if fits and row.verified and row.counts is not None:
            return _severe(regimen, row, row.counts)
    single = ", ".join(f"{t.event} {t.rate:.0%}" for t in rows if t.verified and t.grade == "3+")
    why = f"{NO_EVIDENCE} for any severe harm" + (f"; single events: {single}" if single else "")
    return _nothing("severe_toxicity", regimen.id, why)


def _severe(regimen: Regimen, row: Toxicity, counts: tuple[int, int]) -> Cell:
    known: Beta = UNIFORM.updated(*counts)
    return Cell(
        criterion="severe_toxicity",
        measure=Measure(source=regimen.id, beta=known),
        text=f"{row.event}: {counts[0]} of {counts[1]} children",
        strength=row.statement,
        sources=_cited(row),
    )


def _burden(
    regimen: Regimen | None, knowledge: Knowledge, distance_km: float | None, own_nights: int | None
) -> Burden | None:
    schedule = schedule_of(regimen.id, knowledge) if regimen else None
    if schedule is None or not schedule.verified:
        return None
    return burden_of(schedule, distance_km=distance_km, own_nights=own_nights)


def _nights(burden: Burden) -> str:
    own = ", as this child needed last time" if burden.own_nights else ""
    return f"{burden.isolation_nights} nights of a cycle{own}"


def _of_burden(criterion: str, burden: Burden | None, option: str) -> Cell:
    if burden is None:
        return _nothing(criterion, option, "no schedule loaded")
    levels = {
        "contact_days": (burden.contact_days, burden.sentence),
        "isolation_nights": (float(burden.isolation_nights), _nights(burden)),
        "sedations": (float(burden.sedations), f"{burden.sedations} of a cycle"),
        "travel": (burden.travel_hours, _road(burden)),
    }
    amount, text = levels[criterion]
    if amount is None:
        return _nothing(criterion, option, "the distance from home is not known")
    return Cell(
        criterion=criterion,
        measure=Measure(source=burden.schedule.id, fixed=burden.per_month(amount)),
        text=text,
        strength=burden.schedule.statement,
        sources=_cited(burden.schedule),
    )


def _road(burden: Burden) -> str:
    if not burden.travel_hours:
        return "at home, or at the home hospital" if burden.travel_hours == 0 else "not known"
    return f"at most {burden.travel_hours:.0f} hours of a cycle, at {SPEED_KM_PER_H:g} km/h"


def _doors(share: float | None, option: str) -> Cell:
    if share is None:
        return _nothing("doors", option, "not worked out")
    measure = Measure(source=f"doors {option}", fixed=share)
    return Cell(criterion="doors", measure=measure, text=f"{share:.0%} of the doors open today stay open")
