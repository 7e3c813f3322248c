"""Hostile and broken files are refused inside limits, with the place and the way out."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from rosette.interchange import (
    Content,
    InterchangeError,
    Limits,
    content_of,
    entries_of,
    format_of,
    json_of,
    lines_of,
    text_of,
    unpacked,
    xml_of,
)
from rosette.interchange.formats import FORMATS

SMALL = Limits(most_bytes=10_000, longest_line=100, deepest=20, most_entries=3)


def content(data: bytes) -> Content:
    return Content(name="f", data=data, limits=SMALL)


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, b"<a><b></a>", b"", b"<a>" * 50 + b"</a>" * 50, b"\xff\xfe\x00"])
def test_hostile_or_broken_xml_is_refused(data):
    with pytest.raises(InterchangeError):
        xml_of(content(data))


@pytest.mark.parametrize("data", [b"{", b'{"a": NaN}', b'{"a": 1e999}', b"[" * 100_000, b"\xff", b"\x00"])
def test_what_is_not_json_is_refused(data):
    with pytest.raises(InterchangeError):
        json_of(content(data))


def test_an_endless_line_is_refused_with_its_number():
    with pytest.raises(InterchangeError, match="line 2"):
        list(lines_of(content(b"ok\n" + b"x" * 200)))


def test_text_of_another_encoding_is_not_guessed():
    with pytest.raises(InterchangeError, match="byte 2"):
        text_of(content(b"a\xe9"))


def test_a_packed_bomb_is_refused_and_a_packed_text_is_read():
    assert unpacked(content(gzip.compress(b"chr1"))).data == b"chr1"
    with pytest.raises(InterchangeError, match="limit"):
        unpacked(content(gzip.compress(b"0" * 100_000)))
    with pytest.raises(InterchangeError):
        unpacked(content(gzip.compress(b"chr1")[:-6]))


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "c:out", "..\\out"])
def test_an_archive_that_leaves_its_folder_is_refused(name):
    with pytest.raises(InterchangeError, match="leaves"):
        entries_of(content(zipped(**{name: b"x"})))


def test_an_archive_that_unpacks_too_far_or_holds_too_many_is_refused():
    with pytest.raises(InterchangeError, match="limit"):
        entries_of(content(zipped(a=b"0" * 100_000)))
    with pytest.raises(InterchangeError, match="4 files"):
        entries_of(content(zipped(a=b"", b=b"", c=b"", d=b"")))
    assert entries_of(content(zipped(a=b"x")))["a"].data == b"x"


def test_a_file_beyond_its_limit_is_not_even_read(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as stream:
        stream.truncate(10_000_000_000)
    with pytest.raises(InterchangeError, match="10000 MB"):
        content_of(path)


def test_a_folder_is_its_files_and_one_digest(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    first = content_of(tmp_path)
    (tmp_path / "b.txt").write_text("y")
    second = content_of(tmp_path)
    assert set(second.files) == {"a.txt", "b.txt"}
    assert first.sha256 != second.sha256


def test_a_registry_record_is_sent_to_the_portfolio():
    with pytest.raises(InterchangeError, match="registry record"):
        format_of(content(b'{"protocolSection": {}}'), formats=FORMATS)


def test_what_is_no_format_names_the_formats():
    with pytest.raises(InterchangeError, match="hl7v2"):
        format_of(content(b"hello"), formats=FORMATS)
