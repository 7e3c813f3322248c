"""What follows from a ledger on a day: children, state, notices, boundaries, late changes, the board's pack."""

import pytest
from tests.unit.designs.conduct.book import (
    ASKS,
    BOIN,
    BOIN_TEXT,
    CONFIRMS,
    DAY,
    NURSE,
    SPEC,
    day,
    first_level,
    opened,
    whole,
)

from rosette.designs.conduct import (
    Decided,
    Infeasible,
    Ledger,
    NotEvaluable,
    Observed,
    Overridden,
    Regraded,
    Responded,
    Status,
    Suspended,
    activation,
    ask,
    boundaries,
    child_rows,
    children_on,
    cut,
    dsmb,
    expansion_status,
    in_force,
    late_changes,
    levels_on,
    line_rows,
    open_places,
    outlook,
    queue_on,
    recommended,
    replacements,
    state_on,
    suspension,
    weekly,
)
from rosette.designs.conduct.tables import CHILDREN, LINES
from rosette.designs.exact import chain_of, characteristics
from rosette.designs.readiness_watched import readiness
from rosette.designs.spec import DesignError, read_specification
from rosette.designs.states import Reason
from rosette.kernel import UsageError

WHOLE = whole().ledger
NOW = day(190)


def statuses(ledger, on):
    return {child.child: child.status for child in children_on(ledger, on)}


def child_of(ledger, name, on):
    return next(child for child in children_on(ledger, on) if child.child == name)


# --- the design file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days = 28", "days = 0", "conduct.window[0].days"),
        ("days = 28", 'days = 28\n[[conduct.window]]\ncriterion = "any"\ndays = 3', "a criterion has two windows"),
        ("[[conduct.window]]", "[[conduct.windows]]", '"window" is missing'),
        ("days = 28", "days = 28\n[conduct.expansion]\nchildren = 10\nrate = 2\ncertainty = 0.9", "expansion.rate"),
        ("days = 28", 'days = 28\nhours = "2"', "hours"),
        ('evaluable = "Followed over the window or with a toxicity."', "tolerance = 3", "conduct.tolerance"),
        ('dose = "40 mg/m2"', 'dose = "40 mg/m2"\ncap = 80', "level[0].cap"),
    ],
)
def test_a_conduct_that_cannot_be_names_the_place(old, new, says):
    with pytest.raises(DesignError) as refused:
        read_specification(BOIN_TEXT.replace(old, new))
    assert says in refused.value.explain()


def test_a_file_without_conduct_still_plans_a_trial_and_says_so_when_one_is_conducted():
    bare = read_specification(BOIN_TEXT[: BOIN_TEXT.index("[conduct]")])
    assert bare.conduct is None
    assert bare.design == BOIN.design
    with pytest.raises(UsageError, match="add \\[conduct\\]"):
        children_on(Ledger(specifications=(bare,)), NOW)


def test_the_characteristics_attached_to_a_version_are_those_of_its_rule():
    entry = activation(SPEC, day=DAY, by="A. Berg")
    found = characteristics(chain_of(SPEC.design), SPEC.scenarios[0].toxicity)
    assert entry.characteristics[0].selected == found.selected
    assert entry.characteristics[0].children == found.children
    swept = readiness(SPEC.design)
    assert swept.watched > 0
    assert (entry.states, entry.findings, entry.specification) == (swept.states + swept.watched, (), SPEC.digest)


# --- children -------------------------------------------------------------------------------------------------


def test_each_child_of_the_trial_stands_where_its_entries_put_it():
    assert statuses(WHOLE, NOW) == {
        "P01": Status.COMPLETE,
        "P02": Status.TOXICITY,
        "P03": Status.NOT_EVALUABLE,
        "P04": Status.COMPLETE,
        "P05": Status.INFEASIBLE,
        "P06": Status.TOXICITY,
        "P07": Status.COMPLETE,
        "P08": Status.COMPLETE,
        "P09": Status.OBSERVED,
    }


def test_a_window_that_is_over_without_a_word_is_missing_follow_up_and_not_completeness():
    book = opened().place(0, "P01")
    assert statuses(book.ledger, day(41)) == {"P01": Status.OBSERVED}
    assert statuses(book.ledger, day(42)) == {"P01": Status.MISSING}
    assert child_of(book.ledger, "P01", day(42)).reason == "other organ"
    assert child_of(book.ledger, "P01", day(56)).reason == "haematological, other organ"
    assert state_on(book.ledger, day(99)).pending == (1, 0, 0)
    book.follow(60, "P01", until=42, criterion="other organ").follow(60, "P01", until=55, criterion="haematological")
    assert child_of(book.ledger, "P01", day(60)).reason == "haematological"
    book.follow(61, "P01", until=56, criterion="haematological")
    assert statuses(book.ledger, day(61)) == {"P01": Status.COMPLETE}


def test_follow_up_is_a_share_of_the_longest_window_held_by_the_criterion_that_was_followed_least():
    book = opened().place(0, "P01")
    book.follow(42, "P01", until=14, criterion="haematological").follow(42, "P01", until=7, criterion="other organ")
    child = child_of(book.ledger, "P01", day(42))
    assert [watch.share for watch in child.windows] == [14 / 56, 7 / 42]
    assert [watch.left for watch in child.windows] == [14, 0]
    assert child.share == 7 / 56
    book.follow(43, "P01", until=42, criterion="other organ")
    assert child_of(book.ledger, "P01", day(43)).share == 14 / 56
    assert state_on(book.ledger, day(43)).watched == ((14 / 56,), (), ())


def test_a_child_who_was_not_treated_is_pending_with_no_follow_up():
    book = opened().decide(0).enrol(0, "P01")
    child = child_of(book.ledger, "P01", day(99))
    assert (child.status, child.share, child.left) == (Status.NOT_TREATED, 0, 56)
    assert state_on(book.ledger, day(99)).pending == (1, 0, 0)


def test_a_toxicity_counts_also_in_a_child_who_was_left_out_before():
    book = opened().place(0, "P01")
    book.add(NotEvaluable(day=day(5), by=NURSE, child="P01", reason="moved away"))
    assert state_on(book.ledger, day(5)).n == (0, 0, 0)
    book.see(9, "P01", "haematological", on=4)
    assert state_on(book.ledger, day(9)).y == (1, 0, 0)


def test_a_toxicity_of_a_child_who_could_not_get_the_level_is_shown_beside_the_counts():
    book = opened().decide(0).enrol(0, "P01").treat(1, "P01", "9 mCi/kg", reason="the cap")
    book.add(Infeasible(day=day(1), by=NURSE, child="P01", on=day(1), reason="the cap"))
    book.see(20, "P01", "haematological", what="bleeding")
    assert state_on(book.ledger, day(20)).n == (0, 0, 0)
    (found,) = dsmb(book.ledger, day(20)).uncounted
    assert (found.child, found.why) == ("P01", "the cap")
    assert "bleeding" in found.events[0]


def test_an_event_is_what_it_was_judged_last_and_keeps_why():
    event = child_of(WHOLE, "P02", NOW).events[0]
    assert (event.toxicity, event.grade, event.what) == (True, 3, "mucositis")
    assert event.regraded == ("the source documents say grade 3 for nine days",)
    assert not child_of(WHOLE, "P02", day(170)).events[0].toxicity


def test_a_correction_of_what_was_given_replaces_it():
    book = opened().place(0, "P01").treat(3, "P01", "11.5 mCi/kg", on=1, reason="the calibrator was read again")
    child = child_of(book.ledger, "P01", day(3))
    assert (str(child.given), child.treated, child.differs) == (
        "11.5 mCi/kg",
        day(1),
        "the calibrator was read again",
    )


def test_the_day_of_entry_and_not_of_the_event_says_what_was_known():
    book = opened().place(0, "P01").see(30, "P01", "haematological", on=10)
    assert state_on(book.ledger, day(20)).y == (0, 0, 0)
    assert state_on(book.ledger, day(30)).y == (1, 0, 0)


def test_where_the_design_looks_at_efficacy_a_child_waits_for_its_response_but_a_toxicity_does_not():
    spec = read_specification(BOIN_TEXT.replace("[conduct]", '[conduct]\nresponse = "response by the named criteria"'))
    book = opened(spec).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    book.follow(28, "P01").follow(28, "P02").see(28, "P03", "any")
    assert statuses(book.ledger, day(28))["P01"] is Status.AWAITS_RESPONSE
    assert state_on(book.ledger, day(28)).n == (1, 0, 0)
    for child, response in (("P01", True), ("P02", False), ("P03", True)):
        book.add(Responded(day=day(40), by=NURSE, child=child, on=day(40), response=response))
    state = state_on(book.ledger, day(40))
    assert (state.n, state.y, state.eff, state.both) == ((3, 0, 0), (1, 0, 0), (2, 0, 0), (1, 0, 0))


def test_nothing_is_determined_while_the_response_of_a_child_with_toxicity_is_not_known():
    words = 'design = "3+3"\nvariant = "DE"'
    text = BOIN_TEXT.replace('design = "BOIN"\ntarget = 0.25\ncohort = 3\nmost = 18', words)
    spec = read_specification(text.replace("[conduct]", '[conduct]\nresponse = "response by the named criteria"'))
    book = opened(spec).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    book.see(9, "P01", "any").see(9, "P02", "any")
    assert (outlook(book.ledger, day(9)).unanswered, outlook(book.ledger, day(9)).determined) == (("P01", "P02"), False)
    assert not book.decide(9).ledger.of(Decided)[-1].determined
    for child in ("P01", "P02"):
        book.add(Responded(day=day(10), by=NURSE, child=child, on=day(10), response=False))
    assert book.decide(10).ledger.of(Decided)[-1].determined


# --- places, queue, notices -------------------------------------------------------------------------------------


def test_a_decision_opens_a_cohort_and_a_child_who_does_not_count_gives_its_place_back():
    book = opened(BOIN).decide(0)
    assert open_places(book.ledger, day(0)) == 3
    for child in ("P01", "P02", "P03"):
        book.enrol(1, child).treat(1, child)
    assert open_places(book.ledger, day(1)) == 0
    book.add(NotEvaluable(day=day(4), by=NURSE, child="P02", reason="withdrew"))
    assert open_places(book.ledger, day(4)) == 1
    assert [(each.child, each.needed, each.by) for each in replacements(book.ledger, day(4))] == [("P02", True, None)]
    book.enrol(5, "P04")
    assert [(each.child, each.needed, each.by) for each in replacements(book.ledger, day(5))] == [("P02", False, "P04")]


def test_a_level_that_is_filled_to_six_takes_no_seventh_child_after_an_early_question():
    book = opened(EXPANDS).decide(0)
    for number, children in ((0, ("P01", "P02")), (28, ("P03", "P04", "P05"))):
        for child in children:
            book.enrol(number, child).treat(number, child)
        for child in children:
            book.see(number + 20, child, "any") if child == "P01" else None
        for child in children:
            book.follow(number + 28, child)
        book.decide(number + 28)
    assert (in_force(book.ledger).dose, open_places(book.ledger, day(56))) == (1, 1)


def test_nobody_is_replaced_once_the_level_was_left():
    book = first_level().decide(93)
    book.add(NotEvaluable(day=day(94), by=NURSE, child="P04", reason="source documents are missing"))
    assert [(each.child, each.needed) for each in replacements(book.ledger, day(94))] == [
        ("P03", False),
        ("P04", False),
    ]


def test_a_reservation_lapses_after_its_day():
    assert [place.slot for place in queue_on(WHOLE, day(200))] == ["S10", "S11"]
    assert [place.slot for place in queue_on(WHOLE, day(201))] == ["S10"]
    assert {(place.trial, place.cohort) for place in queue_on(WHOLE, day(200))} == {("invented-mibg-1", "escalation")}


def test_another_protocol_version_needs_a_decision_of_its_own():
    book = opened(BOIN).decide(0)
    amended = read_specification(BOIN_TEXT.replace("most = 18", "most = 24"))
    book.ledger = book.ledger.with_version(amended)
    book.add(activation(amended, day=day(2), by="A. Berg"))
    assert in_force(book.ledger) is None
    assert book.ledger.specification is amended
    assert "No decision is in force" in suspension(book.ledger, day(2)).sentence
    book.decide(3).enrol(3, "P01")


def test_a_version_that_changes_a_level_that_was_given_is_refused():
    book = opened(BOIN).decide(0).enrol(0, "P01")
    amended = read_specification(BOIN_TEXT.replace("40 mg/m2", "35 mg/m2"))
    book.ledger = book.ledger.with_version(amended)
    with pytest.raises(Exception, match="level 1 was given and would change"):
        book.add(activation(amended, day=day(2), by="A. Berg"))


def test_the_notice_names_who_is_waited_for_and_until_when():
    book = opened(BOIN).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    book.follow(10, "P01").see(10, "P02", "any").decide(11)
    notice = suspension(book.ledger, day(11))
    assert notice.waits_for == ("P01", "P03")
    assert f"P01 has a toxicity, or is followed up to {day(28)} (17 days left)" in notice.sentence
    assert "P01: follow-up missing: ask (any)" in suspension(book.ledger, day(28)).sentence


@pytest.mark.parametrize(
    ("book", "on", "says"),
    [
        (lambda: opened(), 0, "No decision is in force"),
        (lambda: opened().decide(0).enrol(0, "P01"), 0, "The places of decision 1 are taken"),
        (
            lambda: opened().add(Suspended(day=day(1), by=NURSE, reason="recall", until="new stock")),
            1,
            "ends when: new stock",
        ),
        (lambda: whole(), 190, "A toxicity came after decision 9"),
    ],
)
def test_a_notice_says_why_nobody_is_enrolled(book, on, says):
    assert says in suspension(book().ledger, day(on)).sentence


def test_there_is_no_notice_while_a_place_is_open():
    assert suspension(opened().decide(0).ledger, day(0)) is None


def test_before_activation_nothing_can_be_enrolled():
    assert "No protocol version is active" in suspension(Ledger(specifications=(SPEC,)), DAY).sentence


# --- decisions ------------------------------------------------------------------------------------------------


def test_the_trial_goes_through_two_levels_by_the_rule():
    told = [(each.number, each.decision.dose, each.decision.reason) for each in WHOLE.of(Decided)]
    assert told == [
        (1, 1, Reason.START),
        (2, 1, Reason.STAY),
        (3, 1, Reason.STAY),
        (4, 1, Reason.STAY),
        (5, 2, Reason.UP),
        (6, 2, Reason.STAY),
        (7, 2, Reason.STAY),
        (8, 2, Reason.STAY),
        (9, 2, Reason.STAY),
    ]


def test_a_decision_that_is_determined_needs_not_wait():
    three = read_specification(BOIN_TEXT.replace('design = "BOIN"\ntarget = 0.25\ncohort = 3\nmost = 18', THREE))
    book = opened(three).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    book.see(9, "P01", "any")
    assert not outlook(book.ledger, day(9)).determined
    book.see(10, "P02", "any")
    found = outlook(book.ledger, day(10))
    assert found.determined
    assert found.decision.dose is None
    book.decide(10)
    assert book.ledger.of(Decided)[-1].determined
    assert "no level is recommended" in suspension(book.ledger, day(10)).sentence


THREE = 'design = "3+3"\nvariant = "DE"'


def test_an_override_takes_effect_and_keeps_its_reason():
    book = opened().place(0, "P01").follow(60, "P01").place(60, "P02")
    book.add(cut(book.ledger, day=day(70), by=ASKS))
    book.add(ask(book.ledger, day=day(70), by=ASKS))
    book.add(Overridden(day=day(71), by=CONFIRMS, number=3, dose=None, reason="wait for the second child"))
    force = in_force(book.ledger)
    assert (force.number, force.dose, force.overridden) == (3, None, True)
    assert "was overridden" in suspension(book.ledger, day(71)).sentence
    ruling = dsmb(book.ledger, day(71)).rulings[-1]
    assert (ruling.dose, ruling.decision.dose, ruling.reason) == (None, 1, "wait for the second child")


def test_a_question_that_nobody_confirmed_is_not_in_force():
    book = opened()
    book.add(cut(book.ledger, day=DAY, by=ASKS))
    book.add(ask(book.ledger, day=DAY, by=ASKS))
    assert in_force(book.ledger) is None
    assert open_places(book.ledger, DAY) == 0
    assert dsmb(book.ledger, DAY).rulings[0].settled_by == ""


def test_the_boundary_of_a_level_counts_those_under_observation_as_enrolled():
    found = {each.dose: each for each in boundaries(SPEC.design, state_on(WHOLE, NOW))}
    assert (found[2].enrolled, found[2].toxicities, found[2].out_at, found[2].distance) == (4, 1, 2, 1)
    assert set(found) == {1, 2}


# --- late changes ---------------------------------------------------------------------------------------------


def test_a_late_re_grade_says_which_decision_it_changes_and_alters_no_history():
    before = whole().ledger
    changed = [each for each in late_changes(WHOLE) if each.changes]
    assert [each.number for each in changed] == [5]
    (late,) = changed
    assert (late.was.dose, late.would.dose, late.state.y, late.state.n) == (2, 1, (1, 0, 0), (3, 0, 0))
    assert late.sentence.startswith("This changes decision 5 of 2026-04-08: it was level 2, it would be level 1")
    assert "entry 65, 2026-06-29" in late.sentence
    assert before == WHOLE
    assert WHOLE.of(Decided)[4].decision.dose == 2


def test_decisions_before_the_event_and_of_other_children_are_not_touched():
    assert [each.number for each in late_changes(WHOLE)] == [4, 5, 6, 7, 8, 9]
    assert late_changes(WHOLE.until(day(174))) == ()


def test_what_children_show_after_a_cut_is_no_late_change():
    assert late_changes(first_level().decide(93).place(97, "P05").see(110, "P05", "haematological").ledger) == ()


def test_a_toxicity_that_was_there_at_the_cut_and_is_entered_later_is_a_late_change():
    book = first_level().decide(93).see(94, "P04", "haematological", on=90)
    (late,) = [each for each in late_changes(book.ledger) if each.number == 5]
    assert late.changes
    assert late.would.dose == 1


def test_a_child_who_counted_and_is_not_evaluable_after_all_is_a_late_change():
    book = first_level().decide(93)
    book.add(NotEvaluable(day=day(100), by="central review", child="P04", reason="source documents are missing"))
    (late,) = late_changes(book.ledger)
    assert (late.number, late.state.n, late.would.dose) == (5, (2, 0, 0), 1)


def test_a_toxicity_taken_back_leaves_the_child_as_far_as_it_was_followed():
    book = opened().place(0, "P01").place(1, "P02").place(2, "P03").see(30, "P01", "haematological")
    book.follow(60, "P02").follow(60, "P03").decide(60)
    assert in_force(book.ledger).dose == 1
    event = book.line(Observed)
    words = {"child": "P01", "criterion": "haematological", "event": event, "was": True, "toxicity": False, "grade": 2}
    book.add(Regraded(day=day(62), by="central review", reason="a transfusion was not counted", **words))
    assert [(each.would.dose, each.state.pending) for each in late_changes(book.ledger)] == [(1, (1, 0, 0))]
    book.follow(63, "P01")
    assert [(each.would.dose, each.changes) for each in late_changes(book.ledger)] == [(2, True)]


# --- expansion ------------------------------------------------------------------------------------------------

TWO = BOIN_TEXT.replace('design = "BOIN"\ntarget = 0.25\ncohort = 3\nmost = 18', 'design = "3+3"\nvariant = "NODE"')
TWO = TWO[: TWO.index('[[level]]\nname = "2"')] + TWO[TWO.index("[conduct]") :]
EXPANDS = read_specification(f"{TWO}[conduct.expansion]\nchildren = 4\nrate = 0.25\ncertainty = 0.9\n")


def expanding(specification=EXPANDS):
    book = opened(specification).decide(0)
    for child in ("P01", "P02", "P03"):
        book.enrol(0, child).treat(0, child)
    for child in ("P01", "P02", "P03"):
        book.follow(28, child)
    return book.decide(28)


def test_the_expansion_goes_on_at_the_recommended_level_until_its_bound():
    book = expanding()
    assert open_places(book.ledger, day(28)) == 4
    for child in ("E01", "E02"):
        book.enrol(30, child, dose=1, expansion=True).treat(30, child)
    assert state_on(book.ledger, day(30)).n == (3,)
    book.see(40, "E01", "any")
    assert open_places(book.ledger, day(40)) == 2
    book.see(41, "E02", "any").enrol(41, "E03", dose=1, expansion=True).treat(41, "E03").see(42, "E03", "any")
    status = expansion_status(book.ledger, day(42))
    assert (status.evaluable, status.toxicities, status.stops_at, status.stopped) == (6, 3, 3, True)
    assert (
        "The expansion has stopped: 3 toxicities of 6 children at level 1" in suspension(book.ledger, day(42)).sentence
    )
    with pytest.raises(Exception, match="the expansion has stopped"):
        book.enrol(43, "E04", dose=1, expansion=True)


def test_the_expansion_takes_no_more_than_were_planned():
    book = expanding()
    for number in range(4):
        book.enrol(30, f"E{number}", dose=1, expansion=True)
    assert "The expansion is complete: 4 children" in suspension(book.ledger, day(30)).sentence


def test_a_trial_that_plans_no_expansion_has_none_when_it_ends():
    book = expanding(read_specification(TWO))
    assert expansion_status(book.ledger, day(40)) is None
    assert open_places(book.ledger, day(40)) == 0


def test_an_expansion_stops_when_the_level_is_inadmissible_after_all():
    lenient = read_specification(f"{TWO}[conduct.expansion]\nchildren = 4\nrate = 0.6\ncertainty = 0.9\n")
    book = expanding(lenient).see(30, "P01", "any", on=20).see(31, "P02", "any", on=20)
    status = expansion_status(book.ledger, day(31))
    assert (status.stops_at, status.toxicities, status.stopped, status.open) == (None, 2, True, 0)
    assert "no longer admissible" in suspension(book.ledger, day(31)).sentence
    with pytest.raises(Exception, match="the expansion has stopped"):
        book.enrol(32, "E01", dose=1, expansion=True)


SHORT = BOIN_TEXT.replace("most = 18", "most = 6") + "[conduct.expansion]\nchildren = 4\nrate = 0.25\ncertainty = 0.9\n"


@pytest.mark.parametrize("kind", ["BOIN", "TITE-BOIN"])
def test_no_level_is_recommended_while_the_last_children_decide_which(kind):
    book = opened(read_specification(SHORT.replace('"BOIN"', f'"{kind}"'))).decide(0)
    for names, start in ((("P01", "P02", "P03"), 0), (("P04", "P05", "P06"), 28)):
        for child in names:
            book.enrol(start, child).treat(start, child)
        if not start:
            for child in names:
                book.follow(28, child)
            book.decide(28)
    book.decide(29)
    assert recommended(book.ledger) is None
    assert expansion_status(book.ledger, day(29)) is None
    assert "children under observation decide" in suspension(book.ledger, day(29)).sentence
    book.see(40, "P04", "any").see(40, "P05", "any").follow(56, "P06").decide(56)
    assert recommended(book.ledger) == 1


# --- week and pack --------------------------------------------------------------------------------------------


def test_the_week_holds_what_is_new_in_seven_days_and_the_alarm():
    found = weekly(WHOLE, day(181))
    assert [line.entry.kind for line in found.new] == ["regraded"]
    assert len(found.alarms) == 1
    assert found.digest == WHOLE.until(day(181)).digest
    assert [child.child for child in found.watched] == ["P09"]


def test_the_pack_of_a_past_day_says_what_was_known_then():
    early, now = dsmb(WHOLE, day(100)), dsmb(WHOLE, NOW)
    assert (len(early.rulings), len(now.rulings)) == (6, 9)
    assert not early.late
    assert now.late
    assert early == dsmb(WHOLE.until(day(100)), day(100))


def test_the_pack_counts_accrual_by_month_with_the_empty_ones():
    accrual = [("2026-01", 3), ("2026-02", 1), ("2026-03", 0), ("2026-04", 4), ("2026-05", 0), ("2026-06", 1)]
    assert list(dsmb(WHOLE, NOW).accrual) == accrual


def test_every_child_of_a_level_is_in_one_cell_of_its_row():
    for row in levels_on(WHOLE, NOW):
        assert row.evaluable + row.pending + row.not_evaluable + row.infeasible == row.assigned
    two = levels_on(WHOLE, NOW)[1]
    assert (two.assigned, two.delivered, two.evaluable, two.toxicities, two.infeasible) == (5, 4, 3, 1, 1)
    assert two.cap == "900 mCi"


def test_the_rows_have_the_cells_that_their_heads_name():
    assert {len(row) for row in line_rows(WHOLE)} == {len(LINES)}
    assert {len(row) for row in child_rows(WHOLE, NOW)} == {len(CHILDREN)}
    assert len(line_rows(WHOLE)) == len(WHOLE.lines)


def test_who_asked_and_who_confirmed_stand_beside_each_decision():
    ruling = dsmb(WHOLE, NOW).rulings[4]
    assert (ruling.asked_by, ruling.settled_by, ruling.overridden) == (ASKS, CONFIRMS, False)
    assert WHOLE.lines[ruling.cut - 1].digest == ruling.digest
