"""A day of the trial office: the registry is asked, a study is reviewed, drafted, decided, approved, and on a board."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.axe import check, told
from tests.support.registry import LocalRegistry, serving
from tests.support.studies import NAMES, study

NAME = NAMES[0]
HELD = "NCT01154816"
DRAFT = f"/portfolio/registry/{NAME}/draft/"
TEXT = """Inclusion Criteria:

* Platelets at least 75,000 per microlitre
* Neutrophils 750/uL
* The family can fill in the diary of the study
* Age 1 year or older

Exclusion Criteria:

* Prior treatment with lorlatinib"""
LOOK = """
import django; django.setup()
from rosette.server.services.registry import look_into_registry
print(look_into_registry())
"""


@pytest.fixture(scope="module", autouse=True)
def _looked(site: Any) -> None:
    """The site asked a registry on this machine: one study of its portfolio, and a new one."""
    module = {"eligibilityCriteria": TEXT, "minimumAge": "", "maximumAge": ""}
    studies = [study(NAME, eligibilityModule=module), study(HELD)]
    with serving(LocalRegistry(studies)) as registry:
        told = {"ROSETTE_MODE": "demo", "ROSETTE_DATA": str(site.data), "ROSETTE_REGISTRY": registry.url}
        told["DJANGO_SETTINGS_MODULE"] = "rosette.server.config.settings"
        done = subprocess.run([sys.executable, "-c", LOOK], env={**os.environ, **told}, capture_output=True, text=True)
    assert done.stdout.strip().endswith("3"), done.stderr[-2000:]


def say(page: Any, item: str, name: str, words: str, button: str) -> None:
    """Type into one box of a passage, and press its button."""
    page.locator(f"#{name}-{item}").fill(words)
    page.click(f"#{item} button:has-text('{button}')")


def by_keyboard(page: Any, item: str) -> None:
    """From the link to the next passage to its button, with the keyboard alone."""
    page.locator(f"a[href='#{item}']").first.focus()
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == f"Accept {item}":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#{item} :text('Accepted by')")


def shot(page: Any, name: str) -> None:
    if folder := os.environ.get("ROSETTE_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_from_the_registry_to_a_board_by_two_persons_without_script(person: Callable[..., Any]) -> None:
    nurse = person("nurse", width=320)
    nurse.goto("/portfolio/registry/?all=1")
    shot(nurse, "queue")
    nurse.fill("#id_reason", "Both read, side by side.")
    nurse.click("button:has-text('Confirm those that are ticked')")
    assert "1 confirmed" in nurse.locator("main").inner_text()
    nurse.click(f"text=Draft {NAME}")
    shot(nurse, "draft-before")
    by_keyboard(nurse, "D2")
    assert nurse.url.endswith("#D3")
    nurse.click("#D3 button:has-text('Keep as a note')")
    assert "nothing is written" in nurse.locator("#error-D3").inner_text()
    nurse.check("#D3 input[value='require anc >= 750 /uL']")
    nurse.click("#D3 button:has-text('Use what is chosen')")
    say(nurse, "D4", "question", "Can the family fill in the diary?", "Keep as a question")
    nurse.click("#D5 summary")
    say(nurse, "D5", "text", "D5 require age >= 1 yaer [incl 4]", "Keep these lines")
    assert "D5:1:" in nurse.locator("#error-D5").inner_text()
    assert nurse.locator("#text-D5").input_value() == "D5 require age >= 1 yaer [incl 4]"
    shot(nurse, "draft-error")
    say(nurse, "D5", "text", "D5 require age >= 1 year [incl 4]", "Keep these lines")
    nurse.click("button:has-text('Finish: write')")
    assert "D7: nobody decided" in nurse.locator("main").inner_text()
    nurse.click("#D7 summary")
    say(nurse, "D7", "reason", "Never given in this programme.", "Leave out")
    assert "5 of 5 decided" in nurse.locator("main").inner_text()
    shot(nurse, "draft-after")
    nurse.click("button:has-text('Finish: write')")
    assert "Not yours to approve" in nurse.locator("main").inner_text()


def test_only_the_approved_file_is_on_a_board_and_it_can_be_withdrawn(person: Callable[..., Any]) -> None:
    doctor, admin = person("doctor"), person("admin")
    doctor.goto("/children/")
    doctor.click("table a >> nth=0")
    board = f"{doctor.url.split('?')[0]}options/"

    def on_board() -> bool:
        doctor.goto(board)
        return NAME in doctor.content()

    assert not on_board()
    admin.goto(f"{DRAFT}file/")
    assert "exclude prior lorlatinib" not in admin.locator("pre").inner_text()
    admin.click("text=Approve this file")
    admin.fill("#id_reason", "Read beside the registry's text.")
    admin.click("button:has-text('Approve the file')")
    shot(admin, "file")
    assert "In force" in admin.locator("main").inner_text()
    assert on_board()
    shot(doctor, "board")
    admin.click("text=Take it out of force")
    admin.fill("#id_reason", "End of the day.")
    admin.click("button:has-text('Withdraw')")
    assert "Out of force" in admin.locator("main").inner_text()


def test_the_pages_of_the_day_have_no_finding_in_any_mode(tabs: Callable[[str], Any]) -> None:
    page = tabs("nurse")
    for url in ("/portfolio/registry/", "/portfolio/registry/drafts/", DRAFT, f"{DRAFT}file/"):
        assert told(check(page, url)) == "", url
    page.goto(DRAFT)
    shot(page, "draft-wide")
