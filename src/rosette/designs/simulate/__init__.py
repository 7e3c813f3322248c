"""Simulated trials: chance that belongs to a child, the same rule that decides, and the errors of what comes out."""

from rosette.designs.simulate.draws import Purpose, scenario_key, uniforms
from rosette.designs.simulate.result import Runs, Simulated, Times, joined, summary

__all__ = ["Purpose", "Runs", "Simulated", "Times", "joined", "scenario_key", "summary", "uniforms"]
