"""Every page for everybody: axe finds nothing on screen, in print, in high contrast, narrow, large, right-to-left."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PLACE = "mibg-therapy/mibg/1"
CHILD_PAGES = f"""
record/ record/new/laboratory/ record/new/imaging/ record/import/ facts/diagnosis-01/ facts/diagnosis-01/correct/
facts/diagnosis-01/wrong/ options/ options/{PLACE}/ options/calendar/ cases/ cases/new/ files/ consents/ consents/new/
options/compare/?option=mibg-therapy/mibg/1&option=lorlatinib-compassionate/lorlatinib
people/ people/new/ keep/ wait/ step/
""".split()
PAGES = {
    "doctor": """/ /notices/ /sessions/ /help/ /components/ /children/ /cases/ /meetings/ /office/ /office/funnel/
        /account/second-factor/ /account/password/ /account/again/ /nowhere/""",
    "coordinator": "/children/new/ /meetings/new/",
    "nurse": f"/office/places/{PLACE}/ /office/places/{PLACE}/suspend/",
    "auditor": "/audit/ /emergency/review/ /people/",
    "admin": "/people/ /people/new/",
    "parent": "/",
    "statistician": "/office/funnel/",
}


@pytest.fixture(scope="module")
def tabs(site: Any, browser: Any) -> Iterator[Callable[[str], Any]]:
    """One signed-in tab a person, with scripts on so that axe can run."""
    opened: dict[str, Any] = {}

    def tab(word: str) -> Any:
        if word not in opened:
            context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, bypass_csp=True)
            page = opened[word] = context.new_page()
            page.goto("/account/sign-in/")
            page.fill("#id_login", f"{word}@demo.invalid")
            page.fill("#id_password", site.password)
            page.click("button:has-text('Sign in')")
        return opened[word]

    yield tab
    for page in opened.values():
        page.context.close()


def faults(page: Any) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]


def check(page: Any, url: str) -> dict[str, list[str]]:
    """The faults of a page in every mode, by mode."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="screen", forced_colors="none")
    page.goto(url)
    found = {"screen": faults(page)}
    page.emulate_media(media="print")
    found["print"] = faults(page)
    page.emulate_media(media="screen", forced_colors="active")
    found["high contrast"] = faults(page)
    page.emulate_media(media="screen", forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    found["320 px"] = faults(page) + ([f"the page is {wide} px wide at 320"] if wide > 321 else [])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["200 % text"] = faults(page)
    page.evaluate("document.documentElement.style.fontSize = ''; document.documentElement.dir = 'rtl'")
    found["right to left"] = faults(page)
    return {mode: each for mode, each in found.items() if each}


def told(found: dict[str, list[str]]) -> str:
    """The findings in a line each."""
    return "\n".join(f"{mode}: {each}" for mode, faults in found.items() for each in faults)


@pytest.mark.parametrize(("word", "url"), [(word, url) for word, urls in PAGES.items() for url in urls.split()])
def test_a_page_has_no_finding_in_any_mode(tabs: Callable[[str], Any], word: str, url: str) -> None:
    assert told(check(tabs(word), url)) == ""


@pytest.mark.parametrize("path", ["", *CHILD_PAGES])
def test_a_page_of_a_child_has_no_finding_in_any_mode(tabs: Callable[[str], Any], path: str) -> None:
    page = tabs("doctor")
    page.goto("/children/")
    url = page.locator("table a >> nth=0").get_attribute("href")
    assert told(check(page, f"{url}{path}")) == ""


def test_a_case_has_no_finding_in_any_mode(tabs: Callable[[str], Any]) -> None:
    page = tabs("coordinator")
    page.goto("/cases/")
    url = page.locator("table a >> nth=0").get_attribute("href")
    for path in ("", "step/", "ask/", "message/", "agenda/", "plan/"):
        assert told(check(page, f"{url}{path}")) == "", path


def test_the_sign_in_page_has_no_finding_and_takes_pasted_passwords(site: Any, browser: Any) -> None:
    context = browser.new_context(base_url=site.url, bypass_csp=True)
    page = context.new_page()
    assert told(check(page, "/account/sign-in/")) == ""
    assert "onpaste" not in page.content()
    context.close()


def test_a_refused_form_takes_the_reader_to_the_fault(tabs: Callable[[str], Any]) -> None:
    page = tabs("coordinator")
    page.goto("/meetings/new/")
    page.click("main button[type=submit]")
    assert faults(page) == []
    target = page.locator(".nhsuk-error-summary a >> nth=0").get_attribute("href")
    assert page.locator(target).count() == 1


@pytest.mark.parametrize("url", ["/", "/children/", "/cases/", "/office/"])
def test_every_page_is_walked_by_keyboard_alone(tabs: Callable[[str], Any], url: str) -> None:
    page = tabs("doctor")
    page.goto(url)
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 30)"))
    assert seen[0] == "Skip to main content"
    assert "Sign out" in seen
    covered = page.evaluate(
        "(() => {const r = document.activeElement.getBoundingClientRect();"
        "const e = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);"
        "return !(e === document.activeElement || document.activeElement.contains(e) || !e);})()"
    )
    assert not covered


def test_no_page_asks_a_foreign_host_and_no_script_is_inline(site: Any, browser: Any) -> None:
    context = browser.new_context(base_url=site.url)
    page, asked, refused = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto("/account/sign-in/")
    page.fill("#id_login", "doctor@demo.invalid")
    page.fill("#id_password", site.password)
    page.click("button:has-text('Sign in')")
    for url in ("/children/", "/components/", "/office/", "/account/second-factor/"):
        page.goto(url)
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert refused == []
    assert not re.search(r"<script>|style=", page.content())
    context.close()
