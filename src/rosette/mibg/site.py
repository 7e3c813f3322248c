"""The site file: every figure that only a site may set, signed by a physicist and a physician.

What the literature leaves unsourced (the whole-body relation, withholding times, largest activity) has no default in
the programme: a file without its figure, its source or its signatures is refused, and every result prints who signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from rosette.kernel import Activity, ActivityPerMass, BadInput, UsageError
from rosette.knowledge.textfiles import load_declared, read_declared

FORMAT = "rosette-mibg-site/1"
ROLES = ("physicist", "physician")


class SiteFileError(BadInput):
    """A site file cannot be used."""


@frozen(kw_only=True)
class Signer:
    """Who signed the file, in which role, and when."""

    name: str
    role: str
    on: date

    @property
    def sentence(self) -> str:
        """In words."""
        return f"{self.name}, {self.role}, {self.on}"


@frozen(kw_only=True)
class WholeBodyRelation:
    """Dose to the whole body per time-integrated activity: `gy_per_mbq_h` at 1 kg, times mass in kg to `power`.

    uncertainty: relative standard uncertainty of the relation, 0 to 1.
    """

    gy_per_mbq_h: float
    power: float
    uncertainty: float
    source: str

    def s_value(self, kg: float) -> float:
        """Gy for each MBq h in a body of so many kg."""
        return float(self.gy_per_mbq_h * kg**self.power)


@frozen(kw_only=True)
class CellGate:
    """From which activity the site asks for stored cells, how many (10*6 CD34/kg), and when they are given."""

    operator: str
    level: ActivityPerMass
    cd34: float
    after_days: int
    source: str
    residual_gy: float | None = None


@frozen(kw_only=True)
class IodidePlan:
    """The site's iodide: which regimen of doses, hours before the infusion, days after it, times a day."""

    regimen: str
    lead_h: float
    after_days: int
    a_day: int
    source: str


@frozen(kw_only=True)
class Hold:
    """How long the site withholds medicines that may lower uptake; names are agents or classes."""

    names: tuple[str, ...]
    hours: float
    source: str


@frozen(kw_only=True)
class Precision:
    """Relative standard uncertainties of one reading, the calibrator and the scales; 0 when not stated."""

    reading: float = 0.0
    activity: float = 0.0
    mass: float = 0.0


@frozen(kw_only=True)
class Contact:
    """Hours a day that a child under an age needs somebody near, and at what distance (m)."""

    under_years: int
    hours: float
    metres: float


@frozen(kw_only=True)
class Pattern:
    """What somebody does with the child day after day at home: from and to the clock (h), at what distance (m)."""

    who: str
    limit: str
    spans: tuple[tuple[float, float, float], ...]


@frozen(kw_only=True)
class OwnLimit:
    """A limit that the site's own jurisdiction sets, mSv."""

    who: str
    msv: float
    source: str


@frozen(kw_only=True)
class SiteFile:
    """One site's signed figures; `digest` names the very file.

    release_rate: mR/h at 1 m. exposure_constant: R cm2/(mCi h).
    """

    site: str
    version: str
    valid_until: date
    signers: tuple[Signer, ...]
    digest: str
    maximum: Activity
    maximum_source: str
    weight_days: int
    cells: CellGate
    iodide: IodidePlan
    whole_body: WholeBodyRelation
    precision: Precision
    jurisdiction: str
    occupancy: float | None
    occupancy_record: str
    contacts: tuple[Contact, ...]
    stay_source: str
    pregnancy_years: int
    pregnancy_days: int
    counts_days: int
    gfr_days: int
    release_rate: float | None = None
    exposure_constant: float | None = None
    exposure_source: str = ""
    second_after_days: int | None = None
    patterns: tuple[Pattern, ...] = field(default=())
    limits: tuple[OwnLimit, ...] = field(default=())
    holds: tuple[Hold, ...] = field(default=())
    checklist: Mapping[str, tuple[str, ...]] = field(factory=dict)

    @property
    def signed(self) -> str:
        """Who signed, in words."""
        return "; ".join(each.sentence for each in self.signers)

    def hold_of(self, names: frozenset[str]) -> Hold | None:
        """The longest withholding time of the site for any of these agents and classes."""
        found = [hold for hold in self.holds if names & set(hold.names)]
        return max(found, key=lambda hold: hold.hours) if found else None


def load_site(path: Path) -> SiteFile:
    """Read a site file; raises SiteFileError with every fault of it."""
    return load_declared(path, lambda text: read_site(text, name=path.name), error=SiteFileError, form=FORMAT)


def read_site(text: str, *, name: str = "site file") -> SiteFile:
    """Read the text of a site file; raises SiteFileError with every fault of it."""
    from rosette.mibg.site_reading import site_of

    return read_declared(text, site_of, error=SiteFileError, form=FORMAT, name=name)


def refuse_expired(site: SiteFile, *, on: date) -> None:
    """Raise UsageError when the file was not signed by the day, or is no longer valid on it."""
    if on > site.valid_until:
        raise UsageError(
            f"the site file {site.version} of {site.site} was valid until {site.valid_until}: sign it anew"
        )
    late = [each for each in site.signers if each.on > on]
    if late:
        raise UsageError(f"the site file {site.version} was signed on {late[0].on}, after {on}")
