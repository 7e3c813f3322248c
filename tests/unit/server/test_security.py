"""Sealed texts and the audit chain: what is moved, changed, dropped or cut is seen."""

import base64
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from hypothesis import given, strategies as st

from rosette.server.security import (
    BlindIndex,
    Checkpoint,
    DataKey,
    Entry,
    MasterKeys,
    Row,
    Signer,
    VaultError,
    Wrapped,
    canonical,
    link,
    read_checkpoints,
    verify,
)

KEY = bytes(range(32))
OLD = base64.b64encode(bytes(range(32))).decode()
NEW = base64.b64encode(bytes(range(100, 132))).decode()
PLACE = {"table": "t", "column": "c", "row": "r"}
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
AUDIT_KEY = b"k" * 32
SIGNER = Signer.parse(base64.b64encode(bytes(range(50, 82))).decode())
texts = st.text(max_size=40)


@given(plain=st.binary(max_size=400))
def test_what_is_sealed_opens_in_its_place(plain: bytes) -> None:
    assert DataKey(KEY).open(DataKey(KEY).seal(plain, **PLACE), **PLACE) == plain


@pytest.mark.parametrize("moved", [{"table": "x"}, {"column": "x"}, {"row": "x"}])
def test_a_ciphertext_cannot_be_moved(moved: dict[str, str]) -> None:
    sealed = DataKey(KEY).seal(b"neuroblastoma", **PLACE)
    with pytest.raises(VaultError, match="moved"):
        DataKey(KEY).open(sealed, **{**PLACE, **moved})


def test_names_of_places_do_not_run_into_each_other() -> None:
    sealed = DataKey(KEY).seal(b"x", table="ab", column="c", row="r")
    with pytest.raises(VaultError):
        DataKey(KEY).open(sealed, table="a", column="bc", row="r")


@given(place=st.integers(0, 40), bit=st.integers(0, 7))
def test_one_flipped_bit_is_seen(place: int, bit: int) -> None:
    sealed = bytearray(DataKey(KEY).seal(b"twelve bytes", **PLACE))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(VaultError):
        DataKey(KEY).open(bytes(sealed), **PLACE)


def test_equal_texts_are_sealed_differently() -> None:
    assert DataKey(KEY).seal(b"x", **PLACE) != DataKey(KEY).seal(b"x", **PLACE)


def test_a_data_key_is_bound_to_its_child() -> None:
    masters = MasterKeys.parse(f"k1:{OLD}")
    wrapped = masters.new_key(child="c1")
    assert masters.unwrap(wrapped.sealed, key_id="k1", child="c1").key != bytes(32)
    with pytest.raises(VaultError):
        masters.unwrap(wrapped.sealed, key_id="k1", child="c2")


def test_master_keys_rotate_without_touching_data() -> None:
    before = MasterKeys.parse(f"k1:{OLD}")
    wrapped = before.new_key(child="c1")
    sealed = before.unwrap(wrapped.sealed, key_id="k1", child="c1").seal(b"fact", **PLACE)
    after = MasterKeys.parse(f"k2:{NEW},k1:{OLD}")
    fresh = after.rewrap(wrapped, child="c1")
    assert fresh.key_id == "k2"
    only_new = MasterKeys.parse(f"k2:{NEW}")
    assert only_new.unwrap(fresh.sealed, key_id="k2", child="c1").open(sealed, **PLACE) == b"fact"


def test_a_destroyed_key_ends_reading() -> None:
    with pytest.raises(VaultError, match="destroyed"):
        MasterKeys.parse(f"k1:{OLD}").unwrap(b"", key_id="k1", child="c1")


def test_a_missing_master_key_is_named() -> None:
    with pytest.raises(VaultError, match="k9"):
        MasterKeys.parse(f"k1:{OLD}").rewrap(Wrapped("k9", b"x" * 60), child="c1")


@pytest.mark.parametrize(
    "text", ["", "k1:short", f"k1:{base64.b64encode(bytes(32)).decode()}", f"k1:{OLD},k1:{NEW}", OLD]
)
def test_weak_keys_are_refused(text: str) -> None:
    with pytest.raises(VaultError):
        MasterKeys.parse(text)


def test_the_error_of_a_weak_key_does_not_print_it() -> None:
    weak = base64.b64encode(b"hunter2").decode()
    with pytest.raises(VaultError) as caught:
        MasterKeys.parse(f"k1:{weak}")
    assert weak not in caught.value.explain()


def test_the_index_finds_a_number_however_it_is_typed() -> None:
    index = BlindIndex.parse(NEW)
    assert index.of("hillside/AB-12 34") == index.of("HILLSIDE/ab1234")
    assert index.of("hillside/1") != index.of("hillsid/e1")
    assert index.of("1") != BlindIndex.parse(OLD).of("1")


def entry(seq: int, **more: object) -> Entry:
    told = {
        "seq": seq,
        "at": AT + timedelta(seconds=seq),
        "actor": "a",
        "role": "coordinator",
        "act": "fact.add",
        "object_type": "fact",
        "object_id": f"f{seq}",
        "child": "c",
        "purpose": "care",
        "fields": ("laboratory",),
        "origin": "-",
        "request": "r",
        "outcome": "done",
        "detail": "",
    }
    return Entry(**{**told, **more})  # type: ignore[arg-type]


def chain(count: int, *, key: bytes = AUDIT_KEY) -> list[Row]:
    rows: list[Row] = []
    for seq in range(1, count + 1):
        made = link(entry(seq), previous=rows[-1].digest if rows else b"", key=key)
        rows.append(Row(entry(seq), made.digest, made.mac))
    return rows


def test_a_whole_chain_is_whole() -> None:
    found = verify(chain(9), key=AUDIT_KEY)
    assert found.whole
    assert found.rows == 9


@pytest.mark.parametrize(
    "name", [each.name for each in attrs.fields(Entry) if each.name not in ("seq", "at", "fields")]
)
def test_one_changed_byte_is_named_by_its_row(name: str) -> None:
    rows = chain(9)
    rows[4] = Row(attrs.evolve(rows[4].entry, **{name: "changed"}), rows[4].digest, rows[4].mac)
    assert verify(rows, key=AUDIT_KEY).bad == 5


def test_a_dropped_row_is_named() -> None:
    rows = chain(9)
    del rows[3]
    found = verify(rows, key=AUDIT_KEY)
    assert found.bad == 4
    assert "missing" in found.why


def test_swapped_rows_are_named() -> None:
    rows = chain(9)
    rows[2], rows[3] = rows[3], rows[2]
    assert verify(rows, key=AUDIT_KEY).bad == 3


def test_swapped_contents_are_named() -> None:
    rows = chain(9)
    third, fourth = rows[2], rows[3]
    rows[2] = Row(attrs.evolve(fourth.entry, seq=3), fourth.digest, fourth.mac)
    rows[3] = Row(attrs.evolve(third.entry, seq=4), third.digest, third.mac)
    assert verify(rows, key=AUDIT_KEY).bad == 3


def test_a_chain_written_anew_without_the_key_is_seen() -> None:
    found = verify(chain(9, key=b"guess" * 7), key=AUDIT_KEY)
    assert found.bad == 1
    assert "not written by this server" in found.why


def checkpoint(rows: list[Row], seq: int) -> Checkpoint:
    return SIGNER.sign(seq=seq, digest=rows[seq - 1].digest, at=AT)


def test_a_cut_tail_is_caught_by_the_outside_checkpoint() -> None:
    rows = chain(9)
    cut = rows[:6]
    assert verify(cut, key=AUDIT_KEY).whole
    found = verify(cut, key=AUDIT_KEY, checkpoints=[checkpoint(rows, 8)], signer=SIGNER)
    assert found.bad == 7
    assert "cut" in found.why


def test_an_old_copy_written_on_with_the_key_is_caught_by_the_checkpoint() -> None:
    rows = chain(9)
    other = chain(5)
    for seq in (6, 7, 8, 9):
        made = link(entry(seq, detail="rewritten"), previous=other[-1].digest, key=AUDIT_KEY)
        other.append(Row(entry(seq, detail="rewritten"), made.digest, made.mac))
    assert verify(other, key=AUDIT_KEY).whole
    assert verify(other, key=AUDIT_KEY, checkpoints=[checkpoint(rows, 7)], signer=SIGNER).bad == 7


def test_a_forged_checkpoint_is_refused() -> None:
    rows = chain(3)
    forged = attrs.evolve(checkpoint(rows, 2), digest=b"x" * 32)
    found = verify(rows, key=AUDIT_KEY, checkpoints=[forged], signer=SIGNER)
    assert "signature" in found.why


def test_checkpoints_are_read_back() -> None:
    marks = [checkpoint(chain(4), seq) for seq in (1, 3)]
    assert list(read_checkpoints("".join(mark.line() for mark in marks))) == marks


def test_every_bad_line_of_a_checkpoint_file_is_listed() -> None:
    with pytest.raises(VaultError) as caught:
        read_checkpoints("nonsense\nrosette-checkpoint x y z w\n")
    assert len(caught.value.problems) == 2


@given(first=st.tuples(texts, texts), second=st.tuples(texts, texts))
def test_different_entries_never_have_one_text(first: tuple[str, str], second: tuple[str, str]) -> None:
    one, two = (entry(1, object_id=pair[0], detail=pair[1]) for pair in (first, second))
    assert (canonical(one) == canonical(two)) is (first == second)
