"""An invented site file and the worked probe counts, for tests of 131I-MIBG."""

from __future__ import annotations

from pathlib import Path

from rosette.mibg import load_site
from rosette.mibg.counts import ProbeReading

EXAMPLES = Path(__file__).parents[2] / "examples" / "mibg"
SITE = load_site(EXAMPLES / "site.toml")
_ROWS = (
    (0.25, 20500, 18200),
    (6, 14100, 12600),
    (24, 6100, 5500),
    (48, 3000, 2750),
    (72, 1900, 1750),
    (96, 1350, 1260),
)
W5 = tuple(
    ProbeReading(hours=hour, anterior=front, posterior=back, background_anterior=500, background_posterior=480)
    for hour, front, back in _ROWS
)
