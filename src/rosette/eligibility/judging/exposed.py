"""Exposures as judging needs them: bounds, matching, known absence, support around a result, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import evolve

from rosette.eligibility.judgement import Act, Remedy
from rosette.eligibility.nodes import Compare, Is, Support
from rosette.eligibility.subject import Subject
from rosette.records import Therapy, Transplant, views
from rosette.records.views import Bounds, Exposure

NEVER = 10**7
CONDITIONING = ("chemotherapy", "myeloablative_therapy")
TRANSFUSED_BY = {"platelets": "platelet_transfusion", "haemoglobin": "red_cell_transfusion"}
INVESTIGATIONAL = "investigational_agent"


def begins(each: Bounds) -> int:
    """First day on which it may have begun; long ago when the day is not known."""
    return 0 if each.first is None else each.first


def begun(each: Bounds) -> int:
    """Day by which it has begun for sure: when not even that is known, the day by which it ended."""
    return each.first_latest if each.first_latest is not None else ends(each)


def ends(each: Bounds) -> int:
    """Last day that it may reach."""
    return NEVER if each.last_latest is None else each.last_latest


def ended(each: Bounds) -> int:
    """Last day that it reaches for sure."""
    return NEVER if each.last_earliest is None else each.last_earliest


def matching(subject: Subject, of: str, excepting: Iterable[str] = ()) -> list[Exposure]:
    """Exposures of a class or agent, less those of the excepted ones, that begin inside the frame or before it.

    What the record leaves open is among them, as an exposure that has begun for sure on no day.
    """
    out = frozenset(excepting)
    left_open = subject.index.kept(("left open", of), lambda: tuple(_left_open(subject, of)))
    return [
        each
        for each in (*views.exposed_to(subject.index, of), *left_open)
        if not out & each.tags and begins(each) < subject.frame.stop
    ]


def _left_open(subject: Subject, of: str) -> Iterator[Exposure]:
    """Exposures of which the record does not say whether they belonged to the class."""
    below = subject.knowledge.members(of) | {of}
    therapies, transplants = subject.index.kept("undecided", lambda: _undecided(subject))
    for each in (*(therapies if INVESTIGATIONAL in below else ()), *transplants):
        if of not in each.tags and _may_belong(subject, each, below):
            yield evolve(each, first_latest=NEVER)


def _undecided(subject: Subject) -> tuple[tuple[Exposure, ...], tuple[Exposure, ...]]:
    """Therapies of which nobody said whether they were investigational, and transplants."""
    found = views.exposures(subject.index)
    therapies = tuple(each for each in found if isinstance(each.fact, Therapy) and each.fact.investigational is None)
    return therapies, tuple(each for each in found if isinstance(each.fact, Transplant))


def _may_belong(subject: Subject, each: Exposure, below: frozenset[str]) -> bool:
    """A transplant whose conditioning or irradiation is not said; an agent that may have been investigational."""
    if isinstance(each.fact, Therapy):
        return each.fact.investigational is None and INVESTIGATIONAL in below
    if not isinstance(each.fact, Transplant) or "transplant" not in each.tags:
        return False
    preparing = frozenset().union(*(subject.knowledge.members(root) for root in CONDITIONING))
    prepared = not each.fact.conditioning and not preparing.isdisjoint(below)
    return prepared or (each.fact.tbi is None and "total_body_irradiation" in below)


def absence(subject: Subject, *tags: str) -> int:
    """Days on which it is known that nothing of the classes was given beyond what is recorded."""
    return subject.closed(frozenset().union(*(views.lists_for(tag, subject.knowledge) for tag in tags)))


def review(subject: Subject, *tags: str) -> Remedy:
    """The remedy for a list that is not closed."""
    lists = sorted(frozenset().union(*(views.lists_for(tag, subject.knowledge) for tag in tags)))
    names = " and ".join(name.replace("_", " ") for name in lists)
    procedure = "question" if set(lists) <= {"medications", "conditions"} else "records_request"
    return subject.remedy(
        Act.REVIEW, " ".join(lists), f"Review the list of {names} and record it as complete.", procedure
    )


def supported_until(subject: Subject, code: str, support: Support, day: int) -> int | None:
    """None when a result of `day` is known to be free of the support; else the first day that would be free."""
    tag = _tag(code, support)
    back = support.span.before(date.fromordinal(day)).toordinal()
    found = [ends(each) for each in matching(subject, tag) if begins(each) <= day and ends(each) >= back]
    if found:
        last = max(found)
        return NEVER if last == NEVER else support.span.after(date.fromordinal(last)).toordinal() + 1
    return None if reviewed_by(subject, tag, day) else 0


def _tag(code: str, support: Support) -> str:
    return TRANSFUSED_BY.get(code, support.tag) if support.tag == "transfusion" else support.tag


def reviewed_by(subject: Subject, tag: str, day: int) -> bool:
    """Whether the lists of the class were found complete on a day late enough to speak for this one."""
    reviews, validity = views.closures(subject.index), subject.knowledge.closure_validity
    return all(
        any(review <= subject.day and day <= review + validity[name] for review in reviews.get(name, ()))
        for name in views.lists_for(tag, subject.knowledge)
    )


def intervening(subject: Subject, tag: str | None, day: int) -> int:
    """Days on which a result of `day` is known to be after the last exposure of the class, not on its last day."""
    if tag is None:
        return subject.full
    since = [begins(each) for each in matching(subject, tag) if ends(each) >= day]
    return subject.frame.days(None, min(since) - 1 if since else None) & absence(subject, tag)


def tags_beside(node: Compare | Is) -> tuple[str, ...]:
    """The classes of which a result must be free, or after which it must be taken."""
    supports = node.without if isinstance(node, Compare) else ()
    return (*(() if node.after is None else (node.after,)), *(_tag(node.code, support) for support in supports))


def unreviewed(subject: Subject, node: Compare | Is, day: int) -> tuple[str, ...]:
    """The classes whose lists alone keep a result of `day` from counting; none when something recorded does."""
    after, supports = node.after, node.without if isinstance(node, Compare) else ()
    if after is not None and any(begins(e) <= subject.day and ends(e) >= day for e in matching(subject, after)):
        return ()
    if any(supported_until(subject, node.code, support, day) for support in supports):
        return ()
    open_lists = {} if after is None or absence(subject, after) & subject.frame.bit(subject.day) else {after: None}
    open_lists |= {
        _tag(node.code, each): None for each in supports if supported_until(subject, node.code, each, day) is not None
    }
    return tuple(open_lists)


def with_reviews(subject: Subject, node: Compare | Is, remedy: Remedy) -> tuple[Remedy, ...]:
    """A new result, and the review without which it would not count either."""
    tags = [tag for tag in tags_beside(node) if not absence(subject, tag) & subject.frame.bit(subject.day)]
    return (remedy, review(subject, *tags)) if tags else (remedy,)


def end_text(exposure: Exposure) -> str:
    """When it ended, for people."""
    return str(exposure.fact.until) if exposure.fact.until else "at an unknown day"


def name_of(exposure: Exposure) -> str:
    """What was given, for people."""
    fact = exposure.fact
    said = (
        exposure.agent or getattr(fact, "type", None) or getattr(fact, "field", None) or getattr(fact, "extent", None)
    )
    return str(said or f"{getattr(fact, 'product', '')} {fact.kind}".strip()).replace("_", " ")


def found_text(found: Sequence[Exposure]) -> str:
    """What was given and since when, shortened when it is much."""
    names = list(dict.fromkeys(f"{name_of(each)} ({each.fact.since or 'day unknown'})" for each in found))
    return "; ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
