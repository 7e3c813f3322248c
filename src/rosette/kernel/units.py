"""Units by UCUM code, with the kind of a ratio kept beside its dimension.

A conversion needs the same dimension *and* the same kind: mg/g and umol/mmol are both plain numbers, yet not
the same thing; mL/min and mL/min/{1.73_m2} neither. What does not convert is refused with the reason.
Source: [@ucum, base units and prefixes].
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from fractions import Fraction

from attrs import field, frozen

from rosette.kernel.errors import UnitError, did_you_mean

Dimension = tuple[tuple[str, int], ...]

# unit atom -> (factor to the base unit, base dimensions). Base: g, m, s, mol, Bq, Gy, U, ... each its own.
_ATOMS: Mapping[str, tuple[Fraction, Mapping[str, int]]] = {
    "1": (Fraction(1), {}),
    "%": (Fraction("0.01"), {}),
    "10*": (Fraction(10), {}),
    "10^": (Fraction(10), {}),
    "g": (Fraction(1), {"mass": 1}),
    "m": (Fraction(1), {"length": 1}),
    "s": (Fraction(1), {"time": 1}),
    "min": (Fraction(60), {"time": 1}),
    "h": (Fraction(3600), {"time": 1}),
    "d": (Fraction(86400), {"time": 1}),
    "wk": (Fraction(604800), {"time": 1}),
    "mol": (Fraction(1), {"amount": 1}),
    "eq": (Fraction(1), {"equivalents": 1}),
    "L": (Fraction("1e-3"), {"length": 3}),
    "l": (Fraction("1e-3"), {"length": 3}),
    "Bq": (Fraction(1), {"activity": 1}),
    "Ci": (Fraction(37000000000), {"activity": 1}),
    "Gy": (Fraction(1), {"absorbed dose": 1}),
    "Sv": (Fraction(1), {"equivalent dose": 1}),
    "R": (Fraction(1), {"exposure": 1}),
    "eV": (Fraction(1), {"energy in electronvolt": 1}),
    "U": (Fraction(1), {"enzyme activity": 1}),
    "[IU]": (Fraction(1), {"international units": 1}),
    "[iU]": (Fraction(1), {"international units": 1}),
    "m[Hg]": (Fraction(1), {"pressure": 1}),
    "Cel": (Fraction(1), {"temperature": 1}),
    "[degF]": (Fraction(1), {"temperature": 1}),
    "Pa": (Fraction(1), {"pressure in pascal": 1}),
}
_POWERS = {"k": 3, "M": 6, "G": 9, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_PREFIXES = {prefix: Fraction(10) ** power for prefix, power in _POWERS.items()}
_NO_PREFIX = frozenset({"1", "%", "10*", "10^", "min", "h", "d", "wk", "Cel", "[degF]"})
_TERM = re.compile(
    r"(?P<atom>10[*^]|[1-9][0-9]{0,8}(?![*^])|\[degF\]|%|[A-Za-z]*\[[A-Za-z]+\]|[A-Za-z]+)?"
    r"(?P<power>-?[0-9]{1,2})?(?P<note>\{[^{}]*\})?"
)
_PART = re.compile(r"(?P<stroke>[./]?)(?:\((?P<inner>[^()]*)\)|(?P<term>(?:\{[^{}]*\}|[^./(){}])+))")
_LARGEST = Fraction(10) ** 60
_SPELLINGS = {"µ": "u", "μ": "u", "²": "2", "³": "3"}


@frozen
class Unit:
    """A readable unit; `kind` tells apart units whose dimension alone would agree."""

    code: str
    factor: Fraction = field(eq=False)
    dimension: Dimension = field(eq=False)
    kind: str = field(eq=False)

    def __str__(self) -> str:
        return self.code


@functools.cache
def parse_unit(code: str) -> Unit:
    """Read a UCUM code; raises UnitError that names the part not understood. Source: [@ucum, syntax]."""
    for written, meant in _SPELLINGS.items():
        code = code.replace(written, meant)
    factor, above, below, notes = Fraction(1), dict[str, int](), dict[str, int](), list[str]()
    for sign, term in _terms(code):
        scale, dimensions, note = _read_term(term, code)
        factor *= scale**sign
        for name, power in dimensions.items():
            side = above if power * sign > 0 else below
            side[name] = side.get(name, 0) + abs(power)
        if note:
            notes.append(note if sign > 0 else f"/{note}")
    if not 1 / _LARGEST <= factor <= _LARGEST:
        raise UnitError.of(f'"{code}" is beyond every measure')
    net = {name: above.get(name, 0) - below.get(name, 0) for name in sorted({*above, *below})}
    kind = f"{_side(above)}/{_side(below)}" + "".join(sorted(notes))
    return Unit(code, factor, tuple((name, power) for name, power in net.items() if power), kind)


def _terms(code: str) -> list[tuple[int, str]]:
    """Split at `.` and `/`, left to right, with the bracketed form g/(24.h) allowed."""
    if re.search(r"/\d+\.[a-z]", code):
        raise UnitError.of(
            f'"{code}" is read left to right', remedy='Write the divisor in brackets, such as "g/(24.h)".'
        )
    parts = list(_PART.finditer(code))
    terms: list[tuple[int, str]] = []
    for part in parts:
        inner = part["inner"].split(".") if part["inner"] is not None else [part["term"]]
        terms += [(-1 if part["stroke"] == "/" else 1, term) for term in inner]
    if not terms or "".join(part[0] for part in parts) != code:
        raise UnitError.of(f'"{code}" is not a UCUM unit', wanted='a unit such as "mg/dL" or "10*9/L"')
    return terms


def _read_term(term: str, code: str) -> tuple[Fraction, Mapping[str, int], str]:
    match = _TERM.fullmatch(term)
    if match is None or not (match["atom"] or match["note"]):
        raise UnitError.of(f'"{term}" in "{code}" is not a UCUM unit{did_you_mean(term, _ATOMS)}')
    scale, dimensions = _read_atom(match["atom"] or "1", code)
    power = int(match["power"] or 1)
    return scale**power, {name: count * power for name, count in dimensions.items()}, match["note"] or ""


def _read_atom(atom: str, code: str) -> tuple[Fraction, Mapping[str, int]]:
    if atom.isdigit():
        return Fraction(atom), {}
    if atom in _ATOMS:
        return _ATOMS[atom]
    base = atom[1:]
    if atom[0] in _PREFIXES and base in _ATOMS and base not in _NO_PREFIX:
        factor, dimensions = _ATOMS[base]
        return _PREFIXES[atom[0]] * factor, dimensions
    if atom in ("mo", "a"):
        raise UnitError.of(f'"{code}" has months or years', remedy="Use calendar dates; a month has no fixed length.")
    raise UnitError.of(f'"{atom}" in "{code}" is not a UCUM unit{did_you_mean(atom, _ATOMS)}')


def _side(dimensions: Mapping[str, int]) -> str:
    return "·".join(f"{name}{power if power > 1 else ''}" for name, power in sorted(dimensions.items())) or "1"


def factor_between(
    unit: Unit, target: Unit, *, molar_mass: float | None = None, divisor_molar_mass: float | None = None
) -> float:
    """Return the factor from `unit` to `target`; raises UnitError when they are not of one kind.

    molar_mass: g/mol of the analyte, to pass between mass and amount; divisor_molar_mass: the same for what
    the value is divided by (creatinine in mg/g{creat}).
    """
    if "temperature" in (dict(unit.dimension) | dict(target.dimension)) and unit.code != target.code:
        raise UnitError.of(
            f"{unit} to {target} has an offset, not a factor", remedy="Convert the quantity, not the unit."
        )
    factor = float(unit.factor / target.factor)
    if unit.kind == target.kind:
        return factor
    return factor * _molar_factor(unit, target, molar_mass=molar_mass, divisor_molar_mass=divisor_molar_mass)


def _molar_factor(unit: Unit, target: Unit, *, molar_mass: float | None, divisor_molar_mass: float | None) -> float:
    """Pass between mass and amount above, below or on both sides of the stroke, when the molar mass is known."""
    for above, below in ((1, 0), (0, 1), (1, 1)):
        for way in (1, -1):
            if _swapped(unit.kind, above=above, below=below, way=way) != target.kind:
                continue
            if (above and molar_mass is None) or (below and divisor_molar_mass is None):
                raise _refusal(unit, target, "the molar mass of the analyte is needed")
            return (molar_mass or 1.0) ** (-way * above) * (divisor_molar_mass or 1.0) ** (way * below)
    raise _refusal(
        unit,
        target,
        "they are of different kinds" if unit.dimension == target.dimension else "they measure different things",
    )


def _swapped(kind: str, *, above: int, below: int, way: int) -> str:
    source, wanted = ("mass", "amount") if way == 1 else ("amount", "mass")
    first, _, rest = kind.partition("/")
    first = first.replace(source, wanted) if above else first
    return f"{first}/{rest.replace(source, wanted, 1) if below else rest}"


def _refusal(unit: Unit, target: Unit, why: str) -> UnitError:
    return UnitError.of(
        f"{unit} does not convert to {target}: {why} ({unit.kind} against {target.kind})",
        remedy="Enter the value in the unit that the laboratory printed.",
    )
