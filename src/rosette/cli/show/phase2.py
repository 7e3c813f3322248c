"""Prints phase 2 trials: a plan, a decision at a look, a result."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from rosette.cli.show.mibg import head, lines, table
from rosette.cli.show.words import console
from rosette.designs.phase2.trials import Answer, Case, Phase2Specification, Plan, Result
from rosette.designs.phase2.trials.told import Condition, Look
from rosette.kernel import number_text
from rosette.version import SOFTWARE


def print_plan(spec: Phase2Specification, plan: Plan) -> None:
    """Print a plan."""
    out = console()
    _head(out, spec)
    facts = [(name, _value(value)) for name, value in plan.facts.items() if value is not None]
    table(out, "PLAN", ("", ""), facts)
    looks = [(at, _bounds(look)) for at, look in _merged(plan)]
    table(out, "LOOKS", ("at", "bounds"), looks)
    for case in plan.cases:
        _case(out, case)
    lines(out, "NOTES", plan.notes)
    _foot(out, spec)


def _merged(plan: Plan) -> list[tuple[str, Look]]:
    """Looks with their bounds; those after child by child that have the same ones are one row."""
    kept: list[tuple[float, Look]] = []
    for look in plan.looks:
        if kept and look.at - kept[-1][0] == 1 and look.conditions == kept[-1][1].conditions:
            kept[-1] = (look.at, kept[-1][1])
        else:
            kept.append((look.at, look))
    return [(_range(look, last), look) for last, look in kept if look.conditions]


def _range(look: Look, last: float) -> str:
    until = f" to {_value(last)}" if last != look.at else ""
    return f"{_value(look.at)}{until} {look.unit}"


def _bounds(look: Look) -> str:
    return "; ".join(_condition(each) for each in look.conditions)


def _condition(each: Condition) -> str:
    return f"{each.what} {_value(each.at)} or {each.side}: {each.then}"


def _case(out: Console, case: Case) -> None:
    rates = ", ".join(f"{name} {rate:g}" for name, rate in case.rates.items())
    rows = [(name, f"{100 * chance:.2f} %") for name, chance in case.probabilities.items()]
    if case.children is not None:
        rows.append(("children on average", f"{case.children:.2f}"))
    table(out, f"TRUE RATES: {case.name} ({rates})", ("", ""), rows)


def print_answer(spec: Phase2Specification, answer: Answer) -> None:
    """Print a decision at a look."""
    out = console()
    _head(out, spec)
    out.print(Text(answer.act.upper(), style="bold"))
    out.print(Text(f"  because {answer.reason}"))
    rows = [(f"{each.what}: {abs(each.by)} {'more' if each.by > 0 else 'fewer'}", each.then) for each in answer.changes]
    table(out, "WHAT WOULD HAVE CHANGED IT", ("had there been of", "then"), rows)
    lines(out, "NOTES", answer.notes)
    _foot(out, spec)


def print_result(spec: Phase2Specification, result: Result) -> None:
    """Print what a whole trial shows."""
    out = console()
    _head(out, spec)
    out.print(Text(result.verdict.upper(), style="bold"))
    rows = [
        (each.what, f"{each.value:.4f}", "" if each.low is None else f"{each.low:.4f} to {each.high:.4f}")
        for each in result.estimates
    ]
    table(out, "FIGURES", ("", "", "interval"), rows)
    lines(out, "NOTES", result.notes)
    _foot(out, spec)


def _value(value: object) -> str:
    return number_text(value) if isinstance(value, float) else str(value)


def _head(out: Console, spec: Phase2Specification) -> None:
    variant = f" ({spec.variant})" if spec.variant else ""
    head(out, f"{spec.name}: {spec.kind}{variant}")


def _foot(out: Console, spec: Phase2Specification) -> None:
    out.print()
    out.print(Text(f"trial file {spec.digest[:12]} · {SOFTWARE} · informs a team that decides", style="dim"))
