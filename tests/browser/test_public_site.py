"""The public site in a browser: no finding in any mode, the items of WCAG 2.2 that axe does not see, print, weight."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader
from tests.browser.axe import check, told

PAGES = (
    "/en/ /es/ /ar/ /en/mibg-therapy/ /es/refer-a-child/ /en/trials/?q=mibg&had=anti_gd2&age=5 /ar/trials/?type=mibg",
    "/es/trials/NCT00567567/ /en/trials/NCT02035137/professional/ /en/trials/questions/ /en/search/?q=mibg /ar/refer/",
    "/es/nada/",
)


@pytest.mark.parametrize("url", " ".join(PAGES).split())
def test_a_public_page_has_no_finding_in_any_mode(tab: Any, url: str) -> None:
    assert told(check(tab, url)) == ""


def test_the_pages_of_the_form_have_no_finding_in_any_mode(tab: Any) -> None:
    tab.goto("/en/refer/")
    tab.click("main form button >> nth=0")
    seen = 0
    for slug in ("danger", "reach", "birth", "country"):
        assert told(check(tab, f"/en/refer/step/{slug}/")) == "", slug
        seen += 1
    assert told(check(tab, "/ar/refer/step/documents/")) == ""
    assert told(check(tab, "/en/refer/save/")) == ""
    assert told(check(tab, "/en/refer/check/")) == ""
    tab.goto("/en/refer/step/birth/")
    tab.fill("#birth_day", "31")
    tab.fill("#birth_month", "2")
    tab.click("main button >> nth=0")
    target = tab.locator(".nhsuk-error-summary a").first.get_attribute("href")
    assert tab.locator(target).count() == 1
    assert told({"refused": []}) == ""
    assert seen == 4


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_what_has_the_focus_is_never_covered(tab: Any, width: int) -> None:
    """WCAG 2.2, 2.4.11."""
    tab.set_viewport_size({"width": width, "height": 600})
    for url in ("/en/", "/en/trials/", "/ar/refer/"):
        tab.goto(url)
        for _ in range(40):
            tab.keyboard.press("Tab")
            covered = tab.evaluate(COVERED)
            assert not covered, f"{url} at {width}: {covered}"


COVERED = """() => {
  const each = document.activeElement;
  if (each === document.body) return "";
  const box = each.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const label = each.labels && [...each.labels].some(one => one.contains(top));
  return !top || each.contains(top) || top.contains(each) || label ? "" : each.outerHTML.slice(0, 120);
}"""


def test_nothing_needs_dragging_and_help_stands_in_the_same_place(tab: Any) -> None:
    """WCAG 2.2, 2.5.7 and 3.2.6: no drag at all; contact, help and emergency come in one order on every page."""
    orders = set()
    for url in ("/en/", "/en/mibg-therapy/", "/en/trials/", "/en/refer/", "/en/trials/NCT03561259/"):
        tab.goto(url)
        assert tab.locator("[draggable=true], [ondrag], input[type=range]").count() == 0
        words = [re.sub(r"\s+", " ", text) for text in tab.locator("footer li, footer a").all_inner_texts()]
        orders.add((tab.locator(".rz-emergency").inner_text(), tuple(words)))
    assert len(orders) == 1
    assert "Ask or tell us something" in str(orders)


def test_targets_are_large_enough_to_hit(tab: Any) -> None:
    """WCAG 2.2, 2.5.8: 24 px for what is not inside a sentence."""
    tab.set_viewport_size({"width": 320, "height": 700})
    for url in ("/en/", "/en/trials/?q=alk", "/ar/refer/"):
        tab.goto(url)
        small = tab.evaluate(
            "[...document.querySelectorAll('button, input, select, nav a, .rz-tools a')].filter(each => {"
            "const box = each.getBoundingClientRect(); return box.width && (box.height < 24 || box.width < 24) &&"
            "!each.closest('.nhsuk-skip-link')}).map(each => each.outerHTML.slice(0, 100))"
        )
        assert small == [], url


def test_pasting_is_allowed_everywhere(tab: Any) -> None:
    """WCAG 2.2, 3.3.8; and autocomplete names the sender's own fields (1.3.5)."""
    tab.goto("/en/refer/step/reach/")
    assert tab.locator("[onpaste]").count() == 0
    assert tab.locator("#email").get_attribute("autocomplete") == "email"


@pytest.mark.parametrize(("paper", "width", "height"), [("A4", 595, 842), ("Letter", 612, 792)])
def test_a_page_prints_on_paper_with_its_address_and_without_the_menu(
    tab: Any, paper: str, width: int, height: int
) -> None:
    tab.emulate_media(media="print")
    for url, words in (
        (
            "/en/trials/NCT03561259/",
            ["phase 2", "Not for emergencies", "last checked", "clinicaltrials.gov/study/NCT03561259"],
        ),
        ("/en/mibg-therapy/", ["5 of 36", "PMID 34270348", "Checked by", "Words on this page"]),
        ("/es/trials/questions/", ["Respuesta:", "¿A quién llamamos de noche?"]),
    ):
        tab.goto(url)
        pdf = PdfReader(io.BytesIO(tab.pdf(format=paper)))
        text = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in pdf.pages))
        for word in words:
            assert word in text, (url, word)
        assert "Search this site" not in text
        assert "Find a trial" not in text
        assert re.sub(r"\s", "", tab.url) in re.sub(r"\s", "", text)
        assert 1 <= len(pdf.pages) <= 6
        box = pdf.pages[0].mediabox
        assert abs(float(box.width) - width) + abs(float(box.height) - height) < 3


def test_a_visitor_asks_no_foreign_host_and_the_home_page_is_light(site: Any, browser: Any) -> None:
    context = browser.new_context(base_url=site.url)
    page, asked, sizes, refused = context.new_page(), [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/en/", wait_until="networkidle")
    assert 5_000 < sum(sizes) <= 150_000
    for url in ("/es/mibg-therapy/", "/ar/trials/", "/en/trials/NCT03561259/", "/en/refer/"):
        page.goto(url)
        assert page.locator("script").count() == 0
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []
    assert refused == []
    context.close()
