"""rosette record import of tables: a mapping beside the file, one child or all of them, whole or not at all."""

from __future__ import annotations

import shutil

import pytest
from tests.support.command import CHILDREN, ROOT, rosette

from rosette.cli.importing_all import name_of

EXAMPLES = ROOT / "examples" / "interchange"
LIST = EXAMPLES / "laboratory-list.csv"
MAPPED = ["--mapping", LIST.with_suffix(".toml")]
AT = ["--at", "2026-06-02", "--json"]


def test_a_child_of_a_table_is_named_and_its_facts_are_told():
    run = rosette("record", "import", LIST, *MAPPED, "--child", "inv-01", "--new", "x", *AT)
    (file,) = run.data["files"]
    assert [(each["code"], each["value"]) for each in file["added"]] == [
        ("platelets", 75.5),
        ("anc", 1.2),
        ("platelets", 20),
    ]
    assert {each["place"] for each in file["losses"]} >= {'row 5, column "result"'}


def test_a_table_of_several_children_asks_which():
    run = rosette("record", "import", LIST, *MAPPED, "--new", "x")
    assert run.code == 2
    assert "inv-01" in run.err
    assert "inv-02" in run.err


def test_an_export_of_redcap_keeps_its_repeats_apart():
    table = EXAMPLES / "redcap-project.csv"
    run = rosette("record", "import", table, "--mapping", table.with_suffix(".toml"), "--new", "x", *AT)
    (file,) = run.data["files"]
    assert [each["kind"] for each in file["added"]] == ["laboratory", "condition"]
    assert [each["place"] for each in file["losses"]] == ['row 4, column "plt"']


def test_all_children_of_a_table_are_written_and_the_same_table_twice_changes_nothing(tmp_path):
    call = ["record", "import", LIST, *MAPPED, "--all", tmp_path, *AT]
    first = rosette(*call)
    assert [each["record"] for each in first.data["children"]] == ["inv-01", "inv-02"]
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert set(before) == {"inv-01.json", "inv-02.json"}
    again = rosette(*call)
    assert [len(file["added"]) for each in again.data["children"] for file in each["files"]] == [0, 0]
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


@pytest.fixture
def gapped(tmp_path):
    """A table of which one child has no day of birth."""
    file = tmp_path / "list.csv"
    file.write_text(LIST.read_text(encoding="utf-8").replace("02.11.2021", ""), encoding="utf-8")
    return file


def test_with_one_child_that_cannot_be_taken_in_nothing_is_written(gapped, tmp_path):
    folder = tmp_path / "out"
    run = rosette("record", "import", gapped, *MAPPED, "--all", folder)
    assert run.code == 3
    assert "inv-02" in run.err
    assert not folder.exists()
    skipped = rosette("record", "import", gapped, *MAPPED, "--all", folder, "--skip-bad", *AT)
    assert [each["child"] for each in skipped.data["skipped"]] == ["inv-02"]
    assert [each.name for each in folder.iterdir()] == ["inv-01.json"]


def test_a_preview_of_all_children_writes_nothing(tmp_path):
    run = rosette("record", "import", LIST, *MAPPED, "--all", tmp_path / "out", "--preview")
    assert "2 records previewed" in run.out
    assert not (tmp_path / "out").exists()


def test_a_shipped_mapping_is_called_by_its_name_or_found_by_its_columns(tmp_path):
    patients = tmp_path / "patients.csv"
    patients.write_text("mrn,familyName,gender,dateOfBirth\n7,Invented,female,2019-03-10\n", encoding="utf-8")
    run = rosette("record", "import", patients, "--mapping", "mcode-mrns", "--birth", "2019", "--new", "x", *AT)
    assert "mcode-mrns" in run.data["files"][0]["version"]
    assert "Invented" not in run.out


def test_a_folder_that_cannot_be_written_keeps_its_records(tmp_path):
    blocked = tmp_path / "out"
    blocked.mkdir()
    (blocked / ".inv-02.json.part").mkdir()
    run = rosette("record", "import", LIST, *MAPPED, "--all", blocked)
    assert run.code == 2
    assert [each.name for each in blocked.iterdir() if each.is_file()] == []
    shutil.rmtree(blocked)


@pytest.mark.parametrize("reference", ["../../x", "a/b", "", ".", "Müller", "x" * 80, "a.json"])
def test_a_reference_that_is_no_plain_name_never_names_a_file(reference):
    assert name_of(reference).startswith("child-")
    assert name_of("inv-01") == "inv-01"


def test_records_are_cut_into_a_folder_and_the_same_records_give_the_same_bytes(tmp_path):
    records = [CHILDREN / name for name in ("demo-01.json", "demo-06.json")]
    runs = [
        rosette("record", "export", *order, "--as", "tidy", "--on", "2026-06-02", "--out", tmp_path / name)
        for name, order in (("one", records), ("two", records[::-1]))
    ]
    assert [run.code for run in runs] == [0, 0]
    one, two = ({each.name: each.read_bytes() for each in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert {"children.csv", "codebook.csv", "manifest.json", "laboratory.parquet"} <= set(one)


def test_a_cut_never_mixes_with_other_files_and_its_secret_is_long(tmp_path):
    (tmp_path / "old.csv").write_text("a", encoding="utf-8")
    call = ["record", "export", CHILDREN / "demo-01.json", "--as", "tidy", "--on", "2026-06-02"]
    assert rosette(*call, "--out", tmp_path).code == 2
    assert [each.name for each in tmp_path.iterdir()] == ["old.csv"]
    assert rosette(*call, "--secret", tmp_path / "old.csv").code == 3


def test_what_holds_one_child_takes_one_record():
    records = [CHILDREN / name for name in ("demo-01.json", "demo-06.json")]
    assert rosette("record", "export", *records, "--as", "fhir").code == 2
