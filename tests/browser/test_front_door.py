"""The ways through the front door as a person walks them: by keyboard alone, without script, narrow, right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

LONGEST = 160


class Keys:
    """A person with a keyboard and nothing else: moves by Tab, sees what has the focus, types."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, selector: str) -> Any:
        """Tab on until the focus is on what is meant."""
        wanted = self.page.locator(selector).first
        for _ in range(LONGEST):
            if wanted.evaluate("each => each === document.activeElement"):
                return wanted
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached by keyboard on {self.page.url}")

    def type(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)

    def choose(self, name: str, value: str) -> None:
        """Choose in a group of radios by the arrow keys, tick a box, or pick from a list by its first letters."""
        self.to(f'[name="{name}"]')
        for _ in range(12):
            if self.page.locator(":focus").get_attribute("value") == value:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert self.page.locator(f'[name="{name}"][value="{value}"]').is_checked(), (name, value)

    def tick(self, name: str, value: str) -> None:
        self.to(f'[name="{name}"][value="{value}"]')
        self.page.keyboard.press("Space")

    def go_on(self, selector: str = "main form button[type=submit]:not([name])") -> None:
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.fixture
def person_of(site: Any, browser: Any) -> Iterator[Callable[..., Keys]]:
    """A visitor without an account; scripts off."""
    contexts: list[Any] = []

    def visit(*, width: int = 1280) -> Keys:
        context = browser.new_context(
            base_url=site.url, java_script_enabled=False, viewport={"width": width, "height": 800}
        )
        contexts.append(context)
        return Keys(context.new_page())

    yield visit
    for context in contexts:
        context.close()


def ask_as_a_parent(keys: Keys, *, language: str, given: str) -> str:
    """From the home page over the search to the receipt; gives the status link."""
    page = keys.page
    page.goto(f"/{language}/")
    keys.go_on(f'nav a[href="/{language}/trials/"]')
    keys.type("main [name=q]", "optimum")
    keys.type("main [name=age]", "5")
    keys.tick("had", "chemotherapy")
    keys.go_on("main form.rz-filters button")
    keys.go_on('main a[href$="/trials/NCT03561259/"]')
    assert "NCT03561259" in page.content()
    keys.go_on('main a[href*="refer/?trial="]')
    keys.go_on("main form button >> nth=0")
    keys.tick("danger", "none")
    keys.go_on()
    keys.choose("wish", "second_opinion")
    keys.go_on()
    keys.choose("known", "new")
    keys.go_on()
    keys.choose("role", "parent")
    keys.go_on()
    keys.choose("right", "yes")
    keys.go_on()
    keys.type("#name", "Rosa Inventada")
    keys.go_on()
    keys.type("#email", "rosa@example.org")
    keys.go_on()
    keys.choose("language", language)
    keys.choose("interpreter", "both")
    keys.go_on()
    keys.type("#child_given", given)
    keys.type("#child_family", "Inventada Pérez")
    keys.go_on()
    for part, value in (("day", "27"), ("month", "3"), ("year", "2021")):
        keys.type(f"#birth_{part}", value)
    keys.go_on()
    keys.to("#country")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("#country").input_value() == "MX"
    keys.go_on()
    keys.choose("disease", "relapsed")
    keys.go_on()
    keys.tick("had", "chemotherapy")
    keys.go_on()
    keys.type("#doctor", "Dr. Ejemplo")
    keys.choose("may_call", "yes")
    keys.go_on()
    keys.choose("inpatient", "no")
    keys.choose("court", "no")
    keys.go_on()
    keys.type("#question", "¿Qué se puede hacer ahora?")
    keys.go_on()
    keys.choose("payer", "self")
    keys.go_on()
    keys.choose("passport", "yes")
    keys.choose("visa", "need")
    keys.go_on()
    keys.choose("documents_summary", "follow")
    keys.go_on()
    keys.tick("consent", "keep")
    keys.go_on()
    assert "/refer/check/" in page.url
    keys.go_on()
    assert "/refer/sent/" in page.url, page.locator("main").inner_text()
    return str(page.locator("main a[href*='/status/']").first.get_attribute("href"))


def ask_as_a_doctor(keys: Keys, *, given: str) -> str:
    """From the home page to the receipt; gives the status link."""
    page = keys.page
    page.goto("/en/")
    keys.go_on('main #doctors a[href="/en/refer/"]')
    keys.go_on('main form[action*="physician"] button')
    keys.tick("danger", "none")
    keys.go_on()
    keys.choose("wish", "treatment")
    keys.go_on()
    for name, text in (
        ("name", "Ana Ejemplo"),
        ("hospital", "Hospital"),
        ("email", "a@example.org"),
        ("phone", "5550100"),
    ):
        keys.type(f"#{name}", text)
    keys.go_on()
    keys.type("#child_given", given)
    keys.type("#child_family", "INVENTADA-PEREZ")
    for part, value in (("day", "27"), ("month", "3"), ("year", "2021")):
        keys.type(f"#birth_{part}", value)
    keys.choose("sex", "female")
    keys.go_on()
    keys.to("#country")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    keys.go_on()
    keys.choose("disease", "relapsed")
    keys.go_on()
    keys.type("#question", "Is MIBG therapy possible?")
    keys.go_on()
    keys.choose("family_knows", "yes")
    keys.choose("language", "es")
    keys.choose("interpreter", "both")
    keys.choose("inpatient", "no")
    keys.go_on()
    keys.choose("documents_summary", "none")
    keys.go_on()
    keys.tick("consent", "entitled")
    keys.go_on()
    keys.go_on()
    assert "/refer/sent/" in page.url, page.locator("main").inner_text()
    return str(page.locator("main a[href*='/status/']").first.get_attribute("href"))


def test_a_parent_in_spanish_and_a_doctor_in_english_become_one_case(
    person_of: Callable[..., Keys], person: Callable[..., Any]
) -> None:
    parent = person_of(width=320)
    status = ask_as_a_parent(parent, language="es", given="Lucía")
    doctor = person_of()
    theirs = ask_as_a_doctor(doctor, given="LUCIA")
    desk = person("coordinator")
    desk.click("nav >> text=Inquiries")
    rows = desk.locator("tbody tr")
    rows.filter(has_text="Lucía Inventada Pérez").wait_for()
    assert rows.filter(has_text="Lucía Inventada Pérez").count() == 1
    assert "(physician)" in rows.filter(has_text="Lucía Inventada Pérez").inner_text()
    desk.click("tbody a >> nth=0")
    desk.click("text=Open a case")
    desk.check("input[name=child][value=new]")
    desk.select_option("#id_referring_site", "hillside")
    desk.fill("#id_next_on", "2026-06-05")
    desk.click("main button[type=submit]")
    assert "Is MIBG therapy possible?" in desk.locator("main").inner_text()
    desk.click("nav >> text=Consultation")
    desk.locator("tbody tr").filter(has_text="Lucía").wait_for()
    assert desk.locator("tbody tr").filter(has_text="Lucía").count() == 1
    for keys, link, words in ((parent, status, "Lo hemos tomado"), (doctor, theirs, "We have taken it up")):
        keys.page.goto(link)
        assert words in keys.page.locator("main").inner_text()


def test_the_whole_way_right_to_left(person_of: Callable[..., Keys]) -> None:
    keys = person_of(width=390)
    link = ask_as_a_parent(keys, language="ar", given="أمل")
    keys.page.goto(link)
    assert keys.page.locator("html").get_attribute("dir") == "rtl"
    assert "Q-" in keys.page.locator("main").inner_text()


def test_the_editor_opens_for_staff_from_this_server_alone(person: Callable[..., Any], site: Any) -> None:
    page = person("coordinator", scripts=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.click("nav >> text=Website")
    page.click("text=Open the editor")
    page.wait_for_load_state("networkidle")
    assert "/editing/" in page.url
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:"))] == []
