"""What the front door asks, one question a page, and what it makes of the answers; pure: no web, no database.

Promises: whatever was typed is kept, right or wrong; every fault names its field and a key that each language
explains; what is refused where is data with dates.
"""

from rosette.intake.answers import Checked, Fault, check_step, day_of, given_of
from rosette.intake.arrangements import ITEMS, STATES, arrangements_for, ready_to_travel
from rosette.intake.doors import DOCUMENTS, Door, Field, Step, all_steps, step_after, steps_for
from rosette.intake.offices import Office, load_office
from rosette.intake.places import Refusal, countries, load_refusals, refusals_for, regions_of
from rosette.intake.twins import TwinKey, twin_keys

__all__ = [
    "DOCUMENTS",
    "ITEMS",
    "STATES",
    "Checked",
    "Door",
    "Fault",
    "Field",
    "Office",
    "Refusal",
    "Step",
    "TwinKey",
    "all_steps",
    "arrangements_for",
    "check_step",
    "countries",
    "day_of",
    "given_of",
    "load_office",
    "load_refusals",
    "ready_to_travel",
    "refusals_for",
    "regions_of",
    "step_after",
    "steps_for",
    "twin_keys",
]
