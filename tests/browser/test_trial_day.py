"""A trial of 131I-MIBG with a small molecule, rolling six, from activation to its board pack, without script."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from pypdf import PdfReader
from tests.browser.axe import check, faults, told

DESIGN = (Path(__file__).parents[2] / "examples" / "designs" / "under-way.toml").read_text(encoding="utf-8")
COHORT = "mibg-vorinostat"
STATE: dict[str, Any] = {}


@pytest.fixture(scope="module", autouse=True)
def _day_again(site: Any) -> Iterator[None]:
    """The day of the demo is what it was when this module is through."""
    yield
    (site.data / "demo-day").unlink(missing_ok=True)


def posted(url: str, body: bytes, headers: dict[str, str], _: int) -> int:
    """Send a form outside the browser, as a second click would; the status of the answer."""
    where = urlsplit(url)
    with closing(HTTPConnection(where.netloc, timeout=60)) as line:
        line.request("POST", where.path, body, headers)
        with line.getresponse() as answer:
            answer.read()
            return answer.status


class Team:
    """The people of a trial, each in a browser of their own."""

    def __init__(self, person: Callable[..., Any], password: str) -> None:
        self.password = password
        self.pages = {word: person(word) for word in ("coordinator", "statistician", "doctor")}

    def send(self, word: str, path: str, button: str, **fields: str) -> str:
        """Open a form, fill it, press its button; what the page says then."""
        page = self.pages[word]
        page.goto(f"{STATE['base']}{path}")
        if page.locator("h1").inner_text() == "Prove that it is you":
            page.fill("input[type=password]", self.password)
            page.click("button:has-text('Go on')")
        for name, value in fields.items():
            field = page.locator(f"[name={name}]").first
            kind = field.get_attribute("type")
            if kind == "radio":
                page.check(f"[name={name}][value={value}]")
            elif field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.click(f"main button:text-is('{button}')")
        page.wait_for_selector("main")
        return str(page.locator("main").inner_text())

    def decide(self) -> str:
        """The statistician freezes and asks; the physician confirms."""
        self.send("statistician", "ask/freeze/", "Freeze")
        self.send("statistician", "ask/ask/", "Ask")
        return self.send("doctor", "settle/confirm/", "Confirm")

    def place(self, number: int, given: str) -> None:
        """One child: decision, slot, enrolment, treatment."""
        self.decide()
        self.send("coordinator", "enter/reserve/", "Reserve", cohort=COHORT)
        text = self.send("coordinator", f"enter/enrol/?slot=S{number:02}", "Enrol")
        assert f"P{number:02} is enrolled" in text
        self.send(
            "coordinator", f"enter/deliver/?child=P{number:02}", "Enter what was given", given=given, total="240 mCi"
        )

    def pass_days(self, days: int) -> None:
        """Days go by."""
        page = self.pages["coordinator"]
        page.goto("/trials/day/")
        page.fill("#id_days", str(days))
        page.click("button:has-text('Go on')")

    def follow(self, *numbers: int) -> None:
        """Somebody looked at each of them, up to today."""
        for number in numbers:
            self.send("coordinator", f"enter/follow/?child=P{number:02}", "Confirm")


@pytest.fixture(scope="module")
def team(site: Any, browser: Any) -> Iterator[Team]:
    """They sign in once; no page runs a script."""
    contexts = []

    def person(word: str) -> Any:
        contexts.append(browser.new_context(base_url=site.url, java_script_enabled=False))
        page = contexts[-1].new_page()
        page.goto("/account/sign-in/")
        page.fill("#id_login", f"{word}@demo.invalid")
        page.fill("#id_password", site.password)
        page.click("button:has-text('Sign in')")
        return page

    yield Team(person, site.password)
    for context in contexts:
        context.close()


def test_the_office_reads_the_exact_characteristics_before_it_activates(team: Team) -> None:
    page = team.pages["coordinator"]
    page.click("nav >> text=Running trials")
    page.click("text=Open a trial")
    page.select_option("#id_portfolio", "NCT01019850")
    page.fill("#id_text", DESIGN.replace("12 mCi/kg", "12"))
    page.click("button:has-text('Check readiness')")
    assert "is no dose with a unit" in page.locator(".nhsuk-error-summary").inner_text()
    page.fill("#id_text", DESIGN)
    page.click("button:has-text('Check readiness')")
    text = page.locator("main").inner_text()
    assert "Every state that the rule can reach was looked at; no law is broken" in text
    assert "39.8\N{NO-BREAK SPACE}%" in text
    page.click("button:has-text('Activate this version') >> nth=0")
    assert "The ledger has begun" in page.locator("main").inner_text()
    STATE["base"] = page.url


def test_level_one_is_given_watched_and_left(team: Team) -> None:
    team.place(1, "12 mCi/kg")
    team.place(2, "12 mCi/kg")
    team.place(3, "12 mCi/kg")
    text = team.send(
        "coordinator",
        "enter/observe/?child=P02",
        "Enter the event",
        criterion="other organ",
        what="mucositis (invented)",
        grade="2",
        toxicity="no",
    )
    assert "no toxicity" in text
    team.pass_days(60)
    page = team.pages["coordinator"]
    page.goto(STATE["base"])
    assert page.locator("td:has-text('Follow-up missing: ask')").count() == 3
    team.follow(1, 2, 3)
    assert "decision 4 is confirmed" in team.decide()
    assert "decision 4 is in force, level 2" in team.pages["doctor"].locator("main").inner_text()


def test_who_asked_is_not_offered_to_confirm_and_level_two_follows(team: Team) -> None:
    team.send("coordinator", "enter/reserve/", "Reserve", cohort=COHORT)
    text = team.send("coordinator", "enter/enrol/?slot=S04", "Enrol")
    assert "P04 is enrolled at level 2" in text
    # what was given is not what was assigned: refused without a reason, and what was typed is still there
    path = "enter/deliver/?child=P04"
    text = team.send("coordinator", path, "Enter what was given", given="12 mCi/kg", total="240 mCi")
    assert "is not the assigned 15 mCi/kg: give the reason" in text
    page = team.pages["coordinator"]
    assert page.input_value("#id_given") == "12 mCi/kg"
    page.fill("#id_given", "14.5 mCi/kg")
    page.click("main button:text-is('Enter what was given')")
    team.place(5, "15 mCi/kg")
    team.place(6, "15 mCi/kg")
    team.pass_days(60)
    team.follow(4, 5, 6)
    assert "decision 7 is confirmed" in team.decide()


def test_a_late_re_grade_says_which_decision_it_changes_and_closes_enrolment(team: Team) -> None:
    page = team.pages["doctor"]
    page.goto(f"{STATE['base']}children/P02/")
    page.click("text=Judge it anew")
    href = page.url.removeprefix(STATE["base"])
    team.send("doctor", href, "Re-grade", toxicity="yes", grade="3", reason="the source says grade 3 for nine days")
    page.goto(STATE["base"])
    text = page.locator("main").inner_text()
    assert "This changes decision 4" in text
    assert "it was level 2, it would be level 1" in text
    assert "Nobody can be enrolled" in text
    office = team.pages["coordinator"]
    office.goto("/notices/")
    assert "This changes decision 4" in office.locator("main").inner_text()


def test_two_clicks_at_once_make_one_entry(team: Team) -> None:
    page = team.pages["coordinator"]
    page.goto(f"{STATE['base']}enter/note/")
    fields = {name: page.input_value(f"main [name={name}]") for name in ("csrfmiddlewaretoken", "seen")}
    body = urlencode({**fields, "about": "P01", "text": "sent twice"}).encode()
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    headers = {"Cookie": cookies, "Referer": page.url, "Content-Type": "application/x-www-form-urlencoded"}

    url = page.url
    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(partial(posted, url, body, headers), range(4)))
    assert found == [302, 400, 400, 400]
    page.goto(f"{STATE['base']}ledger/")
    assert page.locator("td:has-text('sent twice')").count() == 1


def test_the_pack_for_the_board_tells_it_all(team: Team) -> None:
    page = team.pages["statistician"]
    page.goto(f"{STATE['base']}files/pack/")
    page.fill("input[type=password]", team.password)
    with page.expect_download() as waiting:
        page.click("button:has-text('Go on')")
    raw = Path(waiting.value.path()).read_bytes()
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(raw)).pages).split())
    for each in ("This changes decision 4", "P02", "mucositis", "Elena Petrova", "Dr Amara Okoye"):
        assert each in text, each
    assert "RZ-" not in text


@pytest.mark.parametrize("name", ["now", "child", "design", "form", "list"])
def test_the_pages_of_a_trial_have_no_finding_in_any_mode(tabs: Callable[[str], Any], name: str) -> None:
    base = STATE["base"]
    paths = {
        "now": base,
        "child": f"{base}children/P02/",
        "design": f"{base}design/",
        "form": f"{base}enter/observe/?child=P02",
        "list": "/trials/",
    }
    assert told(check(tabs("doctor"), paths[name])) == ""


def test_the_ledger_and_the_readiness_check_have_no_finding(tabs: Callable[[str], Any]) -> None:
    page = tabs("coordinator")
    page.goto(f"{STATE['base']}ledger/")
    assert faults(page) == []
    page.goto(f"{STATE['base']}version/")
    page.fill("#id_text", DESIGN)
    page.click("button:has-text('Check readiness')")
    page.wait_for_selector("text=Readiness check")
    assert faults(page) == []
