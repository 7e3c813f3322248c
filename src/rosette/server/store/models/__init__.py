"""Every kind of row."""

from rosette.server.store.models.access import BreakGlass, ConsentGiven, ConsentText, Draft, Tie
from rosette.server.store.models.apps import App, AppGrant, AppLaunch, AppSecret, AppStatement
from rosette.server.store.models.audit import AuditRow
from rosette.server.store.models.children import Child
from rosette.server.store.models.consultation import AgendaItem, Case, CaseEvent, Meeting, RecordRequest, Signature
from rosette.server.store.models.curation import CurationDecision
from rosette.server.store.models.documents import Comment, Letter, Plan, Upload
from rosette.server.store.models.facts import FactRow, HeaderRow
from rosette.server.store.models.inquiries import Arrangement, Inquiry, InquiryEvent, InquiryFile, TwinMark
from rosette.server.store.models.interchange import ImportDraft, ImportRow
from rosette.server.store.models.notices import BoardMark, KeptPart, Notice
from rosette.server.store.models.office import FunnelStep, PlaceEvent, Reservation, Waiting
from rosette.server.store.models.registry import RegistryEvent, RegistryVersion
from rosette.server.store.models.released_plans import LastPlan, PlanChange, ReleasedPlan
from rosette.server.store.models.survivorship import PlanRow, PracticeText, RuleMark
from rosette.server.store.models.therapy import SiteText, Worksheet
from rosette.server.store.models.trials import LedgerLine, RunningTrial, SlotChild, TrialVersion

__all__ = [
    "AgendaItem",
    "App",
    "AppGrant",
    "AppLaunch",
    "AppSecret",
    "AppStatement",
    "Arrangement",
    "AuditRow",
    "BoardMark",
    "BreakGlass",
    "Case",
    "CaseEvent",
    "Child",
    "Comment",
    "ConsentGiven",
    "ConsentText",
    "CurationDecision",
    "Draft",
    "FactRow",
    "FunnelStep",
    "HeaderRow",
    "ImportDraft",
    "ImportRow",
    "Inquiry",
    "InquiryEvent",
    "InquiryFile",
    "KeptPart",
    "LastPlan",
    "LedgerLine",
    "Letter",
    "Meeting",
    "Notice",
    "PlaceEvent",
    "Plan",
    "PlanChange",
    "PlanRow",
    "PracticeText",
    "RecordRequest",
    "RegistryEvent",
    "RegistryVersion",
    "ReleasedPlan",
    "Reservation",
    "RuleMark",
    "RunningTrial",
    "Signature",
    "SiteText",
    "SlotChild",
    "Tie",
    "TrialVersion",
    "TwinMark",
    "Upload",
    "Waiting",
    "Worksheet",
]
