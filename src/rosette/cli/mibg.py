"""rosette mibg: plan, dose, second activity and release of 131I-MIBG therapy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.cli.common import AsJson, OnDay, RecordFile, day_of, print_json, read
from rosette.cli.medicines import made_from
from rosette.kernel import Activity, ActivityPerMass, BodyMass, Quantity, UsageError, did_you_mean

app = typer.Typer(help="131I-MIBG therapy: plan, dose, second activity, release.", no_args_is_help=True)
SiteOption = Annotated[
    Path,
    typer.Option("--site", help="The site's signed file, TOML: no figure of a site has a default.", show_default=False),
]
ActivityText = Annotated[
    str, typer.Option("--activity", help='With its unit: "8880 MBq" or "240 mCi".', show_default=False)
]
MassText = Annotated[str, typer.Option("--mass", help='Body mass with its unit: "20 kg".', show_default=False)]
Draws = Annotated[int, typer.Option("--draws", min=100, max=100_000, help="Draws of the uncertainty.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws: the same seed gives the same bytes.")]
Moment = Annotated[
    datetime | None,
    typer.Option("--ended", formats=["%Y-%m-%dT%H:%M"], help="When the infusion ended, by the clock of the site."),
]
PdfOut = Annotated[Path | None, typer.Option("--pdf", help="Write the worksheet here as PDF.")]


@app.command()
def plan(
    record: RecordFile,
    site: SiteOption,
    level: Annotated[str, typer.Option("--level", help='"18 mCi/kg" or "666 MBq/kg".', show_default=False)],
    infusion: Annotated[datetime, typer.Option("--infusion", formats=["%Y-%m-%d"], help="Day of the infusion.")],
    mass: Annotated[str | None, typer.Option("--mass", help='Weighed now: "18.3 kg"; else the record\'s.')] = None,
    on: OnDay = None,
    pdf: PdfOut = None,
    json: AsJson = False,
) -> None:
    """Plan one administration: activity, gates, iodide day by day, medicines to be held, lists."""
    from rosette.knowledge import load_knowledge
    from rosette.mibg import load_site, mibg_plan
    from rosette.mibg.as_json import plan_json

    found = mibg_plan(
        read(record),
        level=ActivityPerMass(_amount(level, "level", "MBq/kg")),
        infusion=infusion.date(),
        on=day_of(on),
        site=load_site(site),
        knowledge=load_knowledge(),
        mass=None if mass is None else BodyMass(_amount(mass, "mass", "kg")),
    )
    if pdf is not None:
        from rosette.documents.worksheets import plan_pdf

        pdf.write_bytes(plan_pdf(found))
    if json:
        print_json({**made_from(), **plan_json(found)})
        return
    from rosette.cli.show.mibg import print_plan

    print_plan(found)


@app.command()
def dose(
    counts: Annotated[Path, typer.Argument(help="Probe counts, CSV.", show_default=False)],
    site: SiteOption,
    activity: ActivityText,
    mass: MassText,
    way: Annotated[str, typer.Option("--way", help="fit or joined.")] = "fit",
    tail: Annotated[
        str, typer.Option("--tail", help="effective or physical: what follows the last reading.")
    ] = "effective",
    without: Annotated[list[float] | None, typer.Option("--without", help="Hours of a reading to leave out.")] = None,
    lesion: Annotated[
        str | None, typer.Option("--lesion", help='Mass, first activity and half-life: "20 g, 12.2 MBq, 60 h".')
    ] = None,
    draws: Draws = 2000,
    seed: Seed = 20260601,
    on: OnDay = None,
    pdf: PdfOut = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write readings and curve here as CSV.")] = None,
    json: AsJson = False,
) -> None:
    """Whole-body dose from probe counts, with its uncertainty, every other way to it, and what speaks against it."""
    from rosette.knowledge import load_knowledge
    from rosette.mibg.as_json import dose_json
    from rosette.mibg.files import curve_csv, read_counts
    from rosette.mibg.working import dose_of, lesion_of

    found = dose_of(
        read_counts(counts),
        site=_site(site, on),
        knowledge=load_knowledge(),
        activity=Activity(_amount(activity, "activity", "MBq")),
        mass=BodyMass(_amount(mass, "mass", "kg")),
        way=_choice(way, "way", ("fit", "joined")),
        tail=_choice(tail, "tail", ("effective", "physical")),
        without=tuple(without or ()),
        lesion=None if lesion is None else lesion_of(lesion),
        draws=draws,
        seed=seed,
    )
    if csv is not None:
        csv.write_text(curve_csv(found), encoding="utf-8")
    if pdf is not None:
        from rosette.documents.worksheets import dose_pdf

        pdf.write_bytes(dose_pdf(found, on=str(day_of(on))))
    if json:
        print_json({**made_from(), "on": str(day_of(on)), **dose_json(found)})
        return
    from rosette.cli.show.mibg import print_dose

    print_dose(found, knowledge=load_knowledge())


@app.command()
def second(
    site: SiteOption,
    first_dose: Annotated[
        str, typer.Option("--dose", help='Whole-body dose of the first: "1.85 Gy".', show_default=False)
    ],
    uncertainty: Annotated[str, typer.Option("--sd", help='Its standard uncertainty: "0.12 Gy".', show_default=False)],
    activity: ActivityText,
    first_mass: Annotated[str, typer.Option("--mass-then", help='Body mass then: "20 kg".', show_default=False)],
    mass: MassText,
    measured: Annotated[str | None, typer.Option("--measured", help="Dose of the second, afterwards.")] = None,
    measured_uncertainty: Annotated[str, typer.Option("--measured-sd", help="Its standard uncertainty.")] = "0 Gy",
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Activity of the second administration from the dose of the first; afterwards, what both did."""
    from rosette.kernel import AbsorbedDose
    from rosette.knowledge import load_knowledge
    from rosette.mibg.as_json import second_json, site_json
    from rosette.mibg.second import FirstDose, achieved
    from rosette.mibg.working import second_of

    first = FirstDose(
        dose=AbsorbedDose(_amount(first_dose, "first dose", "Gy")),
        uncertainty=AbsorbedDose(_amount(uncertainty, "uncertainty", "Gy")),
        activity=Activity(_amount(activity, "activity", "MBq")),
        mass=BodyMass(_amount(first_mass, "first mass", "kg")),
    )
    signed = _site(site, on)
    found = second_of(first, mass=BodyMass(_amount(mass, "mass", "kg")), site=signed, knowledge=load_knowledge())
    done = None
    if measured is not None:
        given = AbsorbedDose(_amount(measured, "measured", "Gy"))
        doubt = AbsorbedDose(_amount(measured_uncertainty, "measured uncertainty", "Gy"))
        done = achieved(found, second=given, uncertainty=doubt)
    if json:
        told = (
            None if done is None else {"planned_gy": done.planned.gy, "achieved_gy": done.achieved.gy, "sd_gy": done.sd}
        )
        print_json(
            {
                **made_from(),
                "on": str(day_of(on)),
                **second_json(found),
                "achieved": told,
                "site_file": site_json(signed),
            }
        )
        return
    from rosette.cli.show.mibg import print_second

    print_second(found, done, site=signed)


@app.command()
def release(
    rates: Annotated[Path, typer.Argument(help="Rates at 1 m, CSV.", show_default=False)],
    site: SiteOption,
    ended: Moment = None,
    activity: Annotated[str | None, typer.Option("--activity", help='Given: "8880 MBq".')] = None,
    age: Annotated[
        int | None, typer.Option("--age", min=0, max=30, help="Age in years, for the rota of carers.")
    ] = None,
    leaflet: Annotated[
        Path | None, typer.Option("--leaflet", help="Write the family's instructions here as PDF.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="en or es.")] = "en",
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """When the child may leave isolation, contact at home, carers' rota, and written instructions."""
    from rosette.knowledge import load_knowledge
    from rosette.mibg.as_json import release_json
    from rosette.mibg.files import read_rates
    from rosette.mibg.home import going_home

    found = going_home(
        read_rates(rates),
        site=_site(site, on),
        knowledge=load_knowledge(),
        ended=ended,
        activity=None if activity is None else Activity(_amount(activity, "activity", "MBq")),
        age_years=age,
    )
    if leaflet is not None:
        from rosette.documents.leaflets import leaflet_pdf

        leaflet.write_bytes(leaflet_pdf(found, language=_choice(language, "language", ("en", "es"))))
    if json:
        told = release_json(found)
        print_json({**made_from(), "on": str(day_of(on)), **told})
        return
    from rosette.cli.show.mibg import print_release

    print_release(found)


def _site(path: Path, on: datetime | None) -> Any:
    from rosette.mibg import load_site
    from rosette.mibg.site import refuse_expired

    found = load_site(path)
    refuse_expired(found, on=day_of(on))
    return found


def _amount(text: str, name: str, unit: str) -> float:
    """A quantity above or at zero in a unit; raises UnitError without one, UsageError below zero."""
    value = Quantity.parse(text).to(unit).value
    if value < 0:
        raise UsageError(f"{name}: {text} is below zero")
    return value


def _choice(word: str, name: str, choices: tuple[str, ...]) -> str:
    if word not in choices:
        raise UsageError(f'{name}: "{word}" is not known{did_you_mean(word, choices)}: {" or ".join(choices)}')
    return word
