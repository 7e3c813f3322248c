"""131I-MIBG therapy said for templates: the room of a child, and a worksheet of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from rosette.documents.drawings import retention_svg, retention_table
from rosette.documents.drawings.retention import HEAD as CURVE_HEAD
from rosette.documents.worksheets import SignedLine
from rosette.documents.worksheets.plan import iodide_runs
from rosette.kernel import number_text
from rosette.knowledge import DoseSeries, load_knowledge
from rosette.mibg.dosimetry import WholeBodyDose
from rosette.mibg.home import GoingHome
from rosette.mibg.plan import MibgPlan
from rosette.mibg.release import Release
from rosette.mibg.second import Achieved, SecondActivity
from rosette.server.services.reckoning import Reckoned
from rosette.server.store.models import Signature, SiteText, Worksheet


@frozen(kw_only=True)
class Grid:
    """A table with its caption."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@frozen(kw_only=True)
class Figure:
    """A drawing with the table beside it."""

    caption: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@frozen(kw_only=True)
class Lines:
    """Lines under a heading."""

    title: str
    lines: Sequence[str]


@frozen(kw_only=True)
class SheetBody:
    """What a worksheet of any kind says; warnings stand before the number."""

    number: str
    told: Sequence[str]
    warnings: Sequence[str] = field(default=())
    figure: Figure | None = None
    grids: Sequence[Grid] = field(default=())
    lists: Sequence[Lines] = field(default=())


@frozen(kw_only=True)
class SheetPage:
    """One worksheet with who made, checked and signed it."""

    title: str
    id: str
    state: str
    body: SheetBody
    made: str
    site: str
    same: bool
    signed: Sequence[SignedLine]
    may_check: bool
    may_sign: bool
    may_enter: bool
    leaflets: bool


def state_words(row: Worksheet, signatures: Sequence[Signature]) -> str:
    """How far a worksheet is, in words."""
    from rosette.server.services.therapy import is_checked, is_signed

    if is_signed(list(signatures)):
        return "checked and signed"
    return "checked, not signed" if is_checked(list(signatures)) else "not checked"


def signed_lines_of(row: Worksheet, signatures: Sequence[Signature]) -> tuple[SignedLine, ...]:
    """Who made it, then checks and signatures, as the printed worksheet names them; none before it was checked."""
    if not signatures:
        return ()
    made = SignedLine(
        name=row.made_by.name, role="", meaning="made this worksheet", at=f"{row.made_at:%Y-%m-%d %H:%M} UTC"
    )
    rest = (
        SignedLine(name=each.name, role=each.role, meaning=each.meaning, at=f"{each.at:%Y-%m-%d %H:%M} UTC")
        for each in signatures
    )
    return (made, *rest)


def body_of(found: Reckoned) -> SheetBody:
    """The worksheet's object in words."""
    return BODIES[found.kind](found.object)


def _plan(plan: MibgPlan) -> SheetBody:
    reviewed = [] if plan.medicines_reviewed else ["The list of medicines was not reviewed in time: review it."]
    return SheetBody(
        number=plan.prescription.sentence,
        told=(
            f"The gates together: {plan.standing.value}",
            f"Weighed on {plan.mass_on}; largest activity of the site {plan.prescription.maximum}",
        ),
        grids=(
            Grid(
                caption="Gates",
                head=("Gate", "Says", "Why", "What to do", "Read"),
                rows=[
                    (g.name, g.standing.value, g.why, g.remedy or "—", "; ".join(g.evidence) or "—") for g in plan.gates
                ],
            ),
            Grid(caption="Days", head=("Day", "What"), rows=[(str(day.on), day.what) for day in plan.days]),
            Grid(caption=f"Iodide ({plan.thyroid.regimen.name})", head=("From", "To", "Dose"), rows=iodide_runs(plan)),
        ),
        lists=(
            Lines(
                title="Medicines that may lower uptake",
                lines=[*reviewed, *(each.sentence for each in plan.holds)] or ["None recorded."],
            ),
            Lines(title="Ask about", lines=plan.questions),
            Lines(title="Iodide", lines=plan.thyroid.warnings),
            *(Lines(title=name.capitalize(), lines=lines) for name, lines in plan.checklist.items()),
        ),
    )


def _dose(found: WholeBodyDose) -> SheetBody:
    hours, shares = list(found.retention.hours), list(found.retention.share)
    given = found.given
    series = [
        row.statement for row in load_knowledge().table(DoseSeries).values() if row.about in ("whole_body", "marrow")
    ]
    return SheetBody(
        number=f"{found.dose.gy:.3f} Gy to the whole body",
        warnings=found.warnings,
        told=(
            found.spread.sentence,
            f"{given.activity}, {given.activity / given.mass}, body mass {given.mass.kg:g} kg",
            f"{found.way.value}; after the last reading {found.tail.value}: {found.extrapolated:.1%} of the area",
            f"area {found.area_h:.3f} h, {number_text(found.integrated)} MBq h, {found.s_value:.4e} Gy for each; "
            f"physical half-life {found.half_life.value}",
            f"on day {found.site.cells.after_days} the body still receives {found.at_cells.gy:.4f} Gy",
            *([found.lesion.sentence] if found.lesion else []),
        ),
        figure=Figure(
            caption="Activity in the body",
            svg=retention_svg(hours, shares, found.curve),
            head=CURVE_HEAD,
            rows=retention_table(hours, shares, found.curve),
        ),
        grids=(
            Grid(
                caption="Every way to the same dose",
                head=("Way", "Area, h", "Gy", "Checks"),
                rows=[
                    (o.name, f"{o.area_h:.3f}", f"{o.dose.gy:.3f}", "; ".join(o.faults) or "passes")
                    for o in found.others
                ],
            ),
        ),
        lists=(
            Lines(title="What series found; a correlation, no prediction for one child", lines=series),
            Lines(title="Relation of dose to mass", lines=[found.site.whole_body.source]),
        ),
    )


def _second(pair: tuple[SecondActivity, Achieved | None]) -> SheetBody:
    found, done = pair
    doubt = f"; standard uncertainty {found.relative:.0%}" if found.relative else ""
    mass = f"from {found.first.mass.kg:g} to {found.mass.kg:g} kg"
    return SheetBody(
        number=f"{found.planned}, {found.per_mass}{doubt}",
        warnings=found.warnings,
        told=(
            f"{found.remainder.gy:.3f} Gy are left to {found.target} after {found.first.dose.gy:.3f} Gy "
            f"of {found.first.activity}",
            f"body mass {mass}, {'corrected' if found.corrected else 'no correction'}; without it {found.simple}",
            f"both together {found.total.gy:.2f} Gy, standard uncertainty {found.total_sd:.2f} Gy",
            *([f"achieved: {done.sentence}"] if done else []),
        ),
    )


def _release(found: GoingHome) -> SheetBody:
    release, exposure = found.release, found.release.exposure
    hours = [each.hours for each in found.readings]
    rates = [each.mr_per_h for each in found.readings]
    first = exposure.first_mr_per_h
    rules = [*release.times, *([release.own_rate] if release.own_rate else [])]
    named = [rule for rule in rules if "mR/h" in rule.rule]
    marks = [(rule.rule, float(rule.rule.split()[0])) for rule in named]
    return SheetBody(
        number=f"Release {release.hours:.1f} h after the infusion, {_clock(release)}{release.nights} nights",
        warnings=found.warnings,
        told=tuple(release.record),
        figure=Figure(
            caption="Rate at 1 m",
            svg=retention_svg(hours, rates, exposure.curve, first=first, unit="mR/h at 1 m", marks=marks),
            head=("Hours", "mR/h", "Curve"),
            rows=retention_table(hours, rates, exposure.curve, first=first),
        ),
        grids=tuple(_release_grids(found)),
    )


def _clock(release: Release) -> str:
    return "" if release.at is None else f"{release.at:%Y-%m-%d %H:%M}, "


def _release_grids(found: GoingHome) -> list[Grid]:
    release = found.release
    head = ("Rule", "Met from, h", "Source")
    grids = [
        Grid(caption="Rules of release", head=head, rows=[(t.rule, f"{t.hours:.1f}", t.source) for t in release.times]),
        Grid(
            caption="Written instructions until",
            head=("Rule", "h", "Source"),
            rows=[(t.rule, f"{t.hours:.1f}", t.source) for t in release.instructions],
        ),
        Grid(
            caption="Contact at home",
            head=("Habit", "Limit, mSv", "Again from", "Gives, mSv"),
            rows=[
                (r.pattern.who, f"{r.limit_msv:.2f}", f"{r.until:%Y-%m-%d %H:%M}", f"{r.dose_msv:.2f}")
                for r in found.restrictions
            ],
        ),
    ]
    if found.rota is not None:
        caption = f"Carers: {found.rota.carers}, {found.rota.each_msv:.2f} mSv each (limit {found.rota.limit_msv:g})"
        rows = [
            (str(d.day), f"{d.hours_near:.1f}", f"{d.dose_msv:.2f}", f"{d.each_hours:.1f}") for d in found.rota.days
        ]
        grids.append(Grid(caption=caption, head=("Day", "Hours near", "mSv", "Hours each"), rows=rows))
    return [grid for grid in grids if grid.rows]


BODIES: Mapping[str, Callable[[Any], SheetBody]] = {
    "plan": _plan,
    "dose": _dose,
    "second": _second,
    "release": _release,
}


@frozen(kw_only=True)
class SheetLink:
    """One worksheet in a list."""

    id: str
    title: str
    made: str
    state: str


@frozen(kw_only=True)
class TherapyPage:
    """The room: the site's file, administrations of the record, worksheets, and what may be made."""

    title: str
    site: str
    given: Sequence[Sequence[str]]
    sheets: Sequence[SheetLink]
    may_make: bool
    letter: bool

    @classmethod
    def of(
        cls,
        text: SiteText | None,
        given: Sequence[Any],
        rows: Sequence[tuple[Worksheet, Sequence[Signature]]],
        *,
        may_make: bool,
    ) -> TherapyPage:
        """Say the room."""
        from rosette.server.services.therapy import is_signed

        return cls(
            title="131I-MIBG therapy",
            site=site_words(text),
            given=tuple(_given(each) for each in given),
            sheets=tuple(
                SheetLink(
                    id=row.public_id,
                    title=row.get_kind_display(),
                    made=f"{row.made_at:%Y-%m-%d %H:%M} UTC, {row.made_by.name}",
                    state=state_words(row, signatures),
                )
                for row, signatures in rows
            ),
            may_make=may_make,
            letter=any(row.kind == "dose" and is_signed(list(signatures)) for row, signatures in rows),
        )


def site_words(text: SiteText | None) -> str:
    """Which site file counts, and who signed it."""
    if text is None:
        return "No site file is there yet. A physicist puts it in; until then nothing can be worked out."
    from rosette.server.services.therapy import site_file_of

    found = site_file_of(text)
    return f"{found.site}, {found.version}, valid until {found.valid_until}; signed by {found.signed}"


def _given(fact: Any) -> tuple[str, ...]:
    nights = fact.isolation_nights
    return (
        str(fact.on),
        str(fact.activity or "—"),
        str(fact.whole_body_dose or "—"),
        "—" if nights is None else str(nights),
    )
