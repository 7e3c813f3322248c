"""Who may what: a drawn table, written by hand and not read from the policy's own file."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from rosette.server.policy import (
    Act,
    Actor,
    BreakGlass,
    Grant,
    Kind,
    Purpose,
    Relation,
    Role,
    Thing,
    Tie,
    allows_somewhere,
    can,
    load_table,
    visible,
)
from rosette.server.policy.table import PolicyFault, read_table

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LONG_AGO, YESTERDAY = NOW - timedelta(days=400), NOW - timedelta(days=1)
OWN_TIE = {
    Role.FAMILY_PROXY: "proxy",
    Role.YOUNG_PERSON: "self",
    Role.SURVIVOR_ADULT: "self",
    Role.REFERRING_CLINICIAN: "referring",
    Role.TREATING_CLINICIAN: "treating",
}
CHILD_WORDS = """child identity fact private_fact board attestation case record_request agenda_item letter plan comment
    upload consent tie break_glass reservation waiting_list worksheet surveillance
    released_plan plan_change import"""
CHILD_KINDS = frozenset(Kind(word) for word in CHILD_WORDS.split())
# v view, a add, c change, s sign, x export; columns: own child, child of the same site, child of another site.
# "!" after a word of acts: view only of what was sent.
TABLE = """
role                | kind           | own   | same  | other
family_proxy        | child          | -     | -     | -
family_proxy        | fact           | -     | -     | -
family_proxy        | board          | -     | -     | -
family_proxy        | letter         | v!    | -     | -
family_proxy        | plan           | v!    | -     | -
family_proxy        | consent        | vac   | -     | -
family_proxy        | comment        | va    | -     | -
family_proxy        | upload         | va    | -     | -
family_proxy        | case           | v     | -     | -
family_proxy        | tie            | v     | -     | -
family_proxy        | private_fact   | -     | -     | -
young_person        | board          | -     | -     | -
young_person        | consent        | vac   | -     | -
young_person        | letter         | v!    | -     | -
survivor_adult      | board          | -     | -     | -
survivor_adult      | consent        | vac   | -     | -
referring_clinician | child          | v     | -     | -
referring_clinician | identity       | v     | -     | -
referring_clinician | fact           | vax   | -     | -
referring_clinician | private_fact   | -     | -     | -
referring_clinician | board          | v     | -     | -
referring_clinician | attestation    | va    | -     | -
referring_clinician | case           | va    | -     | -
referring_clinician | record_request | vc    | -     | -
referring_clinician | letter         | v!    | -     | -
referring_clinician | plan           | v!c   | -     | -
referring_clinician | agenda_item    | -     | -     | -
referring_clinician | reservation    | -     | -     | -
referring_clinician | break_glass    | -     | a     | a
coordinator         | child          | vac   | vac   | -
coordinator         | identity       | vac   | vac   | -
coordinator         | fact           | vacx  | vacx  | -
coordinator         | private_fact   | -     | -     | -
coordinator         | board          | vx    | vx    | -
coordinator         | attestation    | v     | v     | -
coordinator         | case           | vac   | vac   | -
coordinator         | letter         | vac   | vac   | -
coordinator         | plan           | vac   | vac   | -
coordinator         | agenda_item    | vac   | vac   | -
coordinator         | reservation    | vac   | vac   | -
coordinator         | break_glass    | -     | -     | -
research_nurse      | fact           | va    | va    | -
research_nurse      | board          | v     | v     | -
research_nurse      | attestation    | v     | v     | -
research_nurse      | letter         | -     | -     | -
research_nurse      | reservation    | vac   | vac   | -
treating_clinician  | child          | vac   | vac   | -
treating_clinician  | fact           | vacx  | vacx  | -
treating_clinician  | private_fact   | vacx  | vacx  | -
treating_clinician  | attestation    | va    | va    | -
treating_clinician  | agenda_item    | vacs  | vacs  | -
treating_clinician  | letter         | vacs  | vacs  | -
treating_clinician  | plan           | vacs  | vacs  | -
treating_clinician  | break_glass    | -     | -     | a
molecular_board     | child          | v     | v     | -
molecular_board     | identity       | -     | -     | -
molecular_board     | fact           | v     | v     | -
molecular_board     | private_fact   | -     | -     | -
molecular_board     | consent        | -     | -     | -
biostatistician     | child          | -     | -     | -
biostatistician     | fact           | -     | -     | -
biostatistician     | board          | -     | -     | -
programme_admin     | child          | -     | -     | -
programme_admin     | identity       | -     | -     | -
programme_admin     | fact           | -     | -     | -
system_admin        | child          | -     | -     | -
system_admin        | fact           | -     | -     | -
system_admin        | upload         | -     | -     | -
auditor             | child          | -     | -     | -
auditor             | fact           | -     | -     | -
auditor             | break_glass    | vc    | vc    | vc
anonymous           | child          | -     | -     | -
family_proxy        | notice         | vc    | -     | -
family_proxy        | audit          | v     | -     | -
young_person        | case           | v     | -     | -
young_person        | plan           | v!    | -     | -
young_person        | comment        | va    | -     | -
young_person        | notice         | vc    | -     | -
young_person        | upload         | va    | -     | -
young_person        | tie            | v     | -     | -
young_person        | audit          | v     | -     | -
survivor_adult      | case           | v     | -     | -
survivor_adult      | letter         | v!    | -     | -
survivor_adult      | plan           | v!    | -     | -
survivor_adult      | comment        | va    | -     | -
survivor_adult      | notice         | vc    | -     | -
survivor_adult      | upload         | va    | -     | -
survivor_adult      | tie            | v     | -     | -
survivor_adult      | audit          | v     | -     | -
referring_clinician | comment        | va    | -     | -
referring_clinician | notice         | vc    | -     | -
referring_clinician | upload         | va    | -     | -
referring_clinician | consent        | v     | -     | -
referring_clinician | trial          | -     | v     | -
coordinator         | record_request | vac   | vac   | -
coordinator         | meeting        | vac   | vac   | -
coordinator         | comment        | va    | va    | -
coordinator         | upload         | va    | va    | -
coordinator         | consent        | vac   | vac   | -
coordinator         | tie            | vac   | vac   | -
coordinator         | trial          | v     | v     | -
coordinator         | slot           | v     | v     | -
coordinator         | registry       | v     | v     | -
coordinator         | waiting_list   | vac   | vac   | -
coordinator         | funnel         | vax   | vax   | -
research_nurse      | child          | v     | v     | -
research_nurse      | identity       | v     | v     | -
research_nurse      | case           | v     | v     | -
research_nurse      | meeting        | v     | v     | -
research_nurse      | agenda_item    | v     | v     | -
research_nurse      | upload         | va    | va    | -
research_nurse      | consent        | v     | v     | -
research_nurse      | trial          | v     | v     | -
research_nurse      | slot           | vac   | vac   | -
research_nurse      | registry       | vc    | vc    | -
research_nurse      | waiting_list   | vac   | vac   | -
research_nurse      | worksheet      | v     | v     | -
coordinator         | worksheet      | v     | v     | -
treating_clinician  | worksheet      | vas   | vas   | -
treating_clinician  | site_file      | v     | v     | -
treating_clinician  | import         | va    | va    | -
coordinator         | import         | va    | va    | -
research_nurse      | import         | va    | va    | -
referring_clinician | import         | va    | -     | -
molecular_board     | import         | -     | -     | -
medical_physicist   | import         | -     | -     | -
programme_admin     | import         | -     | -     | -
family_proxy        | import         | -     | -     | -
treating_clinician  | surveillance   | vx    | vx    | -
treating_clinician  | practice       | vcs   | vcs   | -
coordinator         | surveillance   | vx    | vx    | -
coordinator         | practice       | vc    | vc    | -
research_nurse      | surveillance   | v     | v     | -
research_nurse      | practice       | -     | -     | -
referring_clinician | surveillance   | v     | -     | -
referring_clinician | practice       | -     | -     | -
medical_physicist   | surveillance   | -     | -     | -
programme_admin     | surveillance   | -     | -     | -
programme_admin     | practice       | -     | -     | -
survivor_adult      | surveillance   | -     | -     | -
family_proxy        | surveillance   | -     | -     | -
medical_physicist   | child          | v     | v     | -
medical_physicist   | identity       | v     | v     | -
medical_physicist   | board          | v     | v     | -
medical_physicist   | trial          | v     | v     | -
medical_physicist   | fact           | va    | va    | -
medical_physicist   | private_fact   | -     | -     | -
medical_physicist   | worksheet      | vas   | vas   | -
medical_physicist   | site_file      | va    | va    | -
medical_physicist   | notice         | vc    | -     | -
referring_clinician | worksheet      | -     | -     | -
family_proxy        | worksheet      | -     | -     | -
research_nurse      | funnel         | vax   | vax   | -
treating_clinician  | identity       | vac   | vac   | -
treating_clinician  | board          | vx    | vx    | -
treating_clinician  | case           | vacs  | vacs  | -
treating_clinician  | record_request | vac   | vac   | -
treating_clinician  | meeting        | vac   | vac   | -
treating_clinician  | comment        | va    | va    | -
treating_clinician  | notice         | vc    | -     | -
treating_clinician  | upload         | va    | va    | -
treating_clinician  | consent        | vac   | vac   | -
treating_clinician  | tie            | vac   | vac   | -
treating_clinician  | trial          | v     | v     | -
treating_clinician  | slot           | v     | v     | -
treating_clinician  | registry       | v     | v     | -
treating_clinician  | reservation    | vac   | vac   | -
treating_clinician  | waiting_list   | vac   | vac   | -
treating_clinician  | funnel         | va    | va    | -
molecular_board     | board          | v     | v     | -
molecular_board     | attestation    | v     | v     | -
molecular_board     | case           | v     | v     | -
molecular_board     | meeting        | v     | v     | -
molecular_board     | agenda_item    | v     | v     | -
molecular_board     | trial          | v     | v     | -
biostatistician     | trial          | v     | v     | -
biostatistician     | slot           | v     | v     | -
biostatistician     | registry       | v     | v     | -
biostatistician     | funnel         | vx    | vx    | -
biostatistician     | statistics     | vx    | vx    | -
programme_admin     | trial          | v     | v     | -
programme_admin     | slot           | vac   | vac   | -
programme_admin     | registry       | vc    | vc    | -
programme_admin     | funnel         | vx    | vx    | -
programme_admin     | account        | vac   | vac   | vac
programme_admin     | grant          | vac   | vac   | vac
programme_admin     | site           | vac   | vac   | vac
system_admin        | account        | v     | v     | v
system_admin        | site           | v     | v     | v
auditor             | statistics     | v     | v     | v
auditor             | audit          | vx    | vx    | vx
auditor             | account        | v     | v     | v
auditor             | grant          | v     | v     | v
auditor             | site           | v     | v     | v
coordinator         | inquiry        | vc    | vc    | -
coordinator         | page           | vac   | vac   | -
research_nurse      | inquiry        | v     | v     | -
research_nurse      | page           | vac   | vac   | -
treating_clinician  | inquiry        | -     | vc    | -
treating_clinician  | page           | -     | vcs   | -
programme_admin     | inquiry        | vc    | vc    | -
programme_admin     | page           | vcx   | vcx   | -
auditor             | page           | v     | v     | -
coordinator         | running_trial  | vax   | vax   | -
coordinator         | trial_entry    | va    | va    | -
coordinator         | trial_decision | v     | v     | -
research_nurse      | running_trial  | vx    | vx    | -
research_nurse      | trial_entry    | va    | va    | -
research_nurse      | trial_decision | v     | v     | -
biostatistician     | running_trial  | vax   | vax   | -
biostatistician     | trial_entry    | v     | v     | -
biostatistician     | trial_decision | va    | va    | -
treating_clinician  | running_trial  | vx    | vx    | -
treating_clinician  | trial_entry    | va    | va    | -
treating_clinician  | trial_decision | vas   | vas   | -
programme_admin     | running_trial  | v     | v     | -
family_proxy        | running_trial  | -     | -     | -
referring_clinician | running_trial  | -     | -     | -
molecular_board     | trial_decision | -     | -     | -
family_proxy        | released_plan  | v!    | -     | -
young_person        | released_plan  | v!    | -     | -
survivor_adult      | released_plan  | v!    | -     | -
referring_clinician | released_plan  | -     | -     | -
coordinator         | released_plan  | v     | v     | -
research_nurse      | released_plan  | -     | -     | -
treating_clinician  | released_plan  | vcs   | vcs   | -
molecular_board     | released_plan  | -     | -     | -
survivor_adult      | plan_change    | -     | -     | -
coordinator         | plan_change    | v     | v     | -
treating_clinician  | plan_change    | vc    | vc    | -
research_nurse      | plan_change    | -     | -     | -
"""
LETTERS = {"v": Act.VIEW, "a": Act.ADD, "c": Act.CHANGE, "s": Act.SIGN, "x": Act.EXPORT}
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


def actor_for(role: Role, relation: str, *, ended: bool = False, **more: object) -> Actor:
    until = YESTERDAY if ended else None
    ties = (Tie(child="c1", relation=OWN_TIE.get(role, "none"), since=LONG_AGO),) if relation == "own" else ()
    site = "elsewhere" if relation == "other" else "here"
    grants = () if role is Role.ANONYMOUS else (Grant(role=role, site=site, since=LONG_AGO, until=until),)
    return Actor(id="p1", grants=grants, ties=ties, **more)


def thing(kind: Kind, **more: object) -> Thing:
    return Thing(kind=kind, child="c1", sites=frozenset({"here", "home"}), **more)


@pytest.mark.parametrize(("role", "kind", "own", "same", "other"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
@pytest.mark.parametrize("act", list(Act))
def test_the_drawn_table_is_what_the_policy_answers(
    role: str, kind: str, own: str, same: str, other: str, act: Act
) -> None:
    for relation, cell in (("own", own), ("same", same), ("other", other)):
        told = {LETTERS[letter] for letter in cell if letter in LETTERS}
        actor = actor_for(Role(role), relation)
        if relation == "own" and Role(role) not in OWN_TIE:
            continue
        for released in (True, False):
            hidden = "!" in cell and not released and act is Act.VIEW
            found = can(actor, act, thing(Kind(kind), released=released), now=NOW)
            assert found.allowed is (act in told and not hidden), f"{role} {relation} {act} {kind}: {found.because}"


@pytest.mark.parametrize("role", list(Role))
def test_a_pair_that_is_not_drawn_is_allowed_nothing(role: Role) -> None:
    drawn = {(row[0], row[1]) for row in ROWS}
    for kind in (each for each in Kind if (role.value, each.value) not in drawn):
        for act in Act:
            for relation in ("own", "same", "other"):
                found = can(actor_for(role, relation), act, thing(kind, released=True), now=NOW)
                assert not found.allowed, f"{role} {relation} {act} {kind}: {found.because}"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("act", list(Act))
def test_an_ended_role_gives_nothing(role: Role, kind: Kind, act: Act) -> None:
    assert not can(actor_for(role, "same", ended=True), act, thing(kind), now=NOW).allowed


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.BIOSTATISTICIAN, Role.PROGRAMME_ADMIN, Role.ANONYMOUS])
@pytest.mark.parametrize("act", list(Act))
def test_some_roles_never_touch_a_child(role: Role, act: Act) -> None:
    for kind in CHILD_KINDS:
        for relation in ("own", "same", "other"):
            assert not can(actor_for(role, relation), act, thing(kind, released=True), now=NOW).allowed


@pytest.mark.parametrize("role", [Role.FAMILY_PROXY, Role.YOUNG_PERSON, Role.SURVIVOR_ADULT])
def test_a_family_never_sees_a_board_nor_an_option(role: Role) -> None:
    for kind in (Kind.BOARD, Kind.ATTESTATION, Kind.AGENDA_ITEM):
        assert not can(actor_for(role, "own"), Act.VIEW, thing(kind), now=NOW).allowed


def test_a_proxy_ends_when_the_child_is_of_age() -> None:
    actor = actor_for(Role.FAMILY_PROXY, "own")
    assert can(actor, Act.VIEW, thing(Kind.CONSENT, adult_on=date(2026, 6, 2)), now=NOW).allowed
    assert not can(actor, Act.VIEW, thing(Kind.CONSENT, adult_on=date(2026, 6, 1)), now=NOW).allowed


def test_a_closed_account_gives_nothing() -> None:
    assert not can(actor_for(Role.COORDINATOR, "same", active=False), Act.VIEW, thing(Kind.CHILD), now=NOW).allowed


def test_research_needs_consent_and_care_does_not() -> None:
    actor = actor_for(Role.COORDINATOR, "same")
    assert can(actor, Act.VIEW, thing(Kind.FACT), now=NOW).allowed
    assert not can(actor, Act.VIEW, thing(Kind.FACT), now=NOW, purpose=Purpose.RESEARCH).allowed
    consented = thing(Kind.FACT, consents=frozenset({Purpose.RESEARCH}))
    assert can(actor, Act.VIEW, consented, now=NOW, purpose=Purpose.RESEARCH).allowed


@pytest.mark.parametrize("act", list(Act))
def test_emergency_access_is_view_only_one_child_and_four_hours(act: Act) -> None:
    glass = (BreakGlass(child="c1", since=NOW - timedelta(hours=1), until=NOW + timedelta(hours=9)),)
    actor = actor_for(Role.TREATING_CLINICIAN, "other", glass=glass)
    assert can(actor, act, thing(Kind.FACT), now=NOW).allowed is (act is Act.VIEW)
    assert not can(actor, Act.VIEW, Thing(kind=Kind.FACT, child="c2", sites=frozenset()), now=NOW).allowed
    assert not can(actor, Act.VIEW, thing(Kind.FACT), now=NOW + timedelta(hours=3)).allowed
    assert not can(actor, Act.VIEW, thing(Kind.PRIVATE_FACT), now=NOW).allowed


def test_signing_exporting_and_giving_roles_ask_again_who_it_is() -> None:
    doctor = actor_for(Role.TREATING_CLINICIAN, "same")
    assert can(doctor, Act.SIGN, thing(Kind.LETTER), now=NOW).needs_step_up
    assert can(doctor, Act.EXPORT, thing(Kind.FACT), now=NOW).needs_step_up
    assert not can(doctor, Act.VIEW, thing(Kind.FACT), now=NOW).needs_step_up
    admin = actor_for(Role.PROGRAMME_ADMIN, "same")
    assert can(admin, Act.ADD, Thing(kind=Kind.GRANT), now=NOW).needs_step_up


roles = st.sampled_from([role for role in Role if role is not Role.ANONYMOUS])
sites = st.sampled_from(["here", "elsewhere", None])
days = st.sampled_from([LONG_AGO, YESTERDAY, NOW, NOW + timedelta(days=1)])
grants = st.builds(Grant, role=roles, site=sites, since=days, until=st.one_of(st.none(), days))
ties = st.builds(
    Tie,
    child=st.sampled_from(["c1", "c2"]),
    relation=st.sampled_from(["proxy", "self", "treating", "referring"]),
    since=days,
    until=st.one_of(st.none(), days),
)
glasses = st.builds(
    BreakGlass, child=st.sampled_from(["c1", "c2"]), since=days, until=st.just(NOW + timedelta(hours=2))
)
actors = st.builds(
    Actor,
    id=st.just("p1"),
    grants=st.lists(grants, max_size=3).map(tuple),
    ties=st.lists(ties, max_size=3).map(tuple),
    glass=st.lists(glasses, max_size=2).map(tuple),
    active=st.booleans(),
)


@given(actor=actors, kind=st.sampled_from(sorted(CHILD_KINDS)), grown=st.booleans())
def test_lists_hold_exactly_what_may_be_viewed(actor: Actor, kind: Kind, grown: bool) -> None:
    asked = thing(kind, released=True, adult_on=date(2020, 1, 1) if grown else None)
    assert visible(actor, kind, now=NOW).holds_child(asked, now=NOW) is can(actor, Act.VIEW, asked, now=NOW).allowed


@given(actor=actors, kind=st.sampled_from(list(Kind)), act=st.sampled_from(list(Act)))
def test_what_no_role_allows_anywhere_is_allowed_nowhere(actor: Actor, kind: Kind, act: Act) -> None:
    if not allows_somewhere(actor, act, kind, now=NOW) and not actor.glass:
        assert not can(actor, act, thing(kind, released=True), now=NOW).allowed


def test_every_role_is_stated_and_revoked_holds_nothing() -> None:
    table = load_table()
    assert {role for role, _ in table.rows} | {Role.ANONYMOUS} == set(Role)
    assert not any(Relation.REVOKED in row.acts for row in table.rows.values())


def test_every_fault_of_the_table_is_listed() -> None:
    raw = {role.value: [] for role in Role} | {
        "coordinator": [{"kinds": ["chlid"], "acts": ["veiw"], "relations": ["revoked"], "colour": "red"}],
        "boss": [],
    }
    with pytest.raises(PolicyFault) as caught:
        read_table(raw)
    text = caught.value.explain()
    assert all(word in text for word in ("chlid", "veiw", "revoked holds", "colour", "boss", "no reason"))
