"""Criteria as Clinical Quality Language 1.5 over FHIR R4; a part that it cannot say is null, which is unknown there.

Presence is true or null, never false: absence would need a reviewed list. Source: [@cql-15, three-valued logic].
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import define, field, frozen

from rosette.eligibility import Criterion, write_expression
from rosette.eligibility.nodes import (
    Absolute,
    Age,
    AllOf,
    AnyOf,
    AtLeastOf,
    Attested,
    Bound,
    Compare,
    Condition,
    IfThen,
    Is,
    Leaf,
    Limit,
    Multiple,
    Node,
    Not,
    children,
)
from rosette.interchange.codes import CodeBook, code_book
from rosette.interchange.rules.unsaid import Unsaid, why_unsaid
from rosette.kernel import Span
from rosette.knowledge import Knowledge
from rosette.portfolio import Arm, Trial

UNSAID = "(null as Boolean)"
ATTESTED = "a person answers it: pass the answer as the parameter"
FUNCTIONS = """// Null where an answer is null, or where answers of one day differ.
define function Agreed(answers List<Boolean>):
  if not exists answers or exists (answers A where A is null) then null as Boolean
  else if AllTrue(answers) then true
  else if not AnyTrue(answers) then false
  else null as Boolean

define function DayOf(result Observation):
  Coalesce(date from (result.effective as FHIR.dateTime).value, date from (result.effective as FHIR.Period).end.value)

define function Counted(results List<Observation>):
  results R where R.status.value in {'final', 'amended', 'corrected'}

define function Latest(results List<Observation>):
  (Counted(results)) C where DayOf(C) = Max((Counted(results)) M return DayOf(M))

// A result with a comparator, such as "<5", is not compared.
define function Plain(result Observation):
  if (result.value as FHIR.Quantity).comparator is not null then null as System.Quantity
  else FHIRHelpers.ToQuantity(result.value as FHIR.Quantity)
"""


@frozen(kw_only=True)
class CqlLibrary:
    """One arm's criteria as a library; `unsaid` lists what is null in it."""

    name: str
    text: str = field(repr=False)
    unsaid: tuple[Unsaid, ...]


def cql_of(trial: Trial, arm: Arm, *, knowledge: Knowledge) -> CqlLibrary:
    """Write an arm's criteria."""
    desk = _Desk(book=code_book(knowledge))
    bodies = {each.id: desk.criterion(each) for each in arm.criteria}
    name = re.sub(r"\W", "_", f"{trial.id}_{arm.place}")
    lines = [_head(name, trial), *desk.declared(), FUNCTIONS]
    lines += [_define(each, bodies[each.id]) for each in arm.criteria]
    every = "\n  and ".join(f'"{each.id}"' for each in arm.criteria) or "null as Boolean"
    lines.append(f'// Null means unknown: order what is missing, or ask a person.\ndefine "Eligible":\n  {every}\n')
    return CqlLibrary(name=name, text="\n".join(lines), unsaid=tuple(desk.unsaid))


def _head(name: str, trial: Trial) -> str:
    version = _quoted(trial.version)
    return (
        f"// {_plain(trial.title)}\n// Made from the criteria of {trial.id}; it informs a team that decides.\n"
        f"// A child born on 29 February turns a year older on 1 March in common years; CQL says 28 February.\n"
        f"library {name} version {version}\n\nusing FHIR version '4.0.1'\n"
        "include FHIRHelpers version '4.0.1' called FHIRHelpers\n"
    )


def _define(criterion: Criterion, body: str) -> str:
    return f'// {_plain(criterion.line())}\ndefine "{criterion.id}":\n  {body}\n'


@define
class _Desk:
    """Where one library is written: the codes that it names and what it could not say."""

    book: CodeBook
    unsaid: list[Unsaid] = field(factory=list)
    codes: dict[str, tuple[str, str]] = field(factory=dict)
    asked: dict[str, str] = field(factory=dict)
    current: str = ""

    def criterion(self, criterion: Criterion) -> str:
        """The expression that is true when a criterion is met."""
        self.current = criterion.id
        return self.node(criterion.met)

    def node(self, node: Node) -> str:
        """One node."""
        parts = [self.node(each) for each in children(node)]
        if isinstance(node, AllOf):
            return f"({' and '.join(parts)})"
        if isinstance(node, AnyOf):
            return f"({' or '.join(parts)})"
        if isinstance(node, Not):
            return f"(not {parts[0]})"
        if isinstance(node, IfThen):
            return _chosen(*parts)
        return _counted(node, parts) if isinstance(node, AtLeastOf) else self.leaf(node)

    def leaf(self, leaf: Leaf) -> str:
        """One leaf; null and told when it cannot be said."""
        said = self._said(leaf)
        if said is None:
            self.unsaid.append(Unsaid(criterion=self.current, text=write_expression(leaf), why=why_unsaid(leaf)))
        return said or UNSAID

    def _said(self, leaf: Leaf) -> str | None:
        if isinstance(leaf, Age) and not leaf.at_diagnosis:
            return " and ".join(_aged(each) for each in leaf.bounds).join("()")
        if isinstance(leaf, Is):
            return _sex(leaf)
        if isinstance(leaf, Compare):
            return self._compared(leaf)
        if isinstance(leaf, Condition):
            return self._present(leaf)
        return self._asked(leaf) if isinstance(leaf, Attested) else None

    def _asked(self, leaf: Attested) -> str | None:
        if leaf.ask == "protocol":
            return None
        name = leaf.key or f"{self.current}: {leaf.question}"
        self.asked[name] = leaf.question
        return f'"{_plain(name)}"'

    def _compared(self, leaf: Compare) -> str | None:
        code = self._code("laboratory", leaf.code) or self._code("measurement", leaf.code)
        limit = _limit(leaf.limit)
        if code is None or limit is None or leaf.after or leaf.without or leaf.tie == "mean":
            return None
        since = f"Enrolment - {_span(leaf.within)}" if leaf.within else "Patient.birthDate.value"
        results = f"[Observation: {code}] O where DayOf(O) during Interval[{since}, Enrolment]"
        answers = f"((Latest({results})) R return Plain(R) {leaf.op} {limit})"
        if leaf.tie is None:
            return f"Agreed({answers})"
        settled = {"worst": "AllTrue", "best": "AnyTrue"}[leaf.tie]
        unclear = f"not exists {answers} or exists ({answers} A where A is null)"
        return f"(if {unclear} then null else {settled}({answers}))"

    def _present(self, leaf: Condition) -> str | None:
        plain = Condition(codes=leaf.codes)
        codes = [self._code("condition", each) for each in leaf.codes]
        if leaf != plain or not all(codes):
            return None
        active = 'C.clinicalStatus ~ "active" or C.clinicalStatus ~ "recurrence" or C.clinicalStatus ~ "relapse"'
        self.codes |= {state: ("http://terminology.hl7.org/CodeSystem/condition-clinical", state) for state in _ACTIVE}
        found = " or ".join(f"exists ([Condition: {code}] C where {active})" for code in codes)
        return f"(if {found} then true else null)"

    def _code(self, kind: str, word: str) -> str | None:
        """The name of a code that says a word of the record abroad."""
        for system, code, name in self.book.codes_for(kind, {"code": word}):
            if system in ("loinc", "snomed"):
                self.codes[name] = (self.book.addresses[system], code)
                return f'"{_plain(name)}"'
        return None

    def declared(self) -> list[str]:
        """The code systems, codes and parameters that the library names."""
        systems = {address: f"system {place}" for place, (address, _) in enumerate(self.codes.values(), 1)}
        lines = [f"codesystem \"{name}\": '{address}'" for address, name in systems.items()]
        lines += [
            f'code "{_plain(name)}": \'{code}\' from "{systems[address]}"'
            for name, (address, code) in self.codes.items()
        ]
        lines += ["", "parameter Enrolment Date"]
        lines += [f'// {_plain(text)}\nparameter "{_plain(name)}" Boolean' for name, text in self.asked.items()]
        return [*lines, "", "context Patient", ""]


_ACTIVE = ("active", "recurrence", "relapse")


def _chosen(condition: str, then: str, otherwise: str = "true") -> str:
    """Then where the condition holds, otherwise where not; where it is unknown, what both agree on."""
    return f"(({condition} and {then}) or ((not {condition}) and {otherwise}) or ({then} and {otherwise}))"


def _counted(node: AtLeastOf, parts: list[str]) -> str:
    """At least so many parts, sound where some are unknown."""
    yes = " + ".join(f"(if {each} then 1 else 0)" for each in parts)
    maybe = " + ".join(f"(if {each} is false then 0 else 1)" for each in parts)
    return f"(if ({yes}) >= {node.count} then true else if ({maybe}) < {node.count} then false else null)"


def _aged(bound: Bound) -> str:
    span = Span(bound.age.count + 1, bound.age.unit) if bound.op == "<=" else bound.age
    word = {">=": "on or after", ">": "after", "<": "before", "<=": "before"}[bound.op]
    return f"Enrolment {word} day of (Patient.birthDate.value + {_span(span)})"


def _sex(leaf: Is) -> str | None:
    if leaf.code != "sex" or leaf.within or leaf.after or not set(leaf.values) <= {"male", "female"}:
        return None
    return f"Patient.gender.value in {{{', '.join(_quoted(each) for each in leaf.values)}}}"


def _limit(limit: Limit) -> str | None:
    if isinstance(limit, Absolute):
        return f"{limit.quantity.value:.12g} {_quoted(str(limit.quantity.unit))}"
    if isinstance(limit, Multiple) and limit.fixed is not None:
        return f"{limit.factor * limit.fixed.value:.12g} {_quoted(str(limit.fixed.unit))}"
    if isinstance(limit, Multiple):
        side: Mapping[str, str] = {"ULN": "high", "LLN": "low"}
        return f"{limit.factor:.12g} * FHIRHelpers.ToQuantity((singleton from (R.referenceRange)).{side[limit.of]})"
    return None


def _span(span: Span) -> str:
    return f"{span.count} {span.unit}{'s' if span.count != 1 else ''}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _plain(text: str) -> str:
    """Text that may stand in a comment or between double quotes."""
    return " ".join(text.split()).replace('"', "'").replace("\\", "/")
