"""The board as plain data holds what its page in the manual says, key by key."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.support.records import ON, child, lab
from tests.unit.options.samples import COUNT, MET, REAL, TOO_OLD, board, offer, real_children, slot

from rosette.eligibility import Act, Why
from rosette.knowledge import load_knowledge
from rosette.options import No, Section, board_json, make_board
from rosette.portfolio import VERDICTS, load_portfolio, load_programme
from rosette.portfolio.programme import STATUSES
from rosette.portfolio.trial import COMPLETENESS, KINDS, Kind

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "board-json.md").read_text(encoding="utf-8")
DESIGNED = {
    "board": {"on", "record", "knowledge", "software", "options"},
    "option": {
        *("id", "kind", "title", "verdict", "slots", "opens_on", "closes_on"),
        *("criteria", "blockers", "resolvers", "benefit", "burden", "rank"),
    },
    "criterion": {"id", "text", "truth", "why", "evidence", "missing", "flips_on", "sources"},
}
Rows = Mapping[str, tuple[str, str]]


@functools.cache
def tables() -> dict[str, dict[str, tuple[str, str]]]:
    """The tables of the page: by heading, for each key its type and its meaning."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for block in PAGE.split("\n## ")[1:]:
        rows = re.findall(r"^\| `(\w+)` \| ([^|]+?) \| (.+?) \|$", block, re.MULTILINE)
        if rows:
            found[block.partition("\n")[0].strip()] = {key: (kind, means) for key, kind, means in rows}
    return found


def plain(number: int) -> dict[str, Any]:
    """The board of one of the invented children, as read back from its JSON."""
    made = make_board(
        real_children()[number],
        on=ON,
        portfolio=load_portfolio(),
        programme=load_programme(),
        knowledge=load_knowledge(),
    )
    text = json.dumps(board_json(made, software="rosette test"))
    result: dict[str, Any] = json.loads(text)
    return result


def mismatches(value: Any, kind: str, at: str) -> Iterator[str]:
    """Where a value is not what its type on the page says."""
    if kind.endswith(" or null"):
        if value is not None:
            yield from mismatches(value, kind.removesuffix(" or null"), at)
    elif kind.startswith("list of "):
        if not isinstance(value, list):
            yield f"{at} is no list"
            return
        for place, each in enumerate(value):
            yield from mismatches(each, kind.removeprefix("list of "), f"{at}[{place}]")
    elif kind in tables():
        yield from of_table(value, kind, at)
    elif not _simple(value, kind):
        yield f"{at} is {value!r}, not {kind}"


def _simple(value: Any, kind: str) -> bool:
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    assert kind in ("text", "day"), kind
    return isinstance(value, str) and (kind == "text" or str(date.fromisoformat(value)) == value)


def of_table(value: Any, kind: str, at: str) -> Iterator[str]:
    rows = tables()[kind]
    if set(value) != set(rows):
        yield f"{at}: {sorted(set(value) ^ set(rows))}"
        return
    for key, (inner, _) in rows.items():
        yield from mismatches(value[key], inner, f"{at}.{key}")


@pytest.mark.parametrize("number", range(len(REAL)), ids=[path.stem for path in REAL])
def test_a_board_has_the_keys_and_types_of_the_page(number: int) -> None:
    assert list(mismatches(plain(number), "Board", "board")) == []


def test_the_page_has_what_the_design_promises() -> None:
    assert DESIGNED["board"] <= set(tables()["Board"])
    assert DESIGNED["option"] <= set(tables()["Option"])
    assert DESIGNED["criterion"] <= set(tables()["Criterion"])


def words(kind: str, key: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", tables()[kind][key][1]))


@pytest.mark.parametrize(
    ("kind", "key", "known"),
    [
        ("Option", "kind", set(KINDS)),
        ("Option", "verdict", set(VERDICTS)),
        ("Option", "completeness", set(COMPLETENESS)),
        ("Slots", "status", set(STATUSES)),
        ("Criterion", "truth", {"yes", "no", "unknown"}),
        ("Remedy", "act", {act.value for act in Act}),
    ],
)
def test_the_page_names_every_word_that_a_key_may_hold(kind: str, key: str, known: set[str]) -> None:
    assert words(kind, key) == known
    assert set(get_args(Kind)) == set(KINDS)


def test_the_page_names_every_sort_of_no_and_of_unknown() -> None:
    assert words("Criterion", "no_because") - {"no"} == {no.value for no in No}
    (told,) = re.findall(r"`unknown_because` is one of: (.*?)\.\n", PAGE, re.DOTALL)
    assert set(re.findall(r"`([^`]+)`", told)) == {why.value for why in Why}


def test_the_page_names_every_section() -> None:
    told = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", PAGE.split("\n## Sections")[1], re.MULTILINE)
    assert [each for each in told if each not in ("section", "---")] == [section.value for section in Section]


# --- what the keys say --------------------------------------------------------------------------------


def small() -> dict[str, Any]:
    made = board(
        child(lab("platelets", "80000 /uL")),
        offer("T1", MET, COUNT),
        offer("T2", TOO_OLD),
        slots=[slot(total=3, taken=1, closes=date(2026, 9, 1))],
    )
    return board_json(made, software="rosette test")


def test_the_head_names_what_the_board_was_made_from() -> None:
    found = small()
    assert found["on"] == "2026-06-01"
    assert found["record"] == {"id": "test-child", "label": "Invented."}
    assert found["knowledge"] == {"release": load_knowledge().release, "digest": load_knowledge().digest}
    assert found["portfolio"] == {"digest": "made-up", "programme": "site", "as_of": "2026-06-01"}
    assert found["software"] == "rosette test"


def test_an_option_has_its_days_and_places() -> None:
    first, second = small()["options"]
    assert {key: first[key] for key in ("id", "verdict", "section", "opens_on", "stale_on", "closes_on", "since")} == {
        "id": "T1/a",
        "verdict": "eligible",
        "section": "Open now",
        "opens_on": "2026-06-01",
        "stale_on": "2026-06-06",
        "closes_on": "2026-09-01",
        "since": "2026-05-29",
    }
    assert first["slots"] == {
        "status": "open",
        "sentence": "open, 2 of 3 places",
        "total": 3,
        "left": 2,
        "opened": None,
        "closes": "2026-09-01",
        "next_slot": None,
    }
    assert second["slots"] is None
    assert (second["verdict"], second["blockers"], second["resolvers"]) == ("not_eligible", ["X1"], [])


def test_a_criterion_has_its_facts_and_its_place() -> None:
    count = small()["options"][0]["criteria"][1]
    assert (count["id"], count["truth"], count["sources"], count["missing"]) == ("X2", "yes", ["x"], [])
    assert count["text"] == "require platelets >= 75000 /uL within 7 days"
    assert [(fact["kind"], fact["source"]) for fact in count["evidence"]] == [("laboratory", "test chart")]
    assert count["evidence"][0]["fact"] in {"laboratory-platelets-80000 /uL-2026-05-29"}


def test_a_criterion_that_is_missing_says_what_would_resolve_it() -> None:
    found = board_json(board(child(), offer("T1", COUNT)), software="x")["options"][0]
    (criterion,) = found["criteria"]
    assert (criterion["truth"], criterion["unknown_because"], criterion["no_because"]) == (
        "unknown",
        "never measured",
        None,
    )
    assert [remedy["act"] for remedy in criterion["missing"]] == ["order"]
    assert criterion["missing"][0]["valid_for"]
    assert found["resolvers"] == [{"opens_on": "2026-06-01", "do": criterion["missing"]}]


def test_a_criterion_that_is_not_met_says_which_sort_of_no_it_is() -> None:
    (criterion,) = board_json(board(child(), offer("T1", TOO_OLD)), software="x")["options"][0]["criteria"]
    assert (criterion["truth"], criterion["unknown_because"], criterion["no_because"]) == ("no", None, "fixed")


def test_the_same_five_give_the_same_board() -> None:
    assert json.dumps(small()) == json.dumps(small())
