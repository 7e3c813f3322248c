"""What is hostile or broken is refused inside limits, and never brings a reader down."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest
from hypothesis import given, settings, strategies as st
from tests.unit.interchange import test_cbioportal as studies, test_phenopackets as packets, test_variants as variants
from tests.unit.interchange.genomic import asked, content, merged

from rosette.interchange import Format, InterchangeError
from rosette.interchange.cbioportal import CBIOPORTAL
from rosette.interchange.formats import FORMATS
from rosette.interchange.phenopackets import PHENOPACKETS
from rosette.interchange.reading import format_of
from rosette.interchange.variants import MAF, VCF
from rosette.kernel import UsageError

PACKET = json.dumps(
    packets.packet(
        phenotypicFeatures=[{"type": {"id": "HP:0001250"}, "onset": packets.STAMP, "excluded": True}],
        diseases=[{"term": packets.NEUROBLASTOMA, "onset": {"age": {"iso8601duration": "P3Y2M"}}}],
        interpretations=[packets.interpretation()],
    )
).encode()
CALLS = variants.vcf(variants.row(), variants.row("GENE=MYCN", alt="<AMP>", call="GT:CN 0/1:40")).encode()
TABLE = b"#version 2.4\n" + variants.MAF_HEAD.replace(" ", "\t").encode()
TABLE += b"\nALK\tGRCh38\tMissense_Mutation\tS1\tp.F1174L\tc.1A>T\t100\t31\tSomatic\tPASS\n"
CLINICAL = studies.STUDY["data_cna.txt"].encode()


def archive(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("meta_study.txt", "type_of_cancer: nbl\n")
        files.writestr(name, data)
    return packed.getvalue()


HOSTILE = [
    (VCF, "bomb.vcf.gz", gzip.compress(b"##fileformat=VCFv4.2\n" + b"A" * 200_000)),
    (VCF, "cut.vcf.gz", gzip.compress(CALLS)[:40]),
    (VCF, "line.vcf", b"##fileformat=VCFv4.2\n" + b"A" * 60_000),
    (VCF, "latin.vcf", CALLS.replace(b"panel", b"\xe9") + b"\xff"),
    (VCF, "binary.vcf", b"##fileformat=VCFv4.2\n\x00\x00"),
    (VCF, "rows.vcf", CALLS + variants.row().replace(" ", "\t").encode() * 1 + b"\n1\t1" * 60),
    (VCF, "head.vcf", b"##fileformat=VCFv4.2\n2\t1\t.\tG\tT\t.\t.\t.\n"),
    (MAF, "bomb.maf.gz", gzip.compress(TABLE + b"A" * 200_000)),
    (MAF, "line.maf", TABLE + b"A" * 60_000),
    (MAF, "latin.maf", TABLE + b"\xff"),
    (PHENOPACKETS, "deep.json", b'{"subject":' + b'{"a":' * 200 + b"1" + b"}" * 201),
    (PHENOPACKETS, "deeper.json", b"[" * 50_000),
    (PHENOPACKETS, "number.json", b'{"subject": {}, "x": 1e999}'),
    (PHENOPACKETS, "latin.json", b'{"subject": "\xff"}'),
    (PHENOPACKETS, "cut.json", PACKET[:-5]),
    (CBIOPORTAL, "slip.zip", archive("../out.txt", b"x")),
    (CBIOPORTAL, "bomb.zip", archive("data_cna.txt", b"0" * 200_000)),
    (CBIOPORTAL, "cut.zip", archive("data_cna.txt", b"x")[:-9]),
]


@pytest.mark.parametrize(("form", "name", "data"), HOSTILE, ids=[name for _, name, _ in HOSTILE])
def test_what_is_hostile_is_refused_inside_limits(form: Format, name: str, data: bytes):
    with pytest.raises(InterchangeError):
        form.read(content(data, name=name, most_bytes=100_000, longest_line=50_000, most_items=50), asked())


def broken(data: st.DataObject, whole: bytes) -> bytes:
    """A sample with a piece cut out, doubled or replaced."""
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    new = data.draw(
        st.sampled_from((b"", b"\t", b"\n", b"NA", b".", b"[", b"<", b"{", b'"', b"0", b"-1", b"\xc3\xa9", b"%"))
    )
    return whole[:start] + new * data.draw(st.integers(1, 3)) + whole[end:]


def survives(form: Format, data: bytes | dict[str, str]) -> None:
    try:
        found = form.read(content(data, name="broken"), asked(panel=variants.PANEL))
    except (InterchangeError, UsageError):
        return
    assert found == form.read(content(data, name="broken"), asked(panel=variants.PANEL))
    for number in range(len(found.children)):
        merged(found, child=number)


@pytest.mark.parametrize(("form", "whole"), [(VCF, CALLS), (MAF, TABLE), (PHENOPACKETS, PACKET)])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_broken_file_is_read_or_refused_and_always_the_same(form, whole, data):
    survives(form, broken(data, broken(data, whole)))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_broken_study_is_read_or_refused_and_always_the_same(data):
    name = data.draw(st.sampled_from(sorted(studies.STUDY)))
    text = broken(data, studies.STUDY[name].encode()).decode("utf-8", "replace")
    survives(CBIOPORTAL, {**studies.STUDY, name: text})


@settings(max_examples=40, deadline=None)
@given(
    raw=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=6,
    ),
    data=st.data(),
)
def test_a_packet_of_any_shape_is_read_or_refused(raw, data):
    packet = json.loads(PACKET)
    keys = (
        "subject",
        "phenotypicFeatures",
        "diseases",
        "interpretations",
        "metaData",
        "measurements",
        "medicalActions",
    )
    packet[data.draw(st.sampled_from(keys))] = data.draw(
        st.sampled_from((raw, [raw], {"type": raw, "term": raw}, [{"treatment": {"agent": raw}}]))
    )
    survives(PHENOPACKETS, json.dumps(packet).encode())


@pytest.mark.parametrize(
    ("name", "data"), [("vcf", CALLS), ("maf", TABLE), ("phenopacket", PACKET), ("cbioportal", dict(studies.STUDY))]
)
def test_each_file_looks_like_one_format(name, data):
    assert format_of(content(data), formats=FORMATS).name == name
