"""Papers of a trial under way, from the objects of its ledger: the weekly table and the pack for the board."""

from rosette.documents.trials.pack import pack_pdf, pack_text
from rosette.documents.trials.weekly import week_pdf, week_text

__all__ = ["pack_pdf", "pack_text", "week_pdf", "week_text"]
