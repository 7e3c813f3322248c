"""A file of another system by keyboard: looked at, one fact left out, imported, and read in the record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.browser.axe import check, told
from tests.browser.test_survivor_day import follow, tab_to, type_in


def observation(name: str, value: float, code: str = "777-3") -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": "Platelets"}]},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": f"2026-06-0{name}",
        "valueQuantity": {"value": value, "unit": "10*9/L", "system": "http://unitsofmeasure.org", "code": "10*9/L"},
    }


def bundle(birth: str, sex: str) -> bytes:
    child = {"resourceType": "Patient", "id": "p", "birthDate": birth, "gender": sex}
    resources = [child, observation("1", 123), observation("2", 321), observation("3", 5, "0-0")]
    return json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}
    ).encode()


def wide(page: Any) -> int:
    """By how much a page is wider than a screen of 320 px."""
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(page.url)
    return int(page.evaluate("document.documentElement.scrollWidth")) - 320


def test_a_file_is_looked_at_and_imported_by_keyboard_alone(person: Callable[..., Any]) -> None:
    page = person("doctor", scripts=True, bypass_csp=True, locale="en-US")
    page.goto("/children/")
    page.goto(f"{page.locator('table a >> nth=0').get_attribute('href')}record/")
    head = re.search(r"born ([\d-]+), (female|male)", page.inner_text(".rz-child"))
    assert head
    follow(page, "^Import a file of another system$")
    form = page.url
    file = {"name": "invented.json", "mimeType": "application/json", "buffer": bundle(head[1], head[2])}
    page.set_input_files("#id_file", file)  # type: ignore[arg-type]
    follow(page, "^Look at it$")
    said = page.inner_text("main")
    assert "2 new, 0 replacing an earlier version, 0 known already, 1 lost" in said
    look = page.url
    assert told(check(page, look)) == ""
    assert wide(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 900})

    box = page.locator("tr:has-text('321') input[name=left]").get_attribute("id")
    tab_to(page, name=str(box))
    page.keyboard.press("Space")
    follow(page, "^Import it$")
    assert "Say why it is left out" in page.inner_text("main")
    type_in(page, str(box).replace("left-", "why-"), "another child's tube")
    follow(page, "^Import it$")
    report = page.inner_text("main")
    assert "1 new, 0 replacing, 0 known already, 1 left out, 1 lost" in report
    assert "another child's tube" in report
    assert told(check(page, page.url)) == ""
    assert wide(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(page, "^platelets 123")
    assert "123" in page.inner_text(".rz-lede")
    assert told(check(page, form)) == ""
