"""A trial file that is wrong is refused with every fault, each where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.portfolio.samples import TRIAL, changed, faults, lay_out, refused

from rosette.eligibility import parse_macros
from rosette.knowledge import load_knowledge
from rosette.knowledge.textfiles import MOST_BYTES as LARGEST
from rosette.portfolio import read_portfolio, read_trial_file

HEAD = 'id = "T1"\n'
KEYS = (
    "id, title, short, phase, sponsor, version, completeness_note, summary, completeness, sources, review, registry, "
    "criteria, arm, dose_level, example"
)

SHAPES: list[tuple[str, tuple[str, str], list[str]]] = [
    (
        "a key with a letter wrong",
        ('sponsor = "nobody"', 'sponser = "nobody"'),
        [
            f't1.toml, sponser: unknown key (did you mean "sponsor"?); expected one of {KEYS}',
            "t1.toml, sponsor: missing. Add it.",
        ],
    ),
    ("a key that is not there", ('summary = "Made up, for a test."\n', ""), ["t1.toml, summary: missing. Add it."]),
    ("a number for a text", ('phase = "1"', "phase = 1"), ["t1.toml, phase: 1; expected a text"]),
    ("a truth for a text", ('phase = "1"', "phase = true"), ["t1.toml, phase: true; expected a text"]),
    (
        "a completeness that is none",
        ('completeness = "full"', 'completeness = "fulll"'),
        ['t1.toml, completeness: "fulll" (did you mean "full"?); expected one of full, partial, programme'],
    ),
    (
        "a text for a list",
        ('sources = [{ ref = "NCT00000000", at = "nowhere" }]', 'sources = "NCT00000000"'),
        ['t1.toml, sources: "NCT00000000"; expected a list'],
    ),
    (
        "a text for a table in a list",
        ('sources = [{ ref = "NCT00000000", at = "nowhere" }]', 'sources = ["NCT00000000"]'),
        ['t1.toml, sources[0]: "NCT00000000"; expected a table'],
    ),
    (
        "a source without its place",
        ('{ ref = "NCT00000000", at = "nowhere" }', '{ ref = "NCT00000000" }'),
        ["t1.toml, sources[0].at: missing. Add it."],
    ),
    (
        "a day in quotes",
        ("review = { on = 2026-01-01,", 'review = { on = "2026-01-01",'),
        ['t1.toml, review[0].on: "2026-01-01"; expected a date'],
    ),
    (
        "a moment for a day",
        ("as_of = 2026-01-01", "as_of = 2026-01-01T12:00:00"),
        ["t1.toml, registry[0].as_of: 2026-01-01 12:00:00; expected a date"],
    ),
    (
        "a text for a whole number",
        ("level = 1\ndose", 'level = "1"\ndose'),
        ['t1.toml, dose_level[0].level: "1"; expected a whole number'],
    ),
    (
        "a truth for a whole number",
        ("level = 1\ndose", "level = true\ndose"),
        ["t1.toml, dose_level[0].level: true; expected a whole number"],
    ),
    (
        "a number among the agents",
        ('agents = ["lorlatinib"]', 'agents = ["lorlatinib", 2]'),
        ["t1.toml, arm[0].agents[1]: 2; expected a text"],
    ),
    (
        "an arm of a kind that is none",
        ('kind = "mibg"', 'kind = "mibgs"'),
        [
            't1.toml, arm[1].kind: "mibgs" (did you mean "mibg"?); '
            "expected one of trial-arm, mibg, regimen, targeted, supportive"
        ],
    ),
    (
        "a verdict that is none",
        ('verdict = "eligible"', 'verdict = "yes"'),
        ['t1.toml, example[0].verdict: "yes"; expected one of eligible, needs_judgement, unknown, not_eligible'],
    ),
    (
        "an example of an arm that is not there",
        ('name = "fits"\narm = "a"', 'name = "fits"\narm = "aa"'),
        ['t1.toml, example[0].arm: "aa" is not an arm (did you mean "a"?); expected one of a, b'],
    ),
    (
        "a dose level of an arm that is not there",
        ('arm = "b"\nlevel = 1\ndose', 'arm = "x"\nlevel = 1\ndose'),
        [
            't1.toml, dose_level[0].arm: "x" is not an arm; expected one of a, b',
            't1.toml, example[1].level: "b" has no dose level 1',
        ],
    ),
    (
        "an example of a level that is not there",
        ("level = 1\nattest", "level = 3\nattest"),
        ['t1.toml, example[1].level: "b" has no dose level 3'],
    ),
    (
        "two arms of one id",
        ('id = "a"\ntitle', 'id = "b"\ntitle'),
        [
            "t1.toml, arm: ids stand twice, or there is no arm; expected one or more arms of unique id",
            't1.toml, example[0].arm: "a" is not an arm; expected one of b, b',
        ],
    ),
    (
        "one dose level twice",
        ("level = 2\ndose", "level = 1\ndose"),
        ['t1.toml, dose_level[1]: level 1 of "b" stands twice'],
    ),
    (
        "an arm whose id would read as a place",
        ('id = "a"\ntitle', 'id = "a/1"\ntitle'),
        [
            't1.toml, example[0].arm: "a" is not an arm; expected one of a/1, b',
            't1.toml, arm[0].id: "a/1"; expected letters, digits, points and hyphens',
        ],
    ),
    (
        "a trial whose id is not one word",
        (HEAD, 'id = "T 1"\n'),
        ['t1.toml, id: "T 1"; expected letters, digits, points and hyphens'],
    ),
]


@pytest.mark.parametrize(("change", "found"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_a_file_of_the_wrong_shape_is_refused(change: tuple[str, str], found: list[str]) -> None:
    assert faults(changed(TRIAL, change)) == found


def test_a_trial_without_an_arm_is_refused() -> None:
    text = TRIAL[: TRIAL.index("[[arm]]")].replace("criteria = '''", "arm = []\ncriteria = '''")
    assert faults(text) == ["t1.toml, arm: ids stand twice, or there is no arm; expected one or more arms of unique id"]


def test_every_fault_of_the_shape_comes_at_once() -> None:
    text = changed(
        TRIAL, ('short = "first"\n', ""), ('phase = "1"', "phase = 1"), ('sponsor = "nobody"', "sponsor = []")
    )
    assert faults(text) == [
        "t1.toml, short: missing. Add it.",
        "t1.toml, phase: 1; expected a text",
        "t1.toml, sponsor: []; expected a text",
    ]


def test_a_long_value_is_shown_short() -> None:
    (found,) = faults(changed(TRIAL, ('phase = "1"', f"phase = {list(range(50))}")))
    assert found == "t1.toml, phase: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, …; expected a text"


# --- faults of the criteria ---------------------------------------------------------------------------


def line_of(text: str, part: str) -> int:
    """The line of a text on which a part stands, from 1."""
    assert text.count(part) == 1
    return text[: text.index(part)].count("\n") + 1


LANGUAGE: list[tuple[str, tuple[str, str], str, int, str]] = [
    ("in the trial", ("age >= 1 year and", "agee >= 1 year and"), "agee", 12, "did you mean"),
    (
        "a code in the trial",
        ("platelets >= 75000", "plattelets >= 75000"),
        "plattelets",
        12,
        'did you mean "platelets"?',
    ),
    ("in an arm", ("platelets >= 100000", "plattelets >= 100000"), "plattelets", 12, 'did you mean "platelets"?'),
    ("in a dose level", ("stem cells >= 2.0e6", "stem cell >= 2.0e6"), "stem cell >", 17, ""),
    ("no citation", (" [incl 2]", ""), "platelets >= 75000", 48, "no citation"),
    ("a word for require", ("A1 require", "A1 requires"), "A1 requires", 1, 'did you mean "require"?'),
    (
        "an unknown macro",
        ("A1 require age >= 1 year and < 30 years", "use chemo_wait()"),
        "use chemo_wait",
        1,
        "is not a macro",
    ),
]


@pytest.mark.parametrize(
    ("change", "part", "column", "said"), [case[1:] for case in LANGUAGE], ids=[case[0] for case in LANGUAGE]
)
def test_a_fault_of_the_criteria_is_named_by_line_and_column_of_the_file(
    change: tuple[str, str], part: str, column: int, said: str
) -> None:
    text = changed(TRIAL, change)
    (found,) = faults(text)
    assert found.startswith(f"t1.toml:{line_of(text, part)}:{column}: ")
    assert said in found


def test_a_fault_in_two_arms_of_equal_text_is_named_where_each_stands() -> None:
    wrong = "X1 exclude prior lorlatinibb [arm]\n"
    text = changed(
        TRIAL,
        ('doses = ["95 mg/m2/day oral"]\n', f"doses = []\ncriteria = '''\n{wrong}'''\n"),
        ("H1 require platelets >= 100000 /uL within 7 days [arm b]\n", wrong),
    )
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line + "\n" == wrong]
    assert [found.partition(": ")[0] for found in faults(text)] == [f"t1.toml:{number}:18" for number in lines]


def test_a_fault_in_criteria_on_the_line_of_their_key_has_the_column_of_the_file() -> None:
    text = changed(
        TRIAL,
        ('doses = ["95 mg/m2/day oral"]\n', "criteria = 'X1 exclude prior lorlatinibb [arm]'\n"),
    )
    (found,) = faults(text)
    line = text.splitlines()[line_of(text, "lorlatinibb") - 1]
    assert found.startswith(f"t1.toml:{line_of(text, 'lorlatinibb')}:{line.index('lorlatinibb') + 1}: ")


def test_a_macro_of_a_nearly_right_name_is_suggested() -> None:
    macros = parse_macros(
        "macro chemo_wait(usual = 3 weeks)\nW1 require $usual since last chemotherapy [m]\nend\n", name="m.crit"
    )
    text = changed(TRIAL, ("A1 require age >= 1 year and < 30 years", "use chem_wait()"))
    (found,) = faults(text, macros=macros)
    assert '"chem_wait" is not a macro (did you mean "chemo_wait"?)' in found


def test_a_parameter_that_a_macro_does_not_have_is_refused() -> None:
    macros = parse_macros(
        "macro chemo_wait(usual = 3 weeks)\nW1 require $usual since last chemotherapy [m]\nend\n", name="m.crit"
    )
    text = changed(TRIAL, ("A1 require age >= 1 year and < 30 years", "use chemo_wait(usuall = 4 weeks)"))
    (found,) = faults(text, macros=macros)
    assert '"usuall" is not a parameter of chemo_wait (did you mean "usual"?)' in found


def test_a_drop_of_what_is_not_there_is_refused() -> None:
    assert faults(changed(TRIAL, ("drop J1", "drop J9"))) == [
        't1.toml, T1/b/2: "drop J9" drops nothing; expected the id of a criterion that stands above'
    ]


def test_a_drop_among_the_criteria_of_the_trial_is_refused() -> None:
    text = changed(TRIAL, ("\nH1 require platelets >= 75000", "\ndrop A2\nH1 require platelets >= 75000"))
    assert faults(text) == ['t1.toml, T1: "drop A2" drops nothing; expected the id of a criterion that stands above']


def test_a_fault_of_the_trial_is_not_told_again_of_what_its_arms_drop() -> None:
    text = changed(TRIAL, ("age >= 1 year and", "agee >= 1 year and"), ("drop J1", "drop H1"))
    assert len(faults(text)) == 1


def test_an_id_that_stands_twice_is_refused() -> None:
    (found,) = faults(changed(TRIAL, ("J1 require judgement", "H1 require judgement"), ("drop J1\n", "")))
    assert '"H1" stands twice' in found


def test_criteria_that_cannot_be_met_are_refused_for_each_arm() -> None:
    found = faults(changed(TRIAL, ("age >= 1 year and < 30 years", "age >= 30 years and < 1 year")))
    assert {line.split(":")[0].split(", ")[1] for line in found} == {"a", "b/1", "b/2"}


def test_a_unit_that_does_not_fit_is_refused_with_its_place() -> None:
    text = changed(TRIAL, ("platelets >= 75000 /uL", "platelets >= 75000 mg"))
    found = faults(text)
    assert found
    assert all("mg" in line for line in found)


# --- files --------------------------------------------------------------------------------------------


def broken(folder: Path, **files: str | bytes) -> list[str]:
    lay_out(folder, {f"trials/{name}.toml": content for name, content in files.items()})
    return refused(read_portfolio, folder, knowledge=load_knowledge())


def test_what_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (found,) = broken(tmp_path, one='id = "T1"\ntitle = \n')
    assert found.startswith("one.toml: not TOML: ")
    assert "line 2" in found


def test_a_key_that_stands_twice_is_not_toml(tmp_path: Path) -> None:
    (found,) = broken(tmp_path, one=HEAD + TRIAL)
    assert found.startswith("one.toml: not TOML: ")


@pytest.mark.parametrize(
    "content", [b"\xff\xfeT\x001", bytes(range(256)), TRIAL.replace("Made up.", "Gr\xfc\xdfe").encode("latin-1")]
)
def test_what_is_not_text_is_named_with_the_byte(content: bytes, tmp_path: Path) -> None:
    (found,) = broken(tmp_path, one=content)
    assert found.startswith("one.toml: not UTF-8 text (byte ")
    assert found.endswith("Save it as UTF-8 text.")


def test_a_binary_file_that_is_text_by_chance_is_not_toml(tmp_path: Path) -> None:
    (found,) = broken(tmp_path, one=b"\x00\x01\x02")
    assert found.startswith("one.toml: not TOML: ")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    lay_out(tmp_path, {"trials/one.toml": ""})
    with (tmp_path / "trials" / "one.toml").open("r+b") as file:
        file.truncate(LARGEST + 1)
    assert refused(read_portfolio, tmp_path, knowledge=load_knowledge()) == [
        "one.toml: 5000001 bytes; expected at most 5000000 bytes"
    ]


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "trials" / "one.toml").mkdir(parents=True)
    (found,) = refused(read_portfolio, tmp_path, knowledge=load_knowledge())
    assert found.endswith("one.toml: cannot be read: Is a directory")


def test_the_faults_of_several_files_come_at_once(tmp_path: Path) -> None:
    found = broken(
        tmp_path,
        one="id = ",
        two=b"\xff",
        three=changed(TRIAL, (HEAD, 'id = "T3"\n'), ('phase = "1"', "phase = 1")),
        four=changed(TRIAL, (HEAD, 'id = "T4"\n'), ("platelets >= 75000", "plattelets >= 75000")),
        five=TRIAL,
    )
    assert sorted(line.split(".toml")[0] for line in found) == ["four", "one", "three", "two"]


def test_a_fault_of_a_macro_file_comes_with_those_of_the_trials(tmp_path: Path) -> None:
    lay_out(tmp_path, {"macros/m.crit": "macro a()\nA1 require age >= 1 year [x]\n", "trials/one.toml": "id = "})
    found = refused(read_portfolio, tmp_path, knowledge=load_knowledge())
    assert found[0] == 'm.crit:1:1: macro "a" is not closed; expected "end"'
    assert found[1].startswith("one.toml: not TOML: ")


def test_two_files_of_one_id_are_refused(tmp_path: Path) -> None:
    assert broken(tmp_path, one=TRIAL, two=TRIAL) == ["T1: two files have this id. Keep one file a trial."]


def test_two_trials_of_one_short_name_are_refused(tmp_path: Path) -> None:
    other = changed(TRIAL, (HEAD, 'id = "T2"\n'), ('short = "first"', 'short = "First"'))
    assert broken(tmp_path, one=TRIAL, two=other) == ['T2: another trial is called "First", too. Give it another name.']


def test_a_folder_without_trials_is_no_portfolio(tmp_path: Path) -> None:
    (found,) = refused(read_portfolio, tmp_path, knowledge=load_knowledge())
    assert found.endswith(": no trial files here; expected a folder with trials/*.toml or standing/*.toml")


def test_a_trial_file_by_itself_is_refused_with_every_fault(tmp_path: Path) -> None:
    lay_out(tmp_path, {"one.toml": changed(TRIAL, ('phase = "1"', "phase = 1"), ('short = "first"\n', ""))})
    assert refused(read_trial_file, tmp_path / "one.toml") == [
        "one.toml, short: missing. Add it.",
        "one.toml, phase: 1; expected a text",
    ]
    assert refused(read_trial_file, tmp_path / "two.toml")[0].endswith("cannot be read: No such file or directory")
