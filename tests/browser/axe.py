"""axe in the browser: the findings of a page on screen, in print, in high contrast, narrow, large, right-to-left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

# What depends on how a page is drawn, not on what it says: asked again in each mode.
DRAWN = {
    "runOnly": {
        "type": "rule",
        "values": [
            *("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"),
            *("page-has-heading-one", "region", "landmark-one-main", "meta-viewport"),
        ],
    },
    "resultTypes": ["violations"],
}


def faults(page: Any, rules: dict[str, Any] = RULES) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {json.dumps(rules)})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]


def check(page: Any, url: str) -> dict[str, list[str]]:
    """The faults of a page in every mode, by mode."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="screen", forced_colors="none")
    page.goto(url)
    found = {"screen": faults(page)}
    page.emulate_media(media="print")
    found["print"] = faults(page, DRAWN)
    page.emulate_media(media="screen", forced_colors="active")
    found["high contrast"] = faults(page, DRAWN)
    page.emulate_media(media="screen", forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    found["320 px"] = faults(page) + ([f"the page is {wide} px wide at 320"] if wide > 321 else [])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["200 % text"] = faults(page, DRAWN)
    page.evaluate("document.documentElement.style.fontSize = ''; document.documentElement.dir = 'rtl'")
    found["right to left"] = faults(page, DRAWN)
    return {mode: each for mode, each in found.items() if each}


def glance(page: Any, url: str) -> dict[str, list[str]]:
    """The faults of a page on screen, and of its drawing at 320 px: where the other modes are asked of its parts."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url)
    found = {"screen": faults(page)}
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    found["320 px"] = faults(page, DRAWN) + ([f"the page is {wide} px wide at 320"] if wide > 321 else [])
    return {mode: each for mode, each in found.items() if each}


def told(found: dict[str, list[str]]) -> str:
    """The findings in a line each."""
    return "\n".join(f"{mode}: {each}" for mode, faults in found.items() for each in faults)
