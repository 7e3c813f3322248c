"""A day of 131I-MIBG therapy without script: dose, second person, signature, record, leaflet; a scan by keyboard."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.browser.axe import check, told

MIBG = Path(__file__).parents[2] / "examples" / "mibg"
STATE: dict[str, str] = {}
NUMBER = "RZ-00016"


def html(page: Any) -> str:
    """The page as it stands once its last answer has come."""
    page.wait_for_selector("main")
    return str(page.content())


def prove(page: Any, password: str) -> None:
    """Type the password again where the page asks for it."""
    if page.locator("h1").inner_text() == "Prove that it is you":
        page.fill("input[type=password]", password)
        page.click("button:has-text('Go on')")


def room(page: Any) -> None:
    page.click("nav >> text=Children")
    page.click(f"text={NUMBER}")
    page.click("nav[aria-label='This child'] >> text=131I-MIBG")


def pdf_of(page: Any, link: str) -> str:
    raw = page.request.get(page.locator(f"a:has-text('{link}')").first.get_attribute("href")).body()
    return " ".join(each.extract_text() for each in PdfReader(io.BytesIO(raw)).pages)


def test_the_physician_types_counts_and_reads_the_dose_with_every_way_to_it(person: Callable[..., Any]) -> None:
    page = person("doctor")
    room(page)
    page.click("text=Dose from counts")
    page.fill("#id_infusion", "2026-05-20")
    page.fill("#id_activity", "240 mCi")
    page.fill("#id_mass", "20")
    page.fill("#id_counts", (MIBG / "counts.csv").read_text(encoding="utf-8"))
    # a mass without its unit is refused, and what was typed is still there
    page.click("button:has-text('Work out the dose')")
    assert "has no unit" in page.locator(".nhsuk-error-summary").inner_text()
    assert page.input_value("#id_activity") == "240 mCi"
    page.fill("#id_mass", "20 kg")
    page.click("button:has-text('Work out the dose')")
    assert page.locator("p.rz-number").inner_text() == "1.715 Gy to the whole body"
    assert page.locator("svg.rz-curve").count() == 1
    assert "readings joined; then physical decay only" in html(page)
    assert page.locator("text=Check as second person").count() == 0
    STATE["dose"] = page.url


def test_a_physicist_checks_and_another_physician_signs(person: Callable[..., Any], site: Any) -> None:
    for word, link, button in (
        ("physicist", "Check as second person", "I worked this out again and agree"),
        ("second", "Sign for use", "I sign this for use"),
    ):
        page = person(word)
        page.goto(STATE["dose"])
        page.click(f"a:has-text('{link}')")
        prove(page, site.password)
        page.click(f"button:has-text('{button}')")
    assert "checked and signed" in page.locator("h1").inner_text()
    text = pdf_of(page, "Worksheet as PDF")
    for name in ("Dr Amara Okoye", "Dr Ingrid Halvorsen", "Dr Jonas Lindqvist", NUMBER):
        assert name in text


def test_the_result_goes_into_the_record_with_its_worksheet_as_source(person: Callable[..., Any], site: Any) -> None:
    page = person("doctor")
    page.goto(STATE["dose"])
    page.click("a:has-text('Enter into the record')")
    prove(page, site.password)
    page.click("button:has-text('Enter')")
    assert "1.715 Gy" in page.locator("table").first.inner_text()


def test_release_gives_nights_a_rota_and_a_leaflet_for_the_family(person: Callable[..., Any], site: Any) -> None:
    page = person("doctor")
    room(page)
    page.click("text=Release and home")
    page.fill("#id_ended", "2026-05-20T11:30")
    page.fill("#id_activity", "240 mCi")
    page.fill("#id_rates", (MIBG / "rates.csv").read_text(encoding="utf-8"))
    page.click("button:has-text('Work out the release')")
    assert "2 nights" in page.locator("p.rz-number").inner_text()
    assert "Leaflet for the family" not in html(page)
    url = page.url
    for word, link, button in (
        ("physicist", "Check as second person", "I worked this out again and agree"),
        ("second", "Sign for use", "I sign this for use"),
    ):
        page = person(word)
        page.goto(url)
        page.click(f"a:has-text('{link}')")
        prove(page, site.password)
        page.click(f"button:has-text('{button}')")
    assert "Su hijo puede ir a casa" in pdf_of(page, "Leaflet for the family (Spanish")


def test_a_scan_is_scored_by_keyboard_from_the_drawn_body(person: Callable[..., Any]) -> None:
    page = person("doctor", scripts=True)
    page.click("nav >> text=Children")
    page.click(f"text={NUMBER}")
    page.click("nav[aria-label='This child'] >> text=Response")
    page.click("text=Score a scan (Curie)")
    page.fill("#id_on", "2026-05-31")
    # the body comes before the form: Enter on a part leads to its question
    page.locator("svg.rz-anatomy a[aria-label^='pelvis']").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#id_pelvis")
    page.locator("#id_head").focus()
    for count in range(10):
        page.keyboard.press("ArrowDown")
        if count == 4:
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.keyboard.type("Dr Invented, nuclear medicine")
    page.keyboard.press("Enter")
    page.wait_for_selector("#curie-pelvis")
    assert page.locator("h1").inner_text() == "Response"
    assert "Curie of 2026-05-31: 1, 1 of it in bone" in html(page)
    assert page.locator("#curie-pelvis td >> nth=0").inner_text() == "1"


@pytest.mark.parametrize("name", ["room", "sheet", "response", "scan", "new"])
def test_the_new_pages_have_no_finding_in_any_mode(tabs: Callable[[str], Any], name: str) -> None:
    page = tabs("doctor")
    page.goto("/children/")
    base = page.locator(f"table a:has-text('{NUMBER}')").get_attribute("href")
    paths = {
        "room": f"{base}mibg/",
        "sheet": STATE["dose"],
        "response": f"{base}response/",
        "scan": f"{base}response/scan/siopen/",
        "new": f"{base}mibg/new/dose/",
    }
    assert told(check(page, paths[name])) == ""
