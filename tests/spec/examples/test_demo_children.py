"""The twenty invented demo children: what each is there to show, and that together they show every sort of record.

They are written for one judging day, 1 June 2026. A row of the table is a criterion asked of one child: yes, no, or
"?" with the reason why it is unknown ("*": whatever the reason).
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from tests.support.records import table

from rosette.eligibility import Criterion, Judgement, Subject, Why, judge_for, parse_criteria, vocabulary_of
from rosette.eligibility.nodes import Attested, Leaf, leaves
from rosette.kernel import Truth
from rosette.knowledge import Knowledge, load_knowledge
from rosette.options import Board, Section, make_board
from rosette.portfolio import Portfolio, Verdict, load_portfolio, load_programme
from rosette.records import LISTS, ChildRecord, MolecularFinding, check_record, load_record
from rosette.records.facts import (
    IN_ERROR,
    INTENTS,
    KINDS,
    Attestation,
    Closure,
    Condition,
    DiseaseEvent,
    Home,
    Imaging,
    Laboratory,
    Medication,
    Molecular,
    Therapy,
)

FOLDER = Path(__file__).parents[3] / "examples" / "children"
FILES = sorted(FOLDER.glob("demo-*.json"))
NAMES = [f"demo-{number:02d}" for number in range(1, 21)]
ON = date(2026, 6, 1)
ANSWERS = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "?"}

WARNINGS = {
    "demo-04": {"unknown_agent"},
    "demo-05": {"open_end"},
    "demo-13": {"conflict", "unknown_agent"},
    "demo-17": {"unknown_agent"},
    "demo-19": {"conflict", "open_end"},
    "demo-20": {"open_end", "unknown_agent"},
}

SHOWN = """
child   | answer | why                | criterion
--------+--------+--------------------+-----------
demo-01 | yes    |                    | molecular ALK mutation in alk_activating
demo-01 | no     |                    | 3 weeks since last myelosuppressive_chemotherapy
demo-01 | yes    |                    | 2 weeks since last myelosuppressive_chemotherapy
demo-01 | ?      | never measured     | gfr >= 70 mL/min/{1.73_m2}
demo-01 | ?      | never measured     | marrow is not_involved
demo-01 | yes    |                    | relapses <= 1
demo-01 | yes    |                    | stem cells >= 2.0e6 CD34/kg unpurged viable
demo-02 | yes    |                    | disease_status is refractory
demo-02 | yes    |                    | frontline_cycles >= 4
demo-02 | no     |                    | platelets >= 75000 /uL
demo-02 | yes    |                    | platelets >= 50000 /uL
demo-02 | yes    |                    | molecular ALK mutation in alk_activating germline
demo-02 | yes    |                    | marrow is involved
demo-03 | no     |                    | age >= 1 year
demo-03 | ?      | never measured     | performance >= 50 (lansky under 16 years, karnofsky from 16 years)
demo-03 | no     |                    | stem cells >= 2.0e6 CD34/kg
demo-03 | ?      | never measured     | molecular ALK mutation
demo-04 | no     |                    | age <= 21 years
demo-04 | no     |                    | 1 day since last lorlatinib
demo-04 | yes    |                    | progressed on lorlatinib
demo-04 | yes    |                    | progressed on crizotinib
demo-05 | ?      | never measured     | molecular ALK mutation
demo-05 | ?      | date known in part | 3 weeks since last irinotecan
demo-05 | ?      | date known in part | age < 62 months
demo-05 | ?      | list not closed    | not (prior allogeneic_transplant)
demo-05 | ?      | stale              | mibg_avid_sites >= 1 {count} within 4 weeks
demo-06 | no     |                    | mibg_avid is yes
demo-06 | yes    |                    | fdg_avid is yes
demo-06 | no     |                    | molecular ALK mutation
demo-06 | ?      | *                  | measurable_lesion >= 20 mm
demo-07 | no     |                    | condition cns_metastasis not controlled for 4 weeks
demo-07 | no     |                    | 6 months since last craniospinal_radiation
demo-07 | no     |                    | taking enzyme_inducing_anticonvulsant
demo-08 | yes    |                    | condition cns_metastasis not controlled
demo-08 | ?      | list not closed    | stable dose of corticosteroid for 7 days
demo-08 | yes    |                    | taking enzyme_inducing_anticonvulsant
demo-09 | yes    |                    | pregnancy_test is negative within 7 days
demo-09 | yes    |                    | molecular ALK amplification copies > 10
demo-09 | yes    |                    | menarche is yes
demo-10 | yes    |                    | prior mibg_therapy
demo-10 | yes    |                    | cumulative mibg_activity > 35 mCi/kg
demo-10 | no     |                    | 7 days since last platelet_transfusion
demo-10 | no     |                    | stem cells >= 2.0e6 CD34/kg
demo-11 | yes    |                    | prior allogeneic_transplant
demo-11 | yes    |                    | condition gvhd
demo-11 | ?      | no sourced half-life | 3 half-lives since last dinutuximab_beta
demo-11 | yes    |                    | taking strong_cyp3a4_inhibitor
demo-12 | no     |                    | cumulative anthracycline_doxorubicin_equivalent <= 450 mg/m2
demo-12 | no     |                    | lvef >= 50 %
demo-13 | no     |                    | gfr >= 60 mL/min/{1.73_m2}
demo-13 | ?      | conflicting        | creatinine <= table creatinine_cog
demo-14 | yes    |                    | condition infection not controlled
demo-14 | no     |                    | qtcf <= 480 ms
demo-14 | yes    |                    | taking strong_cyp3a4_inhibitor
demo-15 | yes    |                    | anti_drug_antibody is positive
demo-15 | yes    |                    | condition neuropathy grade >= 3
demo-15 | yes    |                    | taking mibg_interfering
demo-16 | yes    |                    | disease_status is persistent
demo-16 | yes    |                    | relapses <= 0
demo-16 | no     |                    | molecular ALK mutation
demo-16 | no     |                    | 14 days since last pegfilgrastim
demo-17 | yes    |                    | relapses >= 3
demo-17 | yes    |                    | progressed on lorlatinib
demo-17 | ?      | no sourced half-life | 3 half-lives since last investigational_agent
demo-18 | no     |                    | consent informed_consent
demo-18 | ?      | stale              | platelets >= 20000 /uL within 14 days
demo-18 | ?      | list not closed    | not (condition infection)
demo-19 | ?      | conflicting        | platelets >= 100000 /uL
demo-19 | yes    |                    | haemoglobin >= 10 g/dL
demo-19 | no     |                    | 3 weeks since last irinotecan
demo-19 | no     |                    | prior lorlatinib
demo-20 | ?      | date known in part | age >= 14 years
demo-20 | ?      | never measured     | sex is female
demo-20 | ?      | incomplete         | stem cells >= 2.0e6 CD34/kg
"""


@functools.cache
def child(name: str) -> ChildRecord:
    return load_record(FOLDER / f"{name}.json", knowledge=load_knowledge())


@functools.cache
def portfolio() -> Portfolio:
    return load_portfolio()


def every() -> list[ChildRecord]:
    return [child(name) for name in NAMES]


@functools.cache
def board(name: str) -> Board:
    return make_board(child(name), on=ON, portfolio=portfolio(), programme=load_programme(), knowledge=load_knowledge())


# --- each file ------------------------------------------------------------------------------------


def test_there_are_twenty() -> None:
    assert [path.stem for path in FILES] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_says_that_it_is_invented(name: str) -> None:
    record = child(name)
    assert record.id == name
    assert (record.label or "").startswith("Invented demo child. ")
    assert all("nvented" in fact.source.name for fact in record.facts)
    assert all(fact.recorded_by.startswith("demo-") for fact in record.facts)


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_without_error_and_warns_only_of_what_it_is_there_to_show(name: str, knowledge: Knowledge) -> None:
    findings = check_record(child(name), knowledge)
    assert [finding.sentence for finding in findings if finding.severity == "error"] == []
    assert {finding.sort for finding in findings} == WARNINGS.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lies_after_the_judging_day(name: str) -> None:
    for fact in child(name).facts:
        assert fact.recorded_at.date() <= ON
        assert all(day.earliest <= ON for day in (fact.on, fact.start, fact.end) if day is not None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_one_fact_a_line(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    facts = [json.loads(line.rstrip(",")) for line in lines if line.startswith("  {")]
    assert facts == json.loads("\n".join(lines))["facts"]


def test_the_readme_has_a_row_for_each_and_names_its_warnings() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[(demo-\d\d)\]\(\1\.json\) \|.*\|\s*([a-z, ]*?)\s*\|$", text, re.MULTILINE))
    told = {name: {word.replace(" ", "_") for word in cell.split(", ") if word} for name, cell in rows.items()}
    assert list(rows) == NAMES
    assert told == {name: WARNINGS.get(name, set()) for name in NAMES}


# --- what each shows ------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "answer", "why", "text"), table(SHOWN))
def test_what_a_child_is_there_to_show(name: str, answer: str, why: str, text: str, knowledge: Knowledge) -> None:
    (item,) = parse_criteria(f"A1 require {text} [spec]", vocabulary=vocabulary_of(knowledge))
    assert isinstance(item, Criterion)
    judgement = judge_for(Subject(child(name), knowledge, ON), item.node)
    reason = judgement.reason.value if judgement.reason is not None else ""
    assert (ANSWERS[judgement.truth], reason if why != "*" else "*") == (answer, why)


def test_the_first_child_has_much_to_choose_from_and_soon_more() -> None:
    assert board("demo-01").section(Section.OPEN)
    assert len(board("demo-01").section(Section.JUDGEMENT)) >= 4
    assert board("demo-01").section(Section.CLOSED)
    assert board("demo-01").section(Section.OPENS)
    assert board("demo-01").section(Section.ONE_TEST)


def test_comfort_is_offered_to_the_family_that_asks_for_it() -> None:
    assert board("demo-18").section(Section.COMFORT)


# --- what they show together ----------------------------------------------------------------------


def test_every_kind_of_fact_occurs() -> None:
    assert {fact.kind for record in every() for fact in record.active} == set(KINDS)


def test_every_list_is_reviewed_somewhere_and_none_somewhere() -> None:
    covered = [{name for fact in record.of(Closure) for name in fact.covers} for record in every()]
    assert set().union(*covered) == set(LISTS)
    assert set() in covered


def test_every_event_intent_and_modality_occurs() -> None:
    assert {fact.event for record in every() for fact in record.of(DiseaseEvent)} == {
        "relapse",
        "progression",
        "refractory",
        "response",
        "remission",
    }
    assert {fact.intent for record in every() for fact in record.of(Therapy)} >= {*INTENTS, None} - {"other"}
    assert {"ct", "mri", "mibg", "fdg_pet"} <= {fact.modality for record in every() for fact in record.of(Imaging)}


def test_the_ages_run_from_an_infant_to_a_young_adult() -> None:
    births = [record.birth for record in every()]
    assert any(birth.earliest > date(2025, 6, 1) for birth in births)
    assert any(birth.latest < date(2004, 6, 1) for birth in births)
    assert {str(birth).count("-") for birth in births} == {0, 1, 2}


def test_units_of_both_systems_occur() -> None:
    units = {fact.quantity.unit.code for r in every() for fact in r.of(Laboratory) if fact.quantity is not None}
    assert {"/uL", "10*9/L", "g/dL", "g/L", "mg/dL", "umol/L", "mmol/L"} <= units


def test_a_count_known_only_as_below_a_limit_occurs() -> None:
    assert {fact.comparator for record in every() for fact in record.of(Laboratory)} >= {"<"}


def test_results_of_several_days_and_conditions_looked_for_and_absent_occur() -> None:
    assert any(len({str(fact.on) for fact in record.of(Laboratory)}) >= 4 for record in every())
    assert {fact.state for record in every() for fact in record.of(Condition)} == {"present", "absent"}


def test_every_answer_about_alk_occurs() -> None:
    found = {f"{finding.alteration} {finding.hgvs_p or ''}".strip() for finding in _alk()}
    assert {"mutation p.Phe1174Leu", "mutation p.Arg1275Gln", "amplification"} <= found
    covers = [[dict(fact.covers) for fact in record.of(Molecular)] for record in every()]
    assert [] in covers
    assert any(reports and all("ALK" not in report for report in reports) for reports in covers)


def _alk() -> Iterator[MolecularFinding]:
    reports = (fact for record in every() for fact in record.of(Molecular))
    return (finding for report in reports for finding in report.findings if finding.gene == "ALK")


def test_a_fact_entered_in_error_occurs() -> None:
    record = child("demo-19")
    assert any(fact.status == IN_ERROR for fact in record.facts)
    assert not any(fact.status == IN_ERROR for fact in record.active)


def test_a_superseded_fact_occurs() -> None:
    assert len(child("demo-19").history("irinotecan-v1")) == 3
    assert {"irinotecan-v1", "irinotecan-v2"}.isdisjoint(fact.id for fact in child("demo-19").active)


def test_facts_dated_by_month_and_by_year_occur() -> None:
    days = [day for r in every() for fact in r.active for day in (fact.on, fact.start, fact.end) if day is not None]
    assert {str(day).count("-") for day in days} == {0, 1, 2}


def test_two_results_of_one_day_conflict(knowledge: Knowledge) -> None:
    counts = [fact for fact in child("demo-19").of(Laboratory) if fact.code == "platelets"]
    assert len({str(fact.on) for fact in counts}) < len({fact.quantity for fact in counts})
    assert "conflict" in {finding.sort for finding in check_record(child("demo-19"), knowledge)}


def test_languages_and_countries_differ() -> None:
    homes = [home for record in every() for home in record.of(Home)]
    assert len({home.language for home in homes}) >= 4
    assert len({home.country for home in homes if home.country}) >= 3


def test_medicines_that_trials_ask_about_occur(knowledge: Knowledge) -> None:
    taken = {fact.agent for record in every() for fact in record.of(Medication)}
    classes = frozenset().union(*(knowledge.classes_of(agent) for agent in taken))
    assert {
        "strong_cyp3a4_inhibitor",
        "enzyme_inducing_anticonvulsant",
        "corticosteroid",
        "mibg_interfering",
        "ace_inhibitor",
        "qt_prolonging",
        "proton_pump_inhibitor",
    } <= classes


def test_every_attestation_answers_a_question_of_the_portfolio() -> None:
    arms = [arm for trial in portfolio().trials.values() for arm in trial.arms]
    asked = {
        leaf.key for arm in arms for item in arm.criteria for leaf in leaves(item.node) if isinstance(leaf, Attested)
    }
    told = [fact for record in every() for fact in record.of(Attestation)]
    assert {fact.question for fact in told} <= asked
    assert {fact.answer for fact in told} == {"yes", "no"}
    assert any(fact.valid_until is not None and fact.valid_until.latest < ON for fact in told)


def test_every_sort_of_unknown_occurs_when_the_portfolio_is_judged() -> None:
    reports = (report for name in NAMES for option in board(name).options for report in option.criteria)
    assert {reason for report in reports for reason in _below(report.judgement)} == set(Why)


def _below(judgement: Judgement) -> Iterator[Why]:
    if judgement.truth is Truth.UNKNOWN and judgement.reason is not None and not judgement.parts:
        yield judgement.reason
    for part in judgement.parts:
        yield from _below(part)


# --- what the portfolio asks of them ----------------------------------------------------------------


def test_every_verdict_occurs() -> None:
    assert {option.verdict for name in NAMES for option in board(name).options} == set(get_args(Verdict))


@pytest.mark.parametrize("kind", get_args(Leaf))
def test_every_sort_of_question_is_yes_for_one_child_and_not_for_another(kind: type) -> None:
    assert kind in {type(leaf) for leaf in _asked()}
    yes, other = _answers()[kind]
    assert any(one != another for one in yes for another in other)


def _asked() -> Iterator[Leaf]:
    arms = (arm for trial in portfolio().trials.values() for _, arm in trial.places())
    return (leaf for arm in arms for item in arm.criteria for leaf in leaves(item.node))


@functools.cache
def _answers() -> dict[type, tuple[set[str], set[str]]]:
    """By sort of question: the children for whom one is YES, and those for whom one is NO or UNKNOWN."""
    told: dict[type, tuple[set[str], set[str]]] = {kind: (set(), set()) for kind in get_args(Leaf)}
    for name in NAMES:
        reports = (report for option in board(name).options for report in option.criteria)
        for leaf in (leaf for report in reports for leaf in report.judgement.leaves()):
            told[type(leaf.node)][0 if leaf.truth is Truth.YES else 1].add(name)
    return told
