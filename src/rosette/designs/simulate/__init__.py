"""Simulated trials: chance that belongs to a child, the same rule that decides, and the errors of what comes out."""

from rosette.designs.simulate.accrual import Accrual
from rosette.designs.simulate.asked import Assumed, asked
from rosette.designs.simulate.asking import Answers, answers_of
from rosette.designs.simulate.draws import Purpose, scenario_key, uniforms
from rosette.designs.simulate.engine import Order, timed
from rosette.designs.simulate.jobs import Job, characterised, job_of, played, runs_of, simulate
from rosette.designs.simulate.result import Runs, Simulated, Times, joined, summary

__all__ = [
    "Accrual",
    "Answers",
    "Assumed",
    "Job",
    "Order",
    "Purpose",
    "Runs",
    "Simulated",
    "Times",
    "answers_of",
    "asked",
    "characterised",
    "job_of",
    "joined",
    "played",
    "runs_of",
    "scenario_key",
    "simulate",
    "summary",
    "timed",
    "uniforms",
]
