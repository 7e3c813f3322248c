"""Reads waits after treatments: since, elapsed, not within, off for so long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.readers.times import Time, times_in
from rosette.portfolio.drafting.reading import Clause, Reading, doubt, open_doubt

_LIST = re.compile(r"elapsed|since (?:the )?last|washout|prior therapy", re.IGNORECASE)


def read_washouts(clause: Clause) -> list[Reading]:
    """Every wait after a treatment in a clause; none where its times are of something else."""
    times = list(times_in(clause))
    if not times or not _is_wait(clause, times):
        return []
    names = _names(clause, clause.text)
    read = [list(_read(clause, group, times, names)) for group in _grouped(clause, times)]
    lost = () if all(read) else (open_doubt("window", "A length of time stands in the clause that was not read."),)
    return [_lost(reading, lost) for group in read for reading in group]


def _lost(reading: Reading, doubts: tuple[Doubt, ...]) -> Reading:
    """The reading, left open when a time beside it was not read."""
    if not doubts or reading.expr is None:
        return reading.doubted(*doubts)
    return evolve(reading.doubted(*doubts), expr=None, others=(*reading.others, reading.expr))


def _is_wait(clause: Clause, times: list[Time]) -> bool:
    """Whether the clause asks for time since a treatment."""
    text, words = clause.text, clause.words
    if words.says("no_wait", _outside_names(clause)):
        return False
    listed = _LIST.search(clause.piece.above) is not None
    labelled = words.says("therapy", clause.piece.label) and words.says("therapy", text)
    if labelled and any(time.said in (">=", ">") for time in times):
        return True
    if words.says("elapsed", text) or (listed and words.says("therapy", text)):
        return True
    barred = clause.excluding or words.says("negative", text) or words.says("barring", text)
    if any(time.said == "within" for time in times):
        return barred
    if clause.excluding and any(time.said == "<" for time in times) and words.says("therapy", text):
        return True
    return any(time.said in ("for", ">=", ">") for time in times) and words.says("off", text)


def _outside_names(clause: Clause) -> str:
    text = clause.text
    for hit, _ in clause.words.found("therapy", text):
        text = text[: hit.start()] + " " * (hit.end() - hit.start()) + text[hit.end() :]
    return text


def _names(clause: Clause, text: str) -> list[tuple[int, int, str]]:
    """Treatments that a text names, in its order; a class wins over an agent at one place; none that it takes out."""
    named = _named(clause, text)
    return [
        each
        for each in named
        if not clause.words.says("taken_out", text[: each[0]]) and not clause.words.says("left_out", text[each[1] :])
    ]


def _named(clause: Clause, text: str) -> list[tuple[int, int, str]]:
    found = [(hit.start(), hit.end(), word["tag"]) for hit, word in clause.words.found("therapy", text)]
    for hit, word in clause.words.found("agent", text):
        if all(hit.end() <= start or hit.start() >= end for start, end, _ in found):
            found.append((hit.start(), hit.end(), word["tag"]))
    return sorted(found)


def _grouped(clause: Clause, times: list[Time]) -> list[list[Time]]:
    """Times that are joined as the longer or the shorter of two stand together."""
    groups: list[list[Time]] = []
    for time in times:
        last = groups[-1][-1] if groups else None
        if last and re.fullmatch(r"\s*(?:,|\()?\s*(?:or|and)\s+(?:\w+ ){0,3}", clause.text[last.end : time.start]):
            groups[-1].append(time)
        else:
            groups.append([time])
    return groups


def _read(clause: Clause, group: list[Time], times: list[Time], names: list[tuple[int, int, str]]) -> Iterator[Reading]:
    main = times[0]
    own, start, end = _own_names(clause, group, times, names)
    if not own:
        return
    said = [evolve(time, said=_inherited(clause, time, main)) for time in group]
    doubts = [*_faults(clause, said), *_joined_faults(clause, said)]
    wait = _wait(clause, said)
    exprs = [f"{wait} since last {tag}" for tag in dict.fromkeys(own)]
    opened = any(each.open for each in doubts)
    strict = [f"more than {time.text}" for time in said if "half" not in time.text and not time.said]
    for expr in exprs:
        tag = expr.rpartition(" ")[2]
        yield Reading(
            kind=f"washout: {tag.replace('_', ' ')}",
            polarity="require",
            expr=None if opened else expr,
            start=start,
            end=end,
            doubts=tuple(doubts),
            others=(expr, *(f"{wait} since last {tag}" for wait in strict)) if opened else (),
            confidence="medium" if doubts else "high",
        )


def _inherited(clause: Clause, time: Time, main: Time) -> str:
    """What is said of a time; one in a bracket or after "or" has the sign of the first."""
    again = re.search(r"\b(?:or|and)\s*$", clause.text[: time.start]) is not None and time.start > main.end
    return main.said if not time.said and (time.inside or again) else time.said


def _own_names(
    clause: Clause, group: list[Time], times: list[Time], names: list[tuple[int, int, str]]
) -> tuple[list[str], int, int]:
    """The treatments that a wait is of: in its bracket, after it, before it, or in what the clause stands under."""
    first, last = group[0], group[-1]
    if first.inside and times[0] is not first:
        low, high = first.inside
        own = [name for name in names if low <= name[0] < high]
        return [tag for _, _, tag in own], low, high + 1
    free = [name for name in names if not _in_bracket_of_other(name, times, first)]
    following = next((time.start for time in times if time.start > last.end and not time.inside), len(clause.text))
    ended = max([time.end for time in times if time.end < first.start and not time.inside], default=0)
    after = [name for name in free if last.end <= name[0] < following]
    before = [name for name in free if ended <= name[0] < first.start]
    asks_before = first.said in ("within", "for") or not re.match(
        r"[^.;]{0,60}?\b(?:since|after|from|elapsed)\b", clause.text[last.end :]
    )
    if re.match(r"\s*(?:for|if|in case of|when)\b", clause.text[last.end :]):
        asks_before = False
    own = (before or after) if asks_before else (after or before)
    if own:
        tags = [tag for _, _, tag in own]
        return _narrowed(tags), min(first.start, own[0][0]), max(last.end, own[-1][1])
    above = [tag for _, _, tag in _names(clause, clause.piece.label or "")]
    above = above or [tag for head in clause.piece.heads[-1:] for _, _, tag in _names(clause, head)]
    return _narrowed(above)[:1], first.start, last.end


def _narrowed(tags: list[str]) -> list[str]:
    """Without "radiation" beside a field of it, nor a class that a narrower one beside it explains."""
    fields = [tag for tag in tags if tag.endswith(("_radiation", "_irradiation"))]
    tags = [tag for tag in tags if not (tag == "radiation" and fields)]
    if "transplant" in tags and len(tags) > 1:
        tags = [tag for tag in tags if tag not in ("transplant",) or "stem_cell_infusion" not in tags] or tags
    return tags


def _in_bracket_of_other(name: tuple[int, int, str], times: list[Time], first: Time) -> bool:
    return any(
        time.inside and time is not first and time is not times[0] and time.inside[0] <= name[0] < time.inside[1]
        for time in times
    )


def _faults(clause: Clause, said: list[Time]) -> Iterator[Doubt]:
    listed = _LIST.search(clause.piece.above) is not None and not clause.words.says("elapsed", clause.text)
    for time in said:
        if time.hours:
            yield open_doubt("hours", f'"{time.text}" is counted in hours; the language counts days.')
        if not time.said and not listed and "half" not in time.text and len(said) == 1:
            yield open_doubt("lost sign", f"No comparison sign stands before {time.text}: it may be lost.")
        if time.said in ("<", "<=") and not clause.excluding:
            yield open_doubt(
                "against the usual", f"A wait of at most {time.text} points the other way than a wait does."
            )
        if time.said in (">=", ">") and clause.excluding and not clause.words.says("negative", clause.text):
            yield open_doubt("against the usual", "A wait that must have gone by stands below the exclusion heading.")
        if time.said == "<=" and clause.excluding:
            yield open_doubt(
                "edges", f"Whether exactly {time.text} is enough is not clear below the exclusion heading."
            )


def _joined_faults(clause: Clause, said: list[Time]) -> Iterator[Doubt]:
    if len(said) > 1 and not (clause.words.says("longer", clause.text) or clause.words.says("shorter", clause.text)):
        yield open_doubt(
            "longer or shorter", "Two waits are named without saying whether the longer or the shorter counts."
        )
    if clause.words.says("exception", clause.text) and re.search(r"extended beyond|longer if|unless", clause.text):
        yield doubt("longer wait", "The text names a longer wait for some agents; only the shortest one was written.")


def _wait(clause: Clause, said: list[Time]) -> str:
    waits = ", ".join(time.wait() for time in said)
    if len(said) == 1:
        return waits
    return f"{'later' if clause.words.says('longer', clause.text) else 'earlier'} of ({waits})"
