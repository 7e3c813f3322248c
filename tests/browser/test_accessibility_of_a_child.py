"""Every page of a child for everybody: axe finds nothing in any mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.axe import check, told

PLACE = "mibg-therapy/mibg/1"
CHILD_PAGES = f"""
record/ record/new/laboratory/ record/new/imaging/ record/import/ facts/diagnosis-01/ facts/diagnosis-01/correct/
facts/diagnosis-01/wrong/ options/ options/{PLACE}/ options/calendar/ cases/ cases/new/ files/ consents/ consents/new/
options/compare/?option=mibg-therapy/mibg/1&option=lorlatinib-compassionate/lorlatinib
people/ people/new/ keep/ wait/ step/ options/weighed/ options/sequences/ molecular/
""".split()


@pytest.mark.parametrize("path", ["", *CHILD_PAGES])
def test_a_page_of_a_child_has_no_finding_in_any_mode(tabs: Callable[[str], Any], path: str) -> None:
    page = tabs("doctor")
    page.goto("/children/")
    url = page.locator("table a >> nth=0").get_attribute("href")
    assert told(check(page, f"{url}{path}")) == ""
