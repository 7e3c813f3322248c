"""When a surveillance rule applies: predicates on what was given, folded by all and any; and how rows write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import frozen

from rosette.kernel import Span, did_you_mean, one_of
from rosette.knowledge.rows import Row


@frozen(kw_only=True)
class Total:
    """A cumulative dose, in mg/m2: of an agent, of the anthracyclines as doxorubicin, or as cyclophosphamide (CED)."""

    of: str
    at_least: float


@frozen(kw_only=True)
class Given:
    """An agent, class, field, transplant or operation, ever."""

    of: str


@frozen(kw_only=True)
class OrganDose:
    """Radiation that reached an organ: any, or a mean dose of so many Gy, all courses together.

    fields_only: total-body irradiation alone does not count.
    """

    organ: str
    at_least: float | None = None
    fields_only: bool = False


@frozen(kw_only=True)
class FieldDose:
    """A prescribed dose, in Gy, to a class of fields."""

    field: str
    at_least: float


@frozen(kw_only=True)
class AgeAt:
    """Age at the first radiation of an organ, or at the first exposure of a name, under so many years."""

    of: str
    under: Span


@frozen(kw_only=True)
class HasSex:
    """Female or male."""

    sex: str


@frozen(kw_only=True)
class Puberty:
    """Before, or past, puberty."""

    status: str


@frozen(kw_only=True)
class HasCondition:
    """A condition, ever."""

    condition: str


@frozen(kw_only=True)
class SteroidWeeks:
    """Corticosteroids as treatment for so many weeks on end."""

    at_least: int


@frozen(kw_only=True)
class Transfused:
    """Red cells more than once, or any transfusion before a day."""

    before: date | None = None


@frozen(kw_only=True)
class Always:
    """Every child."""


@frozen(kw_only=True)
class AllOf:
    """Every part."""

    parts: tuple[Trigger, ...]


@frozen(kw_only=True)
class AnyOf:
    """At least one part."""

    parts: tuple[Trigger, ...]


Predicate = (
    Total | Given | OrganDose | FieldDose | AgeAt | HasSex | Puberty | HasCondition | SteroidWeeks | Transfused | Always
)
Trigger = Predicate | AllOf | AnyOf
NONE = AnyOf(parts=())


def read_trigger(row: Row, key: str) -> Trigger:
    """The trigger at a key; every fault is noted, and what cannot be read never applies."""
    value = row.get(key)
    if not isinstance(value, Mapping):
        row.problems.add(row.path, found=f'"{key}" is missing or not a table', wanted='such as { given = "cisplatin" }')
        return NONE
    return _read(Row(value, row.at(key), row.problems))


def _read(row: Row) -> Trigger:
    named = [key for key in READERS if key in row.data]
    if len(named) != 1:
        found = "no predicate" if not named else f"several predicates: {', '.join(named)}"
        near = "".join(did_you_mean(key, READERS) for key in row.data if key not in READERS)
        row.problems.add(row.path, found=f"{found}{near}", wanted=f"one of {one_of(sorted(READERS), most=20)}")
        return NONE
    found_trigger = READERS[named[0]](row)
    row.close()
    return found_trigger


def _parts(key: str, row: Row) -> tuple[Trigger, ...]:
    return tuple(_read(each) for each in row.rows(key))


def _amount(row: Row, like: str, *, needed: bool) -> float | None:
    if row.get("at_least") is None and needed:
        row.problems.add(row.path, found='"at_least" is missing')
    found = row.quantity("at_least", like=like)
    return None if found is None else found.to(like).value


def _weeks(row: Row) -> Trigger:
    span = row.span("steroids_for")
    if span is None or span.unit != "week":
        row.refuse("steroids_for", "not a number of weeks", 'such as "4 weeks"')
        return NONE
    return SteroidWeeks(at_least=span.count)


def _age(row: Row) -> Trigger:
    under = row.span("under")
    if under is None:
        row.problems.add(row.path, found='"under" is missing', wanted='such as "8 years"')
    return AgeAt(of=row.text("age_at"), under=under or Span(0, "year"))


def _transfused(row: Row) -> Trigger:
    word = row.choice("transfused", ("several", "ever"))
    if (word == "ever") != (row.get("before") is not None):
        row.refuse("transfused", f'"{word}" does not fit', '"several", or "ever" with a day "before"')
        return NONE
    return Transfused(before=row.day("before") if word == "ever" else None)


READERS: Mapping[str, Callable[[Row], Trigger]] = {
    "all": lambda row: AllOf(parts=_parts("all", row)),
    "any": lambda row: AnyOf(parts=_parts("any", row)),
    "total": lambda row: Total(of=row.text("total"), at_least=_amount(row, "mg/m2", needed=True) or 0.0),
    "given": lambda row: Given(of=row.text("given")),
    "organ": lambda row: OrganDose(
        organ=row.text("organ"), at_least=_amount(row, "Gy", needed=False), fields_only=row.flag("fields_only")
    ),
    "field": lambda row: FieldDose(field=row.text("field"), at_least=_amount(row, "Gy", needed=True) or 0.0),
    "age_at": _age,
    "sex": lambda row: HasSex(sex=row.choice("sex", ("female", "male"))),
    "puberty": lambda row: Puberty(status=row.choice("puberty", ("before", "past"))),
    "condition": lambda row: HasCondition(condition=row.text("condition")),
    "steroids_for": _weeks,
    "transfused": _transfused,
    "always": lambda row: Always() if row.flag("always") else NONE,
}


def leaves(trigger: Trigger) -> Iterator[Predicate]:
    """Every predicate of a trigger."""
    if isinstance(trigger, AllOf | AnyOf):
        for part in trigger.parts:
            yield from leaves(part)
    else:
        yield trigger
