"""A survivor's day without script and without a mouse: taken in, treatment, plan, result, and the next day moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.browser.axe import check, glance, told

MOST_TABS = 160


def focused(page: Any) -> dict[str, str]:
    """What has the focus: its tag, id and words."""
    found: dict[str, str] = page.evaluate(
        "(() => { const e = document.activeElement;"
        " return { tag: e.tagName, id: e.id, words: (e.innerText || e.value || '').trim() } })()"
    )
    return found


def tab_to(page: Any, *, name: str = "", words: str = "") -> None:
    """Press Tab until the thing has the focus; it must be reached."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = focused(page)
        if (name and here["id"] == name) or (words and re.search(words, here["words"])):
            return
    raise AssertionError(f"{name or words} is not reached by Tab on {page.url}")


def type_in(page: Any, name: str, text: str) -> None:
    tab_to(page, name=name)
    if page.evaluate("document.activeElement.type") == "date":
        year, month, day = text.split("-")
        text = f"{month}{day}{year}"
    page.keyboard.type(text)


def past_the_menu(page: Any) -> None:
    """From the top of a page by its skip link to what it is about."""
    tab_to(page, words="^Skip to main content$")
    page.keyboard.press("Enter")


def follow(page: Any, words: str) -> None:
    """Go where a link or a button of these words leads, by Enter."""
    tab_to(page, words=words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def record_it(page: Any) -> None:
    """Send a fact, then go to the plan."""
    follow(page, "^Record it$")
    assert "The fact stands in the record" in page.inner_text("main")
    follow(page, "^Late effects$")


def medicine(page: Any, agent: str, dose: str) -> None:
    past_the_menu(page)
    follow(page, "^Medicine with its cumulative dose$")
    for name, text in (("from", "2019-02-01"), ("to", "2019-06-01"), ("agent", agent)):
        type_in(page, f"f-{name}", text)
    type_in(page, "f-cumulative-value", dose)
    type_in(page, "f-cumulative-unit", "mg/m2")
    record_it(page)


def day_of(page: Any, test: str) -> str:
    return str(page.locator(f"tr:has(th:has-text('{test}')) td").first.inner_text())


def test_a_case_is_entered_by_keyboard_alone_and_a_result_moves_the_next_day(person: Callable[..., Any]) -> None:
    page = person("doctor", scripts=True, bypass_csp=True, locale="en-US")
    follow(page, "^Children$")
    follow(page, "^Take a child in$")
    typed = {"name": "Nora Notreal", "initials": "NN", "mrn": "DEMO-K001", "referring_site": "Hillside"}
    for name, text in {**typed, "birth_date": "2014-05-20", "sex": "Female"}.items():
        type_in(page, f"id_{name}", text)
    follow(page, "^Take in$")
    follow(page, "^Late effects$")
    assert "No treatment is recorded" in page.inner_text("main")

    medicine(page, "doxorubicin", "150")
    medicine(page, "cisplatin", "400")
    follow(page, "^Radiation with field")
    type_in(page, "f-from", "2019-07-01")
    type_in(page, "f-to", "2019-07-20")
    type_in(page, "f-field", "abdominal")
    type_in(page, "f-dose-gy", "21.6")
    type_in(page, "f-organ-doses", "kidney: 12\nspleen: 14")
    record_it(page)
    assert "Treatment ended on 2019-07-20" in page.inner_text("main")
    before = re.search(r"overdue since \d{4}-\d\d-\d\d; proposed 2026-06-22", day_of(page, "audiometry"))
    assert before

    # a result without its report, in the future and that cannot be read is refused, every fault is told
    follow(page, "^audiometry")
    type_in(page, "id_on", "2031-01-01")
    type_in(page, "id_right_air", "4: loud")
    follow(page, "^Enter the result$")
    faults = page.inner_text(".nhsuk-error-summary")
    assert "This day is in the future" in faults
    assert "Report: This field is required" in faults
    tab_to(page, name="id_on")
    page.keyboard.type("04142026")
    for name, text in (
        ("right_air", "1: 10, 2: 15, 3: 20, 4: 30, 6: 45, 8: 50"),
        ("left_air", "1: 10, 2: 10, 4: 15, 8: 35"),
    ):
        tab_to(page, name=f"id_{name}")
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
    type_in(page, "id_source", "Invented audiologist")
    follow(page, "^Enter the result$")
    said = page.inner_text("main")
    assert f"Next audiometry: was {before[0]}, is 2028-04-14" in said
    assert "SIOP 2" in said
    assert "2028-04-14" in day_of(page, "audiometry")
    assert told(check(page, page.url)) == ""


def test_the_list_names_who_is_late_and_has_no_finding(tabs: Callable[[str], Any]) -> None:
    page = tabs("doctor")
    for _ in range(6):
        page.goto("/survivors/?show=overdue")
        if page.locator("[role=status]").count() == 0:
            break
    row = page.locator("tr:has(a:has-text('RZ-00021'))").inner_text()
    assert "Lena Invented" in row
    assert "2026-06-22" in row
    assert told(check(page, "/survivors/")) == ""
    for path in ("/office/surveillance/?profile=cog", "/office/surveillance/rows/cog-CARD-1H/"):
        assert told(glance(page, path)) == "", path
