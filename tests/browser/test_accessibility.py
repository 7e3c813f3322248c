"""Every page for everybody: axe finds nothing on screen, in print, in high contrast, narrow, large, right-to-left."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.axe import check, faults, told

PLACE = "mibg-therapy/mibg/1"
PAGES = {
    "doctor": """/today/ /notices/ /sessions/ /help/ /components/ /children/ /cases/ /meetings/ /office/ /office/funnel/
        /account/second-factor/ /account/password/ /account/again/ /nowhere/""",
    "coordinator": "/children/new/ /meetings/new/",
    "nurse": f"/office/places/{PLACE}/ /office/places/{PLACE}/suspend/",
    "auditor": "/audit/ /emergency/review/ /people/",
    "admin": "/people/ /people/new/",
    "parent": "/today/",
    "statistician": "/office/funnel/",
}


@pytest.mark.parametrize(("word", "url"), [(word, url) for word, urls in PAGES.items() for url in urls.split()])
def test_a_page_has_no_finding_in_any_mode(tabs: Callable[[str], Any], word: str, url: str) -> None:
    assert told(check(tabs(word), url)) == ""


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


@pytest.mark.parametrize("url", ["/today/", "/children/", "/cases/", "/office/"])
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
