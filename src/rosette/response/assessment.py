"""The response of a child to the treatment that is judged, from the record, component by component and as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import evolve, frozen

from rosette.kernel import Span, age_reached
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, DiseaseEvent, Imaging, Lesion, RecordIndex, when
from rosette.response.codes import Code, Component, RuleGap
from rosette.response.marrow import MarrowShares, judge_marrow
from rosette.response.metastatic import Metastases, SoftTissue, judge_metastatic
from rosette.response.overall import Overall, marrow_before, overall
from rosette.response.primary import Primary, Uptake, judge_primary
from rosette.response.reading import (
    ANATOMY,
    UPTAKE,
    Period,
    Staging,
    bone_score,
    lesions_of,
    marrow_shares,
    new_lesions,
    new_segments,
    period_of,
    size_now,
    size_of,
    staging,
    tracer_of,
    undated,
    unnamed_sites,
    whole,
)
from rosette.response.rules import SHIPPED, RuleSet, rule_set
from rosette.response.scores import scores_in
from rosette.response.sizes import Diameters

TWELVE_MONTHS = Span(12, "month")


@frozen(kw_only=True)
class Assessment:
    """The whole judgement, the object that pages, letters and commands print."""

    record: ChildRecord
    period: Period
    rules: RuleSet
    primary: Component
    metastatic: Component
    marrow: Component
    overall: Overall
    notes: tuple[str, ...]
    knowledge: Knowledge

    @property
    def components(self) -> tuple[Component, Component, Component]:
        """The three."""
        return self.primary, self.metastatic, self.marrow

    @property
    def gaps(self) -> tuple[RuleGap, ...]:
        """Every gap of the rules that was met."""
        return (*(gap for part in self.components for gap in part.gaps), *self.overall.gaps)

    @property
    def rule_gap(self) -> bool:
        """Whether any gap was met."""
        return bool(self.gaps)

    @property
    def asks(self) -> tuple[str, ...]:
        """What to order or to enter."""
        return tuple(dict.fromkeys(ask for part in self.components for ask in part.asks))


def assess(
    record: ChildRecord, *, on: date, since: date | None = None, rules: str = SHIPPED, knowledge: Knowledge
) -> Assessment:
    """Judge the response on a day to the treatment that began on `since`, or to the last line of treatment.

    Raises NotComputable when no treatment is named and for rules whose text is not in hand.
    Source: [@park-2017, abstract], [@pdq-neuroblastoma, response criteria].
    """
    named = rule_set(rules, knowledge)
    index = RecordIndex(record, knowledge)
    period = period_of(index, since=since, on=on)
    tracer = tracer_of(index, period)
    anatomy, uptake = staging(index, ANATOMY, period), staging(index, (tracer,), period)
    shares = _marrow(index, period)
    parts = (
        _primary(anatomy, uptake, named, knowledge),
        _metastatic(index, period, anatomy, uptake, named, tracer),
        evolve(shares[1] or judge_marrow(shares[0], named), evidence=_marrow_days(index, period)),
    )
    made = overall(*(part.code for part in parts), before=marrow_before(_before(shares[0]), named))
    return Assessment(
        record=record,
        period=period,
        rules=named,
        primary=parts[0],
        metastatic=parts[1],
        marrow=parts[2],
        overall=made,
        notes=tuple(_notes(index, period, (anatomy, uptake), parts)),
        knowledge=knowledge,
    )


def _named(studies: Iterable[Imaging]) -> tuple[str, ...]:
    return tuple(f"{study.modality.upper()} of {when(study)}" for study in studies)


def _primary(anatomy: Staging, uptake: Staging, rules: RuleSet, knowledge: Knowledge) -> Component:
    before = lesions_of(anatomy.before)
    named = {site: lesion for site, lesion in before.items() if lesion.primary}
    evidence = _named((*anatomy.before, *anatomy.now))
    if not anatomy.before:
        return _unknown(
            "primary", "no CT or MRI before the treatment", "Find the CT or MRI from before this treatment."
        )
    if not named and any(lesion.primary is None for lesion in before.values()):
        why = "the study does not say which lesion is the primary"
        return evolve(_unknown("primary", why, "Say of each lesion whether it is the primary."), evidence=evidence)
    if not named and not before and not whole(anatomy.before):
        return _unknown(
            "primary", "the study before lists no lesion and does not say that it is complete", "Read it again."
        )
    found = _primary_by_time(named, anatomy, uptake, knowledge) if named else Primary(involved=False)
    return evolve(judge_primary(found, rules), evidence=evidence)


def _unknown(name: str, why: str, ask: str) -> Component:
    return Component(name=name, code=Code.NE, why=(why,), asks=(ask,))


def _primary_by_time(named: dict[str, Lesion], anatomy: Staging, uptake: Staging, knowledge: Knowledge) -> Primary:
    sites = sorted(named)
    base = _sum(sites, anatomy.before)
    now = _sum(sites, anatomy.now)
    if base is None or now is None:
        return Primary(involved=True)
    between = [total for studies in anatomy.earlier if (total := _sum(sites, studies)) is not None]
    sizes = Diameters(baseline=base, now=now, smallest=min(between, default=None))
    return Primary(involved=True, diameters=sizes, uptake=_uptake(sites, anatomy, uptake, knowledge))


def _sum(sites: Sequence[str], studies: Sequence[Imaging]) -> float | None:
    sizes = [size_now(site, studies) for site in sites] if studies else [None]
    return None if None in sizes else float(sum(size or 0.0 for size in sizes))


def _uptake(sites: Sequence[str], anatomy: Staging, uptake: Staging, knowledge: Knowledge) -> Uptake | None:
    pairs = ((*anatomy.before, *uptake.before), (*anatomy.now, *uptake.now))
    before, now = (_avid(sites, studies, knowledge) for studies in pairs)
    if before is None or now is None:
        return None
    kinds = {
        (True, False): Uptake.RESOLVED,
        (False, False): Uptake.NEVER,
        (True, True): Uptake.STABLE,
        (False, True): Uptake.WORSE,
    }
    return kinds[before, now]


def _avid(sites: Sequence[str], studies: Iterable[Imaging], knowledge: Knowledge) -> bool | None:
    """Whether any of these sites of soft tissue takes up tracer.

    A scan without any uptake, one that shows all disease and does not list them, and one with no points for soft
    tissue answer for all of them.
    """
    said: list[bool] = []
    for study in studies:
        said += [lesion.avid for lesion in study.lesions if lesion.site in sites and lesion.avid is not None]
        said += [True for site in sites if site in study.sites]
        if study.modality in UPTAKE and not set(sites) & set(study.sites) and _free(study, knowledge):
            said.append(False)
    return any(said) if said else None


def _free(study: Imaging, knowledge: Knowledge) -> bool:
    """Whether a scan shows no uptake in soft tissue that it does not name."""
    scores = scores_in(study, knowledge)
    no_points = scores is not None and scores.by_segment.get("soft_tissue") == 0
    return study.avid is False or no_points or bool(study.complete and study.sites)


def _metastatic(
    index: RecordIndex, period: Period, anatomy: Staging, uptake: Staging, rules: RuleSet, tracer: str
) -> Component:
    evidence = _named((*anatomy.before, *uptake.before, *anatomy.now, *uptake.now))
    if not anatomy.before and not uptake.before:
        return _unknown(
            "metastatic soft tissue and bone", "no scan before the treatment", "Find the scans from before."
        )
    scored = bone_score(index, period, tracer)
    found = Metastases(
        soft=_soft(anatomy, uptake, index.knowledge),
        bone=scored,
        non_targets=_non_targets(anatomy, rules),
        new=new_lesions((*anatomy.all, *uptake.all)),
        new_segments=new_segments(index, period) if tracer == "mibg" else (),
        looked=bool(anatomy.now) and bool(uptake.now),
    )
    made = evolve(judge_metastatic(found, rules), evidence=evidence)
    if scored is None and made.code not in (Code.PD, Code.NE):
        ask = "Score the MIBG scan from before this treatment (Curie or SIOPEN)."
        why = (*made.why, "no scan before the treatment was scored")
        made = evolve(made, code=Code.NE, why=why, asks=(*made.asks, ask))
    gaps = tuple(_unnamed(site, made.code) for site in unnamed_sites(index, period, tracer))
    return evolve(made, gaps=(*made.gaps, *gaps))


def _unnamed(site: str, code: Code) -> RuleGap:
    why = "It takes up tracer now and was not listed before the treatment: say whether it is a new lesion."
    return RuleGap(id=f"uptake at {site}", taken=code.value, alternative="PD", why=why)


def _targets(anatomy: Staging) -> list[str]:
    return [
        s
        for s, lesion in lesions_of(anatomy.before).items()
        if lesion.target and not lesion.primary and not lesion.bone
    ]


def _soft(anatomy: Staging, uptake: Staging, knowledge: Knowledge) -> SoftTissue | None:
    """The targets together, and every measured lesion of soft tissue by itself."""
    sites, single = _targets(anatomy), _every(anatomy)
    if not sites:
        return SoftTissue(total=None, single=single, targets=False) if single else None
    base, now = _sum(sites, anatomy.before), _sum(sites, anatomy.now)
    if base is None or now is None:
        return SoftTissue(total=None, single=single)
    between = [total for studies in anatomy.earlier if (total := _sum(sites, studies)) is not None]
    before, current = lesions_of(anatomy.before), lesions_of(anatomy.now)
    nodes = [site for site in sites if before[site].node]
    return SoftTissue(
        total=Diameters(baseline=base, now=now, smallest=min(between, default=None)),
        single=single,
        nodes_now_mm=tuple(_now(site, current) for site in nodes),
        others_now_mm=tuple(_now(site, current) for site in sites if site not in nodes),
        resolved_uptake=_resolved(sites, anatomy, uptake, knowledge),
    )


def _every(anatomy: Staging) -> tuple[Diameters, ...]:
    """Every lesion of soft tissue, target or not, that is measured before and now."""
    sites = [site for site, each in lesions_of(anatomy.before).items() if not each.primary and not each.bone]
    return tuple(sizes for site in sites if (sizes := _single(site, anatomy)) is not None)


def _now(site: str, current: dict[str, Lesion]) -> float:
    return (size_of(current[site]) or 0.0) if site in current else 0.0


def _single(site: str, anatomy: Staging) -> Diameters | None:
    sizes = [size for studies in anatomy.earlier if (size := size_now(site, studies)) is not None]
    base, now = size_now(site, anatomy.before), size_now(site, anatomy.now)
    if base is None or now is None or not anatomy.now:
        return None
    return Diameters(baseline=base, now=now, smallest=min(sizes, default=None))


def _resolved(sites: Sequence[str], anatomy: Staging, uptake: Staging, knowledge: Knowledge) -> bool | None:
    avid = _avid(sites, (*anatomy.now, *uptake.now), knowledge)
    return None if avid is None else not avid


def _non_targets(anatomy: Staging, rules: RuleSet) -> str | None:
    """Lesions of soft tissue that nobody called a target."""
    before = lesions_of(anatomy.before)
    sites = [s for s, each in before.items() if not each.target and not each.primary and not each.bone]
    if not sites:
        return None
    pairs = [(size_now(site, anatomy.before), size_now(site, anatomy.now)) for site in sites]
    if not anatomy.now or not _shown(sites, anatomy):
        return "unseen"
    if all(now == 0 for _, now in pairs):
        return "gone"
    known = [Diameters(baseline=base, now=now) for base, now in pairs if base is not None and now is not None]
    return "larger" if any(each.rose(rules) for each in known) else "stable"


def _shown(sites: Sequence[str], anatomy: Staging) -> bool:
    """Whether the last re-staging lists each of the lesions, or is complete."""
    return whole(anatomy.now) or set(sites) <= lesions_of(anatomy.now).keys()


def _marrow(index: RecordIndex, period: Period) -> tuple[MarrowShares, Component | None]:
    """The shares by time, or the component when a day does not say its share."""
    days = marrow_shares(index, period.on)
    before = [day for day in days if day.on <= period.since]
    during = [day for day in days if day.on > period.since]
    known = [day.percent for day in during[:-1] if day.percent is not None]
    shares = MarrowShares(
        baseline=before[-1].percent if before else None,
        now=during[-1].percent if during else None,
        lowest=min(known, default=None),
    )
    unclear = [day for day in (*before[-1:], *during[-1:]) if day.percent is None]
    if not unclear:
        return shares, None
    why = tuple(f"marrow of {day.on}: {day.why}" for day in unclear)
    ask = "Ask for the share of tumour cells, or take two aspirates and two biopsies."
    return shares, Component(name="marrow", code=Code.NE, why=why, asks=(ask,))


def _marrow_days(index: RecordIndex, period: Period) -> tuple[str, ...]:
    days = [day.on for day in marrow_shares(index, period.on)]
    used = [*[day for day in days if day <= period.since][-1:], *[day for day in days if day > period.since][-1:]]
    return tuple(f"marrow of {day}" for day in used)


def _before(shares: MarrowShares) -> float | None:
    """What the marrow was before: free, once it was free on study."""
    return 0.0 if shares.lowest == 0 and shares.now else shares.baseline


def _notes(index: RecordIndex, period: Period, kinds: Sequence[Staging], parts: Sequence[Component]) -> list[str]:
    record = index.record
    told = [f"Judged since {period.since} ({period.why}); baseline is the last re-staging on or before that day."]
    told += [line for kind in kinds for line in _ages(kind, period)]
    told += [f"Not used, its day is not exact: {name}." for name in _named(undated(index, period))]
    told += _events(record, period)
    if any(part.code is Code.PD for part in parts) and period.on < age_reached(record.birth.latest, TWELVE_MONTHS):
        told.append("Below 12 months: a pattern of 4S or MS (skin, liver, marrow) is not progression; read it by hand.")
    told.append("A best response needs the protocol's confirmation; its interval is not held.")
    return told


def _ages(kind: Staging, period: Period) -> list[str]:
    """How old the studies are on which the judgement rests, once they are older than one re-staging."""
    told = []
    for studies, day, what in (
        (kind.before, period.since, "before the treatment"),
        (kind.now, period.on, "judged now"),
    ):
        if studies and studies[0].on is not None:
            age = (day - studies[0].on.earliest).days
            if age > kind.window:
                told.append(f"The {studies[0].modality.upper()} {what} is {age} days old on {day}.")
    return told


def _events(record: ChildRecord, period: Period) -> list[str]:
    """Progression that persons recorded in the period: the judgement from studies does not see it."""
    bad = ("relapse", "progression")
    found = [each for each in record.of(DiseaseEvent) if each.event in bad or each.response == "PD"]
    inside = [each for each in found if each.on and each.on.latest > period.since and each.on.earliest <= period.on]
    return [f"The record holds {each.event} on {each.on}: settle it against this judgement." for each in inside]
