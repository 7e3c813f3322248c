"""The objects of a therapy as plain data: what commands print as JSON and worksheets keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.kernel import Activity, ActivityPerMass
from rosette.mibg.curves import Curve
from rosette.mibg.dosimetry import WholeBodyDose
from rosette.mibg.home import GoingHome
from rosette.mibg.plan import MibgPlan
from rosette.mibg.release import ReleaseTime
from rosette.mibg.rota import Rota
from rosette.mibg.second import SecondActivity
from rosette.mibg.site import SiteFile

Data = dict[str, Any]


def activity_json(activity: Activity) -> Data:
    """Both units."""
    return {"mbq": activity.mbq, "mci": activity.mci}


def per_mass_json(activity: ActivityPerMass) -> Data:
    """Both units."""
    return {"mbq_per_kg": activity.mbq_per_kg, "mci_per_kg": activity.mci_per_kg}


def site_json(site: SiteFile) -> Data:
    """Which signed file a result rests on."""
    signers = [{"name": each.name, "role": each.role, "on": str(each.on)} for each in site.signers]
    return {"site": site.site, "version": site.version, "digest": site.digest, "signed": signers}


def plan_json(plan: MibgPlan) -> Data:
    """A plan."""
    made = plan.prescription
    return {
        "record": plan.record.id,
        "on": str(plan.on),
        "infusion": str(plan.infusion),
        "standing": plan.standing.value,
        "mass": {"kg": made.mass.kg, "on": str(plan.mass_on)},
        "level": per_mass_json(made.level),
        "wanted": activity_json(made.wanted),
        "maximum": activity_json(made.maximum),
        "planned": activity_json(made.planned),
        "planned_per_mass": per_mass_json(made.per_mass),
        "capped": made.capped,
        "gates": [_gate(each) for each in plan.gates],
        "medicines": [
            {"name": each.name, "state": each.state.value, "hours": each.hours, "why": each.why}
            | {"end_by": str(each.end_by), "discuss": each.discuss, "says": each.sentence}
            for each in plan.holds
        ],
        "medicines_reviewed": plan.medicines_reviewed,
        "questions": list(plan.questions),
        "iodide": [{"on": str(day.on), "mg": day.mg, "times": day.times} for day in plan.thyroid.days],
        "iodide_warnings": list(plan.thyroid.warnings),
        "checklist": {name: list(lines) for name, lines in plan.checklist.items()},
        "days": [{"on": str(day.on), "what": day.what} for day in plan.days],
        "site_file": site_json(plan.site),
    }


def _gate(each: Any) -> Data:
    return {
        "name": each.name,
        "standing": each.standing.value,
        "why": each.why,
        "remedy": each.remedy,
        "evidence": list(each.evidence),
        "sources": list(each.sources),
    }


def curve_json(curve: Curve) -> Data:
    """A curve: its phases or knots, and its tail."""
    return {
        "start_h": curve.start_h,
        "phases": [{"share": each.share, "half_life_h": each.half_life_h} for each in curve.phases],
        "knots_h": list(curve.knots_h),
        "knots": list(curve.knots),
        "tail_half_life_h": curve.tail_half_life_h or None,
        "last_h": curve.last_h,
    }


def dose_json(found: WholeBodyDose) -> Data:
    """A whole-body dose with every other way to it and every warning."""
    return {
        "activity": activity_json(found.given.activity),
        "mass_kg": found.given.mass.kg,
        "per_mass": per_mass_json(found.given.activity / found.given.mass),
        "dose_gy": found.dose.gy,
        "warnings": list(found.warnings),
        "uncertainty": _spread(found),
        "way": found.way.value,
        "tail": found.tail.value,
        "extrapolated": found.extrapolated,
        "area_h": found.area_h,
        "integrated_mbq_h": found.integrated,
        "s_value_gy_per_mbq_h": found.s_value,
        "half_life": {"id": found.half_life.id, "value": str(found.half_life.value)},
        "curve": curve_json(found.curve),
        "readings": [_reading(found, n) for n in range(len(found.retention.hours))],
        "others": [
            {"way": each.name, "area_h": each.area_h, "dose_gy": each.dose.gy, "faults": list(each.faults)}
            for each in found.others
        ],
        "lesion": None
        if found.lesion is None
        else {"mass_g": found.lesion.mass_g, "dose_gy": found.lesion.dose.gy, "says": found.lesion.sentence},
        "at_cells": {"day": found.site.cells.after_days, "dose_gy": found.at_cells.gy},
        "site_file": site_json(found.site),
    }


def _spread(found: WholeBodyDose) -> Data:
    each = found.spread
    return {
        "sd_gy": each.sd,
        "low_gy": each.low,
        "high_gy": each.high,
        "draws": each.draws,
        "seed": each.seed,
        "included": each.included,
    }


def _reading(found: WholeBodyDose, n: int) -> Data:
    hours, share = float(found.retention.hours[n]), float(found.retention.share[n])
    return {
        "hours": hours,
        "geometric_mean": float(found.retention.mean[n]),
        "share": share,
        "curve": found.curve.at(hours),
    }


def second_json(found: SecondActivity) -> Data:
    """A second activity."""
    return {
        "target_gy": found.target.gy,
        "first": {
            "dose_gy": found.first.dose.gy,
            "sd_gy": found.first.uncertainty.gy,
            "activity": activity_json(found.first.activity),
            "mass_kg": found.first.mass.kg,
        },
        "mass_kg": found.mass.kg,
        "remainder_gy": found.remainder.gy,
        "reached": found.reached,
        "corrected_for_mass": found.corrected,
        "wanted": activity_json(found.wanted),
        "without_correction": activity_json(found.simple),
        "planned": activity_json(found.planned),
        "planned_per_mass": per_mass_json(found.per_mass),
        "relative_sd": found.relative,
        "total": {"dose_gy": found.total.gy, "sd_gy": found.total_sd},
        "warnings": list(found.warnings),
    }


def release_json(home: GoingHome) -> Data:
    """A release with contact at home and the rota of carers."""
    found, restrictions, rota, warnings = home.release, home.restrictions, home.rota, home.warnings
    return {
        "first_mr_per_h": found.exposure.first_mr_per_h,
        "curve": curve_json(found.exposure.curve),
        "warnings": list(warnings),
        "occupancy": found.occupancy,
        "release": {"hours": found.hours, "at": None if found.at is None else found.at.isoformat(timespec="minutes")},
        "isolation_nights": found.nights,
        "rules": [_time(each) for each in (*found.times, *([found.own_rate] if found.own_rate else []))],
        "instructions_until": [_time(each) for each in found.instructions],
        "record": list(found.record),
        "contact": [
            {"who": each.pattern.who, "limit_msv": each.limit_msv, "until": each.until.isoformat(timespec="minutes")}
            | {"hours": each.hours, "dose_msv": each.dose_msv}
            for each in restrictions
        ],
        "rota": None if rota is None else _rota(rota),
        "site_file": site_json(found.site),
    }


def _time(each: ReleaseTime) -> Mapping[str, Any]:
    return {"rule": each.rule, "hours": each.hours, "source": each.source}


def _rota(rota: Rota) -> Data:
    return {
        "carers": rota.carers,
        "limit_msv": rota.limit_msv,
        "each_msv": rota.each_msv,
        "one_alone_msv": rota.whole_msv,
        "days": [
            {"day": each.day, "hours_near": each.hours_near, "dose_msv": each.dose_msv, "each_hours": each.each_hours}
            for each in rota.days
        ],
    }
