"""Histories, site files and rules that cannot be read say every fault at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from rosette.kernel import Span
from rosette.knowledge import Knowledge, check_knowledge
from rosette.knowledge.loader import DATA
from rosette.survivorship import HistoryError, PracticeError, history_of, plan_of, practice_of, rules_of

GOOD = """
format = "rosette-history/1"
id = "a"
sex = "female"
birth = 2015-01-01
agent = [
  { name = "doxorubicin", dose = "150 mg/m2 (estimated)" },
  { name = "cisplatin", dose = "100 mg/m2 (incomplete)" },
  { name = "Azedra", dose = "18 mCi/kg", last = 2019-01-01 },
]
"""


def test_a_history_tells_how_sure_a_dose_is(knowledge: Knowledge) -> None:
    given = history_of(GOOD, knowledge).given
    assert [str(each.dose) for each in given] == [
        "150 mg/m2 (estimated)",
        "100 mg/m2 (incomplete)",
        "666 MBq/kg",
    ]
    assert given[2].kind == "infusion"


def test_what_nobody_could_tell_makes_rules_apply_with_a_flag(knowledge: Knowledge) -> None:
    plain, unsure = (history_of(GOOD + more, knowledge) for more in ("", 'unknown = ["steroids", "splenectomy"]'))
    book = rules_of(knowledge)
    plans = [plan_of(each, book, on=date(2026, 11, 30)) for each in (plain, unsure)]
    assert plans[1].tests - plans[0].tests == {"dxa", "eye", "spleen_advice"}
    eye = plans[1].item("EYE-1")
    assert eye is not None
    assert "strictest reading: steroids: not known" in eye.flags


def test_every_fault_of_a_history_is_told(knowledge: Knowledge) -> None:
    text = """
format = "rosette-history/1"
id = "a"
sex = "girl"
birth = 2015-01-01
steroid_weeks = "many"
conditions = ["gvhd_cronic"]
colour = "blue"
unknown = ["steriods"]
agent = [{ name = "doxorubicine", dose = 150 }]
radiation = [{ field = "abdomen", dose = "21 mg", organs = { spleeen = "10 Gy" } }]
surgery = [{ operation = "nefrectomy" }]
"""
    with pytest.raises(HistoryError) as caught:
        history_of(text, knowledge)
    told = " ".join(problem.sentence() for problem in caught.value.problems)
    for word in (
        "girl",
        "many",
        "gvhd_cronic",
        "colour",
        "doxorubicin",
        "150",
        "abdomen",
        "21 mg",
        "spleeen",
        "nefrec",
    ):
        assert word in told


def test_a_site_file_is_read_and_refused() -> None:
    good = practice_of(
        'format = "rosette-survivorship-site/1"\nname = "clinic"\nentry = "5 years"\nranges = "shortest"\n'
        'signed = [{ rule = "DEN-1", by = "Dr A. Bell", on = 2026-10-01 }]\n'
    )
    assert (good.entry, good.ranges, good.signed["DEN-1"].on) == (Span(5, "year"), "shortest", date(2026, 10, 1))
    with pytest.raises(PracticeError) as caught:
        practice_of('format = "rosette-survivorship-site/1"\nname = "x"\nranges = "long"\nvisit = "often"\n')
    assert len(caught.value.problems) == 2


RULE = """
defaults.review = {{ on = 2026-11-30, by = "late effects", due = 2027-05-30 }}
defaults.sources = [{{ ref = "programme-vocabulary", at = "survivorship" }}]
[[surveillance_rule]]
id = "X"
profile = "{profile}"
statement = "As it is."
effect = "x"
evidence = "x"
tag = "{tag}"
test = "{test}"
when = {when}
start = {start}
interval = {interval}
"""
RIGHT = {
    "profile": "programme",
    "tag": "P",
    "test": "ecg",
    "when": '{ given = "cisplatin" }',
    "start": '{ after = "entry" }',
    "interval": '"2 years"',
}
WRONG = [
    ("profile", "programm", '"programm" leads nowhere'),
    ("test", "ekg", '"ekg" leads nowhere'),
    ("tag", "X", '"X" is not known'),
    ("tag", "GK", "general knowledge without unverified"),
    ("when", '{ given = "cisplatine" }', '"cisplatine" leads nowhere'),
    ("when", '{ total = "anthracycline" }', '"at_least" is missing'),
    ("when", '{ total = "anthracycline", at_least = "100 Gy" }', "is of kind"),
    ("when", '{ total = "anthracycline", at_least = 100 }', "100 is a bare number"),
    ("when", '{ organ = "hart", at_least = "15 Gy" }', '"hart" leads nowhere'),
    ("when", '{ given = "cisplatin", organ = "heart" }', "several predicates"),
    ("when", "{ give = true }", "no predicate"),
    ("when", '{ any = [{ condition = "gvhdd" }] }', '"gvhdd" leads nowhere'),
    ("when", '{ age_at = "brain" }', '"under" is missing'),
    ("when", '{ transfused = "ever" }', '"ever" does not fit'),
    ("when", '"cisplatin"', "missing or not a table"),
    ("start", '{ after = "entri" }', '"entri" is not known'),
    ("start", "{ age = 200 }", "200 is not an age"),
    ("interval", '"biennial"', '"biennial" is not an interval'),
    ("interval", '["1 year", "2 years"]', "never ends"),
]


def faults(tmp_path: Path, **change: str) -> list[str]:
    root = copytree(DATA, tmp_path / "data", dirs_exist_ok=True)
    (root / "survivorship" / "extra.toml").write_text(RULE.format(**(RIGHT | change)), encoding="utf-8")
    return [problem.sentence() for problem in check_knowledge(root) if "extra.toml" in problem.sentence()]


def test_a_right_rule_is_taken(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(("key", "value", "told"), WRONG)
def test_a_wrong_rule_is_refused_with_its_place(key: str, value: str, told: str, tmp_path: Path) -> None:
    found = faults(tmp_path, **{key: value})
    assert any(told in each for each in found), found


def test_several_faults_of_one_rule_are_told_together(tmp_path: Path) -> None:
    found = faults(tmp_path, test="ekg", when='{ given = "cisplatine" }', interval='"often"')
    assert len(found) == 3
