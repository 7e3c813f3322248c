"""Prints 131I-MIBG therapy: a plan, a dose, a second activity, a release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rosette.cli.show.words import console
from rosette.kernel import number_text
from rosette.knowledge import DoseSeries, Knowledge
from rosette.mibg.dosimetry import WholeBodyDose
from rosette.mibg.gates import Standing
from rosette.mibg.home import GoingHome
from rosette.mibg.plan import MibgPlan
from rosette.mibg.release import Release, ReleaseTime
from rosette.mibg.second import Achieved, SecondActivity
from rosette.mibg.site import SiteFile
from rosette.version import SOFTWARE

STYLES = {
    Standing.OPEN: "bold green",
    Standing.NOTE: "bold cyan",
    Standing.ASK: "bold yellow",
    Standing.REVIEW: "bold yellow",
    Standing.SHUT: "bold red",
}

WORD = 12  # characters: a day, a number or a unit stays in one piece


def print_plan(plan: MibgPlan) -> None:
    """Print a plan."""
    out = console()
    head(out, f"131I-MIBG for {plan.record.id}, infusion on {plan.infusion}, planned on {plan.on}")
    out.print(Text(plan.standing.value.upper(), style=STYLES[plan.standing]))
    out.print(Text(plan.prescription.sentence))
    out.print(Text(f"weighed on {plan.mass_on}; largest activity of the site {plan.prescription.maximum}"))
    head(out, "GATES")
    for gate in plan.gates:
        told = Text.assemble((f"{gate.name}: {gate.standing.value}. ", STYLES[gate.standing]), gate.why)
        out.print(Padding(told, (0, 0, 0, 2), expand=False))
        lines(out, "", [*([gate.remedy] if gate.remedy else []), *gate.evidence], indent=4)
    reviewed = [] if plan.medicines_reviewed else ["The list of medicines was not reviewed in time: review it."]
    lines(
        out,
        "MEDICINES THAT MAY LOWER UPTAKE",
        [*reviewed, *(each.sentence for each in plan.holds)] or ["none recorded"],
    )
    lines(out, "ASK ABOUT", plan.questions)
    _iodide(out, plan)
    table(out, "DAYS", ("day", "what"), [(str(day.on), day.what) for day in plan.days])
    for name, items in plan.checklist.items():
        lines(out, name.upper(), (f"[ ] {each}" for each in items))
    lines(out, "WHAT SERIES FOUND", (each.statement for each in plan.series))
    foot(out, plan.site)


def _iodide(out: Console, plan: MibgPlan) -> None:
    runs: list[list[str]] = []
    for day in plan.thyroid.days:
        dose = f"{day.mg:g} mg, {day.times} a day"
        if runs and runs[-1][2] == dose:
            runs[-1][1] = str(day.on)
        else:
            runs.append([str(day.on), str(day.on), dose])
    table(out, f"IODIDE ({plan.thyroid.regimen.name})", ("from", "to", "dose"), runs)
    lines(out, "", [*plan.thyroid.warnings, f"site: {plan.thyroid.source}"])


def print_dose(found: WholeBodyDose, *, knowledge: Knowledge) -> None:
    """Print a whole-body dose; the warnings stand above the number."""
    out = console()
    head(out, f"Whole-body dose: {found.given.activity} in {found.given.mass.kg:g} kg")
    for warning in found.warnings:
        out.print(Padding(Text(f"! {warning}", style="bold yellow"), (0, 0, 0, 2), expand=False))
    out.print(Text(f"{found.dose.gy:.3f} Gy", style="bold"))
    out.print(Text(found.spread.sentence))
    out.print(
        Text(f"{found.way.value}; after the last reading {found.tail.value}: {found.extrapolated:.1%} of the area")
    )
    out.print(
        Text(
            f"area {found.area_h:.4f} h, {number_text(found.integrated)} MBq h, S {found.s_value:.5e} Gy/(MBq h), "
            f"physical half-life {found.half_life.value}"
        )
    )
    rows = [
        (f"{hour:g}", f"{mean:.2f}", f"{share:.5f}", f"{found.curve.at(float(hour)):.5f}")
        for hour, mean, share in zip(found.retention.hours, found.retention.mean, found.retention.share, strict=True)
    ]
    table(out, "READINGS", ("h", "geometric mean", "share of first", "curve"), rows)
    ways = [
        (each.name, f"{each.area_h:.3f}", f"{each.dose.gy:.3f}", "; ".join(each.faults) or "passes")
        for each in found.others
    ]
    table(out, "EVERY WAY", ("way", "area h", "Gy", "checks"), ways)
    day = found.site.cells.after_days
    lines(out, "CELLS", [f"On day {day} the body still receives {found.at_cells.gy:.4f} Gy."])
    lines(out, "LESION", [found.lesion.sentence] if found.lesion else [])
    told = [row.statement for row in knowledge.table(DoseSeries).values() if row.about in ("whole_body", "marrow")]
    lines(out, "WHAT SERIES FOUND (no prediction for one child)", told)
    lines(out, "RELATION", [found.site.whole_body.source])
    foot(out, found.site)


def print_second(found: SecondActivity, done: Achieved | None, *, site: SiteFile) -> None:
    """Print a second activity, and what was achieved."""
    out = console()
    head(out, f"Second activity towards {found.target}")
    for warning in found.warnings:
        out.print(Padding(Text(f"! {warning}", style="bold yellow"), (0, 0, 0, 2), expand=False))
    doubt = f", standard uncertainty {found.relative:.0%}" if found.relative else ""
    out.print(Text(f"{found.planned}, {found.per_mass}{doubt}", style="bold"))
    out.print(
        Text(f"{found.remainder.gy:.3f} Gy are left after {found.first.dose.gy:.3f} Gy of {found.first.activity}")
    )
    mass = (
        f"corrected from {found.first.mass.kg:g} to {found.mass.kg:g} kg"
        if found.corrected
        else "no correction for mass"
    )
    out.print(Text(f"{mass}; without correction {found.simple}"))
    out.print(Text(f"both together {found.total.gy:.2f} Gy, standard uncertainty {found.total_sd:.2f} Gy"))
    if done is not None:
        out.print(Text(f"achieved: {done.sentence}", style="bold"))
    foot(out, site)


def print_release(found: GoingHome) -> None:
    """Print a release, contact at home and the rota."""
    out, release = console(), found.release
    when = "" if release.at is None else f", {release.at:%Y-%m-%d %H:%M}"
    head(out, f"Release {release.hours:.1f} h after the infusion{when}; {release.nights} nights of isolation")
    for warning in found.warnings:
        out.print(Padding(Text(f"! {warning}", style="bold yellow"), (0, 0, 0, 2), expand=False))
    table(out, "RULES", ("rule", "met from h", "source"), [_rule(each) for each in _rules(release)])
    table(out, "WRITTEN INSTRUCTIONS UNTIL", ("rule", "h", "source"), [_rule(each) for each in release.instructions])
    rows = [
        (each.pattern.who, f"{each.limit_msv:.2f}", f"{each.until:%Y-%m-%d %H:%M}", f"{each.dose_msv:.2f}")
        for each in found.restrictions
    ]
    table(out, "CONTACT AT HOME", ("habit", "limit mSv", "again from", "gives mSv"), rows)
    if found.rota is not None:
        days = [
            (str(each.day), f"{each.hours_near:.1f}", f"{each.dose_msv:.2f}", f"{each.each_hours:.1f}")
            for each in found.rota.days
        ]
        title = f"CARERS: {found.rota.carers}, {found.rota.each_msv:.2f} mSv each (limit {found.rota.limit_msv:g})"
        table(out, title, ("day", "hours near", "mSv", "hours each"), days)
    lines(out, "ON RECORD", release.record)
    foot(out, release.site)


def _rules(release: Release) -> list[ReleaseTime]:
    return [*release.times, *([release.own_rate] if release.own_rate else [])]


def _rule(each: ReleaseTime) -> tuple[str, str, str]:
    return each.rule, f"{each.hours:.1f}", each.source


def head(out: Console, text: str) -> None:
    """A heading."""
    out.print()
    out.print(Text(text, style="bold"))


def lines(out: Console, title: str, told: Iterable[str], *, indent: int = 2) -> None:
    """Lines under a heading; nothing when there are none."""
    kept = list(told)
    if kept and title:
        head(out, title)
    for line in kept:
        out.print(Padding(Text(line), (0, 0, 0, indent), expand=False))


def table(out: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table under a heading; nothing when it has no rows."""
    if not rows:
        return
    head(out, title)
    made = Table(box=None, padding=(0, 1))
    for place, column in enumerate(columns):
        longest = max(len(row[place]) for row in rows)
        made.add_column(column, min_width=longest if longest <= WORD else None)
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    out.print(made)


def foot(out: Console, site: SiteFile) -> None:
    """Who signed the figures of the site, and what made the result."""
    out.print()
    told = f"site file {site.version} of {site.site}, {site.digest[:12]}; signed by {site.signed}"
    out.print(Text(f"{told} · {SOFTWARE} · informs a team that decides", style="dim"))
