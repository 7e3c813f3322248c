"""Records for tests: short ways to write facts, and a strategy that makes whole random records."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from rosette.kernel import PartialDate, Quantity
from rosette.knowledge import Knowledge
from rosette.records import (
    LISTS,
    Assessment,
    Attestation,
    ChildRecord,
    Closure,
    Condition,
    Consent,
    Diagnosis,
    DiseaseEvent,
    Fact,
    GrowthFactor,
    Home,
    Imaging,
    Laboratory,
    Lesion,
    Marrow,
    Measurement,
    Medication,
    Molecular,
    MolecularFinding,
    OrganTest,
    Performance,
    Preference,
    Radiation,
    Radiopharmaceutical,
    ReportedOutcome,
    Source,
    StemCells,
    Surgery,
    Therapy,
    Transfusion,
    Transplant,
)

ON = date(2026, 6, 1)
SOURCE = Source(type="document", name="test chart")
RECORDED_AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
F = TypeVar("F", bound=Fact)


# --- facts in one line ------------------------------------------------------------------------------


def make(kind: type[F], **fields: Any) -> F:
    """Make a fact; days may be text ("2026-05"), quantities too ("75000 /uL"), the envelope is filled in."""
    values = {name: _plain(name, value) for name, value in fields.items()}
    envelope = {"source": SOURCE, "recorded_at": RECORDED_AT, "recorded_by": "tester"}
    values.setdefault("id", "-".join([kind.kind, *(str(value) for value in fields.values() if isinstance(value, str))]))
    return kind(**{**envelope, **values})


def _plain(name: str, value: Any) -> Any:
    if name in ("on", "start", "end", "controlled_from", "valid_until") and isinstance(value, str):
        return PartialDate.parse(value)
    if name in (
        "quantity",
        "dose",
        "cumulative",
        "activity",
        "cd34",
        "mnc",
        "whole_body_dose",
    ) and isinstance(value, str):
        return Quantity.parse(value)
    return value


def lab(code: str, value: str, on: str = "2026-05-29", **more: Any) -> Laboratory:
    """A measured laboratory result."""
    return make(Laboratory, code=code, quantity=value, on=on, **more)


def child(*facts: Fact, birth: str = "2019-03-10", sex: str | None = "female") -> ChildRecord:
    """A record with these facts; facts that would share an id are numbered."""
    seen: dict[str, int] = {}
    numbered = []
    for fact in facts:
        seen[fact.id] = seen.get(fact.id, 0) + 1
        numbered.append(fact if seen[fact.id] == 1 else attrs.evolve(fact, id=f"{fact.id}#{seen[fact.id]}"))
    return ChildRecord(
        id="test-child", label="Invented.", birth=PartialDate.parse(birth), sex=sex, facts=tuple(numbered)
    )


def raw_fact(kind: str, /, **fields: Any) -> dict[str, Any]:
    """A fact as JSON with its envelope; `start` and `end` stand for "from" and "to"; None drops a key."""
    renamed = {{"start": "from", "end": "to"}.get(name, name): value for name, value in fields.items()}
    envelope: dict[str, Any] = {
        "id": f"{kind}-1",
        "kind": kind,
        "source": {"type": "document", "name": "test chart"},
        "recorded_at": "2026-06-01T08:00:00Z",
        "recorded_by": "tester",
    }
    return {name: value for name, value in {**envelope, **renamed}.items() if value is not None}


def raw_record(*facts: Any, **header: Any) -> dict[str, Any]:
    """A record as JSON."""
    head = {"format": "rosette-record/1", "id": "test-child", "birth_date": "2019-03-10", "sex": "female"}
    return {name: value for name, value in {**head, **header}.items() if value is not None} | {"facts": list(facts)}


def day(text: str) -> int:
    """The ordinal of an exact day."""
    return date.fromisoformat(text).toordinal()


def table(text: str) -> list[list[str]]:
    """The rows of a drawn table below its first line; "|" parts cells, a line of dashes is passed over."""
    lines = [line for line in text.strip().splitlines() if line.strip() and not set(line.strip()) <= set("-+ ")]
    return [[cell.strip() for cell in line.split("|")] for line in lines[1:]]


# --- random records ---------------------------------------------------------------------------------

Draw = Callable[[st.SearchStrategy[Any]], Any]
QUANTITIES: Mapping[str, tuple[str, ...]] = {
    "platelets": ("45000 /uL", "50000 /uL", "75000 /uL", "100 10*9/L", "210000 /uL"),
    "anc": ("400 /uL", "750 /uL", "1000 /uL", "1.5 10*9/L", "2500 /uL"),
    "haemoglobin": ("7.5 g/dL", "8 g/dL", "80 g/L", "11.5 g/dL"),
    "creatinine": ("0.4 mg/dL", "0.8 mg/dL", "1.2 mg/dL", "90 umol/L"),
    "alt": ("22 U/L", "135 U/L", "225 U/L", "500 U/L"),
    "bilirubin_total": ("0.4 mg/dL", "1.5 mg/dL", "2.4 mg/dL"),
}
CODED: Mapping[str, tuple[str, ...]] = {
    "pregnancy_test": ("negative", "positive"),
    "hiv": ("negative", "positive"),
    "swallows_tablets": ("yes", "no"),
    "archival_tissue": ("available", "not_available"),
}
AGENTS = (
    "lorlatinib",
    "irinotecan",
    "temozolomide",
    "dinutuximab",
    "cyclophosphamide",
    "doxorubicin",
    "isotretinoin",
)
CONDITIONS = ("infection", "infection_systemic", "neuropathy", "neuropathy_sensory", "pregnancy", "seizure")


RECENT, OLD, DICE = st.integers(-45, 10), st.integers(-2000, 10), st.integers(0, 99)
BACK = st.integers(0, 40)
SOME_LISTS = st.sets(st.sampled_from(LISTS), min_size=1).map(lambda names: tuple(sorted(names)))


@functools.cache
def _one_of(*options: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(options)


class Maker:
    """Draws facts of one child: knows its earliest day and gives every fact an id and an envelope."""

    def __init__(self, draw: Draw, on: date, birth: date, codes: list[str]) -> None:
        self.draw, self.on, self.birth, self.codes = draw, on, birth, codes
        self.made: list[Fact] = []

    def day(self) -> PartialDate:
        """A day: mostly exact and in the weeks around `on`, sometimes long ago, a month or a year."""
        dice = self.draw(DICE)
        found = max(self.birth, self.on + timedelta(days=self.draw(RECENT if dice < 75 else OLD)))
        if dice % 10 == 9 and found.replace(day=1) >= self.birth:
            in_year = dice >= 95 and date(found.year, 1, 1) >= self.birth
            return PartialDate(found.year) if in_year else PartialDate(found.year, found.month)
        return PartialDate.of(found)

    def span(self, *, begun: bool = False) -> dict[str, Any]:
        start, end = sorted((self.day(), self.day()), key=lambda d: (d.earliest, d.latest))
        shape = self.some("closed", "closed", "closed", "ongoing", "open", "open" if begun else "no start")
        if shape == "ongoing":
            return {"start": start, "ongoing": True}
        if shape == "open":
            return {"start": start}
        return {"end": end} if shape == "no start" else {"start": start, "end": end}

    def some(self, *options: Any) -> Any:
        return self.draw(_one_of(*options))

    def maybe(self, *options: Any) -> Any:
        return self.draw(_one_of(None, *options))

    def add(self, kind: type[Fact], **fields: Any) -> None:
        number = len(self.made) + 1
        same = [fact.id for fact in self.made if isinstance(fact, kind)]
        dice = self.draw(DICE)
        older = same[-1] if same and dice < 10 else None
        status = "entered_in_error" if 10 <= dice < 15 else "active"
        recorded = RECORDED_AT - timedelta(hours=(5 if dice % 2 else 240) if dice >= 70 else 0)
        self.made.append(
            kind(
                id=f"f{number}",
                source=SOURCE,
                recorded_at=recorded,
                recorded_by="tester",
                supersedes=older,
                status=status,
                **fields,
            )
        )


def _diagnosis(m: Maker) -> None:
    m.add(
        Diagnosis,
        on=m.day(),
        diagnosis="neuroblastoma",
        basis=m.maybe("histology"),
        inss=m.maybe("3", "4"),
        inrgss=m.maybe("L2", "M"),
        mycn=m.maybe("amplified", "not_amplified"),
    )


def _event(m: Maker) -> None:
    event = m.some("relapse", "progression", "refractory", "response", "remission")
    m.add(
        DiseaseEvent,
        on=m.day(),
        event=event,
        response=m.maybe("CR", "PR", "SD") if event == "response" else None,
    )


def _therapy(m: Maker) -> None:
    m.add(
        Therapy,
        **m.span(),
        agent=m.some(*AGENTS),
        intent=m.maybe("frontline", "relapse"),
        line=m.maybe(1, 2, 3),
        regimen=m.maybe("A", "B"),
        cycles=m.maybe(1, 4, 6),
        best_response=m.maybe("PD", "SD", "PR"),
        reason_stopped=m.maybe("completed", "progression"),
        investigational=m.maybe(True, False),
        cumulative=m.maybe(Quantity.parse("150 mg/m2"), Quantity.parse("400 mg/m2")),
    )


def _radiation(m: Maker) -> None:
    field = m.some("small_port_radiation", "craniospinal_radiation", "substantial_marrow_radiation")
    m.add(Radiation, **m.span(), field=field, dose_gy=m.maybe(21.6, 36.0), fractions=m.maybe(12))


def _mibg(m: Maker) -> None:
    m.add(Radiopharmaceutical, on=m.day(), agent="mibg_131i", activity=m.maybe(Quantity.parse("12 mCi/kg")))


def _transplant(m: Maker) -> None:
    kind = m.some("autologous_transplant", "allogeneic_transplant", "stem_cell_infusion")
    m.add(
        Transplant,
        on=m.day(),
        type=kind,
        conditioning=m.some((), ("busulfan", "melphalan")),
        tbi=m.maybe(True, False),
    )


def _surgery(m: Maker) -> None:
    m.add(Surgery, on=m.day(), extent=m.some("major_surgery", "minor_surgery", "biopsy"))


def _stem_cells(m: Maker) -> None:
    m.add(
        StemCells,
        on=m.day(),
        cd34=m.maybe(Quantity.parse("1.5 10*6/kg"), Quantity.parse("6 10*6/kg")),
        purged=m.maybe(True, False),
        viable=m.maybe(True, False),
        released=m.maybe(True, False),
    )


def _laboratory(m: Maker) -> None:
    code = m.some(*m.codes)
    quantity = Quantity.parse(m.some(*QUANTITIES[code]))
    m.add(
        Laboratory,
        on=m.day(),
        code=code,
        quantity=quantity,
        comparator=m.some(None, None, None, "<", ">"),
        uln=m.maybe(45.0, 1.0) if code in ("alt", "bilirubin_total", "creatinine") else None,
    )


def _coded(m: Maker) -> None:
    code = m.some(*CODED)
    m.add(m.some(Laboratory, Assessment), on=m.day(), code=code, result=m.some(*CODED[code]))


def _support(m: Maker) -> None:
    if m.some(True, False):
        m.add(Transfusion, on=m.day(), product=m.some("platelets", "red_cells"))
    else:
        when = {"on": m.day()} if m.some(True, False) else m.span(begun=True)
        m.add(GrowthFactor, agent=m.some("filgrastim", "pegfilgrastim"), **when)


def _body(m: Maker) -> None:
    m.add(Measurement, on=m.day(), code="weight", quantity=Quantity.parse(m.some("12 kg", "20 kg")))
    m.add(Measurement, on=m.day(), code="height", quantity=Quantity.parse(m.some("90 cm", "115 cm")))


def _performance(m: Maker) -> None:
    m.add(
        Performance,
        on=m.day(),
        scale=m.some("lansky", "karnofsky"),
        score=m.some(40, 50, 60, 90),
        wheelchair=m.maybe(True, False),
    )


def _organ_test(m: Maker) -> None:
    m.add(
        OrganTest,
        on=m.day(),
        code=m.some("lvef", "shortening_fraction"),
        quantity=Quantity.parse(m.some("27 %", "55 %")),
    )


def _imaging(m: Maker) -> None:
    if m.some(True, False):
        avid = m.maybe(True, False)
        m.add(
            Imaging,
            on=m.day(),
            modality="mibg",
            avid=avid,
            sites=m.some(("pelvis",), ()) if avid else (),
            curie=m.maybe(2, 8) if avid else None,
        )
        return
    size = m.maybe(8.0, 24.0)
    lesion = Lesion(
        site=m.some("liver", "retroperitoneum"),
        longest_mm=size,
        node=m.maybe(True),
        bone=m.maybe(True),
        irradiated=m.maybe(True, False),
    )
    m.add(
        Imaging,
        on=m.day(),
        modality=m.some("ct", "mri"),
        lesions=m.some((), (lesion,)),
        complete=m.maybe(True, False),
    )


def _marrow(m: Maker) -> None:
    involved = m.maybe(True, False)
    m.add(
        Marrow,
        on=m.day(),
        site=m.some("left", "right", "bilateral"),
        involved=involved,
        percent=m.maybe(0.0) if involved is False else m.maybe(5.0, 30.0),
    )


def _molecular(m: Maker) -> None:
    found = MolecularFinding(
        gene="ALK",
        alteration=m.some("mutation", "amplification"),
        vaf=m.maybe(0.03, 0.31),
        hgvs_p=m.maybe("p.Phe1174Leu", "p.Arg1275Gln"),
        origin=m.maybe("somatic", "germline"),
    )
    covers = m.some(
        (), (("ALK", ("mutation", "amplification")),), (("ALK", ("mutation",)), ("MYCN", ("amplification",)))
    )
    m.add(Molecular, on=m.day(), assay="panel", findings=m.some((), (found,)), covers=covers)


def _condition(m: Maker) -> None:
    when = {"on": m.day()} if m.some(True, False) else m.span(begun=True)
    m.add(Condition, code=m.some(*CONDITIONS), state=m.some("present", "absent"), grade=m.maybe(1, 2, 3), **when)


def _medication(m: Maker) -> None:
    m.add(
        Medication,
        **m.span(),
        agent=m.some("dexamethasone", "omeprazole", "phenytoin"),
        dose=m.maybe(Quantity.parse("2 mg/d"), Quantity.parse("4 mg/d")),
    )


def _closure(m: Maker) -> None:
    on = max(m.birth, m.on - timedelta(days=m.draw(BACK)))
    m.add(Closure, on=PartialDate.of(on), covers=LISTS if m.draw(DICE) < 60 else m.draw(SOME_LISTS))


def _said(m: Maker) -> None:
    kind = m.some(Attestation, Consent, Preference, ReportedOutcome)
    fields: Mapping[type[Fact], dict[str, Any]] = {
        Attestation: {
            "question": "NCT01154816/J1",
            "answer": m.some("yes", "no"),
            "valid_until": m.maybe(m.day()),
        },
        Consent: {"type": "treatment", "answer": m.some("yes", "no")},
        Preference: {
            "text": "time at home",
            "weights": (("time_at_home", 0.7),),
            "travel_limit_km": m.maybe(300.0),
        },
        ReportedOutcome: {"instrument": "PedsQL", "domain": "pain", "reporter": "self", "score": 70.0},
    }
    m.add(kind, on=m.day(), **fields[kind])


def _home(m: Maker) -> None:
    m.add(Home, **m.span(begun=True), country=m.some("US", "GB"), language=m.maybe("en", "he"))


MAKERS: tuple[Callable[[Maker], None], ...] = (
    _diagnosis,
    _event,
    _therapy,
    _therapy,
    _radiation,
    _mibg,
    _transplant,
    _surgery,
    _stem_cells,
    _laboratory,
    _laboratory,
    _laboratory,
    _coded,
    _support,
    _body,
    _performance,
    _organ_test,
    _imaging,
    _marrow,
    _molecular,
    _condition,
    _medication,
    _closure,
    _closure,
    _said,
    _home,
)


@st.composite
def records(draw: Draw, knowledge: Knowledge, *, on: date = ON, most: int = 24) -> ChildRecord:
    """Whole records that can be read.

    Mostly recent exact days around `on`; now and then partial, missing, conflicting, superseded, in error.
    """
    birth = on - timedelta(days=draw(st.integers(365, 365 * 19)))
    shown = PartialDate(birth.year, birth.month) if draw(DICE) >= 85 else PartialDate.of(birth)
    maker = Maker(draw, on, shown.latest, [code for code in QUANTITIES if code in knowledge.observations])
    for _ in range(draw(st.integers(0, most))):
        draw(_one_of(*MAKERS))(maker)
    sex = draw(_one_of("female", "male", None))
    return ChildRecord(id="random-child", birth=shown, sex=sex, facts=tuple(maker.made))
