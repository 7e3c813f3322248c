"""Trials under way, said for people: the list, today, one child, the ledger, the design."""

from rosette.server.clinic.presenters.trials.book import LedgerPage, TrialsPage
from rosette.server.clinic.presenters.trials.children import TrialChildPage
from rosette.server.clinic.presenters.trials.designs import DesignPage, LookedPage
from rosette.server.clinic.presenters.trials.today import TrialHead, TrialPage

__all__ = ["DesignPage", "LedgerPage", "LookedPage", "TrialChildPage", "TrialHead", "TrialPage", "TrialsPage"]
