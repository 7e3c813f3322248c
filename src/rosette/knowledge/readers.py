"""One reader for each kind of row that has names: classes, agents, conditions, observations, tests."""

from __future__ import annotations

from collections.abc import Mapping

from rosette.knowledge.agents import Agent, HalfLife
from rosette.knowledge.bibliography import Reference
from rosette.knowledge.classes import FACT_KINDS, ConditionCode, TherapyClass
from rosette.knowledge.gates import read_common
from rosette.knowledge.observations import (
    OBSERVATION_KINDS,
    Attribute,
    CodedTest,
    ObservationCode,
    Procedure,
)
from rosette.knowledge.rows import EXAMPLES, Row, plain

References = Mapping[str, Reference]


def in_words(identifier: str) -> str:
    """A name made of an id."""
    return identifier.replace("_", " ")


def read_class(row: Row, references: References) -> TherapyClass:
    """A class of treatments or medicines."""
    return TherapyClass(
        **read_common(row, references),
        name=row.text("name"),
        parents=row.words("parents"),
        applies_to=row.words("applies_to", choices=FACT_KINDS),
    )


def read_agent(row: Row, references: References) -> Agent:
    """A medicine; its half-life is a row of its own."""
    common = read_common(row, references)
    return Agent(
        **common,
        name=row.text("name", default=in_words(common["id"])),
        synonyms=row.words("synonyms"),
        classes=frozenset(row.words("classes", needed=True)),
    )


def read_half_life(row: Row, references: References) -> HalfLife | None:
    """The half-life of the agent of the same id."""
    common, population = read_common(row, references), row.text("population")
    value = row.quantity("value", like="h")
    if row.get("value") is None:
        row.problems.add(row.path, found='"value" is missing', wanted=EXAMPLES["h"])
    elif value is not None and value.value <= 0:
        row.refuse("value", f'"{value}" is not a half-life', EXAMPLES["h"])
    return None if value is None else HalfLife(**common, value=value, population=population)


def read_condition(row: Row, references: References) -> ConditionCode:
    """A condition."""
    return ConditionCode(**read_common(row, references), name=row.text("name"), parents=row.words("parents"))


def read_observation(row: Row, references: References) -> ObservationCode:
    """Something with a value; its accepted units must convert, its range must rise."""
    unit = row.unit("unit")
    code = ObservationCode(
        **read_common(row, references),
        name=row.text("name"),
        unit=unit,
        units=(unit, *row.words("units")),
        kind=row.choice("kind", OBSERVATION_KINDS),
        plausible=_plausible(row, unit),
        test=row.text("test"),
        procedure=row.text("procedure"),
        molar_mass_g_per_mol=_molar_mass(row, "molar_mass"),
        divisor_molar_mass_g_per_mol=_molar_mass(row, "divisor_molar_mass"),
        formula=row.text("formula", default=""),
        loinc=row.optional("loinc"),
    )
    for other in code.units if unit else ():
        if not code.converts(other):
            found = f'"{other}" does not convert to "{unit}"'
            row.refuse("units", found, remedy="Drop it, or give the molar mass.")
    return code


def _molar_mass(row: Row, key: str) -> float | None:
    quantity = row.quantity(key, like="g/mol")
    return None if quantity is None else quantity.to("g/mol").value


def _plausible(row: Row, unit: str) -> tuple[float, float]:
    match row.words("plausible", needed=True):
        case (first, last):
            low, high = (row.amount(end, "plausible", like=unit) for end in (first, last))
        case ends:
            row.refuse("plausible", f"{len(ends)} values", f'two, such as ["0 {unit}", "10 {unit}"]')
            return (0.0, 0.0)
    if low is None or high is None or not unit:
        return (0.0, 0.0)
    if not low.to(unit).value < high.to(unit).value:
        row.refuse("plausible", f"{plain(low.value, unit)} is not below {plain(high.value, unit)}")
    return low.to(unit).value, high.to(unit).value


def read_coded_test(row: Row, references: References) -> CodedTest:
    """A test with a word for an answer."""
    return CodedTest(
        **read_common(row, references),
        name=row.text("name"),
        values=row.words("values", needed=True),
        test=row.text("test"),
        procedure=row.text("procedure"),
        derived=row.flag("derived"),
    )


def read_attribute(row: Row, references: References) -> Attribute:
    """Something of which a record holds one value; open or with listed values, not both."""
    attribute = Attribute(
        **read_common(row, references),
        name=row.text("name"),
        values=row.words("values"),
        open=row.flag("open"),
        derived=row.flag("derived"),
    )
    if attribute.open == bool(attribute.values):
        found = "open and listed values exclude each other"
        row.refuse("values", found, "either open = true or values = […]")
    return attribute


def read_procedure(row: Row, references: References) -> Procedure:
    """A way to learn something; its burden is its place in the file."""
    return Procedure(**read_common(row, references), name=row.text("name"))
