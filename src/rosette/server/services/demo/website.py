"""What the demonstration's public site says of itself: an invented reviewer and numbers that no telephone has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

REVIEWER, CHECKED_ON = "Dr Amara Okoye (invented)", date(2026, 5, 4)
CONTACT: Mapping[str, str] = {
    "emergency": "911",
    "phone_new": "555-0101",
    "phone_existing": "555-0102",
    "phone_doctors": "555-0103",
    "email": "hello@demo.invalid",
    "hours": "8:00–17:00 (UTC−8)",
    "address": "Rosette Demo Centre, Invented City",
}
