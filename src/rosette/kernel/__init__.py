"""What everything else stands on: quantities with units, dates and windows, Truth, Timeline, Citation, errors.

Promises: values are frozen; a unit, a date or an operator is never guessed; truth has three values.
"""

from rosette.kernel.citation import Citation
from rosette.kernel.dates import (
    DateError,
    PartialDate,
    Span,
    add_months,
    age_reached,
    age_text,
    completed_years,
)
from rosette.kernel.errors import (
    BadInput,
    KnowledgeError,
    LanguageError,
    NotComputable,
    PortfolioError,
    Problem,
    Problems,
    RecordError,
    Refused,
    RosetteError,
    UnitError,
    UsageError,
    did_you_mean,
    one_of,
)
from rosette.kernel.quantities import (
    AbsorbedDose,
    Activity,
    ActivityPerMass,
    BodyMass,
    BodySurface,
    DosePerArea,
    DosePerMass,
    DrugMass,
    Quantity,
    number_text,
)
from rosette.kernel.timeline import Frame, Stretch, Timeline, merge_all, merge_any, merge_at_least
from rosette.kernel.truth import Masks, Truth
from rosette.kernel.units import Unit, parse_unit
from rosette.kernel.windows import DayRange, Window

__all__ = [
    "AbsorbedDose",
    "Activity",
    "ActivityPerMass",
    "BadInput",
    "BodyMass",
    "BodySurface",
    "Citation",
    "DateError",
    "DayRange",
    "DosePerArea",
    "DosePerMass",
    "DrugMass",
    "Frame",
    "KnowledgeError",
    "LanguageError",
    "Masks",
    "NotComputable",
    "PartialDate",
    "PortfolioError",
    "Problem",
    "Problems",
    "Quantity",
    "RecordError",
    "Refused",
    "RosetteError",
    "Span",
    "Stretch",
    "Timeline",
    "Truth",
    "Unit",
    "UnitError",
    "UsageError",
    "Window",
    "add_months",
    "age_reached",
    "age_text",
    "completed_years",
    "did_you_mean",
    "merge_all",
    "merge_any",
    "merge_at_least",
    "number_text",
    "one_of",
    "parse_unit",
]
