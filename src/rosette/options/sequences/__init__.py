"""Sequences: sequences of options over time for one child, judged by the columnar engine on the record as it would be.

Promises: never one answer; a sequence says why it is in the set, what it assumes, and what its first step shuts.
"""

from rosette.options.sequences.as_json import sequences_json
from rosette.options.sequences.doors import FirstStep
from rosette.options.sequences.frontier import OptionSequence, frontier
from rosette.options.sequences.search import Sequences, make_sequences
from rosette.options.sequences.steps import Step, after, waited

__all__ = [
    "FirstStep",
    "OptionSequence",
    "Sequences",
    "Step",
    "after",
    "frontier",
    "make_sequences",
    "sequences_json",
    "waited",
]
