"""The two doors: which questions each asks, in which order, and when one is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import field, frozen

Door = Literal["family", "physician"]
Kind = Literal[
    "line", "name", "email", "phone", "text", "day", "one", "many", "country", "region", "documents", "record"
]
Answers = Mapping[str, Any]

DANGER = ("legs", "bladder", "head", "breathing", "fever", "bleeding")
DOCUMENTS = (
    "summary",
    "flow_sheets",
    "imaging",
    "mibg_scan",
    "pathology_report",
    "pathology_slides",
    "molecular_report",
    "surgery_report",
    "radiation_report",
    "laboratory",
)
HAD = ("chemotherapy", "surgery", "radiation", "transplant", "anti_gd2", "mibg", "alk", "car_t", "trial", "none")
SHORT = ("question", "comment")


@frozen(kw_only=True)
class Field:
    """One thing that is asked; its words stand in the texts under its name."""

    name: str
    kind: Kind = "line"
    choices: tuple[str, ...] = ()
    required: bool = True
    most: int = 200
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    must: tuple[str, ...] = ()

    def asked(self, answers: Answers) -> bool:
        """Whether the other answers call for it."""
        return _holds(self.when, answers)


@frozen(kw_only=True)
class Step:
    """One page: its question and its fields."""

    slug: str
    fields: tuple[Field, ...]
    wishes: tuple[str, ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    def asked(self, answers: Answers) -> bool:
        """Whether this page belongs to the way that the answers take."""
        return (not self.wishes or answers.get("wish") in self.wishes) and _holds(self.when, answers)


def _holds(when: tuple[tuple[str, tuple[str, ...]], ...], answers: Answers) -> bool:
    return all(_meets(answers.get(name), values) for name, values in when)


def _meets(given: Any, values: tuple[str, ...]) -> bool:
    if values and values[0] == "!":
        return bool(given) and given not in values
    return bool(set(given) & set(values)) if isinstance(given, list) else given in values


LONG = ("second_opinion", "treatment", "appointment")
ABROAD = (("country", ("!", "US")),)
DANGERS = Step(slug="danger", fields=(Field(name="danger", kind="many", choices=(*DANGER, "none")),))
CHILD = (
    Step(slug="child", fields=(Field(name="child_given", kind="name"), Field(name="child_family", kind="name"))),
    Step(slug="birth", fields=(Field(name="birth", kind="day"),)),
)
PLACE = (
    Step(slug="country", fields=(Field(name="country", kind="country"),), wishes=LONG),
    Step(
        slug="region",
        fields=(Field(name="region", kind="region"), Field(name="town", required=False)),
        wishes=LONG,
        when=(("country", ("US",)),),
    ),
)
LANGUAGE = Step(
    slug="language",
    fields=(
        Field(name="language", kind="one", choices=("en", "es", "ar", "other")),
        Field(name="language_other", when=(("language", ("other",)),)),
        Field(name="interpreter", kind="one", choices=("no", "phone", "visit", "both")),
    ),
)
DISEASE = ("relapsed", "refractory", "in_treatment", "remission", "new", "other", "unsure")
PAYERS = ("insurance", "public", "government", "self", "charity", "unsure")

FAMILY: tuple[Step, ...] = (
    DANGERS,
    Step(slug="wish", fields=(Field(name="wish", kind="one", choices=(*LONG, *SHORT)),)),
    Step(slug="known", fields=(Field(name="known", kind="one", choices=("new", "existing")),)),
    Step(
        slug="you",
        fields=(
            Field(
                name="role", kind="one", choices=("parent", "guardian", "relative", "young_person", "survivor", "other")
            ),
        ),
    ),
    Step(
        slug="right",
        fields=(Field(name="right", kind="one", choices=("yes", "shared", "no", "unsure")),),
        wishes=LONG,
        when=(("role", ("parent", "guardian", "relative", "other")),),
    ),
    Step(slug="name", fields=(Field(name="name", kind="name"),)),
    Step(
        slug="reach",
        fields=(
            Field(name="email", kind="email"),
            Field(name="phone", kind="phone", required=False),
            Field(name="best_time", required=False),
        ),
    ),
    LANGUAGE,
    *(Step(slug=each.slug, fields=each.fields, wishes=LONG) for each in CHILD),
    *PLACE,
    Step(
        slug="disease",
        fields=(
            Field(name="disease", kind="one", choices=DISEASE),
            Field(name="disease_words", kind="text", required=False, most=2000),
        ),
        wishes=("second_opinion", "treatment"),
    ),
    Step(
        slug="had",
        fields=(
            Field(name="had", kind="many", choices=HAD, required=False),
            Field(name="had_words", kind="text", required=False, most=4000),
        ),
        wishes=("second_opinion", "treatment"),
    ),
    Step(
        slug="doctor",
        fields=(
            Field(name="doctor", required=False),
            Field(name="hospital", required=False),
            Field(name="doctor_reach", required=False),
            Field(name="may_call", kind="one", choices=("yes", "not_yet")),
        ),
        wishes=("second_opinion", "treatment"),
    ),
    Step(
        slug="now",
        fields=(
            Field(name="inpatient", kind="one", choices=("no", "yes")),
            Field(name="court", kind="one", choices=("no", "yes", "rather_not")),
        ),
        wishes=("second_opinion", "treatment"),
    ),
    Step(slug="question", fields=(Field(name="question", kind="text", most=4000),)),
    Step(
        slug="payer",
        fields=(Field(name="payer", kind="one", choices=PAYERS), Field(name="payer_name", required=False)),
        wishes=LONG,
        when=(("known", ("new",)),),
    ),
    Step(
        slug="travel",
        fields=(
            Field(name="passport", kind="one", choices=("yes", "no", "applied")),
            Field(name="visa", kind="one", choices=("have", "need", "not_needed", "unsure")),
            Field(name="caregiver", required=False),
        ),
        wishes=LONG,
        when=ABROAD,
    ),
    Step(
        slug="documents",
        fields=(Field(name="documents", kind="documents", choices=DOCUMENTS, required=False),),
        wishes=("second_opinion", "treatment"),
    ),
    Step(slug="consent", fields=(Field(name="consent", kind="many", choices=("keep", "share"), must=("keep",)),)),
)

PHYSICIAN: tuple[Step, ...] = (
    DANGERS,
    Step(slug="wish", fields=(Field(name="wish", kind="one", choices=("treatment", "second_opinion", "question")),)),
    Step(
        slug="doctor_you",
        fields=(
            Field(name="name", kind="name"),
            Field(name="hospital"),
            Field(name="email", kind="email"),
            Field(name="phone", kind="phone"),
        ),
    ),
    Step(
        slug="child",
        fields=(
            Field(name="child_given", kind="name"),
            Field(name="child_family", kind="name"),
            Field(name="birth", kind="day"),
            Field(name="sex", kind="one", choices=("female", "male", "unsure")),
            Field(name="hospital_number", required=False, most=60),
        ),
        wishes=("second_opinion", "treatment"),
    ),
    *PLACE,
    Step(
        slug="course",
        fields=(
            Field(name="disease", kind="one", choices=DISEASE),
            Field(name="had", kind="many", choices=HAD, required=False),
            Field(name="had_words", kind="text", required=False, most=8000),
            Field(name="record", kind="record", required=False),
        ),
        wishes=("second_opinion", "treatment"),
    ),
    Step(slug="question", fields=(Field(name="question", kind="text", most=4000),)),
    Step(
        slug="family",
        fields=(
            Field(name="family_knows", kind="one", choices=("yes", "no")),
            Field(name="family_name", kind="name", required=False),
            Field(name="family_reach", required=False),
            *LANGUAGE.fields,
            Field(name="inpatient", kind="one", choices=("no", "yes")),
        ),
        wishes=("second_opinion", "treatment"),
    ),
    Step(
        slug="documents",
        fields=(Field(name="documents", kind="documents", choices=DOCUMENTS, required=False),),
        wishes=("second_opinion", "treatment"),
    ),
    Step(slug="consent", fields=(Field(name="consent", kind="many", choices=("entitled",), must=("entitled",)),)),
)
DOORS: Mapping[Door, tuple[Step, ...]] = {"family": FAMILY, "physician": PHYSICIAN}


def all_steps(door: Door) -> tuple[Step, ...]:
    """Every page of a door."""
    return DOORS[door]


def steps_for(door: Door, answers: Answers) -> tuple[Step, ...]:
    """The pages that the answers so far call for, in order."""
    return tuple(step for step in DOORS[door] if step.asked(answers))


def step_after(door: Door, slug: str, answers: Answers) -> Step | None:
    """The page after one; None when the answers can be checked."""
    steps = steps_for(door, answers)
    places = [place for place, step in enumerate(steps) if step.slug == slug]
    return steps[places[0] + 1] if places and places[0] + 1 < len(steps) else None
