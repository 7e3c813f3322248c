"""How the values inside criteria are read and written: spans, limits, waits, thresholds, names."""

from __future__ import annotations

from typing import Any

from rosette.eligibility.forms import Codec, bracketed, separated, spelled
from rosette.eligibility.nodes import (
    OPS,
    SIDES,
    Absolute,
    Bound,
    EarlierOf,
    Elapsed,
    HalfLives,
    LaterOf,
    Limit,
    Multiple,
    Op,
    ScaleRule,
    Support,
    TableLimit,
    Threshold,
    Wait,
)
from rosette.eligibility.reader import Reader, Unreadable
from rosette.kernel import Quantity, Span, UnitError
from rosette.kernel.dates import SPAN_UNITS, SpanUnit

# A span that no child's record can hold is a slip of the pen: 150 years.
LONGEST: dict[SpanUnit, int] = {"day": 54787, "week": 7826, "month": 1800, "year": 150}


def _read_op(reader: Reader) -> Op:
    for op in OPS:
        if reader.accept(op):
            return op
    reader.fail()
    raise AssertionError


def _span_unit(reader: Reader) -> SpanUnit:
    for unit in SPAN_UNITS:
        if reader.accept(f"{unit}s") or reader.accept(unit):
            return unit
    reader.fail()
    raise AssertionError


def _read_span(reader: Reader) -> Span:
    reader.skip()
    start = reader.position
    span = Span(reader.whole("a number of days, weeks, months or years"), _span_unit(reader))
    if span.count > LONGEST[span.unit]:
        raise Unreadable(start, f'"{span}"', f"at most {LONGEST[span.unit]} {span.unit}s")
    return span


def _read_quantity(reader: Reader) -> Quantity:
    number = reader.number()
    reader.skip()
    start = reader.position
    try:
        return Quantity.of(number, reader.unit())
    except UnitError as fault:
        problem = fault.problems[0]
        raise Unreadable(start, problem.found, problem.wanted or "a UCUM unit", problem.remedy) from None


def write_quantity(quantity: Quantity) -> str:
    """Write number and unit so that they read back the same."""
    return f"{spelled(quantity.value)} {quantity.unit}"


def _name(vocabulary: str, what: str) -> Codec:
    return Codec(lambda reader: reader.name(getattr(reader.vocabulary, vocabulary), what))


OP = Codec(_read_op)
SPAN = Codec(_read_span)
WHOLE = Codec(lambda reader: reader.whole())
NUMBER = Codec(lambda reader: reader.number(), spelled)
QUANTITY = Codec(_read_quantity, write_quantity)
STRING = Codec(lambda reader: reader.string(), lambda text: f'"{text}"')
TAG = _name("tags", "a therapy class or agent")
TAGS = separated(TAG)
MEASURE = _name("measures", "a measured quantity")
COUNTED = _name("counts", "a count")
CODED = _name("coded", "a coded test or attribute")
CONDITION = _name("conditions", "a condition")
CONDITIONS = separated(CONDITION)
ALLELES = _name("alleles", "an allele set")
GROUP = _name("groups", "a cumulative dose group")
PLAIN = Codec(lambda reader: reader.word("a name"))


def _read_bounds(reader: Reader) -> tuple[Bound, ...]:
    bounds = [Bound(op=_read_op(reader), age=_read_span(reader))]
    if reader.accept("and"):
        bounds.append(Bound(op=_read_op(reader), age=_read_span(reader)))
    return tuple(bounds)


BOUNDS = Codec(_read_bounds, lambda bounds: " and ".join(f"{bound.op} {bound.age}" for bound in bounds))


def _read_limit(reader: Reader) -> Limit:
    if reader.accept("table"):
        return TableLimit(table=reader.name(reader.vocabulary.tables, "an age-sex table"))
    start = reader.position
    number = reader.number("a number with a unit, a multiple of ULN, or a table")
    if reader.accept("x ULN"):
        return Multiple(factor=number, of="ULN", fixed=_fixed(reader))
    if reader.accept("x LLN"):
        return Multiple(factor=number, of="LLN", fixed=_fixed(reader))
    reader.position = start
    return Absolute(quantity=_read_quantity(reader))


def _fixed(reader: Reader) -> Quantity | None:
    return _read_quantity(reader) if reader.accept("of") else None


def _write_limit(limit: Limit) -> str:
    if isinstance(limit, TableLimit):
        return f"table {limit.table}"
    if isinstance(limit, Absolute):
        return write_quantity(limit.quantity)
    fixed = f" of {write_quantity(limit.fixed)}" if limit.fixed else ""
    return f"{spelled(limit.factor)} x {limit.of}{fixed}"


LIMIT = Codec(_read_limit, _write_limit)


def _read_simple_wait(reader: Reader) -> Elapsed | HalfLives:
    if reader.accept("more than"):
        return Elapsed(span=_read_span(reader), strict=True)
    start = reader.position
    number = reader.number("a wait such as 21 days or 3 half-lives")
    if reader.accept("half-lives"):
        return HalfLives(count=number)
    reader.position = start
    return Elapsed(span=_read_span(reader))


def _write_simple_wait(wait: Elapsed | HalfLives) -> str:
    if isinstance(wait, HalfLives):
        return f"{spelled(wait.count)} half-lives"
    return f"more than {wait.span}" if wait.strict else str(wait.span)


_WAITS = bracketed(separated(Codec(_read_simple_wait, _write_simple_wait)))


def _read_wait(reader: Reader) -> Wait:
    if reader.accept("later of"):
        return LaterOf(waits=_WAITS.read(reader))
    if reader.accept("earlier of"):
        return EarlierOf(waits=_WAITS.read(reader))
    return _read_simple_wait(reader)


def _write_wait(wait: Wait) -> str:
    if isinstance(wait, LaterOf | EarlierOf):
        return f"{'later' if isinstance(wait, LaterOf) else 'earlier'} of {_WAITS.write(wait.waits)}"
    return _write_simple_wait(wait)


WAIT = Codec(_read_wait, _write_wait)


def _read_scale(reader: Reader) -> ScaleRule:
    for scale in ("lansky", "karnofsky", "ecog"):
        if reader.accept(scale):
            for side in SIDES:
                if reader.accept(side):
                    return ScaleRule(scale=scale, side=side, age=_read_span(reader))
            return ScaleRule(scale=scale)
    reader.fail()
    raise AssertionError


def _write_scale(rule: ScaleRule) -> str:
    return rule.scale if rule.side is None else f"{rule.scale} {rule.side} {rule.age}"


def _read_scales(reader: Reader) -> tuple[ScaleRule, ...]:
    rules = [_read_scale(reader)]
    while reader.accept(",") or reader.accept("or"):
        rules.append(_read_scale(reader))
    return tuple(rules)


def _write_scales(rules: tuple[ScaleRule, ...]) -> str:
    return (", " if any(rule.side for rule in rules) else " or ").join(_write_scale(rule) for rule in rules)


SCALES = bracketed(Codec(_read_scales, _write_scales))


def _read_support(reader: Reader) -> Support:
    return Support(tag=reader.name(reader.vocabulary.tags, "a therapy class or agent"), span=_read_span(reader))


SUPPORT = Codec(_read_support, lambda support: f"{support.tag} {support.span}")


def _threshold(*, percent: bool = False) -> Codec:
    def read(reader: Reader) -> Threshold:
        threshold = Threshold(op=_read_op(reader), value=reader.number())
        if percent:
            reader.expect("%")
        return threshold

    return Codec(read, lambda value: f"{value.op} {spelled(value.value)}{' %' if percent else ''}")


THRESHOLD = _threshold()
PERCENT = _threshold(percent=True)


def read_values(reader: Reader, code: str) -> Any:
    """Read the values of a coded test or attribute, each checked against those it can have."""
    allowed = reader.vocabulary.coded[code]
    return separated(Codec(lambda each: _value(each, code, allowed))).read(reader)


def _value(reader: Reader, code: str, allowed: tuple[str, ...]) -> Any:
    reader.skip()
    start = reader.position
    value = reader.value(f"a value of {code}")
    if allowed and value not in allowed:
        raise Unreadable(start, f'"{value}" is not a value of {code}', f"one of {', '.join(allowed)}")
    return value
