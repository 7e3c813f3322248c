"""Files that come in: what is what it says and harmless comes in, everything else is refused with a sentence."""

import io
import socket
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from rosette.server.uploads import ClamdScanner, Limits, MarkerScanner, UploadRefused, inspect
from rosette.server.uploads.inspect import display_name
from rosette.server.uploads.scanning import MARKER

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << >>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, format=kind, **more)
    return out.getvalue()


def archive(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


def refusal(name: str, data: bytes, **more: object) -> str:
    with pytest.raises(UploadRefused) as caught:
        inspect(name, data, **more)  # type: ignore[arg-type]
    assert all(problem.found for problem in caught.value.problems)
    return caught.value.explain()


GOOD = {
    "report.pdf": PDF,
    "scan.png": picture(),
    "scan.jpg": picture("JPEG"),
    "record.json": b'{"format": "rosette-record/1"}',
    "counts.csv": b"day,platelets\n2026-05-29,75\n",
    "note.txt": "Größe 110 cm".encode(),
    "all.zip": archive({"a/report.pdf": PDF, "b.csv": b"1,2"}),
    "image.dcm": bytes(128) + b"DICM" + bytes(20),
}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_what_a_hospital_sends_comes_in(name: str) -> None:
    found = inspect(name, GOOD[name], scanner=MarkerScanner())
    assert found.name == name
    assert found.scanned


BAD = {
    "empty": ("report.pdf", b"", "empty"),
    "renamed program": ("report.pdf", b"MZ\x90\x00" + bytes(50), "no pdf"),
    "program as text": ("run.txt", b"\x7fELF" + bytes(50), "binary|no UTF-8|two things"),
    "script": ("run.sh", b"#!/bin/sh\n", "not taken"),
    "page": ("page.html", b"<html>", "not taken"),
    "drawing": ("pic.svg", b"<svg onload=alert(1)>", "not taken"),
    "page as text": ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
    "drawing as text": ("page.csv", b"<svg onload='x'>", "web page"),
    "picture with an archive behind": ("scan.png", picture() + archive({"a.txt": b"x"}), "two things"),
    "picture with a page in it": ("scan.png", picture()[:30] + b"<script>" + picture()[30:], "two things|decoded"),
    "pdf behind a picture": (
        "scan.jpg",
        picture("JPEG")[:20] + b"%PDF-1.7" + picture("JPEG")[20:],
        "two things|decoded",
    ),
    "active pdf": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /OpenAction 4 0 R /JavaScript (x)"), "active"),
    "pdf that starts programs": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /Launch <<>>"), "active"),
    "pdf with a file inside": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /EmbeddedFile <<>>"), "active"),
    "cut pdf": ("a.pdf", b"%PDF-1.7 and then nothing", "cut off"),
    "broken picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "decoded"),
    "not dicom": ("a.dcm", bytes(200), "no DICOM"),
    "wrong encoding": ("a.csv", "Größe".encode("latin-1"), "UTF-8"),
    "broken zip": ("a.zip", b"PK\x03\x04 broken", "cannot be read"),
    "path in a zip": ("a.zip", archive({"../../etc/passwd.txt": b"x"}), "leaves its folder"),
    "rooted path in a zip": ("a.zip", archive({"/etc/passwd.txt": b"x"}), "leaves its folder"),
    "program in a zip": ("a.zip", archive({"a.exe": b"MZ"}), "not taken inside"),
    "zip in a zip": ("a.zip", archive({"b.zip": archive({"c.txt": b"x"})}), "not taken inside"),
    "bomb": ("a.zip", archive({"a.txt": bytes(30_000_000)}), "unpacks to far more"),
    "many files": ("a.zip", archive({f"{n}.txt": b"x" for n in range(1200)}), "files inside"),
    "no ending": ("report", PDF, "not taken"),
    "two endings": ("report.pdf.exe", PDF, "not taken"),
}


@pytest.mark.parametrize("case", sorted(BAD))
def test_what_may_harm_is_refused_with_a_reason(case: str) -> None:
    name, data, words = BAD[case]
    text = refusal(name, data, scanner=MarkerScanner())
    assert any(word in text for word in words.split("|")), text


def test_a_bomb_that_lies_about_its_size_is_stopped_by_counting() -> None:
    raw = archive({"a.txt": bytes(30_000_000)})
    small = struct.pack("<I", 100)
    lying = raw.replace(struct.pack("<I", 30_000_000), small)
    assert "unpack" in refusal("a.zip", lying) or "cannot be unpacked" in refusal("a.zip", lying)


def test_an_archive_with_a_password_is_refused() -> None:
    raw = bytearray(archive({"a.txt": b"secret"}))
    at = raw.index(b"PK\x01\x02") + 8
    raw[at] |= 1
    raw[6] |= 1
    assert "password" in refusal("a.zip", bytes(raw))


def test_a_link_in_an_archive_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        entry = zipfile.ZipInfo("a.txt")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    assert "a link" in refusal("a.zip", out.getvalue())


def test_too_large_is_refused_with_the_limit() -> None:
    assert "at most 1 MB" in refusal("a.pdf", PDF + bytes(2_000_000), limits=Limits(most_bytes=1_000_000))


def test_a_picture_of_too_many_points_is_not_decoded() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    assert "points" in refusal("a.png", raw)


@pytest.mark.parametrize("wrap", [lambda raw: ("a.txt", raw), lambda raw: ("a.zip", archive({"a.txt": raw}))])
def test_the_test_string_of_scanners_is_found_also_in_an_archive(wrap: object) -> None:
    name, data = wrap(MARKER)  # type: ignore[operator]
    assert "EICAR" in refusal(name, data, scanner=MarkerScanner())


def test_places_and_names_in_a_picture_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home, 12 Invented Street"
    raw = picture("JPEG", exif=exif)
    assert b"Invented Street" in raw
    found = inspect("a.jpg", raw)
    assert b"Invented Street" not in found.data
    assert Image.open(io.BytesIO(found.data)).size == (8, 6)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/report.pdf", "report.pdf"),
        ("C:\\temp\\report.pdf", "report.pdf"),
        ("re\u202eport\x00.pdf", "report.pdf"),
        ("...", "file"),
    ],
)
def test_names_are_shown_without_paths_and_controls(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_every_reason_is_given_at_once() -> None:
    text = refusal("a.zip", archive({"../x.exe": b"MZ"}))
    assert "leaves its folder" in text
    assert "not taken inside" in text


def test_without_a_scanner_a_warning_stands_at_the_file() -> None:
    assert inspect("a.pdf", PDF).warnings == ("no malware scanner is set up",)


@pytest.mark.enable_socket
def test_a_scanner_that_does_not_answer_lets_nothing_in(tmp_path: object) -> None:
    assert "scanner does not run" in refusal("a.pdf", PDF, scanner=ClamdScanner(f"{tmp_path}/none.sock"))
    assert socket.AF_UNIX
