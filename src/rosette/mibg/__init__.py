"""131I-MIBG therapy: planned, measured, repeated and ended safely.

Promises: a figure that no open source holds comes from a signed site file, never from the program; a number never
stands without its warnings; both units are given and rounding comes last; nothing is decided for the team.
"""

from rosette.mibg.activity import Prescription, prescribe
from rosette.mibg.gates import Gate, Standing
from rosette.mibg.plan import MibgPlan, mibg_plan
from rosette.mibg.site import SiteFile, SiteFileError, load_site, read_site

__all__ = [
    "Gate",
    "MibgPlan",
    "Prescription",
    "SiteFile",
    "SiteFileError",
    "Standing",
    "load_site",
    "mibg_plan",
    "prescribe",
    "read_site",
]
