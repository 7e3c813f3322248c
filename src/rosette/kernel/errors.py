"""The one family of errors; each explains itself to a person.

RosetteError
├── UsageError        the call is wrong                         exit 2
├── BadInput          the input is wrong: every fault listed    exit 3
│   ├── KnowledgeError    cited data
│   ├── RecordError       a child's record
│   ├── LanguageError     criteria
│   ├── PortfolioError    trial and programme files
│   └── UnitError         a unit that cannot be read or converted
├── NotComputable     the answer cannot be computed             exit 4
└── Refused           the actor may not                         exit 5
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import ClassVar, Never

from attrs import define, evolve, field, frozen


@frozen
class Problem:
    """One fault: where it is, what was found, what was wanted and the way out."""

    path: str
    found: str
    wanted: str = ""
    remedy: str = ""

    def sentence(self) -> str:
        """Say the fault in one line."""
        text = f"{self.path}: {self.found}" if self.path else self.found
        text += f"; expected {self.wanted}" if self.wanted else ""
        return f"{text}. {self.remedy}" if self.remedy else text


class RosetteError(Exception):
    """Anything that Rosette refuses; `explain()` says why and what to do."""

    exit_code: ClassVar[int] = 1

    def explain(self) -> str:
        """Say what went wrong, to a person."""
        return f"{type(self).__name__}: {self}"


class UsageError(RosetteError):
    """The call is wrong: an option, an argument, a name."""

    exit_code = 2


class BadInput(RosetteError):
    """The input is wrong; `problems` lists every fault of it."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem], *, what: str) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.what = what
        super().__init__(what)

    def explain(self) -> str:
        """List every fault, one a line, below the name of what was read."""
        count = len(self.problems)
        head = f"{type(self).__name__}: {self.what}: {count} problem{'s' if count != 1 else ''}"
        return "\n".join([head, *(f"  {problem.sentence()}" for problem in self.problems)])

    def __str__(self) -> str:
        return self.explain()


class KnowledgeError(BadInput):
    """The cited data break one of their gates."""


class RecordError(BadInput):
    """A child's record cannot be read as it stands."""


class LanguageError(BadInput):
    """Criteria that cannot be read or that contradict themselves."""


class PortfolioError(BadInput):
    """A trial or programme file cannot be used."""


class UnitError(BadInput):
    """A unit that is unknown, or that does not convert to the one wanted."""

    @classmethod
    def of(cls, found: str, *, wanted: str = "", remedy: str = "") -> UnitError:
        """Make the error from one sentence."""
        return cls([Problem("unit", found, wanted, remedy)], what="units")


class NotComputable(RosetteError):
    """The answer cannot be computed from what is there."""

    exit_code = 4


class Refused(RosetteError):
    """The actor may not do this."""

    exit_code = 5


@define
class Problems:
    """Collects every fault of one input before anything is raised."""

    found: list[Problem] = field(factory=list)

    def add(self, path: str, *, found: str, wanted: str = "", remedy: str = "") -> None:
        """Note one fault and go on."""
        self.found.append(Problem(path, found, wanted, remedy))

    def extend(self, problems: Iterable[Problem], *, under: str = "") -> None:
        """Take over the faults of a part, with their place below `under`."""
        for problem in problems:
            self.found.append(evolve(problem, path=f"{under}{problem.path}"))

    def __bool__(self) -> bool:
        return bool(self.found)

    def raise_as(self, kind: type[BadInput], *, what: str) -> None:
        """Raise `kind` with all faults, if there are any."""
        if self.found:
            raise kind(self.found, what=what)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ' (did you mean "x"?)' for the nearest choice, or an empty string."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f' (did you mean "{near[0]}"?)' if near else ""


def one_of(choices: Sequence[str], *, most: int = 12) -> str:
    """Name the allowed words, shortened when they are many."""
    shown = ", ".join(list(choices)[:most])
    return f"one of {shown}" + (", …" if len(choices) > most else "")


def unreachable(what: object) -> Never:
    """Stop on a case that the types exclude."""
    raise AssertionError(f"not a case: {what!r}")
