"""The adult survivor reads what the team released, without script: on the screen, on paper, as files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import icalendar
from pypdf import PdfReader
from tests.browser.axe import check, glance, told


def opened(page: Any) -> str:
    """Go from the first page to the paper; its address."""
    page.goto("/today/")
    page.click("text=Follow-up papers")
    page.click("main a:has-text('Health checks')")
    page.wait_for_selector("article.rz-paper")
    return str(page.url)


def test_the_survivor_signs_in_reads_prints_and_takes_the_days_along(person: Callable[..., Any]) -> None:
    page = person("survivor", width=320)
    assert page.locator("text=Your follow-up plan is here").count() == 1
    url = opened(page)
    assert page.locator("h1").inner_text() == "Your health checks after treatment"
    assert page.locator("h2").all_inner_texts()[:2] == ["What was given", "Checks"]
    assert "busulfan, 440 mg/m2" in page.locator("article").inner_text()
    # on paper stands the plan, and no menu, tab or link to a file
    page.emulate_media(media="print")
    assert page.locator("h3:has-text('Hearing test')").is_visible()
    for hidden in ("header", "nav[aria-label='This child']", "a:has-text('Save as PDF')"):
        assert not page.locator(hidden).first.is_visible()
    page.emulate_media(media="screen")
    files = {}
    for text, name in (
        ("Save as PDF", "plan"),
        ("Page for your family doctor", "doctor"),
        ("Days for your phone", "days"),
    ):
        with page.expect_download() as waited:
            page.click(f"a:has-text('{text}')")
        files[name] = (waited.value.suggested_filename, waited.value.path().read_bytes())
    assert [name for name, _ in files.values()] == [
        "health-checks.pdf",
        "for-the-family-doctor.pdf",
        "health-checks.ics",
    ]
    days = icalendar.Calendar.from_ical(files["days"][1]).walk("VEVENT")
    titles = [str(each["summary"]) for each in days]
    assert "Hearing test" in titles
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(files["plan"][1])).pages)
    assert "Hearing test" in text
    assert page.url == url


def prove(page: Any, url: str, password: str) -> None:
    """Open a page that asks again who it is."""
    page.goto(url)
    if page.locator("h1").inner_text() == "Prove that it is you":
        page.fill("input[type=password]", password)
        page.click("button:has-text('Go on')")
    assert page.locator("h1").inner_text() == "Release a follow-up plan"


def test_neither_the_survivor_nor_the_team_meets_a_finding(tabs: Callable[[str], Any], site: Any) -> None:
    url = opened(tabs("survivor"))
    room = tabs("survivor").locator("a:has-text('All follow-up papers')").get_attribute("href")
    assert told(check(tabs("survivor"), url)) == ""
    assert told(glance(tabs("survivor"), room)) == ""
    prove(tabs("doctor"), f"{room}release/?language=es", site.password)
    for each in (f"{room}release/?language=es", "/follow-up/changes/"):
        assert told(glance(tabs("doctor"), each)) == "", each
