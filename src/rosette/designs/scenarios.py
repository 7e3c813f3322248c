"""What designs must share to be compared: levels, a target, scenarios; and which level is correct in a scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from rosette.designs.spec import Scenario, Specification
from rosette.kernel import UsageError, one_of

EQUAL = 1e-9
OTHER = 'the scenario "{}" has other probabilities in another file'


@frozen(kw_only=True)
class Shared:
    """A scenario of a comparison, with its correct levels: those whose rate is nearest to the target, ties all.

    Where every level is too toxic none is correct: the tuple is empty, and to recommend none is right.
    """

    name: str
    toxicity: tuple[float, ...]
    correct: tuple[int, ...]


def correct_levels(toxicity: Sequence[float], target: float, too_toxic: float | None = None) -> tuple[int, ...]:
    """The levels whose rate is nearest to the target; none where all rates are above `too_toxic`."""
    if too_toxic is not None and all(rate > too_toxic for rate in toxicity):
        return ()
    away = [abs(rate - target) for rate in toxicity]
    return tuple(level for level, each in enumerate(away, 1) if each <= min(away) + EQUAL)


def shared_scenarios(
    specifications: Sequence[Specification],
    scenarios: Sequence[Scenario] | None,
    *,
    target: float | None,
    too_toxic: float | None,
) -> tuple[float, float | None, tuple[Shared, ...]]:
    """The target, the limit and the scenarios that hold for all designs; raises UsageError with every fault."""
    faults: list[str] = []
    aim = _one(target, [spec.target for spec in specifications], "target", faults)
    limit = _one(too_toxic, [spec.too_toxic for spec in specifications], "too toxic", faults)
    wanted = _merged(specifications, faults) if scenarios is None else tuple(scenarios)
    faults += [*_levels(specifications), *_rates(specifications, wanted)]
    if aim is None and not any("target" in fault for fault in faults):
        faults.append("no target is stated: write target in a file, or give it")
    if aim is not None and limit is not None and not aim < limit < 1:
        faults.append(f"a rate above {limit:g} cannot be called too toxic when {aim:g} is aimed at")
    if faults or aim is None:
        raise UsageError("; ".join(faults))
    found = [
        Shared(name=each.name, toxicity=each.toxicity, correct=correct_levels(each.toxicity, aim, limit))
        for each in wanted
    ]
    return aim, limit, tuple(found)


def named_scenario(specifications: Sequence[Specification], name: str) -> Scenario:
    """The scenario of that name of the first file that has it; raises UsageError with the names that there are.

    One that another file gives other probabilities is refused too.
    """
    found = [each for spec in specifications for each in spec.scenarios if each.name == name]
    if not found:
        names = sorted({each.name for spec in specifications for each in spec.scenarios})
        raise UsageError(f'there is no scenario "{name}": {one_of(names) if names else "the files hold none"}')
    if any(each.toxicity != found[0].toxicity for each in found):
        raise UsageError(OTHER.format(name))
    return found[0]


def named(specifications: Sequence[Specification]) -> tuple[str, ...]:
    """A name for each design: its kind and variant, with the trial's name and a number where that is not enough."""
    kinds = [f"{each.design.name}, {each.design.variant}".removesuffix(", ") for each in specifications]
    longer = _told_apart(kinds, [f": {each.name}" for each in specifications])
    return tuple(_told_apart(longer, [f" ({number})" for number in range(1, len(longer) + 1)]))


def _told_apart(names: Sequence[str], more: Sequence[str]) -> list[str]:
    often = Counter(names)
    return [name + extra if often[name] > 1 else name for name, extra in zip(names, more, strict=True)]


def _one(given: float | None, stated: Sequence[float | None], what: str, faults: list[str]) -> float | None:
    if given is not None:
        return given
    found = sorted({value for value in stated if value is not None})
    if len(found) > 1:
        faults.append(f"the files state {what} as {' and '.join(f'{value:g}' for value in found)}: give one for all")
    return found[0] if len(found) == 1 else None


def _merged(specifications: Sequence[Specification], faults: list[str]) -> tuple[Scenario, ...]:
    found: dict[str, Scenario] = {}
    for each in [scenario for spec in specifications for scenario in spec.scenarios]:
        if found.setdefault(each.name, each).toxicity != each.toxicity:
            faults.append(OTHER.format(each.name))
    if not found:
        faults.append("the files hold no scenario: add [[scenario]] with name and toxicity")
    return tuple(found.values())


def _levels(specifications: Sequence[Specification]) -> list[str]:
    if not specifications:
        return ["there is no design to compare"]
    first, *others = specifications
    doses = [str(level.dose) for level in first.levels]
    return [
        f"{each.name} ({each.design.name}) has other levels than {first.name} ({first.design.name})"
        for each in others
        if [str(level.dose) for level in each.levels] != doses
    ]


def _rates(specifications: Sequence[Specification], scenarios: Sequence[Scenario]) -> list[str]:
    counts = {len(each.levels) for each in specifications}
    return [
        f'the scenario "{each.name}" has {len(each.toxicity)} probabilities, the designs {min(counts)} levels'
        for each in scenarios
        if counts and len(each.toxicity) not in counts
    ]
