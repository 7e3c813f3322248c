"""Shapes of words that the knowledge files define: codes, agents, classes, attribute values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from rosette.kernel import did_you_mean, one_of
from rosette.knowledge import Knowledge
from rosette.records.shapes.base import Desk, Fault, Schema, Shape, shown
from rosette.records.shapes.scalars import Text

Vocabulary = Callable[[Knowledge], Sequence[str]]


@frozen
class Word(Shape[str]):
    """One of the words of a vocabulary, called `what` in sentences."""

    what: str
    vocabulary: Vocabulary

    def read(self, raw: object, at: str, desk: Desk) -> str | Fault:
        """Read one of the words."""
        words = self.vocabulary(desk.knowledge)
        if not isinstance(raw, str):
            return desk.refuse(at, f"{shown(raw)} is not text", f"the {self.what}: {one_of(words)}")
        if raw not in words:
            near = did_you_mean(raw, words)
            return desk.refuse(at, f"{shown(raw)} is not a known {self.what}{near}", "" if near else one_of(words))
        return raw

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe the words of the release."""
        return {"type": "string", "enum": sorted(self.vocabulary(knowledge))}


def attribute(name: str) -> Word:
    """A value of the single-valued attribute `name`."""
    return Word(f"value of {name}", lambda k: tuple(k.attributes[name].values))


OBSERVATION = Word("observation code", lambda k: _observations(k))
CODED_TEST = Word("coded test", lambda k: tuple(k.coded))
LABORATORY_CODE = Word("observation code or coded test", lambda k: (*_observations(k), *k.coded))
CONDITION = Word("condition", lambda k: tuple(k.conditions))
THERAPY_CLASS = Word("therapy class", lambda k: tuple(k.classes))


def _observations(knowledge: Knowledge) -> tuple[str, ...]:
    """The codes that are measured first, then those that are worked out."""
    codes = knowledge.observations
    return tuple(sorted(codes, key=lambda code: codes[code].kind == "derived"))


def within(*roots: str, what: str) -> Word:
    """A therapy class that is one of `roots` or below one."""
    return Word(what, lambda k: tuple(name for name in k.classes if _is_below(name, roots, k)))


def _is_below(name: str, roots: Sequence[str], knowledge: Knowledge) -> bool:
    return any(name in knowledge.members(root) for root in roots)


class AgentName(Shape[str]):
    """An agent by its name or a synonym; a name that knowledge does not hold is kept as written."""

    def read(self, raw: object, at: str, desk: Desk) -> str | Fault:
        """Read an agent, or a name to be explained by classes."""
        name = Text().read(raw, at, desk)
        known = None if isinstance(name, Fault) else desk.knowledge.agent(name)
        return name if known is None else known.id

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe a name."""
        return {"type": "string", "minLength": 1}


class KnownAgent(AgentName):
    """An agent that knowledge holds."""

    def read(self, raw: object, at: str, desk: Desk) -> str | Fault:
        """Read an agent."""
        name = super().read(raw, at, desk)
        if isinstance(name, Fault) or name in desk.knowledge.agents:
            return name
        return unknown_agent(name, at, desk, remedy="Correct the name, or add the agent to knowledge.")


def unknown_agent(name: str, at: str, desk: Desk, *, remedy: str) -> Fault:
    """Note that no agent has this name, with the nearest one."""
    agents = desk.knowledge.agents
    names = [*agents, *(word for agent in agents.values() for word in agent.synonyms)]
    return desk.refuse(at, f"{shown(name)} is not a known agent{did_you_mean(name.lower(), names)}", remedy=remedy)
