"""Days as a table writes them, by a form that is stated and never guessed."""

from __future__ import annotations

import re

from attrs import field, frozen

from rosette.kernel import DateError, PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "MMM": rf"(?P<name>{'|'.join(MONTHS)})",
    "MM": r"(?P<month>\d{2})",
    "DD": r"(?P<day>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
    "hh": r"\d{2}",
    "mm": r"\d{2}",
    "ss": r"\d{2}(?:\.\d{1,9})?",
    "ZZ": r"(?:Z|[+-]\d{2}:?\d{2})",
}
_SPLIT = re.compile("|".join(_TOKENS))


@frozen
class DayForm:
    """One form of days, such as "DD.MM.YYYY": YYYY, MM or M or MMM (Jan), DD or D, hh, mm, ss, ZZ (the zone)."""

    text: str
    pattern: re.Pattern[str] = field(eq=False, repr=False)

    def read(self, text: str) -> PartialDate | None:
        """The day that a text says in this form; None when it is in another; raises DateError for no day."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        said = match.groupdict()
        month = said.get("month") or (MONTHS.index(said["name"].lower()) + 1 if said.get("name") else None)
        parts = [said["year"], *(f"{int(part):02d}" for part in (month, said.get("day")) if part is not None)]
        return PartialDate.parse("-".join(parts))


def day_form(text: str) -> DayForm | str:
    """Read a form of days, or say what is wrong with it."""
    tokens = _SPLIT.findall(text)
    if re.search("Y", text.replace("YYYY", "", 1)):
        return f'"{text}" has a year of other than four digits'
    months = [each for each in tokens if each in ("MMM", "MM", "M")]
    days = [each for each in tokens if each in ("DD", "D")]
    if "YYYY" not in tokens or len(months) > 1 or len(days) > 1 or (days and not months):
        return f'"{text}" is no form of days'
    pattern, end = "", 0
    for match in _SPLIT.finditer(text):
        pattern += re.escape(text[end : match.start()]) + _TOKENS[match[0]]
        end = match.end()
    return DayForm(text, re.compile(pattern + re.escape(text[end:]), re.IGNORECASE | re.ASCII))


def day_in(text: str, forms: tuple[DayForm, ...]) -> PartialDate | str:
    """The day that a text says in one of the forms, or why none is read."""
    if not forms:
        return "the mapping states no form of days"
    try:
        found = {day for form in forms if (day := form.read(text)) is not None}
    except DateError as fault:
        return fault.problem.found
    if len(found) == 1:
        return found.pop()
    named = " or ".join(form.text for form in forms)
    return f'"{text}" could be several days' if found else f'"{text}" is not a day written {named}'
