"""Text files: every way in which there is no usable text, and what a file that names its format gives its reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from rosette.designs import load_specification
from rosette.kernel import BadInput, Problems
from rosette.knowledge.rows import Row
from rosette.knowledge.textfiles import MOST_DECLARED, load_declared, load_toml, read_declared, read_text
from rosette.mibg import load_site

FORM = "thing-1"


class ThingError(BadInput):
    """A thing cannot be used."""


def make(row: Row, digest: str) -> tuple[str, str] | None:
    found = row.text("name"), digest
    row.close()
    return found if found[0] else None


def read(text: str) -> tuple[str, str]:
    return read_declared(text, make, error=ThingError, form=FORM, name="a.toml")


def faults(text: str) -> list[str]:
    with pytest.raises(ThingError) as caught:
        read(text)
    return [problem.found for problem in caught.value.problems]


def test_a_declared_text_gives_what_its_maker_finds_and_the_digest_of_the_text() -> None:
    text = 'format = "thing-1"\nname = "one"'
    assert read(text) == ("one", hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name = ", ["not TOML: Invalid value (at end of document)"]),
        ("", ["no format is given", '"name" is missing']),
        ('format = "thing-2"\nname = "one"', ['"thing-2" is not the format']),
        ('format = "thing-1"', ['"name" is missing']),
        ('format = "x"\nother = 1', ['"x" is not the format', '"name" is missing', 'unknown key "other"']),
    ],
)
def test_every_fault_of_a_declared_text_is_told(text: str, found: list[str]) -> None:
    assert faults(text) == found


def test_a_maker_that_gives_nothing_without_a_fault_is_an_error_of_the_program() -> None:
    with pytest.raises(AssertionError, match=r"a.toml: nothing was read"):
        read_declared(f'format = "{FORM}"', lambda row, digest: None, error=ThingError, form=FORM, name="a.toml")


def test_a_declared_file_is_read_up_to_its_largest_size(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    text = f'format = "{FORM}"\nname = "one"\n#'
    path.write_text(text.ljust(MOST_DECLARED, "x"))
    assert load_declared(path, read, error=ThingError, form=FORM)[0] == "one"
    path.write_text(text.ljust(MOST_DECLARED + 1, "x"))
    with pytest.raises(ThingError, match=f"{MOST_DECLARED + 1} bytes"):
        load_declared(path, read, error=ThingError, form=FORM)


@pytest.mark.parametrize("load", [load_specification, load_site])
@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xfe", "not UTF-8 text"), (None, "cannot be read: No such file or directory")]
)
def test_a_file_without_text_is_refused_and_told_what_it_should_begin_with(
    load: Callable[[Path], object], content: bytes | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=said) as caught:
        load(path)
    assert 'a file that begins format = "rosette-' in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1")
    problems = Problems()
    assert read_text(path, problems) == "a = 1"
    assert load_toml(path, problems) == {"a": 1}
    assert not problems
