"""The data that we ship are clean, complete for the vocabulary, and small enough to load in a blink."""

import time
from datetime import date
from pathlib import Path

from rosette.knowledge import Knowledge, check_knowledge, loader


def test_the_shipped_data_pass_every_gate() -> None:
    assert [problem.sentence() for problem in check_knowledge()] == []


def test_a_release_has_a_number_and_a_digest(shipped: Knowledge) -> None:
    assert shipped.release == "2026.11"
    assert len(shipped.digest) == 64


def test_there_are_enough_agents(shipped: Knowledge) -> None:
    assert len(shipped.agents) >= 150


def test_every_anthracycline_has_a_factor_or_is_known_to_lack_one(shipped: Knowledge) -> None:
    group = shipped.cumulative_groups["anthracycline_doxorubicin_equivalent"]
    agents = shipped.members("anthracycline") & set(shipped.agents)
    assert {agent for agent in agents if group.factor(agent) is None} == {
        "liposomal_doxorubicin",
        "pixantrone",
    }


def test_radiation_adds_up_by_class(shipped: Knowledge) -> None:
    group = shipped.cumulative_groups["radiation_abdominal_radiation"]
    assert (group.unit, group.fact_kind, group.members) == ("Gy", "radiation", ("abdominal_radiation",))
    assert group.factor("anything") == 1.0
    assert "radiation_radiation" not in shipped.cumulative_groups


def test_alleles_in_the_set_are_activating_and_verified(shipped: Knowledge) -> None:
    alleles = shipped.allele_sets["alk_activating"]
    assert {"F1174L", "R1275Q", "F1245C"} <= alleles
    assert not {"F1174C", "T1151M"} & alleles  # held to be activating, but not read
    assert not {"I1250T", "L1198F"} & alleles  # read: not activating


def test_unverified_rows_are_kept_and_listed(shipped: Knowledge) -> None:
    listed = {(row.kind, row.entry.id) for row in shipped.unverified()}
    assert ("half_life", "temsirolimus") in listed
    assert ("conversion_set", "anthracycline_cog_v5") in listed
    assert ("allele", "F1174C") in listed
    assert all(row.entry.unverified for row in shipped.unverified())


def test_every_source_is_used_or_cited_by_code(shipped: Knowledge) -> None:
    used = {source.ref for row in shipped.rows for source in row.entry.sources}
    code = "".join(path.read_text(encoding="utf-8") for path in Path("src/rosette").rglob("*.py"))
    cited = {key for key in shipped.references if f"[@{key}," in code}
    assert set(shipped.references) - used - cited == set()


def test_nothing_is_overdue_on_the_day_of_the_review(shipped: Knowledge) -> None:
    assert shipped.stale(date(2026, 11, 25)) == ()


def test_reading_all_files_takes_little_time() -> None:
    started = time.perf_counter()
    loader.check_knowledge()
    assert time.perf_counter() - started < 1.0  # 0.1 s on the reference machine; room for a loaded one
