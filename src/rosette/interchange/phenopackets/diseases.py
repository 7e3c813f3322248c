"""Diseases of a phenopacket: the diagnosis with its stages, or a condition of the child."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rosette.interchange.fhir.desk import Desk
from rosette.interchange.fhir.elements import Raw, part, parts, word
from rosette.interchange.finds import Candidate, Loss
from rosette.interchange.phenopackets.items import Item, Reading, feature
from rosette.interchange.phenopackets.terms import PREFIX, concept, own, shown
from rosette.interchange.phenopackets.times import GIVE_BIRTH, When, when

ATTRIBUTES = ("diagnosis", "basis", "inss", "inrgss", "inrg_risk", "cog_risk", "inpc", "mycn", "ploidy")
UNSTATED = f"{PREFIX}:diagnosis/not_stated"


def diseases(packet: Raw, reading: Reading, desk: Desk) -> Iterator[Candidate | Loss | Item]:
    """Every disease: a diagnosis as a candidate, another as an item that is read like a feature."""
    for number, raw in enumerate(parts(packet, "diseases")):
        place, term = f"diseases[{number}]", part(raw, "term")
        known = desk.meanings(concept(term, desk.book), "diagnosis", "condition")
        if word(term, "id") == UNSTATED or [each.kind for each in known] == ["diagnosis"]:
            yield from _diagnosis(raw, place, dict(known[0].content) if known else {}, reading, desk)
        else:
            yield feature(raw, place, term, reading)


def _diagnosis(
    raw: Raw, place: str, content: dict[str, Any], reading: Reading, desk: Desk
) -> Iterator[Candidate | Loss]:
    term, at = part(raw, "term"), when(part(raw, "onset"), reading.birth)
    said = "; ".join((shown(term), *(shown(each) for each in parts(raw, "diseaseStage"))))
    said = f"{said}{f', {at.said}' if at.said else ''}"
    if raw.get("excluded") is True:
        yield Loss(place=place, said=said, why="a diagnosis that was excluded", grade="kept_aside")
    elif at.day is None:
        yield undated(place, said, at)
    else:
        site = word(part(raw, "primarySite"), "label")
        found = {**content, "on": at.day, "primary_site": site}
        losses = list(_stages(raw, place, found, desk))
        key = f"disease/{word(term, 'id') or said}/{at.day}"
        yield Candidate(kind="diagnosis", content=found, place=place, said=said, key=key, item=word(term, "id") or "")
        yield from losses


def undated(place: str, said: str, at: When) -> Loss:
    """The loss of what has no day; a fact of a record needs one."""
    remedy = GIVE_BIRTH if "age" in at.why else "Ask for the day, and enter it by hand."
    return Loss(place=place, said=said or "?", why=f"no day: {at.why}", remedy=remedy, grade="refused")


def _stages(raw: Raw, place: str, found: dict[str, Any], desk: Desk) -> Iterator[Loss]:
    """Put the stages where they belong; one that is not known here, or contradicts another, is a loss."""
    for number, term in enumerate(parts(raw, "diseaseStage")):
        says = _stage(term, desk)
        twice = [key for key in says if found.get(key, says[key]) != says[key]]
        found.update({key: value for key, value in says.items() if key not in twice})
        if twice or not says:
            why = f"it contradicts another {twice[0]}" if twice else "the stage is not known here"
            at = f"{place}.diseaseStage[{number}]"
            yield Loss(place=at, said=shown(term), why=why, remedy="Enter it by hand.")


def _stage(term: Raw, desk: Desk) -> dict[str, str]:
    mine = own(term)
    if mine is not None:
        return dict([mine]) if mine[0] in ATTRIBUTES else {}
    known = desk.meanings(concept(term, desk.book), "diagnosis")
    return dict(known[0].content) if len(known) == 1 else {}
