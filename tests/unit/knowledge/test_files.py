"""What is not a readable TOML file is named; nothing else happens."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rosette.kernel import KnowledgeError
from rosette.knowledge import check_knowledge, files, load_knowledge

Faults = Callable[..., list[str]]


def said(root: Path) -> list[str]:
    return [problem.sentence() for problem in check_knowledge(root)]


def test_bad_toml_is_named_with_its_line(faults: Faults) -> None:
    found = faults("agent = 1\nagent = ]", bare=True)
    assert len(found) == 1
    assert found[0].startswith("extra/new.toml: not TOML: ")
    assert "line 2" in found[0]


def test_a_binary_file_is_named(base: Path) -> None:
    (base / "agents" / "image.toml").write_bytes(bytes(range(256)))
    assert said(base) == ["agents/image.toml: not text in UTF-8; expected a TOML file"]


def test_a_file_that_is_too_large_is_not_read(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 5_000)
    (base / "agents" / "large.toml").write_text("#" * 5_001)
    assert said(base) == ["agents/large.toml: larger than 0 MB; expected a smaller file. Split it."]


def test_the_limit_is_five_megabytes() -> None:
    assert files.MOST_BYTES == 5_000_000


def test_a_deeply_nested_file_is_named(base: Path) -> None:
    (base / "deep.toml").write_text("a = " + "[" * 100_000)
    found = said(base)
    assert len(found) == 1
    assert found[0].startswith("deep.toml: not TOML: ")


def test_a_file_that_cannot_be_read_is_named(base: Path) -> None:
    (base / "agents" / "folder.toml").mkdir()
    assert said(base) == ["agents/folder.toml: cannot be read (Is a directory)"]


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    found = said(tmp_path / "nowhere")
    assert found[0] == "nowhere: no data files here; expected a directory with references.toml"


def test_missing_bibliography_and_release_are_named(base: Path) -> None:
    (base / "references.toml").unlink()
    (base / "release.toml").unlink()
    found = said(base)
    assert "references.toml: missing or not readable" in found
    assert "release.toml: missing or not readable" in found


def test_a_release_is_text(faults: Faults) -> None:
    assert faults("release = 2026.11", "release.toml", bare=True) == [
        "release.toml.release: 2026.11 does not fit; expected text"
    ]


def test_other_files_are_left_alone(base: Path) -> None:
    (base / "README.md").write_text("words")
    assert said(base) == []


def test_loading_raises_with_every_fault(base: Path) -> None:
    (base / "agents" / "bad.toml").write_text("agent = [")
    (base / "classes" / "bad.toml").write_bytes(b"\xff")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(base)
    assert caught.value.exit_code == 3
    assert [problem.path for problem in caught.value.problems] == ["agents/bad.toml", "classes/bad.toml"]
    assert "knowledge: 2 problems" in caught.value.explain()


def test_a_failed_load_is_not_kept(base: Path) -> None:
    bad = base / "agents" / "bad.toml"
    bad.write_text("agent = [")
    with pytest.raises(KnowledgeError):
        load_knowledge(base)
    bad.unlink()
    assert load_knowledge(base).release == "test.1"


def test_a_load_is_kept_for_the_process(base: Path) -> None:
    assert load_knowledge(base) is load_knowledge(base)


def test_the_digest_names_content_and_place(base: Path, tmp_path: Path) -> None:
    one = files_digest(base)
    assert one == files_digest(base)
    (base / "agents" / "base.toml").rename(base / "agents" / "other.toml")
    two = files_digest(base)
    (base / "agents" / "other.toml").write_text((base / "agents" / "other.toml").read_text() + "# more\n")
    three = files_digest(base)
    assert len({one, two, three}) == 3


def files_digest(root: Path) -> str:
    from rosette.kernel import Problems

    problems = Problems()
    _, digest = files.read_files(root, problems)
    assert not problems
    return digest
