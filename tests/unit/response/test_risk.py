"""Risk groups of INRG and COG."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st
from tests.support.response import KNOWLEDGE, child

from rosette.kernel import PartialDate, UsageError
from rosette.knowledge import RiskGroup
from rosette.response import features_of, risk_group
from rosette.response.staged import staged
from rosette.response.staging import RiskFeatures

FINE = {"inpc": "favourable", "segmental": "no", "ploidy": "hyperdiploid"}


BORN = {"birth": PartialDate.parse("2024-01-15")}


AT = {6: date(2024, 7, 15), 11: date(2025, 1, 14), 12: date(2025, 1, 15), 17: date(2025, 7, 14), 18: date(2025, 7, 15)}


@pytest.mark.parametrize(
    ("stage", "months", "features", "group"),
    [
        ("L1", 18, {"histology": "maturing"}, "A"),
        ("L1", 18, {"histology": "other", "mycn": "not_amplified"}, "B"),
        ("L1", 6, {"histology": "other", "mycn": "amplified"}, "K"),
        ("L2", 17, {"histology": "other", "mycn": "not_amplified", "eleven_q": "no"}, "D"),
        ("L2", 17, {"histology": "other", "mycn": "not_amplified", "eleven_q": "yes"}, "G"),
        (
            "L2",
            18,
            {"histology": "other", "mycn": "not_amplified", "eleven_q": "no", "differentiation": "differentiating"},
            "E",
        ),
        ("L2", 18, {"histology": "other", "mycn": "not_amplified", "differentiation": "poor"}, "H"),
        ("L2", 18, {"histology": "other", "mycn": "amplified"}, "N"),
        ("M", 17, {"mycn": "not_amplified", "ploidy": "hyperdiploid"}, "F"),
        ("M", 11, {"mycn": "not_amplified", "ploidy": "diploid"}, "I"),
        ("M", 12, {"mycn": "not_amplified", "ploidy": "diploid"}, "J"),
        ("M", 17, {"mycn": "amplified"}, "O"),
        ("M", 18, {}, "P"),
        ("MS", 6, {"mycn": "not_amplified", "eleven_q": "no"}, "C"),
        ("MS", 6, {"mycn": "not_amplified", "eleven_q": "yes"}, "Q"),
        ("MS", 6, {"mycn": "amplified"}, "R"),
    ],
)
def test_inrg_groups(stage, months, features, group):
    found = risk_group("INRG", RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **features), KNOWLEDGE)
    assert [row.group for row in found.rows] == [group]
    assert len(found.risks) == 1


@pytest.mark.parametrize(
    ("stage", "months", "features", "risks"),
    [
        ("M", 18, {}, ("high",)),
        ("M", 17, {"mycn": "not_amplified", "ploidy": "diploid"}, ("high",)),
        ("M", 17, {"mycn": "not_amplified", **FINE}, ("intermediate",)),
        ("M", 11, {"mycn": "not_amplified"}, ("intermediate",)),
        ("L1", 6, {"mycn": "not_amplified"}, ("low",)),
        ("L1", 6, {"mycn": "amplified", "resected": "incomplete"}, ("high",)),
        ("L1", 6, {"mycn": "amplified", "resected": "complete"}, ("low",)),
        ("L2", 18, {"mycn": "not_amplified", "inpc": "favourable"}, ("intermediate",)),
        ("L2", 18, {"mycn": "not_amplified"}, ("high", "intermediate")),
        ("MS", 6, {"mycn": "not_amplified", **FINE, "symptoms": "no"}, ("low",)),
        ("MS", 6, {"mycn": "not_amplified", **FINE, "symptoms": "yes"}, ("intermediate",)),
    ],
)  # fmt: skip
def test_cog_version_2(stage, months, features, risks):
    found = risk_group("COG", RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **features), KNOWLEDGE)
    assert found.risks == risks


def test_what_is_not_known_leaves_groups_open_and_says_what_would_decide():
    found = risk_group("INRG", RiskFeatures(stage="M", diagnosed=AT[6], **BORN), KNOWLEDGE)
    assert {row.group for row in found.rows} == {"F", "I", "O"}
    assert set(found.asks) == {"MYCN", "ploidy"}
    assert "not decided" in found.sentence


@given(
    stage=st.sampled_from(["L1", "L2", "M", "MS"]),
    months=st.sampled_from(sorted(AT)),
    features=st.fixed_dictionaries(
        {
            "histology": st.just("other"),
            "differentiation": st.sampled_from(["differentiating", "poor"]),
            "mycn": st.sampled_from(["amplified", "not_amplified"]),
            "eleven_q": st.sampled_from(["yes", "no"]),
            "ploidy": st.sampled_from(["diploid", "hyperdiploid"]),
        }
    ),
)
def test_learning_a_feature_only_narrows_the_groups(stage, months, features):
    whole = RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **features)
    known = {row.group for row in risk_group("INRG", whole, KNOWLEDGE).rows}
    for name in features:
        less = {key: value for key, value in features.items() if key != name}
        wider = risk_group("INRG", RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **less), KNOWLEDGE)
        assert known <= {row.group for row in wider.rows}
    outside = stage == "MS" and months == 18
    assert len(known) == (0 if outside else 1)


def test_a_record_gives_its_features_and_what_is_said_goes_before_them():
    diagnosis = {"kind": "diagnosis", "on": "2020-01-02", "inrgss": "M", "mycn": "gain", "ploidy": "diploid"}
    record = child(diagnosis, birth="2019-03-02")
    features = features_of(record, KNOWLEDGE)
    assert (features.stage, features.mycn, features.ploidy, features.eleven_q) == (
        "M",
        "not_amplified",
        "diploid",
        None,
    )
    found = staged(record, knowledge=KNOWLEDGE, distant=["skin"])
    assert found.stages[0].stages == ("MS",)
    assert {row.group for row in found.risks[0].rows} == {"C", "Q"}
    with pytest.raises(UsageError, match="intraspinal"):
        staged(record, knowledge=KNOWLEDGE, distant=["none"], risk_factors=["intraspinale"])


def test_every_row_of_the_tables_is_reached_by_some_child():
    reached = set()
    for row in KNOWLEDGE.table(RiskGroup).values():
        fields = (
            "histology",
            "differentiation",
            "mycn",
            "eleven_q",
            "ploidy",
            "inpc",
            "segmental",
            "resected",
            "symptoms",
        )
        stated = {name: getattr(row, name)[0] for name in fields if getattr(row, name)}
        for months, day in AT.items():
            features = RiskFeatures(stage=row.stage[0], diagnosed=day, **BORN, **stated)
            found = risk_group(row.system, features, KNOWLEDGE)
            reached |= {each.id for each in found.rows if months}
    assert reached == set(KNOWLEDGE.table(RiskGroup))


def test_unfavourable_l2_from_18_months_is_high_whatever_mycn():
    found = risk_group("COG", RiskFeatures(stage="L2", diagnosed=AT[18], inpc="unfavourable", **BORN), KNOWLEDGE)
    assert found.risks == ("high",)


def test_a_birth_that_is_not_exact_leaves_the_age_open_only_where_it_decides():
    def groups(birth):
        features = RiskFeatures(stage="M", diagnosed=date(2025, 7, 15), birth=PartialDate.parse(birth))
        return {row.group for row in risk_group("INRG", features, KNOWLEDGE).rows}

    assert groups("2022") == {"P"}
    assert "P" in groups("2024-01")
    assert groups("2024-01") > {"P"}
    assert "P" not in groups("2024-02")


@pytest.mark.parametrize("missing", [{"birth": None}, {"diagnosed": None}])
def test_an_age_that_is_not_known_is_asked_for(missing):
    features = RiskFeatures(**{"stage": "M", "diagnosed": AT[6], **BORN, "mycn": "amplified", **missing})
    found = risk_group("INRG", features, KNOWLEDGE)
    assert {row.group for row in found.rows} == {"O", "P"}
    assert found.asks == ("age at diagnosis",)


def test_a_record_of_no_exact_diagnosis_gives_no_day_of_it():
    blurred = child({"kind": "diagnosis", "on": "2020-01", "mycn": "amplified"})
    assert features_of(blurred, KNOWLEDGE).diagnosed is None
    assert features_of(blurred, KNOWLEDGE).mycn == "amplified"
    assert features_of(blurred, KNOWLEDGE, mycn=None).mycn == "amplified"
    assert features_of(blurred, KNOWLEDGE, mycn="not_amplified").mycn == "not_amplified"


def test_a_group_that_is_decided_asks_nothing_and_one_beside_the_table_says_so():
    high = risk_group("COG", RiskFeatures(stage="M", diagnosed=AT[18], **BORN), KNOWLEDGE)
    assert (high.risks, high.rest, high.asks) == (("high",), None, ())
    assert high.sentence.startswith("COG: high risk")
    outside = risk_group("INRG", RiskFeatures(stage="MS", diagnosed=AT[18], **BORN, mycn="amplified"), KNOWLEDGE)
    assert outside.sentence == "INRG: no row of the table fits"
