"""The treatment summary: what was given, how sure the doses are, and which records to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from rosette.survivorship.exposures import Exposed, Exposures, OrganTotal
from rosette.survivorship.rulebook import RuleBook
from rosette.survivorship.totals import Sum, ced, disagreement, group_of, side_by_side_sets, summed

PLATINUM = ("cisplatin", "carboplatin", "oxaliplatin")
DOSE_MATTERS = ("anthracycline", "alkylator", "platinum")
DAY_MATTERS = frozenset({"isotretinoin", "anti_gd2", "lorlatinib", "eflornithine", "car_t", "gd2_car_nkt"})
SPLIT = {"immunotherapy": "immunotherapy", "targeted": "small_molecule_inhibitor", "retinoids": "retinoid"}


@frozen(kw_only=True)
class Request:
    """One thing to ask the treating hospital for, and what depends on it."""

    what: str
    why: str


@frozen(kw_only=True)
class TreatmentSummary:
    """What a survivor takes along.

    anthracyclines: the total by each set of factors, that of the profile first, with `group` by the profile's.
    ced: with its unverified factors and the agents that have none. organs: totals in Gy from all courses.
    """

    exposures: Exposures
    chemotherapy: tuple[Exposed, ...]
    immunotherapy: tuple[Exposed, ...]
    targeted: tuple[Exposed, ...]
    retinoids: tuple[Exposed, ...]
    infusions: tuple[Exposed, ...]
    radiation: tuple[Exposed, ...]
    transplants: tuple[Exposed, ...]
    surgery: tuple[Exposed, ...]
    anthracyclines: tuple[Sum, ...]
    group: str
    ced: Sum
    platinum: tuple[Sum, ...]
    organs: Mapping[str, OrganTotal]
    warnings: tuple[str, ...]
    requests: tuple[Request, ...]


def summary_of(exposures: Exposures, book: RuleBook) -> TreatmentSummary:
    """The treatment summary of a history."""
    sets = side_by_side_sets(exposures, book)
    split = {name: _tagged(exposures, tag) for name, tag in SPLIT.items()}
    others = {id(each) for group in split.values() for each in group}
    total = ced(exposures, book)
    return TreatmentSummary(
        exposures=exposures,
        chemotherapy=tuple(each for each in exposures.of("agent") if id(each) not in others),
        **split,
        infusions=exposures.of("infusion"),
        radiation=exposures.radiation,
        transplants=exposures.of("transplant"),
        surgery=exposures.of("surgery"),
        anthracyclines=sets,
        group=group_of(sets[0]),
        ced=total,
        platinum=tuple(summed(name, exposures.tagged[name]) for name in PLATINUM if name in exposures.tagged),
        organs=organ_totals(exposures),
        warnings=tuple(_warnings(exposures, sets, total)),
        requests=requests_of(exposures),
    )


def _tagged(exposures: Exposures, tag: str) -> tuple[Exposed, ...]:
    return tuple(each for each in exposures.tagged.get(tag, ()) if each.kind == "agent")


def organ_totals(exposures: Exposures) -> dict[str, OrganTotal]:
    """What each organ that is named got, total-body irradiation included."""
    names = dict.fromkeys(name for course in exposures.radiation for name in course.organs)
    return {name: total for name in names if (total := exposures.organ(name)) is not None}


def _warnings(exposures: Exposures, sets: tuple[Sum, ...], total: Sum) -> Iterator[str]:
    yield from exposures.notes
    if exposures.tagged.get("anthracycline") and disagreement(sets):
        yield disagreement(sets)
    if total.unverified:
        names = ", ".join(name.replace("_", " ") for name in total.unverified)
        yield f"The cyclophosphamide equivalent dose rests on unverified factors: {names}."
    if total.without and total.agents:
        names = ", ".join(name.replace("_", " ") for name in total.without)
        yield f"Without a factor, beside the sum and not zero: {names}."


def requests_of(exposures: Exposures) -> tuple[Request, ...]:
    """What to ask for, each once."""
    return tuple(dict.fromkeys([*_agent_requests(exposures), *_field_requests(exposures), *_other(exposures)]))


def _agent_requests(exposures: Exposures) -> Iterator[Request]:
    for each in exposures.of("agent"):
        name = each.name.replace("_", " ")
        if not each.dose.complete and any(tag in each.tags for tag in DOSE_MATTERS):
            yield Request(what=f"cumulative dose of {name} in mg/m2", why=_dose_words(each))
        if "anthracycline" in each.tags and each.last is None and not each.going_on:
            yield Request(what=f"day of the last dose of {name}", why="the first echocardiogram counts from it")
        elif each.last is None and not each.going_on and DAY_MATTERS & each.tags:
            yield Request(what=f"day of the last dose of {name}", why="the first test counts from it")
    for each in exposures.of("infusion"):
        if each.dose.value is None or each.first is None:
            yield Request(
                what="day, activity and body mass of each 131I-MIBG infusion", why="thyroid days count from it"
            )


def _dose_words(each: Exposed) -> str:
    status = "only a part of the dose is known" if each.dose.status == "incomplete" else "the dose is unknown"
    return f"{status}; until then the strictest reading holds"


def _field_requests(exposures: Exposures) -> Iterator[Request]:
    for each in exposures.radiation:
        name = each.name.replace("_", " ")
        if not each.reach_known:
            yield Request(what=f"fields and organ doses of the {name}", why="every organ may have been reached")
        unknown = [organ.replace("_", " ") for organ, dose in each.organs.items() if not dose.complete]
        if unknown:
            yield Request(what=f"organ doses of the {name}: {', '.join(unknown)}", why="strictest reading until then")
        if each.dose.value is None:
            yield Request(what=f"prescribed dose of the {name}", why="strictest reading until then")
        if each.first is None:
            yield Request(what=f"days of the {name}", why="first tests count from it")


def _other(exposures: Exposures) -> Iterator[Request]:
    if not exposures.end_known:
        yield Request(what="day on which treatment ended, or at least its year", why="nearly every test counts from it")
    if exposures.birth_latest is not None:
        yield Request(what="day of birth", why="what begins or ends at an age counts from it")
    for each in exposures.of("transplant"):
        if each.first is None:
            yield Request(what=f"day of the {each.name.replace('_', ' ')}", why="first tests count from it")
    for name in sorted(exposures.unknown):
        yield Request(what=f"whether and how long: {name.replace('_', ' ')}", why="nobody could tell")
    if exposures.diagnosis is None:
        yield Request(what="day of the diagnosis", why="risk models need the age at diagnosis")
