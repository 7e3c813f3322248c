"""What the record holds before, during and after the treatment that is judged: studies, lesions, scores, marrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.records import Imaging, Lesion, Marrow, RecordIndex, views
from rosette.records.views.scans import MarrowDay, marrow_days
from rosette.response.metastatic import BoneScore, NewLesion
from rosette.response.scores import scores_in

ANATOMY = ("ct", "mri")
UPTAKE = ("mibg", "fdg_pet")
METHODS = {"mibg": ("curie", "siopen"), "fdg_pet": ("pet",)}


@frozen(kw_only=True)
class Period:
    """The treatment that is judged: its first day, the day of the judgement, and how the first day was found."""

    since: date
    on: date
    why: str


def period_of(index: RecordIndex, *, since: date | None, on: date) -> Period:
    """The period as it was asked for, or of the last line of treatment begun by the day.

    Raises NotComputable when the record names no line of treatment.
    """
    if since is not None:
        if since >= on:
            raise NotComputable(f"a treatment that begins on {since} cannot be judged on {on}")
        return Period(since=since, on=on, why="as asked for")
    begun = [
        (each.line, each.first, each.fact)
        for each in views.exposures(index)
        if each.line is not None and each.first is not None and each.first < on.toordinal()
    ]
    if not begun:
        raise NotComputable("the record names no line of treatment begun before the day: say since when to judge")
    line = max(number for number, _, _ in begun)
    first, fact = min(((day, fact) for number, day, fact in begun if number == line), key=lambda pair: pair[0])
    if fact.since is not None and not fact.since.exact:
        raise NotComputable(f"line {line} began in {fact.since}, no exact day: say since when to judge")
    return Period(since=date.fromordinal(first), on=on, why=f"first day of line {line}")


@frozen(kw_only=True)
class Staging:
    """The studies of one kind by day, each tuple newest first: those of the baseline, and those on study.

    Studies of `window` days together are one re-staging; before and now are the last of them.
    """

    before: tuple[Imaging, ...]
    during: tuple[tuple[date, tuple[Imaging, ...]], ...]
    window: int

    @property
    def now(self) -> tuple[Imaging, ...]:
        """The last re-staging on study, newest first; empty when there is none."""
        return tuple(study for day, studies in reversed(self.during) if self._is_now(day) for study in studies)

    @property
    def earlier(self) -> tuple[tuple[Imaging, ...], ...]:
        """Days on study before the last re-staging."""
        return tuple(studies for day, studies in self.during if not self._is_now(day))

    @property
    def all(self) -> tuple[Imaging, ...]:
        """Every study on study."""
        return tuple(study for _, studies in self.during for study in studies)

    def _is_now(self, day: date) -> bool:
        return (self.during[-1][0] - day).days < self.window


def staging(index: RecordIndex, modalities: Sequence[str], period: Period) -> Staging:
    """Studies of these modalities by day. A study without an exact day is not used, and told by `undated`."""
    window = int(index.knowledge.constants["inrc.window"].value.to("d").value)
    days: dict[date, list[Imaging]] = {}
    for study in index.record.of(Imaging):
        if study.modality in modalities and study.on is not None and study.on.exact and study.on.earliest <= period.on:
            days.setdefault(study.on.earliest, []).append(study)
    old = [day for day in sorted(days, reverse=True) if day <= period.since]
    kept = [day for day in old if (old[0] - day).days < window]
    during = tuple((day, tuple(days[day])) for day in sorted(days) if day > period.since)
    return Staging(before=tuple(study for day in kept for study in days[day]), during=during, window=window)


def undated(index: RecordIndex, period: Period) -> tuple[Imaging, ...]:
    """Studies that may lie on study and are not used, since their day is not exact."""
    return tuple(
        study
        for study in index.record.of(Imaging)
        if study.on is not None
        and not study.on.exact
        and study.on.latest > period.since
        and study.on.earliest <= period.on
    )


def tracer_of(index: RecordIndex, period: Period) -> str:
    """The tracer of the whole judgement: FDG only where the disease took up no MIBG before the treatment."""
    mibg, fdg = (staging(index, (modality,), period).before for modality in ("mibg", "fdg_pet"))
    if fdg and (not mibg or all(_no_uptake(study, index) for study in mibg)):
        return "fdg_pet"
    return "mibg"


def _no_uptake(study: Imaging, index: RecordIndex) -> bool:
    scores = scores_in(study, index.knowledge)
    return study.avid is False or (scores is not None and scores.total == 0)


def lesions_of(studies: Iterable[Imaging]) -> dict[str, Lesion]:
    """Lesions by site, from the first study that measures them; of two with one name in a study the larger."""
    found: dict[str, Lesion] = {}
    for study in studies:
        here: dict[str, Lesion] = {}
        for lesion in study.lesions:
            known = here.get(lesion.site)
            if known is None or (size_of(lesion) or 0) > (size_of(known) or 0):
                here[lesion.site] = lesion
        for site, lesion in here.items():
            if site not in found or size_of(found[site]) is None:
                found[site] = lesion
    return found


def size_of(lesion: Lesion) -> float | None:
    """What is measured of a lesion, mm: the short axis of a node, the longest diameter otherwise."""
    return lesion.short_axis_mm if lesion.node else lesion.longest_mm


def whole(studies: Iterable[Imaging]) -> bool:
    """Whether the studies say that they show all known disease."""
    return any(study.complete for study in studies)


def size_now(site: str, studies: Sequence[Imaging]) -> float | None:
    """The size of a lesion in one re-staging: 0 when no study of it shows the lesion and one is complete, else None."""
    found = lesions_of(studies)
    if site in found:
        return size_of(found[site])
    return 0.0 if whole(studies) else None


@frozen(kw_only=True)
class ScoreDay:
    """The score of one scan by one method, and whether soft tissue is left out of it."""

    on: date
    value: float
    bone_only: bool


def score_days(index: RecordIndex, method: str, until: date) -> tuple[ScoreDay, ...]:
    """Every score of a method up to a day: by segment where stated, else the total as reported."""
    makers: dict[str, Callable[[Imaging], ScoreDay | None]] = {
        "curie": lambda study: _mibg(study, index, "curie", study.curie),
        "siopen": lambda study: _mibg(study, index, "siopen", study.siopen),
        "pet": _pet,
    }
    found = [
        makers[method](study)
        for study in index.record.of(Imaging)
        if study.on is not None and study.on.exact and study.on.earliest <= until
    ]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.on))


def _mibg(study: Imaging, index: RecordIndex, scale: str, total: int | None) -> ScoreDay | None:
    if study.modality != "mibg" or study.on is None:
        return None
    scores = scores_in(study, index.knowledge)
    if scores is not None and scores.scale == scale:
        return ScoreDay(on=study.on.earliest, value=scores.bone, bone_only=True)
    if total is None and study.avid is False:
        return ScoreDay(on=study.on.earliest, value=0, bone_only=True)
    return None if total is None else ScoreDay(on=study.on.earliest, value=total, bone_only=scale == "siopen")


def _pet(study: Imaging) -> ScoreDay | None:
    """PET-avid bone lesions, counted on studies that show all known disease."""
    if study.modality != "fdg_pet" or study.on is None or not study.complete:
        return None
    count = sum(1 for lesion in study.lesions if lesion.bone and lesion.avid)
    return ScoreDay(on=study.on.earliest, value=count, bone_only=True)


def bone_score(index: RecordIndex, period: Period, tracer: str) -> BoneScore | None:
    """The bone score by the first method of the tracer that has a baseline; another method later does not stand in.

    None when no scan before the treatment was scored.
    """
    methods = METHODS[tracer]
    for method in methods:
        days = score_days(index, method, period.on)
        before = [each for each in days if each.on <= period.since]
        during = [each for each in days if each.on > period.since]
        if before and (during or not _scored_otherwise(index, methods, method, period)):
            return _bone_score(method, before[-1], during)
    return None


def _scored_otherwise(index: RecordIndex, methods: Sequence[str], method: str, period: Period) -> bool:
    """Whether another method has both a baseline and a later score."""
    for other in methods:
        days = [each.on for each in score_days(index, other, period.on)]
        if other != method and any(day <= period.since for day in days) and any(day > period.since for day in days):
            return True
    return False


def new_segments(index: RecordIndex, period: Period) -> tuple[str, ...]:
    """Bone segments that were free on the last scan before the treatment and are not on the last scan since."""
    scans = staging(index, ("mibg",), period)
    if not scans.before or not scans.now:
        return ()
    old, new = (scores_in(studies[0], index.knowledge) for studies in (scans.before, scans.now))
    if old is None or new is None or old.scale != new.scale:
        return ()
    free = {row.segment for row, points in old.points if points == 0 and row.part == "bone"}
    return tuple(row.name for row, points in new.points if points > 0 and row.segment in free)


def _bone_score(method: str, before: ScoreDay, during: Sequence[ScoreDay]) -> BoneScore:
    like = [each for each in during if each.bone_only == before.bone_only or 0 in (each.value, before.value)]
    return BoneScore(
        method=method,
        baseline=before.value,
        now=like[-1].value if like and like[-1] is during[-1] else None,
        smallest=min((each.value for each in like[:-1]), default=None),
        bone_only=before.bone_only,
    )


def new_lesions(studies: Iterable[Imaging]) -> tuple[NewLesion, ...]:
    """Lesions that a study calls new, the primary aside."""
    found: dict[str, NewLesion] = {}
    for study in studies:
        for lesion in study.lesions:
            if lesion.new and not lesion.primary:
                found[lesion.site] = _new(lesion, study, found.get(lesion.site))
    return tuple(found.values())


def _new(lesion: Lesion, study: Imaging, known: NewLesion | None) -> NewLesion:
    """A new lesion with what all studies say of it; one that an MIBG scan lists takes up MIBG unless it says else."""
    viable = None if lesion.biopsy is None else lesion.biopsy == "viable_tumour"
    avid = True if lesion.avid is None and study.modality == "mibg" else lesion.avid
    on_ct = study.modality in ANATOMY or bool(known and known.seen_on_ct)
    return NewLesion(
        site=lesion.site,
        bone=bool(lesion.bone) or bool(known and known.bone),
        avid=True if known and known.avid else avid if avid is not None else (known.avid if known else None),
        viable=viable if viable is not None else (known.viable if known else None),
        by_pet=study.modality == "fdg_pet" and (known is None or known.by_pet),
        seen_on_ct=on_ct or None,
    )


def unnamed_sites(index: RecordIndex, period: Period, tracer: str) -> tuple[str, ...]:
    """Sites that took up tracer on the last scan, were neither listed nor scored before, and are not called new."""
    scans = staging(index, (tracer,), period)
    if not scans.before or not scans.now:
        return ()
    old = {site for study in scans.before for site in (*study.sites, *_scored(study))}
    known = bool(old) or any(_no_uptake(study, index) for study in scans.before)
    new = {site for study in scans.now for site in study.sites}
    named = {lesion.site for study in scans.now for lesion in study.lesions}
    return tuple(sorted(new - old - named)) if known else ()


def _scored(study: Imaging) -> list[str]:
    return [segment for segment, points in study.segments if points]


@frozen(kw_only=True)
class MarrowShare:
    """The highest share of tumour cells of one day, %; None with the reason when the day does not say."""

    on: date
    percent: float | None
    why: str = ""


def marrow_shares(index: RecordIndex, until: date) -> tuple[MarrowShare, ...]:
    """The marrow by day; free, or little involved, only when both sides, or a bilateral sample, were seen."""
    high = index.knowledge.constants["inrc.marrow_high"].value.value
    return tuple(
        _share(day, day.samples[0].on.earliest, high)
        for day in marrow_days(index)
        if day.samples[0].on is not None and day.samples[0].on.exact and day.samples[0].on.earliest <= until
    )


def _share(day: MarrowDay, on: date, high: float) -> MarrowShare:
    stated = [sample.percent for sample in day.samples if sample.percent is not None]
    most = max(stated, default=0.0)
    if most > high:
        return MarrowShare(on=on, percent=most)
    if any(sample.involved and sample.percent is None for sample in day.samples):
        return MarrowShare(on=on, percent=None, why="involved, the share is not stated")
    sides = sorted({sample.site or "side not stated" for sample in day.samples if _seen(sample)})
    if "bilateral" in sides or {"left", "right"} <= set(sides):
        return MarrowShare(on=on, percent=most)
    what = "free" if most == 0 else f"{most:g} %"
    why = f"{what} on {', '.join(sides)} only: two sides are needed" if sides else "no sample could be judged"
    return MarrowShare(on=on, percent=None, why=why)


def _seen(sample: Marrow) -> bool:
    return sample.percent is not None or sample.involved is not None
